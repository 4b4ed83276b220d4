"""A page that costs its worker, met by a crawl: kept, told of, left alone, and tried again by another extractor."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cron import Operator, sum_closes
from tests.rawserver import RawServer, answer
from tests.trapserver import feed, html, prose
from tests.waiting import wait_until

DEADLINE = "3s"
HEAVY = "/2026/11/22/the-page-without-an-end/"
STORIES = [f"/2026/11/{number:02}/news-of-that-day/" for number in range(1, 7)]


def heavy_body() -> bytes:
    """Return a page that every extractor needs many times the deadline for."""
    return b"".join(b"<p>Line %d of the timetable of ferries and trains of that year.</p>" % n for n in range(120_000))


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/robots.txt": answer("User-agent: *\nAllow: /\n")}) as server:
        server.pages |= {path: html(path, prose(path)) for path in STORIES}
        server.pages[HEAVY] = answer(heavy_body(), Content_Type="text/html")
        server.pages["/feed/"] = feed(*(server.url + path for path in [*STORIES[:3], HEAVY, *STORIES[3:]]))
        yield server


@pytest.fixture
def operator(server: RawServer, tmp_path: Path) -> Operator:
    operator = Operator(tmp_path, {"isle": [f"{server.url}/feed/"]})
    operator.configure(deadline=DEADLINE, log_level="info", workers=1)
    return operator


def held(operator: Operator) -> list[tuple[str, str]]:
    return operator.rows("SELECT url, reason FROM quarantine")  # type: ignore[return-value]


def test_a_page_that_costs_its_worker_is_kept_with_its_bytes_and_costs_nothing_else(server, operator):
    result = operator.crawl()

    ((body, count),) = operator.rows("SELECT body, bytes FROM quarantine")
    assert held(operator) == [(server.url + HEAVY, "extraction-timeout")]
    assert zlib.decompress(body) == heavy_body()
    assert count == len(heavy_body())
    assert (result["new"], result["failed"]) == (len(STORIES), {"extraction-timeout": 1})
    assert sum_closes(result)


def test_a_page_in_quarantine_is_left_alone_also_where_the_feed_claims_a_change(server, operator):
    operator.crawl()
    dated = f"<pubDate>Tue, 01 Jan 2030 00:00:00 GMT</pubDate><link>{server.url}{HEAVY}</link>"
    server.pages["/feed/"] = answer(
        f'<rss version="2.0"><channel><title>Isle</title><item><title>News</title>{dated}</item></channel></rss>',
        Content_Type="text/xml",
    )
    operator.let_time_pass()

    result = operator.crawl()

    assert server.paths.count(HEAVY) == 1
    assert held(operator) == [(server.url + HEAVY, "extraction-timeout")]
    assert result["failed"] == {}


def test_another_extractor_tries_again(server, operator):
    operator.crawl()
    with closing(sqlite3.connect(operator.archive)) as connection, connection:
        connection.execute("UPDATE quarantine SET extractor = 'older'")
    server.pages[HEAVY] = html("Short", prose("short"))

    result = operator.crawl()

    assert server.paths.count(HEAVY) == 2
    assert result["new"] == 1
    assert held(operator) == []


def test_the_same_bytes_cost_no_second_worker(server, operator, tmp_path):
    operator.crawl()
    line = {"id": 1, "url": server.url + "/2026/11/23/another-address/", "html": heavy_body().decode()}
    (tmp_path / "pages.jsonl").write_text(json.dumps(line) + "\n")

    done = operator.run("replay", "--json", "pages.jsonl")

    assert json.loads(done.stdout)["failed"] == {"extraction-timeout": 1}
    assert "worker-ended" not in done.stderr


def test_a_crawl_killed_over_such_a_page_loses_nothing(server, operator):
    process = subprocess.Popen(operator.command("crawl", "--quiet"), cwd=operator.folder, start_new_session=True)
    wait_until(lambda: HEAVY in server.paths)
    process.kill()
    process.wait()

    result = operator.crawl()

    assert sum_closes(result)
    assert len(operator.stored()) == len(STORIES)
    assert held(operator) == [(server.url + HEAVY, "extraction-timeout")]
