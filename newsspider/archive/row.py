"""Articles as rows, and rows as articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from newsspider.archive.record import NewArticle, StoredArticle
from newsspider.article import (
    Access,
    Article,
    BlockForm,
    BlockKind,
    DateSource,
    KeptBlock,
    Kind,
    Relation,
    RemovedBlock,
)
from newsspider.text import count_words, read_json, text_hash
from newsspider.times import read_utc, read_utc_or_none, utc_text, utc_text_or_none
from newsspider.urls import uid

_TEXT_COLUMNS = ("title", "lead", "text", "words", "text_hash", "complete", "extractor")
_DATE_COLUMNS = ("published", "published_day", "published_raw", "published_source")
_METADATA_COLUMNS = (
    *("canonical_url", "authors", "modified", "language", "section", "tags"),
    *("image_url", "image_caption", "image_credit", "agency", "access", "kind", "markdown", "sources"),
)
_IDENTITY_COLUMNS = ("id", "uid", "url", "url_key", "site", "first_seen", "last_seen", "cluster_id", "relation")
_COLUMNS = _IDENTITY_COLUMNS + _TEXT_COLUMNS + _DATE_COLUMNS + _METADATA_COLUMNS

_AS_THEY_ARE = (
    *("url", "title", "text", "lead", "markdown", "published_day", "published_raw", "language", "section"),
    *("image_url", "image_caption", "image_credit", "agency", "canonical_url", "complete", "extractor"),
)

JSON_COLUMNS = frozenset(
    {"authors", "tags", "sources", "blocks", "passages", "changed", "lead_edits", "text_edits"}
    | {"not_article", "refused", "failed", "left"}
)
"""Columns whose text is JSON."""

STORED_COLUMNS = (
    "id, uid, url, url_key, site, title, lead, text, text_hash, canonical_url, published, first_seen, "
    "last_seen, cluster_id, relation, access, complete, withdrawn_at"
)
"""What `stored_article` reads."""

ADD_ARTICLE = f"INSERT INTO article ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"

INDEX_ARTICLES = (
    "INSERT INTO article_fts (rowid, title, lead, text) "
    "SELECT id, title, lead, text FROM article WHERE id BETWEEN ? AND ?"
)

MERGE_INDEX = "INSERT INTO article_fts (article_fts, rank) VALUES ('merge', ?)"

CHANGE_TEXT = (
    f"UPDATE article SET {', '.join(f'{name} = :{name}' for name in _TEXT_COLUMNS)}, "
    "last_seen = max(last_seen, :last_seen) WHERE id = :id"
)

# `published` is the first publication: many systems move the date with every edit, so the earliest claim stays.
_TELLS_EARLIER_DATE = ":published IS NOT NULL AND (published IS NULL OR :published < published)"
_EARLIER_DATES = ", ".join(f"{name} = iif({_TELLS_EARLIER_DATE}, :{name}, {name})" for name in _DATE_COLUMNS)
CHANGE_METADATA = (
    f"UPDATE article SET {', '.join(f'{name} = :{name}' for name in _METADATA_COLUMNS)}, "
    f"{_EARLIER_DATES}, complete = max(complete, :complete) WHERE id = :id"
)

CHANGE_SEEN_METADATA = (
    f"UPDATE article SET {', '.join(f'{name} = :{name}' for name in _METADATA_COLUMNS if name != 'markdown')}, "
    f"{_EARLIER_DATES}, last_seen = max(last_seen, :last_seen) WHERE id = :id"
)
"""What the page says by now beside the text, whose words and marks stay."""

SET_DATES = f"UPDATE article SET {', '.join(f'{name} = :{name}' for name in _DATE_COLUMNS)} WHERE id = :id"
"""The dates as the page tells them, also where they are later than was thought."""

REWRITE = f"UPDATE article SET {', '.join(f'{name} = :{name}' for name in (*_TEXT_COLUMNS, 'markdown'))} WHERE id = :id"
"""Another text of the same page: its dates, and when it was seen, stay."""

REMOVED = """
    SELECT text, rule, kind, place FROM article_removed JOIN removed_block ON removed_block.id = block_id
    WHERE article_id = ? ORDER BY position
