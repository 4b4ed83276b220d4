"""The file of raw pages, for its writer: packed bytes, each once, and the responses that they came with.

What packs and unpacks is no matter of this room: `newsspider.rawstore` brings both together.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsspider.archive.database import Database
from newsspider.archive.identity import Form
from newsspider.article import OptOut, OptOutSource, Page
from newsspider.times import read_utc, utc_text

_BODY = "id, digest, site, bytes AS size, level, dictionary_id, packed"
_ADD_BODY = (
    "INSERT INTO body (digest, site, bytes, level, dictionary_id, packed) "
    "VALUES (:digest, :site, :size, :level, :dictionary_id, :packed) RETURNING id"
)
_ADD_PAGE = (
    "INSERT INTO kept_page (url_key, url, site, fetched, status, headers, complete, opt_outs, body_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LAST_BODY = f"""
    SELECT {_BODY} FROM body
    WHERE id = (SELECT body_id FROM kept_page WHERE url_key = ? ORDER BY fetched DESC LIMIT 1)
"""
_DROP_BODY = """
    DELETE FROM body WHERE id = :id
        AND NOT EXISTS (SELECT 1 FROM kept_page WHERE body_id = :id)
        AND NOT EXISTS (SELECT 1 FROM body AS younger WHERE younger.dictionary_id = :id)
        AND NOT EXISTS (SELECT 1 FROM site_dictionary WHERE body_id = :id)
    RETURNING dictionary_id
"""
_COULD_BE_TIGHTER = f"SELECT {_BODY} FROM body WHERE level < :level AND bytes <= :size ORDER BY level, id LIMIT :limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedBody:
    """The bytes of a page, packed."""

    id: int = 0
    """Its row; 0 before it has one."""
    digest: str
    """`newsspider.archive.quarantine.body_digest` of the bytes."""
    site: str
    size: int
    """Bytes, unpacked."""
    level: int
    """Of zstd, by which it was packed."""
    dictionary_id: int | None
    """The body by which it is unpacked, itself packed without one; ``None`` where it stands alone."""
    packed: bytes


@dataclass(frozen=True, slots=True)
class SiteDictionary:
    """The page by which a site's new pages are packed."""

    body_id: int
    pages: int = 0
    """How many pages came since it was chosen."""
    misses: int = 0
    """How many of the last ones, in a row, it was no help for."""


@dataclass(frozen=True, slots=True)
class KeptState:
    """Which page, of which moment."""

    id: int
    url_key: str
    fetched: datetime


def pages_path(archive: Path) -> Path:
    """Return where the raw pages of *archive* are.

    >>> pages_path(Path("news/newsspider.db")).name, pages_path(Path("archive")).name
    ('newsspider.pages.db', 'archive.pages.db')
    """
    return archive.with_name(f"{archive.stem}.pages{archive.suffix or '.db'}")


