"""Sites without an end, in one run with an honest one: each is ended with the reason, and the honest one is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import pytest

from newsspider.spider import AHEAD
from tests.cron import Operator, sum_closes
from tests.endless import EndlessServer
from tests.rawserver import RawServer, answer
from tests.trapserver import FARM, LINKS, MAZES, TrapServer, feed, html, prose

ROBOTS = answer("User-agent: *\nAllow: /\n")
STORIES = 40
MOST_REQUESTS = 200
MAX_TIME_SECONDS = 60
QUIET = {"calendar", "token-jsessionid", "token-sid", "pages-index", "ring"}
"""What no address of which looks like an article, or all addresses of which are one, or that ends by itself."""
SHUT = {
    "calendar-front",
    "programme",
    "day-feed",
    "token-jsessionid",
    "soft-404-echo",
    "redirects",
    "refresh",
    "repeats",
}
ENDLESS = ("same-text", "soft-404", "listings", "crowd")


@dataclass
class Country:
    """A crawl of many sites, and two after it."""

    operator: Operator
    servers: dict[str, TrapServer]
    honest: RawServer
    crawls: list[dict[str, Any]]
    requests: list[dict[str, list[str]]]
    """Paths asked for in each crawl, by site."""

    def crawl(self) -> None:
        before = {name: len(server.paths) for name, server in self.servers.items()}
        self.crawls.append(self.operator.crawl("--max-time", "60s"))
        self.requests.append({name: server.paths[before[name] :] for name, server in self.servers.items()})

    def let_closures_pass(self) -> None:
        with closing(sqlite3.connect(self.operator.archive)) as connection, connection:
            connection.execute("UPDATE trap SET until = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 hour')")


def honest_pages(count: int = STORIES) -> dict[str, bytes]:
    return {f"/2026/11/{number:02}/news-of-that-day/": html(f"Day {number}", prose(number)) for number in range(count)}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with ExitStack() as stack:
        servers = {maze.name: stack.enter_context(TrapServer(maze)) for maze in MAZES}
        honest = stack.enter_context(RawServer({"/robots.txt": ROBOTS, **honest_pages()}))
        honest.pages["/feed/"] = feed(*(honest.url + path for path in honest_pages()))
        seeds = {name: [server.seed] for name, server in servers.items()} | {"honest": [honest.url + "/feed/"]}
        country = Country(Operator(tmp_path_factory.mktemp("country"), seeds), servers, honest, [], [])
        country.crawl()
        country.crawl()
        country.let_closures_pass()
        country.crawl()
        yield country


each_maze = pytest.mark.parametrize("maze", MAZES, ids=lambda maze: maze.name)


def pages(paths: list[str]) -> list[str]:
    """Return the paths that are no seed and no policy file."""
    seeds = ("/robots.txt", "/sitemap", "/index", "/crowd", "/ring", "/feed/", "/.well-known", "/tdmrep")
    return [path for path in paths if path != "/" and not path.startswith(seeds)]


@each_maze
def test_a_maze_costs_few_requests_in_every_run(country, maze):
    asked = [len(requests[maze.name]) for requests in country.requests]

    assert max(asked) < MOST_REQUESTS


@each_maze
def test_what_ended_a_maze_is_told(country, maze):
    problems = [line for line in country.crawls[0]["problems"] if country.servers[maze.name].url in line]

    told = any(words in line for line in problems for words in ("trap", "passed over", "gave nothing"))

    assert told is (maze.name not in QUIET)


@each_maze
def test_the_run_after_asks_less_of_a_maze(country, maze):
    first, second, _ = (len(pages(requests[maze.name])) for requests in country.requests)

    # how many were asked for before the first ones were judged is the machine's affair, where nothing shuts the site
    in_flight = AHEAD if maze.name in ENDLESS else 0
    assert second == 0 if maze.name in SHUT else second <= max(first, LINKS + in_flight)


def test_a_maze_with_more_than_was_asked_for_leaves_it_to_its_budget(country):
    left = {name: country.crawls[0]["sites"][name]["left"] for name in ENDLESS}

    assert all(reasons.get("budget", 0) > LINKS for reasons in left.values()), left


def test_a_maze_found_out_again_is_closed_for_longer(country):
    url = f"{country.servers['programme'].url}/%"

    assert country.operator.rows("SELECT strikes FROM trap WHERE url LIKE ?", url) == [(2,)]


def test_a_crawl_of_mazes_ends_by_itself_and_its_sum_closes(country):
    assert max(crawl["seconds"] for crawl in country.crawls) < MAX_TIME_SECONDS
    assert [sum_closes(crawl) for crawl in country.crawls] == [True, True, True]
    assert [crawl["stderr"] for crawl in country.crawls if "Traceback" in crawl["stderr"]] == []


def test_the_honest_site_beside_them_is_whole(country):
    found = country.crawls[0]["sites"]["honest"]

    assert (found["due"], found["new"]) == (STORIES, STORIES)
    assert [line for line in country.crawls[0]["problems"] if country.honest.url in line] == []


def test_a_farm_of_ever_new_stories_is_ended_by_the_budget_of_pages(tmp_path):
    with TrapServer(FARM) as server:
        result = Operator(tmp_path, {"farm": [server.seed]}).crawl("--max-pages", "80")

    assert len(pages(server.paths)) <= 80
    assert result["left"]["budget"] > 0
    assert sum_closes(result)


@pytest.mark.parametrize("pause_seconds", [0.0, 0.05], ids=["fast", "slow"])
def test_a_feed_that_never_ends_is_ended(tmp_path, pause_seconds):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel><title>Isle</title>"
    with EndlessServer(head, b"<item><title>News</title></item>" * 40, pause_seconds=pause_seconds) as server:
        operator = Operator(tmp_path, {"isle": [server.url]})
        operator.configure(max_seed_bytes="1MB", timeout="2s", retries=1)

        result = operator.crawl()

    assert result["seconds"] < MAX_TIME_SECONDS
    assert sum_closes(result)


def test_an_honest_site_with_many_pages_that_are_none_loses_nothing(tmp_path):
    stories = honest_pages(180)
    others = {f"/2026/10/{number:03}/photos-of-that-day/": html("Photos", "<p>Photos.</p>") for number in range(120)}
    mixed = [
        path for group in zip(batched(stories, 3), batched(others, 2), strict=True) for each in group for path in each
    ]
    with RawServer({"/robots.txt": ROBOTS, **stories, **others}) as server:
        server.pages["/feed/"] = feed(*(server.url + path for path in mixed))

        result = Operator(tmp_path, {"isle": [server.url + "/feed/"]}).crawl()

    assert (result["due"], result["new"], result["left"]) == (300, 180, {})


def test_a_site_whose_newest_addresses_are_gone_gives_the_rest_when_the_closure_is_over(tmp_path):
    stories = honest_pages(60)
    gone = [f"/2026/12/{number:02}/news-of-that-day/" for number in range(60)]
    with RawServer({"/robots.txt": ROBOTS, **stories}) as server:
        server.pages["/feed/"] = feed(*(server.url + path for path in [*gone, *stories]))
        operator = Operator(tmp_path, {"isle": [server.url + "/feed/"]})
        crawls = [operator.crawl()]
        for _ in range(3):
            operator.let_time_pass()
            crawls.append(operator.crawl())

    assert all(sum_closes(crawl) for crawl in crawls)
    assert sum(crawl["new"] for crawl in crawls) == 60
    assert operator.rows("SELECT count(*) FROM trap") == [(0,)]


def test_other_addresses_of_articles_cost_none(tmp_path):
    stories = honest_pages()
    twins = {f"{path}amp/": page for path, page in stories.items()}
    prints = {f"{path}?print=1": page for path, page in stories.items()}
    with RawServer({"/robots.txt": ROBOTS, **stories, **twins, **prints}) as server:
        server.pages["/feed/"] = feed(*(server.url + path for path in [*twins, *prints, *stories]))
        operator = Operator(tmp_path, {"isle": [server.url + "/feed/"]})
        operator.crawl()
        operator.let_time_pass()

        operator.crawl()

    assert operator.rows("SELECT count(DISTINCT text_hash) FROM article") == [(STORIES,)]


def batched(paths: Iterable[str], size: int) -> list[tuple[str, ...]]:
    every = list(paths)
    return [tuple(every[start : start + size]) for start in range(0, len(every), size)]