"""
REMOVED_IN_ORDER = REMOVED.replace("place FROM", 'place, score, page_order AS "order" FROM')
KEPT = """
    SELECT start, "end", form, place, page_order AS "order", score FROM kept_block
    WHERE article_id = ? ORDER BY position
"""


def article_row(new: NewArticle, article_id: int) -> dict[str, Any]:
    """Return the row of a newcomer: alone in its cluster until its verdict is carried out."""
    seen = utc_text(new.seen)
    columns = _article_columns(new.article)
    return columns | {
        "text_hash": new.text_hash or columns["text_hash"],
        "id": article_id,
        "uid": uid(new.url_key),
        "url": new.article.url,
        "url_key": new.url_key,
        "site": new.site,
        "first_seen": seen,
        "last_seen": seen,
        "cluster_id": article_id,
        "relation": None,
    }


def changed_row(article: Article, article_id: int, seen: datetime) -> dict[str, Any]:
    """Return what `CHANGE_TEXT` and `CHANGE_METADATA` take."""
    return _article_columns(article) | {"id": article_id, "last_seen": utc_text(seen)}


def stored_article(row: sqlite3.Row) -> StoredArticle:
    """Return the article of a row that has `STORED_COLUMNS`."""
    values = dict(row)
    return StoredArticle(
        **values
        | {
            "published": read_utc_or_none(row["published"]),
            "first_seen": read_utc(row["first_seen"]),
            "last_seen": read_utc(row["last_seen"]),
            "withdrawn_at": read_utc_or_none(row["withdrawn_at"]),
            "relation": None if row["relation"] is None else Relation(row["relation"]),
            "access": Access(row["access"]),
            "complete": bool(row["complete"]),
        }
    )


def article_of(
    row: Mapping[str, Any], kept: Iterable[Mapping[str, Any]], removed: Iterable[Mapping[str, Any]]
) -> Article:
    """Return the article of a whole row of ``article``, with the rows of its blocks; an older row may lack columns."""
    return Article(
        **{name: row[name] for name in _AS_THEY_ARE if name in row},
        authors=tuple(row["authors"]),
        tags=tuple(row["tags"]),
        published=read_utc_or_none(row["published"]),
        published_source=row["published_source"] and DateSource(row["published_source"]),
        modified=read_utc_or_none(row["modified"]),
        access=Access(row["access"]),
        kind=Kind(row["kind"]),
        sources=tuple(row.get("sources", {}).items()),
        kept=tuple(KeptBlock(**dict(each) | {"form": BlockForm(each["form"])}) for each in kept),
        removed=tuple(RemovedBlock(**dict(each) | {"kind": BlockKind(each["kind"])}) for each in removed),
    )


def _article_columns(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "lead": article.lead,
        "text": article.text,
        "markdown": article.markdown,
        "words": count_words(article.text),
        "text_hash": text_hash(article.text),
        "complete": int(article.complete),
        "extractor": article.extractor,
        "published": utc_text_or_none(article.published),
        "published_day": article.published_day,
        "published_raw": article.published_raw,
        "published_source": article.published_source,
        "canonical_url": article.canonical_url,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "modified": utc_text_or_none(article.modified),
        "language": article.language,
        "section": article.section,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "image_url": article.image_url,
        "image_caption": article.image_caption if article.text else None,  # where words are withheld, these too
        "image_credit": article.image_credit,
        "agency": article.agency,
        "access": article.access,
        "kind": article.kind,
        "sources": json.dumps(dict(article.sources), ensure_ascii=False, separators=(",", ":")),
    }


def cells_of(row: sqlite3.Row) -> dict[str, Any]:
    """Return the row's values by column, read where they are JSON or a yes or no."""
    return {
        name: bool(row[name]) if name == "complete" else read_cell(name, row[name])
        for name in row.keys()  # noqa: SIM118
    }


def read_cell(column: str, value: Any) -> Any:
    """Return a cell's value, read where its column holds JSON."""
    if column not in JSON_COLUMNS or not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except (ValueError, RecursionError):
        return value
