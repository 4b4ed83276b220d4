"""Bytes in, one tree out: charset, characters that break parsers, caps on size and depth."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain

from lxml import etree
from lxml.html import HtmlElement

from newsspider.article import Page
from newsspider.extraction.charset import as_utf8
from newsspider.extraction.references import joiners_written_out, misread_controls_mended, written_out
from newsspider.extraction.ruby import drop_readings
from newsspider.extraction.tables import unfold_layout_tables

MAX_HTML_BYTES = 20_000_000
"""What is beyond is not read, and the page counts as incomplete."""
MAX_DEPTH = 200
"""Deeper elements are flattened: libraries behind us recurse, and a part must not pass for the whole."""
MAX_IN_BUTTON = 2
"""Paragraphs that a button may hold."""
MAX_NAME = 1_000
"""Longest class or id, in letters."""
AROUND = 200
"""So many letters around one for private use are looked at, elements included."""
MAX_ICONS = 20
"""Up to so many different ones are looked for by name."""
MAX_ODD_NAME = 20
"""The parser cuts names at a hundred bytes; longer ones are not looked for by name."""
MAX_ODD_NAMES = 20
"""Up to so many odd names of elements are looked for by name; for more, every element is looked at."""

_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\r"))
_NOT_TEXT = frozenset("\ufffe\uffff\ufeff")
"""Noncharacters, and the byte order mark of a file that was put in the midst of the page."""
_MISREAD = frozenset(map(chr, range(0x80, 0xA0)))
_JOINERS = frozenset("\u200c\u200d")
_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""HTML puts what stands behind them into the body; libxml2 would leave it out, and nobody would know."""
_ASCII = bytes(range(128))
_WORD_BREAK = re.compile(rb"<wbr\b[^>]*>", re.IGNORECASE)
_PRIVATE = re.compile("[\ue000-\uf8ff]+")
_INLINE_TAG = re.compile(r"</?(?:a|b|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_STAND_INS = "".join(map(chr, chain(range(0xE01EF, 0xE0100, -1), range(0x14400, 0x14647), range(0x10600, 0x10737))))
_BOXES = {b"div": 2, b"section": 2, b"article": 1, b"script": 1, b"style": 1, b"head": 1}
_TOO_DEEP = etree.XPath("/*" * MAX_DEPTH)
_ODD_TAG = re.compile(rb"<([A-Za-z][A-Za-z0-9_.-]*[^A-Za-z0-9_.\s/>-][^\s/>]*)")
_SCRIPT = re.compile(rb"<(/?)script", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LONG_NAMES = etree.XPath(
    " | ".join(f"descendant-or-self::*/@{name}[string-length() > {MAX_NAME}]" for name in ("class", "id"))
)
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
    html, letters = _cleaned(body, page.content_type)
    shield = shield_for(letters)
    tree, whole = _parse_html(shield.lower(_ENDS.sub(b"", html)))
    complete = page.complete and whole and len(body) == len(page.body) and not _breaks_off(html)
    return Parsed(tree=tree, shield=shield, complete=complete)


def utf8(body: bytes, content_type: str = "") -> bytes:
    """Return *body* in UTF-8: references written out, no BOM, no control characters."""
    return _cleaned(body, content_type)[0]


def _cleaned(body: bytes, content_type: str) -> tuple[bytes, set[str]]:
    """Return *body* as `utf8` does, and the characters beyond ASCII in it."""
    html = as_utf8(body, content_type).translate(None, _CONTROL_BYTES)
    html = _WORD_BREAK.sub(b"", written_out(html))  # libxml2 takes each for an element around the rest of the line
    letters = _letters_of(html)
    for letter in _NOT_TEXT & letters:
        html = html.replace(letter.encode(), b"")
    if _MISREAD & letters:
        html = misread_controls_mended(html)
    icons = set(filter(_PRIVATE.match, letters))
    if icons:
        html = without_icons(html, icons)
    if _JOINERS & letters:
        html = joiners_written_out(html)
    return html, _letters_of(html) if icons or (_NOT_TEXT | _MISREAD) & letters else letters


def _letters_of(html: bytes) -> set[str]:
    return set(html.translate(None, _ASCII).decode("utf-8", "ignore"))


def without_icons(html: bytes, icons: Collection[str]) -> bytes:
    """Return *html*, UTF-8, without *icons*, its characters for private use, that stand in no word: fonts have such."""
    text = html.decode("utf-8", "ignore")
    parts, start, end = [], 0, 0
    for match in _runs_of(icons, text):
        if match.start() >= end:
            end = match.end()
            if not _is_in_word(match):
                parts.append(text[start : match.start()])
                start = end
    return "".join((*parts, text[start:])).encode()


def _runs_of(icons: Collection[str], text: str) -> Iterable[re.Match[str]]:
    """Return the runs of *icons* in *text*, in order, and their parts; to look for a few by name is far cheaper."""
    if len(icons) > MAX_ICONS:
        return _PRIVATE.finditer(text)
    places = sorted(place for icon in icons for place in _places_of(icon, text))
    return filter(None, (_PRIVATE.match(text, place) for place in places))


def _places_of(letter: str, text: str) -> Iterator[int]:
    place = text.find(letter)
    while place >= 0:
        yield place
        place = text.find(letter, place + 1)


def _is_in_word(match: re.Match[str]) -> bool:
    """Return whether a letter beyond ASCII stands beside *match*, or letters around it, inline elements or not."""
    text, start, end = match.string, match.start(), match.end()
    if _is_foreign_letter(text[start - 1 : start]) or _is_foreign_letter(text[end : end + 1]):
        return True
    before = _INLINE_TAG.sub("", text[max(0, start - AROUND) : start])
    return before[-1:].isalpha() and _INLINE_TAG.sub("", text[end : end + AROUND])[:1].isalpha()


def _is_foreign_letter(letter: str) -> bool:
    return letter > "\x7f" and letter.isalpha()


def shield_for(letters: set[str]) -> Shield:
    """Return the shield that a page with *letters* beyond ASCII needs; an empty one for most pages."""
    found = {letter for letter in letters if not letter.isprintable() and not letter.isspace()}
    free = (stand_in for stand_in in _STAND_INS if stand_in not in letters)
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
    if _ODD_TAG.search(html) and (odd := odd_names(html)):
        name_plainly(tree, odd)
    stopped = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    flatten_depths(tree)
    trim_names(tree)
    if next(tree.iter("rt", "rtc"), None) is not None:
        drop_readings(tree)
    open_buttons(tree)
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


def odd_names(html: bytes) -> set[str]:
    """Return the names of elements in *html* that lxml reads but can't write; scripts have "less than" signs only."""
    first, *rest = _SCRIPT.split(html)
    parts = [first]
    for is_end, text in zip(rest[::2], rest[1::2], strict=True):
        parts.append(b"</script" + text if is_end else b"<script" + text.partition(b">")[0] + b">")
    is_paired = 2 * rest[::2].count(b"/") == len(rest[::2])  # else some are words of a comment or an attribute
    found = _ODD_TAG.findall(b"".join(parts) if is_paired else html)
    return {name.lower().decode("utf-8", "replace") for name in found}  # of ASCII alone, as libxml2 does


def name_plainly(tree: HtmlElement, odd: set[str]) -> None:
    """Give elements with *odd* names, such as ``div"class="x"``, one that can be written: lxml makes no others."""
    walk = tree.iter() if len(odd) > MAX_ODD_NAMES or max(map(len, odd)) > MAX_ODD_NAME else tree.iter(*odd)
    for element in [each for each in walk if not _PLAIN_NAME.fullmatch(str(each.tag))]:
        element.tag = "div" if any(child.tag in _BLOCKS for child in element) else "span"


def open_buttons(tree: HtmlElement) -> None:
    """Take away buttons that hold the page: behind a box that was left open in one, the parser sees no end of it."""
    for button in list(tree.iter("button")):
        if next(button.iter("h1", "main", "article"), None) is not None or len(button.findall(".//p")) > MAX_IN_BUTTON:
            button.drop_tag()


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
        names = {name: value for name, value in outer.attrib.items() if _PLAIN_NAME.fullmatch(str(name))}
        around = outer.makeelement(outer.tag if _PLAIN_NAME.fullmatch(str(outer.tag)) else "div", names)
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
