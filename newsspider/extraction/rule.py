"""What a rule about one line is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsspider.article import BlockKind

FAR = re.compile("(?![\u1e00-\u1eff\u2000-\u2bff\u3000-\u303f\uff00-\uffef])[\u0370-\U0010ffff]")
"""A letter behind the Latin ones, and no punctuation."""

_LATIN = re.compile("[a-z]{4,}")
_NAMES = re.compile(
    "facebook|twitter|instagram|telegram|whatsapp|youtube|tiktok|viber|google|news|threads|line|zalo|cookies?"
)


def is_far(pattern: str) -> bool:
    """Return whether *pattern* can match nothing in Latin letters: it has words of another script, and no other ones.

    >>> is_far("реклама"), is_far("advertisement"), is_far("advertisement|реклама")
    (True, False, False)
    """
    return FAR.search(pattern) is not None and _LATIN.search(_NAMES.sub("", pattern)) is None


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
    compiled_far: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    """Those with letters of other scripts than the Latin one: most lines have none."""

    def __post_init__(self) -> None:
        far = [pattern for pattern in self.patterns if is_far(pattern)]
        near = [pattern for pattern in self.patterns if pattern not in far]
        object.__setattr__(self, "compiled", re.compile("|".join(near), re.IGNORECASE))
        object.__setattr__(self, "compiled_far", re.compile("|".join(far), re.IGNORECASE) if far else None)

    def matches(self, paragraph: str) -> bool:
        """Return whether *paragraph* is such a line from end to end."""
        if len(paragraph) > self.max_chars:
            return False
        if self.compiled.fullmatch(paragraph) is not None:
            return True
        far = None if paragraph.isascii() else self.compiled_far
        return far is not None and far.fullmatch(paragraph) is not None
