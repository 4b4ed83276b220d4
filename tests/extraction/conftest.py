"""Pages of the extraction room: files beside this one, handed out as fetched in March 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.article import Page

PAGES = Path(__file__).parent / "pages"
FETCHED = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def page() -> Callable[..., Page]:
    """A recorded page by its file's name; further arguments are fields of `Page`."""

    def read(name: str, **fields: object) -> Page:
        given = {"url": f"https://herald.example/{name}", "body": (PAGES / name).read_bytes(), "fetched": FETCHED}
        return Page(**{**given, **fields})  # type: ignore[arg-type]

    return read
