"""The page as its reader sees it: every piece of text with the element it stands in, in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from newsspider.text import words

PROSE_CHARS = 80
"""Shorter pieces are headings, labels, links."""
MAX_TRIES = 1_000_000
"""How often a page's pieces are held against paragraphs that may hold several of them; hostile tables ask for more."""
MAX_SEARCHED = 1 << 30
"""How many letters are searched for a page's pieces; a page of 50,000 letters in 2,000 pieces asks for a tenth."""

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
        "rt",
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
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Piece:
    """A run of text that no block boundary parts."""

    text: str
    """Blanks folded, not empty."""
    element: HtmlElement
    """The nearest block element around it."""
    linked: int
    """How many of its letters stand inside links."""
    key: str = ""
    """What makes it the same as a paragraph of the main content, as `letters_of` tells."""

    @property
    def link_share(self) -> float:
        """Share of the letters inside links, 0 to 1."""
        return self.linked / len(self.text)

    @property
    def place(self) -> str:
        """XPath of the element."""
        return str(self.element.getroottree().getpath(self.element))


def read_pieces(root: HtmlElement) -> list[Piece]:
    """Return all visible text below *root* in pieces, in document order; scripts and form controls left out."""
    pieces: list[Piece] = []
    words: list[str] = []
    blocks = [root]
    links = linked = 0

    def flush() -> None:
        nonlocal linked
        if words and (text := " ".join("".join(words).split())):
            pieces.append(Piece(text, blocks[-1], min(linked, len(text)), letters_of(text)))
        words.clear()
        linked = 0

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED:
                walk.skip_subtree()
                continue
            if tag == "br":
                flush()
                continue
            if tag == "a":
                links += 1
            elif tag not in _INLINE:
                flush()
                blocks.append(element)
            text = element.text
        else:
            if tag == "a":
                links -= 1
            elif tag not in _INLINE and tag not in _SKIPPED and tag != "br":
                flush()
                blocks.pop()
            text = element.tail if element is not root else None
        if text:
            words.append(text)
            if links:
                linked += len(" ".join(text.split()))
    flush()
    return pieces


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


def align(texts: Sequence[str], pieces: Sequence[Piece]) -> list[int | None]:
    """Return for each of *texts*, paragraphs in page order, the piece that reads the same; ``None`` where none does.

    A paragraph that holds several pieces (lines parted by ``<br>``) is at the first of them.
    """
    places: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        places.setdefault(piece.key, []).append(index)
    runs = _Runs(pieces)
    found: list[int | None] = []
    last = -1
    for text in texts:
        letters = letters_of(text)
        indices = places.get(letters) or runs.begin(letters, last + 1)
        if indices:
            last = indices[min(bisect_right(indices, last), len(indices) - 1)]
        found.append(last if indices else None)
    return found


class _Runs:
    """Consecutive pieces that are one paragraph together."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._keys = [piece.key for piece in pieces]
        self._by_letter: dict[str, list[int]] = {}
        for index, key in enumerate(self._keys):
            self._by_letter.setdefault(key[:1], []).append(index)
        self._tries = MAX_TRIES

    def begin(self, letters: str, start: int) -> list[int]:
        """Return where *letters* are those of consecutive pieces from *start* on: one index or none."""
        candidates = self._by_letter.get(letters[:1], []) if letters else []
        for place in range(bisect_left(candidates, start), len(candidates)):
            if self._tries <= 0:
                break
            if self._is_run(letters, candidates[place]):
                return [candidates[place]]
        return []

    def _is_run(self, letters: str, index: int) -> bool:
        read = 0
        for after in range(index, len(self._keys)):
            self._tries -= 1
            key = self._keys[after]
            if not key or not letters.startswith(key, read):
                return False
            read += len(key)
            if read == len(letters):
                return True
        return False


def pieces_within(pieces: Sequence[Piece], texts: Iterable[str]) -> set[int]:
    """Return the pieces whose letters are a paragraph of *texts*, or stand in one."""
    keys = {letters_of(text) for text in texts}
    whole = "\n".join(keys)
    searches = MAX_SEARCHED // max(1, len(whole))
    within = set()
    for index, piece in enumerate(pieces):
        if piece.key in keys:
            within.add(index)
        elif len(piece.key) > 20 and searches > 0:
            searches -= 1
            if piece.key in whole:
                within.add(index)
    return within
