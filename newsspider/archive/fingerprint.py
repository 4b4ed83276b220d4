"""What articles are found by that share text: an inverted index of sampled shingles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from sqlite3 import Row

from newsspider.archive.cluster import AGE_COLUMNS, Age, age_of_row
from newsspider.archive.database import Database
from newsspider.article import Relation
from newsspider.text import text_hash
from newsspider.times import read_utc, utc_text
from newsspider.urls import uid

MOST_TWINS = 20
MOST_DEPUTIES = 16
MOST_CLAIMS = 100
"""So many pages are remembered that call one and the same address the real one."""
_LOT = 32
"""Keys asked for in one statement: always so many, so that SQLite prepares it once."""
_NO_KEY = -1
_NO_WORDS = text_hash("")
_LIST = f"SELECT key, article_id FROM fingerprint_key WHERE key IN ({', '.join('?' * _LOT)})"
# Of one table: a join is planned by what the tables held when they were last counted, and scans what was small then.
_FIND = f"""
    SELECT id, cluster_id, relation, site, {AGE_COLUMNS},
        (SELECT samples FROM fingerprint WHERE article_id = article.id) AS samples
    FROM article WHERE id = ? AND first_seen >= ?
"""
_MEMBERS = f"""
    SELECT id FROM article WHERE cluster_id = (SELECT cluster_id FROM article WHERE id = ?)
    ORDER BY id LIMIT {MOST_DEPUTIES}
"""
_TWIN = f"""
    SELECT id, cluster_id FROM (
        SELECT id, cluster_id, first_seen FROM article
        WHERE text_hash = (SELECT text_hash FROM article WHERE id = :id) AND text_hash NOT IN ('', '{_NO_WORDS}')
            AND id <> :id
        ORDER BY id DESC LIMIT {MOST_TWINS}
    )
    WHERE first_seen >= :least ORDER BY id LIMIT 1
