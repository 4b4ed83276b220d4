"""Articles whose kept pages are read again: which there are, and what they were before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsspider.archive.blocks import add_blocks, drop_places
from newsspider.archive.database import Database
from newsspider.archive.part import OF_ARTICLE, Parts, StoredPart, parts_in
from newsspider.archive.revision import rebased
from newsspider.archive.row import CHANGE_METADATA, CHANGE_TEXT, SET_DATES, changed_row
from newsspider.article import Article, DateSource
from newsspider.times import read_utc, read_utc_or_none, utc_text

OLD_TEXT_KEPT = timedelta(days=90)
"""So long what an article was before can be looked up; that it was another stays."""
_AT_ONCE = 200

_WANTED = """
    article.id > :after AND text <> '' AND (:site IS NULL OR article.site = :site)
        AND (:since IS NULL OR last_seen >= :since) AND (:only IS NULL OR article.id = :only)
"""
_CANDIDATES = f"""
    SELECT article.id, article.uid, article.url, article.url_key, article.site, text_hash, last_seen,
        coalesce((SELECT max(replaced) FROM revision WHERE article_id = article.id), first_seen) AS since,
        article.published, article.published_source
    FROM article
    WHERE {_WANTED}
    ORDER BY article.id LIMIT {_AT_ONCE}
"""
_SAID_BY_SEEDS = """
    SELECT seed_published, seed_source FROM url
    WHERE seed_published IS NOT NULL AND url_key IN (
        SELECT url_key FROM article WHERE id = :id UNION ALL SELECT url_key FROM url_alias WHERE article_id = :id
    )
    ORDER BY url_key <> :url_key, seed_published LIMIT 1
"""
_ALIASES = "SELECT url_key FROM url_alias WHERE article_id = ?"
_KEEP_OLD = """
    INSERT INTO reextraction (article_id, accepted, extractor, title, lead, text, words, text_hash)
    SELECT id, ?, extractor, title, lead, text, words, text_hash FROM article WHERE id = ?
"""
_FORGET_OLD = "UPDATE reextraction SET lead = NULL, text = NULL WHERE text IS NOT NULL AND accepted < ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article with words, and where its page can be."""

    id: int
    uid: str
    url: str
    site: str
    text_hash: str
    url_keys: tuple[str, ...]
    """Its address, and former ones."""
    since: datetime
    """When its present state was first fetched: an older page is that of an earlier state."""
    until: datetime
    """When it was last seen in that state."""
    published: datetime | None
    """As its seed said."""
    published_source: DateSource | None
    """Which kind of seed said so."""
    parts: tuple[StoredPart, ...] = ()
    """Where the article is told over several pages, these, in order."""


def count_candidates(connection: sqlite3.Connection, *, site: str | None, since: datetime | None) -> int:
    """Return how many articles `candidates` yields."""
    parameters = {"site": site, "since": since and utc_text(since), "only": None, "after": 0}
    return int(connection.execute(f"SELECT count(*) FROM article WHERE {_WANTED}", parameters).fetchone()[0])


def candidates(
    connection: sqlite3.Connection, *, site: str | None = None, since: datetime | None = None, only: int | None = None
) -> Iterator[Candidate]:
    """Yield the articles of *site* that were last seen *since* then, or the *only* one, in the order of storing."""
    parameters = {"site": site, "since": since and utc_text(since), "only": only}
    after = 0
    has_parts = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'article_part'").fetchone() is not None
    while rows := connection.execute(_CANDIDATES, parameters | {"after": after}).fetchall():
        for row in rows:
            parts = parts_in(connection.execute(OF_ARTICLE, (row["id"],))) if has_parts else []
            yield _candidate(connection, row, parts)
        after = rows[-1]["id"]


class Reextractions:
    """Changes of ours to articles whose page did not change; part of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(
        self, candidate: Candidate, article: Article, *, now: datetime, pages: Mapping[str, Article] | None = None
    ) -> bool:
        """Let the row of *candidate* be *article*, made of the same page; what it was is kept for a while.

        *pages*: what it was joined of where it has several, by `url_key`.

        False, and nothing is done, where the row is another by now. The publication date follows the page, unless
        earlier states told of an earlier one.
        """
        database = self._database
        with database.transaction():
            row = database.execute(
                "SELECT text_hash, EXISTS (SELECT 1 FROM revision WHERE article_id = article.id) AS was_revised "
                "FROM article WHERE id = ?",
                (candidate.id,),
            ).fetchone()
            if row is None or row["text_hash"] != candidate.text_hash:
                return False
            database.execute(_FORGET_OLD, (utc_text(now - OLD_TEXT_KEPT),))
            database.execute(_KEEP_OLD, (utc_text(now), candidate.id))
            changed = changed_row(article, candidate.id, candidate.since)
            with rebased(database, candidate.id):
                database.execute(CHANGE_TEXT, changed)
            database.execute(CHANGE_METADATA, changed)
            if not row["was_revised"]:
                database.execute(SET_DATES, changed)
            drop_places(database, candidate.id)
            add_blocks(database, candidate.id, candidate.site, article, seen=candidate.since)
            for key, page in (pages or {}).items():
                Parts(database).reword(key, page.text, page.markdown)
        return True


def _candidate(connection: sqlite3.Connection, row: sqlite3.Row, parts: Sequence[StoredPart]) -> Candidate:
    published, source = _said_by_seed(connection, row)
    aliases = (each["url_key"] for each in connection.execute(_ALIASES, (row["id"],)))
    return Candidate(
        id=row["id"],
        uid=row["uid"],
        url=row["url"],
        site=row["site"],
        text_hash=row["text_hash"],
        url_keys=(row["url_key"], *aliases),
        since=read_utc(row["since"]),
        until=read_utc(row["last_seen"]),
        published=published,
        published_source=source,
        parts=tuple(parts),
    )


def _said_by_seed(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[datetime | None, DateSource | None]:
    """Return what a seed said of the article, by whichever address it named it, and which kind of seed it was.

    Where no address tells any more, the row does if its own date is from a seed.
    """
    said = connection.execute(_SAID_BY_SEEDS, {"id": row["id"], "url_key": row["url_key"]}).fetchone()
    published, source = (row["published"], row["published_source"]) if said is None else said
    told = None if source is None else DateSource(source)
    if said is None and told not in (DateSource.FEED, DateSource.SITEMAP):
        return None, None
    return read_utc_or_none(published), told