class RawPages:
    """The one writer of a file of raw pages."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path

    @classmethod
    def open(cls, path: Path, *, wait_seconds: float = 0.0) -> RawPages:
        """Return the file at *path*, made where absent, migrated where older; raises what `Archive.open` raises."""
        return cls(Database(path, wait_seconds=wait_seconds, form=Form.PAGES))

    def close(self) -> None:
        """Leave one file that is whole by itself; a second call does nothing."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is written inside, or nothing of it."""
        with self._database.transaction():
            yield

    def has(self, url_key: str) -> bool:
        """Return whether a page of that address is there."""
        row = self._database.execute("SELECT 1 FROM kept_page WHERE url_key = ? LIMIT 1", (url_key,))
        return row.fetchone() is not None

    def last_body(self, url_key: str) -> PackedBody | None:
        """Return the body that was kept last of an address; ``None`` where none was."""
        row = self._database.execute(_LAST_BODY, (url_key,)).fetchone()
        return None if row is None else _body(row)

    def body_id(self, digest: str) -> int | None:
        """Return the row of the bytes of that digest; ``None`` where they are not there."""
        row = self._database.execute("SELECT id FROM body WHERE digest = ?", (digest,)).fetchone()
        return None if row is None else int(row["id"])

    def body(self, body_id: int) -> PackedBody:
        """Return one row of bytes."""
        row = self._database.execute(f"SELECT {_BODY} FROM body WHERE id = ?", (body_id,)).fetchone()
        return _body(row)

    def add_body(self, body: PackedBody) -> int:
        """Store bytes that are not there yet; return their row."""
        values = {name: getattr(body, name) for name in ("digest", "site", "size", "level", "dictionary_id", "packed")}
        return int(self._database.execute(_ADD_BODY, values).fetchone()["id"])

    def repack(self, body: PackedBody) -> None:
        """Let the row of *body* be packed as it says."""
        self._database.execute(
            "UPDATE body SET packed = ?, level = ?, dictionary_id = ? WHERE id = ?",
            (body.packed, body.level, body.dictionary_id, body.id),
        )

    def mark(self, body: PackedBody, *, level: int) -> None:
        """Note that *level* was tried and gave nothing better."""
        self._database.execute("UPDATE body SET level = ? WHERE id = ?", (level, body.id))

    def add_page(
        self, page: Page, *, url_key: str, site: str, body_id: int, opt_outs: Sequence[OptOut] = ()
    ) -> set[int]:
        """Store a response that is not there yet; another of the same address and moment goes, its body is returned."""
        fetched = utc_text(page.fetched)
        before = self._database.execute(
            "SELECT body_id FROM kept_page WHERE url_key = ? AND fetched = ?", (url_key, fetched)
        ).fetchone()
        if before is not None and before["body_id"] == body_id:
            return set()  # left in its place: somebody may be reading the file in order
        gone = self._drop("url_key = ? AND fetched = ?", url_key, fetched)
        row = (
            *(url_key, page.url, site, fetched, page.status),
            *(json.dumps(page.headers), int(page.complete), pack_opt_outs(opt_outs), body_id),
        )
        self._database.execute(_ADD_PAGE, row)
        return set(gone)

    def dictionary_of(self, site: str) -> SiteDictionary | None:
        """Return by which page the site's new pages are packed."""
        row = self._database.execute(
            "SELECT body_id, pages, misses FROM site_dictionary WHERE site = ?", (site,)
        ).fetchone()
        return None if row is None else SiteDictionary(**dict(row))

    def sites_of_dictionary(self, body_id: int) -> list[str]:
        """Return the sites whose new pages are packed by that page."""
        rows = self._database.execute("SELECT site FROM site_dictionary WHERE body_id = ?", (body_id,))
        return [row["site"] for row in rows]

    def set_dictionary(self, site: str, dictionary: SiteDictionary | None) -> None:
        """Pack the site's new pages by that page; ``None``: by none until one comes."""
        self._database.execute("DELETE FROM site_dictionary WHERE site = ?", (site,))
        if dictionary is not None:
            row = (site, dictionary.body_id, dictionary.pages, dictionary.misses)
            self._database.execute("INSERT INTO site_dictionary VALUES (?, ?, ?, ?)", row)

    def dependents(self, body_id: int) -> list[int]:
        """Return the bodies that can't be unpacked without that one, the newest first."""
        rows = self._database.execute("SELECT id FROM body WHERE dictionary_id = ? ORDER BY id DESC", (body_id,))
        return [row["id"] for row in rows]

    def is_without_page(self, body_id: int) -> bool:
        """Return whether these bytes are there and no page has them: they serve as a dictionary alone."""
        row = self._database.execute(
            "SELECT 1 FROM body WHERE id = :id AND NOT EXISTS (SELECT 1 FROM kept_page WHERE body_id = :id)",
            {"id": body_id},
        )
        return row.fetchone() is not None

    def drop_pages_of(self, url_keys: Iterable[str]) -> set[int]:
        """Forget all pages of these addresses; return the bodies that they had."""
        return {body for key in url_keys for body in self._drop("url_key = ?", key)}

    def drop_states(self, ids: Iterable[int]) -> set[int]:
        """Forget these pages; return the bodies that they had."""
        return {body for page_id in ids for body in self._drop("id = ?", page_id)}

    def drop_oldest(self, *, before: datetime | None = None, limit: int) -> set[int]:
        """Forget at most *limit* pages, oldest first, those fetched *before* a moment or any; return their bodies."""
        until = "9999" if before is None else utc_text(before)
        oldest = "id IN (SELECT id FROM kept_page WHERE fetched < ? ORDER BY fetched, id LIMIT ?)"
        return set(self._drop(oldest, until, limit))

    def drop_unused(self, bodies: Iterable[int]) -> None:
        """Forget of *bodies*, and of what they were unpacked by, those that no page has and nothing is unpacked by."""
        waiting = set(bodies)
        while waiting:
            row = self._database.execute(_DROP_BODY, {"id": waiting.pop()}).fetchone()
            if row is not None and row["dictionary_id"] is not None:
                waiting.add(row["dictionary_id"])

    def latest(self, limit: int) -> list[KeptState]:
        """Return the pages that were stored last."""
        rows = self._database.execute("SELECT id, url_key, fetched FROM kept_page ORDER BY id DESC LIMIT ?", (limit,))
        return [KeptState(row["id"], row["url_key"], read_utc(row["fetched"])) for row in rows]

    def could_be_tighter(self, *, level: int, most_bytes: int, limit: int) -> Sequence[PackedBody]:
        """Return bodies packed below *level*, the loosest first."""
        rows = self._database.execute(_COULD_BE_TIGHTER, {"level": level, "size": most_bytes, "limit": limit})
        return [_body(row) for row in rows]

    def used_bytes(self) -> int:
        """Return how much of the file is in use."""
        pages, free, size = (
            self._database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    def give_back(self, most_pages: int) -> None:
        """Return free room at the file's end to the disk, at most so many pages of it."""
        self._database.give_back(most_pages)

    def _drop(self, where: str, *parameters: object) -> list[int]:
        rows = self._database.execute(f"DELETE FROM kept_page WHERE {where} RETURNING body_id", parameters)
        return [row["body_id"] for row in rows.fetchall()]


def pack_opt_outs(opt_outs: Sequence[OptOut]) -> str:
    """Return *opt_outs* as the file holds them: a list of source, signal and, where there is one, policy."""
    return json.dumps([list(filter(None, (each.source, each.signal, each.policy_url))) for each in opt_outs])


def read_opt_outs(text: str) -> tuple[OptOut, ...]:
    """Return what `pack_opt_outs` wrote; raises `ValueError` or `TypeError` where it did not.

    >>> read_opt_outs('[["meta", "noai"]]') == (OptOut(source=OptOutSource.META, signal="noai"),)
    True
    """
    return tuple(
        OptOut(source=OptOutSource(source), signal=str(signal), policy_url=str(policy[0]) if policy else None)
        for source, signal, *policy in json.loads(text)
    )


def _body(row: sqlite3.Row) -> PackedBody:
    return PackedBody(**dict(row))