"""
_HAVE_ONE_TEXT = "SELECT count(DISTINCT text_hash) = 1 AS is_one FROM article WHERE id IN (?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFingerprint:
    """A stored article as far as its text goes."""

    id: int
    cluster: int
    relation: Relation | None
    site: str
    age: Age
    samples: bytes
    """As `dedup.fingerprint.pack` made them."""


class Fingerprints:
    """The index; part of the archive, written in its transactions."""

    window: timedelta | None = None
    """An article is held against those first seen so long before it, and later; ``None``: against all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look_back(self, days: int | None) -> None:
        """Hold articles from now on against those of so many days alone; ``None``: against all."""
        self.window = None if days is None else timedelta(days=days)

    def listed(self, keys: Sequence[int]) -> dict[int, list[int]]:
        """Return the articles listed under each of *keys*, oldest first.

        What bounds a look-up is that a key is not `add`-ed to any more once it tells nothing.
        """
        found: dict[int, list[int]] = {key: [] for key in keys}
        for at in range(0, len(keys), _LOT):
            lot = [*keys[at : at + _LOT]]
            lot += [_NO_KEY] * (_LOT - len(lot))
            for key, article in self._database.execute(_LIST, lot):
                found[key].append(article)
        return found

    def find(self, ids: Iterable[int], *, before: int) -> list[StoredFingerprint]:
        """Return the fingerprints of those articles that are in the window of the article *before*, each once.

        For one that has none any more, since its words had to go, another one of its cluster stands.
        """
        least = self._least(before)
        found: dict[int, StoredFingerprint] = {}
        for each in ids:
            row = self._with_samples(each, least) or self._deputy_of(each, least)
            if row is not None and row["id"] != before:
                found.setdefault(row["id"], _stored(row))
        return list(found.values())

    def get(self, article_id: int) -> StoredFingerprint | None:
        """Return the fingerprint of that article; ``None`` where it has none."""
        row = self._with_samples(article_id, "")
        return None if row is None else _stored(row)

    def twin_of(self, article_id: int) -> tuple[int, int] | None:
        """Return an article that has every word of this one, in its window, and the cluster of that."""
        parameters = {"id": article_id, "least": self._least(article_id)}
        row = self._database.execute(_TWIN, parameters).fetchone()
        return None if row is None else (row["id"], row["cluster_id"])

    def have_one_text(self, one: int, other: int) -> bool:
        """Return whether two articles have the same words."""
        return bool(self._database.execute(_HAVE_ONE_TEXT, (one, other)).fetchone()["is_one"])

    def add(self, article_id: int, samples: bytes, keys: Iterable[int]) -> None:
        """Keep what the article is compared by, and list it under *keys*."""
        self._database.execute(
            "INSERT OR REPLACE INTO fingerprint (article_id, samples) VALUES (?, ?)", (article_id, samples)
        )
        self.list_under(article_id, keys)

    def list_under(self, article_id: int, keys: Iterable[int]) -> None:
        """List the article under *keys* too."""
        self._database.execute_many(
            "INSERT OR IGNORE INTO fingerprint_key (key, article_id) VALUES (?, ?)", [(key, article_id) for key in keys]
        )

    def drop(self, article_id: int, keys: Iterable[int]) -> None:
        """Forget the article's fingerprint, listed under some of *keys*."""
        self._database.execute("DELETE FROM fingerprint WHERE article_id = ?", (article_id,))
        self._database.execute_many(
            "DELETE FROM fingerprint_key WHERE key = ? AND article_id = ?", [(key, article_id) for key in keys]
        )

    def forget_words(self, article_id: int) -> None:
        """Let the article be nobody's twin any more."""
        self._database.execute("UPDATE article SET text_hash = '' WHERE id = ?", (article_id,))

    def words_of(self, article_id: int) -> tuple[str | None, str]:
        """Return lead and text of a stored article."""
        row = self._row("SELECT lead, text FROM article WHERE id = ?", article_id)
        assert row is not None
        return row["lead"], row["text"]

    def claim(self, article_id: int, url_key: str) -> None:
        """Remember that the article's page calls *url_key* the real one, for the day that an article comes from there.

        At most 100 are remembered of one address.
        """
        key = _claim_key(url_key)
        if len(self._under(key)) < MOST_CLAIMS:
            self.list_under(article_id, [key])

    def claims(self, url_key: str) -> list[tuple[int, str, str]]:
        """Return, once, who called that address the real one: id, URL and the URL that the page names by now."""
        key = _claim_key(url_key)
        ids = self._under(key)
        if not ids:
            return []
        self._database.execute("DELETE FROM fingerprint_key WHERE key = ?", (key,))
        sql = "SELECT id, url, canonical_url FROM article WHERE id = ? AND canonical_url IS NOT NULL"
        rows = (self._row(sql, each) for each in ids)
        return [(row["id"], row["url"], row["canonical_url"]) for row in rows if row is not None]

    def _with_samples(self, article_id: int, least: str) -> Row | None:
        row = self._row(_FIND, article_id, least)
        return None if row is None or row["samples"] is None else row

    def _deputy_of(self, article_id: int, least: str) -> Row | None:
        members = self._database.execute(_MEMBERS, (article_id,)).fetchall()
        return next(filter(None, (self._with_samples(member["id"], least) for member in members)), None)

    def _under(self, key: int) -> list[int]:
        sql = "SELECT article_id FROM fingerprint_key WHERE key = ? LIMIT ?"
        return [row["article_id"] for row in self._database.execute(sql, (key, MOST_CLAIMS))]

    def _least(self, article_id: int) -> str:
        """Return since when others may have been first seen to be in the article's window."""
        if self.window is None:
            return ""
        row = self._row("SELECT first_seen FROM article WHERE id = ?", article_id)
        return "" if row is None else utc_text(read_utc(row["first_seen"]) - self.window)

    def _row(self, sql: str, *parameters: int | str) -> Row | None:
        row: Row | None = self._database.execute(sql, parameters).fetchone()
        return row


def _claim_key(url_key: str) -> int:
    """Return what claims of an address are listed under: no hash of a shingle is so large."""
    return int(uid(url_key), 16) >> 2 | 1 << 62


def _stored(row: Row) -> StoredFingerprint:
    return StoredFingerprint(
        id=row["id"],
        cluster=row["cluster_id"],
        relation=None if row["relation"] is None else Relation(row["relation"]),
        site=row["site"],
        age=age_of_row(row),
        samples=row["samples"],
    )
