"""The page as its reader sees it: every piece of text with the element it stands in, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from newsspider.text import words

PROSE_CHARS = 80
"""Shorter pieces are headings, labels, links."""

_SKIPPED = frozenset(
    (
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "map",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    )
)
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "rb",
        "rt",
        "rtc",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    )
)
_CELLS = frozenset(("td", "th"))
_PARTING = frozenset(
    ("br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "table", "section", "article", "blockquote")
)
_BOLD = frozenset(("b", "em", "i", "strong"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True, eq=False)
class Node:
    """A block element that holds text, and where it stands among the others."""

    element: HtmlElement
    outer: Node | None
    """The block element around it; ``None`` for the root."""
    depth: int
    """How many block elements are around it."""
    start: int
    """Index of its first piece."""
    tag: str
    """Of the element; to ask lxml costs several times as much."""
    end: int = 0
    """Index behind its last piece."""

    def around(self) -> Iterator[Node]:
        """Yield the node and those around it, from the inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.outer


@dataclass(slots=True)
class Piece:
    """A run of text that no block boundary parts."""

    text: str
    """Blanks folded, not empty."""
    node: Node
    """The nearest block element around it."""
    linked: int = 0
    """How many of its letters stand inside links."""
    links: int = 0
    """How many links begin in it."""
    bold: int = 0
    """How many of its letters are set bold or in italics."""
    key: str = ""
    """What makes it the same as a paragraph of the main content, as `letters_of` tells."""

    @property
    def element(self) -> HtmlElement:
        """The nearest block element around it."""
        return self.node.element

    @property
    def link_share(self) -> float:
        """Share of the letters inside links, 0 to 1."""
        return self.linked / len(self.text)

    @property
    def place(self) -> str:
        """XPath of the element."""
        element = self.node.element
        return str(element.getroottree().getpath(element))


def read_pieces(root: HtmlElement) -> list[Piece]:
    """Return all visible text below *root* in pieces, in document order; scripts and controls left out."""
    pieces: list[Piece] = []
    words: list[str] = []
    elements: list[HtmlElement] = [root] if root.tag in _INLINE else []
    nodes: list[Node] = []
    links_open = bold_open = linked = links = bold = 0
    row: HtmlElement | None = None

    def flush() -> None:
        nonlocal linked, links, bold
        text = " ".join("".join(words).split())
        if row is not None:
            text = text.strip(" |")
        if text:
            while len(nodes) < len(elements):
                element = elements[len(nodes)]
                nodes.append(Node(element, nodes[-1] if nodes else None, len(nodes), len(pieces), str(element.tag)))
            letters = len(text)
            key = text.replace(" ", "").casefold()  # as `letters_of`
            pieces.append(Piece(text, nodes[-1], min(linked, letters), links, min(bold, letters), key))
        words.clear()
        linked = links = bold = 0

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:  # one loop with everything in it: a page has thousands of events
        tag = element.tag
        if event == "start":
            if tag not in _INLINE:
                if tag in _SKIPPED:
                    walk.skip_subtree()
                    continue
                if row is not None:
                    words.append(" | " if tag in _CELLS else " ")
                    text = element.text
                    if text:
                        words.append(text)
                    continue
                if words:
                    flush()
                if tag == "br":
                    continue
                elements.append(element)
                if tag == "tr" and _is_plain(element):
                    row = element
            elif tag == "a":
                links_open += 1
                links += 1
            elif tag in _BOLD:
                bold_open += 1
            text = element.text
        else:
            if tag not in _INLINE:
                if row is not None and element is not row:
                    words.append(" ")
                elif tag not in _SKIPPED and tag != "br":
                    if words:
                        flush()
                    row = None
                    elements.pop()
                    if len(nodes) > len(elements):
                        nodes.pop().end = len(pieces)
            elif tag == "a":
                links_open -= 1
            elif tag in _BOLD:
                bold_open -= 1
            text = element.tail if element is not root else None
        if text and (words or not text.isspace()):
            words.append(text)
            if links_open or bold_open:
                letters = len(" ".join(text.split()))
                linked += letters if links_open else 0
                bold += letters if bold_open else 0
    flush()
    return pieces


def _is_plain(row: HtmlElement) -> bool:
    """Return whether the cells of *row* hold lines, and no paragraphs: it is one piece, cells parted by bars."""
    return not any(element.tag in _PARTING for element in row.iter())


def name_of(element: HtmlElement) -> str:
    """Return tag, class and id on one line; a heading's id is made of its words and left out."""
    identity = "" if element.tag in _HEADINGS else element.get("id") or ""
    return f"{element.tag!s} {element.get('class') or ''} {identity}"


def prose_of(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the paragraphs of prose: long, and not made of links."""
    return [piece for piece in pieces if len(piece.text) > PROSE_CHARS and piece.link_share < 0.5]


def container_of(pieces: Sequence[Piece], share: float) -> HtmlElement | None:
    """Return the deepest element that holds at least *share*, more than half, of the letters of *pieces*."""
    held = weights_of(pieces)
    least = share * sum(held.values())
    levels = _levels(held)
    for depth in range(max(levels, default=-1), -1, -1):
        for node in levels[depth]:
            if held[node] >= least:
                return node
            parent = node.getparent()
            if parent is not None:
                held[parent] = held.get(parent, 0) + held[node]
                levels.setdefault(depth - 1, {})[parent] = None
    return None


def weights_of(pieces: Iterable[Piece]) -> dict[HtmlElement, int]:
    """Return how many letters of *pieces* each element holds itself."""
    weights: dict[HtmlElement, int] = {}
    for piece in pieces:
        weights[piece.element] = weights.get(piece.element, 0) + len(piece.text)
    return weights


def _levels(elements: Iterable[HtmlElement]) -> dict[int, dict[HtmlElement, None]]:
    """Return *elements* by their depth, the root's being 0."""
    depths: dict[HtmlElement | None, int] = {None: -1}
    levels: dict[int, dict[HtmlElement, None]] = {}
    for element in elements:
        path: list[HtmlElement] = []
        node: HtmlElement | None = element
        while node is not None and node not in depths:
            path.append(node)
            node = node.getparent()
        depths |= {inner: depth for depth, inner in enumerate(reversed(path), start=depths[node] + 1)}
        levels.setdefault(depths[element], {})[element] = None
    return levels


@lru_cache(maxsize=4_096)
def letters_of(text: str) -> str:
    """Return *text* without blanks and case: equal for one paragraph read in two ways."""
    return "".join(text.split()).casefold()


def key_of(text: str) -> str:
    """Return the words of *text* without case and punctuation: equal for one sentence spelled in two places."""
    return " ".join(words(text.casefold()))
