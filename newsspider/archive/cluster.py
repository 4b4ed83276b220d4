"""How a newcomer takes its place among its copies."""

from __future__ import annotations

from newsspider.archive.database import Database
from newsspider.article import Relation, Verdict


def relate(database: Database, article_id: int, verdict: Verdict) -> None:
    """Put a newcomer, so far alone, into the cluster that its verdict names."""
    if verdict.original_key is not None:
        original_id, cluster_id = _place_of(database, verdict.original_key)
        _join(database, article_id, cluster_id)
        _mark(database, article_id, original_id, verdict.relation or Relation.COPY)
    if verdict.deposed_key is not None:
        deposed_id, cluster_id = _place_of(database, verdict.deposed_key)
        _join(database, article_id, cluster_id)
        database.execute("UPDATE cluster SET original_id = ? WHERE id = ?", (article_id, cluster_id))
        database.execute(
            "UPDATE similarity SET large_id = ? WHERE large_id = ? AND relation = ?",
            (article_id, deposed_id, Relation.COPY),
        )
        _mark(database, deposed_id, article_id, Relation.COPY)


def _place_of(database: Database, url_key: str) -> tuple[int, int]:
    """Return id and cluster of a stored article."""
    row = database.execute("SELECT id, cluster_id FROM article WHERE url_key = ?", (url_key,)).fetchone()
    return row["id"], row["cluster_id"]


def _join(database: Database, article_id: int, cluster_id: int) -> None:
    database.execute("DELETE FROM cluster WHERE original_id = ?", (article_id,))
    database.execute("UPDATE article SET cluster_id = ? WHERE id = ?", (cluster_id, article_id))


def _mark(database: Database, copy_id: int, original_id: int, relation: Relation) -> None:
    """Note on both sides that the texts of two articles are equal."""
    database.execute("UPDATE article SET relation = ? WHERE id = ?", (relation, copy_id))
    database.execute(
        "INSERT INTO similarity (small_id, large_id, relation, containment_small, containment_large) "
        "VALUES (?, ?, ?, 1.0, 1.0)",
        (copy_id, original_id, relation),
    )
