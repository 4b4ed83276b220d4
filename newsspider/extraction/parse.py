"""Bytes in, one tree out: charset, characters that break parsers, caps on size and depth."""

from __future__ import annotations

import codecs
import logging
import re
from copy import deepcopy
from dataclasses import dataclass
from html import unescape

from lxml import etree
from lxml.html import HtmlElement
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from newsspider.article import Page
from newsspider.extraction.tables import unfold_layout_tables
from newsspider.text import is_charset

MAX_HTML_BYTES = 20_000_000
"""What is beyond is not read, and the page counts as incomplete."""
MAX_DEPTH = 200
"""Deeper elements are flattened: libraries behind us recurse, and a part must not pass for the whole."""
MAX_NAME = 1_000
"""Longest class or id, in letters."""

_NUMERIC_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))(?![0-9a-fA-F]);?")
_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\r"))
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_JOINER_REFERENCE = re.compile(
    rb"&(?:zwn?j|lrm|rlm|NoBreak|ZeroWidthSpace|#(?:820[3-7]|8288|[xX](?:200[b-fB-F]|2060)));"
)
_ASCII = bytes(range(128))
_RARE = re.compile(  # format characters of the basic plane (U+00AD and U+FEFF are layout, not letters), all others
    rb"\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xd8[\x80-\x85\x9c]|\xdb\x9d|\xdc\x8f|\xe0\xa3\xa2|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SHIELDS = "".join(map(chr, range(0xE01EF, 0xE0100, -1)))
_BOXES = {b"div": 2, b"section": 2, b"article": 1, b"script": 1, b"style": 1, b"head": 1}
_TOO_DEEP = etree.XPath("/*" * MAX_DEPTH)
_LONG_NAMES = etree.XPath(f"//@class[string-length() > {MAX_NAME}] | //@id[string-length() > {MAX_NAME}]")
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "td",
        "th",
        "div",
        "dd",
        "dt",
        "figcaption",
    ]
)


