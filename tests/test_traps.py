"""Traps: what an address gives away, which addresses are one shape, when a shape is closed, what a seed loses by it."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.article import Page
from newsspider.errors import BadURL
from newsspider.jobs import Finding, Scope, find_links
from newsspider.traps import (
    BARREN_LIMIT,
    FRUITFUL_LIMIT,
    MOST_SHAPE_CHARS,
    MOST_SHAPES,
    SITE_LIMIT,
    TrapSign,
    TrapWatch,
    looks_like_trap,
    shape_of,
)
from tests.shared import CORPUS, NAMES, needs_corpus

HERE = Path(__file__).parent
ISLE = "https://isle.example"
PAIRS = [json.loads(line) for line in (HERE / "url_pairs.jsonl").read_text("utf-8").splitlines()]
KNOWN = [line.split(" ", 1)[1] for line in (HERE / "article_urls.txt").read_text("utf-8").splitlines()]
TOKEN = "3f9a1c7e5b2d48066a0e"

TRAPS = f"""
too-deep            {"/a1/b2" * 11}/ferry-runs-again/
path-repeats        /news/news/news/ferry-runs-again/
path-repeats        /news/isle/News/port/news/quay/news/ferry/
path-repeats        /a/b/a/b/a/b/ferry-runs-again/
calendar            /calendar/2031/04/
calendar            /calendar/2031/04/09/
calendar            /events/2031-04-09
calendar            /events/month/2031-04/
calendar            /kalender/2031/4/9/page/2/
calendar            /archive/2026/11/03/
calendar            /events/?date=2031-04-09
calendar            /index.php?month=4&year=2031
calendar            /?yyyy=2031&mm=04&dd=09
pagination          /news/page/123/
pagination          /news/page-123
pagination          /?page=900
pagination          /news/?start=4000
pagination          /forum/index.php?offset=120
session-id          /s/{TOKEN}/ferry-runs-again/
session-id          /sid-{TOKEN}/ferry-runs-again/
session-id          /{TOKEN}{TOKEN}/news/ferry-runs-again/
session-id          /news/ferry-runs-again/?user_session={TOKEN}
session-id          /news/ferry-runs-again/?osid={TOKEN}
too-many-parameters /news/?{"&".join(f"filter{number}=on" for number in range(13))}
escaped-again       /news/ferry%25252520runs/
"""

ARTICLES = f"""
/events/2031/04/ferry-runs-again/
/calendar/ferry-runs-again/
/archive/63076
/archive/2019
/archives/2034/2
/archives/2012/11/12/ferry-runs-again.php
/news/11/11/11/ferry-runs-again/
/ferry/ferry/ferry-runs-again/
/news/ferry-runs-again/?month=11&year=2026
/news/ferry-runs-again/page/2/
/news/view.html?idx=8576&page=124
/news/ferry-runs-again?start=200
/article/{TOKEN}{TOKEN}
/{TOKEN}{TOKEN}
/news/0f3fe0e2-ccf6-4b3c-8e0c-5c4203af7b7a/ferry-runs-again/
/top10ferriesoftheisles2026ranked/ferry-runs-again/
/story.php?newsid={TOKEN}
/news/ferry-runs-again/?sid={TOKEN}
/news/ferry-runs-again/?utm_source=a&utm_medium=b&utm_campaign=c&fbclid=d&gclid=e&xtor=f&a=1&b=2&c=3&d=4&e=5&f=6&g=7
/news/100%25-of-ferries-run-again/
"""


@pytest.mark.parametrize("line", TRAPS.split("\n")[1:-1])
def test_an_address_that_no_article_has_gives_itself_away(line):
    sign, path = line.split()

    assert looks_like_trap(ISLE + path) == TrapSign(sign)


@pytest.mark.parametrize("url", [*(ISLE + path for path in ARTICLES.split()), *KNOWN])
def test_an_address_that_an_article_may_have_does_not(url):
    assert looks_like_trap(url) is None


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["rule"])
def test_no_spelling_of_an_address_looks_like_a_trap(pair):
    assert [looks_like_trap(pair[side]) for side in "ab"] == [None, None]


@needs_corpus
def test_no_recorded_article_looks_like_a_trap():
    urls = [url for name in NAMES for url in corpus_urls(name)]

    assert len(urls) == 1383
    assert [url for url in urls if looks_like_trap(url)] == []


@needs_corpus
def test_the_recorded_articles_of_a_site_have_few_shapes():
    shapes: dict[str, list[str]] = {}
    for url in (url for name in NAMES for url in corpus_urls(name)):
        shapes.setdefault(shape_of(url).partition("/")[0], []).append(shape_of(url))
    several = [found for found in shapes.values() if len(found) > 4]

    commonest = sum(max(map(found.count, found)) for found in several)

    assert commonest / sum(map(len, several)) > 0.75


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("", "/"),
        ("/news/ferry-runs-again/", "/news/a-a"),
        ("/news/2026/11/03/ferry.html", "/news/y/9+/a.html"),
        ("/news/ferry-runs-again-4711829", "/news/a-a-99"),
        ("/news/4711829-ferry-runs-again", "/news/99-a-a"),
        ("/news/top-10-ferries-of-2025-so-far", "/news/a-a"),
        ("/news/ferry-ceb9a4f656d7", "/news/a-x"),
        ("/news/0f3fe0e2-ccf6-4b3c-8e0c-5c4203af7b7a", "/news/x"),
        ("/news/3f9a1c7e-5b2d4806-6a0e1122", "/news/x"),
        ("/news/12-4711-8", "/news/9-9"),
        ("/news/___/ferry", "/news/-/a"),
        ("/tag/ferry", "/tag/a"),
        ("/news/page/12", "/news/page/9"),
        ("/events/2031-04-09", "/events/y-9"),
        ("/a/b/c/d/e/f/ferry", "/a/b/c/a+"),
        ("/?p=12345", "/?p=9"),
        ("/list?f[1]=ab&f[2]=cd&sort=new", "/list?f[9]=a&sort=a"),
        (f"/news/ferry?visit={TOKEN}", "/news/a?visit=x"),
        ("/#!/news/7", "/news/9"),
        ("/खबर/नदी-का-पानी", "/खबर/a-a"),
        ("/news/台風で離島への船が欠航に", "/news/a-a"),
    ],
)
def test_a_shape_keeps_what_tells_sections_and_folds_what_tells_pages(path, shape):
    assert shape_of(ISLE + path) == "isle.example" + shape


def test_what_is_no_address_has_no_shape():
    with pytest.raises(BadURL):
        shape_of("mailto:desk@isle.example")

    assert looks_like_trap("mailto:desk@isle.example") is None


@given(st.text(max_size=400))
def test_any_address_has_a_short_shape_or_is_refused(text):
    url = f"{ISLE}/{text}"
    try:
        shape = shape_of(url)
    except BadURL:
        return

    assert len(shape) <= MOST_SHAPE_CHARS
    assert shape == shape_of(url)
    assert looks_like_trap(url) in (None, *TrapSign)


def calendar() -> Iterator[str]:
    """Day after day, under a folder that no list of calendars names."""
    return (f"/what/{date(2026, 11, 3) + timedelta(days=number):%Y/%m/%d}/" for number in count())


def pages() -> Iterator[str]:
    return (f"/latest/{number}/" for number in count(1))


def sessions() -> Iterator[str]:
    chance = random.Random(4711)
    return (f"/news/{chance.getrandbits(128):032x}/ferry-runs-again/" for _ in count())


def tokens() -> Iterator[str]:
    chance = random.Random(4711)
    return (f"/news/ferry-runs-again/?visit={chance.getrandbits(64):016x}" for _ in count())


def depths() -> Iterator[str]:
    return (f"/news{'/more' * number}/ferry/" for number in count(1))


def errors() -> Iterator[str]:
    """Articles by their address, all of one text."""
    return (f"/2026/11/{number % 28 + 1:02d}/lost-and-found-{number}/" for number in count())


def farm() -> Iterator[str]:
    """A shape each time, as link farms make them."""
    return (f"/{'abcdefghij'[number % 10] * (number // 10 % 10 + 1)}/x{number}/y/" for number in count())


@pytest.mark.parametrize("maze", [calendar, pages, sessions, tokens, depths, errors])
def test_an_endless_generator_is_ended_by_its_shape(maze):
    watch = TrapWatch()

    visited = walk(watch, maze())

    assert visited <= 2 * BARREN_LIMIT + 5
    assert all(watch.is_closed(ISLE + path) for path in islice(maze(), 100, 200))
    assert not watch.is_closed(f"{ISLE}/")


def test_a_link_farm_of_many_shapes_closes_the_site():
    watch = TrapWatch()

    visited = walk(watch, farm())

    assert visited == SITE_LIMIT
    assert watch.is_closed(f"{ISLE}/sport/a-story-of-another-shape/")


def test_a_shape_is_closed_at_its_last_barren_outcome_and_told_once():
    watch = TrapWatch()

    told = [watch.note(f"{ISLE}/day/{number}", is_barren=True) for number in range(BARREN_LIMIT + 2)]

    assert told == [None] * (BARREN_LIMIT - 1) + ["isle.example/day/9", None, None]


def test_a_shape_that_gave_an_article_is_borne_with_for_longer():
    watch = TrapWatch()
    watch.note(f"{ISLE}/day/1", is_barren=False)

    told = [watch.note(f"{ISLE}/day/{number}", is_barren=True) for number in range(FRUITFUL_LIMIT)]

    assert told == [None] * (FRUITFUL_LIMIT - 1) + ["isle.example/day/9"]


def test_an_article_now_and_then_keeps_shape_and_site_open():
    watch = TrapWatch()

    told = [watch.note(f"{ISLE}/day/{number}", is_barren=number % 25 > 0) for number in range(1_000)]

    assert set(told) == {None}


def test_fruit_of_one_shape_does_not_excuse_another():
    watch = TrapWatch()

    told = [
        watch.note(f"{ISLE}/{'day' if number % 2 else 'story'}/{number}", is_barren=number % 2 > 0)
        for number in range(2 * BARREN_LIMIT)
    ]

    assert [shape for shape in told if shape] == ["isle.example/day/9"]


def test_what_was_closed_before_is_closed_and_not_told_again():
    watch = TrapWatch({"isle.example/day/9"})

    told = {watch.note(f"{ISLE}/day/{number}", is_barren=True) for number in range(2 * BARREN_LIMIT)}

    assert watch.is_closed(f"{ISLE}/day/7")
    assert told == {None}


def test_a_watch_forgets_the_shape_it_met_least_recently():
    watch = TrapWatch()
    for _ in range(BARREN_LIMIT - 1):
        watch.note(f"{ISLE}/day/1", is_barren=True)
    for number in range(MOST_SHAPES):
        watch.note(f"https://{number}.isle.example/", is_barren=False)

    told = watch.note(f"{ISLE}/day/1", is_barren=True)

    assert told is None


def test_a_watch_remembers_the_shape_it_met_all_along():
    watch = TrapWatch()
    told = []
    for number in range(MOST_SHAPES + 1):
        watch.note(f"https://{number}.isle.example/", is_barren=False)
        told.append(watch.note(f"{ISLE}/day/1", is_barren=True) if number % 100 == 0 else None)

    more = [watch.note(f"{ISLE}/day/1", is_barren=True) for _ in range(BARREN_LIMIT - 21)]

    assert set(told) == {None}
    assert more == [None] * (BARREN_LIMIT - 22) + ["isle.example/day/9"]


def test_as_many_shapes_are_kept_closed_as_the_bound_says():
    watch = TrapWatch(f"{number}.isle.example/day" for number in range(MOST_SHAPES))
    met = watch.is_closed("https://0.isle.example/events") or watch.is_closed("https://0.isle.example/day")

    watch.close("isle.example/day")

    assert met
    assert watch.is_closed("https://isle.example/day")
    assert watch.is_closed("https://0.isle.example/day")
    assert not watch.is_closed("https://1.isle.example/day")


def test_links_that_look_like_a_trap_are_passed_over_and_told_of():
    page = a_feed(
        "/2026/11/ferry-runs-again/", "/events/2031/04/", "/events/2031/05/", "/events/2031/05/?utm_source=feed"
    )

    finding = find_links(page, Scope(homes=(ISLE,)))

    assert paths(finding) == ["/2026/11/ferry-runs-again/"]
    assert finding.problems == (
        f"2 of its links look like a trap (calendar), the first {ISLE}/events/2031/04/: passed over",
    )
    assert finding.is_whole


def test_links_of_a_closed_shape_are_passed_over_and_their_seed_is_read_again():
    page = a_feed("/2026/11/ferry-runs-again/", "/day/1", "/day/2", "/day/3")

    finding = find_links(page, Scope(homes=(ISLE,), closed_shapes=frozenset({"isle.example/day/9"})))

    assert paths(finding) == ["/2026/11/ferry-runs-again/"]
    assert finding.problems == (
        f"3 of its links are of a shape that led nowhere before, the first {ISLE}/day/1: passed over",
    )
    assert not finding.is_whole


def test_the_spiders_word_ends_the_guessing_but_opens_no_closed_shape():
    page = a_feed("/events/2031/04/", "/events/day/1")

    finding = find_links(
        page, Scope(homes=(ISLE,), article_path="^events/", closed_shapes=frozenset({"isle.example/events/day/9"}))
    )

    assert paths(finding) == ["/events/2031/04/"]


def walk(watch: TrapWatch, maze: Iterator[str], *, most: int = 500) -> int:
    """Visit what the maze offers, in vain, until two hundred addresses in a row are closed; return the visits."""
    visited = closed = 0
    for path in maze:
        if watch.is_closed(ISLE + path):
            closed += 1
        else:
            visited, closed = visited + 1, 0
            watch.note(ISLE + path, is_barren=True)
        if closed == 200 or visited == most:
            break
    return visited


def corpus_urls(name: str) -> list[str]:
    with (CORPUS / name / "gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["url"] for line in lines]


def a_feed(*paths: str) -> Page:
    items = "".join(f"<item><title>Ferry</title><link>{ISLE}{path}</link></item>" for path in paths)
    body = f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>'.encode()
    return Page(url=f"{ISLE}/feed/", body=body, fetched=datetime(2026, 11, 3, tzinfo=UTC))


def paths(finding: Finding) -> list[str]:
    return [found.link.url.removeprefix(ISLE) for found in finding.links]
