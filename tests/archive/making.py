"""Articles and archives made for a test: the same call gives the same value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsspider.archive.reader import Reader
from newsspider.archive.record import NewArticle
from newsspider.archive.store import Archive
from newsspider.article import Article, BlockKind, RemovedBlock
from newsspider.kin import relate
from newsspider.urls import url_key

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def an_article(name: str = "ferry", **changes: Any) -> Article:
    values: dict[str, Any] = {
        "url": f"https://www.harbour.example/news/{name}",
        "title": f"The {name} sails again",
        "text": f"The {name} left the quay at six.\n\nTwo hundred people stood on deck.",
        "published": NOON,
        "published_day": "2026-11-03",
        "published_raw": "3 November 2026, 12:00",
    }
    return Article(**values | changes)


def a_block(
    text: str = "Subscribe to our letter", rule: str = "newsletter", place: str = "/html/body/p"
) -> RemovedBlock:
    return RemovedBlock(text=text, rule=rule, kind=BlockKind.NEWSLETTER, place=place)


def a_newcomer(article: Article, *, site: str = "harbour", seen: datetime = NOON) -> NewArticle:
    return NewArticle(article=article, site=site, url_key=url_key(article.url), seen=seen)


def add(archive: Archive, article: Article, **circumstances: Any) -> int:
    """Store *article* as a crawl does: held against the articles that are there."""
    new = [a_newcomer(article, **circumstances)]
    with archive.transaction():
        (article_id,) = archive.add_articles(new)
        relate(archive, [article_id], new)
    return article_id


def states(path: Path, url: str) -> list[dict[str, Any]]:
    """The earlier states of an article as its readers get them, oldest first."""
    with Reader(path) as reader:
        revisions: list[dict[str, Any]] = reader.show(url)["revisions"]
    return revisions


@contextmanager
def sqlite_shell(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as a researcher with nothing but SQLite sees it."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite_shell(path) as connection:
        return connection.execute(sql).fetchall()
