"""Runs, and what came of each site in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newsspider import __version__
from newsspider.archive.database import Database
from newsspider.archive.record import SiteInfo
from newsspider.times import read_utc_or_none, utc_text

_COUNTS = ("due", "new", "revision", "unchanged", "alias", "seed_requests", "seconds")
_COUNTS_BY_REASON = ("not_article", "refused", "failed", "left")


def begin_run(database: Database, *, command: str, sites: Sequence[SiteInfo], started: datetime) -> int:
    """Open a run and return its id; what the sites declare replaces what they declared before."""
    with database.transaction():
        database.execute_many(
            "INSERT INTO site (name, host, country, language, time_zone) "
            "VALUES (:name, :host, :country, :language, :time_zone) ON CONFLICT (name) DO UPDATE "
            "SET host = :host, country = :country, language = :language, time_zone = :time_zone",
            [asdict(site) for site in sites],
        )
        run = database.execute(
            "INSERT INTO run (command, version, started) VALUES (?, ?, ?) RETURNING id",
            (command, __version__, utc_text(started)),
        )
        return int(run.fetchone()["id"])


def end_run(
    database: Database,
    run_id: int,
    *,
    finished: datetime,
    exit_code: int,
    counts: Mapping[str, Mapping[str, Any]],
) -> None:
    """Close a run with what came of every site; a count that is absent is none."""
    with database.transaction():
        database.execute(
            "UPDATE run SET finished = ?, exit_code = ? WHERE id = ?", (utc_text(finished), exit_code, run_id)
        )
        database.execute_many(
            "INSERT OR REPLACE INTO run_site VALUES (:run_id, :site, :due, :new, :revision, :unchanged, :alias, "
            ":not_article, :refused, :failed, :left, :seed_requests, :seconds, :reached)",
            [{"run_id": run_id, "site": site, **_counts_row(count)} for site, count in counts.items()],
        )


def failing_before(database: Database, run_id: int) -> set[str]:
    """Return the sites that could not be reached in the last run that visited them before *run_id*."""
    rows = database.execute(
        "SELECT site FROM run_site AS last WHERE reached = 0 AND run_id = "
        "(SELECT max(run_id) FROM run_site WHERE site = last.site AND run_id < ?)",
        (run_id,),
    )
    return {row["site"] for row in rows}


def last_finished(database: Database, exit_code: int) -> datetime | None:
    """Return when a run last ended with *exit_code*."""
    row = database.execute("SELECT max(finished) AS last FROM run WHERE exit_code = ?", (exit_code,)).fetchone()
    return read_utc_or_none(row["last"])


def _counts_row(counts: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: counts.get(key, 0) for key in _COUNTS} | {"reached": int(counts.get("reached", True))}
    return plain | {key: json.dumps(counts.get(key, {}), sort_keys=True) for key in _COUNTS_BY_REASON}
