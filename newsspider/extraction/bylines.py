"""By-lines as readers see them: elements marked as the author's, and short lines around the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsspider.extraction.names import BY, MAX_BYLINE, OTHERS, clean_authors, looks_like_full_name
from newsspider.extraction.outline import name_of
from newsspider.text import count_words

MAX_LINE = 120
"""Longest line, in letters, that is read around the headline."""
MAX_ELEMENTS = 120
"""How many elements behind the headline are looked at: the by-line stands before the text."""
ABOVE = 3
"""How many elements above it, and around it, are looked at."""
PROSE = 200
"""A text of so many letters is a paragraph of the story: no by-line is looked for behind it."""

_REL_AUTHOR = etree.XPath("//@rel[.='author']/.. | //@itemprop[.='author']/..")
_BYLINES = etree.XPath(
    "//@class[contains(., 'byline') or contains(., 'uthor')]"
    "/parent::*[not(self::body or self::html or self::article or self::main or self::img)]"
)
_FOREIGN = re.compile(r"comment|related|sidebar|teaser|widget|footer|recommend|aside|\bbio|testimonial", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|zy)?|auteurs?|autore|staff|people|profiles?|journalists?|journalisten|redaktion|reporters?"
    r"|by|contributors?|producers?|periodistas?|writers?|kirjoittaja|penulis|editors?|byline|redaktorzy|colunistas?)/",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"autor(?:in)?(?:/autor(?:in)?)?|authors?|auteurs?|autore|автор|yazar|penulis|作者|記者|记者", re.IGNORECASE
)
_RIGHT = re.compile(r"(?:text-align:\s*|align=)(?:right|end)", re.IGNORECASE)
_SKIPPED = frozenset(
    ("script", "style", "svg", "noscript", "nav", "aside", "form", "figure", "footer", "template", "button")
)


def read_bylines(tree: HtmlElement) -> list[str]:
    """Return the texts of elements marked as the author's name, where they do not stand in another article's box.

    Where some of them begin as by-lines do ("By ..."), only these.
    """
    for marked in (_REL_AUTHOR(tree)[:6], _BYLINES(tree)[:12]):
        texts = [text for element in marked if not _is_foreign(element) for text in _texts(element)]
        texts = [text for text in texts if 2 < len(text) < MAX_BYLINE and count_words(BY.sub("", text)) > 0]
        if texts:
            spoken = [text for text in texts if BY.match(text) and clean_authors([text])]
            return list(dict.fromkeys(spoken[:1] or texts))[:4]
    return []


def read_head_lines(headline: HtmlElement | None) -> Iterator[str]:
    """Yield the by-lines that stand without a mark behind *headline*: "By ...", and links to an author's page."""
    for element, text in lines_behind(headline):
        names = clean_authors([text]) if BY.match(text) else ()
        by = names and all(map(looks_like_full_name, names))
        if by or (element.tag == "a" and _leads_to_author(element) and looks_like_full_name(text)):
            yield text


def _leads_to_author(link: HtmlElement) -> bool:
    return _AUTHOR_PAGE.search(link.get("href") or "") is not None


def lines_behind(headline: HtmlElement | None, *, broken: bool = False) -> Iterator[tuple[HtmlElement, str]]:
    """Yield short lines behind *headline* with their elements, outer ones first, up to the first paragraph.

    With *broken*, text between line breaks is a paragraph, too; without, what stands below such a story is read.
    """
    if headline is None:
        return
    for element in islice(_behind(headline), MAX_ELEMENTS):
        text = _bounded(element)
        if text:
            yield element, text
        elif text is None and _own_prose(element, broken=broken):
            return


def read_labelled(tree: HtmlElement) -> list[str]:
    """Return what stands behind a bold "Author", and a name that signs the text in a line set to the right."""
    for bold in tree.iter("strong", "b"):
        parent = bold.getparent()
        label = " ".join((bold.text or "").split()).rstrip(": ")
        if parent is None or len(label) > 40:
            continue
        if _LABEL.fullmatch(label) and (bold.tail or "").strip() and (text := _bounded(parent)):
            return [text]
        if _RIGHT.search(f"{parent.get('style')} align={parent.get('align')}") and looks_like_full_name(label):
            return [label]
    return []


def _behind(headline: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements behind *headline* in reading order."""
    for node in (headline, *headline.iterancestors()):
        for sibling in node.itersiblings():
            yield from _within(sibling)


def _within(element: HtmlElement) -> Iterator[HtmlElement]:
    stack = [element]
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node.tag in _SKIPPED:
            continue
        yield node
        stack.extend(reversed(node))


def _bounded(element: HtmlElement) -> str | None:
    """Return the element's text on one line; ``None`` where it is longer than a line."""
    parts: list[str] = []
    letters = 0
    for part in element.itertext():
        parts.append(part)
        letters += len(part.strip())
        if letters > MAX_LINE:
            return None
    return " ".join(" ".join(parts).split())


def lines_above(headline: HtmlElement | None) -> Iterator[str]:
    """Yield the lines right above *headline*, the nearest first: blogs head a day's posts with its date."""
    if headline is None:
        return
    for node in (headline, *islice(headline.iterancestors(), ABOVE)):
        for sibling in islice(node.itersiblings(preceding=True), ABOVE):
            text = _bounded(sibling)
            if text is None:
                return
            if text:
                yield text


def _own_prose(element: HtmlElement, *, broken: bool = False) -> bool:
    """Return whether *element* is a paragraph; with *broken*, also one that holds any between line breaks."""
    if element.tag == "p":
        return sum(map(len, islice(element.itertext(), 20))) > PROSE
    if not broken:
        return False
    tails = (child.tail for child in islice(element, 20))
    return sum(len(text.strip()) for text in (element.text, *tails) if text) > PROSE


def _texts(element: HtmlElement) -> list[str]:
    """Return the element's names: of its several links or parts, or its own."""
    text = "".join(element.itertext())
    short = len(text) < 10 * MAX_BYLINE
    links = element.findall(".//a") if short else []
    parts = (
        [child for child in element.iter("span", "li") if not len(child)]
        if short and not BY.match(text.strip())
        else []
    )
    named = element.find(".//*[@itemprop='name']")
    chosen = links if len(links) > 1 else [element if named is None else named]
    lines = [" ".join((node.get("content") or " ".join(node.itertext())).split()) for node in chosen]
    if len(parts) > 1 and len(links) < 2 and named is None:
        names = [" ".join((part.text or "").split()) for part in parts]
        if all(looks_like_full_name(name) and not OTHERS.search(name) for name in names):
            return names
    return lines


def _is_foreign(element: HtmlElement) -> bool:
    for node in (element, *islice(element.iterancestors(), 8)):
        if node.tag in ("article", "main", "body"):
            return False
        if _FOREIGN.search(name_of(node)):
            return True
    return False
