"""Exports that respect opt-outs: views that stand before the tables, so that any SELECT meets only what may leave.

A name without a schema means the view; the words behind it can't be read by ``main.article`` either.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from newsspider.archive.reservation import METADATA_ONLY, POLICIES, SKIP, STORE
from newsspider.errors import ConfigError

_WORDS = {
    "article": {"lead": "NULL", "text": "''", "markdown": "NULL", "image_caption": "NULL", "words": "0"},
    "revision": {"lead_edits": "'[]'", "text_edits": "'[]'", "words": "0", "words_added": "0", "words_removed": "0"},
    "reextraction": {"lead": "NULL", "text": "NULL", "words": "0"},
    "similarity": {"passages": "'[]'"},
    "article_part": {"text": "NULL", "markdown": "NULL"},
}
"""Columns that hold an article's words, or tell of them, and what stands there without."""
_IS_IN = {
    "article": "id IN {ids}",
    "revision": "article_id IN {ids}",
    "reextraction": "article_id IN {ids}",
    "article_part": "article_id IN {ids}",
    "similarity": "(small_id IN {ids} OR large_id IN {ids})",
}
_BLOCK_IS_FREE = (
    "EXISTS (SELECT 1 FROM main.article_removed AS place "
    "WHERE place.block_id = removed_block.id AND place.article_id NOT IN temp.{name})"
)
_GUARDED = frozenset({*_WORDS, "article_kept", "article_removed", "removed_block", "quarantine"})
"""Tables that hold words; `article_fts` and what belongs to it, too."""


@dataclass(frozen=True, slots=True)
class OptOutPolicy:
    """What the operator does with articles whose publisher reserves text mining."""

    default: str = STORE
    of_site: Mapping[str, str] = field(default_factory=dict)
    """Where it is another one, by name of the site."""

    def __post_init__(self) -> None:
        for policy in (self.default, *self.of_site.values()):
            if policy not in POLICIES:
                raise ConfigError(f"opt_out: {policy!r} is none of {', '.join(POLICIES)}")

    def sites_with(self, policy: str) -> tuple[str, list[str]]:
        """Return an SQL condition on ``site`` that holds where the policy is *policy*, and its parameters."""
        others = [site for site, its in self.of_site.items() if (its == policy) != (self.default == policy)]
        marks = ", ".join("?" * len(others))
        return f"site {'NOT IN' if self.default == policy else 'IN'} ({marks})", others


KEEP_ALL = OptOutPolicy()


class Shadow:
    """The views of one export."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._token = f"reserved_{secrets.token_hex(8)}"  # no recipe can name it, nor pose as a view that has it

    def may_read(
        self, action: int, table: str | None, column: str | None, schema: str | None, source: str | None
    ) -> bool:
        """Say whether a recipe may do that, as SQLite's authorizer puts it: words only through the views.

        Where rows are counted and no column is read, SQLite does not tell through which view.
        """
        if action != sqlite3.SQLITE_READ or schema != "main" or not table or not column:
            return True
        is_guarded = table in _GUARDED or table.startswith("article_fts")
        return not is_guarded or (source or "").startswith(self._token)

    def cast(self) -> None:
        """Make the views over what `mark` noted."""
        for table, words in _WORDS.items():
            if self._has(table):
                self._stand_before(table, words)
        for table in ("article_kept", "article_removed"):
            if self._has(table):
                self._view(table, f"SELECT * FROM main.{table} WHERE article_id NOT IN temp.{self._token}")
        free = _BLOCK_IS_FREE.format(name=self._token)
        self._view("removed_block", f"SELECT * FROM main.removed_block WHERE {free}")
        self._view("quarantine", f"SELECT {self._columns('quarantine', {'body': 'NULL'})} FROM main.quarantine")
        self._view(
            "article_fts",
            "SELECT rowid, title, lead, text, article_fts, rank FROM main.article_fts "
            f"WHERE rowid NOT IN temp.{self._token}",
        )
        self._repeat_views()

    def mark(self, policy: OptOutPolicy) -> bool:
        """Note the articles that may not leave, or not with their words; say whether there are any."""
        for name, policies in ((self._token, (METADATA_ONLY, SKIP)), (self._absent, (SKIP,))):
            self._connection.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY)")
            for each in policies:
                where, sites = policy.sites_with(each)
                self._connection.execute(
                    f"INSERT INTO temp.{name} SELECT id FROM main.article "
                    f"WHERE id IN (SELECT article_id FROM main.opt_out) AND {where}",
                    sites,
                )
        return self._connection.execute(f"SELECT 1 FROM temp.{self._token} LIMIT 1").fetchone() is not None

    @property
    def _absent(self) -> str:
        return f"{self._token}_absent"

    def _stand_before(self, table: str, words: Mapping[str, str]) -> None:
        is_bare, is_absent = (_IS_IN[table].format(ids=f"temp.{name}") for name in (self._token, self._absent))
        without = {column: f"iif({is_bare}, {empty}, {column})" for column, empty in words.items()}
        self._view(table, f"SELECT {self._columns(table, without)} FROM main.{table} WHERE NOT {is_absent}")

    def _view(self, name: str, select: str) -> None:
        """Let *select* stand under *name*; inside, it has a name that nobody knows."""
        self._connection.execute(f"CREATE TEMP VIEW {self._token}_{name} AS {select}")
        self._connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM temp.{self._token}_{name}")

    def _columns(self, table: str, changed: Mapping[str, str]) -> str:
        names = [row["name"] for row in self._connection.execute(f"PRAGMA main.table_info({table})")]
        return ", ".join(f"{changed[name]} AS {name}" if name in changed else name for name in names)

    def _has(self, table: str) -> bool:
        """Say whether the archive is of a version that has *table*."""
        return bool(self._connection.execute(f"PRAGMA main.table_info({table})").fetchall())

    def _repeat_views(self) -> None:
        """Let the archive's own views look at these ones."""
        rows = self._connection.execute("SELECT sql FROM main.sqlite_schema WHERE type = 'view'").fetchall()
        for row in rows:
            self._connection.execute(row["sql"].replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


@contextmanager
def shadowed(connection: sqlite3.Connection, policy: OptOutPolicy) -> Iterator[Shadow | None]:
    """Let *connection* show no more than *policy* allows; `None` where that is everything.

    All is read from one state of the archive, so that nothing becomes reserved, or is stored, in between.
    """
    if not _is_of_use(connection, policy):
        yield None
        return
    connection.execute("BEGIN")
    try:
        shadow = Shadow(connection)
        if shadow.mark(policy):
            shadow.cast()
            yield shadow
        else:
            yield None
    finally:
        connection.execute("ROLLBACK")


def _is_of_use(connection: sqlite3.Connection, policy: OptOutPolicy) -> bool:
    if {policy.default, *policy.of_site.values()} == {STORE}:
        return False
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'opt_out'").fetchone() is None:
        return False  # an archive from before there were opt-outs
    return connection.execute("SELECT 1 FROM opt_out LIMIT 1").fetchone() is not None
