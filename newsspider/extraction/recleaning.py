"""An article without what its site is known to repeat by now, or with it again, made from its blocks.

Its page is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsspider.article import Article, BlockForm, BlockKind, KeptBlock, RemovedBlock
from newsspider.extraction.digests import EDGE, digests_of_text
from newsspider.extraction.markdown import escaped
from newsspider.extraction.outline import PROSE_CHARS
from newsspider.extraction.pruning import MAX_HEADING, kind_of
from newsspider.repeats import LONG_CHARS, SITE_BLOCK, Repeats

_GAP = "\n\n"
_MARKS = re.compile(r"^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+")
_NUMBER = re.compile(r"\[?\d+\]?$")
_LAST = 1 << 30


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


def restore(article: Article, repeats: Repeats) -> Article:
    """Return *article* with those of `Repeats.kept` in their places that had been taken out of it; itself without any.

    A line comes back as a paragraph, with its score. Back come lines that were the article's: those that were taken out
    of its text, and those that were pruned between its paragraphs or beside one. What was pruned elsewhere, and a box
    of several lines, stay out: whether they are the article's, their page alone can tell.
    """
    back = [
        block
        for block in article.removed
        if block.rule == SITE_BLOCK
        and not repeats.kept.isdisjoint(digests_of_text(block.text))
        and _was_own(block, article.kept)
    ]
    if not back:
        return article
    lines, markdown = _lines_of(article), article.markdown
    for block in back:
        order = _order(block)
        at = next((number for number, line in enumerate(lines) if _order(line.block) > order), len(lines))
        markdown = markdown and _with(markdown, block.text, lines[at - 1 : at], lines[at : at + 1])
        lines.insert(at, _restored(block))
    text = _GAP.join(line.text for line in lines)
    left = tuple(block for block in article.removed if not any(block is each for each in back))
    markdown = None if markdown == text else markdown
    return replace(article, text=text, markdown=markdown, kept=_counted(lines), removed=left)


def _was_own(block: RemovedBlock, kept: Sequence[KeptBlock]) -> bool:
    """Return whether *block* was the article's, as far as that can be told without its page.

    What was pruned before anything looked for the article has an order and no score; beside the text it must be a
    brother of a paragraph, by the same name.
    """
    if block.score is not None or block.order is None:
        return True
    orders = [each.order for each in kept if each.order is not None]
    if not orders:
        return False
    if min(orders) < block.order < max(orders):
        return True
    is_near = min(orders) - EDGE <= block.order <= max(orders) + EDGE
    return is_near and _family(block.place) in {_family(each.place) for each in kept}


def _family(place: str) -> str:
    """Return what the places of brothers of one name share.

    >>> _family("/html/body/p[3]") == _family("/html/body/p"), _family("line 7")
    (True, 'line ')
    """
    return _NUMBER.sub("", place)


def _restored(block: RemovedBlock) -> _Line:
    kept = KeptBlock(start=0, end=0, place=block.place, order=block.order, score=block.score)
    return _Line(kept, block.text, digests_of_text(block.text))


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
    block = line.block
    return RemovedBlock(
        text=line.text, rule=SITE_BLOCK, kind=kind, place=block.place, order=block.order, score=block.score
    )


def _order(block: RemovedBlock | KeptBlock) -> int:
    return block.order if block.order is not None else _LAST


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


def _with(markdown: str, text: str, before: Sequence[_Line], after: Sequence[_Line]) -> str | None:
    """Return *markdown* with *text* between two lines of it, either may lack; ``None`` where none is found.

    A list that it stands in the midst of becomes two.
    """
    paragraphs = [paragraph.split("\n") for paragraph in markdown.split(_GAP)]
    for line, is_behind in [*((each, True) for each in before), *((each, False) for each in after)]:
        own = escaped(line.text)
        for number, parts in enumerate(paragraphs):
            at = next((at for at, part in enumerate(parts) if _MARKS.sub("", part) == own), None)
            if at is not None:
                cut = at + is_behind
                paragraphs[number : number + 1] = [each for each in (parts[:cut], [escaped(text)], parts[cut:]) if each]
                return _GAP.join("\n".join(parts) for parts in paragraphs)
    return None
