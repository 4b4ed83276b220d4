"""The article's text, put together from its blocks, and where each of them stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newsspider.article import BlockForm, KeptBlock
from newsspider.extraction.block import Block
from newsspider.extraction.markdown import markdown_of
from newsspider.extraction.outline import Piece
from newsspider.text import normalise_text

MAX_TEXT_LETTERS = 2_000_000
"""Some three hundred thousand words: what is longer is no article, and would cost every later step its length."""
MAX_PLACES = 5_000
"""So many blocks have a place: to find one costs a walk over its brothers."""
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Assembly:
    """Text and markup of an article."""

    text: str
    """As `Article.text`."""
    markdown: str | None
    """As `Article.markdown`."""
    kept: tuple[KeptBlock, ...]
    whole: bool
    """``False`` where the text was cut: behind the last block within `MAX_TEXT_LETTERS`, or in its only one."""


def assemble(blocks: Sequence[Block], pieces: Sequence[Piece], restore: Callable[[str], str]) -> Assembly:
    """Return the text of *blocks*, each restored to the letters of its page by *restore*."""
    done: list[Block] = []
    kept: list[KeptBlock] = []
    length, whole = 0, True
    for block in blocks:
        text = normalise_text(restore(block.text)).replace(_GAP, " ")
        start = length + len(_GAP) if done else 0
        if start + len(text) > MAX_TEXT_LETTERS:
            whole = False
            if done:
                break
            text = text[:MAX_TEXT_LETTERS]
        if text:
            length = start + len(text)
            done.append(block if text == block.text else replace(block, text=text))
            place = block.place
            if block.index is not None and len(kept) < MAX_PLACES:
                place = pieces[block.index].place
            kept.append(
                KeptBlock(start=start, end=length, form=block.form, place=place, order=block.index, score=block.score)
            )
    return _assembled(done, kept, whole=whole)


def _assembled(blocks: Sequence[Block], kept: Sequence[KeptBlock], *, whole: bool) -> Assembly:
    text = _GAP.join(block.text for block in blocks)
    is_plain = all(block.form is BlockForm.PARAGRAPH for block in blocks)
    return Assembly(text, None if is_plain else markdown_of(_numbered(blocks)), tuple(kept), whole)


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks*, the items of ordered lists with their numbers."""
    last: dict[int, int] = {}
    numbered = []
    for block in blocks:
        if block.ordered:
            last[block.container] = last.get(block.container, 0) + 1
            block = replace(block, ordered=last[block.container])
        numbered.append(block)
    return numbered
