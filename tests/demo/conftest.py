"""The demo for its own tests: one that is only read, one that a test may change, and plain HTTP to ask it with."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin, urlsplit

import pytest

from newsspider.demo.server import DemoServer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


Fetch = Callable[..., Answer]


@pytest.fixture(scope="package")
def demo() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def newsroom() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="package")
def fetch() -> Fetch:
    def ask(url: str, *, method: str = "GET", **headers: str) -> Answer:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", headers=names)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return Answer(response.status, response.headers, body)

    return ask


@pytest.fixture(scope="package")
def every_page(demo: DemoServer, fetch: Fetch) -> dict[str, Answer]:
    """Every answer that links lead to from the front pages, feeds and sitemaps, by URL."""
    todo = [seed for site in demo.sites for seed in (f"{site.base_url}/", *site.seeds)]
    todo += [f"{site.base_url}/robots.txt" for site in demo.sites[:2]]
    found: dict[str, Answer] = {}
    while todo:
        url = todo.pop()
        if url in found:
            continue
        found[url] = fetch(url)
        todo += links_in(found[url], url)
    return found


def links_in(answer: Answer, url: str) -> list[str]:
    """Return the addresses on loopback that an answer names, fragments cut off; where a form posts is none."""
    if "Location" in answer.headers:
        return [answer.headers["Location"]]
    paths = re.findall(r'href="(/[^"#]*)', answer.text)
    text = re.sub(r'action="[^"]*"', "", answer.text)
    urls = re.findall(r"http://127\.0\.0\.1:\d+[^\s\"'<>#\\]*", text)
    return [found.replace("&amp;", "&") for found in (*urls, *(urljoin(url, path) for path in paths))]
