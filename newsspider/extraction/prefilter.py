"""Many regular expressions over many short texts: only those whose words stand in a text are compiled and tried.

A page in English needs a tenth of the phrases of thirty languages; compiling them all took a fifth of a second of each
start, and trying them in turn a fiftieth of each page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from newsspider.extraction.needle import Needles, needles_of

LETTERS, STRIDE = 4, 2
"""Needles are found by four of their letters, rare enough, looked for at every second place of a text: a needle of five
letters and more is noted under two quadruples in a row, one of which stands at such a place."""


class Prefilter:
    """Tells which of many expressions may match a text, by their needles."""

    def __init__(self, needles: Iterable[Needles]) -> None:
        self._always: list[int] = []
        self._short: list[tuple[str, int]] = []
        self._known: dict[str, list[tuple[str, int]]] = {}
        for index, each in enumerate(needles):
            if not each:
                self._always.append(index)
            for needle in each:
                self._note(needle, index)
        self._grams = frozenset(self._known)
        self._short_ascii = [(needle, index) for needle, index in self._short if needle.isascii()]

    def _note(self, needle: str, index: int) -> None:
        """Note *needle* under those of its quadruples in a row that are the rarest so far."""
        grams = [needle[start : start + LETTERS] for start in range(len(needle) - LETTERS + 1)]
        if len(grams) < STRIDE:
            self._short.append((needle, index))
            return
        rows = (grams[start : start + STRIDE] for start in range(len(grams) - STRIDE + 1))
        for gram in set(min(rows, key=lambda row: sum(len(self._known.get(gram, ())) for gram in row))):
            self._known.setdefault(gram, []).append((needle, index))

    def candidates(self, text: str) -> Sequence[int]:
        """Return the indices, in order, of the expressions that may match *text*."""
        short = self._short_ascii if text.isascii() else self._short
        found = {index for needle, index in short if needle in text}
        for gram in self._grams & _grams_of(text):
            found.update([index for needle, index in self._known[gram] if needle in text])
        found.update(self._always)
        return sorted(found)


@lru_cache(maxsize=64)
def _grams_of(text: str) -> frozenset[str]:
    return frozenset([text[start : start + LETTERS] for start in range(0, len(text) - LETTERS + 1, STRIDE)])


class Phrases:
    """A table of expressions, matched as one pattern of them all would, earlier ones first."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = patterns
        self._filter = Prefilter(map(needles_of, patterns))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the first match of all of *text*."""
        found = (pattern.fullmatch(text) for pattern in self._tried(text))
        return next((match for match in found if match is not None), None)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in *text*."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in *text*, which do not overlap."""
        tried = list(self._tried(text))
        ahead = [(pattern, match) for pattern in tried if (match := pattern.search(text)) is not None]
        while ahead:
            first = min((match for _, match in ahead), key=re.Match.start)
            yield first
            end = max(first.end(), first.start() + 1)
            again = ((p, match if match.start() >= end else p.search(text, end)) for p, match in ahead)
            ahead = [(pattern, match) for pattern, match in again if match is not None]

    def _tried(self, text: str) -> Iterator[re.Pattern[str]]:
        return (compiled(self._patterns[index]) for index in self._filter.candidates(text))


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return *pattern* compiled, once in a process; the cache of `re` forgets all after a few hundred."""
    return re.compile(pattern, flags)
