"""Where a page that is told to be an article stops and sells, or asks to log in, before it has told anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from newsspider.article import Reason
from newsspider.extraction.messages import folded, message_of_heading, messages_in, phrases
from newsspider.extraction.outline import Piece
from newsspider.text import count_words

MAX_TOLD = 40
"""Words between headline and wall that are a standfirst at most, in one paragraph; more begins an article."""
MAX_SAID = 200
"""Letters of a paragraph whose sentences may be the message of a wall."""
MAX_TALE = 0.6
"""Share of the words behind the message that may tell something else: questions and answers about an offer."""
ABOVE = 6
"""Where no heading is the headline, the wall begins so many pieces above what was kept at most."""
LINE = 14
"""Words of a line or an item of a list, which tell nothing alone."""
_SENTENCE = re.compile(r"(?<=[.!?।])\s+|(?<=[。！？])")
_LINKED = 0.5


def wall_words(pieces: Sequence[Piece], kept: Collection[int]) -> tuple[str, ...]:
    """Return the words by which the page says, below its headline or above all else, that the rest is for members.

    Empty where it does not, where more than a standfirst stands before them, or where most of what was kept behind them
    speaks of something else: then it is a box in an article.
    """
    if not kept:
        return ()
    top = next((index for index, piece in enumerate(pieces) if piece.element.tag == "h1"), min(kept) - ABOVE)
    told = parts = 0
    for index in range(max(0, top + 1), min(len(pieces), max(kept) + 1)):
        piece = pieces[index]
        if _is_message(piece):
            behind = [pieces[place].text for place in kept if place >= index]
            return _words_of(behind)
        count = count_words(piece.text) if piece.link_share < _LINKED else 0
        told, parts = told + count, parts + (count > LINE)
        if told > MAX_TOLD or parts > 1:
            return ()
    return ()


def _is_message(piece: Piece) -> bool:
    if len(piece.text) > MAX_SAID or piece.element.tag == "h1":
        return False
    if any(message_of_heading(sentence) is Reason.LOGIN_WALL for sentence in _SENTENCE.split(piece.text)):
        return True
    return piece.link_share < _LINKED and len(messages_in(piece.text).get(Reason.LOGIN_WALL, ())) > 0


def _words_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a wall in *texts*, where most of them have any."""
    pattern = phrases("login-words")
    words: set[str] = set()
    held = others = 0
    for text in texts:
        count = count_words(text)
        said = {match[0] for match in pattern.finditer(folded(text))}
        words |= {word for word in said if not any(map(str.isdigit, word))}
        if said:
            held += count
        elif count > LINE:
            others += count
    return tuple(sorted(words)) if len(words) > 1 and others <= MAX_TALE * (held + others) else ()
