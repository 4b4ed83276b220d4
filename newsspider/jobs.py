"""What worker processes are asked to do; the one place where pure rooms are called with a page in hand.

Whoever asks imports this room, and should not pay for the heavy ones: they are imported inside the jobs, and a pool of
workers has them ready.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.archive.record import FoundLink
from newsspider.article import Article, DateSource, Discovery, Link, OptOut, Page, Reason
from newsspider.config import PRODUCT
from newsspider.errors import BadURL, NotAnArticle
from newsspider.explanation import Explanation
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.extraction.sniff import looks_like_markup
from newsspider.pages.charset import read_text
from newsspider.traps import looks_like_trap, shape_of
from newsspider.urls import is_front_page, looks_like_article, same_site, site_of, url_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FOR_ONE = ("newsspider.jobs", "newsspider.extraction.extractor")
"""What a worker pool imports ahead for a single page."""
FOR_MANY = (*FOR_ONE, "newsspider.permission.signals", "newsspider.extraction.preloaded")
"""What it imports ahead for many pages."""
MODULES = (*FOR_MANY, "newsspider.discovery.seed")
"""What it imports ahead for seeds too."""

PACKET_LINKS = 500
_NEITHER = "neither HTML nor text in UTF-8, UTF-16 or cp1252"
_LED_NOWHERE = "are of a shape that led nowhere before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which links of a seed belong to a site."""

    homes: tuple[str, ...]
    """URLs of the site: its seeds, or its allowed domains."""
    article_path: str | None = None
    """Regular expression that an article's path and query must match somewhere; the spider's word ends all guessing."""
    closed_shapes: frozenset[str] = frozenset()
    """Shapes of addresses that led nowhere before and are not to be tried yet; see `newsspider.traps.shape_of`."""

    def has(self, url: str) -> bool:
        """Return whether *url* lies on the site."""
        return any(same_site(url, home) for home in self.homes)

    def wants(self, link: Link) -> bool:
        """Return whether *link* is to be fetched: on the site, and an article as far as can be told.

        Feeds and news sitemaps list articles, so their word is taken; other sitemaps and pages list everything.
        """
        if not self.has(link.url) or is_front_page(link.url):
            return False
        if self.article_path:
            return re.search(self.article_path, link.url.partition("//")[2].partition("/")[2]) is not None
        return link.source is DateSource.FEED or link.published is not None or looks_like_article(link.url)

    def why_pass_over(self, url: str) -> str | None:
        """Return why links like *url*, although wanted, are not to be fetched; ``None`` where they are.

        What closes a shape is no guess: it holds for a spider's article_path too.
        """
        sign = None if self.article_path else looks_like_trap(url)
        if sign is not None:
            return f"look like a trap ({sign})"
        return _LED_NOWHERE if self.closed_shapes and shape_of(url) in self.closed_shapes else None


