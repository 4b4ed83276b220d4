"""Whose turn it is: the requests of all sites of a run to one host, in order, no faster and no more than it may be.

Everything that is sent passes here: pages, seeds, robots.txt, redirects, retries.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from newsspider.archive.record import Grant, HostState
from newsspider.article import Left
from newsspider.logs import Event, log_event
from newsspider.politeness import Manners, Pace, cool_down
from newsspider.times import utc_now
from newsspider.urls import site_of

PATIENCE = timedelta(seconds=60)
"""A pause that is over so soon is waited for; for a longer one the next run must do."""
KEPT_DELAY_SECONDS = 2.0
"""A delay from here on is written down before the request: a run that is killed may start again sooner than that."""
ALLOTMENT_REQUESTS = 20
"""Requests of the day that are taken out of the archive at once; what is not made is given back, a kill loses it."""
ALLOTMENT_BYTES = 1 << 20
"""Bytes of the day that are written down before they come, and given back likewise."""
ALLOTMENT_SHARE = 100
"""Of a day's bytes; no more than this part is taken at once."""


_EVENTS = {Left.NIGHT: Event.NIGHT, Left.COOL_DOWN: Event.COOL_DOWN, Left.DAILY_CAP: Event.CAP}


_WORDS = {
    Left.NIGHT: "these are its hours without requests",
    Left.COOL_DOWN: "its server asked for a pause",
    Left.DAILY_CAP: "its requests or bytes of the day are used up",
}


class Held(Exception):
    """A request that is not to be made in this run; its URL is carried over for `reason`."""

    def __init__(self, reason: Left, until: datetime | None = None) -> None:
        super().__init__(reason if until is None else f"{reason} until {until:%Y-%m-%dT%H:%M:%SZ}")
        self.reason = reason
        self.until = until


class Book(Protocol):
    """Where the gate keeps what must outlive the run. What it promises is on disk."""

    def keep_host(self, name: str, state: HostState) -> Awaitable[object]:
        """Write what is known of a host."""

    def grant(self, site: str, day: str, *, requests: int, most: int, received: int) -> Awaitable[Grant]:
        """Take *requests* out of the *most* of a day, note the bytes *received*, and tell what is granted."""


class NoBook:
    """Keeps nothing: for a single page, and for Scrapy's own spiders."""

    async def keep_host(self, name: str, state: HostState) -> None:
        """Forget it."""

    async def grant(self, site: str, day: str, *, requests: int, most: int, received: int) -> Grant:
        """Grant everything."""
        return Grant(requests=max(requests, 0), received=0)


