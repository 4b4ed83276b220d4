"""The writer: articles, their revisions and relations go in here, a batch a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsspider.archive.address import Addresses
from newsspider.archive.blocks import add_blocks, drop_places
from newsspider.archive.cluster import Clusters
from newsspider.archive.database import Database
from newsspider.archive.door import Door
from newsspider.archive.fingerprint import Fingerprints
from newsspider.archive.folding import fold
from newsspider.archive.frontier import Frontier
from newsspider.archive.part import Parts
from newsspider.archive.quarantine import Quarantine
from newsspider.archive.recleaning import Recleaning
from newsspider.archive.record import NewArticle, SiteInfo, StoredArticle
from newsspider.archive.reextraction import Reextractions
from newsspider.archive.reservation import Reservations
from newsspider.archive.revision import Revisions
from newsspider.archive.row import (
    ADD_ARTICLE,
    CHANGE_METADATA,
    CHANGE_TEXT,
    INDEX_ARTICLES,
    MERGE_INDEX,
    STORED_COLUMNS,
    article_row,
    changed_row,
    stored_article,
)
from newsspider.archive.run import begin_run, end_run, failing_before, last_finished
from newsspider.archive.site_block import SiteBlocks
from newsspider.archive.succession import succeed
from newsspider.archive.trap import Traps
from newsspider.article import Article
from newsspider.text import text_hash
from newsspider.times import utc_text
from newsspider.urls import site_of, uid, url_key

_SAME_HASH_LIMIT = 50
INDEX_PAGES_MERGED = 500
"""So many pages of the search index are put together at the end of a run: texts that were edited leave their old words
in it until then, up to twice a text's room (benchmarks/revisions.py, "file, texts")."""


