"""What to drop because of where it stands: lines of links, and boxes inside the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from newsspider.article import BlockKind
from newsspider.extraction.box_names import TAGS, box_named
from newsspider.extraction.content import Block
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Piece, align, container_of, name_of, weights_of
from newsspider.extraction.rules import RULES

LINK_SHARE = 0.85
"""A short line with more of its letters inside links is navigation."""
LIST_LINK_SHARE = 0.5
"""The same for an item of a list whose items are all so: "Topic: headline"."""
MAX_LINK_LINE = 150
"""Longest line, in letters, that counts as navigation."""
BODY_SHARE = 0.75
"""The deepest element that holds this share of the kept letters is the body's container."""
MAX_BOX_SHARE = 0.3
"""Elements of one name that hold more of the kept letters are the article, whatever they are called."""

NOTED_KINDS = frozenset((BlockKind.COMMENT, BlockKind.NEWSLETTER, BlockKind.COOKIE))
"""Boxes that are noted also where the main-content step left them out by itself."""
MAX_NOTED = 400
"""Longest text, in letters, that is noted so: readers' comments themselves are not kept."""
MAX_NOTES = 5_000
"""So many pieces are noted, and so many removed blocks have a place: to find one costs a walk over its brothers."""
_NOTED_RULES = tuple(rule for rule in RULES if rule.kind in NOTED_KINDS)


def drop_boxes(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* without lines that are links, and without those that stand in a box inside the body."""
    found = align([block.text for block in blocks], pieces)
    judge = _Judge([pieces[index] for index in found if index is not None])
    passed: list[Block] = []
    for number, (block, index) in enumerate(zip(blocks, found, strict=True)):
        heads_prose = block.kind == "heading" and _is_prose(blocks[number + 1 : number + 2])
        verdict = None if index is None else judge.verdict(pieces[index], may_link=heads_prose)
        if verdict is None or index is None:
            passed.append(block)
        else:
            placed = replace(block, place=_place(pieces[index], sieve))
            passed += sieve.drop([placed], *verdict, lambda _: True)
    return passed


def _is_prose(blocks: Sequence[Block]) -> bool:
    return any(block.kind != "heading" and len(block.text) > 80 for block in blocks)


def note_boxes(pieces: Sequence[Piece], kept: set[int], sieve: Sieve) -> None:
    """Note the comment forms, newsletter boxes and cookie bars that stand on the page outside the body."""
    known = {block.text for block in sieve.removed}
    most = len(sieve.removed) + MAX_NOTES
    for index, piece in enumerate(pieces):
        if len(sieve.removed) >= most:
            break
        if index not in kept and piece.link_share < LIST_LINK_SHARE and len(piece.text) <= MAX_NOTED:
            found = _noted_as(piece)
            if found is not None and piece.text not in known:
                sieve.note(piece.text, *found, _place(piece, sieve))


def _place(piece: Piece, sieve: Sieve) -> str:
    """Return where *piece* stands; empty where so many are removed already that nobody asks."""
    return piece.place if len(sieve.removed) < MAX_NOTES else ""


def _noted_as(piece: Piece) -> tuple[str, BlockKind] | None:
    """Return rule and kind of *piece* where it is part of a box to be noted."""
    for node in (piece.element, *islice(piece.element.iterancestors(), 3)):
        if node.tag in ("body", "html"):
            break
        box = box_named(name_of(node).partition(" ")[2])
        if box is not None and box.kind in NOTED_KINDS:
            return box.name, box.kind
    return next(((rule.name, rule.kind) for rule in _NOTED_RULES if rule.matches(piece.text)), None)


class _Judge:
    """Tells boxes from body, knowing what is kept."""

    def __init__(self, kept: Sequence[Piece]) -> None:
        self._container = container_of(kept, BODY_SHARE)
        self._heavy = _heavy_names(kept)
        self._lists = _link_lists(kept)

    def verdict(self, piece: Piece, *, may_link: bool) -> tuple[str, BlockKind] | None:
        """Return rule and kind where *piece* is no part of the body. *may_link*: a line of links is one."""
        if not may_link and (is_link_line(piece) or _list_of(piece) in self._lists):
            return "link-line", BlockKind.RELATED
        for node in (piece.element, *piece.element.iterancestors()):
            if node is self._container or node.tag in ("body", "html"):
                return None
            name = name_of(node)
            if name in self._heavy:
                continue
            if tag := TAGS.get(str(node.tag)):
                return tag
            box = box_named(name.partition(" ")[2])
            if box is not None and len(piece.text) <= box.max_chars:
                return box.name, box.kind
        return None


def is_link_line(piece: Piece, share: float = LINK_SHARE) -> bool:
    """Return whether *piece* is a short line of links; an address written out is text."""
    if piece.link_share < share or len(piece.text) > MAX_LINK_LINE or "://" in piece.text:
        return False
    return not piece.text.startswith("www.")


def _link_lists(pieces: Sequence[Piece]) -> set[HtmlElement]:
    """Return the lists of three items or more that are all links to something else."""
    items: dict[HtmlElement, list[Piece]] = {}
    for piece in pieces:
        if (parent := _list_of(piece)) is not None:
            items.setdefault(parent, []).append(piece)
    return {
        parent
        for parent, own in items.items()
        if len(own) >= 3 and all(is_link_line(piece, LIST_LINK_SHARE) for piece in own)
    }


def _list_of(piece: Piece) -> HtmlElement | None:
    """Return the list that *piece* is an item of."""
    item = piece.element if piece.element.tag == "li" else next(piece.element.iterancestors("li"), None)
    return None if item is None else item.getparent()


def _heavy_names(pieces: Iterable[Piece]) -> set[str]:
    """Return the names of elements that together hold more than `MAX_BOX_SHARE` of the letters of *pieces*."""
    held: Counter[str] = Counter()
    names = _Names()
    total = 0
    for parent, own in _named_by_parent(pieces).items():
        weight = sum(own.values())
        around = set() if parent is None else {names[node] for node in (parent, *parent.iterancestors())}
        held.update(dict.fromkeys(around, weight))
        held.update({name: letters for name, letters in own.items() if name not in around})
        total += weight
    return {name for name, weight in held.items() if weight > MAX_BOX_SHARE * total}


class _Names(dict[HtmlElement, str]):
    """Names of elements, each made once."""

    def __missing__(self, element: HtmlElement) -> str:
        name = self[element] = name_of(element)
        return name


def _named_by_parent(pieces: Iterable[Piece]) -> dict[HtmlElement | None, Counter[str]]:
    """Return how many letters stand in elements of each name, by the element around them."""
    named: dict[HtmlElement | None, Counter[str]] = {}
    for element, weight in weights_of(pieces).items():
        named.setdefault(element.getparent(), Counter())[name_of(element)] += weight
    return named
