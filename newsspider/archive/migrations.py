"""The schema, grown by steps. Append; a released step is never edited.

Each step ends by setting `user_version` to its number: old code knows a newer archive by it, also one that was killed
half-way, and an up-to-date archive opens without sqlite-utils.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlite_utils import Database, Migrations

from newsspider.archive.edit_views import REVISION_TABLES, REVISION_VIEWS
from newsspider.archive.identity import APPLICATION_ID
from newsspider.archive.revision import State, revision_row
from newsspider.archive.syndication import SYNDICATION

migrations = Migrations("newsspider")

_ARTICLE = (
    """
    CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        url_key TEXT NOT NULL UNIQUE,
        canonical_url TEXT,
        site TEXT NOT NULL,
        title TEXT,
        authors TEXT NOT NULL DEFAULT '[]',
        published TEXT,
        published_day TEXT,
        published_raw TEXT,
        published_source TEXT,
        modified TEXT,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        withdrawn_at TEXT,
        withdrawn_status INTEGER,
        language TEXT,
        section TEXT,
        tags TEXT NOT NULL DEFAULT '[]',
        image_url TEXT,
        agency TEXT,
        access TEXT NOT NULL,
        kind TEXT NOT NULL,
        lead TEXT,
        text TEXT NOT NULL,
        markdown TEXT,
        words INTEGER NOT NULL,
        text_hash TEXT NOT NULL,
        complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
        cluster_id INTEGER NOT NULL REFERENCES cluster (id) DEFERRABLE INITIALLY DEFERRED,
        relation TEXT,
        extractor TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX article_site_day ON article (site, published_day)",
    "CREATE INDEX article_day ON article (published_day)",
    "CREATE INDEX article_text_hash ON article (text_hash)",
    "CREATE INDEX article_cluster ON article (cluster_id)",
    """
    CREATE TABLE cluster (
        id INTEGER PRIMARY KEY,
        original_id INTEGER NOT NULL UNIQUE REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED
    ) STRICT
    """,
    """
    CREATE TABLE similarity (
        small_id INTEGER NOT NULL REFERENCES article (id),
        large_id INTEGER NOT NULL REFERENCES article (id),
        relation TEXT NOT NULL,
        containment_small REAL NOT NULL,
        containment_large REAL NOT NULL,
        passages TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (small_id, large_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX similarity_large ON similarity (large_id)",
    """
    CREATE TABLE revision (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id),
        seen TEXT NOT NULL,
        replaced TEXT NOT NULL,
        title TEXT,
        lead TEXT,
        text TEXT NOT NULL,
        modified TEXT,
        words INTEGER NOT NULL,
        text_hash TEXT NOT NULL,
        complete INTEGER NOT NULL CHECK (complete IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX revision_article ON revision (article_id, replaced)",
    "CREATE INDEX revision_replaced ON revision (replaced)",
)

