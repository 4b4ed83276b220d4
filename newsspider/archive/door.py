"""What the door to the web must remember between runs: hosts that want a pause, requests of a day, robots.txt."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from newsspider.archive.database import Database
from newsspider.archive.record import Grant, HostState, PolicyFile
from newsspider.times import read_utc, read_utc_or_none, utc_text, utc_text_or_none

DAYS_KEPT = 400
"""Of the counts a day."""

# A pause that a server asked for is never shortened by a later word.
_KEEP_HOST = """
    INSERT INTO host (name, next_request, cool_until, refusals) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET
        next_request = coalesce(excluded.next_request, next_request),
        cool_until = max(coalesce(excluded.cool_until, cool_until), coalesce(cool_until, excluded.cool_until)),
        refusals = excluded.refusals
"""


class Door:
    """The memory of the door; part of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hosts(self, *, now: datetime) -> dict[str, HostState]:
        """Return the hosts, by name, that want something yet; forget what is over."""
        moment = utc_text(now)
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM host WHERE coalesce(next_request, '') <= :now AND coalesce(cool_until, '') <= :long_ago",
                {"now": moment, "long_ago": utc_text(now - timedelta(days=2))},
            )
            rows = self._database.execute("SELECT name, next_request, cool_until, refusals FROM host").fetchall()
        return {
            row["name"]: HostState(
                read_utc_or_none(row["next_request"]), read_utc_or_none(row["cool_until"]), row["refusals"]
            )
            for row in rows
        }

    def keep_host(self, name: str, state: HostState) -> None:
        """Remember what a host wants."""
        row = (name, utc_text_or_none(state.next_request), utc_text_or_none(state.cool_until), state.refusals)
        with self._database.transaction():
            self._database.execute(_KEEP_HOST, row)

    def grant(self, site: str, day: str, *, requests: int, most: int, received: int) -> Grant:
        """Count *requests* (fewer than none are given back) and *received* bytes on *day*; grant what *most* leaves."""
        with self._database.transaction():
            self._database.execute("INSERT OR IGNORE INTO site_day VALUES (?, ?, 0, 0)", (site, day))
            row = self._database.execute(
                "SELECT requests, bytes FROM site_day WHERE site = ? AND day = ?", (site, day)
            ).fetchone()
            granted = requests if requests <= 0 else max(0, min(requests, most - row["requests"]))
            self._database.execute(
                "UPDATE site_day SET requests = requests + ?, bytes = bytes + ? WHERE site = ? AND day = ?",
                (granted, received, site, day),
            )
        return Grant(requests=granted, received=row["bytes"] + received)

    def policy_file(self, url: str) -> PolicyFile | None:
        """Return the file as it was read last; ``None`` where it never was."""
        row = self._database.execute("SELECT * FROM policy_file WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        return PolicyFile(**dict(row) | {"fetched": read_utc(row["fetched"]), "expires": read_utc(row["expires"])})

    def keep_policy_file(self, file: PolicyFile) -> None:
        """Remember the file in place of what was read before."""
        row = asdict(file) | {"fetched": utc_text(file.fetched), "expires": utc_text(file.expires)}
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO policy_file "
                "VALUES (:url, :fetched, :expires, :status, :etag, :last_modified, :body)",
                row,
            )

    def forget_old_days(self, *, now: datetime) -> None:
        """Drop the counts of days long ago."""
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM site_day WHERE day < ?", (f"{now - timedelta(days=DAYS_KEPT):%Y-%m-%d}",)
            )
