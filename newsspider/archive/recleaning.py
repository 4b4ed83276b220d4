"""Articles that were stored before a block of their site became known: read whole, written anew."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.archive.blocks import add_blocks, drop_places
from newsspider.archive.database import Database
from newsspider.archive.row import KEPT, REMOVED_IN_ORDER, REWRITE, article_of, cells_of, changed_row
from newsspider.article import Article
from newsspider.times import read_utc

MOST_ARTICLES = 2_000
"""So many of a site are looked at in one run, the newest: what a line stood on is not far from where it was learned."""


class Recleaning:
    """Rewrites articles whose page did not change: no revision of their publisher's; part of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles_since(self, site: str, since: str) -> Iterator[tuple[int, Article]]:
        """Yield the articles of *site* that were stored *since* then, whole, with their row numbers."""
        rows = self._database.execute(
            "SELECT id FROM article WHERE site = ? AND first_seen >= ? AND text <> '' ORDER BY id DESC LIMIT ?",
            (site, since, MOST_ARTICLES),
        ).fetchall()
        for row in rows:
            yield row["id"], self.article(row["id"])

    def article(self, article_id: int) -> Article:
        """Return the article in that row, with its blocks."""
        database = self._database
        row = cells_of(database.execute("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone())
        kept = [cells_of(each) for each in database.execute(KEPT, (article_id,))]
        removed = [cells_of(each) for each in database.execute(REMOVED_IN_ORDER, (article_id,))]
        return article_of(row, kept, removed)

    def rewrite(self, article_id: int, article: Article) -> None:
        """Let the article's row hold the text of *article*, made of the same page in another way."""
        database = self._database
        with database.transaction():
            row = database.execute("SELECT site, last_seen FROM article WHERE id = ?", (article_id,)).fetchone()
            seen = read_utc(row["last_seen"])
            database.execute(REWRITE, changed_row(article, article_id, seen))
            drop_places(database, article_id)
            add_blocks(database, article_id, row["site"], article, seen=seen)
