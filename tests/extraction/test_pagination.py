from datetime import UTC, datetime

import pytest

from newsspider.article import Article, Page
from newsspider.extraction.extractor import extract
from tests.paged import story_page

URL = "https://isle.example/harbour/the-long-way/"
SECOND, THIRD = f"{URL}?page=2", f"{URL}?page=3"


def read(html: str, url: str = URL) -> Article:
    return extract(Page(url=url, body=html.encode(), fetched=datetime(2026, 11, 22, tzinfo=UTC)))


def test_the_pages_that_the_pagination_leads_to_are_parts():
    article = read(story_page(1, others={3: "?page=3", 2: "/harbour/the-long-way/?page=2#top"}))

    assert article.parts == (SECOND, THIRD)
    assert "pilot" in article.text


def test_a_later_page_leads_back_to_the_first():
    article = read(story_page(2, others={1: URL, 2: "?page=2", 3: "?page=3"}), SECOND)

    assert article.parts == (URL, THIRD)


@pytest.mark.parametrize(
    ("head", "box"),
    [
        ('<link rel="next" href="?page=2">', ""),
        ('<link rel="prev" href="?page=2">', ""),
    ],
)
def test_the_head_leads_from_page_to_page_too(head, box):
    assert read(story_page(1, head=head)).parts == (SECOND,)


@pytest.mark.parametrize("box", ["page-links", "nav-links pagination", "post-page-numbers", "pager", "wp-pagenavi"])
def test_paginations_go_by_many_names(box):
    found = read(story_page(1, others={2: f"{URL}2/"}, box=box)).parts

    assert found == (f"{URL}2/",)


@pytest.mark.parametrize(
    "address", ["/harbour/the-long-way-home/", "/harbour/?page=2", "https://port.example/harbour/the-long-way/?page=2"]
)
def test_what_leads_elsewhere_is_no_part(address):
    assert read(story_page(1, others={2: address}, head=f'<link rel="next" href="{address}">')).parts == ()


def test_a_link_outside_the_pagination_is_no_part():
    assert read(story_page(1, others={2: "?page=2"}, box="storybox")).parts == ()


def test_what_pages_through_comments_is_no_part():
    comments = '<div class="pager"><a href="?page=2" rel="next">2</a> <a href="comment-page-2/">Older</a></div>'

    assert read(story_page(1, comments=comments)).parts == ()


def test_a_row_without_end_is_bounded():
    assert len(read(story_page(1, others={at: f"?page={at}" for at in range(2, 500)})).parts) == 19


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="shortlink" href="/?p=5">', (("https://isle.example/?p=5", "shortlink"),)),
        ('<link rel="amphtml" href="/amp-5.html">', (("https://isle.example/amp-5.html", "amphtml"),)),
        (
            '<link rel="alternate" media="only screen and (max-width: 640px)" href="https://isle.example/mob/5">',
            (("https://isle.example/mob/5", "mobile"),),
        ),
        (
            '<meta property="og:url" content="https://isle.example/other/">',
            (("https://isle.example/other/", "og:url"),),
        ),
        ('<meta property="og:url" content="https://www.isle.example/harbour/the-long-way?utm_source=x">', ()),
        ('<meta property="og:url" content="https://isle.example/">', ()),
        ('<link rel="shortlink" href="https://short.example/x5">', ()),
        ('<link rel="alternate" hreflang="de" href="https://isle.example/de/5">', ()),
    ],
)
def test_other_addresses_are_told_as_the_page_names_them(head, found):
    assert read(story_page(1, head=head)).addresses == found
