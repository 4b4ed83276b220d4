"""Kept pages read again in workers, for a command that needs some of them: nothing is begun before the first one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from newsspider import jobs
from newsspider.archive.raw import pages_path
from newsspider.archive.raw_reader import RawReader
from newsspider.article import Article, DateSource
from newsspider.config import Config
from newsspider.crawl import claimant
from newsspider.errors import NoInputError
from newsspider.extraction.hints import NO_HINTS
from newsspider.kept_pages import last_page
from newsspider.repeats import Repeats
from newsspider.replay import Origin
from newsspider.workers import WorkerPool


class Rereader:
    """The raw pages beside the archive at *path*, and who reads them."""

    def __init__(self, path: Path, config: Config) -> None:
        self._path = pages_path(path)
        self._config = config
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def reread(self, site: str, article: Article, since: datetime, repeats: Repeats) -> Future[Article] | None:
        """Return the *article* to be made anew of its page, with *repeats* known; ``None`` where no page is kept.

        Where no spider claims its address any more, its language as it is stands for the site's; a date that is from
        a seed, for what the seed said.
        """
        page = None if self._raw is None else last_page(self._raw, article.url, since=since)
        if page is None:
            return None
        origin = self._origin_of(page.url)
        hints = replace(NO_HINTS, language=article.language) if origin is None else origin.hints
        hints = replace(hints, repeats=repeats, now=page.fetched)
        if article.published_source in (DateSource.FEED, DateSource.SITEMAP):
            hints = replace(hints, published=article.published, published_source=article.published_source)
        return self._pool.submit(jobs.extract_page, page, hints, deadline_seconds=self._config.deadline_seconds)

    @cached_property
    def _raw(self) -> RawReader | None:
        try:
            return self._open.enter_context(RawReader(self._path))
        except NoInputError:
            return None

    @cached_property
    def _pool(self) -> WorkerPool:
        return self._open.enter_context(WorkerPool(self._config.workers, preload=jobs.MODULES))

    @cached_property
    def _origin_of(self) -> Callable[[str], Origin | None]:
        return claimant(self._config)
