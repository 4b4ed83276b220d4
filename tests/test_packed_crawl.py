"""Packed answers in a crawl: what is cut is never taken for the whole, and what swells is left."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cron import Operator, sum_closes
from tests.rawserver import RawServer, answer

STORY = "The ferry to the islands runs again after the storm, with a new captain at the helm, said harbour office {}. "
PATH = "/2026/11/ferry-runs-again-today/"
ROBOTS = "User-agent: *\nDisallow: /private/\n" + "# The harbour office wishes a good journey.\n" * 200


def story() -> str:
    lines = "".join(f"<p>{STORY.format(number * 7919) * 2}</p>" for number in range(400))
    return f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>{lines}</article></body></html>"


def packed(text: str | bytes, *, kept: float = 1.0) -> bytes:
    packer = zlib.compressobj(wbits=31)
    body = packer.compress(text.encode() if isinstance(text, str) else text) + packer.flush()
    return answer(body[: int(len(body) * kept)], Content_Encoding="gzip")


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/robots.txt": packed(ROBOTS), PATH: packed(story())}) as server:
        link = f"<item><title>Ferry</title><link>{server.url}{PATH}</link></item>"
        server.pages["/feed/"] = packed(f'<rss version="2.0"><channel><title>Isle</title>{link}</channel></rss>')
        yield server


@pytest.fixture
def operator(server: RawServer, tmp_path: Path) -> Operator:
    return Operator(tmp_path, {"isle": [f"{server.url}/feed/"]})


def test_a_packed_site_gives_its_story(operator):
    result = operator.crawl()

    assert (result["new"], result["exit"]) == (1, 0)
    assert operator.rows("SELECT complete FROM article") == [(1,)]


def test_a_packed_page_that_is_cut_is_a_part(server, operator):
    server.pages[PATH] = packed(story(), kept=0.6)

    operator.crawl()

    assert operator.rows("SELECT complete FROM article") == [(0,)]


def test_a_packed_robots_txt_that_is_cut_forbids_this_run(server, operator):
    server.pages["/robots.txt"] = packed(ROBOTS, kept=0.8)

    result = operator.crawl()

    assert PATH not in server.paths
    assert "/feed/" not in server.paths
    assert sum_closes(result)


def test_a_page_that_swells_is_left(server, operator):
    server.pages[PATH] = packed(b"<p>" + bytes(40 << 20))

    result = operator.crawl()

    assert result["failed"] == {"too-large": 1}


def test_a_robots_txt_that_swells_forbids_this_run(server, operator):
    server.pages["/robots.txt"] = packed(b"User-agent: *\nAllow: /\n" + b"#" * (40 << 20))

    result = operator.crawl()

    assert PATH not in server.paths
    assert sum_closes(result)
