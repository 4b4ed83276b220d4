"""Articles that are told over several pages: what each page adds, and which pages are not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsspider.archive.database import Database
from newsspider.times import read_utc_or_none, utc_text

_EXPECT = (
    "INSERT OR IGNORE INTO article_part (url_key, url, base_key, number, article_id, text) "
    "VALUES (:url_key, :url, :base_key, :number, :article_id, :text)"
)
MISSING = (
    "SELECT article_part.url, url.state, url.reason FROM article_part LEFT JOIN url USING (url_key) "
    "WHERE article_id = ? AND article_part.seen IS NULL ORDER BY number"
)
"""The pages of an article that are not there."""
OF_ARTICLE = "SELECT * FROM article_part WHERE article_id = ? ORDER BY number, url_key"
"""The pages of an article in order; see `parts_in`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPart:
    """A page of an article, as another page of it names it."""

    url_key: str
    url: str
    base_key: str
    """`url_key` of the first page."""
    number: int
    """By which the pages are in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPart(ExpectedPart):
    """A page of an article."""

    article_id: int
    seen: datetime | None
    """When it was fetched last, UTC; ``None`` where it was not."""
    text: str | None
    """What it adds; ``None`` where it is not there, empty as well where it came after the article was whole."""
    markdown: str | None

    @property
    def is_there(self) -> bool:
        """Whether it was fetched, and its words may be kept."""
        return self.seen is not None and self.text is not None

    @property
    def is_late(self) -> bool:
        """Whether it is not there, and came after the article was whole."""
        return self.seen is None and self.text is not None


class Parts:
    """The pages of articles that have several; part of the archive, written in its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, url_key: str) -> StoredPart | None:
        """Return the page at that address; ``None`` where no article is known to have it."""
        row = self._database.execute("SELECT * FROM article_part WHERE url_key = ?", (url_key,)).fetchone()
        return None if row is None else _part(row)

    def article_of(self, base_key: str) -> int | None:
        """Return the article whose first page would be at that address."""
        row = self._database.execute(
            "SELECT article_id FROM article_part WHERE base_key = ? LIMIT 1", (base_key,)
        ).fetchone()
        return None if row is None else int(row["article_id"])

    def of(self, article_id: int) -> list[StoredPart]:
        """Return the article's pages in order."""
        return parts_in(self._database.execute(OF_ARTICLE, (article_id,)))

    def expect(self, article_id: int, parts: Iterable[ExpectedPart], *, is_late: bool = False) -> None:
        """Note pages that the article has; those that are known stay as they are.

        *is_late*: the article was whole without them.
        """
        rows = [
            {
                "url_key": each.url_key,
                "url": each.url,
                "base_key": each.base_key,
                "number": each.number,
                "article_id": article_id,
                "text": "" if is_late else None,
            }
            for each in parts
        ]
        self._database.execute_many(_EXPECT, rows)

    def take(self, url_key: str, text: str | None, markdown: str | None, *, seen: datetime) -> None:
        """Note what the page at that address adds."""
        self._database.execute(
            "UPDATE article_part SET text = ?, markdown = ?, seen = ? WHERE url_key = ?",
            (text, markdown, utc_text(seen), url_key),
        )

    def reword(self, url_key: str, text: str, markdown: str | None) -> None:
        """Let what the page at that address adds be *text*, made of the same page in another way."""
        self._database.execute(
            "UPDATE article_part SET text = ?, markdown = ? WHERE url_key = ?", (text, markdown, url_key)
        )

    def drop(self, url_key: str) -> None:
        """Forget the page at that address."""
        self._database.execute("DELETE FROM article_part WHERE url_key = ?", (url_key,))

    def drop_missing(self, article_id: int, *, after: int) -> None:
        """Forget the article's pages of a higher number than *after* that are not there."""
        self._database.execute(
            "DELETE FROM article_part WHERE article_id = ? AND number > ? AND seen IS NULL", (article_id, after)
        )

    def move(self, article_id: int, into: int) -> None:
        """Let the pages of one article be another one's."""
        self._database.execute("UPDATE article_part SET article_id = ? WHERE article_id = ?", (into, article_id))

    def set_complete(self, article_id: int, is_complete: bool) -> None:
        """Note at the article whether all of its pages are there."""
        self._database.execute("UPDATE article SET complete = ? WHERE id = ?", (int(is_complete), article_id))


def parts_in(rows: Iterable[sqlite3.Row]) -> list[StoredPart]:
    """Return the pages in *rows* of `article_part`."""
    return [_part(row) for row in rows]


def _part(row: sqlite3.Row) -> StoredPart:
    return StoredPart(**dict(row) | {"seen": read_utc_or_none(row["seen"])})
