"""Markup that makes a parser lose the page: a box left open in a button, an end before the story."""

from __future__ import annotations

from datetime import UTC, datetime

from newsspider.article import Page
from newsspider.extraction.extractor import extract

STORY = "The ferry to the islands runs again after the storm, with a new captain and two hundred people on deck."


def test_a_button_that_was_never_closed_does_not_swallow_the_page():
    html = f"<body><button><div>Menu</button><h1>Ferry</h1><article><p>{STORY}</p><p>{STORY}</p></article></body>"

    article = extract(
        Page(url="https://isle.example/ferry", body=html.encode(), fetched=datetime(2026, 11, 22, tzinfo=UTC))
    )

    assert STORY in article.text


def test_a_page_that_is_ended_before_its_story_is_read_to_its_end():
    head = "<body><nav><a href=/>Home</a></nav></body></html>"
    html = f"<html>{head}<div><h1>Ferry</h1><article><p>{STORY}</p><p>{STORY}</p></article></div></body></html>"

    article = extract(
        Page(url="https://isle.example/ferry", body=html.encode(), fetched=datetime(2026, 11, 22, tzinfo=UTC))
    )

    assert STORY in article.text
    assert article.complete
