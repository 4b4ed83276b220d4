"""``newsspider extract``: pages in, articles out, without an archive."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import Any

import click

from newsspider.article import Article, Page
from newsspider.cli.options import config_option, json_option
from newsspider.config import Config, read_config
from newsspider.errors import NoInputError, NotAnArticle
from newsspider.ledger import outcome_of
from newsspider.pages.jsonl import BadLine, PageLine, read_jsonl
from newsspider.pages.source import read_page
from newsspider.text import inert, json_of
from newsspider.times import utc_now, utc_text_or_none
from newsspider.urls import url_key
from newsspider.verdict import DEGRADED, DONE

AHEAD = 4
"""Pages a worker that are read ahead."""


@click.command()
@click.argument("source", required=False, default="-", metavar="[FILE|URL|-]")
@click.option("--url", help="Address of the page in FILE: for its links, its dates and the output.")
@click.option("--title", help="Title of a plain text.")
@click.option("--jsonl", "is_jsonl", is_flag=True, help="SOURCE has one page a line; write one article a line.")
@config_option
@json_option
def extract(
    source: str, url: str | None, title: str | None, is_jsonl: bool, config_path: Path | None, as_json: bool
) -> int:
    """Print the article in a page: title, lead and text without the boilerplate.

    SOURCE is a file of HTML or plain text, a URL, or - for standard input. With --jsonl it has a page a line,
    {"id", "url", "html" or "path", "fetched"?}, and an article a line comes out in the same order, or the reason why
    there is none. Exit code 66: no article, or nothing to read; 3: a line of --jsonl gave no page.
    """
    config = read_config(config_path)
    if is_jsonl:
        return _extract_lines(source, config)
    if url is not None:
        url_key(url)
    is_url = source.lower().startswith(("http://", "https://"))
    page = fetch_page(source, config) if is_url else read_source(source, url or "")
    article = _extract_one(page, source, title, config)
    if as_json:
        click.echo(json_of({"id": source, "url": page.url or None, **article_fields(article)}))
    else:
        _print(article)
    return DONE


def article_fields(article: Article) -> dict[str, Any]:
    """Return what a line of ``extract --jsonl`` tells of an article."""
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": utc_text_or_none(article.published),
        "published_day": article.published_day,
        "published_raw": article.published_raw,
        "published_source": article.published_source,
        "modified": utc_text_or_none(article.modified),
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "image_url": article.image_url,
        "access": article.access,
        "kind": article.kind,
        "lead": article.lead,
        "text": article.text,
        "markdown": article.markdown,
        "canonical_url": article.canonical_url,
        "complete": article.complete,
        "removed": [
            {"text": block.text, "rule": block.rule, "kind": block.kind, "place": block.place}
            for block in article.removed
        ],
    }


def _extract_lines(source: str, config: Config) -> int:
    from newsspider.jobs import FOR_MANY
    from newsspider.workers import WorkerPool

    lines = read_jsonl(Path(source), folder=Path(), now=utc_now())
    exit_code = DONE
    with WorkerPool(config.workers, preload=FOR_MANY) as pool:
        for line, future in _ahead(lines, pool, config):
            if isinstance(line, BadLine):
                exit_code = DEGRADED
            click.echo(json_of(_answer(line, future)))
    return exit_code


def _ahead(
    lines: Iterable[PageLine | BadLine], pool: Any, config: Config
) -> Iterator[tuple[PageLine | BadLine, Future[Article] | None]]:
    """Yield the lines in order, each with its article to be, while workers are a few pages ahead."""
    from newsspider.jobs import extract_page

    source = iter(lines)
    pending: deque[tuple[PageLine | BadLine, Future[Article] | None]] = deque()
    while True:
        for line in islice(source, 1 if pending else config.workers * AHEAD):
            if isinstance(line, BadLine):
                pending.append((line, None))
            else:
                pending.append((line, pool.submit(extract_page, line.page, deadline_seconds=config.deadline_seconds)))
        if not pending:
            return
        yield pending.popleft()


def _answer(line: PageLine | BadLine, future: Future[Article] | None) -> dict[str, Any]:
    names = {"id": line.id, "url": line.url}
    if isinstance(line, BadLine):
        error = {"reason": line.reason, "message": line.message}
        return (names if line.is_object else {"id": None, "line": line.number}) | {"error": error}
    assert future is not None
    try:
        return names | article_fields(future.result())
    except Exception as error:
        return names | {"error": _error(error)}


def _error(error: Exception) -> dict[str, str]:
    outcome = outcome_of(error)
    return {"reason": str(outcome.reason), "message": str(error)}


def _extract_one(page: Page, source: str, title: str | None, config: Config) -> Article:
    from newsspider.jobs import FOR_ONE, extract_any
    from newsspider.workers import WorkerPool

    name = "standard input" if source == "-" else source
    with WorkerPool(1, preload=FOR_ONE) as pool:
        try:
            return pool.submit(extract_any, page, title, deadline_seconds=config.deadline_seconds).result()
        except NotAnArticle as outcome:
            raise NoInputError(f"{name} is no article ({outcome})") from outcome
        except Exception as error:
            reason = outcome_of(error).reason
            raise NoInputError(f"{name} can't be read ({reason}: {error})") from error


def read_source(source: str, url: str) -> Page:
    """Return the page in a file or, for ``-``, standard input; raises `NoInputError`."""
    body, complete = read_page(Path(source))
    return Page(url=url, body=body, fetched=utc_now(), complete=complete)


def fetch_page(url: str, config: Config) -> Page:
    """Return the page at *url*, fetched as a crawl does; raises `NoInputError`, `UnreachableError`."""
    from newsspider.cli.crawl import quiet_logs
    from newsspider.crawl import fetch

    url_key(url)
    quiet_logs()
    return fetch(url, config)


def _print(article: Article) -> None:
    byline = " · ".join(filter(None, [", ".join(article.authors), article.published_day, article.section]))
    parts = [article.title, byline, article.lead, article.text]
    for part in filter(None, parts):
        click.echo("\n\n".join(inert(paragraph) for paragraph in part.split("\n\n")) + "\n")
    if article.removed:
        click.echo(f"({len(article.removed)} blocks were removed; --json tells which and why)", err=True)
