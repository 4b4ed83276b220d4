"""A page's text as a plain scraper leaves it: lines, no markup."""

from __future__ import annotations

import re

from newsspider.article import BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.lines import Sieve
from newsspider.text import count_words, normalise_text

MAX_HEAD_LINES = 4
"""How many short lines may stand above the first paragraph: site, tagline, section, headline."""
MAX_HEADLINE_WORDS = 25

_SENTENCE_END = re.compile(r"[.!?…。！？।॥۔؟」”\"'’)]$")


def read_lines(text: str) -> list[Block]:
    """Return the lines of *text* as blocks, in order; their place is ``line N`` of the input, from 1."""
    lines = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = ((number, normalise_text(line)) for number, line in enumerate(lines, start=1))
    return [Block(line, place=f"line {number}") for number, line in clean if line]


def drop_head(blocks: list[Block], sieve: Sieve) -> list[Block]:
    """Return *blocks* without the site's tagline and the headline above the body.

    They are told by what stands around them: short lines at the very top, parted by empty lines from what follows, the
    last of them no sentence, and a paragraph of prose behind it. In doubt nothing is dropped.
    """
    head = _head_length(blocks)
    for index, block in enumerate(blocks[:head]):
        is_title = index == head - 1
        sieve.note(
            block.text,
            "headline" if is_title else "tagline",
            BlockKind.TITLE if is_title else BlockKind.SITE,
            block.place,
        )
    return blocks[head:]


def _head_length(blocks: list[Block]) -> int:
    """Return how many blocks at the top are tagline and headline; 0 in doubt."""
    for index, block in enumerate(blocks[: MAX_HEAD_LINES + 1]):
        if not _stands_apart(blocks, index) or count_words(block.text) > MAX_HEADLINE_WORDS:
            return 0
        if not _SENTENCE_END.search(block.text):
            return index + 1 if index + 1 < len(blocks) and _is_prose(blocks[index + 1]) else 0
    return 0


def _stands_apart(blocks: list[Block], index: int) -> bool:
    """Return whether an empty line follows the block."""
    return index + 1 < len(blocks) and _line(blocks[index + 1]) - _line(blocks[index]) > 1


def _line(block: Block) -> int:
    return int(block.place.removeprefix("line "))


def _is_prose(block: Block) -> bool:
    return count_words(block.text) >= 8 and _SENTENCE_END.search(block.text) is not None
