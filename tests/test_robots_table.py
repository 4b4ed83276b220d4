"""robots.txt by the servers' own logs: forty stories wait at every site while each answers in its own way."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Set
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cron import Operator, sum_closes
from tests.publisher import OPEN, ROBOTS, Asked, Publisher
from tests.rawserver import answer
from tests.robots_table import BY_RULES, STORIES, TABLE, TIMEOUT_SECONDS

TDMREP = "/.well-known/tdmrep.json"
METER = Path(__file__).parent / "meter"
MOST_KILOBYTES = 450_000
"""Of the main process, libraries and all; the bombs of the table would take gigabytes."""
HAD = {name for name, behaviour in TABLE.items() if behaviour.is_had}


@dataclass
class Crawls:
    """Three runs over the sites of the table: one that finds the stories, one that obeys, one within the hour."""

    publishers: dict[str, Publisher]
    operator: Operator
    due: dict[str, set[str]]
    """Stories that wait for the second."""
    obeying: dict[str, list[Asked]]
    result: dict[str, Any]
    peak_kilobytes: int
    due_after: dict[str, set[str]]
    again: dict[str, list[str]]
    again_result: dict[str, Any]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with ExitStack() as stack:
        publishers = {name: stack.enter_context(Publisher()) for name in TABLE}
        seeds = {name: [site.feed_url] for name, site in publishers.items()}
        next_door = {name: stack.enter_context(Publisher()) for name in TABLE}
        operator = Operator(tmp_path_factory.mktemp("table"), seeds)
        operator.configure(
            allow=[site.host for site in (*publishers.values(), *next_door.values())],
            requests_per_host=len(STORIES),
            timeout=f"{TIMEOUT_SECONDS}s",
            retries=0,
        )
        for site in publishers.values():
            site.publish(list(STORIES))
            site.pages[ROBOTS] = OPEN
        operator.crawl("--max-pages", "1")
        operator.let_pauses_pass()
        due = due_stories(operator)
        for name, behaviour in TABLE.items():
            behaviour.set_up(publishers[name], next_door[name])
            publishers[name].log.clear()
        result, peak = measured_crawl(operator)
        obeying = {name: list(site.log) for name, site in publishers.items()}
        due_after = due_stories(operator)
        for site in publishers.values():
            site.log.clear()
        again = operator.crawl()
        paths = {name: site.paths for name, site in publishers.items()}
        yield Crawls(publishers, operator, due, obeying, result, peak, due_after, paths, again)


def measured_crawl(operator: Operator) -> tuple[dict[str, Any], int]:
    """Crawl; return the object of --json and the most memory that the main process had, in kilobytes."""
    with (operator.folder / "out.json").open("w+") as out:
        meter = operator.folder / "meter.json"
        path = os.pathsep.join(filter(None, [str(METER), os.environ.get("PYTHONPATH")]))
        environment = os.environ | {"NEWSSPIDER_METER": str(meter), "PYTHONPATH": path}
        command = operator.command("crawl", "--json")
        subprocess.run(command, cwd=operator.folder, stdout=out, env=environment, check=False, timeout=120)
        out.seek(0)
        return json.load(out), json.loads(meter.read_text())["main_bytes"] >> 10


def due_stories(operator: Operator) -> dict[str, set[str]]:
    """Return the paths of what waits in the frontier, by site."""
    waiting: dict[str, set[str]] = {name: set() for name in operator.sites}
    for site, url in operator.rows("SELECT site, url FROM url WHERE state = 'due'"):
        waiting[site].add("/" + url.split("/", 3)[3])
    return waiting


def kinds(paths: set[str], allowed: Set[str]) -> set[str]:
    return {path for path in paths if STORIES[path] in allowed}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_fetched_is_what_the_table_allows(crawls, name):
    asked = [each.path for each in crawls.obeying[name] if each.path in STORIES]

    assert sorted(asked) == sorted(kinds(crawls.due[name], TABLE[name].allowed))


@pytest.mark.parametrize("name", TABLE)
def test_robots_txt_is_asked_for_once_however_many_wait(crawls, name):
    asked = [each.path for each in crawls.obeying[name] if each.path == ROBOTS or each.path.startswith("/hop-")]

    assert len(asked) == TABLE[name].asked


@pytest.mark.parametrize("name", TABLE)
def test_nothing_is_asked_for_before_robots_txt_has_answered(crawls, name):
    robots = [each for each in crawls.obeying[name] if each.path == ROBOTS or each.path.startswith("/hop-")]
    others = [each for each in crawls.obeying[name] if each not in robots]

    assert crawls.obeying[name][0].path == ROBOTS
    assert all(each.moment >= robots[-1].answered > 0 for each in others)


@pytest.mark.parametrize("name", sorted(HAD))
def test_what_is_forbidden_is_counted(crawls, name):
    forbidden = crawls.due[name] - kinds(crawls.due[name], TABLE[name].allowed)
    counts = crawls.result["sites"][name]

    assert counts["refused"] == ({"robots": len(forbidden)} if forbidden else {})
    assert counts["new"] == len(crawls.due[name]) - len(forbidden)


@pytest.mark.parametrize("name", sorted(HAD))
def test_files_beside_the_stories_are_asked_for_by_the_same_rules(crawls, name):
    others = [each.path for each in crawls.obeying[name] if each.path not in STORIES and each.path != ROBOTS]

    assert sorted(path for path in others if not path.startswith("/hop-")) == [TDMREP, "/feed/"]


@pytest.mark.parametrize("name", sorted(TABLE.keys() - HAD))
def test_a_file_that_cant_be_had_bars_everything_and_loses_nothing(crawls, name):
    counts = crawls.result["sites"][name]

    assert {each.path for each in crawls.obeying[name]} <= {ROBOTS, "/hop-1", "/hop-3"}
    assert sum(counts["refused"].values()) + sum(counts["failed"].values()) == len(crawls.due[name]) == 39
    assert crawls.due_after[name] == crawls.due[name]


def test_every_sum_closes(crawls):
    assert sum_closes(crawls.result)
    assert sum_closes(crawls.again_result)


@pytest.mark.parametrize("name", sorted(HAD))
def test_within_the_hour_the_file_is_obeyed_without_being_asked_for(crawls, name):
    allowed = {*STORIES, "/feed/", TDMREP} - {path for path in STORIES if STORIES[path] not in TABLE[name].allowed}

    assert ROBOTS not in crawls.again[name]
    assert set(crawls.again[name]) <= allowed


@pytest.mark.parametrize("name", sorted(TABLE.keys() - HAD))
def test_a_file_that_couldnt_be_had_is_tried_again_by_the_next_run(crawls, name):
    asked = crawls.again[name]

    assert set(asked) <= {ROBOTS, "/hop-1", "/hop-3"}
    assert len(asked) == (0 if name == "429" else TABLE[name].asked)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc")
def test_bombs_and_endless_files_cost_no_memory(crawls):
    assert crawls.peak_kilobytes < MOST_KILOBYTES


def test_an_old_file_is_asked_for_with_its_etag_and_still_obeyed(crawls):
    site = crawls.publishers["plain"]
    crawls.operator.let_time_pass()
    site.log.clear()
    site.pages[ROBOTS] = answer(status="304 Not Modified")

    result = crawls.operator.crawl("plain")

    (robots,) = [each for each in site.log if each.path == ROBOTS]
    assert 'If-None-Match: "7"' in robots.head
    assert kinds(set(site.stories), BY_RULES) == set(site.stories) != set()
    assert result["failed"] == {}
