"""Whose turn it is, with a clock that only the test moves."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.archive.record import Grant, HostState
from newsspider.archive.store import Archive
from newsspider.article import Left
from newsspider.gate import Gate, Held
from newsspider.politeness import Manners

START = datetime(2026, 11, 3, 12, tzinfo=UTC)
PAGE = "https://valley.example/2026/11/a-story/"
PLAIN = Manners(site="valley", delay_seconds=1.0, is_adaptive=False)


class Clock:
    """A time of day and a steady clock that go together; sleeping moves them."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return (START + timedelta(seconds=self.seconds)).replace(microsecond=0)

    def steady(self) -> float:
        return self.seconds

    async def sleep(self, event: asyncio.Event, seconds: float | None) -> None:
        if seconds is None:
            await event.wait()
        else:
            self.seconds += seconds
            await asyncio.sleep(0)


class Book:
    """Remembers in the archive of a test, at once."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    async def keep_host(self, name: str, state: HostState) -> None:
        self.archive.door.keep_host(name, state)

    async def grant(self, site: str, day: str, *, requests: int, most: int, received: int) -> Grant:
        return self.archive.door.grant(site, day, requests=requests, most=most, received=received)


@pytest.fixture
def archive(tmp_path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news.db") as archive:
        yield archive


@pytest.fixture
def clock() -> Clock:
    return Clock()


def gate_of(archive: Archive, clock: Clock) -> Gate:
    hosts = archive.door.hosts(now=clock.now())
    return Gate(book=Book(archive), hosts=hosts, clock=clock.now, steady=clock.steady, sleep=clock.sleep, since=-60.0)


async def ask(gate, clock, manners=PLAIN, *, url=PAGE, takes=0.0, status=200, retry_after=None, received=0) -> float:
    """Ask once and return when the request began."""
    async with gate.turn(url, manners) as turn:
        begun = clock.seconds
        clock.seconds += takes
        turn.received_bytes = received
        turn.heard(status, retry_after=retry_after, latency_seconds=takes)
    return begun


def test_requests_to_one_host_keep_their_distance_whichever_site_asks(archive, clock):
    gate = gate_of(archive, clock)
    other = Manners(site="hill", delay_seconds=1.0, is_adaptive=False)

    async def crawl():
        tasks = [ask(gate, clock, manners, takes=0.5) for manners in (PLAIN, other, PLAIN)]
        return await asyncio.gather(*tasks)

    begun = asyncio.run(crawl())

    assert sorted(begun) == [0.0, 1.5, 3.0]


def test_hosts_do_not_wait_for_each_other(archive, clock):
    gate = gate_of(archive, clock)

    async def crawl():
        return await ask(gate, clock), await ask(gate, clock, url="https://hill.example/a/")

    assert asyncio.run(crawl()) == (0.0, 0.0)


def test_no_more_requests_than_allowed_are_under_way(archive, clock):
    gate = gate_of(archive, clock)
    manners = Manners(site="valley", delay_seconds=0.0, requests_at_once=2, is_adaptive=False)
    under_way, most = 0, 0

    async def one():
        nonlocal under_way, most
        async with gate.turn(PAGE, manners):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    async def crawl():
        await asyncio.gather(*(one() for _ in range(20)))

    asyncio.run(crawl())

    assert most == 2


def test_a_short_pause_is_waited_for(archive, clock):
    gate = gate_of(archive, clock)

    async def crawl():
        await ask(gate, clock, status=429, retry_after="30")
        return await ask(gate, clock)

    assert asyncio.run(crawl()) >= 30.0


def test_a_long_pause_is_for_the_next_run(archive, clock):
    gate = gate_of(archive, clock)

    async def crawl():
        await ask(gate, clock, status=503, retry_after="3600")
        await ask(gate, clock)

    with pytest.raises(Held) as held:
        asyncio.run(crawl())

    assert held.value.reason is Left.COOL_DOWN


@pytest.mark.parametrize("status", [413, 500])
def test_a_pause_that_comes_with_no_refusal_is_kept_and_counts_as_none(archive, clock, status):
    gate = gate_of(archive, clock)

    async def crawl():
        await ask(gate, clock, status=429, retry_after="1")
        await ask(gate, clock, status=status, retry_after="3600")
        await asyncio.sleep(0)

    asyncio.run(crawl())

    assert isinstance(gate_of(archive, clock).held(PAGE, PLAIN), Held)
    assert gate._hosts["valley.example"].refusals == 0


@pytest.mark.parametrize("retry_after", ["Fri, 31 Dec 99999999999 23:59:59 GMT", "9" * 5_000])
def test_a_pause_of_any_length_breaks_no_turn(archive, clock, retry_after):
    gate = gate_of(archive, clock)

    async def crawl():
        await ask(gate, clock, status=503, retry_after=retry_after)

    asyncio.run(crawl())

    assert isinstance(gate.held(PAGE, PLAIN), Held)


def test_a_pause_outlives_the_run(archive, clock):
    async def crawl():
        await ask(gate_of(archive, clock), clock, status=429, retry_after="3600")
        await asyncio.sleep(0)

    asyncio.run(crawl())
    clock.seconds += 3500
    too_early = gate_of(archive, clock).held(PAGE, PLAIN)
    clock.seconds += 102

    assert isinstance(too_early, Held)
    assert gate_of(archive, clock).held(PAGE, PLAIN) is None


def test_a_pause_is_never_shortened_by_a_later_answer(archive, clock):
    async def crawl():
        gate = gate_of(archive, clock)
        await ask(gate, clock, status=429, retry_after="3600")
        gate._hosts["valley.example"].cool_until = None
        await ask(gate, clock, status=200)
        await asyncio.sleep(0)

    asyncio.run(crawl())

    assert gate_of(archive, clock).held(PAGE, PLAIN) is not None


def test_nobody_passes_at_night(archive, clock):
    night = Manners(site="valley", delay_seconds=0.0, night=(11 * 60, 13 * 60))

    with pytest.raises(Held) as held:
        asyncio.run(ask(gate_of(archive, clock), clock, night))

    assert held.value.reason is Left.NIGHT


def test_the_requests_of_a_day_are_never_exceeded_not_even_by_a_run_after_a_kill(archive, clock):
    manners = Manners(site="valley", delay_seconds=0.0, daily_requests=25, is_adaptive=False)
    made = 0

    async def crawl(times):
        nonlocal made
        gate = gate_of(archive, clock)  # never given back: the run is killed
        for _ in range(times):
            await ask(gate, clock, manners)
            made += 1

    asyncio.run(crawl(7))
    with pytest.raises(Held) as held:
        asyncio.run(crawl(100))

    assert held.value.reason is Left.DAILY_CAP
    assert made <= 25


def test_what_was_granted_and_not_used_is_given_back(archive, clock):
    gate = gate_of(archive, clock)

    asyncio.run(ask(gate, clock))
    for site, day, requests, received in gate.rest():
        archive.door.grant(site, day, requests=-requests, most=0, received=received)

    assert archive.door.grant("valley", "2026-11-03", requests=0, most=0, received=0) == Grant(0, 0)
    assert archive._database.execute("SELECT requests FROM site_day").fetchone()["requests"] == 1


def test_the_bytes_of_a_day_end_the_asking(archive, clock):
    manners = Manners(site="valley", delay_seconds=0.0, daily_bytes=3_000, is_adaptive=False)
    gate = gate_of(archive, clock)
    made = 0

    async def crawl():
        nonlocal made
        for _ in range(10):
            await ask(gate, clock, manners, received=1_000)
            made += 1

    with pytest.raises(Held) as held:
        asyncio.run(crawl())

    assert (made, held.value.reason) == (3, Left.DAILY_CAP)


def test_the_bytes_of_a_day_are_not_exceeded_by_runs_that_are_killed(archive, clock):
    manners = Manners(site="valley", delay_seconds=0.0, daily_bytes=20_000, is_adaptive=False)
    made = 0

    async def crawl(times):
        nonlocal made
        gate = gate_of(archive, clock)  # gives nothing back
        for _ in range(times):
            await ask(gate, clock, manners, received=100)
            made += 1

    for _ in range(5):
        asyncio.run(crawl(10))
    with pytest.raises(Held) as held:
        asyncio.run(crawl(1_000))

    assert held.value.reason is Left.DAILY_CAP
    assert 180 <= made <= 200


def test_bytes_that_were_noted_and_did_not_come_are_given_back(archive, clock):
    gate = gate_of(archive, clock)

    asyncio.run(ask(gate, clock, received=1_000))
    for site, day, requests, received in gate.rest():
        archive.door.grant(site, day, requests=-requests, most=0, received=received)

    assert archive.door.grant("valley", "2026-11-03", requests=0, most=0, received=0).received == 1_000


def test_a_new_day_begins_anew(archive, clock):
    manners = Manners(site="valley", delay_seconds=0.0, daily_requests=1, is_adaptive=False)
    gate = gate_of(archive, clock)

    async def crawl():
        await ask(gate, clock, manners)
        with suppress(Held):
            await ask(gate, clock, manners)
        clock.seconds += 86_400
        return await ask(gate, clock, manners)

    assert asyncio.run(crawl()) == 86_400


def test_a_long_delay_outlives_a_kill(archive, clock):
    slow = Manners(site="valley", delay_seconds=30.0, is_adaptive=False)

    asyncio.run(ask(gate_of(archive, clock), clock, slow))
    begun = asyncio.run(ask(gate_of(archive, clock), clock, slow))

    assert begun >= 30.0


def test_a_crawl_delay_holds_for_every_site_on_the_host(archive, clock):
    gate = gate_of(archive, clock)

    async def crawl():
        gate.slow_down(PAGE, 10.0)
        await ask(gate, clock)
        return await ask(gate, clock, Manners(site="hill", delay_seconds=0.0))

    assert asyncio.run(crawl()) == 10.0


def test_a_closed_gate_turns_back_who_waits(archive, clock):
    gate = gate_of(archive, clock)

    async def crawl():
        async with gate.turn(PAGE, PLAIN):
            waiting = [asyncio.ensure_future(ask(gate, clock)) for _ in range(3)]
            await asyncio.sleep(0)
            gate.close(Left.SIGNAL)
            return await asyncio.gather(*waiting, return_exceptions=True)

    told = asyncio.run(crawl())

    assert [held.reason for held in told] == [Left.SIGNAL] * 3


def test_why_a_site_is_held_is_told_once(archive, clock):
    told: list[tuple[str, str]] = []
    gate = Gate(clock=clock.now, steady=clock.steady, sleep=clock.sleep, told=lambda *words: told.append(words))
    night = Manners(site="valley", night=(11 * 60, 13 * 60))

    for _ in range(3):
        gate.held(PAGE, night)

    assert told == [("valley", "these are its hours without requests: what is due waits (night)")]


def test_a_short_delay_holds_over_a_restart_too(archive, clock):
    gate = Gate(book=Book(archive), clock=clock.now, steady=clock.steady, sleep=clock.sleep)

    async def crawl():
        return await ask(gate, clock), await ask(gate, clock, url="https://hill.example/a/")

    assert asyncio.run(crawl()) == (1.0, 1.0)
