"""Pages that are no articles, and the reason."""

from __future__ import annotations

import pytest

from newsspider.article import Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract

JSON = (("content-type", "application/json"),)
PDF = (("content-type", "application/pdf"),)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("archive.html", Reason.LISTING),
        ("not_found.html", Reason.SOFT_404),
        ("login.html", Reason.LOGIN_WALL),
        ("script_only.html", Reason.NEEDS_SCRIPT),
    ],
)
def test_a_page_that_is_no_article_says_why(page, name, reason):
    with pytest.raises(NotAnArticle) as outcome:
        extract(page(name))

    assert outcome.value.reason is reason


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"", (), Reason.EMPTY),
        (b" \r\n ", (), Reason.EMPTY),
        (b"%PDF-1.7 ...", PDF, Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n", (), Reason.BINARY),
        (bytes(range(256)) * 20, (), Reason.BINARY),
        (b'{"title": "x"}', JSON, Reason.NOT_HTML),
        (b'<?xml version="1.0"?><rss><channel></channel></rss>', (), Reason.NOT_HTML),
        (b"<html><body><p>Ten words are not enough for an article here.</p></body></html>", (), Reason.TOO_SHORT),
    ],
)
def test_bytes_that_are_no_article_say_why(page, body, headers, reason):
    with pytest.raises(NotAnArticle) as outcome:
        extract(page("magazine.html", body=body, headers=headers))

    assert outcome.value.reason is reason


def test_an_article_about_a_missing_page_is_one(page):
    html = page("magazine.html").body.replace(
        b"River wall holds through the night", b"Error 404: the page not found became art"
    )
    html = html.replace(
        b"<p>By noon", b"<p>" + b"The exhibition shows every lost page of the town. " * 30 + b"</p><p>By noon"
    )

    article = extract(page("magazine.html", body=html))

    assert "every lost page" in article.text


def test_a_short_brief_is_an_article(page):
    brief = (
        b"Rain stopped play in the final on Sunday with the visitors at 112 for 3, "
        b"and both teams will come back on Monday at ten."
    )
    html = (
        page("bare.html")
        .body.replace(b"@TITLE@", b"Rain stops play")
        .replace(b"@FIRST@", brief)
        .replace(b"@SECOND@", b"")
    )

    article = extract(page("bare.html", body=html))

    assert article.text == brief.decode()
