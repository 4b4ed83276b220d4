"""Shapes of addresses that led nowhere: each stays closed for a day, then twice as long whenever it is found out."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsspider.archive.database import Database
from newsspider.times import read_utc, utc_text

FIRST_CLOSURE = timedelta(days=1)
LONGEST_CLOSURE = timedelta(days=30)
FORGOTTEN_AFTER = timedelta(days=90)
"""So long after it might be tried again, a shape that was not found out once more is forgotten with its strikes."""
MOST_CLOSED = 2_000
"""So many closed shapes of a site are told of, those that stay closed longest: a maze makes any number."""

_ADD = """
    INSERT INTO trap (site, shape, seen, until, strikes, url) VALUES (:site, :shape, :now, :until, :strikes, :url)
    ON CONFLICT (site, shape) DO UPDATE SET seen = :now, until = :until, strikes = :strikes, url = :url
"""


class Traps:
    """What leads nowhere, by site and shape (`newsspider.traps.shape_of`); part of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, site: str, shape: str, url: str, now: datetime) -> datetime:
        """Note that *shape* led nowhere, last at *url*; return until when it is closed.

        A day at first, twice as long each time, thirty days at most.
        """
        with self._database.transaction():
            self._forget_old(site, now)
            if (closed_until := self._closed_until(site, shape)) is not None and closed_until > now:
                return closed_until  # found out by what was visited before: no new strike
            strikes = self._strikes(site, shape) + 1
            until = now + _closure(strikes)
            self._database.execute(
                _ADD,
                {
                    "site": site,
                    "shape": shape,
                    "now": utc_text(now),
                    "until": utc_text(until),
                    "strikes": strikes,
                    "url": url,
                },
            )
        return until

    def closed(self, site: str, now: datetime) -> set[str]:
        """Return the shapes of *site* that are not to be visited now; when their time is over they may be tried."""
        rows = self._database.execute(
            "SELECT shape FROM trap WHERE site = ? AND until > ? ORDER BY until DESC, shape LIMIT ?",
            (site, utc_text(now), MOST_CLOSED),
        )
        return {row["shape"] for row in rows}

    def struck(self, site: str) -> set[str]:
        """Return the shapes of *site* that led nowhere at any time and were not forgiven."""
        rows = self._database.execute("SELECT shape FROM trap WHERE site = ? LIMIT ?", (site, MOST_CLOSED))
        return {row["shape"] for row in rows}

    def forgive(self, site: str, shape: str) -> None:
        """Forget *shape* with its strikes: it bore fruit."""
        with self._database.transaction():
            self._database.execute("DELETE FROM trap WHERE site = ? AND shape = ?", (site, shape))

    def _closed_until(self, site: str, shape: str) -> datetime | None:
        row = self._database.execute("SELECT until FROM trap WHERE site = ? AND shape = ?", (site, shape)).fetchone()
        return None if row is None else read_utc(row["until"])

    def _strikes(self, site: str, shape: str) -> int:
        row = self._database.execute("SELECT strikes FROM trap WHERE site = ? AND shape = ?", (site, shape)).fetchone()
        return 0 if row is None else int(row["strikes"])

    def _forget_old(self, site: str, now: datetime) -> None:
        self._database.execute("DELETE FROM trap WHERE site = ? AND until < ?", (site, utc_text(now - FORGOTTEN_AFTER)))


def _closure(strikes: int) -> timedelta:
    """Return how long a shape stays closed at its *strikes*-th strike.

    >>> [_closure(strikes).days for strikes in (1, 2, 3, 5, 6, 4_000)]
    [1, 2, 4, 16, 30, 30]
    """
    return min(FIRST_CLOSURE * (1 << min(strikes - 1, 10)), LONGEST_CLOSURE)
