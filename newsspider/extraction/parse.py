"""Bytes in, one tree out: charset, characters that break parsers, caps on size and depth."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from newsspider.article import Page

MAX_HTML_BYTES = 20_000_000
"""What is beyond is not read, and the page counts as incomplete."""
MAX_DEPTH = 200
"""Deeper elements are flattened: libraries behind us recurse, and a part must not pass for the whole."""

_SANE_CODEC = re.compile(
    r"ascii|utf-?_?(8|16|32)|cp\d|windows|iso|latin|euc|shift|gb|big5|koi8|mac|tis|ptcp|kz|hz|johab"
)
_NUMERIC_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))(?![0-9a-fA-F]);?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_JOINER_REFERENCE = re.compile(r"&(?:zwn?j|lrm|rlm|NoBreak|ZeroWidthSpace|#(?:820[3-7]|8288|x(?:200[b-fB-F]|2060)));")
_JOINER_NAMES = {
    "zwnj": "\u200c",
    "zwj": "\u200d",
    "lrm": "\u200e",
    "rlm": "\u200f",
    "NoBreak": "\u2060",
    "ZeroWidthSpace": "\u200b",
}
_JOINERS = "\u200b\u200c\u200d\u200e\u200f\u061c\u06dd\u070f\u08e2\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SHIELDS = "".join(map(chr, range(0xE01EF, 0xE0100, -1)))
_TOO_DEEP = etree.XPath("/*" * MAX_DEPTH)
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

    Python calls joiners, direction marks and characters newer than its tables not printable; trafilatura removes what is
    not printable. Variation selectors of plane 14 that the page does not use take their place.
    """

    down: dict[int, str]
    up: dict[int, str]

    def restore(self, text: str) -> str:
        """Return *text* with the shielded letters back in their places."""
        return text.translate(self.up) if self.up else text


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
    text = drop_control_references(decode(body, page.content_type))
    shield = shield_for(text)
    if shield.down:
        text = _JOINER_REFERENCE.sub(_joiner, text).translate(shield.down)
    tree, whole = _parse_html(text)
    complete = page.complete and whole and len(body) == len(page.body) and not _breaks_off(text)
    return Parsed(tree=tree, shield=shield, complete=complete)


def decode(body: bytes, content_type: str = "") -> str:
    """Return *body* as text: BOM, proof that it is UTF-8, header, meta, detection, in this order.

    Never raises: an unknown or lying charset only loses its turn.

    >>> decode("größer".encode("latin-1"), "text/html; charset=rot13")
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
    if not _SANE_CODEC.match(encoding):
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


def drop_control_references(text: str) -> str:
    """Return *text* without control characters, spelled as such or as numeric references.

    One of them anywhere makes trafilatura drop the article.

    >>> drop_control_references("a&#1;b&#x1F600;&#39;")
    "a b&#x1F600;'"
    """
    if "&#" in text:
        text = _NUMERIC_REFERENCE.sub(_harmless_reference, text)
    return _CONTROL.sub("", text)


def _harmless_reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code == 39:
        return "'"
    control = code < 32 and code not in (9, 10, 13)
    if control or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return " "
    return match[0]


def _joiner(match: re.Match[str]) -> str:
    name = match[0][1:-1]
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    return _JOINER_NAMES[name]


def shield_for(text: str) -> Shield:
    """Return the shield that *text* needs; an empty one for most pages."""
    found = {letter for letter in _JOINERS if letter in text}
    if "&" in text:
        found.update(_joiner(match) for match in _JOINER_REFERENCE.finditer(text))
    if not text.isascii():
        found.update(letter for letter in set(_ASTRAL.findall(text)) if not letter.isprintable())
    if not found:
        return Shield({}, {})
    free = [shield for shield in _SHIELDS if shield not in text]
    pairs = list(zip(sorted(found), free, strict=False))
    return Shield({ord(a): b for a, b in pairs}, {ord(b): a for a, b in pairs})


def _parse_html(text: str) -> tuple[HtmlElement, bool]:
    """Return the root, and whether the parser read to the end."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(str(error)) from None
    if not isinstance(tree, HtmlElement):
        raise UnreadableError("no element")
    stopped = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    flatten_depths(tree)
    return tree, not stopped


def flatten_depths(tree: HtmlElement) -> None:
    """Hang what is nested deeper than `MAX_DEPTH` up as paragraphs, so that no reader behind us recurses too far."""
    for element in _TOO_DEEP(tree):
        paragraphs: list[str] = [""]
        for node in element.iter():
            if node.tag in _BLOCKS:
                paragraphs.append("")
            paragraphs[-1] += (node.text or "") if node.tag not in ("script", "style") else ""
            paragraphs[-1] += (node.tail or "") if node is not element else ""
        for child in list(element):
            element.remove(child)
        element.text = None
        for paragraph in filter(str.strip, paragraphs):
            etree.SubElement(element, "p").text = paragraph


def _breaks_off(text: str) -> bool:
    """Return whether *text* ends inside a tag, as a transfer that broke off leaves it."""
    end = text[-2000:]
    return end.rfind("<") > end.rfind(">")
