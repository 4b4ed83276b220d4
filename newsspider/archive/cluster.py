"""Clusters of copies, and the pairs of articles that share text; what an article is to others follows from these.

A cluster has the number of one of its members. Its original is what all others in it are copies of; an original may be
an excerpt or a roundup of texts in other clusters.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from newsspider.archive.database import Database
from newsspider.article import DateSource, Relation
from newsspider.times import read_utc, read_utc_or_none

MOST_PAIRS = 100
"""So many of an article's pairs are looked at."""
MOST_READ = 1_000
"""So many of its rows are read to find them."""
MOST_AGES = 200
"""So many members are asked for their age where the original left: those that claim to be the oldest."""
MOST_LINKED = 100_000
MOST_REPOINTED = 200
MOST_ASKED = 50
AGE_COLUMNS = "first_seen, published, published_raw, published_source, agency, url_key"
_AGE = f"SELECT id, {AGE_COLUMNS} FROM article"
_SETTLE = """
    UPDATE article SET relation = CASE
        WHEN id <> (SELECT original_id FROM cluster WHERE cluster.id = cluster_id) THEN 'copy'
        ELSE (
            SELECT relation FROM similarity WHERE small_id = article.id AND relation NOT IN ('copy', 'reuse')
            ORDER BY instr('excerpt_of roundup declared_copy_of', relation) LIMIT 1
        ) END
    WHERE id = ?
"""
_COUNT_OF_SITE = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM (SELECT id, site FROM article WHERE cluster_id = ? ORDER BY id LIMIT {MOST_ASKED})
        WHERE site = (SELECT site FROM article WHERE id = ?) AND id <> ? LIMIT ?
    )
"""
_SIDES = ("small_id", "large_id")
_NAMED = "SELECT value FROM json_each(?)"
_LINKED = f"""
    WITH RECURSIVE linked (id) AS (
        VALUES (?)
        UNION
        SELECT large_id FROM linked CROSS JOIN similarity ON small_id = linked.id WHERE relation = 'copy'
        UNION
        SELECT small_id FROM linked CROSS JOIN similarity ON large_id = linked.id WHERE relation = 'copy'
        LIMIT {MOST_LINKED}
    )
    SELECT id FROM linked
"""
_EQUAL_TO_HEIR = f"""
    SELECT small_id FROM (SELECT * FROM similarity WHERE large_id = :former LIMIT {MOST_READ}) AS pair
    CROSS JOIN article ON article.id = small_id
    WHERE pair.relation = 'copy' AND small_id <> :heir
        AND text_hash = (SELECT text_hash FROM article WHERE id = :heir) LIMIT {MOST_REPOINTED}
