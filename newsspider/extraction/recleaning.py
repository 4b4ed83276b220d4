"""An article without what its site is known to repeat by now, made from its kept blocks: its page is not needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsspider.article import Article, BlockForm, BlockKind, KeptBlock, RemovedBlock
from newsspider.extraction.digests import digests_of_text
from newsspider.extraction.markdown import escaped
from newsspider.extraction.outline import PROSE_CHARS
from newsspider.extraction.pruning import LONG_CHARS, MAX_HEADING, kind_of
from newsspider.repeats import SITE_BLOCK, Repeats

_GAP = "\n\n"
_MARKS = re.compile(r"^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class _Line:
    block: KeptBlock
    text: str
    digests: tuple[int, int]

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= PROSE_CHARS and self.block.form is BlockForm.PARAGRAPH

    def is_known(self, repeats: Repeats) -> bool:
        """Return whether the site is known to repeat it. Numbers count: what was kept is known by its very letters."""
        exact = self.digests[0]
        if not repeats.kept.isdisjoint(self.digests):
            return False
        return exact in (repeats.prose if len(self.text) >= LONG_CHARS else repeats.lines)


def reclean(article: Article, repeats: Repeats) -> Article:
    """Return *article* without what *repeats* tells of its site; itself where that is nothing, or all of it.

    The rules are those of `newsspider.extraction.pruning.find_repeats`, as far as they need no page.
    """
    lines = _lines_of(article)
    gone = _find_gone(lines, repeats)
    if not any(gone) or all(gone):
        return article
    left = [line for line, is_gone in zip(lines, gone, strict=True) if not is_gone]
    taken = [line for line, is_gone in zip(lines, gone, strict=True) if is_gone]
    removed = sorted((*article.removed, *map(_removed, taken)), key=_order)
    text = _GAP.join(line.text for line in left)
    markdown = article.markdown and _without(article.markdown, taken)
    return replace(
        article,
        text=text,
        markdown=None if markdown == text else markdown,
        kept=_counted(left),
        removed=tuple(removed),
    )


def _lines_of(article: Article) -> list[_Line]:
    texts = [article.text[block.start : block.end] for block in article.kept]
    return [_Line(block, text, digests_of_text(text)) for block, text in zip(article.kept, texts, strict=True)]


def _find_gone(lines: Sequence[_Line], repeats: Repeats) -> list[bool]:
    gone = [line.is_known(repeats) for line in lines]
    unknown = [number for number, line in enumerate(lines) if line.is_prose and not gone[number]]
    for number, line in enumerate(lines):
        is_inner = bool(unknown) and unknown[0] < number < unknown[-1]
        is_sure = not line.is_prose and not repeats.sure.isdisjoint(line.digests)
        if gone[number] and is_inner and not is_sure:
            gone[number] = False
    for number in range(len(lines) - 2, -1, -1):
        is_heading = lines[number].block.form is BlockForm.HEADING and len(lines[number].text) < MAX_HEADING
        if is_heading and not gone[number + 1]:
            gone[number] = False
    asked = [not repeats.dropped.isdisjoint(line.digests) for line in lines]
    return [one or other for one, other in zip(gone, asked, strict=True)]


def _counted(lines: Sequence[_Line]) -> tuple[KeptBlock, ...]:
    """Return the blocks of *lines*, with their offsets in the text that is left."""
    blocks: list[KeptBlock] = []
    for line in lines:
        start = blocks[-1].end + len(_GAP) if blocks else 0
        blocks.append(replace(line.block, start=start, end=start + len(line.text)))
    return tuple(blocks)


def _removed(line: _Line) -> RemovedBlock:
    kind: BlockKind = kind_of(line.text, "")
    place, order = line.block.place, line.block.order
    return RemovedBlock(text=line.text, rule=SITE_BLOCK, kind=kind, place=place, order=order)


def _order(block: RemovedBlock) -> int:
    return block.order if block.order is not None else 1 << 30


def _without(markdown: str, taken: Sequence[_Line]) -> str | None:
    """Return *markdown* without the lines that hold what was *taken*; ``None`` where one of them is not found."""
    paragraphs = [paragraph.split("\n") for paragraph in markdown.split(_GAP)]
    for line in taken:
        own = escaped(line.text)
        paragraph = next((each for each in paragraphs if any(_MARKS.sub("", part) == own for part in each)), None)
        if paragraph is None:
            return None
        paragraph[:] = [part for part in paragraph if _MARKS.sub("", part) != own]
    return _GAP.join("\n".join(paragraph) for paragraph in paragraphs if paragraph)
