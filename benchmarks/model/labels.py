"""Which pieces of a page its gold text is made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from newsspider.extraction.outline import Piece

UNKNOWN = -1
LONG = 40
"""Letters from which a piece speaks for itself; shorter ones need neighbours that are part of the article."""
SHORT = 20
"""Letters below which a piece is too short to be looked for inside the gold."""
ENOUGH = 0.6
"""Share of a piece's 4-grams that the gold must have where it has not the whole."""

_TOKEN = re.compile(r"\w+")


def letters(text: str) -> str:
    return "".join(_TOKEN.findall(text)).casefold()


def labels_of(pieces: Sequence[Piece], gold: str) -> list[int]:
    """Return 1 for each piece that stands in *gold*, else 0; of equal pieces those count that stand among others."""
    tokens = [_TOKEN.findall(piece.text) for piece in pieces]
    keys = ["".join(words).casefold() for words in tokens]
    whole, lines = letters(gold), {letters(line) for line in gold.split("\n")}
    words = _TOKEN.findall(gold)
    grams = set(zip(words, words[1:], words[2:], words[3:], strict=False))
    labels = [int(_stands(key, own, whole, grams)) for key, own in zip(keys, tokens, strict=True)]
    anchors = [bool(label) and len(key) >= LONG for label, key in zip(labels, keys, strict=True)]
    for index, key in enumerate(keys):
        beside = any(anchors[max(0, index - 4) : index + 5])
        if key and len(key) < SHORT:
            labels[index] = int(beside and (key in lines or _joins(keys, index, whole)))
        elif len(key) < LONG and labels[index] and not beside and any(anchors) and key not in lines:
            labels[index] = 0
    _choose_among_equals(labels, keys, anchors, whole)
    return labels


def segment_labels(pieces: Sequence[Piece], row: dict[str, Any]) -> list[int]:
    """Return 1 for pieces with a segment that belongs to the article, 0 for those with one that does not."""
    labels = [UNKNOWN] * len(pieces)
    keys = [letters(piece.text) for piece in pieces]
    for segment in map(letters, row.get("with") or ()):
        if len(segment) >= 12:
            labels = [1 if segment in key else label for key, label in zip(keys, labels, strict=True)]
    for segment in map(letters, row.get("without") or ()):
        if len(segment) >= 5:
            most = 6 * len(segment) + LONG
            labels = [
                0 if segment in key and len(key) < most else label for key, label in zip(keys, labels, strict=True)
            ]
    return labels


def _stands(key: str, tokens: Sequence[str], whole: str, grams: set[tuple[str, ...]]) -> bool:
    if len(key) < SHORT:
        return False
    if key in whole:
        return True
    own = list(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))
    return bool(own) and sum(gram in grams for gram in own) >= ENOUGH * len(own)


def _joins(keys: Sequence[str], index: int, whole: str) -> bool:
    """Return whether the gold has the piece right behind or before its neighbour."""
    before = keys[index - 1][-15:] if index else ""
    behind = keys[index + 1][:15] if index + 1 < len(keys) else ""
    key = keys[index]
    return (len(before) >= 6 and before + key in whole) or (len(behind) >= 6 and key + behind in whole)


def _choose_among_equals(labels: list[int], keys: Sequence[str], anchors: Sequence[bool], whole: str) -> None:
    equals: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if labels[index] and len(key) >= 12:
            equals[key].append(index)
    for key, indices in equals.items():
        count = max(1, whole.count(key))
        if len(indices) > count:
            best = sorted(indices, key=lambda index: -sum(anchors[max(0, index - 10) : index + 11]))[:count]
            for index in set(indices) - set(best):
                labels[index] = 0
