"""Which passages two texts share, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsspider.text import LONG_TEXT, SHINGLE_WORDS, shingle_parts

LEAST_WORDS = 12
MOST_PASSAGES = 50
_TOKEN, _LETTER = re.compile(r"\S+"), re.compile(r"\w")
_POINTS = '.,;:!?()"“”'


class Passage(NamedTuple):
    """Letters of one text, and the same words in the other; offsets as Python counts them, the end excluded."""

    start: int
    end: int
    other_start: int
    other_end: int


def passages(one: str, other: str) -> list[Passage]:
    """Return the passages of *one* that are in *other*, in the order of *one*, of 12 words and more, at most 50.

    A word of *other* that *one* has twice stands in the first. Scripts without spaces count two letters as a word. Of
    a long text the first 200,000 letters are looked at; every word is looked at a bounded number of times.

    >>> told = "The mayor said on Monday that the old bridge will be closed for two weeks."
    >>> [(passage, told[passage.start:passage.end]) for passage in passages(told, "Today. " + told.upper())]
    [(Passage(start=0, end=74, other_start=7, other_end=81), 'The mayor said on Monday that the old bridge will be \
closed for two weeks.')]
    """
    mine, size = _tokens(one[:LONG_TEXT])
    theirs, _ = _tokens(other[:LONG_TEXT], size=size)
    length = SHINGLE_WORDS if size == SHINGLE_WORDS else size
    least = LEAST_WORDS if size == SHINGLE_WORDS else 2 * LEAST_WORDS
    places = {run: at for at, run in reversed([*enumerate(_runs(theirs, length))])}
    starts = [places.get(run) for run in _runs(mine, length)]
    found: list[Passage] = []
    at = 0
    while at + length <= len(mine) and len(found) < MOST_PASSAGES:
        start = starts[at]
        if start is None:
            at += 1
            continue
        run = _run(mine, at, theirs, start)
        if run >= least:
            found.append(Passage(mine[at][1], mine[at + run - 1][2], theirs[start][1], theirs[start + run - 1][2]))
        at += run
    return found


def _tokens(text: str, *, size: int | None = None) -> tuple[list[tuple[str, int, int]], int]:
    """Return the parts of *text* as they are compared, with their places, and of how many of them a shingle is."""
    size = size or shingle_parts(text)[1]
    pieces, gap = (_TOKEN, " ") if size == SHINGLE_WORDS else (_LETTER, "")
    tokens, known = [], {"": ""}
    for piece in pieces.finditer(text):
        bare = piece[0].strip(_POINTS)
        word = known.get(bare)
        if word is None:
            is_plain = bare.isascii() and bare.isalnum()
            word = known[bare] = bare.lower() if is_plain else gap.join(shingle_parts(bare)[0])
        if word:
            tokens.append((word, piece.start(), piece.end()))
    return tokens, size


def _runs(tokens: Sequence[tuple[str, int, int]], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of *length* words."""
    words = [token[0] for token in tokens]
    return zip(*(words[start:] for start in range(length)), strict=False)


def _run(mine: Sequence[tuple[str, int, int]], at: int, theirs: Sequence[tuple[str, int, int]], start: int) -> int:
    """Return how many words are the same from there on."""
    run = 0
    while at + run < len(mine) and start + run < len(theirs) and mine[at + run][0] == theirs[start + run][0]:
        run += 1
    return run
