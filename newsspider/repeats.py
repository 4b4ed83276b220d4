"""What a site repeats: the words in which the reader of a page and the memory of its site speak of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

SITE_BLOCK = "site-block"
"""Name of the rule that removed what the site is known to repeat."""
LONG_CHARS = 150
"""From so many letters a line is a paragraph, and must stand on more pages before it counts as the site's."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Lines that a site is known to repeat, by their digests (64 bits, signed; see `newsspider.extraction.digests`)."""

    lines: frozenset[int] = frozenset()
    """On enough of the site's pages for short lines."""
    prose: frozenset[int] = frozenset()
    """Of these, on enough pages for paragraphs."""
    sure: frozenset[int] = frozenset()
    """Of these, on nearly all pages, and many: enough for lines in the midst of the story."""
    dropped: frozenset[int] = frozenset()
    """Somebody said that these are to be dropped, wherever they stand."""
    kept: frozenset[int] = frozenset()
    """Somebody said that these are the articles'."""

    def __bool__(self) -> bool:
        return bool(self.lines or self.dropped)

    def sparing(self, own: frozenset[int]) -> Repeats:
        """Return the same for an article whose *own* some of these lines are."""
        return replace(self, kept=self.kept | own) if own else self


NO_REPEATS = Repeats()


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One line of a page, as its site's memory is told of it."""

    digest: int
    sample: str
    """Its beginning."""
    own: int = 0
    """Letters, where it is one of the article's longest lines; 0 elsewhere."""
