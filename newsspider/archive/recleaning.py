"""Articles that were stored before a block of their site became known: read whole, written anew."""

from __future__ import annotations

from datetime import datetime

from newsspider.archive.blocks import add_blocks, drop_places
from newsspider.archive.database import Database
from newsspider.archive.revision import rebased
from newsspider.archive.row import KEPT, REMOVED_IN_ORDER, REWRITE, article_of, cells_of, changed_row
from newsspider.article import Article
from newsspider.times import read_utc

MOST_ARTICLES = 2_000
"""So many of a site are looked at in one run: a line is learned near the first pages that it stood on."""

MOST_LETTERS = 1_000_000
"""A text of more is no newspaper's article: its blocks and its page together would take 100 MB to look at again."""


class Recleaning:
    """Rewrites articles whose page did not change: no revision of their publisher's; part of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stored_since(self, site: str, since: str, *, limit: int = MOST_ARTICLES) -> list[int]:
        """Return the row numbers of the articles of *site* that were first seen *since* then, oldest first.

        With -1 for *limit*, of all of them; none is longer than `MOST_LETTERS`.
        """
        rows = self._database.execute(
            "SELECT id FROM article WHERE site = ? AND first_seen >= ? AND length(text) BETWEEN 1 AND ? "
            "ORDER BY id LIMIT ?",
            (site, since, MOST_LETTERS, limit),
        )
        return [row["id"] for row in rows]

    def article(self, article_id: int) -> Article:
        """Return the article in that row, with its blocks."""
        database = self._database
        row = cells_of(database.execute("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone())
        kept = [cells_of(each) for each in database.execute(KEPT, (article_id,))]
        removed = [cells_of(each) for each in database.execute(REMOVED_IN_ORDER, (article_id,))]
        return article_of(row, kept, removed)

    def first_seen(self, article_id: int) -> str:
        """Return when the article was stored, as the archive spells it."""
        row = self._database.execute("SELECT first_seen FROM article WHERE id = ?", (article_id,)).fetchone()
        return str(row["first_seen"])

    def state_since(self, article_id: int) -> datetime:
        """Return since when the article is as it is: its last revision, else when it was first seen."""
        row = self._database.execute(
            "SELECT coalesce((SELECT max(replaced) FROM revision WHERE article_id = article.id), first_seen) AS since "
            "FROM article WHERE id = ?",
            (article_id,),
        ).fetchone()
        return read_utc(row["since"])

    def rewrite(self, article_id: int, article: Article) -> None:
        """Let the article's row hold the text of *article*, made of the same page in another way."""
        database = self._database
        with database.transaction():
            row = database.execute("SELECT site, last_seen FROM article WHERE id = ?", (article_id,)).fetchone()
            seen = read_utc(row["last_seen"])
            with rebased(database, article_id):
                database.execute(REWRITE, changed_row(article, article_id, seen))
            drop_places(database, article_id)
            add_blocks(database, article_id, row["site"], article, seen=seen)