"""
_REPOINT = f"""
    UPDATE OR IGNORE similarity SET large_id = :heir
    WHERE large_id = :former AND relation = 'copy' AND small_id IN ({_EQUAL_TO_HEIR})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """What an article's row tells of its age."""

    id: int
    first_seen: datetime
    published: datetime | None
    published_raw: str | None
    published_source: DateSource | None
    agency: str | None
    url_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles that share text, as `similarity` holds them: the small one is what `relation` says to the large."""

    small: int
    large: int
    relation: Relation
    of_small: float
    of_large: float
    passages: tuple[tuple[int, int, int, int], ...] = ()

    def other(self, article_id: int) -> int:
        """Return the one of both that *article_id* is not."""
        return self.large if self.small == article_id else self.small

    def share_of(self, article_id: int) -> float:
        """Return how much of *article_id* is in the other."""
        return self.of_small if self.small == article_id else self.of_large


class Clusters:
    """Who belongs together, and how; part of the archive, written in its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: int) -> int:
        """Return the cluster of an article."""
        return self._number("SELECT cluster_id FROM article WHERE id = ?", article_id)

    def original_of(self, cluster: int) -> int:
        """Return the article that the cluster's others are copies of."""
        return self._number("SELECT original_id FROM cluster WHERE id = ?", cluster)

    def has_others(self, article_id: int) -> bool:
        """Return whether anything shares the article's cluster."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM article WHERE cluster_id = ? LIMIT 2)"
        return self._number(sql, self.of(article_id)) > 1

    def first_members(self, cluster: int, *, limit: int) -> list[int]:
        """Return those of the cluster that were stored first."""
        rows = self._database.execute(
            "SELECT id FROM article WHERE cluster_id = ? ORDER BY id LIMIT ?", (cluster, limit)
        )
        return [row["id"] for row in rows]

    def relation_of(self, article_id: int) -> Relation | None:
        """Return what an article is to another one."""
        row = self._database.execute("SELECT relation FROM article WHERE id = ?", (article_id,)).fetchone()
        return None if row["relation"] is None else Relation(row["relation"])

    def site_of(self, article_id: int) -> str:
        """Return the name of an article's site."""
        row = self._database.execute("SELECT site FROM article WHERE id = ?", (article_id,)).fetchone()
        return str(row["site"])

    def count_of_site(self, cluster: int, article_id: int, *, most: int) -> int:
        """Return how many others of the article's site are among the first 50 of a cluster; counts to *most*."""
        return self._number(_COUNT_OF_SITE, cluster, article_id, article_id, most)

    def ages(self, ids: Collection[int]) -> list[Age]:
        """Return what is known of the age of these articles, in order of their ids."""
        return [age for each in sorted(ids) for age in self._ages(f"{_AGE} WHERE id = ?", each)]

    def oldest(self, cluster: int) -> list[Age]:
        """Return what is known of the age of those of the cluster that claim to be the oldest, at most 200."""
        return self._ages(
            f"{_AGE} WHERE cluster_id = ? ORDER BY min(coalesce(published, first_seen), first_seen), id LIMIT ?",
            *(cluster, MOST_AGES),
        )

    def join(self, cluster: int, other: int) -> None:
        """Let the articles of cluster *other* be of *cluster*, whose original they are copies of."""
        if cluster == other:
            return
        former = self.original_of(other)
        self._database.execute("DELETE FROM cluster WHERE id = ?", (other,))
        self._database.execute("UPDATE article SET cluster_id = ? WHERE cluster_id = ?", (cluster, other))
        self.settle([former])

    def part(self, ids: Collection[int]) -> int | None:
        """Let *ids*, all of one cluster, be a cluster of their own, and return the number that what is left has.

        ``None``, and nothing is done, where nothing is left. Where the original went, who is it now is for the caller.
        """
        cluster, named = self.of(min(ids)), json.dumps([*ids])
        row = self._database.execute(
            f"SELECT min(id) AS least FROM article WHERE cluster_id = ? AND id NOT IN ({_NAMED})", (cluster, named)
        ).fetchone()
        if row["least"] is None:
            return None
        original, left = self.original_of(cluster), row["least"] if cluster in ids else cluster
        number = cluster if cluster in ids else min(ids)
        self._database.execute(
            "UPDATE cluster SET id = ?, original_id = ?, reason = NULL, confidence = NULL WHERE id = ?",
            (left, row["least"] if original in ids else original, cluster),
        )
        self._database.execute(
            "INSERT INTO cluster (id, original_id) VALUES (?, ?)", (number, original if original in ids else min(ids))
        )
        if left != cluster:
            self._database.execute(
                f"UPDATE article SET cluster_id = ? WHERE cluster_id = ? AND id NOT IN ({_NAMED})",
                (left, cluster, named),
            )
        self._database.execute(f"UPDATE article SET cluster_id = ? WHERE id IN ({_NAMED})", (number, named))
        self.settle([self.original_of(left), self.original_of(number), *ids])
        return int(left)

    def crown(self, cluster: int, original: int, *, reason: str, confidence: float) -> int | None:
        """Let *original* be what all others of the cluster are copies of; return who was it where that changed."""
        former = self.original_of(cluster)
        self._database.execute(
            "UPDATE cluster SET original_id = ?, reason = ?, confidence = ? WHERE id = ?",
            (original, reason, confidence, cluster),
        )
        if former == original:
            return None
        self.settle([former, original])
        return former

    def settle(self, ids: Iterable[int]) -> None:
        """Note at these articles what they are to others, as it follows from their clusters and pairs."""
        self._database.execute_many(_SETTLE, [(each,) for each in ids])

    def note(self, pair: Pair) -> None:
        """Note what two articles share, in place of what was noted of them before."""
        self._database.execute("DELETE FROM similarity WHERE small_id = ? AND large_id = ?", (pair.large, pair.small))
        self._database.execute(
            "INSERT OR REPLACE INTO similarity "
            "(small_id, large_id, relation, containment_small, containment_large, passages) VALUES (?, ?, ?, ?, ?, ?)",
            (pair.small, pair.large, pair.relation, pair.of_small, pair.of_large, json.dumps(pair.passages)),
        )

    def forget(self, pair: Pair) -> None:
        """Note no more that two articles share something."""
        self._database.execute("DELETE FROM similarity WHERE small_id = ? AND large_id = ?", (pair.small, pair.large))

    def pairs_of(self, article_id: int, relations: Sequence[Relation] = tuple(Relation)) -> list[Pair]:
        """Return what the article shares with others, where it is one of *relations*; at most 100 pairs."""
        marks = ", ".join("?" * len(relations))
        sides = (
            f"SELECT * FROM (SELECT * FROM similarity WHERE {side} = ? LIMIT {MOST_READ}) WHERE relation IN ({marks})"
            for side in _SIDES
        )
        rows = self._database.execute(
            f"{' UNION ALL '.join(sides)} ORDER BY small_id, large_id LIMIT {MOST_PAIRS}",
            (article_id, *relations, article_id, *relations),
        ).fetchall()
        return [
            Pair(
                small=row["small_id"],
                large=row["large_id"],
                relation=Relation(row["relation"]),
                of_small=row["containment_small"],
                of_large=row["containment_large"],
                passages=tuple(tuple(each) for each in json.loads(row["passages"])),
            )
            for row in rows
        ]

    def repoint(self, former: int, heir: int) -> int:
        """Let copies of *former* that have all words of *heir* be copies of that, at most 200; return how many were."""
        return self._database.execute(_REPOINT, {"former": former, "heir": heir}).rowcount

    def linked(self, article_id: int) -> set[int]:
        """Return what is a copy of the article, or of such a copy, as the pairs say; at most 100,000, itself too."""
        return {row["id"] for row in self._database.execute(_LINKED, (article_id,))}

    def _number(self, sql: str, *parameters: int) -> int:
        (number,) = self._database.execute(sql, parameters).fetchone()
        return int(number)

    def _ages(self, sql: str, *parameters: int) -> list[Age]:
        return [age_of_row(row) for row in self._database.execute(sql, parameters)]


def age_of_row(row: Row) -> Age:
    """Return the age of an article by a row that has `AGE_COLUMNS` and its id."""
    return Age(
        id=row["id"],
        first_seen=read_utc(row["first_seen"]),
        published=read_utc_or_none(row["published"]),
        published_raw=row["published_raw"],
        published_source=None if row["published_source"] is None else DateSource(row["published_source"]),
        agency=row["agency"],
        url_key=row["url_key"],
    )
