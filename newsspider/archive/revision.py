"""Earlier states of articles: each is kept as what changed from it to the state that came after.

The article's row is the newest state; from there the states are read back one by one. Where a state's text is ``[]``
its words are not kept: they were empty, or had to go.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsspider.archive.database import Database
from newsspider.archive.record import StoredArticle
from newsspider.archive.row import CHANGE_SEEN_METADATA, changed_row
from newsspider.article import Article, TrivialCause
from newsspider.delta import Delta, delta, earlier, pack, unpack
from newsspider.text import read_json, text_hash
from newsspider.times import utc_text, utc_text_or_none

NOT_KEPT = "[]"
"""Stands for words that are not there."""

_ADD = """
    INSERT INTO revision (
        article_id, replaced, changed, silent, words_added, words_removed,
        title, lead_edits, text_edits, modified, words, text_hash, complete
    )
    VALUES (
        :article_id, :replaced, :changed, :silent, :words_added, :words_removed,
        :title, :lead_edits, :text_edits, :modified, :words, :text_hash, :complete
    )
"""
_REBASE = "UPDATE revision SET title = :title, lead_edits = :lead_edits, text_edits = :text_edits WHERE id = :id"
_WIDEN = """
    UPDATE revision SET
        changed = :changed, silent = :silent, words_added = :words_added, words_removed = :words_removed,
        title = :title, lead_edits = :lead_edits, text_edits = :text_edits
    WHERE id = :id
"""
_LAST_SINCE = "SELECT * FROM revision WHERE article_id = ? AND replaced > ? ORDER BY id DESC LIMIT 1"
_NEWEST = "SELECT id, title, lead_edits, text_edits FROM revision WHERE article_id = ? ORDER BY id DESC LIMIT 1"
_STATE = "SELECT title, lead, text, modified, words, text_hash, complete, access FROM article WHERE id = ?"
_COUNT_TRIVIAL = """
    INSERT INTO trivial_edit (article_id, cause, times, first_seen, last_seen, digest)
    VALUES (:article_id, :cause, 1, :seen, :seen, :digest)
    ON CONFLICT (article_id, cause) DO UPDATE SET
        times = times + (digest <> excluded.digest), last_seen = excluded.last_seen, digest = excluded.digest
