"""What is left to drop once the main content is found: headline, link lines, captions, leftover lines by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsspider.article import BlockKind, RemovedBlock
from newsspider.extraction.content import Block
from newsspider.extraction.rules import RULES
from newsspider.text import fold_space, words

LINK_SHARE = 0.85
"""A short line with more of its letters inside links is navigation."""
MAX_LINK_LINE = 150
"""Longest line, in letters, that counts as navigation."""


@dataclass(slots=True)
class Sieve:
    """Blocks pass or fall; what falls is kept with its rule."""

    keep: tuple[str, ...] = ()
    """Beginnings of texts that must pass."""
    removed: list[RemovedBlock] = field(default_factory=list)

    def drop(self, blocks: Iterable[Block], rule: str, kind: BlockKind, test: Callable[[Block], bool]) -> list[Block]:
        """Return the blocks that do not meet *test*; the others are noted as removed by *rule*."""
        passed = []
        for block in blocks:
            if test(block) and not any(block.text.startswith(text) for text in self.keep):
                self.note(block.text, rule, kind, block.place)
            else:
                passed.append(block)
        return passed

    def note(self, text: str, rule: str, kind: BlockKind, place: str = "") -> None:
        """Note *text* as removed."""
        self.removed.append(RemovedBlock(text=fold_space(text), rule=rule, kind=kind, place=place))


def drop_by_rules(blocks: list[Block], sieve: Sieve) -> list[Block]:
    """Return *blocks* without leftover lines that a declared rule matches."""
    for rule in RULES:
        blocks = sieve.drop(blocks, rule.name, rule.kind, lambda block, rule=rule: rule.matches(block.text))  # type: ignore[misc]
    return blocks


def key_of(text: str) -> str:
    """Return what makes two lines the same: their words, blind to case and punctuation."""
    return " ".join(words(text.casefold()))
