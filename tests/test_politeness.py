"""How a site is asked: delays, nights, pauses, by figures alone."""

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.config import Config
from newsspider.errors import ConfigError
from newsspider.politeness import (
    FIRST_COOL_DOWN,
    LONGEST_COOL_DOWN,
    LONGEST_RETRY_AFTER,
    Manners,
    Pace,
    cool_down,
    manners_of,
    read_retry_after,
)

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
PUBLIC = ["https://valley.example/feed/"]
DAYS_30 = 30 * 86_400
LOOPBACK = ["http://127.0.0.1:8000/feed/"]


def test_the_delay_counts_from_the_end_of_a_request():
    manners = Manners(site="valley", delay_seconds=2.0, is_adaptive=False)
    pace = Pace()

    pace.begin(10.0, manners)
    pace.end(13.0, manners, latency_seconds=1.0)

    assert pace.wait_seconds(13.0, manners) == 2.0
    assert pace.wait_seconds(15.5, manners) == 0.0


def test_a_delay_that_is_learned_late_parts_the_next_request_from_the_last():
    quick = Manners(site="valley", delay_seconds=0.0, is_adaptive=False)
    slow = Manners(site="hill", delay_seconds=4.0, is_adaptive=False)
    pace = Pace()

    pace.begin(10.0, quick)
    pace.end(11.0, quick)

    assert pace.wait_seconds(11.0, quick) == 0.0
    assert pace.wait_seconds(11.0, slow) == 4.0
    pace.crawl_delays["https://valley.example"] = 2.0
    assert pace.wait_seconds(11.5, quick) == 1.5


def test_a_slow_server_is_asked_more_slowly_and_no_slower_than_the_bound():
    manners = Manners(site="valley", delay_seconds=1.0, max_delay_seconds=8.0)
    pace = Pace()

    for latency in (4.0, 30.0):
        pace.begin(0.0, manners)
        pace.end(0.0, manners, latency_seconds=latency)
        told = pace.delay(manners)
        assert told == min(latency, 8.0)


def test_a_server_that_recovers_is_trusted_by_halves():
    manners = Manners(site="valley", delay_seconds=0.5)
    pace = Pace()

    pace.begin(0.0, manners)
    pace.end(0.0, manners, latency_seconds=4.0)
    pace.begin(0.0, manners)
    pace.end(0.0, manners, latency_seconds=1.0)

    assert pace.delay(manners) == 2.5


def test_crawl_delay_is_honoured_to_the_bound_and_makes_requests_single():
    manners = Manners(site="valley", max_delay_seconds=60.0, requests_at_once=4, is_adaptive=False)
    pace = Pace()
    pace.crawl_delays["https://valley.example"] = 10.0
    asked = pace.delay(manners)
    pace.crawl_delays["https://valley.example"] = 86_400.0

    assert asked == 10.0
    assert pace.delay(manners) == 60.0
    assert pace.at_once(manners) == 1


def test_a_longer_delay_of_the_operator_wins_over_a_crawl_delay():
    manners = Manners(site="valley", delay_seconds=90.0)
    pace = Pace()
    pace.crawl_delays["https://valley.example"] = 10.0

    assert pace.delay(manners) == 90.0


@pytest.mark.parametrize(
    ("window", "time", "is_night"),
    [
        ((23 * 60, 6 * 60), "22:59", False),
        ((23 * 60, 6 * 60), "23:00", True),
        ((23 * 60, 6 * 60), "05:59", True),
        ((23 * 60, 6 * 60), "06:00", False),
        ((9 * 60, 17 * 60), "12:00", True),
        ((9 * 60, 17 * 60), "17:00", False),
    ],
)
def test_the_night_window_may_span_midnight(window, time, is_night):
    manners = Manners(site="valley", night=window)

    moment = datetime.fromisoformat(f"2026-11-03T{time}:00+00:00")

    assert manners.is_night(moment) is is_night