"""


@dataclass(frozen=True, slots=True)
class State:
    """The words of an article at one time."""

    title: str | None
    lead: str | None
    text: str


class Revisions:
    """What became of articles after they were stored; part of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, article_id: int, article: Article, *, seen: datetime, digest: str) -> None:
        """Keep the state in the article's row, which *article* is about to replace; *digest* is that of its text."""
        row = self._database.execute(_STATE, (article_id,)).fetchone()
        newer = {
            "text_hash": digest,
            "modified": utc_text_or_none(article.modified),
            "access": article.access,
            "complete": article.complete,
        }
        revision = revision_row(row, State(article.title, article.lead, article.text), newer)
        self._database.execute(_ADD, revision | {"article_id": article_id, "replaced": utc_text(seen)})

    def widen(self, article_id: int, article: Article, *, since: datetime, digest: str) -> bool:
        """Let the last revision, where it is from after *since*, lead to *article*; false where there is none.

        *digest* is that of its text.
        """
        row = self._database.execute(_LAST_SINCE, (article_id, utc_text(since))).fetchone()
        if row is None:
            return False
        state = state_before(_state(self._database, article_id), row)
        older = {name: row[name] for name in ("modified", "words", "complete")} | {
            "title": state.title,
            "lead": state.lead,
            "text": state.text,
            "text_hash": row["text_hash"] or text_hash(state.text),
        }
        facts = {"text_hash": digest, "modified": utc_text_or_none(article.modified), "complete": article.complete}
        revision = revision_row(older, State(article.title, article.lead, article.text), facts)
        self._database.execute(_WIDEN, revision | {"id": row["id"]})
        return True

    def tell_openly(self, article_id: int) -> None:
        """Note of the last edit that its page tells of it, by a date that another page brought before."""
        self._database.execute(
            "UPDATE revision SET silent = 0 WHERE id = (SELECT max(id) FROM revision WHERE article_id = ?)",
            (article_id,),
        )

    def note_trivial(
        self, article_id: int, article: Article, causes: Iterable[TrivialCause], *, seen: datetime
    ) -> None:
        """Count an edit that changed no word of the story, and take what else the page says by now.

        The stored text stays. A page that was seen so before counts no second time.
        """
        state = "\n".join((article.title or "", article.lead or "", article.text))
        common = {"article_id": article_id, "seen": utc_text(seen), "digest": exact_hash(state)}
        with self._database.transaction():
            self._database.execute_many(_COUNT_TRIVIAL, [common | {"cause": str(cause)} for cause in causes])
            self._database.execute(CHANGE_SEEN_METADATA, changed_row(article, article_id, seen))

    def withdraw(self, stored: StoredArticle, *, seen: datetime, status: int) -> None:
        """Note that the article is gone from its address; the first sight of that counts."""
        if stored.withdrawn_at is not None or seen <= stored.last_seen:
            return
        with self._database.transaction():
            self._database.execute(
                "UPDATE article SET withdrawn_at = ?, withdrawn_status = ? WHERE id = ?",
                (utc_text(seen), status, stored.id),
            )

    def restore(self, stored: StoredArticle, *, seen: datetime) -> None:
        """Note that the article is there, and no more withdrawn, if it was."""
        if stored.withdrawn_at is None or seen <= stored.withdrawn_at:
            return
        with self._database.transaction():
            self._database.execute(
                "UPDATE article SET withdrawn_at = NULL, withdrawn_status = NULL WHERE id = ?", (stored.id,)
            )


@contextmanager
def rebased(database: Database, article_id: int) -> Iterator[None]:
    """Let the article's row change inside, without a revision: its earlier states stay what they were."""
    newest = database.execute(_NEWEST, (article_id,)).fetchone()
    if newest is None:
        yield
        return
    older = state_before(_state(database, article_id), newest)
    yield
    newer = _state(database, article_id)
    database.execute(_REBASE, words_row(older, newer) | {"id": newest["id"]})


