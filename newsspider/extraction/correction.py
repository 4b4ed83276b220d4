"""What the main-content engine missed and what it should have left out: its result, corrected piece by piece.

The learned model decides. Where it was trained for another trafilatura, declared rules put back what is missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsspider.extraction.alignment import KEPT
from newsspider.extraction.completion import missed_pieces
from newsspider.extraction.features import read_rows
from newsspider.extraction.model import Model, load_model
from newsspider.extraction.outline import Piece

DROP_BELOW, DROP_BELOW_LONG = 0.5, 0.35
"""What the engine kept stays from this probability on; in a long article less is asked."""
ADD_FROM, ADD_FROM_LONG = 0.5, 0.4
"""The same of what the engine missed. Measured out of fold: wcxb .9445 to .9494, fundus .9753 to .9742."""
LONG = 5_000
"""Letters that the engine keeps of a long article: lists, tables and steps, whose pieces say little of themselves."""
CERTAIN = 0.02
"""Where the model would leave less of the kept letters than this share, the engine's word stands."""
MAX_JUDGED = 20_000
"""So many pieces are judged; a page with more is no article, and would cost every one of them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Which pieces are the article's."""

    kept: list[int]
    """Indices, ascending."""
    dropped: list[int]
    """Indices of what the engine had kept."""
    scores: dict[int, float]
    """How likely each piece is part of the article, by the model; those that were not looked at are left out."""


def correct(
    pieces: Sequence[Piece], engine: Sequence[float], titles: Sequence[str], descriptions: Sequence[str]
) -> Correction:
    """Return which of *pieces* are the article's, *engine* telling which share of each the engine kept."""
    model = _chosen()
    found = [index for index, share in enumerate(engine) if share >= KEPT]
    if model is None or len(pieces) > MAX_JUDGED:
        missed = missed_pieces(pieces, set(found), set(), "\n".join(pieces[index].text for index in found))
        return Correction(sorted({*found, *missed}), [], {})
    rows = read_rows(pieces, engine, titles, descriptions)
    scores = {index: model.probability(row) for index, row in zip(rows.indices, rows.rows, strict=True)}
    is_long = _letters(pieces, found) > LONG
    drop_below, add_from = (DROP_BELOW_LONG, ADD_FROM_LONG) if is_long else (DROP_BELOW, ADD_FROM)
    kept = [index for index, score in scores.items() if score >= (drop_below if engine[index] >= KEPT else add_from)]
    if _letters(pieces, kept) < CERTAIN * _letters(pieces, found):
        kept = found
    return Correction(kept, sorted(set(found) - set(kept)), scores)


_other: list[Path | None] = []


def use_model(path: Path | None) -> None:
    """Judge by the model at *path* from now on, by declared rules where it is ``None``; for measurements."""
    _other[:] = [path]


def _chosen() -> Model | None:
    if not _other:
        return load_model()
    return load_model(_other[0]) if _other[0] is not None else None


def _letters(pieces: Sequence[Piece], indices: Sequence[int]) -> int:
    return sum(len(pieces[index].text) for index in indices)
