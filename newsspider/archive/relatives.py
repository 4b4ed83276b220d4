"""Who shares text with an article, and who is of its cluster: rows, read for `similar` and `cluster`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsspider.archive.row import cells_of

_ABOUT = (
    "{0}.id, {0}.uid, {0}.url, {0}.site, {0}.title, {0}.published, {0}.published_raw, {0}.published_source, "
    "{0}.first_seen, {0}.agency, {0}.relation AS own_relation, {0}.cluster_id, {0}.text_hash"
)
_PAIRED = f"""
    SELECT {_ABOUT.format("other")}, similarity.relation,
        iif(small_id = :id, containment_small, containment_large) AS share,
        iif(small_id = :id, containment_large, containment_small) AS share_of_other,
        small_id = :id AS is_smaller
    FROM similarity JOIN article AS other ON other.id = iif(small_id = :id, large_id, small_id)
    WHERE small_id = :id OR large_id = :id
"""
_MEMBERS = f"SELECT {_ABOUT.format('article')} FROM article WHERE cluster_id = ?"
_AROUND = f"""
    SELECT {_ABOUT.format("other")}, similarity.relation, member.uid AS member_uid, member.id AS member_id,
        iif(small_id = member.id, containment_small, containment_large) AS share,
        iif(small_id = member.id, containment_large, containment_small) AS share_of_other,
        small_id = member.id AS is_smaller
    FROM article AS member
    JOIN similarity ON similarity.small_id = member.id OR similarity.large_id = member.id
    JOIN article AS other ON other.id = iif(small_id = member.id, large_id, small_id)
    WHERE member.cluster_id = ? AND other.cluster_id <> member.cluster_id
"""


_CLUSTER = "SELECT * FROM cluster WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Relatives:
    """An article, and whom it shares text with; rows by column."""

    article: dict[str, Any]
    """Beside what an article's row tells of its place: `own_relation`, as `article.relation`."""
    paired: list[dict[str, Any]]
    """Those of which it was noted: also `relation`, `share`, `share_of_other` (of the article, of them), `is_smaller`
    (the article)."""
    members: list[dict[str, Any]]
    """All of its cluster, the article too."""
    original_id: int


@dataclass(frozen=True, slots=True)
class ClusterRows:
    """A cluster; rows by column."""

    cluster: dict[str, Any]
    members: list[dict[str, Any]]
    around: list[dict[str, Any]]
    """Articles of other clusters that share text with a member, each pair once: as `Relatives.paired`, of the member,
    with `member_id` and `member_uid`."""


def relatives(connection: sqlite3.Connection, article_id: int) -> Relatives:
    """Return who shares text with a stored article."""
    (article,) = _rows(connection, f"SELECT {_ABOUT.format('article')} FROM article WHERE id = ?", article_id)
    paired = [cells_of(row) for row in connection.execute(_PAIRED, {"id": article_id})]
    (original_id,) = connection.execute(
        "SELECT original_id FROM cluster WHERE id = ?", (article["cluster_id"],)
    ).fetchone()
    return Relatives(article, paired, _rows(connection, _MEMBERS, article["cluster_id"]), original_id)


def cluster_rows(connection: sqlite3.Connection, cluster: int) -> ClusterRows | None:
    """Return a cluster; ``None`` where there is none of that number."""
    found = _rows(connection, _CLUSTER, cluster)
    if not found:
        return None
    whole = {"reason": None, "confidence": None} | found[0]  # an older archive tells neither
    return ClusterRows(whole, _rows(connection, _MEMBERS, cluster), _rows(connection, _AROUND, cluster))


def texts(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str | None, str]]:
    """Return lead and text of those articles, by id."""
    found = (connection.execute("SELECT id, lead, text FROM article WHERE id = ?", (each,)).fetchone() for each in ids)
    return {row["id"]: (row["lead"], row["text"]) for row in found if row is not None}


def _rows(connection: sqlite3.Connection, sql: str, number: int) -> list[dict[str, Any]]:
    return [cells_of(row) for row in connection.execute(sql, (number,))]
