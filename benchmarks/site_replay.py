"""Sites of the corpora, replayed page by page through the product's own path into an archive of their own."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from corpora import FETCHED, Task, rows_of
from ours import with_lead

from newsspider import cleaning
from newsspider.archive.record import SiteInfo
from newsspider.archive.store import Archive
from newsspider.article import Article, Page
from newsspider.errors import NotAnArticle
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.jobs import extract_page
from newsspider.ledger import Outcome, outcome_of
from newsspider.repeats import Repeats
from newsspider.sites import SiteMemory
from newsspider.urls import url_key
from newsspider.visit import Visit

CORPORA = ("dragnet", "cpe")
MANY, SOME = 10, 5
"""Pages of a large site, and of a small one."""
COUNTED_FROM = 3
"""From this page of a site on CPU is counted: what is learned of one page or two says next to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Pages of one host of one corpus, in the order in which they arrive."""

    corpus: str
    host: str
    rows: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        return f"{self.host} ({self.corpus})"

    def tasks(self) -> list[Task]:
        return [Task(self.corpus, "", row) for row in self.rows]

    def first(self, pages: int) -> Site:
        """Return the site as it was after so many pages."""
        return replace(self, rows=self.rows[:pages])


@dataclass(frozen=True, slots=True)
class Guard:
    """One rule of the memory, and what takes its place where the memory is measured without it."""

    name: str
    changes: tuple[tuple[str, str, Any], ...]
    """Room, name in it, what it is then; a function is given what it was."""

    @contextmanager
    def off(self) -> Iterator[None]:
        """Leave the rule out meanwhile."""
        before = []
        try:
            for room, name, value in self.changes:
                module = import_module(room)
                was = getattr(module, name)
                before.append((module, name, was))
                now = value(was) if callable(value) else value
                if now == was:
                    raise ValueError(f"{self.name}: {room}.{name} stays what it was")
                setattr(module, name, now)
            yield
        finally:
            for module, name, was in before:
                setattr(module, name, was)


def sites_of(least: int = SOME) -> list[Site]:
    """Return the sites with at least *least* pages whose text is known."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for corpus in CORPORA:
        for row in rows_of(corpus):
            if row.get("text") is not None:
                found.setdefault((corpus, row["host"].lower().removeprefix("www.")), []).append(row)
    return [
        Site(corpus=corpus, host=host, rows=tuple(rows)) for (corpus, host), rows in found.items() if len(rows) >= least
    ]


Read = Callable[[Page, Hints], Article | Outcome]
"""Makes of a page what a worker makes of it."""


def read_page(page: Page, hints: Hints) -> Article | Outcome:
    """Return the article on *page*, or the outcome that it is none."""
    try:
        return extract_page(page, hints)
    except NotAnArticle as outcome:
        return outcome_of(outcome)


def without_memory(site: Site, read: Read = read_page) -> list[str]:
    """Return the texts of the pages, each read as if it were the only one."""
    return [_text(site, read(page, NO_HINTS)) for page in _arriving(site)]


def with_memory(site: Site, read: Read = read_page) -> list[str]:
    """Return the texts of the pages as they are in the archive at the end of the run.

    One page at a time: what is known when one is read is what all before it taught.
    """
    memory = SiteMemory()
    pages: dict[str, Page] = {}
    with tempfile.TemporaryDirectory() as folder, closing(Archive.open(Path(folder) / "site.db")) as archive:
        archive.begin_run(command="bench", sites=[SiteInfo(name=site.host, host=site.host)], started=FETCHED)
        memory.recall(archive, [site.host])
        for page in _arriving(site):
            pages[url_key(page.url)] = page
            result = read(page, memory.hints(site.host, NO_HINTS))
            visit = Visit(site=site.host, url=page.url, now=page.fetched, page=page, result=result)
            with archive.transaction():
                memory.settle(archive, [visit])
        _clean(archive, memory, pages)
        stored = [archive.recleaning.article(at) for at in archive.recleaning.stored_since(site.host, "")]
    texts = {url_key(article.url): _text(site, article) for article in stored}
    return [texts.get(url_key(row["url"]), "") for row in site.rows]


def _clean(archive: Archive, memory: SiteMemory, pages: Mapping[str, Page]) -> None:
    """Do what a run with raw pages does at its end."""

    def reread(name: str, article: Article, _: datetime, repeats: Repeats) -> Future[Article] | None:
        result = read_page(pages[url_key(article.url)], memory.hints_again(name, repeats))
        if not isinstance(result, Article):
            return None
        again: Future[Article] = Future()
        again.set_result(result)
        return again

    for name in memory.learning():
        cleaning.clean_site(name, lambda question: question(archive), reread=reread)


def _arriving(site: Site) -> Iterator[Page]:
    for number, task in enumerate(site.tasks()):
        yield Page(url=task.row["url"], body=task.html, fetched=FETCHED + timedelta(minutes=number))


def _text(site: Site, result: Article | Outcome) -> str:
    return with_lead(site.corpus, result.lead, result.text) if isinstance(result, Article) else ""


class Stopwatch:
    """Reads pages, and counts CPU seconds of ours and of another call on those from the third of their site on.

    Who goes first changes from page to page: libraries remember what they saw, and a second look is cheaper.
    """

    def __init__(self, other: Callable[[str, bytes], None]) -> None:
        self.ours = self.theirs = 0.0
        self.pages = 0
        self._other = other
        self._number = 0

    def begin(self) -> None:
        """Tell that the pages of another site follow."""
        self._number = 0

    def __call__(self, page: Page, hints: Hints) -> Article | Outcome:
        self._number += 1
        is_first = self._number % 2 == 0
        theirs = 0.0 if is_first else self._seconds_of_other(page)
        begin = time.process_time()
        result = read_page(page, hints)
        ours = time.process_time() - begin
        theirs = theirs or self._seconds_of_other(page)
        if self._number >= COUNTED_FROM:
            self.ours, self.theirs, self.pages = self.ours + ours, self.theirs + theirs, self.pages + 1
        return result

    def _seconds_of_other(self, page: Page) -> float:
        begin = time.process_time()
        self._other(page.url, page.body)
        return time.process_time() - begin
