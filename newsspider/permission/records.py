"""The lines of a robots.txt: bytes in, records out, whatever the bytes are (RFC 9309, 2.2)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import Enum, auto

ROBOTS_MAX_BYTES = 512 * 1024
"""What is read of a file; RFC 9309, 2.5, asks for at least 500 KiB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD_BYTES = 256
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|script|\?xml)\b", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?")


class Field(Enum):
    """What a record is about."""

    USER_AGENT = auto()
    ALLOW = auto()
    DISALLOW = auto()
    SITEMAP = auto()
    CRAWL_DELAY = auto()
    REQUEST_RATE = auto()
    CONTENT_SIGNAL = auto()


_FIELDS = {
    "user-agent": Field.USER_AGENT,
    "useragent": Field.USER_AGENT,
    "user agent": Field.USER_AGENT,
    "allow": Field.ALLOW,
    "disallow": Field.DISALLOW,
    "dissallow": Field.DISALLOW,
    "dissalow": Field.DISALLOW,
    "disalow": Field.DISALLOW,
    "diasllow": Field.DISALLOW,
    "disallaw": Field.DISALLOW,
    "sitemap": Field.SITEMAP,
    "sitemaps": Field.SITEMAP,
    "site-map": Field.SITEMAP,
    "crawl-delay": Field.CRAWL_DELAY,
    "crawldelay": Field.CRAWL_DELAY,
    "crawl delay": Field.CRAWL_DELAY,
    "request-rate": Field.REQUEST_RATE,
    "request rate": Field.REQUEST_RATE,
    "content-signal": Field.CONTENT_SIGNAL,
    "content-signals": Field.CONTENT_SIGNAL,
    "content-usage": Field.CONTENT_SIGNAL,  # as the IETF's working group on preferences (aipref) calls it
}
"""With the misspellings that Google's parser takes (github.com/google/robotstxt)."""


def read_records(body: bytes) -> Iterator[tuple[Field, str]]:
    """Yield the records of a robots.txt in order, values without comment and blanks; an HTML page has none.

    >>> list(read_records(b"User-agent: *  # all\\rDisallow : /cgi/"))
    [(<Field.USER_AGENT: 1>, '*'), (<Field.DISALLOW: 3>, '/cgi/')]
    """
    text = read_text(body)
    if _PAGE.match(text):
        return
    for line in text.split("\n"):
        record = _read_record(line.partition("#")[0].strip())
        if record:
            yield record


def read_text(body: bytes) -> str:
    r"""Return the text of *body*: its first `ROBOTS_MAX_BYTES` without a line cut in two, lines parted by ``\n``.

    Octets that are no UTF-8 come as lone surrogates (PEP 383): rules are compared octet by octet, whatever they mean.
    """
    mark, codec = next(((mark, codec) for mark, codec in _MARKS if body.startswith(mark)), (b"", _guess_codec(body)))
    bounded = body[len(mark) : ROBOTS_MAX_BYTES]
    decoded = bounded.decode(codec, "surrogateescape" if codec == "utf-8" else "replace")
    text = _LINE_END.sub("\n", decoded.replace("\0", ""))
    if len(body) >= ROBOTS_MAX_BYTES and body[ROBOTS_MAX_BYTES:][:1] not in (b"\r", b"\n"):
        text = text.rpartition("\n")[0]
    return text.lstrip("\ufeff")


def _guess_codec(body: bytes) -> str:
    """Return the codec of bytes without mark: in UTF-16 every second octet of our records is zero."""
    head = body[:_HEAD_BYTES]
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[start::2]
        if half.count(0) * 2 > len(half):
            return codec
    return "utf-8"


def _read_record(line: str) -> tuple[Field, str] | None:
    name, _, value = line.partition(":")
    field = _FIELDS.get(name.strip().lower())
    return (field, value.strip()) if field else _read_record_without_colon(line)


def _read_record_without_colon(line: str) -> tuple[Field, str] | None:
    """Return the record of a line such as ``Disallow /cgi/``: one word behind the name, not prose."""
    words = line.split(None, 3)
    if len(words) not in (2, 3):
        return None
    field = _FIELDS.get(" ".join(words[:-1]).lower())
    return (field, words[-1]) if field else None
