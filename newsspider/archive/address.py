"""What pages claim of addresses: evidence for aliases, which the texts have to confirm."""

from __future__ import annotations

from collections.abc import Iterable

from newsspider.archive.database import Database
from newsspider.archive.record import StoredArticle
from newsspider.archive.row import STORED_COLUMNS, stored_article

_MOST = 20
_OF = ", ".join(f"article.{name}" for name in STORED_COLUMNS.split(", "))
_BY_CANONICAL = f"SELECT {_OF} FROM article WHERE canonical_url = ? AND canonical_url <> url ORDER BY id LIMIT {_MOST}"
_BY_NAME = (
    f"SELECT {_OF} FROM named_address JOIN article ON article.id = article_id "
    f"WHERE named_address.url_key = ? ORDER BY article.id LIMIT {_MOST}"
)
_BESIDE = (
    f"SELECT {STORED_COLUMNS} FROM article WHERE url_key > :key || '?' AND url_key < :key || '@' UNION ALL "
    f"SELECT {STORED_COLUMNS} FROM article WHERE url_key > :key || '/' AND url_key < :key || '0' LIMIT {_MOST}"
)
"""Two ranges of the index: what comes behind ``?`` and ``/`` ends before the next sign, ``@`` and ``0``."""


class Addresses:
    """Claims of pages on addresses; part of the archive, written in its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def name(self, article_id: int, names: Iterable[tuple[str, str]]) -> None:
        """Note which addresses the article's page calls its own, too: pairs of a `url_key` and how it says so."""
        self._database.execute_many(
            "INSERT OR REPLACE INTO named_address (url_key, article_id, name) VALUES (?, ?, ?)",
            [(key, article_id, name) for key, name in names],
        )

    def claimants(self, url_key: str, urls: Iterable[str]) -> list[StoredArticle]:
        """Return the articles whose pages name that address, or call one of *urls* canonical; at most 20 of each."""
        rows = self._database.execute(_BY_NAME, (url_key,)).fetchall()
        for url in dict.fromkeys(urls):
            rows += self._database.execute(_BY_CANONICAL, (url,)).fetchall()
        return list({row["id"]: stored_article(row) for row in rows}.values())

    def names(self, article_id: int) -> dict[str, str]:
        """Return by `url_key` how the article's page names its other addresses."""
        rows = self._database.execute("SELECT url_key, name FROM named_address WHERE article_id = ?", (article_id,))
        return {row["url_key"]: row["name"] for row in rows}

    def beside(self, url_key: str) -> list[StoredArticle]:
        """Return articles whose addresses are that one and a query, or segments behind it; at most 20."""
        return [stored_article(row) for row in self._database.execute(_BESIDE, {"key": url_key})]
