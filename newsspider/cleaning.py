"""Articles that were stored before a block of their site became known, without it: from their pages or their blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from newsspider.archive.store import Archive
from newsspider.article import Article
from newsspider.errors import NewsspiderError, NotAnArticle
from newsspider.kin import renew
from newsspider.repeats import Repeats
from newsspider.text import each_word, paragraphs

R = TypeVar("R")

MOST_READ = 200
"""So many pages of a site are read anew in one run, the oldest: the fewer were known, the less was left out."""
YOUNG = 30
"""Of a site with so few pages all are read anew: boxes are known there that change from page to page."""
_GUESSED = ("main-content", "learned")
AT_ONCE = 10
"""Articles whose pages are in memory together."""
HELD = 0.8
"""Share of the words of what the blocks give that a page read anew must give too; else the blocks are believed."""


class Ask(Protocol):
    """Runs a function on the archive and returns what it returns."""

    def __call__(self, question: Callable[[Archive], R], /) -> R:
        """See the class."""


Reread = Callable[[str, Article, datetime, Repeats], Future[Article] | None]
"""Given site, article, since when it is as it is, and what is known: the article made anew of its raw page.

``None`` where there is none."""


def clean_site(site: str, ask: Ask, *, reread: Reread = lambda *_: None) -> int:
    """Take what is known of *site* by now out of the articles that were stored before; return how many changed.

    Neither a page nor a revision is counted by it: the publisher edited nothing.
    """
    from newsspider.extraction.recleaning import reclean

    since = ask(lambda archive: archive.site_blocks.uncleaned_since(site))
    if since is None:
        return 0
    repeats = ask(lambda archive: archive.site_blocks.known_once(site))
    young = ask(lambda archive: archive.site_blocks.young(site))
    is_young = ask(lambda archive: archive.site_blocks.learned(site)) <= YOUNG
    ids = ask(lambda archive: archive.recleaning.stored_since(site, since))
    may_read, changed = MOST_READ, 0
    for chunk in batches(ids, AT_ONCE):
        found = ask(partial(articles, chunk))
        since_when = ask(partial(since_when_of, chunk))
        stored = ask(partial(stored_when, chunk)) if young else [""] * len(chunk)
        known = [
            repeats.sparing(own_lines(article.text, first_seen, young, repeats))
            for article, first_seen in zip(found, stored, strict=True)
        ]
        of_blocks = [reclean(article, each) for article, each in zip(found, known, strict=True)]
        pages: list[Future[Article] | None] = []
        for before, after, moment, each in zip(found, of_blocks, since_when, known, strict=True):
            is_worth = may_read > 0 and (is_young or after is not before)
            pages.append(reread(site, before, moment, each) if is_worth else None)
            may_read -= is_worth
        cleaned = map(_believed, found, of_blocks, pages)
        new = [(at, after) for at, before, after in zip(chunk, found, cleaned, strict=True) if after is not before]
        ask(partial(rewrite, new))
        changed += len(new)
    ask(lambda archive: archive.site_blocks.note_cleaned(site))
    return changed


def own_lines(text: str, stored: str, young: Mapping[int, str], known: Repeats) -> frozenset[int]:
    """Return those of *young*, lines and when each was first seen, that are the own of an article *stored* by then.

    It may be the one that all others copied: as long as few have such a line, it keeps it. What the site is *known* to
    repeat from its beginning on is no article's.

    A line with a number is told by its letters while it is kept, and with any number once it is left out: what counts
    is when it was first seen at all.
    """
    from newsspider.extraction.digests import digests_of_text

    if not young:
        return frozenset()
    settled = known.lines - young.keys()
    pairs = (digests_of_text(paragraph) for paragraph in paragraphs(text))
    known_pairs = (young.keys() & set(pair) for pair in pairs if settled.isdisjoint(pair))
    own = (pair for pair in known_pairs if pair and stored <= min(young[digest] for digest in pair))
    return frozenset(digest for pair in own for digest in pair)


def _believed(article: Article, of_blocks: Article, page: Future[Article] | None) -> Article:
    try:
        return of_blocks if page is None else better_reading(article, of_blocks, page.result())
    except (NotAnArticle, NewsspiderError):
        return of_blocks


def better_reading(article: Article, of_blocks: Article, of_page: Article) -> Article:
    """Return *article* as its page gives it now, where that holds what its blocks give, and nothing that was removed.

    Else as its blocks give it: a line of links passes for prose where the heading above it is gone.

    *of_blocks* is *article* without what its site repeats, *of_page* the same page read with that left out first.
    """
    if (of_page.lead, of_page.text) == (article.lead, article.text):
        return article
    if held(of_blocks.text, of_page.text) < HELD or brings_back(article, of_page):
        return of_blocks
    made = {name: getattr(of_page, name) for name in ("lead", "text", "markdown", "kept", "removed")}
    return replace(article, **made)


def brings_back(article: Article, other: Article) -> bool:
    """Return whether *other* has a paragraph that a declared rule removed from the page of *article*.

    The main-content step and the learned model may be wiser where the site's frame is out of their sight.
    """
    gained = set(paragraphs(other.text)) - set(paragraphs(article.text))
    return any(block.text in gained for block in article.removed if block.rule not in _GUESSED)


def held(text: str, other: str) -> float:
    """Return the share of the words of *text* that *other* has too, 0 to 1; 1 for no words.

    >>> held("The bridge is open.", "Again the bridge is open!"), held("It rains and rains.", "It rains.")
    (1.0, 0.5)
    """
    if text == other:
        return 1.0
    own, others = Counter(each_word(text.casefold())), Counter(each_word(other.casefold()))
    return (own & others).total() / own.total() if own else 1.0


def batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield *ids*, so many together."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def since_when_of(ids: Sequence[int], archive: Archive) -> list[datetime]:
    """Return since when each of these articles is as it is."""
    return [archive.recleaning.state_since(at) for at in ids]


def stored_when(ids: Sequence[int], archive: Archive) -> list[str]:
    """Return when each of these articles was stored."""
    return [archive.recleaning.first_seen(at) for at in ids]


def articles(ids: Sequence[int], archive: Archive) -> list[Article]:
    """Return the articles in these rows, with their blocks."""
    return [archive.recleaning.article(at) for at in ids]


def rewrite(changed: Sequence[tuple[int, Article]], archive: Archive) -> None:
    """Let the rows hold what was *changed*: no revision of their publisher's."""
    for at, article in changed:
        archive.recleaning.rewrite(at, article)
        renew(archive, at, article)
