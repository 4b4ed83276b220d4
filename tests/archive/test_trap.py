from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsspider.archive.database import Database
from newsspider.archive.trap import MOST_CLOSED, Traps
from tests.archive.making import DAY, HOUR, NOON, rows

SHAPE = "harbour.example/events/y/9"
URL = "https://harbour.example/events/2031/4"


@pytest.fixture
def traps(path: Path) -> Iterator[Traps]:
    database = Database(path, wait_seconds=0.0)
    yield Traps(database)
    database.close()


def strike(traps: Traps, times: int, now=NOON) -> list[timedelta]:
    """Let a shape be found out whenever it is open again; return how long it was closed each time."""
    closures = []
    for _ in range(times):
        until = traps.add("harbour", SHAPE, URL, now)
        closures.append(until - now)
        now = until
    return closures


def test_a_shape_that_led_nowhere_is_closed_for_a_day(traps):
    until = traps.add("harbour", SHAPE, URL, NOON)

    assert until == NOON + DAY
    assert traps.closed("harbour", until - HOUR) == {SHAPE}
    assert traps.closed("harbour", until) == set()


def test_each_time_it_is_closed_for_twice_as_long_thirty_days_at_most(traps):
    closures = strike(traps, 7)

    assert [closure.days for closure in closures] == [1, 2, 4, 8, 16, 30, 30]


def test_the_last_address_and_time_are_kept(path, traps):
    traps.add("harbour", SHAPE, URL, NOON)

    traps.add("harbour", SHAPE, URL + "/9", NOON + DAY)

    assert rows(path, "SELECT * FROM trap") == [
        ("harbour", SHAPE, "2026-11-04T12:00:00Z", "2026-11-06T12:00:00Z", 2, URL + "/9")
    ]


def test_sites_have_traps_of_their_own(traps):
    traps.add("harbour", SHAPE, URL, NOON)

    assert traps.closed("quay", NOON) == set()


def test_a_shape_that_bore_fruit_begins_anew(traps):
    strike(traps, 3)

    traps.forgive("harbour", SHAPE)

    assert traps.closed("harbour", NOON) == set()
    assert strike(traps, 1) == [DAY]


def test_forgiving_what_was_never_found_out_does_nothing(traps):
    traps.add("harbour", SHAPE, URL, NOON)

    traps.forgive("harbour", "harbour.example/a-a")

    assert traps.closed("harbour", NOON) == {SHAPE}


def test_what_was_not_found_out_for_long_is_forgotten(traps):
    strike(traps, 3)

    assert strike(traps, 1, NOON + 300 * DAY) == [DAY]


def test_a_maze_of_shapes_is_told_of_up_to_a_bound(traps):
    with traps._database.transaction():
        for number in range(MOST_CLOSED + 10):
            traps.add("harbour", f"harbour.example/{number}", URL, NOON + number * HOUR / 1000)

    closed = traps.closed("harbour", NOON + HOUR)

    assert len(closed) == MOST_CLOSED
    assert "harbour.example/9" not in closed
    assert f"harbour.example/{MOST_CLOSED + 9}" in closed
