"""Hostile pages cost at most their worker: there is an answer or an error, and who waits behind them is answered."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from newsspider import jobs
from newsspider.article import Page
from newsspider.errors import NotAnArticle, WorkerCrashed, WorkerError, WorkerTimeout
from newsspider.extraction.extractor import extract
from newsspider.workers import WorkerPool
from tests import hostile
from tests.jobs import take_memory

URL = "https://isle.example/2026/11/03/the-ferry-runs-again"
SCOPE = jobs.Scope(homes=("https://isle.example/",))
SHORT_SECONDS = 2.0
LONG_SECONDS = 100.0
"""For pages that are to be read to their end, however slow the machine; what takes the square never comes so far."""
AHEAD = 4
STATM = Path("/proc/self/statm")

SLOW = frozenset(
    (
        "40k spans in the body",
        "a million <br>",
        "a million <br> between words",
        "50k unclosed <b>",
        "a table of 300k cells",
        "a table of 300k cells in the body",
        "50k times",
        "50k by-lines",
    )
)
"""What takes the libraries behind us seconds, or most of a worker's memory: left to the deadline."""

Outcome = str
Ask = Callable[[bytes, float], Future[Any]]


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, preload=jobs.MODULES) as pool:
        yield pool


def a_page(body: bytes) -> Page:
    return Page(url=URL, body=body, fetched=datetime(2026, 11, 3, tzinfo=UTC))


GOOD = hostile.page()
GOOD_FEED = f"<rss><item><title>Ferry</title><link>{URL}</link></item></rss>".encode()


def extraction(pool: WorkerPool) -> Ask:
    return lambda body, seconds: pool.submit(jobs.extract_page, a_page(body), deadline_seconds=seconds)


def discovery(pool: WorkerPool) -> Ask:
    return lambda body, seconds: pool.submit(jobs.find_links, a_page(body), SCOPE, deadline_seconds=seconds)


def outcomes(
    pages: Mapping[str, hostile.Maker], ask: Ask, *, good: bytes = GOOD, slow: frozenset[str] = frozenset()
) -> dict[str, Outcome]:
    """Return what each page comes to; a few are asked for at a time, and a good one behind each, which must be read."""
    found: dict[str, Outcome] = {}
    waiting: list[tuple[str, Future[Any], Future[Any]]] = []

    def settle() -> None:
        name, asked, behind = waiting.pop(0)
        found[name] = outcome_of(asked)
        assert outcome_of(behind) == "read", f"the page behind {name}"

    for name, make in pages.items():
        asked = ask(make(), SHORT_SECONDS if name in slow else LONG_SECONDS)
        waiting.append((name, asked, ask(good, LONG_SECONDS)))
        if len(waiting) == AHEAD:
            settle()
    while waiting:
        settle()
    return found


def outcome_of(asked: Future[Any]) -> Outcome:
    try:
        asked.result()
    except NotAnArticle as outcome:
        return str(outcome.reason)
    except WorkerTimeout:
        return "timeout"
    except WorkerCrashed:
        return "crash"
    except WorkerError as error:
        return str(error)
    return "read"


def not_read(found: Mapping[str, Outcome]) -> dict[str, Outcome]:
    return {name: outcome for name, outcome in found.items() if outcome != "read"}


def test_pages_known_for_what_they_cost_cost_their_worker_at_most(pool):
    found = outcomes(hostile.FAMOUS, extraction(pool), slow=SLOW)

    lost = not_read(found)
    assert lost.pop("half a million control bytes") == "binary"
    assert lost.keys() <= SLOW
    assert set(lost.values()) <= {"timeout", "crash"}


def test_no_rule_of_ours_takes_the_square_of_a_page(pool):
    found = outcomes(hostile.RULES, extraction(pool))

    assert not_read(found) == {}


def test_no_script_keeps_a_page_from_being_read(pool):
    found = outcomes(hostile.JSON_LD, extraction(pool))

    assert not_read(found) == {}


