"""Two stored articles that prove to be one: what the one has becomes the other's, and its row goes."""

from __future__ import annotations

from datetime import datetime

from newsspider.archive.database import Database
from newsspider.times import utc_text

_BELONGINGS = """
    SELECT owner.name FROM sqlite_schema AS owner JOIN pragma_table_info(owner.name) AS field
    WHERE owner.type = 'table' AND field.name = 'article_id' AND owner.name NOT IN ('url_alias', 'fingerprint_key')
"""


def fold(database: Database, article_id: int, into: int, *, reason: str, seen: datetime) -> None:
    """Let the addresses of an article be *into*'s, and drop its row with all that hangs on it.

    It must be alone in its cluster, or nobody's original, and listed under no key.
    """
    database.execute("UPDATE url_alias SET article_id = ? WHERE article_id = ?", (into, article_id))
    database.execute(
        "INSERT OR REPLACE INTO url_alias (url_key, uid, url, article_id, reason, seen) "
        "SELECT url_key, uid, url, ?, ?, ? FROM article WHERE id = ?",
        (into, reason, utc_text(seen), article_id),
    )
    database.execute("DELETE FROM similarity WHERE small_id = :id OR large_id = :id", {"id": article_id})
    for row in database.execute(_BELONGINGS, ()).fetchall():
        database.execute(f'DELETE FROM "{row["name"]}" WHERE article_id = ?', (article_id,))
    database.execute("DELETE FROM article WHERE id = ?", (article_id,))
    database.execute(
        "DELETE FROM cluster WHERE original_id = :id "
        "AND NOT EXISTS (SELECT 1 FROM article WHERE cluster_id = cluster.id)",
        {"id": article_id},
    )
