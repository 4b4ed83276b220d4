"""Elements of one make: those that a theme builds alike, told by tag and class of an element and the two around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newsspider.extraction.outline import Node, Piece

_NUMBERED = re.compile(r"\d+")


def makes_of(pieces: Sequence[Piece]) -> list[int]:
    """Return a number for each piece, equal for elements of one make: tag and class of it and the two around it."""
    numbers: dict[object, int] = {}
    by_node: dict[Node, int] = {}
    names: dict[Node, str] = {}
    makes = []
    for piece in pieces:
        node = piece.node
        if node not in by_node:
            outer = node.outer
            outer2 = outer.outer if outer is not None else None
            chain = (_name(node, names), _name(outer, names), _name(outer2, names))
            by_node[node] = numbers.setdefault(chain, len(numbers))
        makes.append(by_node[node])
    return makes


def _name(node: Node | None, names: dict[Node, str]) -> str:
    if node is None:
        return ""
    known = names.get(node)
    if known is None:
        known = names[node] = _make_name(node.tag, node.element.get("class"))
    return known


@lru_cache(maxsize=20_000)
def _make_name(tag: str, name: str | None) -> str:
    return f"{tag} {_NUMBERED.sub('', name)}" if name else tag


def sums_by_make(
    makes: Sequence[int], sizes: Sequence[float], links: Sequence[float], kept: Sequence[float], prose: Sequence[float]
) -> list[tuple[float, ...]]:
    """Return for each make: pieces, mean size, share of the page, link share, share kept, share of all that is kept."""
    count = max(makes) + 1
    number, size, linked, held, told = [0] * count, [0.0] * count, [0.0] * count, [0.0] * count, [0.0] * count
    for make, own, link, share, words in zip(makes, sizes, links, kept, prose, strict=True):
        told[make] += words
        number[make] += 1
        size[make] += own
        linked[make] += own * link
        held[make] += own * share
    total, all_held, all_told = sum(size) or 1.0, sum(held) or 1.0, sum(told) or 1.0
    return [
        (n, s / n, s / total, link / s if s else 0.0, h / s if s else 0.0, h / all_held, t / all_told)
        for n, s, link, h, t in zip(number, size, linked, held, told, strict=True)
    ]
