"""What a rule about one line is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsspider.article import BlockKind


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
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile("|".join(self.patterns), re.IGNORECASE))

    def matches(self, paragraph: str) -> bool:
        """Return whether *paragraph* is such a line from end to end."""
        return len(paragraph) <= self.max_chars and self.compiled.fullmatch(paragraph) is not None