@dataclass(frozen=True, slots=True)
class Shield:
    """Letters that main-content libraries drop, and the stand-ins they wear meanwhile.

    Python calls joiners, direction marks and characters newer than its tables not printable; trafilatura removes what
    is not printable. Variation selectors of plane 14 that the page does not use take their place.
    """

    stand_ins: dict[str, str]

    def lower(self, html: bytes) -> bytes:
        """Return *html*, UTF-8, with stand-ins for the shielded letters."""
        for letter, stand_in in self.stand_ins.items():
            html = html.replace(letter.encode(), stand_in.encode())
        return html

    def restore(self, text: str) -> str:
        """Return *text* with the shielded letters back in their places."""
        for letter, stand_in in self.stand_ins.items():
            text = text.replace(stand_in, letter)
        return text


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page as a tree."""

    tree: HtmlElement
    """The root; comments and processing instructions are gone."""
    shield: Shield
    complete: bool
    """``False`` where a cap was reached or the parser gave up: the tree holds a part of the page."""


class UnreadableError(Exception):
    """The bytes hold no markup at all."""


def parse(page: Page) -> Parsed:
    """Return the tree of *page*; raise `UnreadableError` where no element can be read."""
    body = page.body[:MAX_HTML_BYTES]
    html = drop_control_references(utf8(body, page.content_type))
    html = _JOINER_REFERENCE.sub(lambda match: unescape(match[0].decode()).encode(), html)
    shield = shield_for(html)
    tree, whole = _parse_html(shield.lower(html))
    complete = page.complete and whole and len(body) == len(page.body) and not _breaks_off(html)
    return Parsed(tree=tree, shield=shield, complete=complete)


def utf8(body: bytes, content_type: str = "") -> bytes:
    """Return *body* in UTF-8, without BOM and without control characters."""
    html = decode(body, content_type).encode("utf-8", "replace").translate(None, _CONTROL_BYTES)
    return html if html.isascii() else html.replace(_NONCHARACTERS[0], b"").replace(_NONCHARACTERS[1], b"")


def decode(body: bytes, content_type: str = "") -> str:
    """Return *body* as text: BOM, proof that it is UTF-8, header, meta, detection, in this order.

    Never raises: an unknown or lying charset only loses its turn.

    >>> decode("größer".encode("latin-1"), "text/html; charset=latin-1")
    'größer'
    """
    name, bom = read_bom(body)
    if name and bom:
        return body[len(bom) :].decode(name, "replace")
    declared = [http_content_type_encoding(content_type), html_body_declared_encoding(body)]
    if not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for encoding in declared:
        if encoding and (text := _decode_by(body, encoding)) is not None:
            return text
    return _decode_by(body, "utf-8") or _decode_by(body, _detect(body)) or body.decode("cp1252", "replace")


def _decode_by(body: bytes, encoding: str) -> str | None:
    """Return *body* decoded, or ``None`` where *encoding* is no charset or more than a few bytes contradict it."""
    if not is_charset(encoding):
        return None
    try:
        text = codecs.decode(body, encoding, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    wrong = text.count("\ufffd")
    return text if wrong <= 2 + len(text) // 2000 else None


def _detect(body: bytes) -> str:
    """Return a guess at the charset from the two ends of *body*."""
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(body[:5000] + body[-5000:] if len(body) > 10_000 else body).best()
    return best.encoding if best else "cp1252"


def drop_control_references(html: bytes) -> bytes:
    """Return *html* with a blank for every numeric reference to a control character.

    One of them anywhere makes trafilatura drop the article.

    >>> drop_control_references(b"a&#1;b&#x1F600;&#39;")
    b"a b&#x1F600;'"
    """
    return _NUMERIC_REFERENCE.sub(_harmless_reference, html) if b"&#" in html else html


def _harmless_reference(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code == 39:
        return b"'"
    control = code < 32 and code not in (9, 10, 13)
    if control or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return b" "
    return match[0]


def shield_for(html: bytes) -> Shield:
    """Return the shield that *html*, UTF-8, needs; an empty one for most pages."""
    if html.isascii():
        return Shield({})
    letters = {match.decode("utf-8", "ignore") for match in _RARE.findall(html.translate(None, _ASCII))}
    found = {letter for letter in letters if letter and not letter.isprintable()}
    if not found:
        return Shield({})
    free = (stand_in for stand_in in _SHIELDS if stand_in.encode() not in html)
    return Shield(dict(zip(sorted(found), free, strict=False)))


def _parser() -> etree.HTMLParser:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _parse_html(html: bytes) -> tuple[HtmlElement, bool]:
    """Return the root, and whether the parser read to the end."""
    parser = _parser()
    try:
        tree = etree.fromstring(html, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(str(error)) from None
    if not isinstance(tree, HtmlElement):
        raise UnreadableError("no element")
    stopped = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    flatten_depths(tree)
    trim_names(tree)
    unfold_layout_tables(tree)
    return tree, not stopped


def flatten_depths(tree: HtmlElement) -> None:
    """Hang what is nested deeper than `MAX_DEPTH` up as paragraphs, so that no reader behind us recurses too far."""
    for element in _TOO_DEEP(tree):
        paragraphs: list[list[str]] = [[]]
        for node in element.iter():
            if node.tag in _BLOCKS:
                paragraphs.append([])
            paragraphs[-1].append((node.text or "") if node.tag not in ("script", "style") else "")
            paragraphs[-1].append((node.tail or "") if node is not element else "")
        for child in list(element):
            element.remove(child)
        element.text = None
        for paragraph in filter(str.strip, map("".join, paragraphs)):
            etree.SubElement(element, "p").text = paragraph


def trim_names(tree: HtmlElement) -> None:
    """Cut classes and ids to `MAX_NAME`: readers behind us look at those of all elements around each paragraph."""
    for name in _LONG_NAMES(tree):
        name.getparent().set(name.attrname, name[:MAX_NAME])


def framed(element: HtmlElement) -> HtmlElement:
    """Return a page that holds a copy of *element* as its article; a bare fragment loses lists and sub-headings."""
    page, _ = _parse_html(b"<html><body><article></article></body></html>")
    copied = deepcopy(element)
    copied.tail = None
    page[0][0].append(copied)
    return page


def alone(element: HtmlElement) -> HtmlElement:
    """Return a page with nothing but a copy of *element* and, around it, the names of the elements that hold it."""
    copied = deepcopy(element)
    copied.tail = None
    for outer in element.iterancestors():
        around = outer.makeelement(outer.tag, dict(outer.attrib))
        around.append(copied)
        copied = around
    return copied


def drop_element(element: HtmlElement) -> None:
    """Take *element* out of its tree; the text behind it stays."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _breaks_off(html: bytes) -> bool:
    """Return whether *html* ends inside a tag or with boxes left open, as a transfer that broke off leaves it.

    Pages that leave out ``</body>`` are many; with open boxes as well there was one in 1,383 complete ones.
    """
    end = html[-3000:].lower()
    if end.rfind(b"<") > end.rfind(b">"):
        return True
    if b"</html" in end or b"</body" in end:
        return False
    whole = html.lower()
    left_open = {tag: whole.count(b"<" + tag) - whole.count(b"</" + tag) for tag in _BOXES}
    return any(left_open[tag] >= least for tag, least in _BOXES.items())
