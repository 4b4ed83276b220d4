"""``newsspider search``, ``show``, ``export`` and ``schema``: they read the archive and never import Scrapy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from newsspider.cli.options import Duration, archive_option, config_option, json_option, same_archive

if TYPE_CHECKING:
    from newsspider.archive.shadow import OptOutPolicy
    from newsspider.config import Config

_DAY = click.DateTime(["%Y-%m-%d"])
MOST_RELATIVES = 20
"""Relatives that `show` tells of; `similar` tells of all."""
_FORMATS = ("csv", "jsonl", "md", "parquet")


@click.command(epilog="An example: newsspider search flood bridge --since 2026-10-01")
@click.argument("query", nargs=-1, required=True)
@archive_option
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="Most articles to show."
)
@click.option("--site", help="Only this site.")
@click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help="Only articles of this day or later.")
@click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="Only articles of this day or earlier.")
@click.option("--newest", is_flag=True, help="Latest first, instead of best first.")
@click.option("--originals", is_flag=True, help="One hit a story: its original where that fits; copies are counted.")
@json_option
def search(
    query: tuple[str, ...],
    archive: Path,
    limit: int,
    site: str | None,
    since: datetime | None,
    until: datetime | None,
    newest: bool,
    originals: bool,
    as_json: bool,
) -> None:
    """Find articles by the words of their title, lead and text: all words must be there, in any order.

    "north coast" finds the phrase, vacc* every word that begins so. Upper case and accents don't matter.
    """
    from newsspider.archive.reader import Reader

    text = " ".join(query)
    with Reader(archive) as reader:
        narrowed: dict[str, Any] = {"site": site, "since": _day(since), "until": _day(until)}
        hits = reader.search(text, limit=limit, newest=newest, originals=originals, **narrowed)
        copies = reader.copies(hits) if originals else {}
    if as_json:
        return _print_json([asdict(hit) | {"snippet": hit.plain_snippet} for hit in hits])
    if not hits:
        return _say_nothing_found(text)
    from newsspider.cli.render import print_hits

    return print_hits(hits, copies=copies)


@click.command(epilog="An example: newsspider show 4f1c, with a uid that newsspider search has shown.")
@click.argument("article", metavar="UID|URL")
@archive_option
@click.option("--history", is_flag=True, help="Show what was edited when, word by word, newest first.")
@json_option
def show(article: str, archive: Path, history: bool, as_json: bool) -> None:
    """Show one article: its text, where it was read, its revisions, its copies, and what was removed from the page.

    UID may be shortened to its first four digits or more; URL may be any address of the article.

    With --history: its edits, with silent ones (the page gives no newer date), headline changes and a withdrawal named;
    edits of counters, date lines, advertisements and the like are counted below. Words that went stand in [-such-],
    words that came in {+such+} marks, or struck out and in colour.
    """
    from newsspider.archive.reader import Reader

    if history:
        return _show_history(article, archive, as_json)
    with Reader(archive) as reader:
        found = reader.show(article)
        if as_json:
            return _print_json(found)
        from newsspider.cli.render import print_article
        from newsspider.syndication.similar import similar

        relatives = similar(reader, found["uid"], limit=MOST_RELATIVES, with_passages=False)
        missing = reader.missing_parts(found["uid"])
    return print_article(found, relatives, archive=same_archive(archive), missing=missing)


@click.command(epilog="An example: newsspider export articles --param since=2026-10-01 -o articles.csv")
@click.argument("recipe", required=False)
@archive_option
@config_option
@click.option("--format", "-f", "kind", type=click.Choice(_FORMATS), help="Default: by the name of FILE, else csv.")
@click.option(
    "--output", "-o", type=click.Path(readable=False, path_type=Path), metavar="FILE", help="Default: standard output."
)
@click.option("--param", "-p", "given", multiple=True, metavar="NAME=VALUE", help="A parameter of the recipe.")
@click.option("--max-time", type=Duration(), help="Stop the recipe after this long, for example 5m.")
@json_option
def export(
    recipe: str | None,
    archive: Path,
    config_path: Path | None,
    kind: str | None,
    output: Path | None,
    given: tuple[str, ...],
    max_time: float | None,
    as_json: bool,
) -> None:
    """Write what RECIPE selects as CSV, JSON lines or a Markdown table; without RECIPE, list the recipes.

    A recipe is an SQL file. Your own go into ./exports/NAME.sql and win over the built-in ones. Articles whose
    publishers reserve text mining leave as opt_out in newsspider.toml says: whole, without their words, or not at all.
    """
    if recipe is None:
        return _list_recipes(as_json)
    from newsspider.archive.export import FORMATS, new_file, rows_of
    from newsspider.archive.reader import Reader
    from newsspider.archive.recipe import find_recipe
    from newsspider.config import read_config

    write_rows = FORMATS[_format(kind, output, as_json)]
    wanted = find_recipe(recipe)
    values = wanted.values(_parameters(given))
    policy = _opt_out_policy(read_config(config_path, archive=archive))
    with (
        Reader(archive) as reader,
        rows_of(reader, wanted, values, max_time_seconds=max_time, opt_outs=policy) as (columns, rows),
    ):
        if output is None or output == Path("-"):
            with _standard_output() as stream:
                write_rows(stream, columns, rows)
            return None
        _refuse_archive_as_output(output, archive)
        with new_file(output) as file:
            count = write_rows(file, columns, rows)
    return click.echo(f"{count} rows written to {output}", err=True)


@click.command(epilog="An example: newsspider schema article")
@click.argument("table", required=False)
@click.option("--markdown", is_flag=True, help="Print the page that stands in exports/README.md.")
@json_option
def schema(table: str | None, markdown: bool, as_json: bool) -> None:
    """Tell what the tables and columns of an archive mean; with TABLE, only that one.

    The archive is plain SQLite: any SQL tool reads it, and newsspider export runs SQL of your own.
    """
    from newsspider.archive.dictionary import as_json as tables_as_json
    from newsspider.archive.dictionary import as_markdown, find_tables
    from newsspider.archive.recipe import built_in_folder, read_recipes

    if markdown:
        return click.echo(as_markdown(list(read_recipes((built_in_folder(),)).values())), nl=False)
    tables = find_tables(table)
    if as_json:
        return _print_json(tables_as_json(tables))
    from newsspider.cli.render import print_tables

    return print_tables(tables)


def _show_history(article: str, archive: Path, as_json: bool) -> None:
    from newsspider.archive.reader import Reader
    from newsspider.history import history_of

    with Reader(archive) as reader:
        found = reader.history(article)
    if as_json:
        return _print_json(history_of(found))
    from newsspider.cli.render_history import print_history

    return print_history(found)


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.date().isoformat()


def _print_json(value: Any) -> None:
    from newsspider.text import json_of

    click.echo(json_of(value, indent=2))


def _say_nothing_found(text: str) -> None:
    from newsspider.archive.query import read_query
    from newsspider.text import inert

    hint = "no article has all of these words" if read_query(text) else "there is no word in it to look for"
    click.echo(f"nothing found for {inert(text)}: {hint}", err=True)


def _list_recipes(as_json: bool) -> None:
    from newsspider.archive.recipe import read_recipes

    recipes = list(read_recipes().values())
    if as_json:
        return _print_json([asdict(each) | {"path": str(each.path)} for each in recipes])
    from newsspider.cli.render import print_recipes

    return print_recipes(recipes)


def _format(kind: str | None, output: Path | None, as_json: bool) -> str:
    from newsspider.errors import UsageError

    suffix = "" if output is None else output.suffix.lower().lstrip(".")
    chosen = kind or ("jsonl" if as_json else suffix if suffix in _FORMATS else "csv")
    if chosen == "parquet":
        raise UsageError("parquet comes with a later version, as the extra newsspider[parquet]; use csv or jsonl")
    return chosen


def _opt_out_policy(config: Config) -> OptOutPolicy:
    from newsspider.archive.shadow import OptOutPolicy

    of_site = {name: str(table["opt_out"]) for name, table in config.site.items() if "opt_out" in table}
    return OptOutPolicy(config.opt_out, of_site)


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    from newsspider.errors import UsageError

    for each in given:
        if "=" not in each:
            raise UsageError(f"--param {each}: write it as NAME=VALUE")
    return {name.strip(): value for name, _, value in (each.partition("=") for each in given)}


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Give standard output in UTF-8 with line ends left alone, whatever the locale says."""
    stream = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    try:
        yield stream
    finally:
        stream.detach()


def _refuse_archive_as_output(output: Path, archive: Path) -> None:
    from newsspider.errors import UsageError

    with suppress(OSError):
        if output.samefile(archive):
            raise UsageError(f"{output} is the archive itself: name another file")
