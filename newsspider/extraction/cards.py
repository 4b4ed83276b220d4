"""Cards of other stories: small boxes of one make, each a teaser and a link to what it tells of."""

from __future__ import annotations

from collections.abc import Container, Sequence

from newsspider.article import BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.boxes import LINK_SHARE, MAX_LINK_LINE
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Node, Piece

MAX_PIECES = 6
"""A card has so few."""
MAX_TEASER = 400
"""Letters of all that is kept of one."""
LEAST_CARDS = 2
"""So many make cards of them."""
MAX_SHARE = 0.15
"""Boxes that hold more of the kept letters are the article."""
LEVELS = 3
"""A card is among so many elements around its text."""
_FRAMES = frozenset(("body", "html", "main", "article"))


def drop_cards(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* without the cards that end them, where the links of those are gone."""
    kept = {block.index for block in blocks if block.index is not None}
    cards: list[Node] = []
    tail: set[int] = set()
    for block in reversed(blocks):
        card = _card_of(block.index, pieces, kept) if block.index is not None else None
        if card is None or block.index is None or (cards and _make_of(card) != _make_of(cards[0])):
            break
        tail.add(block.index)
        cards.append(card)
    letters = sum(len(block.text) for block in blocks if block.index in tail)
    few = len(set(cards)) < LEAST_CARDS
    if few or letters > min(MAX_SHARE * sum(len(block.text) for block in blocks), MAX_TEASER * len(set(cards))):
        return list(blocks)
    return sieve.drop(blocks, "card", BlockKind.RELATED, lambda block: block.index in tail)


def _card_of(index: int, pieces: Sequence[Piece], kept: Container[int]) -> Node | None:
    """Return the smallest box around the piece at *index* that begins or ends with a line of links, not *kept*."""
    for level, node in enumerate(pieces[index].node.around()):
        own = range(node.start, node.end or len(pieces))
        if level > LEVELS or len(own) > MAX_PIECES or node.tag in _FRAMES:
            return None
        if len(own) > 1 and any(end not in kept and _is_link(pieces[end]) for end in (own[0], own[-1])):
            return node
    return None


def _is_link(piece: Piece) -> bool:
    return piece.link_share >= LINK_SHARE and len(piece.text) <= MAX_LINK_LINE


def _make_of(node: Node) -> tuple[str, ...]:
    outer = node.outer
    return (
        node.tag,
        node.element.get("class") or "",
        outer.tag if outer is not None else "",
        (outer.element.get("class") or "") if outer is not None else "",
    )
