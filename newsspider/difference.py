"""How one reading of a page differs from another: fields, words, and the paragraphs that changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest
from typing import Any

from newsspider.article import Article
from newsspider.text import count_words, fold_space, paragraphs
from newsspider.times import utc_text_or_none

FIELDS = (
    *("title", "lead", "authors", "published", "published_day", "modified", "language", "section", "tags", "agency"),
    *("access", "kind", "canonical_url", "image_url", "image_caption", "image_credit", "complete"),
)
"""Fields that are compared, beside the text, in the order in which they are told."""
MOST_PIECES = 3_000
"""Paragraphs of a text, or words of two paragraphs, that are compared one by one; longer ones count as exchanged."""
ALIKE = 0.3
"""Share of words that two paragraphs have in common, from which on one is the other, edited."""


class Mark(StrEnum):
    """What became of a run of words."""

    SAME = "="
    ADDED = "+"
    REMOVED = "-"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a paragraph."""

    mark: Mark
    text: str


Passage = tuple[Run, ...]
"""One changed paragraph."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is another one."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is another between two readings of a page; false where nothing is."""

    fields: tuple[FieldChange, ...] = ()
    passages: tuple[Passage, ...] = ()
    """Paragraphs of the text that changed, in order."""

    def __bool__(self) -> bool:
        return bool(self.fields or self.passages)

    @property
    def words_added(self) -> int:
        """Words of the text that are new."""
        return _count(self.passages, Mark.ADDED)

    @property
    def words_removed(self) -> int:
        """Words of the text that are gone."""
        return _count(self.passages, Mark.REMOVED)


UNCHANGED = Difference()


def difference(old: Article, new: Article) -> Difference:
    """Return what is another in *new*."""
    pairs = ((name, _plain(getattr(old, name)), _plain(getattr(new, name))) for name in FIELDS)
    return Difference(
        fields=tuple(FieldChange(*each) for each in pairs if each[1] != each[2]),
        passages=tuple(_passages(paragraphs(old.text), paragraphs(new.text))),
    )


def _plain(value: Any) -> Any:
    """Return a field's value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return utc_text_or_none(value) if hasattr(value, "isoformat") else value


def _count(passages: Sequence[Passage], mark: Mark) -> int:
    return sum(count_words(run.text) for passage in passages for run in passage if run.mark is mark)


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    for tag, old_begin, old_end, new_begin, new_end in _steps(old, new):
        if tag == "replace":
            yield from _exchanged(old[old_begin:old_end], new[new_begin:new_end])
        elif tag != "equal":
            yield from ((Run(Mark.REMOVED, text),) for text in old[old_begin:old_end])
            yield from ((Run(Mark.ADDED, text),) for text in new[new_begin:new_end])


def _exchanged(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Yield what became of paragraphs in whose place others stand: pairs are compared word by word where alike."""
    for before, after in zip_longest(old, new):
        runs = _edited(before, after) if before and after else None
        if runs is not None:
            yield runs
            continue
        if before:
            yield (Run(Mark.REMOVED, before),)
        if after:
            yield (Run(Mark.ADDED, after),)


def _edited(before: str, after: str) -> Passage | None:
    """Return the runs of words that are the same, added and removed; ``None`` where too little is the same.

    >>> [f"{run.mark}{run.text}" for run in _edited("The ferry left at six.", "The ferry sails at six.") or ()]
    ['=The ferry', '-left', '+sails', '=at six.']
    """
    old, new = fold_space(before).split(" "), fold_space(after).split(" ")
    steps = _steps(old, new)
    same = sum(end - begin for tag, begin, end, _, _ in steps if tag == "equal")
    if same < ALIKE * max(len(old), len(new)):
        return None
    marked = [pair for step in steps for pair in _marked(old, new, step)]
    return tuple(
        Run(mark, " ".join(word for _, word in run)) for mark, run in groupby(marked, key=lambda pair: pair[0])
    )


def _marked(old: Sequence[str], new: Sequence[str], step: tuple[str, int, int, int, int]) -> list[tuple[Mark, str]]:
    tag, old_begin, old_end, new_begin, new_end = step
    if tag == "equal":
        return [(Mark.SAME, word) for word in new[new_begin:new_end]]
    gone = [(Mark.REMOVED, word) for word in old[old_begin:old_end]]
    return gone + [(Mark.ADDED, word) for word in new[new_begin:new_end]]


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how *new* comes out of *old*, as `difflib` tells it; of what is too long, only beginning and end."""
    if len(old) + len(new) <= MOST_PIECES:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - head
    pairs = zip(reversed(old), reversed(new), strict=False)
    tail = next((at for at, (a, b) in enumerate(pairs) if a != b or at >= rest), rest)
    ends = len(old) - tail, len(new) - tail
    steps = [("equal", 0, head, 0, head), ("replace", head, ends[0], head, ends[1])]
    steps.append(("equal", ends[0], len(old), ends[1], len(new)))
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]