@pytest.mark.parametrize("place", [hostile.in_body, hostile.in_head, hostile.in_short_lines])
def test_no_line_is_tried_again_and_again(pool, place):
    pages = {name: partial(place, text[:200_000]) for name, text in hostile.LINES.items()}

    found = outcomes(pages, extraction(pool))

    assert not_read(found) == {}


@pytest.mark.parametrize("place", [hostile.in_feed, hostile.in_head])
def test_no_line_of_a_seed_is_tried_again_and_again(pool, place):
    pages = {name: partial(place, text[:200_000]) for name, text in hostile.LINES.items()}

    found = outcomes(pages, discovery(pool), good=GOOD_FEED)

    assert not_read(found) == {}


def test_seeds_made_to_cost_are_read(pool):
    found = outcomes(hostile.SEEDS, discovery(pool), good=GOOD_FEED)

    assert not_read(found) == {}


@pytest.mark.skipif(not STATM.exists(), reason="only Linux tells what a process holds now")
def test_pages_that_kill_leave_nothing_in_the_process_that_asks(pool):
    outcome_of(pool.submit(take_memory, 1 << 40))
    before = resident_bytes()

    found = [outcome_of(pool.submit(take_memory, 1 << 40)) for _ in range(20)]

    assert set(found) == {"crash"}
    assert resident_bytes() - before < 20 << 20


def resident_bytes() -> int:
    return int(STATM.read_text().split()[1]) * resource.getpagesize()


@pytest.mark.parametrize("size", [9_000_000, 11_000_000])
@pytest.mark.parametrize(
    "something", ["<p title='{}'></p>", "<!-- {} -->", "<script>{}</script>", "<noscript>{}</noscript>", "<{}>"]
)
def test_what_is_long_before_the_article_hides_none_of_it(size, something):
    article = extract(a_page(hostile.page(before=something.format("x" * size))))

    assert article.complete
    assert article.text == extract(a_page(GOOD)).text


@pytest.mark.parametrize(
    "body",
    [
        hostile.page("<div>" * 5_000 + "x"),
        hostile.page() + b"<p>x</p>" * 2_600_000,
        hostile.page()[: -len("</article></body></html>") - 20],
        hostile.page("<p>x" * 10, article=hostile.ARTICLE.removesuffix("</article>"))[:-20],
    ],
    ids=["nested beyond the parser's end", "longer than what is read", "cut off", "cut inside the last tag"],
)
def test_a_part_of_a_page_is_told_as_a_part(body):
    assert not extract(a_page(body)).complete


def test_a_front_page_that_is_nested_beyond_the_parsers_end_is_not_read_as_whole():
    links = f"<h2><a href={URL}>The ferry</a></h2>"

    found = jobs.find_links(a_page(hostile.page("<div>" * 5_000 + links, before=links)), SCOPE)

    assert not found.is_whole
    assert [each.link.url for each in found.links] == [URL]


def test_a_class_without_an_end_is_cut_and_the_article_stands():
    body = hostile.page(article=f"<div class='{'wide ' * 100_000}'>{hostile.ARTICLE}</div>")

    assert extract(a_page(body)).text == extract(a_page(GOOD)).text


def test_a_text_of_many_megabytes_is_cut_and_says_so():
    from newsspider.extraction.assembly import MAX_TEXT_LETTERS, assemble
    from newsspider.extraction.block import Block

    text = "\n\n".join(["The ferry runs again."] * 200_000)

    cut = assemble([Block("The ferry runs again.")] * 200_000, [], str)

    assert not cut.whole
    assert MAX_TEXT_LETTERS - 100 < len(cut.text) <= MAX_TEXT_LETTERS
    assert text.startswith(cut.text)
    assert cut.text.endswith("again.")


def test_a_long_text_has_the_hash_of_its_words(monkeypatch):
    from newsspider import text

    long = "The ferry, in 東京, is “late”.\n\n" * 3_000
    in_one = text.text_hash(long)

    monkeypatch.setattr(text, "LONG_TEXT", 0)

    assert text.text_hash(long) == in_one
