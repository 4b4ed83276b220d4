"""Entries cut out of a feed or sitemap as bytes, and read one by one, so that a bad one costs only itself.

Nothing before, between or around the entries reaches the XML parser: neither document type nor entity declarations,
neither junk nor a broken frame. Time and memory are linear in the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

MAX_ENTRIES = 1_000_000
"""Entries looked at in one seed; the sitemap protocol allows 50,000."""

_CDATA = b"<![CDATA["
_SECTION_ENDS = {_CDATA: b"]]>", b"<!--": b"-->"}
_REFERENCE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos);)(?:#(x[0-9A-Fa-f]{1,8}|[0-9]{1,8});|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_STRAY_LESS_THAN = re.compile(rb"<(?![A-Za-z_/!?])")
_PARSER = etree.XMLParser(
    encoding="utf-8",
    recover=True,
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


class EntryTags:
    """The tags that open and close an entry, whatever their prefix."""

    def __init__(self, *tags: str) -> None:
        name = rf"(?:[A-Za-z_][\w.-]*:)?(?:{'|'.join(tags)})"
        self.token = re.compile(rf"<!\[CDATA\[|<!--|<(?P<opener>{name})(?=[\s/>])|</(?P<closer>{name})\s*>".encode())
        self.closer = re.compile(rf"</{name}\s*>".encode())


FEED_TAGS = EntryTags("item", "entry")
SITEMAP_TAGS = EntryTags("url", "sitemap")


def split_entries(xml: bytes, tags: EntryTags) -> Iterator[bytes | None]:
    """Yield the bytes of each entry, from its opening to its closing tag; ``None`` for one that the end cuts off.

    An entry whose closing tag is missing ends where the next one begins. What stands in comments and in CDATA
    sections opens and closes nothing.
    """
    sections = _Sections(xml, tags)
    start: int | None = None
    blind_until = 0
    for token in tags.token.finditer(xml):
        if token.start() < blind_until:
            continue
        if token["opener"]:
            if start is not None:
                yield xml[start : token.start()]
            start = token.start()
        elif not token["closer"]:
            blind_until = sections.end_of(token)
        elif start is not None:
            yield xml[start : token.end()]
            start = None
    if start is not None:
        yield None


class _Sections:
    """Where comments and CDATA sections end; each end is looked for once, so that the cost is linear."""

    def __init__(self, xml: bytes, tags: EntryTags) -> None:
        self._xml = xml
        self._tags = tags
        self._next_end = dict.fromkeys(_SECTION_ENDS, 0)

    def end_of(self, token: re.Match[bytes]) -> int:
        """Return where the section ends; at once where nothing closes it, or only what closes a later one."""
        opening, start = token[0], token.end()
        if self._next_end[opening] < start:
            end = self._xml.find(_SECTION_ENDS[opening], start)
            self._next_end[opening] = end if end >= 0 else len(self._xml)
        end = self._next_end[opening]
        if end == len(self._xml):
            return start
        again = self._xml.find(opening, start, end)
        is_unclosed = again >= 0 and self._tags.closer.search(self._xml, start, again) is not None
        return start if is_unclosed else end


def read_entry(entry: bytes) -> etree._Element | None:
    """Return the tree of one entry, mended where publishers give less than XML asks; ``None`` where unreadable."""
    try:
        tree: etree._Element | None = etree.fromstring(mend(entry), _PARSER)
    except (etree.LxmlError, ValueError):
        return None
    return tree


def mend(xml: bytes) -> bytes:
    """Return *xml* with bare ampersands and ``<`` escaped and names of HTML's characters replaced; CDATA is left alone.

    >>> mend(b"<a>Caf&eacute; & bar?x=1&y=2 < 3 &amp; <![CDATA[R&D]]></a>").decode()
    '<a>Café &amp; bar?x=1&amp;y=2 &lt; 3 &amp; <![CDATA[R&D]]></a>'
    """
    if b"&" not in xml and _STRAY_LESS_THAN.search(xml) is None:
        return xml
    first, *rest = xml.split(_CDATA)
    pieces = [_mend_markup(first)]
    for piece in rest:
        section, end, markup = piece.partition(b"]]>")
        pieces.append(section + end + _mend_markup(markup))
    return _CDATA.join(pieces)


def _mend_markup(xml: bytes) -> bytes:
    return _STRAY_LESS_THAN.sub(b"&lt;", _REFERENCE.sub(_mend_reference, xml))


def _mend_reference(match: re.Match[bytes]) -> bytes:
    number, name = match.groups()
    if number is not None:
        code = int(number[1:], 16) if number[:1] in b"xX" else int(number)
        return match[0] if _is_xml_character(code) else b""
    letters = html5.get(name.decode("ascii") + ";") if name is not None else None
    if letters is None or letters in "<&>":
        return b"&amp;" + match[0][1:]
    return letters.encode()


def _is_xml_character(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def names(element: etree._Element) -> tuple[str, str]:
    """Return prefix and local name of *element*, both in lower case; entries are cut off from their declarations.

    >>> names(etree.fromstring("<a:b xmlns:a='http://news.example/'/>"))
    ('a', 'b')
    """
    tag = str(element.tag)
    if tag.startswith("{"):
        return (element.prefix or "").lower(), tag.rpartition("}")[2].lower()
    prefix, _, name = tag.rpartition(":")
    return prefix.lower(), name.lower()
