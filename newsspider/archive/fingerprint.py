"""What articles are found by that share text: an inverted index of sampled shingles, and what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsspider.archive.database import Database
from newsspider.article import DateSource, Relation
from newsspider.times import read_utc, read_utc_or_none, utc_text

_LOT = 32
"""Keys asked for in one statement: always so many, so that SQLite prepares it once."""
_NO_KEY = -1
_LIST = f"SELECT key, article_id FROM fingerprint_key WHERE key IN ({', '.join('?' * _LOT)})"
_FIND = """
    SELECT article.id, cluster_id, relation, coalesce(published, first_seen) AS since, samples
    FROM fingerprint JOIN article ON article.id = fingerprint.article_id WHERE article.id = ? AND first_seen >= ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFingerprint:
    """A stored article as far as its text goes."""

    id: int
    cluster: int
    relation: Relation | None
    since: str
    """When it was published, as its page says, or first seen."""
    samples: bytes
    """As `dedup.fingerprint.pack` made them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """What an article's row tells of its age."""

    id: int
    first_seen: datetime
    published: datetime | None
    published_raw: str | None
    published_source: DateSource | None
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles that share text, as `similarity` holds them."""

    small: int
    large: int
    relation: Relation
    of_small: float
    of_large: float
    passages: tuple[tuple[int, int, int, int], ...] = ()


class Fingerprints:
    """The index, and the relations that were found by it; part of the archive, written in its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    def find(self, ids: Iterable[int], *, since: datetime | None = None) -> list[StoredFingerprint]:
        """Return the fingerprints of those articles that were first seen *since* then."""
        least = "" if since is None else utc_text(since)
        rows = (self._database.execute(_FIND, (each, least)).fetchone() for each in ids)
        return [
            StoredFingerprint(
                id=row["id"],
                cluster=row["cluster_id"],
                relation=None if row["relation"] is None else Relation(row["relation"]),
                since=row["since"],
                samples=row["samples"],
            )
            for row in rows
            if row is not None
        ]

    def add(self, article_id: int, samples: bytes, keys: Iterable[int]) -> None:
        """Keep what the article is compared by, and list it under *keys*."""
        self._database.execute("INSERT INTO fingerprint (article_id, samples) VALUES (?, ?)", (article_id, samples))
        self._database.execute_many(
            "INSERT INTO fingerprint_key (key, article_id) VALUES (?, ?)", [(key, article_id) for key in keys]
        )

    def drop(self, article_id: int, keys: Iterable[int]) -> None:
        """Forget the article's fingerprint, listed under some of *keys*."""
        self._database.execute("DELETE FROM fingerprint WHERE article_id = ?", (article_id,))
        self._database.execute_many(
            "DELETE FROM fingerprint_key WHERE key = ? AND article_id = ?", [(key, article_id) for key in keys]
        )

    def words_of(self, article_id: int) -> tuple[str | None, str]:
        """Return lead and text of a stored article."""
        row = self._database.execute("SELECT lead, text FROM article WHERE id = ?", (article_id,)).fetchone()
        return row["lead"], row["text"]

    def ages(self, ids: Sequence[int]) -> list[Age]:
        """Return what is known of the age of these articles, in order of their ids."""
        rows = self._database.execute(
            "SELECT id, first_seen, published, published_raw, published_source, agency FROM article "
            f"WHERE id IN ({', '.join('?' * len(ids))}) ORDER BY id",
            ids,
        )
        return [
            Age(
                id=row["id"],
                first_seen=read_utc(row["first_seen"]),
                published=read_utc_or_none(row["published"]),
                published_raw=row["published_raw"],
                published_source=None if row["published_source"] is None else DateSource(row["published_source"]),
                agency=row["agency"],
            )
            for row in rows
        ]

    def since_of(self, article_id: int) -> str:
        """Return when the article was published, as its page says, or first seen."""
        row = self._database.execute(
            "SELECT coalesce(published, first_seen) AS since FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        return str(row["since"])

    def original_of(self, cluster: int) -> int:
        """Return the article that the cluster's others are copies of."""
        row = self._database.execute("SELECT original_id FROM cluster WHERE id = ?", (cluster,)).fetchone()
        return int(row["original_id"])

    def join(self, cluster: int, other: int) -> None:
        """Let the articles of cluster *other* be of *cluster*, whose original they are copies of."""
        if cluster == other:
            return
        self._database.execute("UPDATE article SET relation = ? WHERE id = ?", (Relation.COPY, self.original_of(other)))
        self._database.execute("DELETE FROM cluster WHERE id = ?", (other,))
        self._database.execute("UPDATE article SET cluster_id = ? WHERE cluster_id = ?", (cluster, other))

    def crown(self, cluster: int, original: int, *, reason: str, confidence: float) -> None:
        """Let *original* be what all others of the cluster are copies of."""
        former = self.original_of(cluster)
        self._database.execute(
            "UPDATE cluster SET original_id = ?, reason = ?, confidence = ? WHERE id = ?",
            (original, reason, confidence, cluster),
        )
        if former != original:
            self.mark(former, Relation.COPY)
            self.mark(original, None)

    def mark(self, article_id: int, relation: Relation | None) -> None:
        """Note at the article what it is to another one."""
        self._database.execute("UPDATE article SET relation = ? WHERE id = ?", (relation, article_id))

    def note(self, pair: Pair) -> None:
        """Note what two articles share; the last word on a pair counts."""
        self._database.execute(
            "INSERT OR REPLACE INTO similarity "
            "(small_id, large_id, relation, containment_small, containment_large, passages) VALUES (?, ?, ?, ?, ?, ?)",
            (pair.small, pair.large, pair.relation, pair.of_small, pair.of_large, json.dumps(pair.passages)),
        )

    def forget(self, pair: Pair) -> None:
        """Note no more that two articles share something."""
        self._database.execute("DELETE FROM similarity WHERE small_id = ? AND large_id = ?", (pair.small, pair.large))

    def pairs_of(self, article_id: int, relations: Sequence[Relation]) -> Iterator[Pair]:
        """Return what the article shares with others, where it is one of *relations*; at most 100 pairs."""
        marks = ", ".join("?" * len(relations))
        rows = self._database.execute(
            "SELECT * FROM similarity WHERE (small_id = ? OR large_id = ?) "
            f"AND relation IN ({marks}) ORDER BY small_id, large_id LIMIT 100",
            (article_id, article_id, *relations),
        ).fetchall()
        for row in rows:
            yield Pair(
                small=row["small_id"],
                large=row["large_id"],
                relation=Relation(row["relation"]),
                of_small=row["containment_small"],
                of_large=row["containment_large"],
                passages=tuple(tuple(each) for each in json.loads(row["passages"])),
            )
