"""What the site is known to repeat leaves the page before anything looks for its main content."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from newsspider.article import BlockKind, RemovedBlock
from newsspider.extraction.box_names import box_named
from newsspider.extraction.digests import digests_of
from newsspider.extraction.outline import PROSE_CHARS, Node, Piece, name_of
from newsspider.extraction.rules import RULE_BOOK
from newsspider.repeats import LONG_CHARS, SITE_BLOCK, Repeats

MAX_HEADING = 80
"""Letters of a heading that stays where what follows it is not known: every test report has its "Verdict"."""
BOX_SHARE = 0.5
"""An element with this share of its lines known is a box of the site; the rest are names and numbers that change."""
BOX_LETTERS = 400
"""Letters that may be unknown in it."""
NEAR_ABOVE, NEAR_BELOW = 3, 12
"""So many pieces around the article, what was pruned is told with its place."""
MAX_TOLD = 400
"""Boxes of one page that are told."""

_PROTECTED = frozenset(("html", "body", "main", "article", "h1"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Pruned:
    """A page without what its site repeats."""

    pieces: list[Piece]
    """What is left, in order."""
    orders: Sequence[int]
    """For each of `pieces`, its index among all pieces of the page."""
    boxes: tuple[tuple[int, str, Node], ...]
    """What went: the index of its first piece among all, its text, its element."""

    def removed(self, kept: Sequence[int]) -> list[RemovedBlock]:
        """Return the boxes as blocks that were removed; *kept*: what the article is, as indices of all pieces.

        Those near it have places: to find one costs a walk over its brothers.
        """
        near = range(min(kept) - NEAR_ABOVE, max(kept) + NEAR_BELOW + 1) if kept else range(0)
        return [
            RemovedBlock(
                text=text,
                rule=SITE_BLOCK,
                kind=kind_of(text, name_of(node.element)),
                place=str(node.element.getroottree().getpath(node.element)) if order in near else "",
                order=order,
            )
            for order, text, node in self.boxes[:MAX_TOLD]
        ]


def prune(
    pieces: list[Piece], repeats: Repeats, *, keep: tuple[str, ...] = (), restore: Callable[[str], str] = str
) -> Pruned:
    """Return *pieces* without what the site repeats, and empty the elements that held nothing else.

    The elements themselves stay, so that the places of all others do. Pieces that are left are counted anew: their
    nodes tell which of them they hold. What begins like one of *keep* stays.
    *restore* gives shielded letters back: sites are known by the letters of their readers.
    """
    gone = find_repeats(pieces, repeats, keep=keep, restore=restore) if repeats else []
    if not any(gone):
        return Pruned(pieces, range(len(pieces)), ())
    left = [0, *accumulate(not is_gone for is_gone in gone)]
    boxes = tuple(_boxes(pieces, gone, left))
    for _, _, node in boxes:
        if left[node.start] == left[node.end]:
            _empty(node)
    for node in {node for piece in pieces for node in piece.node.around()}:
        node.start, node.end = left[node.start], left[node.end]
    orders = [index for index, is_gone in enumerate(gone) if not is_gone]
    return Pruned([pieces[index] for index in orders], orders, boxes)


def find_repeats(
    pieces: Sequence[Piece], repeats: Repeats, *, keep: tuple[str, ...] = (), restore: Callable[[str], str] = str
) -> list[bool]:
    """Return for each of *pieces* whether it is the site's.

    Short lines that are known are; paragraphs where more pages have them, and never between two that are not known;
    lines between those where nearly all pages have them; a heading only with what follows it; and what changes in a
    box whose lines are known for the most part.
    """
    digests = [digests_of(restore(piece.key)) for piece in pieces]
    stays = [
        piece.element.tag == "h1"
        or (bool(keep) and piece.text.startswith(keep))
        or (bool(repeats.kept) and not repeats.kept.isdisjoint(own))
        for piece, own in zip(pieces, digests, strict=True)
    ]
    headlines = {piece.key for piece in pieces if piece.element.tag == "h1"}
    gone = [
        not is_fixed and piece.key not in headlines and _is_known(piece, own, repeats)
        for piece, own, is_fixed in zip(pieces, digests, stays, strict=True)
    ]
    _spare_inner_lines(pieces, gone, digests, repeats)
    _spare_headings(pieces, gone)
    if repeats.dropped:
        for index, own in enumerate(digests):
            gone[index] = gone[index] or (not stays[index] and not repeats.dropped.isdisjoint(own))
    _take_boxes(pieces, gone, stays)
    return gone


def _is_known(piece: Piece, digests: tuple[int, int], repeats: Repeats) -> bool:
    exact, folded = digests
    known = repeats.prose if _is_prose(piece, LONG_CHARS) else repeats.lines
    return exact in known or folded in known


def _is_prose(piece: Piece, letters: int) -> bool:
    return len(piece.text) >= letters and piece.link_share < 0.5


def _spare_inner_lines(
    pieces: Sequence[Piece], gone: list[bool], digests: Sequence[tuple[int, int]], repeats: Repeats
) -> None:
    """What stands between paragraphs is the story's, however often it is told: at its ends do sites add theirs.

    A short line that nearly all pages have goes all the same, a line of links in any case.
    """
    unknown: dict[Node | None, list[int]] = {}
    for index, piece in enumerate(pieces):
        if not gone[index] and _is_prose(piece, PROSE_CHARS):
            unknown.setdefault(piece.node.outer, []).append(index)
    for index, piece in enumerate(pieces):
        if not gone[index] or piece.link_share >= 0.5:
            continue
        brothers = unknown.get(piece.node.outer)
        is_inner = brothers is not None and brothers[0] < index < brothers[-1]
        if is_inner and (len(piece.text) >= PROSE_CHARS or repeats.sure.isdisjoint(digests[index])):
            gone[index] = False


def _spare_headings(pieces: Sequence[Piece], gone: list[bool]) -> None:
    for index in range(len(pieces) - 2, -1, -1):
        piece = pieces[index]
        if gone[index] and not gone[index + 1] and piece.element.tag in _HEADINGS and len(piece.text) < MAX_HEADING:
            gone[index] = False


def _take_boxes(pieces: Sequence[Piece], gone: list[bool], stays: Sequence[bool]) -> None:
    known = [0, *accumulate(gone)]
    letters = [0, *accumulate(0 if is_gone else len(piece.text) for piece, is_gone in zip(pieces, gone, strict=True))]
    fixed = [index for index, is_fixed in enumerate(stays) if is_fixed]
    seen: set[Node] = set()
    for piece, is_gone in zip(pieces, list(gone), strict=True):
        if not is_gone:
            continue
        for node in piece.node.around():
            if node in seen or node.element.tag in _PROTECTED:
                break
            seen.add(node)
            held, lines = known[node.end] - known[node.start], node.end - node.start
            is_box = 2 <= held < lines and held >= BOX_SHARE * lines
            is_small = letters[node.end] - letters[node.start] <= BOX_LETTERS
            if is_box and is_small and bisect_left(fixed, node.start) == bisect_right(fixed, node.end - 1):
                gone[node.start : node.end] = [True] * lines


def _boxes(pieces: Sequence[Piece], gone: Sequence[bool], left: Sequence[int]) -> list[tuple[int, str, Node]]:
    """Return the largest elements of which nothing is left, and lines that go out of the midst of one."""
    boxes: list[tuple[int, str, Node]] = []
    index = 0
    while index < len(pieces):
        if not gone[index]:
            index += 1
            continue
        node, end = pieces[index].node, index + 1
        for outer in pieces[index].node.around():
            if left[outer.start] != left[outer.end] or outer.element.tag in _PROTECTED or outer.start < index:
                break
            node, end = outer, outer.end
        boxes.append((index, " ".join(piece.text for piece in pieces[index:end]), node))
        index = end
    return boxes


def _empty(node: Node) -> None:
    if node.element.tag not in _PROTECTED:
        del node.element[:]
        node.element.text = None


@lru_cache(maxsize=2_048)
def kind_of(text: str, name: str) -> BlockKind:
    """Return the kind of a block that the site repeats: by its element's *name*, by its words, else the site's own."""
    box = box_named(name.partition(" ")[2])
    if box is not None:
        return box.kind
    rule = RULE_BOOK.rule_of(text)
    return BlockKind.SITE if rule is None else rule.kind
