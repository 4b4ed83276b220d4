"""``newsspider similar`` and ``newsspider cluster``: who copied whom. They read the archive and never import Scrapy."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from newsspider.cli.options import Decorator, archive_option, json_option, same_archive

_limit_option: Decorator = click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Most articles to show."
)


@click.command(epilog="An example: newsspider similar 4f1c, with a uid that newsspider search has shown.")
@click.argument("article", metavar="UID|URL")
@archive_option
@click.option("--passages", "is_whole", is_flag=True, help="Show shared passages whole.")
@_limit_option
@json_option
def similar(article: str, archive: Path, is_whole: bool, limit: int, as_json: bool) -> None:
    """Tell who shares text with an article: its original, its copies, excerpts, roundups, and who reused a passage.

    Of each relative it tells how much of the article is in it, how much of it is in the article, and which passages.
    UID may be shortened to its first four digits or more; URL may be any address of the article.
    """
    from newsspider.archive.reader import Reader
    from newsspider.syndication import similar as relatives

    with Reader(archive) as reader:
        found = relatives.similar(reader, article, limit=limit)
    if as_json:
        return _print_json(asdict(found))
    from newsspider.cli.render_kin import print_similar

    if not found.relatives:
        return click.echo(f"nothing in the archive shares text with {found.uid}", err=True)
    return print_similar(found, is_whole=is_whole, archive=same_archive(archive))


@click.command(epilog="An example: newsspider cluster 4f1c --diff, with the uid of any of its articles.")
@click.argument("cluster", metavar="ID|UID|URL")
@archive_option
@click.option("--diff", "with_diff", is_flag=True, help="Show word by word what each copy changed.")
@_limit_option
@json_option
def cluster(cluster: str, archive: Path, with_diff: bool, limit: int, as_json: bool) -> None:
    """Tell who ran a story when: the original, its copies and what they changed, then excerpts, roundups and reuses.

    ID is the number of a cluster; the UID or URL of any article in it will do. A time is the one that the page tells,
    where that can be trusted, else the one when newsspider first saw the article; which of both is told.
    """
    from newsspider.archive.reader import Reader
    from newsspider.syndication.timeline import time_line

    with Reader(archive) as reader:
        found = time_line(reader, cluster, limit=limit, with_diff=with_diff)
    if as_json:
        return _print_json(_with_plain_runs(asdict(found)))
    from newsspider.cli.render_kin import print_time_line

    return print_time_line(found)


def _with_plain_runs(line: dict[str, Any]) -> dict[str, Any]:
    """Return a time line whose runs of words have their mark and text alone, as in all JSON of ours."""
    for member in line["members"]:
        for passage in member["diff"] or ():
            for run in passage:
                del run["gap"]
    return line


def _print_json(value: Any) -> None:
    from newsspider.text import json_of

    click.echo(json_of(value, indent=2))
