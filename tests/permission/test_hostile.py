"""Files that mean harm: no bytes raise, and none make an answer dear. Work is counted in calls, not in seconds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.permission.robots import parse_robots
from newsspider.permission.tdmrep import parse_tdmrep
from tests.permission.counting import PATIENT, calls_of

SITE = "https://news.example"
LINES = st.lists(
    st.tuples(
        st.sampled_from(
            [b"User-agent", b"Disallow", b"Allow", b"Crawl-delay", b"Request-rate", b"Sitemap", b"Content-Signal", b""]
        ),
        st.sampled_from([b":", b" ", b": *", b": /", b":newsspider"]),
        st.binary(max_size=12),
        st.sampled_from([b"\n", b"\r", b"\r\n", b"\0"]),
    ).map(b"".join)
).map(b"".join)


@PATIENT
@given(st.one_of(st.binary(), LINES, LINES.map(lambda text: text.decode("latin-1").encode("utf-16"))), st.text())
def test_no_bytes_and_no_address_raise(body, url):
    robots = parse_robots(body)

    assert robots.can_fetch(url, "newsspider") in (True, False)
    assert robots.can_fetch(SITE + url, url) in (True, False)
    assert all(each.signal.isascii() and len(each.signal) <= 60 for each in robots.opt_outs(url))
    assert (robots.crawl_delay("newsspider") or 0) >= 0
    assert isinstance(robots.content_signals(url, "newsspider"), tuple)


@PATIENT
@given(st.one_of(st.binary(), st.text().map(str.encode)), st.text())
def test_no_tdmrep_and_no_address_raise(body, url):
    assert isinstance(parse_tdmrep(body).opt_outs(url), tuple)


def test_thirty_thousand_rules_cost_an_address_a_few_look_ups():
    body = "User-agent: *\n" + "".join(f"Disallow: /d{number}\n" for number in range(30_000))
    robots = parse_robots(body.encode())

    calls = calls_of(lambda: robots.can_fetch(f"{SITE}/2026/11/ferry.html", "newsspider"))

    assert calls < 100


def test_thousands_of_wildcards_cost_an_address_its_own_letters():
    body = "User-agent: *\n" + "".join(f"Disallow: /*x{number}/*y\n" for number in range(20_000))
    robots = parse_robots(body.encode())

    calls = calls_of(lambda: robots.can_fetch(f"{SITE}/2026/11/ferry.html", "newsspider"))

    assert calls < 500


@pytest.mark.parametrize("end", ["", "b", "b$"])
def test_a_wildcard_bomb_costs_a_walk_along_the_address(end):
    robots = parse_robots(f"User-agent: *\nDisallow: /{'*a' * 5_000}*{end}\n".encode())

    calls = calls_of(lambda: robots.can_fetch(f"{SITE}/{'a' * 8_000}", "newsspider"))

    assert calls < 2 * 5_000 + 100


def test_an_answer_that_would_cost_too_much_is_no():
    body = "User-agent: *\n" + "".join(f"Disallow: /*aabaaa*{number}$\n" for number in range(10_000))
    robots = parse_robots(body.encode())
    url = f"{SITE}/{'a' * 4_000}baaa{'a' * 4_000}"

    calls = calls_of(lambda: robots.can_fetch(url, "newsspider"))

    assert calls < 10_000
    assert not robots.can_fetch(url, "newsspider")
    assert robots.can_fetch(f"{SITE}/aabaaa", "newsspider")


def test_names_times_rules_are_not_multiplied():
    names = "".join(f"User-agent: a{number}\n" for number in range(5_000))
    rules = "".join(f"Disallow: /{number}\nCrawl-delay: {number}\n" for number in range(5_000))

    calls = calls_of(lambda: parse_robots((names + rules).encode()))

    assert calls < 30 * 15_000


def test_many_groups_of_one_name_cost_no_more_than_one():
    body = "".join(f"User-agent: *\nUser-agent: a{number}\nDisallow: /private\n" for number in range(10_000))
    robots = parse_robots(body.encode())

    calls = calls_of(lambda: robots.can_fetch(f"{SITE}/private", "newsspider"))

    assert calls < 100


def test_a_nest_of_brackets_reserves_nothing():
    assert parse_tdmrep(b"[" * 500_000).opt_outs(SITE) == ()
    assert parse_tdmrep(b'[{"location":' * 100_000).opt_outs(SITE) == ()
