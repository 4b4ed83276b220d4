"""Stored pages on the same path as fetched ones: extraction, dedup, archive; no network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, takewhile
from pathlib import Path

from newsspider.archive.raw_reader import looks_like_raw_file
from newsspider.article import Article, Failure
from newsspider.errors import BadURL
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.kept_pages import read_lines as read_raw_pages
from newsspider.ledger import Outcome, failed, outcome_of
from newsspider.pages.jsonl import BadLine, PageLine, read_all
from newsspider.run import Run
from newsspider.urls import site_of, url_key
from newsspider.visit import Visit

MOST_UNWRITTEN = 200
"""Visits that may wait for their commit."""
IN_FLIGHT = 4
"""Pages a worker that are read ahead; what is stored keeps the order of the input."""
MOST_PROBLEMS = 20
"""Bad lines a site that are told one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose page it is."""

    site: str
    hints: Hints = NO_HINTS
    opt_out: str | None = None
    """What is done with its articles where text mining is reserved; ``None``: as the run does."""


_NOBODY = Origin("-")
"""Stands for a line without an address."""


def read_sources(sources: Iterable[Path], *, folder: Path, now: datetime) -> Iterator[PageLine | BadLine]:
    """Yield the pages of all *sources*: files of raw pages, or JSON lines (`newsspider.pages.jsonl.read_all`)."""
    for source in sources:
        if looks_like_raw_file(source):
            yield from read_raw_pages(source)
        else:
            yield from read_all([source], folder=folder, now=now)


def replay(
    lines: Iterable[PageLine | BadLine],
    run: Run,
    *,
    workers: int,
    origin_of: Callable[[str], Origin | None] = lambda url: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Take every page of *lines* through the whole path; `run.ledger` has what came of them.

    *origin_of* tells the spider that claims a URL; elsewhere the site is the host without ``www.``.
    """
    stored: deque[Future[Outcome]] = deque()
    wanted = takewhile(lambda _: not is_stopped(), lines)
    for visit in _read(wanted, run, origin_of, workers * IN_FLIGHT):
        stored.append(run.store(visit))
        while stored and (stored[0].done() or len(stored) > MOST_UNWRITTEN):
            stored.popleft().result()
    for future in stored:
        future.result()


def _read(
    lines: Iterable[PageLine | BadLine], run: Run, origin_of: Callable[[str], Origin | None], ahead: int
) -> Iterator[Visit]:
    """Yield visits in the order of the lines, reading pages ahead in the workers."""
    pending: deque[tuple[Visit, Future[Article] | None]] = deque()
    source = (_begin(line, run, origin_of) for line in lines)
    pending.extend(islice(source, ahead))
    while pending:
        visit, future = pending.popleft()
        yield visit if future is None else _finished(visit, future)
        pending.extend(islice(source, 1))


def _begin(
    line: PageLine | BadLine, run: Run, origin_of: Callable[[str], Origin | None]
) -> tuple[Visit, Future[Article] | None]:
    url = line.url if isinstance(line.url, str) else ""
    try:
        url_key(url)
        origin = origin_of(url) or Origin(site_of(url))
    except BadURL as error:
        origin = _NOBODY
        if isinstance(line, PageLine):
            return _bad(run, line, url, _NOBODY, Failure.BAD_URL, str(error)), None
    if isinstance(line, BadLine):
        return _bad(run, line, url, origin, Failure.UNREADABLE, line.message), None
    run.owe(origin.site)
    hints = replace(origin.hints, now=line.page.fetched)
    visit = Visit(
        site=origin.site,
        url=line.page.url,
        now=line.page.fetched,
        page=line.page,
        hints=hints,
        opt_outs=line.opt_outs,
        opt_out_policy=origin.opt_out or run.opt_out,
    )
    return visit, run.extract(line.page, hints, site=origin.site)


def _finished(visit: Visit, future: Future[Article]) -> Visit:
    try:
        return replace(visit, result=future.result())
    except Exception as error:
        return replace(visit, result=outcome_of(error), detail=str(error))


def _bad(run: Run, line: PageLine | BadLine, url: str, origin: Origin, reason: Failure, message: str) -> Visit:
    """Return the visit of a line that gives no page, and note what was wrong with it."""
    run.owe(origin.site)
    problems = run.ledger.site(origin.site).problems
    if len(problems) < MOST_PROBLEMS:
        problems.append(f"{line.source}, line {line.number}: {message}")
    elif len(problems) == MOST_PROBLEMS:
        problems.append("more lines like these")
    return Visit(site=origin.site, url=url, now=run.clock(), result=failed(reason), detail=message)
