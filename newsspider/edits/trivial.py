"""Whether another page says the same: edits of white space, typography and what stands around a story are trivial.

A word, figure or quote of the story that is another is never trivial.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from newsspider.article import TrivialCause
from newsspider.edits.furniture import furniture_of, without_asides
from newsspider.edits.signature import without_signature
from newsspider.edits.typography import plain
from newsspider.text import paragraphs

NOT_TRIVIAL: frozenset[TrivialCause] = frozenset()


class Wording(Protocol):
    """An article as far as its words go."""

    @property
    def title(self) -> str | None:
        """Headline."""

    @property
    def lead(self) -> str | None:
        """Standfirst."""

    @property
    def text(self) -> str:
        """Main content."""


def trivial_causes(
    old: Wording, new: Wording, *, is_known: Callable[[str], bool] = lambda line: False, host: str = ""
) -> frozenset[TrivialCause]:
    """Return what makes *new* differ from *old* where that is no word of the story; nothing where one is another.

    Nothing, too, where both are the same. *is_known* says of a line whether the site is known to repeat it; *host*
    tells by what name the site may sign its headlines.
    """
    if without_signature(plain(old.title or ""), host) != without_signature(plain(new.title or ""), host):
        return NOT_TRIVIAL
    causes = {TrivialCause.TYPOGRAPHY} if old.title != new.title else set()
    for before, after in ((old.lead or "", new.lead or ""), (old.text, new.text)):
        if before != after:
            found = _causes(paragraphs(before), paragraphs(after), is_known)
            if not found:
                return NOT_TRIVIAL
            causes |= found
    return frozenset(causes)


def _causes(old: Sequence[str], new: Sequence[str], is_known: Callable[[str], bool]) -> set[TrivialCause]:
    """Return in what the paragraphs differ beside the story; nothing where the story does."""
    story, around = _parted(old, is_known)
    later_story, later_around = _parted(new, is_known)
    if (story or later_story) and plain(" ".join(story)) != plain(" ".join(later_story)):
        return set()
    gone, come = Counter(around), Counter(later_around)
    causes = {cause for cause, _ in (gone - come) + (come - gone)}
    if story != later_story:
        causes.add(TrivialCause.TYPOGRAPHY)
    return causes or {cause for cause, _ in around} or {TrivialCause.TYPOGRAPHY}


def _parted(lines: Sequence[str], is_known: Callable[[str], bool]) -> tuple[list[str], list[tuple[TrivialCause, str]]]:
    """Return the paragraphs of the story, and those around it with what they are."""
    story, around = [], []
    for line, cause in zip(lines, furniture_of(lines, is_known), strict=True):
        if cause is not None:
            around.append((cause, plain(line)))
            continue
        rest, asides = without_asides(line)
        story += [rest] if rest else []
        around += [(aside, plain(line)) for aside in asides]
    return story, around