_REMOVED = (
    """
    CREATE TABLE removed_block (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        digest TEXT NOT NULL,
        text TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        UNIQUE (site, digest)
    ) STRICT
    """,
    """
    CREATE TABLE article_removed (
        article_id INTEGER NOT NULL REFERENCES article (id),
        position INTEGER NOT NULL,
        block_id INTEGER NOT NULL REFERENCES removed_block (id),
        rule TEXT NOT NULL,
        kind TEXT NOT NULL,
        place TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX article_removed_block ON article_removed (block_id)",
)

_FRONTIER = (
    """
    CREATE TABLE url (
        id INTEGER PRIMARY KEY,
        url_key TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        site TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        status INTEGER,
        etag TEXT,
        last_modified TEXT,
        trust REAL,
        found TEXT NOT NULL,
        last_visit TEXT,
        next_visit TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        discovered_from TEXT,
        seed_title TEXT,
        seed_published TEXT,
        seed_modified TEXT,
        seed_source TEXT
    ) STRICT
    """,
    "CREATE INDEX url_due ON url (site, found DESC, id) WHERE state = 'due'",
    "CREATE INDEX url_next_visit ON url (site, next_visit) WHERE next_visit IS NOT NULL",
    """
    CREATE TABLE url_alias (
        url_key TEXT PRIMARY KEY,
        uid TEXT NOT NULL,
        url TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article (id),
        reason TEXT NOT NULL,
        seen TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX url_alias_uid ON url_alias (uid)",
    "CREATE INDEX url_alias_article ON url_alias (article_id)",
    """
    CREATE TABLE seed (
        url TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT
    ) STRICT, WITHOUT ROWID
    """,
)

_RUN = (
    """
    CREATE TABLE site (
        name TEXT PRIMARY KEY,
        host TEXT NOT NULL,
        country TEXT,
        language TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        version TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        exit_code INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE run_site (
        run_id INTEGER NOT NULL REFERENCES run (id),
        site TEXT NOT NULL,
        due INTEGER NOT NULL,
        new INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        alias INTEGER NOT NULL,
        not_article TEXT NOT NULL,
        refused TEXT NOT NULL,
        failed TEXT NOT NULL,
        "left" TEXT NOT NULL,
        seed_requests INTEGER NOT NULL,
        seconds REAL NOT NULL,
        reached INTEGER NOT NULL,
        PRIMARY KEY (run_id, site)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX run_site_site ON run_site (site)",
)

# Combining marks stand inside words (categories M*): without them Hindi breaks at every vowel sign.
# Newcomers are indexed a batch at once (`row.INDEX_ARTICLES`): 14 % less CPU a row than by a trigger.
_SEARCH = (
    """
    CREATE VIRTUAL TABLE article_fts USING fts5 (
        title, lead, text,
        content = 'article', content_rowid = 'id',
        tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
    )
    """,
    """
    CREATE TRIGGER article_fts_update AFTER UPDATE OF title, lead, text ON article BEGIN
        INSERT INTO article_fts (article_fts, rowid, title, lead, text)
        VALUES ('delete', old.id, old.title, old.lead, old.text);
        INSERT INTO article_fts (rowid, title, lead, text) VALUES (new.id, new.title, new.lead, new.text);
    END
    """,
    """
    CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
        INSERT INTO article_fts (article_fts, rowid, title, lead, text)
        VALUES ('delete', old.id, old.title, old.lead, old.text);
    END
    """,
)

_VIEWS = (
    """
    CREATE VIEW original AS
    SELECT article.* FROM cluster JOIN article ON article.id = cluster.original_id
    """,
    """
    CREATE VIEW article_daily AS
    SELECT published_day AS day, site, count(*) AS articles, sum(relation IS NULL) AS originals, sum(words) AS words
    FROM article GROUP BY published_day, site
    """,
)


_DOOR = (
    """
    CREATE TABLE policy_file (
        url TEXT PRIMARY KEY,
        fetched TEXT NOT NULL,
        expires TEXT NOT NULL,
        status INTEGER NOT NULL,
        etag TEXT,
        last_modified TEXT,
        body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE host (
        name TEXT PRIMARY KEY,
        next_request TEXT,
        cool_until TEXT,
        refusals INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE site_day (
        site TEXT NOT NULL,
        day TEXT NOT NULL,
        requests INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (site, day)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE trap (
        site TEXT NOT NULL,
        shape TEXT NOT NULL,
        seen TEXT NOT NULL,
        until TEXT NOT NULL,
        strikes INTEGER NOT NULL,
        url TEXT NOT NULL,
        PRIMARY KEY (site, shape)
    ) STRICT, WITHOUT ROWID
    """,
)

_OPT_OUT = (
    """
    CREATE TABLE tdm (
        site TEXT NOT NULL,
        day TEXT NOT NULL,
        source TEXT NOT NULL,
        signal TEXT NOT NULL,
        pages INTEGER NOT NULL,
        url TEXT NOT NULL,
        policy_url TEXT,
        PRIMARY KEY (site, day, source, signal)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE opt_out (
        article_id INTEGER NOT NULL REFERENCES article (id),
        source TEXT NOT NULL,
        signal TEXT NOT NULL,
        policy_url TEXT,
        PRIMARY KEY (article_id, source, signal)
    ) STRICT, WITHOUT ROWID
    """,
)

_QUARANTINE = (
    """
    CREATE TABLE quarantine (
        url_key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        site TEXT NOT NULL,
        seen TEXT NOT NULL,
        extractor TEXT NOT NULL,
        reason TEXT NOT NULL,
        detail TEXT NOT NULL,
        headers TEXT NOT NULL,
        digest TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        body BLOB
    ) STRICT
    """,
    "CREATE INDEX quarantine_site ON quarantine (site, seen)",
)


_EXPLANATION = (
    "ALTER TABLE article ADD COLUMN image_caption TEXT",
    "ALTER TABLE article ADD COLUMN image_credit TEXT",
    "ALTER TABLE article ADD COLUMN sources TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE url ADD COLUMN evidence TEXT",
    "ALTER TABLE article_removed ADD COLUMN score REAL",
    "ALTER TABLE article_removed ADD COLUMN page_order INTEGER",
    """
    CREATE TABLE article_kept (
        article_id INTEGER PRIMARY KEY REFERENCES article (id),
        blocks TEXT NOT NULL
    ) STRICT
    """,
    # What `kept.pack` writes, read without it. A row a block would take five times the room.
    """
    CREATE VIEW kept_block AS
    SELECT article_id, position, finish - letters AS start, finish AS "end",
        coalesce(kin ->> 1, 'paragraph') AS form,
        coalesce(beginning || (kin ->> 0) || coalesce(nth || ']', ''), '') AS place,
        iif(is_known, moved - 1, NULL) AS page_order,
        score
    FROM (
        SELECT
            article_id,
            each.key AS position,
            blocks ->> 'at' AS beginning,
            json_extract(blocks, '$.kin[' || coalesce(each.value ->> 3, 0) || ']') AS kin,
            each.value ->> 0 AS letters,
            nullif(each.value ->> 1, 0) AS nth,
            (each.value ->> 2) / 100.0 AS score,
            json_type(each.value, '$[4]') IS NOT 'false' AS is_known,
            sum(coalesce(each.value ->> 4, 1)) OVER reading AS moved,
            sum((each.value ->> 0) + coalesce(each.value ->> 5, iif(each.key = 0, 0, 2))) OVER reading AS finish
        FROM article_kept, json_each(blocks, '$.blocks') AS each
        WINDOW reading AS (PARTITION BY article_id ORDER BY each.key)
    )
    """,
)

_SITE_BLOCK = (
    "ALTER TABLE site ADD COLUMN learned INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE site_block (
        site TEXT NOT NULL,
        digest INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        first_page INTEGER NOT NULL,
        last_page INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        sample TEXT,
        status TEXT NOT NULL DEFAULT 'auto',
        cleaned INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (site, digest)
    ) STRICT, WITHOUT ROWID
    """,
)

_REEXTRACTION = (
    """
    CREATE TABLE reextraction (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id),
        accepted TEXT NOT NULL,
        extractor TEXT NOT NULL,
        title TEXT,
        lead TEXT,
        text TEXT,
        words INTEGER NOT NULL,
        text_hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reextraction_article ON reextraction (article_id, accepted)",
    "CREATE INDEX reextraction_accepted ON reextraction (accepted) WHERE text IS NOT NULL",
)

_FINGERPRINT = (
    """
    CREATE TABLE fingerprint (
        article_id INTEGER PRIMARY KEY REFERENCES article (id),
        samples BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE fingerprint_key (
        key INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        PRIMARY KEY (key, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE cluster ADD COLUMN reason TEXT",
    "ALTER TABLE cluster ADD COLUMN confidence REAL",
)

_REVISION_ROWS = "SELECT * FROM revision WHERE article_id = ? ORDER BY replaced DESC, id DESC"
_REVISED = (
    "SELECT id, title, lead, text, text_hash, modified, complete FROM article "
    "WHERE id IN (SELECT article_id FROM revision)"
)
_REPLACE_REVISION = (
    "INSERT INTO article_fts (article_fts, rank) VALUES ('usermerge', 2)",  # see `row.MERGE_INDEX`
    "DROP TABLE revision",
    "ALTER TABLE later_revision RENAME TO revision",
    "CREATE INDEX revision_article ON revision (article_id)",
)

_PARTS = (
    """
    CREATE TABLE article_part (
        url_key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        base_key TEXT NOT NULL,
        number INTEGER NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article (id),
        seen TEXT,
        text TEXT,
        markdown TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX article_part_article ON article_part (article_id)",
    "CREATE INDEX article_part_base ON article_part (base_key)",
    """
    CREATE TABLE named_address (
        url_key TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article (id),
        name TEXT NOT NULL,
        PRIMARY KEY (url_key, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX named_address_article ON named_address (article_id)",
    # of most articles the claim is the address itself
    "CREATE INDEX article_claim ON article (canonical_url) WHERE canonical_url <> url",
)


@migrations()
def m001_archive(db: Database) -> None:
    """The first archive: articles, how they relate, what was removed, the frontier, the runs, full-text search."""
    for statement in _ARTICLE + _REMOVED + _FRONTIER + _RUN + _SEARCH + _VIEWS:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@migrations()
def m002_door(db: Database) -> None:
    """The open web: what servers ask for, what publishers reserve, what leads nowhere, what costs a worker."""
    for statement in _DOOR + _OPT_OUT + _QUARANTINE:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


@migrations()
def m003_explanation(db: Database) -> None:
    """What makes an article explain itself: blocks kept, scores, sources of fields, the evidence of a refusal."""
    for statement in _EXPLANATION:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


@migrations()
def m004_site_block(db: Database) -> None:
    """The memory of the sites: which lines they repeat."""
    for statement in _SITE_BLOCK:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


@migrations()
def m005_reextraction(db: Database) -> None:
    """What articles were before a later extractor read their pages again: a change of ours, and no revision."""
    for statement in _REEXTRACTION:
        db.execute(statement)
    db.execute("PRAGMA user_version = 5")


@migrations()
def m006_fingerprint(db: Database) -> None:
    """What articles that share text are found by, and why the one of them is the original."""
    for statement in _FINGERPRINT:
        db.execute(statement)
    db.execute("PRAGMA user_version = 6")


@migrations()
def m007_syndication(db: Database) -> None:
    """Who copied whom, a row a pair, told one way, with times that can be compared; articles of several pages."""
    for statement in (SYNDICATION, *_PARTS):
        db.execute(statement)
    db.execute("PRAGMA user_version = 7")


@migrations()
def m008_revision(db: Database) -> None:
    """Earlier states take the room of what was edited; edits of no word are counted apart; edits have views."""
    for statement in REVISION_TABLES:
        db.execute(statement)
    for article in db.query(_REVISED):
        _repack_revisions(db, article)
    for statement in _REPLACE_REVISION + REVISION_VIEWS:
        db.execute(statement)
    db.execute("PRAGMA user_version = 8")


@migrations()
def m009_time_zone(db: Database) -> None:
    """Where a site's days begin, known as well when no spider claims its pages any more and they are read again."""
    db.execute("ALTER TABLE site ADD COLUMN time_zone TEXT")
    db.execute("PRAGMA user_version = 9")


def _repack_revisions(db: Database, article: dict[str, Any]) -> None:
    """Keep what changed from each state of *article* to the next, in place of whole states."""
    newer, repacked = article, []
    for revision in db.query(_REVISION_ROWS, [article["id"]]):
        state = State(newer["title"], newer["lead"], newer["text"])
        repacked.append({"article_id": article["id"], "replaced": revision["replaced"]})
        repacked[-1] |= revision_row(revision, state, newer)
        newer = revision
    db.table("later_revision").insert_all(reversed(repacked))


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the archive of *connection* to this version's schema; each step is whole or not at all."""
    migrations.apply(Database(connection, recursive_triggers=False))
