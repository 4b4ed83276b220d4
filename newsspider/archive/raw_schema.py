"""The schema of the file of raw pages, grown by steps as the archive's is: append; a released step is never edited."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from newsspider.archive.identity import PAGES_APPLICATION_ID

migrations = Migrations("newsspider-pages")

_PAGES = (
    """
    CREATE TABLE body (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE,
        site TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        level INTEGER NOT NULL,
        dictionary_id INTEGER REFERENCES body (id),
        packed BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX body_dictionary ON body (dictionary_id) WHERE dictionary_id IS NOT NULL",
    "CREATE INDEX body_level ON body (level)",
    """
    CREATE TABLE kept_page (
        id INTEGER PRIMARY KEY,
        url_key TEXT NOT NULL,
        url TEXT NOT NULL,
        site TEXT NOT NULL,
        fetched TEXT NOT NULL,
        status INTEGER NOT NULL,
        headers TEXT NOT NULL,
        complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
        opt_outs TEXT NOT NULL,
        body_id INTEGER NOT NULL REFERENCES body (id),
        UNIQUE (url_key, fetched)
    ) STRICT
    """,
    "CREATE INDEX kept_page_fetched ON kept_page (fetched)",
    "CREATE INDEX kept_page_body ON kept_page (body_id)",
    """
    CREATE TABLE site_dictionary (
        site TEXT PRIMARY KEY,
        body_id INTEGER NOT NULL REFERENCES body (id),
        pages INTEGER NOT NULL,
        misses INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX site_dictionary_body ON site_dictionary (body_id)",
    """
    CREATE VIEW page AS
    SELECT kept_page.url_key, kept_page.url, kept_page.site, fetched, status, headers, complete, opt_outs,
        body.digest, body.bytes, body.packed AS body, older.digest AS dictionary
    FROM kept_page JOIN body ON body.id = body_id LEFT JOIN body AS older ON older.id = body.dictionary_id
    """,
)


@migrations()
def m001_pages(db: Database) -> None:
    """The first file of raw pages: their bytes, each once, and the responses that they came with."""
    for statement in _PAGES:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {PAGES_APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file of *connection* to this version's schema; each step is whole or not at all."""
    migrations.apply(Database(connection, recursive_triggers=False))