def test_the_night_is_that_of_the_site():
    manners = manners_of("valley", Config(night_window="00:00-05:00"), PUBLIC, {"time_zone": "Asia/Kolkata"})

    assert manners.is_night(datetime(2026, 11, 2, 20, 0, tzinfo=UTC))
    assert not manners.is_night(datetime(2026, 11, 3, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Tue, 03 Nov 2026 12:05:00 GMT", 300),
        ("Tuesday, 03-Nov-26 12:05:00 GMT", 300),
        ("Tue Nov  3 12:05:00 2026", 300),
        ("Mon, 02 Nov 2026 12:00:00 GMT", 0),
        ("120s", 120),
        ("120 seconds", 120),
        ("120;", 120),
        ("120, 120", 120),
        ("3600.0", 3600),
        ("0" * 100 + "7", 7),
        ("9" * 400, DAYS_30),
        ("9" * 10_000, DAYS_30),
        ("999999999", DAYS_30),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAYS_30),
        ("Fri, 31 Dec 9999 23:59:59 -2359", DAYS_30),
        ("Sat, 01 Jan 0001 00:00:00 +2359", 0),
        ("03 Nov 2026 12:05:00 GMT", 300),
        ("Fri, 31 Dec 99999999999 23:59:59 GMT", None),
        ("31 Dec 99999999999 23:59:59 GMT", None),
        ("Tue, 03 Nov 2026 12:05:00 +" + "9" * 30, None),
        ("Tue, 03 Nov 2026 99:99:99 GMT", None),
        ("2026-11-03T12:05:00Z", None),
        ("12:05", None),
        ("1 hour", None),
        ("2m", None),
        ("soon", None),
        ("-5", None),
        ("\u0661\u0662", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_every_form_of_the_standard(value, seconds):
    assert read_retry_after(value, now=NOON) == seconds


def test_a_pause_lasts_as_long_as_the_server_says_and_a_second_for_the_clock():
    until = cool_down(429, "3600", refusals=1, now=NOON)

    assert until == NOON + timedelta(seconds=3601)


def test_an_absurd_pause_is_asked_about_again():
    until = cool_down(503, "999999999", refusals=1, now=NOON)

    assert until == NOON + LONGEST_RETRY_AFTER + timedelta(seconds=1)


def test_a_refusal_without_a_time_doubles_the_pause():
    pauses = [cool_down(429, None, refusals=number, now=NOON) for number in (1, 2, 3, 40)]

    assert pauses == [
        NOON + FIRST_COOL_DOWN,
        NOON + FIRST_COOL_DOWN * 2,
        NOON + FIRST_COOL_DOWN * 4,
        NOON + LONGEST_COOL_DOWN,
    ]


def test_one_broken_page_is_no_overload_three_are():
    pauses = [cool_down(503, None, refusals=number, now=NOON) for number in (1, 2, 3)]

    assert pauses[:2] == [None, None]
    assert pauses[2] is not None


@pytest.mark.parametrize("status", [413, 429, 500, 502, 503, 520, 999])
def test_whoever_is_overloaded_may_say_for_how_long(status):
    assert cool_down(status, "3600", refusals=0, now=NOON) == NOON + timedelta(seconds=3601)


@pytest.mark.parametrize("retry_after", ["soon", "", "Fri, 31 Dec 99999999999 23:59:59 GMT"])
@pytest.mark.parametrize(("status", "refusals"), [(413, 0), (429, 1), (503, 1)])
def test_a_time_that_cant_be_read_is_a_pause_too(status, refusals, retry_after):
    assert cool_down(status, retry_after, refusals=refusals, now=NOON) == NOON + FIRST_COOL_DOWN


@pytest.mark.parametrize("retry_after", ["0", "Mon, 02 Nov 2026 12:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_no_pause_at_all_is_believed_twice(status, retry_after):
    untils = [cool_down(status, retry_after, refusals=number, now=NOON) for number in (1, 2, 3, 4)]

    assert untils[:2] == [NOON + timedelta(seconds=1)] * 2
    assert all(until is not None and until >= NOON + FIRST_COOL_DOWN for until in untils[2:])


@pytest.mark.parametrize(
    ("status", "retry_after"),
    [(200, "3600"), (301, "3600"), (404, "3600"), (413, None), (500, None), (502, "soon")],
)
def test_other_answers_ask_for_no_pause(status, retry_after):
    assert cool_down(status, retry_after, refusals=0, now=NOON) is None


def test_nobody_is_spared_on_loopback_unless_the_operator_says_so():
    alone = manners_of("valley", Config(), LOOPBACK)
    told = manners_of("valley", Config(delay_seconds=2.0, requests_per_host=1), LOOPBACK)
    public = manners_of("valley", Config(), PUBLIC)

    assert (alone.delay_seconds, alone.requests_at_once, alone.is_adaptive) == (0.0, 4, False)
    assert (told.delay_seconds, told.requests_at_once) == (2.0, 1)
    assert (public.delay_seconds, public.requests_at_once, public.is_adaptive) == (1.0, 1, True)


def test_a_sites_own_word_wins():
    own = {"delay": "5s", "daily_bytes": "1MB", "daily_requests": 7, "night_window": "01:00-02:00"}

    manners = manners_of("valley", Config(delay_seconds=2.0), PUBLIC, own)

    assert (manners.delay_seconds, manners.daily_bytes, manners.daily_requests) == (5.0, 10**6, 7)
    assert manners.night == (60, 120)


@pytest.mark.parametrize(
    "own",
    [
        {"delay": "soon"},
        {"night_window": "25:00-26:00"},
        {"daily_requests": 0},
        {"daily_bytes": "lots"},
        {"requests_per_host": True},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_what_cant_be_meant_is_told_with_the_sites_name(own):
    with pytest.raises(ConfigError, match="valley"):
        manners_of("valley", Config(), PUBLIC, own)
