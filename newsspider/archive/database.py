"""The writer's connection: opened under the lock, made or migrated where needed, whole when closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from newsspider.archive.faults import told_plainly
from newsspider.archive.identity import Age, Form, age_of, connect_reader, file_uri
from newsspider.archive.lock import Lock
from newsspider.errors import CannotCreateError

_BUSY_SECONDS = 30.0
_BACKUPS_KEPT = 2
_CACHE = 8_000
"""kB: what leads to a page of an index of a million articles stays there; with SQLite's 2,000 it is read each time."""
_WORTH_COUNTING = 2_000
"""Pages of 4 kB: some thousand articles."""
_OUTER = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
_INNER = ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part")


class Database:
    """The one connection that writes, with the lock it stands under."""

    def __init__(self, path: Path, *, wait_seconds: float, form: Form = Form.ARCHIVE) -> None:
        """Open the file at *path*, making or migrating it; one that is not ours is never touched."""
        self.path = path
        age_of(path, form)
        if not path.parent.is_dir():
            raise CannotCreateError(f"the folder {path.parent} does not exist: make it or name another place")
        with told_plainly(path):
            self._lock: Lock | None = Lock(path, wait_seconds=wait_seconds)
        try:
            self._connection = _open(path, form)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Leave one file that is whole by itself, and release the lock; a second call does nothing."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        try:
            with told_plainly(self.path), closing(self._connection):
                self._undo("ROLLBACK")
                self._count()
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is written inside, or nothing of it; inside another transaction, be a part of that one."""
        begin, commit, undo = _OUTER if not self._connection.in_transaction else _INNER
        self.execute(begin)
        try:
            yield
            self.execute(commit)
        except BaseException:
            self._undo(undo)
            raise

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with told_plainly(self.path):
            return self._connection.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any] | Mapping[str, Any]]) -> None:
        """Run one statement for every row."""
        with told_plainly(self.path):
            self._connection.executemany(sql, rows)

    def give_back(self, most_pages: int) -> None:
        """Return free room at the file's end to the disk, where the file is made for that; outside a transaction."""
        with told_plainly(self.path):  # a script: `execute` stops after the first page
            self._connection.executescript(f"PRAGMA incremental_vacuum({most_pages})")

    @property
    def changes(self) -> int:
        """How many rows were written since the archive was opened."""
        return self._connection.total_changes

    def _count(self) -> None:
        """Let SQLite plan by what the tables hold, unless that is little: it would scan them, also once they grew."""
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        if pages >= _WORTH_COUNTING:
            self._connection.execute("PRAGMA analysis_limit = 400")
            self._connection.execute("PRAGMA optimize")

    def _undo(self, statement: str) -> None:
        """Take back the open transaction, unless SQLite has done it already, as it does when the disk is full."""
        if self._connection.in_transaction:
            self._connection.execute(statement)


def _open(path: Path, form: Form) -> sqlite3.Connection:
    """Return the writer's connection to a file of this version's schema; the lock is held."""
    age = age_of(path, form)
    with told_plainly(path):
        if age is Age.OLDER:
            _back_up(path)
        connection = sqlite3.connect(
            file_uri(path, "mode=rwc"), uri=True, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False
        )
        try:
            _prepare(connection, age, form)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, age: Age, form: Form) -> None:
    connection.row_factory = sqlite3.Row
    if form is Form.PAGES:  # before anything is written: what retention frees goes back to the disk
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: NORMAL lost acknowledged commits in 49 % of simulated power cuts, FULL in none of 150.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    if age is not Age.CURRENT:
        if form is Form.ARCHIVE:
            from newsspider.archive.migrations import migrate
        else:
            from newsspider.archive.raw_schema import migrate

        migrate(connection)


def _back_up(path: Path) -> None:
    """Copy the archive beside itself before it is migrated, and keep the last two such copies."""
    with closing(connect_reader(path)) as source:
        (version,) = source.execute("PRAGMA user_version").fetchone()
        whole = path.with_name(f"{path.name}.before-{version + 1:03d}")
        part = whole.with_name(whole.name + ".part")
        with closing(sqlite3.connect(part)) as target:
            source.backup(target)
    part.replace(whole)
    for old in sorted(path.parent.glob(f"{path.name}.before-???"))[:-_BACKUPS_KEPT]:
        old.unlink()
