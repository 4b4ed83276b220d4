"""A few small extractions: what libraries load when it is first needed is there afterwards."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from newsspider.article import Page
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract
from newsspider.extraction.model import load_model

_STORY = "The ferry runs again after the storm, with a new captain and two hundred people on deck, said the harbour. "
_BODIES = (
    f"<p>3. März 2024</p>{f'<p>{_STORY * 3}</p>' * 5}",
    f"<ul>{f'<li><a href=/a>{_STORY}</a></li>' * 9}</ul>",
)
"""A page whose date stands in its text only, and one that makes every second opinion run."""


def warm_up() -> None:
    """Extract the pages; what they come to does not matter."""
    load_model()
    for body in _BODIES:
        html = f"<html lang=en><title>Ferry</title><body><h1>Ferry</h1>{body}</body></html>".encode("cp1252")
        with suppress(NotAnArticle):
            extract(Page(url="https://isle.example/ferry", body=html, fetched=datetime(2026, 1, 1, tzinfo=UTC)))
