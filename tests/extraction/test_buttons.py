"""A box left open inside a button swallows the page."""

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
