"""The standfirst: what stands outside the body and sums it up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsspider.extraction.lines import key_of
from newsspider.extraction.outline import Piece

MIN_LETTERS = 25
"""Shorter lines are kickers and labels."""
MAX_LETTERS = 900
SAME_LETTERS = 50
"""From how many equal letters at the beginning two summaries are the same."""

_MARK = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|lead|lede|leadtext|dek|deck|sub-?headline|sub-?head|sub-?title|strapline|summary|excerpt"
    r"|intro|introduction|chapo|chapeau|entradilla|bajada|copete|sumario|sommario|occhiello|catenaccio|abstract|sapo"
    r"|vorspann|anriss|teaser-?text|ingress|manchet|perex|zajawka|preamble|alaotsikko|kicker-?text|description)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FOREIGN = re.compile(
    r"related|recommend|sidebar|comment|footer|most-?read|widget|newsletter|caption|gallery|cookie|consent|author|bio", re.I
)


@dataclass(frozen=True, slots=True)
class Lead:
    """A standfirst and the pieces it is made of."""

    text: str
    pieces: tuple[int, ...]


def find_lead(pieces: Sequence[Piece], kept: set[int], descriptions: Sequence[str]) -> Lead | None:
    """Return the standfirst on the page, ``None`` where none stands outside the body.

    *kept* are the pieces that are in the body. A piece is a standfirst where it stands before the body, is not part of
    it, and either begins like a summary that the page gives of itself or is marked as one.
    """
    first = min(kept, default=0)
    outside = [index for index in range(len(pieces)) if index not in kept]
    summaries = [key for key in map(key_of, descriptions) if len(key) >= MIN_LETTERS]
    before = [index for index in outside if index < first]
    for index in [*before, *(index for index in outside if index > first)]:
        if _fits(pieces[index]) and any(begins_alike(key_of(pieces[index].text), key) for key in summaries):
            return Lead(pieces[index].text, (index,))
    marked = [index for index in before if _fits(pieces[index]) and _is_marked(pieces[index])]
    if marked:
        return Lead(pieces[marked[-1]].text, (marked[-1],))
    return None


def begins_alike(one: str, other: str) -> bool:
    """Return whether two keys begin with the same letters, as long as the shorter one or `SAME_LETTERS`."""
    length = min(len(one), len(other), SAME_LETTERS)
    return length >= MIN_LETTERS and one[:length] == other[:length]


def _fits(piece: Piece) -> bool:
    return MIN_LETTERS <= len(piece.text) <= MAX_LETTERS and piece.link_share < 0.5


def _is_marked(piece: Piece) -> bool:
    """Return whether the element or one of the two around it is named as a standfirst, and none as something else."""
    element, marked = piece.element, False
    for depth in range(12):
        if element is None or element.tag in ("body", "html"):
            break
        name = _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}")
        if _FOREIGN.search(name) or element.tag in ("aside", "footer", "nav", "figure", "figcaption"):
            return False
        marked = marked or (depth < 3 and _MARK.search(name) is not None)
        element = element.getparent()
    return marked
