"""The standfirst: what stands outside the body and sums it up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.outline import Node, Piece, key_of, letters_of
from newsspider.extraction.rules import RULE_BOOK
from newsspider.text import count_words

MIN_LETTERS = 25
"""Shorter lines are kickers and labels."""
MAX_LETTERS = 900
MIN_WORDS = 6
"""A line that is only marked as a standfirst has at least as many words."""
MIN_SENTENCE = 12
"""A sentence that nothing marks has as many."""
SENTENCE_ENDS = ".!?…。！？।"
SAME_LETTERS = 50
"""From how many equal letters at the beginning two summaries are the same."""

_MARK = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|lead|lede|leadtext|dek|deck|sub-?headline|sub-?head|sub-?title|strapline|summary|excerpt"
    r"|intro|introduction|chapo|chapeau|entradilla|bajada|copete|sumario|sommario|occhiello|catenaccio|abstract|sapo"
    r"|vorspann|anriss|teaser-?text|ingress|manchet|perex|zajawka|preamble|alaotsikko|kicker-?text|description)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_DROP_CAP = re.compile(r"drop-?cap|initial-?letter|lettrine", re.IGNORECASE)
"""Names of a paragraph that begins the body, or a part of it, whatever else it is called."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FOREIGN = re.compile(
    r"related|recommend|search|\bform|sidebar|comment|footer|most-?read|widget|newsletter|caption|gallery|cookie|consent|author|bio",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:label|credits?|info|meta|note|disclaimer|disclosure)\b", re.IGNORECASE)
"""Names of what a page tells of itself between headline and body."""
_FOREIGN_TAGS = frozenset(("aside", "footer", "nav", "figure", "figcaption"))


def find_lead(
    pieces: Sequence[Piece], kept: set[int], descriptions: Sequence[str], titles: Sequence[str] = ()
) -> str | None:
    """Return the standfirst on the page, ``None`` where none stands outside the body.

    *kept* are the pieces that are in the body. A piece is a standfirst where it is not part of it and either begins
    like a summary that the page gives of itself, or stands between headline and body and is marked as one.
    """
    first = min(kept, default=0)
    outside = [index for index in range(len(pieces)) if index not in kept]
    summaries = [key_of(text) for text in descriptions]
    own = {letters_of(title) for title in titles} | {pieces[index].key for index in kept}
    before = [index for index in outside if index < first]
    for index in [*before, *(index for index in outside if index > first)]:
        piece = pieces[index]
        if _fits(piece) and _sums_up(piece, summaries) and not _is_foreign(piece) and not _repeats(piece, own):
            return piece.text
    headline = _headline(pieces, first, titles)
    marked = [
        index
        for index in before
        if index > headline and _fits(pieces[index]) and _is_marked(pieces[index]) and not _repeats(pieces[index], own)
    ]
    if marked:
        return pieces[marked[0]].text
    below = _below_headline(pieces, first, headline)
    return below.text if below is not None and not _repeats(below, own) else None


def _below_headline(pieces: Sequence[Piece], first: int, headline: int) -> Piece | None:
    """Return the sentence right below the headline, or right above the body's *first* piece.

    What stands in one element with the headline is in no foreign box, be it a caption's.
    """
    for index, piece in enumerate(pieces[headline + 1 : first], start=headline + 1):
        is_next = index == headline + 1 and _stand_together(pieces[headline].node, piece.node)
        if not (is_next or index == first - 1) or not _is_sentence(piece):
            continue
        if (is_next and piece.node.outer is pieces[headline].node.outer) or not _is_foreign(piece):
            return None if _LABEL.search(_name(piece.element)) else piece
    return None


def _stand_together(headline: Node, other: Node) -> bool:
    """Return whether both stand in one element, each in a box of its own at most."""
    boxes = [node.outer for node in (headline, headline.outer) if node is not None]
    return any(node is not None and node.outer is not None and node.outer in boxes for node in (other, other.outer))


def _is_sentence(piece: Piece) -> bool:
    is_long = count_words(piece.text) >= MIN_SENTENCE and len(piece.text) <= MAX_LETTERS
    return is_long and piece.links == 0 and piece.text[-1] in SENTENCE_ENDS and RULE_BOOK.rule_of(piece.text) is None


def is_parted_lead(piece: Piece, container: HtmlElement | None, descriptions: Sequence[str]) -> bool:
    """Return whether *piece*, taken for the body's, is a standfirst that stands outside the body's *container*."""
    if container is None or container in (piece.element, *piece.element.iterancestors()) or not _fits(piece):
        return False
    return _is_marked(piece) or _sums_up(piece, [key_of(text) for text in descriptions])


def _repeats(piece: Piece, own: set[str]) -> bool:
    """Return whether *piece* is the headline again, or a paragraph of the body cut short; *own* are their letters."""
    if piece.key in own:
        return True
    cut = piece.key.rstrip("….[]")
    return cut != piece.key and len(cut) >= MIN_LETTERS and any(key.startswith(cut) for key in own)


def is_named_lead(piece: Piece) -> bool:
    """Return whether *piece* is an element of its own that is named as a standfirst."""
    if not _fits(piece) or _is_foreign(piece) or count_words(piece.text) < MIN_WORDS:
        return False
    return _is_marking_name(_name(piece.element))


def _headline(pieces: Sequence[Piece], first: int, titles: Sequence[str]) -> int:
    """Return the last piece before the body that is the headline, or first in its place where there is none."""
    keys = {letters_of(title) for title in titles}
    return max((index for index in range(first) if pieces[index].key in keys), default=first)


def _sums_up(piece: Piece, summaries: Sequence[str]) -> bool:
    key = key_of(piece.text)
    return any(begins_alike(key, summary) for summary in summaries if len(summary) >= MIN_LETTERS)


def begins_alike(one: str, other: str) -> bool:
    """Return whether two keys begin with the same letters, as long as the shorter one or `SAME_LETTERS`."""
    length = min(len(one), len(other), SAME_LETTERS)
    return length >= MIN_LETTERS and one[:length] == other[:length]


def _fits(piece: Piece) -> bool:
    return MIN_LETTERS <= len(piece.text) <= MAX_LETTERS and piece.link_share < 0.5 and "©" not in piece.text


def _is_marked(piece: Piece) -> bool:
    """Return whether the element or one of the two around it is named as a standfirst, and none as something else."""
    if _is_foreign(piece) or count_words(piece.text) < MIN_WORDS:
        return False
    own, *around = [_name(each) for each in (piece.element, *islice(piece.element.iterancestors(), 2))]
    return _is_marking_name(own) or (_LABEL.search(own) is None and any(map(_is_marking_name, around)))


def _is_foreign(piece: Piece) -> bool:
    """Return whether the piece stands in a box of its own: a caption, a teaser, the author's description."""
    for element in (piece.element, *islice(piece.element.iterancestors(), 8)):
        if element.tag in ("body", "html"):
            return False
        if element.tag in _FOREIGN_TAGS or _is_foreign_name(_name(element)):
            return True
    return False


def _name(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"


@lru_cache(maxsize=4_096)
def _is_foreign_name(name: str) -> bool:
    return _FOREIGN.search(_CAMEL.sub("-", name)) is not None


@lru_cache(maxsize=4_096)
def _is_marking_name(name: str) -> bool:
    return _MARK.search(_CAMEL.sub("-", name)) is not None and _DROP_CAP.search(name) is None
