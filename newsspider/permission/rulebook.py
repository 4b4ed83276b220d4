"""The rules of a robots.txt, laid out so that one look-up finds the few that a path can meet.

A rule without ``*`` is found by the path's own beginnings. A rule with ``*`` is filed under four letters of it, which
every path that it matches contains.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from newsspider.permission.pattern import Pattern, compile_pattern

Groups = tuple[int, ...]
Judgement = tuple[int, bool]
"""Octets of the rule that counts, and whether it allows; of two, the greater counts (RFC 9309, 2.2.2)."""
UNRULED: Judgement = (0, True)
TOO_DEAR: Judgement = (sys.maxsize, False)
MOST_LETTERS = 4_000_000
"""Letters of a path that wildcard rules may walk along before the answer is no.

Some ten milliseconds; a thousand wildcards that may all match take a path of 4,000 letters to get there.
"""

_MARK_LETTERS = 4


class Rule(NamedTuple):
    """One Allow or Disallow of a group."""

    pattern: str
    """As `spell_pattern` spells it."""
    allows: bool
    group: int


class Holders(NamedTuple):
    """The groups that hold a rule."""

    forbidding: Groups
    allowing: Groups

    def judge(self, octets: int, groups: frozenset[int]) -> Judgement:
        """Return what the rule of that many *octets* says to *groups*; `UNRULED` where it is none of theirs."""
        if not groups.isdisjoint(self.allowing):
            return octets, True
        return UNRULED if groups.isdisjoint(self.forbidding) else (octets, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All rules of a robots.txt."""

    literals: Mapping[str, Holders]
    """By pattern; a ``$`` at the end is part of it, since no path has one."""
    lengths: tuple[int, ...]
    """Of the literals without ``$``, the longest first."""
    wildcards: Mapping[str, tuple[tuple[Pattern, Holders], ...]]
    """By letters that a path must contain."""

    def judge(self, path: str, groups: frozenset[int]) -> Judgement:
        """Return what the longest rule of *groups* that matches *path* says; of equally long ones, the kindest.

        Where too many rules would have to be tried the path is forbidden (`MOST_LETTERS`).
        """
        best = self._judge_literally(path, groups)
        left = MOST_LETTERS
        for pattern, holders in self._likely(path):
            judgement = holders.judge(pattern.octets, groups) if pattern.octets >= best[0] else UNRULED
            if judgement > best:
                left -= len(path)
                if left < 0:
                    return TOO_DEAR
                if pattern.matches(path):
                    best = judgement
        return best

    def _judge_literally(self, path: str, groups: frozenset[int]) -> Judgement:
        whole = self.literals.get(f"{path}$")
        judgement = whole.judge(len(path) + 1, groups) if whole else UNRULED
        if judgement is not UNRULED:
            return judgement
        for length in self.lengths:
            if length <= len(path):
                holders = self.literals.get(path[:length])
                judgement = holders.judge(length, groups) if holders else UNRULED
                if judgement is not UNRULED:
                    return judgement
        return UNRULED

    def _likely(self, path: str) -> Iterator[tuple[Pattern, Holders]]:
        """Yield the wildcard rules whose letters *path* contains."""
        if len(self.wildcards) <= len(path):
            marks = [mark for mark in self.wildcards if mark in path]
        else:
            marks = [mark for mark in _marks_in(path) if mark in self.wildcards]
        for mark in marks:
            yield from self.wildcards[mark]


def lay_out(rules: Iterable[Rule]) -> RuleBook:
    """Return the book of *rules*; costs one walk over them, whatever they are."""
    literals: dict[str, Holders] = {}
    wildcards: dict[str, Holders] = {}
    shared: dict[Holders, Holders] = {}
    for pattern, holders in _by_pattern(rules).items():
        holders = shared.setdefault(holders, holders)
        (wildcards if "*" in pattern else literals)[pattern] = holders
    lengths = {len(pattern) for pattern in literals if not pattern.endswith("$")}
    return RuleBook(
        literals=literals,
        lengths=tuple(sorted(lengths, reverse=True)),
        wildcards=_file_wildcards(wildcards),
    )


def _by_pattern(rules: Iterable[Rule]) -> dict[str, Holders]:
    found: dict[str, tuple[dict[int, None], dict[int, None]]] = defaultdict(lambda: ({}, {}))
    for pattern, allows, group in rules:
        found[pattern][allows][group] = None
    return {pattern: Holders(tuple(forbid), tuple(allow)) for pattern, (forbid, allow) in found.items()}


def _file_wildcards(rules: Mapping[str, Holders]) -> dict[str, tuple[tuple[Pattern, Holders], ...]]:
    filed: dict[str, list[tuple[Pattern, Holders]]] = defaultdict(list)
    for text, holders in rules.items():
        pattern = compile_pattern(text)
        marks = {piece[-_MARK_LETTERS:] for piece in (pattern.head, *pattern.pieces)}
        rarest = min(marks, key=lambda mark: (-len(mark), len(filed.get(mark, ())), mark))
        filed[rarest].append((pattern, holders))
    return {mark: tuple(found) for mark, found in filed.items()}


def _marks_in(path: str) -> set[str]:
    return {path[at : at + letters] for letters in range(_MARK_LETTERS + 1) for at in range(len(path))}
