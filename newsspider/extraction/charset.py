"""Bytes in, text out: which charset a page is in, whatever it says, and letters of another one in its midst."""

from __future__ import annotations

import codecs
import logging
import re
from functools import partial

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from newsspider.text import is_charset

MAX_MENDED = 50_000
"""So many runs of stray bytes are looked at one by one; a page with more of them gets one mark of loss for each."""

_LABEL = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.+-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_LABELS = {  # of https://encoding.spec.whatwg.org, those that w3lib doesn't know
    "cskoi8r": "koi8-r",
    "dos-874": "cp874",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "x-mac-ukrainian": "mac_cyrillic",
    "x-x-big5": "big5hkscs",
}
_CODE_PAGE = re.compile(r"(?:x-|x-windows-)?(?:cp-?|windows-?|win-?)(125\d)")
_WIDE = re.compile(r"(?:utf|ucs)[-_]?(?:16|32|2|4)", re.IGNORECASE)
_STRAY = re.compile("[\udc80-\udcff]+")
_LATIN_LEADS = frozenset((0xC3, 0xC4, 0xC5))
_COMMON_LEADS = frozenset((0xC2, 0xE2, 0xEF, 0xF0))
"""Those of signs, dashes, quotation marks and emoji, in pages of any script."""
_PUNCTUATION = frozenset(b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xab\xbb")


def decode(body: bytes, content_type: str = "") -> str:
    """Return *body* as text: BOM, proof that it is UTF-8, header, meta, detection, in this order.

    Never raises: an unknown or lying charset only loses its turn. What is UTF-8 for the most part stays so, and stray
    bytes in it are read as Windows-1252, which is what pasted quotation marks come in; a letter that was cut in two is
    U+FFFD.

    >>> decode("größer".encode("latin-1"), "text/html; charset=latin-1")
    'größer'
    """
    name, bom = read_bom(body)
    if name and bom:
        rest = body[len(bom) :]
        return _mended(rest) if name == "utf-8" else rest.decode(name, "replace")
    declared = [encoding for encoding in _declared(body, content_type) if is_charset(encoding)]
    if not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            if _is_mostly_utf8(body, declared):
                return _mended(body)
    elif b"\x1b$" in body:
        declared.append("iso2022_jp")
    for encoding in declared:
        if (text := _decode_by(body, encoding)) is not None:
            return text
    return _decode_by(body, "utf-8") or _decode_by(body, _detect(body)) or body.decode("cp1252", "replace")


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """Return *body*, decoded as `decode` does, in UTF-8; most bodies are that already, and stay as they are."""
    if not body.isascii() and not read_bom(body)[1]:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return decode(body, content_type).encode("utf-8", "replace")


def _declared(body: bytes, content_type: str) -> list[str]:
    """Return the codecs of the charsets that header and meta name; what can't be true is left out."""
    head = body[:_HEAD_BYTES].decode("latin-1")
    named = [
        http_content_type_encoding(content_type) or _by_label(content_type),
        html_body_declared_encoding(body) or _by_label(head),
    ]
    is_wide = "\x00" in head  # markup in UTF-16 or UTF-32 can't do without
    return [name for name in named if name and (is_wide or not _WIDE.match(name))]


def _by_label(text: str) -> str | None:
    """Return the codec of the charset that *text* names by a label which w3lib doesn't know."""
    label = match[1].lower() if (match := _LABEL.search(text)) else ""
    if page := _CODE_PAGE.fullmatch(label):
        return f"cp{page[1]}"
    if label.startswith(("utf8", "utf-8")):
        return "utf-8"
    return _LABELS.get(label)


def _is_mostly_utf8(body: bytes, declared: list[str]) -> bool:
    """Return whether *body* has more letters of several bytes that are valid UTF-8 than stray bytes.

    Where another charset is declared, many more: any two letters of a legacy charset may be one of UTF-8 by chance.
    """
    text = body.decode("utf-8", "replace")
    stray = text.count("\ufffd")
    letters = len(text) - len(text.encode("ascii", "ignore")) - stray
    return letters > (stray if not declared or declared[0] == "utf-8" else 4 * stray)


def _mended(body: bytes) -> str:
    """Return *body*, UTF-8, with its stray bytes read as Windows-1252 or, where they are half a letter, marked."""
    text = body.decode("utf-8", "surrogateescape")
    runs = sum(1 for _ in _STRAY.finditer(text))
    if runs == 0 or runs > MAX_MENDED:
        return body.decode("utf-8", "replace")
    leads = {letter.encode()[0] for letter in set(_STRAY.sub("", text)) if letter > "\x7f"}
    return _STRAY.sub(partial(_letters_of, leads), text)


def _letters_of(leads: set[int], match: re.Match[str]) -> str:
    """Return what a run of stray bytes stands for, in a page whose letters begin with the bytes *leads*."""
    run = match[0].encode("utf-8", "surrogateescape")
    is_latin = bool(leads & _LATIN_LEADS) or leads <= _COMMON_LEADS
    is_half = run[0] in leads or (run[0] in _COMMON_LEADS and len(run) > 1)
    if is_half or 0xFF in run or not (is_latin or _PUNCTUATION.issuperset(run)):
        return "\ufffd"
    return run.decode("cp1252", "replace")


def _decode_by(body: bytes, encoding: str) -> str | None:
    """Return *body* decoded, or ``None`` where *encoding* is no charset or more than a few bytes contradict it."""
    if not is_charset(encoding):
        return None
    try:
        text = codecs.decode(body, encoding, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    wrong = text.count("\ufffd")
    if wrong > 2 + len(text) // 2000:
        return None
    return _mended(body) if wrong and codecs.lookup(encoding).name == "utf-8" else text


def _detect(body: bytes) -> str:
    """Return a guess at the charset from the two ends of *body*."""
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(body[:5000] + body[-5000:] if len(body) > 10_000 else body).best()
    return best.encoding if best else "cp1252"
