"""What two stored articles that prove to be one went through: the states from before the one was seen are kept too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsspider.archive.database import Database
from newsspider.archive.revision import State, told, words_row

_ARTICLE = "SELECT * FROM article WHERE id = ?"
_REVISIONS = "SELECT * FROM revision WHERE article_id = ? ORDER BY id"
_DROP = "DELETE FROM revision WHERE article_id = ?"
_SINCE = "UPDATE article SET first_seen = ? WHERE id = ?"


def succeed(database: Database, article_id: int, into: int) -> None:
    """Let the article *into* have what *article_id*, the same one at another address, was before *into* was seen.

    Edits that both addresses showed are told once, as *into* showed them. The last of the earlier states is told
    beside *into*'s first one: a print page and the real one may differ in what stands aside, and that alone is no
    edit. Where *into* has no words, as its site reserved them, it gets none.
    """
    heir, former = (dict(database.execute(_ARTICLE, (each,)).fetchone()) for each in (into, article_id))
    if former["first_seen"] >= heir["first_seen"]:
        return
    own = _rows(database, into)
    earlier = _earlier(database, former, until=heir["first_seen"]) if heir["text"] else []
    if earlier:
        first = told(heir, own)[0] if own else heir
        earlier[-1] |= words_row(earlier[-1].pop("state"), State(first["title"], first["lead"], first["text"]))
        _replace(database, into, [*earlier, *own])
    database.execute(_SINCE, (former["first_seen"], into))


def _earlier(database: Database, article: Mapping[str, Any], *, until: str) -> list[dict[str, Any]]:
    """Return the rows of the states that were over before *until*; the last one with its words, as `state`."""
    rows = _rows(database, article["id"])
    before = [row for row in rows if row["replaced"] < until]
    if before:
        last = told(article, rows)[len(before) - 1]
        before[-1]["state"] = State(last["title"], last["lead"], last["text"])
    return before


def _rows(database: Database, article_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(_REVISIONS, (article_id,)).fetchall()]


def _replace(database: Database, article_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let *rows* be the revisions of an article; they are told in the order of their numbers."""
    names = [name for name in rows[0] if name not in {"id", "article_id"}]
    values = ", ".join(f":{name}" for name in names)
    database.execute(_DROP, (article_id,))
    database.execute_many(
        f"INSERT INTO revision (article_id, {', '.join(names)}) VALUES (:article_id, {values})",
        [dict(row) | {"article_id": article_id} for row in rows],
    )
