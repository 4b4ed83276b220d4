"""Paragraphs of the body that the main-content step missed: bodies that are split over several containers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.outline import Piece
from newsspider.text import count_words, words

MAIN_SHARE = 0.15
"""Paragraphs of one signature that hold this share of the kept text are what the body is made of."""
MIN_WORDS = 4
MAX_LINK_SHARE = 0.35

_DIGITS = re.compile(r"\d+")
_PROSE = frozenset(("p", "div", "blockquote", "li"))
_BETWEEN = frozenset(("h2", "h3", "h4", "h5", "li", "blockquote", "p"))


class _Signatures:
    """Numbers of elements: equal for those of the same make, where names and names around differ in digits only."""

    def __init__(self) -> None:
        self._known: dict[HtmlElement, int] = {}
        self._numbers: dict[tuple[str, int], int] = {}

    def of(self, element: HtmlElement) -> int:
        """Return the number of *element*; its name and the number of what is around it make it."""
        path: list[HtmlElement] = []
        node: HtmlElement | None = element
        while node is not None and node not in self._known:
            path.append(node)
            node = node.getparent()
        number = 0 if node is None else self._known[node]
        for inner in reversed(path):
            name = _DIGITS.sub("", f"{inner.tag!s}.{inner.get('class') or ''}")
            number = self._numbers.setdefault((name, number), len(self._numbers) + 1)
            self._known[inner] = number
        return number


def missed_pieces(pieces: Sequence[Piece], kept: set[int], removed: set[int], text: str) -> list[int]:
    """Return the pieces that belong to the body like the *kept* ones but are neither kept nor *removed*.

    *text* is what is kept: a piece that repeats it is not missed.
    """
    weights: dict[int, int] = {}
    signatures = _Signatures()
    for index in kept:
        number = signatures.of(pieces[index].element)
        weights[number] = weights.get(number, 0) + len(pieces[index].text)
    total = sum(weights.values())
    main = {number for number, weight in weights.items() if weight >= MAIN_SHARE * total}
    frames = {_frame(pieces[index].element) for index in kept if signatures.of(pieces[index].element) in main}
    added = [
        index
        for index, piece in enumerate(pieces)
        if index not in kept
        and index not in removed
        and piece.element.tag in _PROSE
        and piece.link_share <= MAX_LINK_SHARE
        and count_words(piece.text) >= MIN_WORDS
        and signatures.of(piece.element) in main
        and _frame(piece.element) in frames
    ]
    grams = _grams(text) if added else set()
    added = [index for index in added if not _repeats(pieces[index].text, grams)]
    return sorted({*added, *_beside(pieces, added, kept | removed)})


def _beside(pieces: Sequence[Piece], added: Sequence[int], known: set[int]) -> list[int]:
    """Return sub-headings and list items that stand among the *added* pieces, in the same container."""
    containers = {pieces[index].element.getparent() for index in added}
    return [
        index
        for index in range(min(added, default=0), max(added, default=-1))
        if index not in known
        and pieces[index].element.tag in _BETWEEN
        and pieces[index].link_share <= MAX_LINK_SHARE
        and not containers.isdisjoint(islice(pieces[index].element.iterancestors(), 2))
    ]


def _grams(text: str) -> set[tuple[str, ...]]:
    tokens = words(text.casefold())
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _repeats(text: str, grams: set[tuple[str, ...]]) -> bool:
    own = _grams(text)
    return len(own & grams) >= 0.5 * len(own)


def _frame(element: HtmlElement) -> HtmlElement:
    """Return the article element around *element*, or the page's body."""
    frame = next(element.iterancestors("article", "body"), None)
    return element.getroottree().getroot() if frame is None else frame
