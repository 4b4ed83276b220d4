"""robots.txt and tdmrep.json of every origin: one shared task each, obeyed until they expire, kept in the archive.

All sites of a run share them. Fetching is the caller's: it hands in a function.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from newsspider.archive.record import PolicyFile
from newsspider.article import Page, Refusal
from newsspider.ledger import Outcome, OutcomeKind, refused
from newsspider.logs import Event, log_event
from newsspider.permission.robots import ALLOW_ALL, Robots, parse_robots
from newsspider.permission.tdmrep import TdmRep, parse_tdmrep
from newsspider.times import utc_now

ROBOTS_PATH = "/robots.txt"
TDMREP_PATH = "/.well-known/tdmrep.json"
LIFETIME = timedelta(hours=1)
"""How long a file is obeyed without being asked for again, where its server does not say."""
LONGEST_LIFETIME = timedelta(days=1)
"""RFC 9309, 2.4."""
MOST_KEPT_BYTES = 512 * 1024
PARTIAL, TOO_MANY_REQUESTS = 206, 429
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Bar:
    """What every URL of an origin comes to whose policy file can't be had (RFC 9309, 2.3.1.4)."""

    outcome: Outcome
    detail: str = ""
    """Why, in one line."""


Fetch = Callable[[str, Mapping[str, str]], Awaitable[Page | Bar]]
"""Fetches a URL with further request headers: what came back, or what the request came to."""


class Shelf(Protocol):
    """Where policy files are kept between runs."""

    async def policy_file(self, url: str) -> PolicyFile | None:
        """Return the file as it was read last."""

    async def keep_policy_file(self, file: PolicyFile) -> object:
        """Keep it."""


@dataclass(frozen=True, slots=True)
class RobotsState:
    """What an origin's robots.txt says now."""

    robots: Robots = ALLOW_ALL
    bar: Bar | None = None
    """Set where robots.txt can't be had."""
    expires: datetime | None = None
    """``None``: for this run."""

    def outcome(self, url: str, agents: Iterable[str]) -> Outcome | None:
        """Return what *url* comes to where one of *agents*, our names, may not fetch it; ``None`` where all may."""
        if self.bar is not None:
            return self.bar.outcome
        return None if all(self.robots.can_fetch(url, agent) for agent in agents) else refused(Refusal.ROBOTS)


