import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from newsspider.archive.database import Database
from newsspider.archive.frontier import Frontier
from newsspider.archive.quarantine import BODIES_A_SITE, MAX_PACKED_BYTES, Quarantine
from newsspider.article import Failure, Page, UrlState
from tests.archive.making import HOUR, NOON, rows

NOW = "newsspider-1"
NEXT = "newsspider-2"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database(path, wait_seconds=0)
    yield database
    database.close()


@pytest.fixture
def quarantine(database: Database) -> Quarantine:
    return Quarantine(database)


def a_page(name: str = "flood", body: bytes = b"<p>" * 1_000, fetched: datetime = NOON) -> Page:
    url = f"https://isle.example/{name}"
    return Page(url=url, body=body, fetched=fetched, headers=(("content-type", "text/html"), ("x", "\udce9")))


def hold(quarantine: Quarantine, page: Page, *, site: str = "isle", extractor: str = NOW, detail: str = "") -> str:
    key = page.url.removeprefix("https://")
    reason = Failure.EXTRACTION_TIMEOUT
    quarantine.add(page, url_key=key, site=site, extractor=extractor, reason=reason, detail=detail)
    return key


def test_a_page_is_kept_with_its_bytes_and_what_it_did(quarantine, path):
    key = hold(quarantine, a_page(), detail="ended after\n20 s \x1b[31m")

    told = rows(path, "SELECT url, site, seen, extractor, reason, detail, headers, digest, bytes FROM quarantine")
    assert quarantine.body(key) == b"<p>" * 1_000
    assert told == [
        (
            "https://isle.example/flood",
            "isle",
            "2026-11-03T12:00:00Z",
            NOW,
            "extraction-timeout",
            "ended after 20 s [31m",
            '[["content-type", "text/html"], ["x", "\\udce9"]]',
            "72b5a96993550e74be0921d5abb10a6d",
            3_000,
        )
    ]


def test_a_page_is_held_for_the_extractor_that_it_cost_a_worker(quarantine):
    key = hold(quarantine, a_page())

    assert quarantine.is_held(key, NOW)
    assert not quarantine.is_held(key, NEXT)
    assert not quarantine.is_held("isle.example/other", NOW)
    assert quarantine.held_keys("isle", NOW) == {key}
    assert quarantine.held_keys("isle", NEXT) == quarantine.held_keys("other", NOW) == frozenset()


def test_a_page_that_kills_again_takes_its_own_place(quarantine):
    hold(quarantine, a_page(body=b"one"))

    key = hold(quarantine, a_page(body=b"two"), extractor=NEXT)

    assert quarantine.body(key) == b"two"
    assert quarantine.held_keys("isle", NOW) == frozenset()


def test_a_body_that_is_long_when_packed_is_not_kept_but_its_row_is(quarantine):
    noise = random.Random(7).randbytes(MAX_PACKED_BYTES + 1)

    key = hold(quarantine, a_page(body=noise))

    assert quarantine.body(key) is None
    assert quarantine.is_held(key, NOW)


def test_a_long_body_that_packs_well_is_kept(quarantine):
    body = b"<span>" * (10 * MAX_PACKED_BYTES // 6)

    key = hold(quarantine, a_page(body=body))

    assert quarantine.body(key) == body


def test_the_oldest_bodies_of_a_site_make_room_and_their_rows_stay(quarantine):
    other = hold(quarantine, a_page("other"), site="mainland")

    keys = [hold(quarantine, a_page(f"p{n}", fetched=NOON - n * HOUR)) for n in range(BODIES_A_SITE + 3)]

    assert [quarantine.body(key) is None for key in keys] == [False] * BODIES_A_SITE + [True] * 3
    assert quarantine.held_keys("isle", NOW) == set(keys)
    assert quarantine.body(other) is not None


def test_another_extractor_makes_what_is_held_due_again(quarantine, database):
    frontier = Frontier(database)
    held = [hold(quarantine, a_page(name)) for name in ("one", "two")]
    frontier.settle(held[0], state=UrlState.FAILED, reason="extraction-timeout", now=NOON, site="isle")
    frontier.settle(held[1], state=UrlState.STORED, reason=None, now=NOON, site="isle")

    assert quarantine.release(NOW) == 0
    assert quarantine.held_keys("isle", NOW) == set(held)

    assert quarantine.release(NEXT) == 1
    assert [due.url_key for due in frontier.due("isle", now=NOON, limit=9)] == [held[0]]
    assert quarantine.held_keys("isle", NOW) == frozenset()


def test_a_page_held_by_the_new_extractor_stays_when_others_go(quarantine):
    hold(quarantine, a_page("one"))
    key = hold(quarantine, a_page("two"), extractor=NEXT)

    quarantine.release(NEXT)

    assert quarantine.held_keys("isle", NEXT) == {key}
