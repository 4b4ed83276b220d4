"""Kept pages read again by the present extractor: what would become of each article, and what does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from newsspider import jobs
from newsspider.archive.raw_reader import RawReader
from newsspider.archive.reader import Reader
from newsspider.archive.reextraction import Candidate
from newsspider.article import Article, Page, Reason
from newsspider.cleaning import own_lines
from newsspider.difference import UNCHANGED, Difference, difference
from newsspider.errors import NotAnArticle, RawPageError
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.kept_pages import read_page
from newsspider.ledger import outcome_of
from newsspider.parts import joined_anew
from newsspider.replay import Origin
from newsspider.times import utc_text
from newsspider.whole_page import is_of_no_pages
from newsspider.workers import WorkerPool

IN_FLIGHT = 4
"""Pages a worker that are read ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What the present extractor makes of an article's page."""

    candidate: Candidate
    fetched: datetime | None
    """When the page was; ``None`` where there is none."""
    old: Article
    """As the archive has it."""
    new: Article | None = None
    """``None`` where no article came out, or no page is there."""
    pages: Mapping[str, Article] = field(default_factory=dict)
    """What each page gives of an article that has several, by `url_key`."""
    difference: Difference = UNCHANGED
    refusal: tuple[Reason, str] | None = None
    """Why the page is no article any more."""
    failure: tuple[str, str] | None = None
    """Reason and evidence, where it could not be read."""


class PageHints:
    """What is known of a kept page from outside of it, as it would be were it fetched now."""

    def __init__(self, reader: Reader, origin_of: Callable[[str], Origin | None]) -> None:
        self._reader = reader
        self._origin_of = origin_of
        self._repeats: dict[str, Hints] = {}

    def of(self, candidate: Candidate, page: Page, old: Article) -> Hints:
        """Return the hints for *page*: its spider's, its seed's, and what its site repeats.

        Where no spider claims it any more, the language of its article as it is stands for the site's, and the time
        zone is that which the spider declared last. What others may have copied from that stays.
        """
        known = self._repeats.get(candidate.site)
        if known is None:
            zone = self._reader.time_zone(candidate.site)
            known = replace(NO_HINTS, repeats=self._reader.repeats(candidate.site), time_zone=zone)
            self._repeats[candidate.site] = known
        origin = self._origin_of(page.url)
        young = self._reader.young_lines(candidate.site)
        own = own_lines(old.text, utc_text(candidate.since), young, known.repeats)
        return replace(
            replace(known, language=old.language) if origin is None else origin.hints,
            repeats=known.repeats.sparing(own),
            published=candidate.published,
            published_source=candidate.published_source,
            now=page.fetched,
        )


def find_page(raw: RawReader, candidate: Candidate) -> Page | None:
    """Return the page that the present state of an article was made of; ``None`` where it is not kept.

    ``None``, too, where it was made of several: see `find_pages`. Raises `RawPageError` where it is damaged.
    """
    if candidate.parts:
        return None
    stored = raw.latest(candidate.url_keys, since=candidate.since, until=candidate.until)
    return None if stored is None else read_page(stored)


def find_pages(raw: RawReader, candidate: Candidate) -> dict[str, Page]:
    """Return the pages that the present state of an article was made of, by `url_key`; nothing where one is not kept.

    Of an article of several pages each was last fetched at a time of its own, and is kept as it was last. What added
    nothing is left out. Raises `RawPageError` where one is damaged.
    """
    first = candidate.url_keys[0]
    if not candidate.parts:
        page = find_page(raw, candidate)
        return {} if page is None else {first: page}
    keys = [each.url_key for each in candidate.parts if each.text]
    found = {key: raw.latest([key], until=candidate.until) for key in keys}
    whole = {key: read_page(stored) for key, stored in found.items() if stored is not None}
    return whole if first in whole and len(whole) == len(found) else {}


def reread(
    candidates: Iterable[Candidate],
    *,
    reader: Reader,
    raw: RawReader,
    pool: WorkerPool,
    hints: PageHints,
    deadline_seconds: float,
) -> Iterator[Rereading]:
    """Yield what the present extractor makes of the pages of *candidates*, in their order."""
    source = (_begun(candidate, reader, raw, pool, hints, deadline_seconds) for candidate in candidates)
    pending = deque(islice(source, pool.size * IN_FLIGHT))
    while pending:
        begun, futures = pending.popleft()
        yield _finished(begun, futures) if futures else begun
        pending.extend(islice(source, 1))


def _begun(
    candidate: Candidate, reader: Reader, raw: RawReader, pool: WorkerPool, hints: PageHints, deadline_seconds: float
) -> tuple[Rereading, dict[str, Future[Article]]]:
    reading = Rereading(candidate=candidate, fetched=None, old=reader.article(candidate.uid))
    if is_of_no_pages(reading.old, candidate.parts):
        return reading, {}
    try:
        pages = find_pages(raw, candidate)
    except RawPageError as error:
        return replace(reading, failure=("unreadable", str(error))), {}
    if not pages:
        return reading, {}
    futures = {
        key: pool.submit(
            jobs.extract_page, page, hints.of(candidate, page, reading.old), deadline_seconds=deadline_seconds
        )
        for key, page in pages.items()
    }
    return replace(reading, fetched=max(page.fetched for page in pages.values())), futures


def _finished(reading: Rereading, futures: Mapping[str, Future[Article]]) -> Rereading:
    try:
        pages = {key: future.result() for key, future in futures.items()}
    except NotAnArticle as outcome:
        return replace(reading, refusal=(outcome.reason, outcome.detail))
    except Exception as error:
        return replace(reading, failure=(str(outcome_of(error).reason), str(error)))
    if not reading.candidate.parts:
        (new,) = pages.values()
        return replace(reading, new=new, difference=difference(reading.old, new))
    new = joined_anew(reading.candidate, pages, reading.old)
    return replace(reading, new=new, pages=pages, difference=difference(reading.old, new))
