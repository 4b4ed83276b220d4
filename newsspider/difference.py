"""How one reading of a page differs from another: fields, words, and the paragraphs that changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, zip_longest
from typing import Any

from newsspider.article import Article
from newsspider.delta import ALIKE, Patience, Step, steps
from newsspider.text import count_words, fold_space, paragraphs, spaced_words
from newsspider.times import utc_text_or_none

FIELDS = (
    *("title", "lead", "authors", "published", "published_day", "modified", "language", "section", "tags", "agency"),
    *("access", "kind", "canonical_url", "image_url", "image_caption", "image_credit", "complete"),
)
"""Fields that are compared, beside the text, in the order in which they are told."""


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
    gap: str = ""
    """What parts it from the run before: a blank, or nothing in scripts without spaces."""


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
        passages=passages(old.text, new.text),
    )


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """Return the paragraphs that changed between two texts, in order, word by word where they are alike."""
    return tuple(_passages(paragraphs(old), paragraphs(new), Patience()))


def _plain(value: Any) -> Any:
    """Return a field's value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return utc_text_or_none(value) if hasattr(value, "isoformat") else value


def _count(passages: Sequence[Passage], mark: Mark) -> int:
    return sum(count_words(run.text) for passage in passages for run in passage if run.mark is mark)


def _passages(old: Sequence[str], new: Sequence[str], patience: Patience) -> Iterator[Passage]:
    for is_same, old_begin, old_end, new_begin, new_end in steps(old, new, patience):
        if not is_same:
            yield from _exchanged(old[old_begin:old_end], new[new_begin:new_end], patience)


def _exchanged(old: Sequence[str], new: Sequence[str], patience: Patience) -> Iterator[Passage]:
    """Yield what became of paragraphs in whose place others stand: pairs are compared word by word where alike."""
    for before, after in zip_longest(old, new):
        runs = _edited(before, after, patience) if before and after else None
        if runs is not None:
            yield runs
            continue
        if before:
            yield (Run(Mark.REMOVED, before),)
        if after:
            yield (Run(Mark.ADDED, after),)


def _edited(before: str, after: str, patience: Patience) -> Passage | None:
    """Return the runs of words that are the same, added and removed; ``None`` where too little is the same.

    >>> [f"{run.mark}{run.text}" for run in _edited("It left at six.", "It sails at six.", Patience()) or ()]
    ['=It', '-left', '+sails', '=at six.']
    """
    old, new = spaced_words(fold_space(before)), spaced_words(fold_space(after))
    bare, others = [word.lstrip() for word in old], [word.lstrip() for word in new]
    found = list(steps(bare, others, patience))
    same = sum(end - begin for is_same, begin, end, _, _ in found if is_same)
    if same < ALIKE * max(len(old), len(new)):
        return None
    marked = [pair for step in found for pair in _marked(old, new, step)]
    return tuple(
        _run(mark, "".join(word for _, word in run)) for mark, run in groupby(marked, key=lambda pair: pair[0])
    )


def _run(mark: Mark, words: str) -> Run:
    text = words.lstrip()
    return Run(mark, text, words[: len(words) - len(text)])


def _marked(old: Sequence[str], new: Sequence[str], step: Step) -> list[tuple[Mark, str]]:
    is_same, old_begin, old_end, new_begin, new_end = step
    if is_same:
        return [(Mark.SAME, word) for word in new[new_begin:new_end]]
    gone = [(Mark.REMOVED, word) for word in old[old_begin:old_end]]
    return gone + [(Mark.ADDED, word) for word in new[new_begin:new_end]]
