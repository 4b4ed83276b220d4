"""An honest site is never taken for a trap, and a machine in trouble costs a crawl nothing but time."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cron import Operator, sum_closes
from tests.rawserver import RawServer, answer
from tests.trapserver import feed, prose
from tests.waiting import wait_until


def article(number: int) -> bytes:
    paragraphs = prose(number)
    head = f"<html><head><title>Story {number}</title></head><body><article><h1>Story {number}</h1>"
    return answer(f"{head}{paragraphs}</article></body></html>", Content_Type="text/html")


def short(number: int) -> bytes:
    return answer(f"<html><body><h1>Video {number}</h1><p>Watch.</p></body></html>", Content_Type="text/html")


def path_of(number: int) -> str:
    return f"/2026/11/the-council-of-ferries-{number}/"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/robots.txt": answer("User-agent: *\nAllow: /\n")}) as server:
        yield server


@pytest.fixture
def operator(server, tmp_path) -> Operator:
    return Operator(tmp_path, {"isle": [f"{server.url}/feed/"]})


def publish(server: RawServer, articles: range, shorts: range) -> None:
    """Let the feed name these pages, what is short last."""
    server.pages |= {path_of(number): article(number) for number in articles}
    server.pages |= {path_of(number): short(number) for number in shorts}
    server.pages["/feed/"] = feed(*(server.url + path_of(number) for number in (*articles, *shorts)))


def test_second_looks_at_pages_that_are_no_articles_close_nothing(server, operator):
    publish(server, range(50), range(100, 140))
    first = operator.crawl()
    operator.let_time_pass()
    publish(server, range(60), range(100, 140))

    second = operator.crawl()

    assert (first["new"], second["new"]) == (50, 10)
    assert operator.rows("SELECT count(*) FROM trap") == [(0,)]


def test_a_shape_that_bore_articles_is_not_closed_by_a_run_of_short_pages(server, operator):
    publish(server, range(20), range(0))
    operator.crawl()
    publish(server, range(20, 30), range(100, 140))

    result = operator.crawl()

    assert result["new"] == 10
    assert operator.rows("SELECT count(*) FROM trap") == [(0,)]


def test_a_few_walls_of_cookies_close_nothing(server, operator):
    publish(server, range(40), range(0))
    for number in range(5):
        server.pages[path_of(number)] = answer(status="302 Found", Location=path_of(number))

    result = operator.crawl()

    assert (result["new"], result["failed"]) == (35, {"bad-redirect": 5})


def test_what_was_never_visited_goes_before_second_looks(server, operator):
    publish(server, range(30), range(0))
    operator.crawl("--max-pages", "20")
    operator.let_time_pass()

    result = operator.crawl("--max-pages", "10")

    assert result["new"] == 10


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told by /proc")
def test_a_fork_server_that_is_killed_costs_no_outcome(server, operator):
    publish(server, range(120), range(0))
    process = subprocess.Popen(
        operator.command("crawl", "--json"), cwd=operator.folder, stdout=subprocess.PIPE, text=True
    )
    wait_until(lambda: len(server.requests) >= 10)

    for pid in fork_servers(process.pid):
        os.kill(pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=100)

    result = json.loads(out)
    assert sum_closes(result)
    assert result["new"] >= 110
    assert process.returncode in (0, 3)


def fork_servers(parent: int) -> list[int]:
    """Return the processes that make workers for *parent*."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        if int(stat[1]) == parent and "forkserver" in command:
            found.append(int(folder.name))
    return found
