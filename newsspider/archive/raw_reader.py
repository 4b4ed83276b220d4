"""The file of raw pages, for readers: they can't write and need no lock."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from newsspider.archive.faults import told_plainly
from newsspider.archive.identity import Age, Form, age_of, connect_reader
from newsspider.archive.raw import read_opt_outs
from newsspider.article import OptOut
from newsspider.errors import NoInputError, RawPageError
from newsspider.times import read_utc, utc_text

_AT_ONCE = 100
_EVER = datetime.min.replace(tzinfo=UTC)
_MAGIC = b"SQLite format 3\0"
_SELECT = """
    SELECT kept_page.id, url_key, url, kept_page.site, fetched, status, headers, complete, opt_outs,
        body.digest, body.bytes AS size, body.packed,
        older.packed AS dictionary, older.bytes AS dictionary_size, older.digest AS dictionary_digest
    FROM kept_page JOIN body ON body.id = body_id LEFT JOIN body AS older ON older.id = body.dictionary_id
"""
_LATEST = f"{_SELECT} WHERE url_key = :key AND fetched BETWEEN :since AND :until ORDER BY fetched DESC LIMIT 1"
_IN_ORDER = f"""
    {_SELECT} WHERE (fetched, kept_page.id) > (:fetched, :id) ORDER BY fetched, kept_page.id LIMIT {_AT_ONCE}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """One raw page as it lies in the file."""

    id: int
    url_key: str
    url: str
    """Final URL, verbatim."""
    site: str
    fetched: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    complete: bool
    opt_outs: tuple[OptOut, ...]
    """What its publisher reserved, whoever said so."""
    digest: str
    size: int
    """Bytes of the page, unpacked."""
    packed: bytes
    dictionary: bytes | None
    """The page that it is packed with, itself packed without one; ``None`` where there is none."""
    dictionary_size: int | None
    dictionary_digest: str | None


class RawReader:
    """An open file of raw pages that can't be changed."""

    def __init__(self, path: Path) -> None:
        """Open the file at *path*; raises `NoInputError` where there is none, and what `age_of` raises."""
        self.path = path
        with self._told_plainly():
            is_there = path.is_file()
        if not is_there or age_of(path, Form.PAGES) is Age.EMPTY:
            raise NoInputError(f"no raw pages at {path}: a crawl keeps them, unless newsspider.toml says raw = false")
        with self._told_plainly():
            self._connection = connect_reader(path)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def latest(self, url_keys: Sequence[str], *, since: datetime = _EVER, until: datetime) -> StoredPage | None:
        """Return the last page of these addresses that was fetched in that time; ``None`` where there is none."""
        span = {"since": utc_text(since), "until": utc_text(until)}
        with self._told_plainly():
            found = (self._connection.execute(_LATEST, span | {"key": key}).fetchone() for key in url_keys)
            rows = [row for row in found if row is not None]
            return _stored(max(rows, key=lambda row: str(row["fetched"]))) if rows else None

    def count(self) -> int:
        """Return how many pages there are."""
        with self._told_plainly():
            return int(self._connection.execute("SELECT count(*) FROM kept_page").fetchone()[0])

    def pages(self) -> Iterator[StoredPage]:
        """Yield every page in the order of fetching; no reader's transaction stays open in between."""
        last: tuple[str, int] = ("", 0)
        while rows := self._after(last):
            yield from map(_stored, rows)
            last = rows[-1]["fetched"], rows[-1]["id"]

    def _after(self, last: tuple[str, int]) -> list[sqlite3.Row]:
        with self._told_plainly():
            return self._connection.execute(_IN_ORDER, {"fetched": last[0], "id": last[1]}).fetchall()

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        with told_plainly(self.path):
            yield


def looks_like_raw_file(path: Path) -> bool:
    """Return whether *path* is a file of SQLite's: as a source of pages it can only be meant so."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _stored(row: sqlite3.Row) -> StoredPage:
    try:
        headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
        opt_outs = read_opt_outs(row["opt_outs"])
        fetched = read_utc(row["fetched"])
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise RawPageError(f"raw page {row['id']} is damaged: {error}") from error
    read = {"fetched": fetched, "headers": headers, "opt_outs": opt_outs, "complete": bool(row["complete"])}
    return StoredPage(**dict(row) | read)
