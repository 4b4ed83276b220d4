"""Where the paragraphs of another extraction stand on the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from newsspider.extraction.outline import Piece, letters_of

KEPT = 0.5
"""A piece of which this share of its letters is found counts as found."""
SHORT = 20
"""A shorter key is looked for among whole pieces only: inside of others it would be found by chance."""
NEAR = 500
"""So many letters behind the paragraph before a short one is looked for inside of pieces."""
CHUNK = 24
"""Paragraphs that the page has with something in between are looked for in parts of so many letters."""
FAR = 20_000
"""How many letters behind the part before the next one is looked for."""
_BAR = "|"
"""What parts the cells of a table, where both spell it: not everybody tells of an empty one."""
MAX_SEARCHED = 1 << 30
"""How many letters are searched; a page of 50,000 letters in 200 paragraphs asks for a hundredth."""


def coverage(texts: Iterable[str], pieces: Sequence[Piece]) -> list[float]:
    """Return for each piece which share of its letters, 0 to 1, stands in *texts*, paragraphs in page order.

    Where a paragraph is on the page several times, the next place behind the one before counts.
    """
    keys = [piece.key.replace(_BAR, "") for piece in pieces]
    starts = [0, *accumulate(map(len, keys))]
    covered = [0] * len(keys)
    for start, end in _spans(texts, keys, starts):
        index = bisect_right(starts, start) - 1
        while index < len(keys) and starts[index] < end:
            covered[index] += min(end, starts[index + 1]) - max(start, starts[index])
            index += 1
    return [min(1.0, letters / len(key)) if key else 0.0 for letters, key in zip(covered, keys, strict=True)]


def _spans(texts: Iterable[str], keys: Sequence[str], starts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Yield where each text stands among the letters of all *keys*, begin and end; nothing where it does not."""
    page = "".join(keys)
    whole: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        whole.setdefault(key, []).append(starts[index])
    budget = MAX_SEARCHED
    cursor = 0
    for text in texts:
        key = letters_of(text).replace(_BAR, "")
        places = whole.get(key)
        if places:
            found = places[min(bisect_left(places, cursor), len(places) - 1)]
        elif len(key) < SHORT:
            found = page.find(key, cursor, cursor + NEAR)
        elif budget > 0:
            budget -= len(page)
            found = page.find(key, cursor)
            found = found if found >= 0 else page.find(key)
        else:
            found = -1
        if found >= 0:
            cursor = found + len(key)
            yield found, cursor
        elif len(key) >= SHORT:
            for found in _parts(key, page, cursor):
                cursor = found + CHUNK
                yield found, cursor


def _parts(key: str, page: str, cursor: int) -> Iterable[int]:
    """Yield where parts of *key* stand on the page: what stood between them there was left out."""
    for start in range(0, len(key) - CHUNK + 1, CHUNK):
        found = page.find(key[start : start + CHUNK], cursor, cursor + FAR)
        if found >= 0:
            cursor = found + CHUNK
            yield found
