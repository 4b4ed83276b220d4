"""The power goes, or somebody types kill -9, at any moment of a crawl: what was reported stored is there, and a rerun
ends with the same set."""

import random
import re
import signal
import sqlite3
import subprocess

import pytest

from newsspider.archive.raw import pages_path
from newsspider.archive.raw_reader import RawReader
from newsspider.demo.server import DemoServer
from tests.cron import Operator
from tests.waiting import wait_until

SEED = 20261122


def moments(count: int) -> list[float]:
    """Return *count* shares of a crawl's requests, spread over all of it; the same ones on every machine."""
    chance = random.Random(SEED)
    return [(number + chance.random()) / count for number in range(count)]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """What a crawl comes to that nobody disturbs: the set by path, and how many requests it takes."""
    with DemoServer() as server:
        operator = crawler_of(server, tmp_path_factory.mktemp("unbroken"))
        operator.crawl()
        return paths(operator), len(server.requests)


def test_killed_at_any_moment_nothing_reported_is_lost_and_a_rerun_ends_with_the_same_set(moment, unbroken, tmp_path):
    whole, requests = unbroken
    with DemoServer() as server:
        operator = crawler_of(server, tmp_path)
        reported = crawl_until(operator, server, requests=int(moment * requests))
        survived = paths(operator) if operator.archive.exists() else set()
        without_page = pages_missing(operator) if survived else set()

        operator.crawl()

    assert reported <= len(survived)
    assert without_page == set()
    assert pages_missing(operator) == set()
    assert operator.rows("PRAGMA integrity_check") == [("ok",)]
    assert survived <= whole
    assert paths(operator) == whole


def crawler_of(server, folder) -> Operator:
    return Operator(folder, {site.name: site.seeds for site in server.sites})


def crawl_until(operator, server, *, requests: int) -> int:
    """Crawl, end the process with SIGKILL once the server has seen so many requests; return what it reported stored."""
    process = subprocess.Popen(
        operator.command("crawl"), cwd=operator.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: len(server.requests) >= requests or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    output, progress = process.communicate(timeout=60)
    latest = dict(re.findall(r"^([\w-]+): .* (\d+) stored$", progress, re.MULTILINE))
    latest |= dict(re.findall(r"^([\w-]+): (\d+) new", output, re.MULTILINE))
    return sum(map(int, latest.values()))


def paths(operator) -> set[tuple[str, str]]:
    """Return the stored set without the port, which is another one on every start."""
    return {(re.sub(r"^127\.0\.0\.1:\d+", site, key), text_hash) for site, key, text_hash in rows_of(operator)}


def pages_missing(operator) -> set[str]:
    """Return the articles whose page is not there: it is on disk before the article that names it."""
    with RawReader(pages_path(operator.archive)) as raw:
        kept = {page.url_key for page in raw.pages()}
    return {key for (key,) in operator.rows("SELECT url_key FROM article")} - kept


def rows_of(operator):
    try:
        return operator.rows("SELECT site, url_key, text_hash FROM article")
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):  # killed before the first table was made
            raise
        return []
