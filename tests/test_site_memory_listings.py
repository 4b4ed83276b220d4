"""Pages of a site that are no article, beside its memory: they teach it nothing, and it makes no articles of them."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest

from newsspider.archive.store import Archive
from newsspider.article import Page, Reason
from newsspider.demo.server import DemoServer
from newsspider.errors import NotAnArticle
from newsspider.extraction.hints import NO_HINTS
from newsspider.jobs import extract_page
from newsspider.repeats import Repeats
from tests.one_site import OneSite, framed_story, prose

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
STORIES = 12
LINK = re.compile(r'href="(/[^"#?]*)"')


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "valley.db") as opened:
        yield opened


def listing(number: int) -> str:
    """Return a page in the frame of the stories that shows how ten others begin."""
    teasers = "".join(
        f"<div class=teaser><h2><a href=/story-{number + other}>{prose(f'title {number + other}', 6)}</a></h2>"
        f"<p>{prose(f'story {number + other}', 12)[:-1]}… <a href=/story-{number + other}>Read more</a></p></div>"
        for other in range(10)
    )
    return re.sub(r"<h1>.*</p>(?=<p>[^<]*</p></article>)", f"<h1>Sport</h1>{teasers}", framed_story(number))


def why_refused(html: str, repeats: Repeats, url: str = "https://valley.example/sport/") -> Reason | None:
    page = Page(url=url, body=html.encode(), fetched=NOON)
    try:
        extract_page(page, replace(NO_HINTS, repeats=repeats, learns=True))
    except NotAnArticle as outcome:
        return outcome.reason
    return None


def test_listings_teach_nothing(archive):
    site = OneSite(archive)

    site.run([listing(number) for number in range(STORIES)])

    assert (site.texts(), site.learned()) == ([], 0)
    assert not archive.site_blocks.known("valley")


def test_teasers_on_many_listings_take_the_beginning_of_no_story(archive):
    site = OneSite(archive)
    pages = [framed_story(number) for number in range(STORIES)]

    site.run([html for number in range(STORIES) for html in (listing(number), listing(number + 1), pages[number])])

    assert site.learned() == STORIES
    assert [prose(f"story {number} 0") in text for number, text in enumerate(site.texts())] == [True] * STORIES


def test_a_listing_whose_frame_is_known_is_none_the_less_one(archive):
    OneSite(archive).run([framed_story(number) for number in range(STORIES)])

    assert why_refused(listing(99), Repeats()) is Reason.LISTING
    assert why_refused(listing(99), archive.site_blocks.known("valley")) is Reason.LISTING


def test_what_the_demo_lists_becomes_no_article_by_what_is_known_of_its_frame(archive):
    with DemoServer(sites=["daily"]) as demo:
        base = demo.sites[0].base_url
        paths = {article.url.removeprefix(base) for article in demo.articles}
        pages = visited(base, paths)
    stories = [pages[path] for path in sorted(paths)]
    OneSite(archive).run(stories, urls=[f"https://valley.example{path}" for path in sorted(paths)])
    known = archive.site_blocks.known("valley")

    others = {path: html for path, html in pages.items() if path not in paths}
    alone = {path for path, html in others.items() if why_refused(html, Repeats(), base + path) is Reason.LISTING}
    accepted = {path for path in alone if why_refused(others[path], known, base + path) is None}

    assert len(alone) > 5
    assert accepted == set()
    assert [why_refused(html, known) for html in stories] == [None] * len(stories)


def visited(base: str, paths: Iterable[str]) -> dict[str, str]:
    """Return *paths* of the site at *base*, and every page of it that links lead to, by its path."""
    found: dict[str, str] = {}
    waiting = ["/", *paths]
    while waiting:
        path = waiting.pop()
        with urllib.request.urlopen(urljoin(base, path)) as answer:
            is_page = "html" in answer.headers.get("Content-Type", "")
            found[path] = answer.read().decode() if is_page else ""
        links = {link for link in LINK.findall(found[path].replace(base, "")) if link not in found}
        waiting += sorted(links - set(waiting))
    return {path: html for path, html in found.items() if html}
