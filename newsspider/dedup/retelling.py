"""What became of a story where another site ran it: words put in and left out, paragraphs of its own.

A word counts as taken over where it stands in a run of three words (six letters, in scripts without spaces) that the
other text has, too, wherever it stands there: a paragraph that moved, or was cut in two, is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsspider.dedup.fingerprint import shingle_hashes
from newsspider.text import LONG_TEXT, SHINGLE_WORDS, paragraphs, shingle_parts

_RUN_OF_WORDS, _RUN_OF_LETTERS = 3, 6
_TAKEN_OVER = 0.3
"""Share of its words from which on a paragraph is one of the other text's, edited."""
_LEAST_WORDS, _LEAST_LETTERS = 5, 15
"""A paragraph of fewer is nobody's own: a sub-heading, a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """How a copy differs from its original."""

    words_added: int
    """Words of the copy that the original has not; letters, in scripts without spaces."""
    words_removed: int
    """Words of the original that the copy has not."""
    cut: float
    """Share of the original that stood in paragraphs of which the copy has next to nothing, 0 to 1."""
    own: tuple[str, ...]
    """Paragraphs of the copy of which the original has next to nothing."""


FAITHFUL = Retelling(words_added=0, words_removed=0, cut=0.0, own=())
"""Where no word is another."""


def retelling(original: str, copy: str) -> Retelling:
    """Return what *copy* made of *original*, both whole texts; of a long one the first 200,000 letters are looked at.

    >>> retelling("The old ferry sails at six.", "The old ferry sails at ten, in fog.").words_added
    3
    """
    size = shingle_parts(original[:LONG_TEXT])[1]
    old, new = _Text(original[:LONG_TEXT], size), _Text(copy[:LONG_TEXT], size)
    taken, kept = new.shared_with(old), old.shared_with(new)
    gone = sum(len(part) for part, _, marks in old.paragraphs(kept) if _is_apart(marks, size))
    return Retelling(
        words_added=taken.count(False),
        words_removed=kept.count(False),
        cut=gone / max(1, len(kept)),
        own=tuple(text for _, text, marks in new.paragraphs(taken) if _is_apart(marks, size)),
    )


def shares(one: str, other: str) -> tuple[float, float]:
    """Return which share of *one* is in *other*, and of *other* in *one*, by runs of five words; 0 where one has none.

    >>> shares("a b c d e f", "a b c d e")
    (0.5, 1.0)
    """
    mine, theirs = (set(shingle_hashes(text[:LONG_TEXT])) for text in (one, other))
    common = len(mine & theirs)
    return (common / len(mine) if mine else 0.0, common / len(theirs) if theirs else 0.0)


class _Text:
    """A text as it is compared."""

    def __init__(self, text: str, size: int) -> None:
        self._paragraphs = [(_parts(paragraph, size), paragraph) for paragraph in paragraphs(text)]
        self._parts = [part for parts, _ in self._paragraphs for part in parts]
        self._run = _RUN_OF_WORDS if size == SHINGLE_WORDS else _RUN_OF_LETTERS

    def shared_with(self, other: _Text) -> list[bool]:
        """Return of each part whether *other* has it, in such a run; in a text shorter than one, by itself."""
        run = min(self._run, len(self._parts), len(other._parts)) or 1
        theirs = set(other._runs(run))
        marks = [False] * len(self._parts)
        for at, parts in enumerate(self._runs(run)):
            if parts in theirs:
                marks[at : at + run] = [True] * run
        return marks

    def paragraphs(self, marks: Sequence[bool]) -> Iterator[tuple[list[str], str, Sequence[bool]]]:
        """Yield each paragraph as parts, as it is written, and with its share of *marks*."""
        at = 0
        for parts, text in self._paragraphs:
            yield parts, text, marks[at : at + len(parts)]
            at += len(parts)

    def _runs(self, run: int) -> Iterator[tuple[str, ...]]:
        return zip(*(self._parts[at:] for at in range(run)), strict=False)


def _parts(paragraph: str, size: int) -> list[str]:
    parts = shingle_parts(paragraph)[0]
    return parts if size == SHINGLE_WORDS else list("".join(parts))


def _is_apart(marks: Sequence[bool], size: int) -> bool:
    least = _LEAST_WORDS if size == SHINGLE_WORDS else _LEAST_LETTERS
    return len(marks) >= least and sum(marks) < _TAKEN_OVER * len(marks)