class Policies:
    """The policy files of a run. Lives on one event loop."""

    def __init__(self, shelf: Shelf | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._shelf = shelf
        self._clock = clock
        self._robots: dict[str, asyncio.Task[RobotsState]] = {}
        self._tdmreps: dict[str, asyncio.Task[TdmRep]] = {}

    async def robots(self, url: str, fetch: Fetch) -> RobotsState:
        """Return the robots.txt of *url*'s origin: every request of the origin waits for one shared fetch.

        Where the one who fetched it had to wait for another run, by its own site's night or cap, the next one tries.
        """
        origin = origin_of(url)
        while True:
            task = self._robots.get(origin)
            is_own = task is None or self._is_over(task)
            if task is None or is_own:
                task = self._robots[origin] = asyncio.ensure_future(self._load_robots(origin, fetch))
            state = await asyncio.shield(task)
            if is_own or state.bar is None or state.bar.outcome.kind is not OutcomeKind.LEFT:
                return state

    async def tdmrep(self, url: str, fetch: Fetch) -> TdmRep:
        """Return what the tdmrep.json of *url*'s origin says, or said last where it can't be had."""
        origin = origin_of(url)
        if origin not in self._tdmreps:
            self._tdmreps[origin] = asyncio.ensure_future(self._load_tdmrep(origin, fetch))
        return await asyncio.shield(self._tdmreps[origin])

    def _is_over(self, task: asyncio.Task[RobotsState]) -> bool:
        if not task.done():
            return False
        if task.cancelled() or task.exception() is not None:
            return True
        state = task.result()
        is_passing = state.bar is not None and state.bar.outcome.kind is OutcomeKind.LEFT
        return is_passing or (state.expires is not None and state.expires <= self._clock())

    async def _load_robots(self, origin: str, fetch: Fetch) -> RobotsState:
        file = await self._load(origin + ROBOTS_PATH, fetch, usual=LIFETIME)
        if isinstance(file, Bar):
            if file.outcome.kind is not OutcomeKind.LEFT:
                told = {"outcome": file.outcome.kind, "reason": file.outcome.reason, "detail": file.detail}
                log_event(Event.ROBOTS_BARRED, origin=origin, **told)
            return RobotsState(bar=file)
        robots = await asyncio.to_thread(parse_robots, file.body) if file.status < 300 else ALLOW_ALL
        log_event(Event.ROBOTS, origin=origin, status=file.status, sitemaps=len(robots.sitemaps))
        return RobotsState(robots=robots, expires=file.expires)

    async def _load_tdmrep(self, origin: str, fetch: Fetch) -> TdmRep:
        url = origin + TDMREP_PATH
        file: PolicyFile | Bar | None = await self._load(url, fetch, usual=LONGEST_LIFETIME)
        if isinstance(file, Bar):  # what was reserved is not free because the server is ill
            file = None if self._shelf is None else await self._shelf.policy_file(url)
        body = b"" if file is None or file.status != 200 else file.body
        return await asyncio.to_thread(parse_tdmrep, body)

    async def _load(self, url: str, fetch: Fetch, *, usual: timedelta) -> PolicyFile | Bar:
        """Return the file: the kept one while it is fresh or unchanged, else what the server gives.

        *usual* is how long it is good for where its server does not say.
        """
        kept = None if self._shelf is None else await self._shelf.policy_file(url)
        now = self._clock()
        if kept is not None and kept.fetched <= now < kept.expires:
            return kept
        answer = await fetch(url, {} if kept is None else _conditions(kept))
        if isinstance(answer, Bar):
            return answer
        told = dict(answer.headers).get("cache-control", "")
        file = _file_of(url, answer, kept, fetched=now, expires=now + lifetime(told, usual=usual))
        if isinstance(file, PolicyFile) and self._shelf is not None:
            await self._shelf.keep_policy_file(file)
        return file


def origin_of(url: str) -> str:
    """Return scheme and authority of *url*.

    >>> origin_of("https://news.example/a?b")
    'https://news.example'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def lifetime(cache_control: str, *, usual: timedelta = LIFETIME) -> timedelta:
    """Return how long an answer with that Cache-Control is obeyed, a day at most (RFC 9309, 2.4); *usual* without one.

    >>> lifetime("public, max-age=600"), lifetime("no-cache")
    (datetime.timedelta(seconds=600), datetime.timedelta(0))
    """
    told = cache_control.lower()
    if "no-cache" in told or "no-store" in told:
        return timedelta()
    match = _MAX_AGE.search(told)
    return min(timedelta(seconds=int(match[1])), LONGEST_LIFETIME) if match else usual


def _file_of(
    url: str, page: Page, kept: PolicyFile | None, *, fetched: datetime, expires: datetime
) -> PolicyFile | Bar:
    """Return the file that *page* is; a refusal where it can't be had: 429, 5xx, a redirect without end, cut short."""
    headers = dict(page.headers)
    if page.status == 304 and kept is not None:
        return replace(kept, fetched=fetched, expires=expires)
    is_had = (200 <= page.status < 300 and page.status != PARTIAL) or 400 <= page.status < 500
    is_packed = page.status < 300 and headers.get("content-encoding", "identity") != "identity"
    if not page.complete or not is_had or is_packed or page.status == TOO_MANY_REQUESTS:
        return Bar(refused(Refusal.ROBOTS), f"robots.txt can't be had: status {page.status}")
    return PolicyFile(
        url=url,
        fetched=fetched,
        expires=expires,
        status=page.status,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        body=page.body[: MOST_KEPT_BYTES + 1] if page.status < 300 else b"",
    )


def _conditions(kept: PolicyFile) -> dict[str, str]:
    headers = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in headers.items() if value}
