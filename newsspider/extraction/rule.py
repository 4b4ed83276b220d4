"""What a rule about one line is, and how the rules of many are asked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsspider.article import BlockKind
from newsspider.extraction.needle import folded_case, needles_of
from newsspider.extraction.prefilter import Prefilter, compiled

MAX_KNOWN = 512
"""A page asks for a fifth of its lines twice: as leftover, and as a note of what stood beside the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sort of leftover line."""

    name: str
    """Lower case, joined by hyphens; the key of the counters."""
    kind: BlockKind
    patterns: tuple[str, ...]
    """Regular expressions over the whole paragraph, any of which may match."""
    examples: tuple[str, ...]
    """Lines that it must match."""
    max_chars: int = 160
    """Longest paragraph that it looks at."""
    needs_link: bool = False
    """Whether it is only true of a paragraph with a link in it: "Check out our guide" may also end a story."""

    def matches(self, paragraph: str) -> bool:
        """Return whether *paragraph* is such a line from end to end."""
        return RuleBook((self,)).rule_of(paragraph) is not None


class RuleBook:
    """Rules that are asked together: only patterns whose words stand in a line are compiled and tried."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._lines = [(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._filter = Prefilter(tuple(map(folded_case, needles_of(pattern))) for _, pattern in self._lines)
        self._longest = max((rule.max_chars for rule in rules), default=0)
        self._known = lru_cache(maxsize=MAX_KNOWN)(self._first)

    def name_and_kind_of(self, paragraph: str, *, has_link: bool = True) -> tuple[str, BlockKind] | None:
        """Return what `rule_of` returns, as name and kind."""
        rule = self.rule_of(paragraph, has_link=has_link)
        return None if rule is None else (rule.name, rule.kind)

    def rule_of(self, paragraph: str, *, has_link: bool = True) -> Rule | None:
        """Return the first rule that *paragraph* is a line of, from end to end; ``None`` where there is none."""
        return self._known(paragraph, has_link) if len(paragraph) <= self._longest else None

    def _first(self, paragraph: str, has_link: bool) -> Rule | None:
        for index in self._filter.candidates(folded_case(paragraph)):
            rule, pattern = self._lines[index]
            if len(paragraph) > rule.max_chars or (rule.needs_link and not has_link):
                continue
            if compiled(pattern, re.IGNORECASE).fullmatch(paragraph) is not None:
                return rule
        return None
