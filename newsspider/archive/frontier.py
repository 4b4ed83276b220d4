"""The frontier: every URL that a seed ever gave, its state, and when to visit it again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from newsspider.archive.database import Database
from newsspider.archive.record import DueUrl, FoundLink, SeedState
from newsspider.article import PASSING, DateSource, UrlState
from newsspider.times import read_utc, read_utc_or_none, utc_text, utc_text_or_none

_COLUMNS = (
    "id, found, url, url_key, etag, last_modified, last_visit AS visited, failures, discovered_from, "
    "seed_title AS title, seed_published AS published, seed_source AS source"
)

_IS_FREE = "NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.url_key = url.url_key)"

# A claim renews a URL once: a seed that repeats it, also one from the future, does not.
_RENEWED = (
    "url.state <> 'due' AND excluded.seed_modified > coalesce(url.last_visit, '') "
    "AND excluded.seed_modified IS NOT url.seed_modified "
    f"AND {_IS_FREE}"
)
_ADD_LINK = f"""
    INSERT INTO url (
        url_key, url, site, state, found, discovered_from, seed_title, seed_published, seed_modified, seed_source
    )
    VALUES (:url_key, :url, :site, 'due', :now, :discovered_from, :title, :published, :modified, :source)
    ON CONFLICT (url_key) DO UPDATE SET
        state = 'due', reason = NULL, evidence = NULL, seed_modified = excluded.seed_modified,
        seed_title = coalesce(excluded.seed_title, url.seed_title),
        seed_published = coalesce(url.seed_published, excluded.seed_published),
        seed_source = coalesce(url.seed_source, excluded.seed_source)
    WHERE {_RENEWED}
"""

_DUE = f"""
    SELECT * FROM (
        SELECT {_COLUMNS}, 0 AS again FROM url WHERE site = :site AND state = 'due' AND {_IS_FREE}
        ORDER BY found DESC, id LIMIT :limit
    )
    UNION ALL
    SELECT * FROM (
        SELECT {_COLUMNS}, 1 AS again FROM url
        WHERE site = :site AND next_visit <= :now AND state <> 'due' AND {_IS_FREE}
        ORDER BY next_visit LIMIT :limit
    )
    ORDER BY again, found DESC, id LIMIT :limit
"""

_SETTLE = """
    INSERT INTO url (
        url_key, url, site, state, reason, evidence, found,
        last_visit, next_visit, etag, last_modified, status, failures
    )
    VALUES (
        :url_key, :url, :site, :state, :reason, :evidence, :now,
        :now, :next_visit, :etag, :last_modified, :status, :failed
    )
    ON CONFLICT (url_key) DO UPDATE SET
        state = excluded.state, reason = excluded.reason, evidence = excluded.evidence,
        last_visit = excluded.last_visit, next_visit = excluded.next_visit, status = excluded.status,
        etag = excluded.etag, last_modified = excluded.last_modified,
        failures = iif(:failed, url.failures + 1, 0)
"""
_REVISIT = """
    UPDATE url SET next_visit = :now
    WHERE site = :site AND state IN ('stored', 'gone') AND coalesce(next_visit, '9999') > :now
