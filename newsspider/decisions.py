"""What somebody decides about a site's lines, carried out on stored articles: lines by their blocks, boxes by pages.

A box of several lines was pruned from its page before anything looked for the article. Where its lines ended, and which
of them are the article's, the page alone can tell; it is read again, where it is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from operator import or_

from newsspider.archive.site_block import SiteBlock
from newsspider.article import Article, RemovedBlock
from newsspider.cleaning import (
    AT_ONCE,
    Ask,
    Reread,
    articles,
    batches,
    better_reading,
    own_lines,
    rewrite,
    since_when_of,
    stored_when,
)
from newsspider.errors import NewsspiderError, NotAnArticle
from newsspider.repeats import SITE_BLOCK, Repeats
from newsspider.text import paragraphs

MOST_READ = 2_000
"""Pages that are read again for one decision; what is left comes with the next visit."""
TOGETHER = 0.5
"""Lines belong to one box that are together in this share of the boxes that hold the first of them."""
_SAMPLE = 200
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Carried:
    """What a decision came to."""

    changed: int = 0
    """Stored articles that say something else now."""
    waiting: int = 0
    """Articles beside which a box was taken out that has one of the lines, and whose page is not kept.

    Their next visit tells."""


def carry_out(site: str, lines: Sequence[SiteBlock], ask: Ask, *, reread: Reread = lambda *_: None) -> Carried:
    """Let what was decided of *lines* of *site* hold for every stored article.

    Those that are left out now leave the texts, the others come back to where they were taken out: single lines by the
    blocks, so that each decision can be taken back by the next; boxes, with what changes in them from page to page, by
    the page that *reread* reads.
    """
    named = frozenset(line.number for line in lines)
    known = ask(lambda archive: archive.site_blocks.known(site))
    young = ask(lambda archive: archive.site_blocks.young(site))
    back = Repeats(kept=named - known.dropped)
    gone = replace(known, lines=known.lines & named, prose=known.prose & named, dropped=known.dropped & named)
    holds_any = holder_of(line for line in lines if line.number in back.kept - known.lines)
    ids, found, may_read = (
        ask(lambda archive: archive.recleaning.stored_since(site, "", limit=-1)),
        Carried(),
        MOST_READ,
    )
    for chunk in batches(ids, AT_ONCE):
        befores, since = ask(partial(articles, chunk)), ask(partial(since_when_of, chunk))
        stored = ask(partial(stored_when, chunk)) if young else [""] * len(chunk)
        of_blocks = [_decided(article, back, gone) for article in befores]
        boxed = [any(map(holds_any, _boxes(article))) for article in of_blocks]
        torn = [_lost(*each) > 1 for each in zip(befores, of_blocks, strict=True)]
        pages: list[Future[Article] | None] = []
        for before, is_box, moment, first in zip(befores, map(or_, boxed, torn), since, stored, strict=True):
            spared = known.sparing(own_lines(before.text, first, young, known))
            pages.append(reread(site, before, moment, spared) if is_box and may_read > 0 else None)
            may_read -= pages[-1] is not None
        after = [_read(*each, holds_any) for each in zip(befores, of_blocks, pages, strict=True)]
        new = [(at, then) for at, before, then in zip(chunk, befores, after, strict=True) if then is not before]
        ask(partial(rewrite, new))
        waits = sum(is_boxed and page is None for is_boxed, page in zip(boxed, pages, strict=True))
        found = Carried(found.changed + len(new), found.waiting + waits)
    return found


def holder_of(lines: Iterable[SiteBlock]) -> Callable[[RemovedBlock], bool]:
    """Return what says of a removed block whether it holds one of *lines*; numbers count as any other."""
    keys = [key for line in lines if (key := _key(line.sample))]
    seen: dict[str, bool] = {}

    def holds(block: RemovedBlock) -> bool:
        if block.text not in seen:
            letters = _key(block.text)
            seen[block.text] = any(key in letters for key in keys)
        return seen[block.text]

    return holds


def box_of(line: SiteBlock, boxes: Iterable[str], known: Sequence[SiteBlock]) -> list[SiteBlock]:
    """Return *line* and those of the *known* lines that were mostly taken out in one piece with it, in their order.

    *boxes* are the words of such pieces.
    """
    key = _key(line.sample)
    near = [box for box in boxes if key and key in _key(box)]
    found = [within for box in near if line in (within := lines_within(box, known))]
    counts: dict[SiteBlock, int] = {line: len(found)}
    for within in sorted(found, key=len, reverse=True):
        for each in within:
            counts[each] = counts.get(each, 0) + (each is not line)
    belong = {each for each, count in counts.items() if count >= TOGETHER * len(found)}
    order = next((within for within in sorted(found, key=len, reverse=True)), [line])
    return [each for each in order if each in belong] + [each for each in counts if each in belong - set(order)]


def lines_within(box: str, known: Iterable[SiteBlock]) -> list[SiteBlock]:
    """Return which of the *known* lines the words of a *box* are made of, in order; of those at one place the longest.

    Where its lines ended is not kept: a line begins with a word of the box and ends with one.
    """
    words = [_key(word) for word in box.split()]
    ends = [0, *accumulate(map(len, words))]
    letters = "".join(words)
    by_key = sorted(((_key(each.sample), each) for each in known), key=lambda pair: -len(pair[0]))
    found: list[SiteBlock] = []
    covered = 0
    for start, end in pairwise(ends):
        if start < covered or start == end:
            continue
        for key, each in by_key:
            stop = start + len(key)
            is_cut = len(each.sample) >= _SAMPLE
            if key and letters.startswith(key, start) and (is_cut or ends[bisect_left(ends, stop)] == stop):
                found.append(each)
                covered = stop
                break
    return found


def _key(text: str) -> str:
    return _NUMBER.sub("", "".join(text.split()).casefold())


def _boxes(article: Article) -> list[RemovedBlock]:
    return [block for block in article.removed if block.rule == SITE_BLOCK]


def _decided(article: Article, back: Repeats, gone: Repeats) -> Article:
    from newsspider.extraction.recleaning import reclean, restore

    decided = reclean(restore(article, back), gone)
    return article if decided.text == article.text else decided


def _read(
    article: Article, of_blocks: Article, page: Future[Article] | None, is_named: Callable[[RemovedBlock], bool]
) -> Article:
    """Return *article* as its page gives it now, where that holds what its blocks give; else as they give it."""
    if page is None:
        return of_blocks
    try:
        of_page = page.result()
    except (NotAnArticle, NewsspiderError):
        return of_blocks
    if not _gained(article, of_blocks) <= _gained(article, of_page):
        return of_blocks
    before = replace(article, removed=tuple(block for block in article.removed if not is_named(block)))
    better = better_reading(before, of_blocks, of_page)
    return of_blocks if better is before or better is of_blocks else better


def _lost(article: Article, other: Article) -> int:
    return len(article.kept) - len(other.kept)


def _gained(article: Article, other: Article) -> set[str]:
    return set(paragraphs(other.text)) - set(paragraphs(article.text))
