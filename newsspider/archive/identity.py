"""What a file says of itself: whether it is an archive, and of which version. Nothing here writes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from enum import Enum, auto
from pathlib import Path
from urllib.parse import quote

from newsspider.archive.faults import told_plainly
from newsspider.errors import ArchiveCorruptError, ArchiveNewerError, NoPermissionError

APPLICATION_ID = 0x6E777370
"""``nwsp``, at byte 68 of the file."""

SCHEMA_VERSION = 9
"""How many steps `migrations` has; a test holds the two together."""

PAGES_APPLICATION_ID = 0x6E777372
"""``nwsr``: the file of raw pages."""

PAGES_SCHEMA_VERSION = 1
"""How many steps `raw_schema` has; a test holds the two together."""

_MAGIC = b"SQLite format 3\0"
_COUNT_TABLES = "SELECT count(*) FROM sqlite_schema WHERE type IN ('table', 'view') AND name <> '_sqlite_migrations'"


class Age(Enum):
    """What must be done before a file can be written to."""

    ABSENT = auto()
    EMPTY = auto()
    """Without a table: made, and left before the first step was whole."""
    OLDER = auto()
    CURRENT = auto()


class Form(Enum):
    """What a file of ours holds; the value is its name in messages."""

    ARCHIVE = "archive"
    PAGES = "file of raw pages"

    @property
    def marks(self) -> tuple[int, int]:
        """`application_id`, and the latest version of the schema."""
        if self is Form.ARCHIVE:
            return APPLICATION_ID, SCHEMA_VERSION
        return PAGES_APPLICATION_ID, PAGES_SCHEMA_VERSION


def age_of(path: Path, form: Form = Form.ARCHIVE) -> Age:
    """Return how old the file at *path* is, touching nothing.

    Raises `ArchiveCorruptError` where the file is damaged or another program's, `ArchiveNewerError` where a later
    version wrote it.
    """
    with told_plainly(path):
        if not path.exists():
            return Age.ABSENT
        if not _is_sqlite(path):
            raise ArchiveCorruptError(f"{path} is no {form.value} of newsspider, nor any SQLite file: name another one")
        connection = connect_reader(path) if _has_wal(path) else _connect_immutable(path)
        with closing(connection):
            return _age(connection, path, form)


def connect_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that can't write and needs no lock, nor a folder that may be written to."""
    connection = sqlite3.connect(file_uri(path, "mode=ro"), uri=True, isolation_level=None, timeout=5.0)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema")
        return connection
    except sqlite3.OperationalError as error:
        connection.close()
        if not _cannot_open(error):
            raise
        if _has_wal(path):
            message = f"{path} is in use and you may not write to its folder: wait until its crawl ends"
            raise NoPermissionError(message) from error
    return _connect_immutable(path)


def file_uri(path: Path, query: str) -> str:
    """Return the SQLite URI of *path*, whatever characters its name has."""
    return f"file:{quote(os.fsencode(path.absolute()))}?{query}"


def _is_sqlite(path: Path) -> bool:
    """Say whether the file begins like one of SQLite; an empty one may become one."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    return head in (_MAGIC, b"")


def _connect_immutable(path: Path) -> sqlite3.Connection:
    """Return a connection to a file that nobody is writing to; it leaves no file beside it."""
    return sqlite3.connect(file_uri(path, "immutable=1"), uri=True, isolation_level=None)


def _has_wal(path: Path) -> bool:
    """Say whether part of the archive stands in a file beside it."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _cannot_open(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def _age(connection: sqlite3.Connection, path: Path, form: Form) -> Age:
    ours, latest = form.marks
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute(_COUNT_TABLES).fetchone()
    if application == ours and version > latest:
        raise ArchiveNewerError(f"{path} was written by a newer newsspider (schema {version}): update newsspider")
    if application == ours:
        return Age.CURRENT if version == latest else Age.OLDER
    if tables or application:
        raise ArchiveCorruptError(f"{path} is an SQLite file of another program: name another {form.value}")
    return Age.EMPTY