class Archive:
    """The one writer of an archive."""

    frontier: Frontier
    """Which URLs there are, and when to visit them."""
    door: Door
    """What servers asked for, and what they were asked for."""
    reservations: Reservations
    """What publishers reserve."""
    traps: Traps
    """Shapes of addresses that led nowhere."""
    quarantine: Quarantine
    """Pages that cost a worker."""
    site_blocks: SiteBlocks
    """What each site repeats."""
    fingerprints: Fingerprints
    """What articles that share text are found by."""
    revisions: Revisions
    """What became of articles after they were stored."""
    clusters: Clusters
    """What articles are to each other."""
    addresses: Addresses
    """What pages claim of addresses."""
    parts: Parts
    """Pages of articles that have several."""
    recleaning: Recleaning
    """Articles whose text is made anew of the same page."""
    reextractions: Reextractions
    """Articles that a later extractor made anew of their kept pages."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.frontier = Frontier(database)
        self.door = Door(database)
        self.reservations = Reservations(database)
        self.traps = Traps(database)
        self.quarantine = Quarantine(database)
        self.site_blocks = SiteBlocks(database)
        self.fingerprints = Fingerprints(database)
        self.revisions = Revisions(database)
        self.clusters = Clusters(database)
        self.addresses = Addresses(database)
        self.parts = Parts(database)
        self.recleaning = Recleaning(database)
        self.reextractions = Reextractions(database)

    @classmethod
    def open(cls, path: Path, *, wait_seconds: float = 0.0) -> Archive:
        """Return the archive at *path*, made where absent, migrated where older.

        Raises `ArchiveBusyError` where another process writes to it for longer than *wait_seconds*,
        `ArchiveCorruptError` where the file is damaged or not ours, `ArchiveNewerError`, `NoPermissionError`,
        `CannotCreateError`, `StorageError`.
        """
        return cls(Database(path, wait_seconds=wait_seconds))

    def close(self) -> None:
        """Leave one file that is whole by itself and release the lock; a second call does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is written inside, or nothing of it.

        Raises `StorageError` where the disk is full or fails, `ArchiveCorruptError` where the file is damaged.
        """
        with self._database.transaction():
            yield

    def find_article(self, url_key: str) -> StoredArticle | None:
        """Return the article of that identity, also where it is now an alias of another one."""
        return self._one(
            f"SELECT {STORED_COLUMNS} FROM article WHERE url_key = :key UNION ALL "
            f"SELECT {STORED_COLUMNS} FROM article WHERE id = (SELECT article_id FROM url_alias WHERE url_key = :key) "
            "LIMIT 1",
            {"key": url_key},
        )

    def articles_with_hash(self, text_hash: str) -> list[StoredArticle]:
        """Return the articles whose body has that hash, those stored first, at most 50."""
        rows = self._database.execute(
            f"SELECT {STORED_COLUMNS} FROM article WHERE text_hash = ? ORDER BY id LIMIT ?",
            (text_hash, _SAME_HASH_LIMIT),
        )
        return [stored_article(row) for row in rows]

    def article_in(self, article_id: int) -> StoredArticle:
        """Return the article of that row."""
        row = self._database.execute(f"SELECT {STORED_COLUMNS} FROM article WHERE id = ?", (article_id,)).fetchone()
        return stored_article(row)

    def last_seen(self, url_keys: Iterable[str]) -> dict[str, datetime]:
        """Return when the articles at these addresses, also former ones, were last seen; others are left out."""
        found = ((key, self.find_article(key)) for key in url_keys)
        return {key: stored.last_seen for key, stored in found if stored is not None}

    def originals_of(self, site: str, *, limit: int) -> list[str]:
        """Return the URLs of the site's latest articles that are nobody's copy."""
        rows = self._database.execute(
            "SELECT url FROM article WHERE site = ? AND relation IS NULL ORDER BY id DESC LIMIT ?", (site, limit)
        )
        return [row["url"] for row in rows]

    def add_articles(self, new: Sequence[NewArticle]) -> list[int]:
        """Store articles that are not there yet, with their blocks, each alone; return their ids in order."""
        with self.transaction():
            (last,) = self._database.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
            ids = list(range(last + 1, last + 1 + len(new)))
            self._add_sites(new)
            self._database.execute_many(ADD_ARTICLE, [article_row(one, at) for one, at in zip(new, ids, strict=True)])
            self._database.execute_many("INSERT INTO cluster (id, original_id) VALUES (?, ?)", [(at, at) for at in ids])
            self._database.execute(INDEX_ARTICLES, (last + 1, last + len(new)))
            for one, at in zip(new, ids, strict=True):
                add_blocks(self._database, at, one.site, one.article, seen=one.seen)
                if one.opt_outs:
                    self.reservations.keep(at, one.opt_outs)
        return ids

    def add_revision(
        self,
        stored: StoredArticle,
        article: Article,
        *,
        seen: datetime,
        withheld_hash: str | None = None,
        begun: datetime | None = None,
    ) -> None:
        """Let the article's row take its new state and keep the old one as a revision.

        *withheld_hash* is that of a text that may not be kept, so that *article* has none. A revision since *begun*
        is taken for a part of the same edit, and tells of this one as well.
        """
        with self.transaction():
            digest = withheld_hash or text_hash(article.text)
            if begun is None or not self.revisions.widen(stored.id, article, since=begun, digest=digest):
                self.revisions.keep(stored.id, article, seen=seen, digest=digest)
            self._database.execute(CHANGE_TEXT, changed_row(article, stored.id, seen))
            self._database.execute(CHANGE_METADATA, changed_row(article, stored.id, seen))
            drop_places(self._database, stored.id)
            add_blocks(self._database, stored.id, stored.site, article, seen=seen)
            if withheld_hash is not None:
                self.reservations.keep_hash(stored.id, withheld_hash)

    def touch(self, article_id: int, *, seen: datetime, article: Article | None = None) -> None:
        """Note that the article was seen again; take the metadata, and only that, of *article*."""
        with self.transaction():
            if article is not None:
                self._database.execute(CHANGE_METADATA, changed_row(article, article_id, seen))
            self._database.execute(
                "UPDATE article SET last_seen = max(last_seen, ?) WHERE id = ?", (utc_text(seen), article_id)
            )

    def adopt(self, stored: StoredArticle, article: Article, *, url_key: str, seen: datetime) -> None:
        """Let the article move to the address its page calls canonical; the old address becomes an alias."""
        with self.transaction():
            self._database.execute("DELETE FROM url_alias WHERE url_key = ?", (url_key,))
            self._database.execute(
                "UPDATE article SET url = ?, url_key = ?, uid = ? WHERE id = ?",
                (article.url, url_key, uid(url_key), stored.id),
            )
            self.add_alias(stored.url, article_id=stored.id, reason="canonical", seen=seen)
            self.touch(stored.id, seen=seen, article=article)

    def add_alias(self, alias_url: str, *, article_id: int, reason: str, seen: datetime) -> None:
        """Note another address of an article, and why it is one; the last word counts."""
        key = url_key(alias_url)
        with self.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO url_alias (url_key, uid, url, article_id, reason, seen) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (key, uid(key), alias_url, article_id, reason, utc_text(seen)),
            )

    def drop_alias(self, url_key: str) -> None:
        """Forget that the address is an article's: what stands there is another one."""
        self._database.execute("DELETE FROM url_alias WHERE url_key = ?", (url_key,))

    def fold(self, article_id: int, into: int, *, reason: str, seen: datetime) -> None:
        """Let an article, which proved to be another one at another address, be that one's alias; its row goes.

        It must be out of every cluster and index by then: see `newsspider.addresses.fold`.
        """
        with self.transaction():
            fold(self._database, article_id, into, reason=reason, seen=seen)

    def succeed(self, article_id: int, into: int) -> None:
        """Let an article have what the one that it proved to be was earlier; see `newsspider.archive.succession`."""
        with self.transaction():
            succeed(self._database, article_id, into)

    def begin_run(self, *, command: str, sites: Sequence[SiteInfo], started: datetime) -> int:
        """Open a run and return its id; the sites' declarations are kept."""
        return begin_run(self._database, command=command, sites=sites, started=started)

    def end_run(
        self, run_id: int, *, finished: datetime, exit_code: int, counts: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Close a run with what came of every site: the keys of ``crawl --json``, absent ones being none."""
        end_run(self._database, run_id, finished=finished, exit_code=exit_code, counts=counts)
        self._database.execute(MERGE_INDEX, (INDEX_PAGES_MERGED,))

    def failing_before(self, run_id: int) -> set[str]:
        """Return the sites that could not be reached in the last run that visited them before *run_id*."""
        return failing_before(self._database, run_id)

    def last_finished(self, exit_code: int) -> datetime | None:
        """Return when a run last ended with *exit_code*; ``None`` where none did."""
        return last_finished(self._database, exit_code)

    def _one(self, sql: str, parameters: Mapping[str, Any]) -> StoredArticle | None:
        row = self._database.execute(sql, parameters).fetchone()
        return None if row is None else stored_article(row)

    def _add_sites(self, new: Sequence[NewArticle]) -> None:
        hosts = {one.site: site_of(one.article.url) for one in new}
        self._database.execute_many("INSERT OR IGNORE INTO site (name, host) VALUES (?, ?)", hosts.items())