def keep_hashes(database: Database, article_id: int) -> None:
    """Keep what the texts of the article's earlier states are known by, before their words go."""
    rows = database.execute("SELECT * FROM revision WHERE article_id = ? ORDER BY id", (article_id,)).fetchall()
    if any(row["text_hash"] is None for row in rows):
        article = database.execute("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone()
        hashes = [(state["text_hash"], row["id"]) for state, row in zip(told(article, rows), rows, strict=True)]
        database.execute_many("UPDATE revision SET text_hash = ? WHERE id = ?", hashes)


def revision_row(older: Mapping[str, Any], newer: State, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the revision that keeps *older*, rows of the article's columns, before *newer*.

    *facts* tells of *newer* what its words don't: `text_hash`, `modified`, `complete` and, where known, `access`.
    """
    state = State(older["title"], older["lead"], older["text"])
    lead, text = delta(state.lead or "", newer.lead or ""), delta(state.text, newer.text)
    changed = list(_changed(older, newer, facts))
    is_counted = bool(state.text and newer.text)
    return {
        "changed": json.dumps(changed, separators=(",", ":")),
        "silent": int(_is_silent(older, facts, changed)),
        "words_added": lead.words_added + text.words_added if is_counted else 0,
        "words_removed": lead.words_removed + text.words_removed if is_counted else 0,
        "title": _title(state, newer),
        "lead_edits": _edits(state.lead or "", lead),
        "text_edits": _edits(state.text, text),
        "modified": older["modified"],
        "words": older["words"],
        "text_hash": None if state.text else older["text_hash"],
        "complete": older["complete"],
    }


def state_before(newer: State, revision: Mapping[str, Any]) -> State:
    """Return the state that *revision*, a row, keeps, before *newer*; raises `ArchiveCorruptError` where none fits."""
    title = newer.title if revision["title"] is None else revision["title"] or None
    lead = _before(newer.lead or "", revision["lead_edits"])
    return State(title, lead or None, _before(newer.text, revision["text_edits"]))


def told(article: Mapping[str, Any], revisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return *revisions* of *article*, rows by time, with the words of each state and since when it was."""
    state, states = State(article["title"], article["lead"], article["text"]), []
    for revision in reversed(revisions):
        state = state_before(state, revision)
        states.append(state)
    since = [article["first_seen"], *(revision["replaced"] for revision in revisions)]
    return [
        _told(revision, state, seen) for revision, state, seen in zip(revisions, reversed(states), since, strict=False)
    ]


def told_whole(article: Mapping[str, Any], revisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the same of the rows of an archive before schema 8, which have the words whole."""
    newer, found = article, []
    for revision in reversed(revisions):
        state = State(revision["title"], revision["lead"], revision["text"])
        facts = {name: newer[name] for name in ("text_hash", "modified", "complete")}
        row = revision_row(revision, State(newer["title"], newer["lead"], newer["text"]), facts)
        found.append(_told(row | {"replaced": revision["replaced"]}, state, revision["seen"]))
        newer = revision
    return found[::-1]


def exact_hash(text: str) -> str:
    """Return 16 hex digits that another text hardly has."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_TOLD = ("replaced", "changed", "silent", "words_added", "words_removed", "modified", "words", "text_hash", "complete")


def _told(revision: Mapping[str, Any], state: State, seen: str) -> dict[str, Any]:
    words = {"seen": seen, "title": state.title, "lead": state.lead, "text": state.text}
    facts = {name: revision[name] for name in _TOLD} | {"changed": read_json(revision["changed"])}
    facts["text_hash"] = revision["text_hash"] or text_hash(state.text)
    return words | facts | {name: bool(revision[name]) for name in ("silent", "complete")}


def words_row(older: State, newer: State) -> dict[str, Any]:
    """Return the columns by which the words of *older* are read back from *newer*."""
    return {
        "title": _title(older, newer),
        "lead_edits": _edits(older.lead or "", delta(older.lead or "", newer.lead or "")),
        "text_edits": _edits(older.text, delta(older.text, newer.text)),
    }


def _before(newer: str, packed: str | None) -> str:
    if packed is None:
        return newer
    return "" if packed == NOT_KEPT else earlier(newer, unpack(packed))


def _edits(older: str, change: Delta) -> str | None:
    """Return what `_before` reads; what is empty needs no words to be told."""
    if not change:
        return None
    return pack(change.edits) if older else NOT_KEPT


def _title(older: State, newer: State) -> str | None:
    return None if older.title == newer.title else older.title or ""


def _changed(older: Mapping[str, Any], newer: State, facts: Mapping[str, Any]) -> Iterator[str]:
    for name in ("title", "lead"):
        if older[name] != getattr(newer, name):
            yield name
    if older["text"] != newer.text or older["text_hash"] != facts["text_hash"]:
        yield "text"


def _is_silent(older: Mapping[str, Any], facts: Mapping[str, Any], changed: Sequence[str]) -> bool:
    """Say whether the publisher changed words of lead or text and gave no newer date of modification.

    Where a page broke off, or gave away less, what is another is no edit.
    """
    if not {"lead", "text"}.intersection(changed) or not (older["complete"] and facts["complete"]):
        return False
    if "access" in facts and facts["access"] != older["access"]:
        return False
    return facts["modified"] is None or facts["modified"] <= (older["modified"] or "")


def _state(database: Database, article_id: int) -> State:
    row = database.execute(_STATE, (article_id,)).fetchone()
    return State(row["title"], row["lead"], row["text"])