@dataclass(frozen=True, slots=True)
class PackedLinks:
    """Links as they left the worker. A sitemap holds 50,000, as values some 50 MB: they are unpacked when read."""

    count: int
    packets: tuple[bytes, ...]
    """Pickled lists of at most `PACKET_LINKS` links."""

    @classmethod
    def pack(cls, links: Sequence[FoundLink]) -> PackedLinks:
        """Return *links*, packed."""
        starts = range(0, len(links), PACKET_LINKS)
        return cls(len(links), tuple(pickle.dumps(links[start : start + PACKET_LINKS]) for start in starts))

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[FoundLink]:
        for packet in self.packets:
            yield from pickle.loads(packet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a seed gave, cut to the site."""

    links: PackedLinks
    seeds: tuple[str, ...]
    problems: tuple[str, ...]
    is_whole: bool
    """Whether the seed was read to its end, without a problem, and nothing in it waits for its shape to be tried again:
    only then may it answer "not modified"."""
    is_page: bool
    """Whether the seed is an HTML page, and no feed or sitemap."""


def extract_page(page: Page, hints: Hints = NO_HINTS) -> Article:
    """Return the article on *page*; see `newsspider.extraction.extractor.extract`."""
    from newsspider.extraction.extractor import extract
    from newsspider.permission.signals import read_meta_signals, turns_us_away

    turned_away: list[bool] = []

    def read(tree: HtmlElement) -> tuple[OptOut, ...]:
        found = read_meta_signals(tree, PRODUCT)
        turned_away.append(turns_us_away(found, read_meta_signals(tree, "")))
        return found

    article = extract(page, hints=hints, read_opt_outs=read)
    return replace(article, turns_us_away=True) if any(turned_away) else article


def extract_any(page: Page, title: str | None = None) -> Article:
    """Return the article in *page*, which may be HTML or plain text; *title* is the plain text's.

    Raises `NotAnArticle`, also where it is neither.
    """
    from newsspider.extraction.extractor import extract, extract_plain_text

    if looks_like_markup(page.body):
        return extract(page)
    text = read_text(page)
    if text is None:
        raise NotAnArticle(Reason.BINARY, _NEITHER)
    return replace(extract_plain_text(text, url=page.url, title=title), complete=page.complete)


def explain_any(page: Page, title: str | None = None) -> Explanation:
    """Return why `extract_any` makes of *page* what it makes of it, also where that is no article."""
    from newsspider.extraction.explain import explain, explain_plain_text

    if looks_like_markup(page.body):
        return explain(page)
    text = read_text(page)
    if text is None:
        return Explanation(article=None, refusal=(Reason.BINARY, _NEITHER))
    return explain_plain_text(text, url=page.url, title=title, complete=page.complete)


def explain_page(page: Page, hints: Hints) -> Explanation:
    """Return why `extract_page` makes of *page* what it makes of it, also where that is no article."""
    from newsspider.extraction.explain import explain

    return explain(page, hints=hints)


def find_links(page: Page, scope: Scope) -> Finding:
    """Return what the seed *page* gives inside *scope*."""
    from newsspider.discovery.seed import read_seed

    discovery = read_seed(page)
    links, passed_over = _found(discovery, scope)
    problems = (*discovery.problems, *_in_words(passed_over))
    return Finding(
        links=PackedLinks.pack(links),
        seeds=tuple(seed for seed in discovery.seeds if scope.has(seed)),
        problems=problems if links or passed_over else (*problems, *_why_nothing(discovery, scope)),
        is_whole=page.complete and not discovery.problems and _LED_NOWHERE not in passed_over,
        is_page=discovery.is_page,
    )


def _why_nothing(discovery: Discovery, scope: Scope) -> list[str]:
    """Return why a seed gave no link to fetch, in one line, where that is odd."""
    away = [link.url for link in discovery.links if not scope.has(link.url)]
    if away:
        return [f"all {len(away)} links lead off the site, the first to {site_of(away[0])}: set allowed_domains"]
    return ["no article link was found"] if discovery.is_page and not discovery.seeds else []


def _found(discovery: Discovery, scope: Scope) -> tuple[tuple[FoundLink, ...], dict[str, list[str]]]:
    """Return the links to fetch, and by reason the URLs that are passed over."""
    found: list[FoundLink] = []
    passed_over: dict[str, list[str]] = {}
    seen: set[str] = set()
    for link in discovery.links:
        try:
            if not scope.wants(link) or (key := url_key(link.url)) in seen:
                continue
        except BadURL:
            continue
        seen.add(key)
        if why := scope.why_pass_over(link.url):
            passed_over.setdefault(why, []).append(link.url)
        else:
            found.append(FoundLink(link=link, url_key=key))
    return tuple(found), passed_over


def _in_words(passed_over: dict[str, list[str]]) -> list[str]:
    return [
        f"{len(urls)} of its links {why}, the first {urls[0][:200]}: passed over" for why, urls in passed_over.items()
    ]