@dataclass(slots=True)
class _Host:
    name: str
    pace: Pace
    cool_until: datetime | None = None
    refusals: int = 0
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    freed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class _Allotment:
    """What a site may still ask for on a day."""

    day: str
    requests: int = 0
    received: int = 0
    """Bytes since the last grant."""
    ahead: int = 0
    """Bytes that the archive counts as received with the last grant, and that may come yet."""
    received_before: int = 0
    """What the archive counted at the last grant, without these."""
    is_spent: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turn:
    """One request's turn."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.retry_after: str | None = None
        self.latency_seconds: float | None = None
        self.received_bytes = 0

    def heard(self, status: int, *, retry_after: str | None, latency_seconds: float) -> None:
        """Note what the server answered."""
        self.status, self.retry_after, self.latency_seconds = status, retry_after, latency_seconds


class Gate:
    """Lets requests pass one by one. All sites of a run share it; it lives on one event loop."""

    def __init__(
        self,
        *,
        book: Book | None = None,
        hosts: Mapping[str, HostState] | None = None,
        clock: Callable[[], datetime] = utc_now,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[asyncio.Event, float | None], Awaitable[object]] | None = None,
        told: Callable[[str, str], None] = lambda site, what: None,
        is_over: Callable[[], bool] = lambda: False,
        since: float | None = None,
    ) -> None:
        """Make a gate that knows *hosts*, by name, from earlier runs; *told* hears, once each, why a site is held.

        *clock* tells the time of day, *steady* seconds that never jump; *sleep* waits for an event, at most so long;
        *is_over* tells that nothing can be stored any more; *since*, of *steady*, is when the last run was surely over.
        """
        self._book: Book = NoBook() if book is None else book
        self._known = dict(hosts or {})
        self._clock = clock
        self._steady = steady
        self._sleep = sleep or _wait_for
        self._told = told
        self._is_over = is_over
        self._since = steady() if since is None else since
        self._said: set[tuple[str, str]] = set()
        self._hosts: dict[str, _Host] = {}
        self._allotments: dict[str, _Allotment] = {}
        self._writing: set[asyncio.Future[object]] = set()
        self._closed: Left | None = None

    @asynccontextmanager
    async def turn(self, url: str, manners: Manners) -> AsyncIterator[Turn]:
        """Wait until *url* may be asked for and hold the place; raises `Held` where this run must do without."""
        host = self._host(url)
        async with host.queue:
            await self._wait(host, manners)
            host.pace.begin(self._steady(), manners)
        turn = Turn()
        try:
            yield turn
        finally:
            host.pace.end(self._steady(), manners, latency_seconds=turn.latency_seconds)
            host.freed.set()
            self._note_answer(host, turn, manners)
            self._allotment(manners).received += turn.received_bytes

    def slow_down(self, url: str, crawl_delay_seconds: float) -> None:
        """Honour the Crawl-delay that the robots.txt of *url*'s origin asks for, at the whole host."""
        parts = urlsplit(url)
        self._host(url).pace.crawl_delays[f"{parts.scheme}://{parts.netloc}"] = crawl_delay_seconds

    def held(self, url: str, manners: Manners) -> Held | None:
        """Return why nothing is asked of *url*'s host now; ``None`` where its turn will come."""
        try:
            self._bar(self._host(url), manners)
        except Held as held:
            return held
        return None

    def close(self, reason: Left) -> None:
        """Let nobody pass any more; whoever waits is turned back with *reason*."""
        self._closed = self._closed or reason
        for host in self._hosts.values():
            host.freed.set()

    def rest(self) -> list[tuple[str, str, int, int]]:
        """Return what is to be written at the end: site, day, requests granted and not made, bytes not yet noted.

        The bytes are fewer than none where more were noted than came.
        """
        return [(site, each.day, each.requests, each.received - each.ahead) for site, each in self._allotments.items()]

    async def _wait(self, host: _Host, manners: Manners) -> None:
        while True:
            self._bar(host, manners)
            now = self._steady()
            pause = max(host.pace.wait_seconds(now, manners), self._cool_seconds(host), self._first_wait(host, manners))
            if host.pace.busy >= host.pace.at_once(manners):
                await self._until_freed(host, None)
            elif pause > 0:
                await self._until_freed(host, pause)
            elif await self._may_pass(host, manners):
                return

    def _first_wait(self, host: _Host, manners: Manners) -> float:
        """Return how long a host's first request waits for a delay too short to be written down, since a run before."""
        delay = host.pace.delay(manners)
        is_due = not host.pace.is_begun and delay < KEPT_DELAY_SECONDS
        return max(0.0, self._since + delay - self._steady()) if is_due else 0.0

    async def _until_freed(self, host: _Host, seconds: float | None) -> None:
        """Sleep for *seconds*, or until a request ends or the gate closes."""
        host.freed.clear()
        await self._sleep(host.freed, seconds)

    async def _may_pass(self, host: _Host, manners: Manners) -> bool:
        """Take one request out of the day's; false where time went by and all must be looked at again."""
        allotment = self._allotment(manners)
        has_waited = await self._fill(allotment, manners)
        if allotment.is_spent:
            raise self._holding(manners, Left.DAILY_CAP, None)
        delay = host.pace.delay(manners)
        if has_waited:
            return False
        allotment.requests -= 1
        if delay >= KEPT_DELAY_SECONDS:
            next_request = self._clock() + timedelta(seconds=int(delay) + 1)
            await self._book.keep_host(host.name, HostState(next_request, host.cool_until, host.refusals))
        return True

    async def _fill(self, allotment: _Allotment, manners: Manners) -> bool:
        """Have at least one request in the allotment, or find it spent; whether that took a wait."""
        async with allotment.lock:
            over = allotment.received_before + allotment.received >= manners.daily_bytes
            if allotment.requests > 0 and not over and allotment.received < allotment.ahead:
                return False
            wanted = 0 if allotment.requests > 0 else ALLOTMENT_REQUESTS
            ahead = min(ALLOTMENT_BYTES, manners.daily_bytes // ALLOTMENT_SHARE + 1)
            received = allotment.received - allotment.ahead + ahead
            allotment.received, allotment.ahead = 0, ahead
            granted = await self._book.grant(
                manners.site, allotment.day, requests=wanted, most=manners.daily_requests, received=received
            )
            allotment.requests += granted.requests
            allotment.received_before = granted.received - ahead
            allotment.is_spent = allotment.requests <= 0 or allotment.received_before >= manners.daily_bytes
            return True

    def _allotment(self, manners: Manners) -> _Allotment:
        day = f"{self._clock():%Y-%m-%d}"
        allotment = self._allotments.get(manners.site)
        if allotment is None or allotment.day != day:
            allotment = self._allotments[manners.site] = _Allotment(day)
        return allotment

    def _bar(self, host: _Host, manners: Manners) -> None:
        """Raise `Held` where the wait would be too long for this run."""
        if self._closed is not None or self._is_over():
            raise Held(self._closed or Left.BUDGET)
        now = self._clock()
        if manners.is_night(now):
            raise self._holding(manners, Left.NIGHT, None)
        if host.cool_until is not None and host.cool_until - now > PATIENCE:
            raise self._holding(manners, Left.COOL_DOWN, host.cool_until)

    def _cool_seconds(self, host: _Host) -> float:
        return 0.0 if host.cool_until is None else max(0.0, (host.cool_until - self._clock()).total_seconds())

    def _note_answer(self, host: _Host, turn: Turn, manners: Manners) -> None:
        if turn.status is None:
            return
        refusals = host.refusals + 1 if turn.status in (429, 503) else 0
        until = cool_down(turn.status, turn.retry_after, refusals=refusals, now=self._clock())
        if until is None and refusals == host.refusals:
            return
        host.refusals = refusals
        host.cool_until = until if host.cool_until is None or (until and until > host.cool_until) else host.cool_until
        state = HostState(None, host.cool_until, refusals)
        task = asyncio.ensure_future(self._book.keep_host(host.name, state))  # written in the order of asking
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def _holding(self, manners: Manners, reason: Left, until: datetime | None) -> Held:
        held = Held(reason, until)
        if (manners.site, str(held)) not in self._said:
            self._said.add((manners.site, str(held)))
            self._told(manners.site, f"{_WORDS[reason]}: what is due waits ({held})")
            log_event(_EVENTS[reason], site=manners.site, until=until)
        return held

    def _host(self, url: str) -> _Host:
        name = site_of(url)
        host = self._hosts.get(name)
        if host is None:
            state = self._known.get(name, HostState(None, None, 0))
            wait = 0.0 if state.next_request is None else (state.next_request - self._clock()).total_seconds()
            pace = Pace(now=self._steady(), wait_seconds=max(0.0, wait))
            host = self._hosts[name] = _Host(name, pace, state.cool_until, state.refusals)
        return host


def gate_of(spider: Any) -> Gate | None:
    """Return the gate that *spider*'s requests take: its run's, or its own; ``None`` where it brings none."""
    run = getattr(spider, "run", None)
    return getattr(spider, "gate", None) if run is None else run.gate


async def _wait_for(event: asyncio.Event, seconds: float | None) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