"""
_LED_AWAY = "SELECT last_visit FROM url WHERE url_key = ? AND state IN ('not-article', 'alias', 'gone')"


class Frontier:
    """URL states; part of the archive, so that an article and its URL's state are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_links(self, site: str, links: Iterable[FoundLink], *, discovered_from: str, now: datetime) -> int:
        """Note what a seed gave and return how many URLs became due by it.

        An unknown URL is due. A known one is due again where the seed says, and has not said before, that it changed
        after the last visit.
        """
        rows = (_link_row(site, found, discovered_from, now) for found in links)
        with self._database.transaction():
            before = self._database.changes
            self._database.execute_many(_ADD_LINK, rows)
            return self._database.changes - before

    def due(self, site: str, *, now: datetime, limit: int) -> list[DueUrl]:
        """Return the URLs of *site* to visit: those due then those whose next visit has come, newest found first."""
        rows = self._database.execute(_DUE, {"site": site, "now": utc_text(now), "limit": limit})
        return [_due_url(row) for row in rows]

    def due_keys(self, site: str, *, now: datetime) -> Iterator[str]:
        """Yield the identities of all URLs that `due` would return."""
        rows = self._database.execute(_DUE, {"site": site, "now": utc_text(now), "limit": -1})
        return (row["url_key"] for row in rows)

    def settle(
        self,
        url_key: str,
        *,
        state: UrlState,
        reason: str | None,
        now: datetime,
        evidence: str | None = None,
        next_visit: datetime | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        status: int | None = None,
        url: str | None = None,
        site: str | None = None,
    ) -> None:
        """Note what a visit came to, and by what *evidence* it came to no article.

        *url* and *site* are needed only where the URL is new to the frontier. A reason of `PASSING` counts as a failure
        in a row, so that it is tried ever later.
        """
        row = {
            "url_key": url_key,
            "url": url or f"http://{url_key}",
            "site": site or url_key.partition("/")[0],
            "state": state,
            "reason": reason,
            "evidence": evidence,
            "now": utc_text(now),
            "next_visit": utc_text_or_none(next_visit),
            "etag": etag,
            "last_modified": last_modified,
            "status": status,
            "failed": state is UrlState.FAILED or reason in PASSING,
        }
        with self._database.transaction():
            self._database.execute(_SETTLE, row)

    def is_gone(self, url_key: str) -> bool:
        """Return whether the last visit found nothing at that address."""
        row = self._database.execute("SELECT state FROM url WHERE url_key = ?", (url_key,)).fetchone()
        return row is not None and row["state"] == UrlState.GONE

    def led_away(self, url_key: str) -> datetime | None:
        """Return when the last visit of the URL came to no article of its own; ``None`` where it came to one."""
        row = self._database.execute(_LED_AWAY, (url_key,)).fetchone()
        return None if row is None else read_utc_or_none(row["last_visit"])

    def look_again(self, keys: Iterable[str], *, now: datetime) -> None:
        """Let these URLs, of which none has a next visit of its own, be due from now on once more."""
        with self._database.transaction():
            self._database.execute_many(
                "UPDATE url SET next_visit = ? WHERE url_key = ? AND state <> 'due' AND next_visit IS NULL",
                [(utc_text(now), key) for key in keys],
            )

    def revisit(self, site: str, *, now: datetime) -> None:
        """Let every article of *site*, those withdrawn among them, be due now."""
        with self._database.transaction():
            self._database.execute(_REVISIT, {"site": site, "now": utc_text(now)})

    def set_aside(self, site: str, is_meant: Callable[[str], bool], *, until: datetime) -> list[str]:
        """Let the due URLs of *site* that *is_meant* accepts wait until then; return their keys."""
        rows = self._database.execute("SELECT url_key, url FROM url WHERE site = ? AND state = 'due'", (site,))
        keys = [row["url_key"] for row in rows.fetchall() if is_meant(row["url"])]
        with self._database.transaction():
            self._database.execute_many(
                "UPDATE url SET state = 'trapped', next_visit = ? WHERE url_key = ?",
                [(utc_text(until), key) for key in keys],
            )
        return keys

    def seed_state(self, url: str) -> SeedState:
        """Return what the seed's server said last; empty where it was never read."""
        row = self._database.execute("SELECT etag, last_modified FROM seed WHERE url = ?", (url,)).fetchone()
        return SeedState() if row is None else SeedState(row["etag"], row["last_modified"])

    def keep_seed(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Remember what the seed's server said."""
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO seed VALUES (?, ?, ?)", (url, etag, last_modified))


def _link_row(site: str, found: FoundLink, discovered_from: str, now: datetime) -> dict[str, Any]:
    link = found.link
    return {
        "url_key": found.url_key,
        "url": link.url,
        "site": site,
        "now": utc_text(now),
        "discovered_from": discovered_from,
        "title": link.title,
        "published": utc_text_or_none(link.published),
        "modified": utc_text_or_none(link.modified or link.published),
        "source": link.source,
    }


def _due_url(row: sqlite3.Row) -> DueUrl:
    return DueUrl(
        url=row["url"],
        url_key=row["url_key"],
        found=read_utc(row["found"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        visited=read_utc_or_none(row["visited"]),
        failures=row["failures"],
        discovered_from=row["discovered_from"],
        title=row["title"],
        published=read_utc_or_none(row["published"]),
        source=None if row["source"] is None else DateSource(row["source"]),
    )
