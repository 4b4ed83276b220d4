"""What publishers reserve: the ledger by site and day, and article by article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsspider.archive.database import Database
from newsspider.article import OptOut

_NOTE = """
    INSERT INTO tdm (site, day, source, signal, pages, url, policy_url) VALUES (?, ?, ?, ?, 1, ?, ?)
    ON CONFLICT (site, day, source, signal) DO UPDATE SET
        pages = pages + 1, policy_url = coalesce(policy_url, excluded.policy_url)
"""


class Reservations:
    """The opt-outs in an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, site: str, url: str, opt_outs: Sequence[OptOut], *, now: datetime) -> None:
        """Count in the ledger of the day what was met on the page at *url*."""
        day = f"{now:%Y-%m-%d}"
        rows = [(site, day, each.source, each.signal, url, each.policy_url) for each in opt_outs]
        if rows:
            with self._database.transaction():
                self._database.execute_many(_NOTE, rows)

    def keep(self, article_id: int, opt_outs: Sequence[OptOut]) -> None:
        """Let *opt_outs* be what is reserved for the article, in place of what was before."""
        rows = [(article_id, each.source, each.signal, each.policy_url) for each in opt_outs]
        with self._database.transaction():
            self._database.execute("DELETE FROM opt_out WHERE article_id = ?", (article_id,))
            self._database.execute_many("INSERT OR IGNORE INTO opt_out VALUES (?, ?, ?, ?)", rows)

    def withhold(self, article_id: int, text_hash: str) -> None:
        """Take the article's words out of the archive, those of earlier states too; what is known *of* it stays."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE article SET lead = NULL, text = '', markdown = NULL, text_hash = ? WHERE id = ?",
                (text_hash, article_id),
            )
            self._database.execute("UPDATE revision SET lead = NULL, text = '' WHERE article_id = ?", (article_id,))
            self._database.execute("DELETE FROM article_removed WHERE article_id = ?", (article_id,))
