"""What publishers reserve: the ledger by site and day, and article by article; and words that may not be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsspider.archive.blocks import UNUSED, add_blocks, drop_blocks
from newsspider.archive.database import Database
from newsspider.archive.record import StoredArticle
from newsspider.archive.revision import NOT_KEPT, keep_hashes, rebased
from newsspider.archive.row import CHANGE_METADATA, CHANGE_TEXT, changed_row
from newsspider.article import Article, OptOut, OptOutSource

STORE, METADATA_ONLY, SKIP = POLICIES = ("store", "metadata-only", "skip")
"""What an operator may do with articles whose publisher reserves text mining."""

# A page that was read on that day, or later, and said so then, is counted already.
_NOTE = """
    INSERT INTO tdm (site, day, source, signal, pages, url, policy_url)
    SELECT :site, :day, :source, :signal, 1, :url, :policy_url
    WHERE NOT EXISTS (
        SELECT 1 FROM url LEFT JOIN article ON article.url_key = url.url_key
        WHERE url.url_key = :key AND url.last_visit >= :day AND url.failures = 0 AND (
            article.id IS NULL
            OR EXISTS (SELECT 1 FROM opt_out WHERE article_id = article.id AND source = :source AND signal = :signal)
        )
    )
    ON CONFLICT (site, day, source, signal) DO UPDATE SET
        pages = pages + 1, policy_url = coalesce(policy_url, excluded.policy_url)
"""
_EMPTY_ARTICLE = """
    UPDATE article SET lead = NULL, text = '', markdown = NULL, image_caption = NULL, words = 0
    WHERE id = ? AND (text <> '' OR lead IS NOT NULL OR markdown IS NOT NULL OR image_caption IS NOT NULL)
"""
_EMPTY_REVISIONS = f"""
    UPDATE revision
    SET lead_edits = '{NOT_KEPT}', text_edits = '{NOT_KEPT}', words = 0, words_added = 0, words_removed = 0
    WHERE article_id = ? AND (words > 0 OR text_edits IS NOT '{NOT_KEPT}' OR lead_edits IS NOT '{NOT_KEPT}')
"""
_EMPTY_REEXTRACTIONS = "UPDATE reextraction SET lead = NULL, text = NULL, words = 0 WHERE article_id = ?"
_EMPTY_PARTS = "UPDATE article_part SET text = NULL, markdown = NULL WHERE article_id = ?"
_ADDRESSES = """
    SELECT url_key FROM article WHERE id = :id UNION SELECT url_key FROM url_alias WHERE article_id = :id
"""


class Reservations:
    """The opt-outs in an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._withheld: list[int] = []

    def note(self, site: str, url: str, opt_outs: Sequence[OptOut], *, key: str, now: datetime) -> None:
        """Count in the ledger of the day what was met on the page at *url*, whose identity is *key*.

        A page counts once a day for each signal, however often it is read; so this goes before what the visit writes.
        """
        rows = [
            {
                "site": site,
                "day": f"{now:%Y-%m-%d}",
                "source": each.source,
                "signal": each.signal,
                "url": url,
                "policy_url": each.policy_url,
                "key": key,
            }
            for each in opt_outs
        ]
        if rows:
            with self._database.transaction():
                self._database.execute_many(_NOTE, rows)

    def of(self, article_id: int) -> tuple[OptOut, ...]:
        """Return what is reserved for the article, as last seen."""
        rows = self._database.execute(
            "SELECT source, signal, policy_url FROM opt_out WHERE article_id = ? ORDER BY source, signal", (article_id,)
        )
        return tuple(
            OptOut(source=OptOutSource(row["source"]), signal=row["signal"], policy_url=row["policy_url"])
            for row in rows
        )

    def keep(self, article_id: int, opt_outs: Sequence[OptOut]) -> None:
        """Let *opt_outs* be what is reserved for the article, in place of what was before."""
        rows = [(article_id, each.source, each.signal, each.policy_url) for each in opt_outs]
        with self._database.transaction():
            self._database.execute("DELETE FROM opt_out WHERE article_id = ?", (article_id,))
            self._database.execute_many("INSERT OR IGNORE INTO opt_out VALUES (?, ?, ?, ?)", rows)

    def withhold(self, article_id: int) -> None:
        """Take the article's words out of the archive, those of earlier states too; what is known *of* it stays.

        Blocks that were removed from its pages go with them, unless another article's page had them too.
        """
        self._withheld.append(article_id)
        with self._database.transaction():
            keep_hashes(self._database, article_id)
            self._database.execute(_EMPTY_ARTICLE, (article_id,))
            self._database.execute(_EMPTY_REEXTRACTIONS, (article_id,))
            self._database.execute(_EMPTY_PARTS, (article_id,))
            had_states = self._database.execute(_EMPTY_REVISIONS, (article_id,)).rowcount > 0
            self._database.execute(
                "UPDATE similarity SET passages = '[]' WHERE (small_id = :id OR large_id = :id) AND passages <> '[]'",
                {"id": article_id},
            )
            self._database.execute("DELETE FROM fingerprint WHERE article_id = ?", (article_id,))
            drop_blocks(self._database, article_id)
            if had_states:  # which blocks stood in earlier states, no row tells any more
                self._database.execute(
                    f"DELETE FROM removed_block WHERE site = (SELECT site FROM article WHERE id = ?) AND {UNUSED}",
                    (article_id,),
                )

    def lately_withheld(self) -> set[str]:
        """Return, once, the addresses of the articles withheld since the last call: what is kept elsewhere goes too."""
        ids, self._withheld = self._withheld, []
        rows = [row for each in ids for row in self._database.execute(_ADDRESSES, {"id": each})]
        return {row["url_key"] for row in rows}

    def keep_hash(self, article_id: int, text_hash: str) -> None:
        """Let the article be known by the hash of words that are not kept: so it shows when they change."""
        with self._database.transaction():
            self._database.execute("UPDATE article SET text_hash = ? WHERE id = ?", (text_hash, article_id))

    def give_back(self, stored: StoredArticle, article: Article, *, seen: datetime) -> None:
        """Put the words of *article* into the row that had to do without them; the site edited nothing: no revision."""
        changed = changed_row(article, stored.id, seen)
        with self._database.transaction():
            with rebased(self._database, stored.id):
                self._database.execute(CHANGE_TEXT, changed)
            self._database.execute(CHANGE_METADATA, changed)
            drop_blocks(self._database, stored.id)
            add_blocks(self._database, stored.id, stored.site, article, seen=seen)

    def withhold_page(self, url_key: str) -> None:
        """Keep of a page in quarantine that it is there, and not its bytes."""
        with self._database.transaction():
            self._database.execute("UPDATE quarantine SET body = NULL WHERE url_key = ?", (url_key,))
