"""Tables and views of what was edited when, as the archive's schema declares them; a released one is never edited."""

from __future__ import annotations

# No index but by article: half of what a small edit takes would be indices.
REVISION_TABLES = (
    """
    CREATE TABLE later_revision (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id),
        replaced TEXT NOT NULL,
        changed TEXT NOT NULL,
        silent INTEGER NOT NULL CHECK (silent IN (0, 1)),
        words_added INTEGER NOT NULL,
        words_removed INTEGER NOT NULL,
        title TEXT,
        lead_edits TEXT,
        text_edits TEXT,
        modified TEXT,
        words INTEGER NOT NULL,
        text_hash TEXT,
        complete INTEGER NOT NULL CHECK (complete IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE trivial_edit (
        article_id INTEGER NOT NULL REFERENCES article (id),
        cause TEXT NOT NULL,
        times INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (article_id, cause)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX article_withdrawn ON article (withdrawn_at) WHERE withdrawn_at IS NOT NULL",
)

REVISION_VIEWS = (
    # A title is kept where the next state has another; '' stands for none.
    """
    CREATE VIEW edit AS
    SELECT
        revision.id AS revision_id, article_id, uid, url, site, published,
        lag(replaced, 1, first_seen) OVER history AS seen,
        replaced, changed, silent,
        nullif(coalesce(
            (
                SELECT other.title FROM revision AS other
                WHERE other.article_id = revision.article_id AND other.id >= revision.id AND other.title IS NOT NULL
                ORDER BY other.id LIMIT 1
            ),
            article.title
        ), '') AS old_title,
        nullif(coalesce(
            (
                SELECT other.title FROM revision AS other
                WHERE other.article_id = revision.article_id AND other.id > revision.id AND other.title IS NOT NULL
                ORDER BY other.id LIMIT 1
            ),
            article.title
        ), '') AS new_title,
        revision.modified AS old_modified,
        lead(revision.modified, 1, article.modified) OVER history AS new_modified,
        revision.words AS old_words,
        lead(revision.words, 1, article.words) OVER history AS new_words,
        words_added, words_removed
    FROM revision JOIN article ON article.id = article_id
    WINDOW history AS (PARTITION BY article_id ORDER BY revision.id)
    """,
    """
    CREATE VIEW edited_passage AS
    SELECT revision_id, article_id, replaced, field, passage.key AS position,
        passage.value ->> 0 AS place, passage.value ->> 1 AS "old", passage.value ->> 2 AS "new"
    FROM (
        SELECT id AS revision_id, article_id, replaced, 'lead' AS field, lead_edits AS edits FROM revision
        UNION ALL SELECT id, article_id, replaced, 'text', text_edits FROM revision
    ), json_each(edits) AS passage
    """,
    """
    CREATE VIEW silent_edit AS
    SELECT revision_id, uid, url, site, published, seen, replaced, old_title, new_title,
        old_modified, new_modified, old_words, new_words, words_added, words_removed
    FROM edit WHERE silent
    """,
    """
    CREATE VIEW headline_change AS
    SELECT revision_id, uid, url, site, published, seen, replaced, old_title, new_title,
        old_modified, new_modified, silent, words_added, words_removed
    FROM edit WHERE EXISTS (SELECT 1 FROM json_each(changed) WHERE value = 'title')
    """,
    """
    CREATE VIEW withdrawn AS
    SELECT uid, url, site, title, authors, published, published_day, first_seen, last_seen,
        withdrawn_at, withdrawn_status, words, cluster_id, relation
    FROM article WHERE withdrawn_at IS NOT NULL
    """,
)
