"""Pages that cost a worker: kept with their bytes, and not visited again until the extractor is another."""

from __future__ import annotations

import hashlib
import json
import zlib

from newsspider.archive.database import Database
from newsspider.article import Failure, Page
from newsspider.text import inert
from newsspider.times import utc_text

MAX_PACKED_BYTES = 4 << 20
"""Longest body that is kept, packed by zlib."""
BODIES_A_SITE = 20
"""So many bodies of a site are kept, the newest; the row of every page stays."""
MAX_DETAIL = 500
_STEP_BYTES = 1 << 20

_ADD = """
    INSERT OR REPLACE INTO quarantine
        (url_key, url, site, seen, extractor, reason, detail, headers, digest, bytes, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_MAKE_ROOM = """
    UPDATE quarantine SET body = NULL WHERE site = :site AND body IS NOT NULL AND url_key NOT IN (
        SELECT url_key FROM quarantine WHERE site = :site AND body IS NOT NULL
        ORDER BY seen DESC, rowid DESC LIMIT :most
    )
"""
_RELEASE = """
    UPDATE url SET state = 'due', reason = NULL, next_visit = NULL
    WHERE state = 'failed' AND url_key IN (SELECT url_key FROM quarantine WHERE extractor <> ?)
"""


class Quarantine:
    """The pages; part of the archive, so that a page and its URL's state are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, page: Page, *, url_key: str, site: str, extractor: str, reason: Failure, detail: str = "") -> None:
        """Keep *page*, which cost its worker when it was read by *extractor*; an earlier one of *url_key* goes."""
        row = (
            url_key,
            page.url,
            site,
            utc_text(page.fetched),
            extractor,
            reason,
            inert(detail)[:MAX_DETAIL],
            json.dumps(page.headers),
            body_digest(page.body),
            len(page.body),
            pack(page.body),
        )
        with self._database.transaction():
            self._database.execute(_ADD, row)
            self._database.execute(_MAKE_ROOM, {"site": site, "most": BODIES_A_SITE})

    def is_held(self, url_key: str, extractor: str) -> bool:
        """Return whether that URL's page cost *extractor* a worker."""
        found = self._database.execute(
            "SELECT 1 FROM quarantine WHERE url_key = ? AND extractor = ?", (url_key, extractor)
        )
        return found.fetchone() is not None

    def held_keys(self, site: str, extractor: str) -> frozenset[str]:
        """Return the identities of the URLs of *site* that cost *extractor* a worker."""
        rows = self._database.execute(
            "SELECT url_key FROM quarantine WHERE site = ? AND extractor = ?", (site, extractor)
        )
        return frozenset(row["url_key"] for row in rows)

    def reasons(self) -> dict[str, Failure]:
        """Return what each page came to, by the digest of its bytes."""
        rows = self._database.execute("SELECT digest, reason FROM quarantine")
        return {row["digest"]: Failure(row["reason"]) for row in rows}

    def body(self, url_key: str) -> bytes | None:
        """Return the bytes of that URL's page; ``None`` where they were not kept."""
        row = self._database.execute("SELECT body FROM quarantine WHERE url_key = ?", (url_key,)).fetchone()
        return None if row is None or row["body"] is None else zlib.decompress(row["body"])

    def release(self, extractor: str) -> int:
        """Let go what another version than *extractor* could not read, and return how many URLs are due by it."""
        with self._database.transaction():
            due = self._database.execute(_RELEASE, (extractor,)).rowcount
            self._database.execute("DELETE FROM quarantine WHERE extractor <> ?", (extractor,))
        return due


def body_digest(body: bytes) -> str:
    """Return what a page is known by in quarantine: 32 hex digits."""
    return hashlib.sha256(body).hexdigest()[:32]


def pack(body: bytes) -> bytes | None:
    """Return *body* packed; ``None`` where that is longer than `MAX_PACKED_BYTES`, found out without packing it all."""
    packer = zlib.compressobj()
    packed = bytearray()
    for start in range(0, len(body), _STEP_BYTES):
        packed += packer.compress(body[start : start + _STEP_BYTES])
        if len(packed) > MAX_PACKED_BYTES:
            return None
    packed += packer.flush()
    return bytes(packed) if len(packed) <= MAX_PACKED_BYTES else None
