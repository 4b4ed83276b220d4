"""``newsspider crawl`` and ``newsspider sites``."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import (
    Duration,
    archive_option,
    config_option,
    json_option,
    log_format_option,
    log_level_option,
    quiet_option,
    wait_option,
    with_flags,
)
from newsspider.config import Config, read_config
from newsspider.logs import start_logs
from newsspider.verdict import DEGRADED, DONE, exit_code, failed_sites, is_news

if TYPE_CHECKING:
    from newsspider.run import Run


@click.command(epilog="Exit codes: 0 done, 3 some sites failed, 69 none reachable, 75 archive busy, 78 configuration.")
@click.argument("site", nargs=-1)
@archive_option
@config_option
@click.option("--max-time", type=Duration(), help="Longest the run may take, for example 25m; the rest waits.")
@click.option("--max-pages", type=click.IntRange(1), help="Article pages a site; the rest waits for the next run.")
@click.option(
    "--revisit",
    "is_revisit",
    is_flag=True,
    help="Look at every stored article again, also those whose next visit has not come.",
)
@wait_option
@click.option("--strict", "is_strict", is_flag=True, help="Exit with 4 where a budget left work for the next run.")
@click.option(
    "--exit-on",
    type=click.Choice(["change", "always"]),
    default="change",
    show_default=True,
    help="When failing sites exit with 3: when they change and once a day, or always.",
)
@log_level_option
@log_format_option
@quiet_option
@json_option
def crawl(
    site: tuple[str, ...],
    archive: Path,
    config_path: Path | None,
    max_time: float | None,
    max_pages: int | None,
    is_revisit: bool,
    wait: float,
    is_strict: bool,
    exit_on: str,
    log_level: str | None,
    log_format: str | None,
    is_quiet: bool,
    as_json: bool,
) -> int:
    """Fetch what is new on every SITE and keep the clean articles.

    Without SITE, the sites of newsspider.toml are crawled. A second run fetches only what is new. The crawl obeys
    robots.txt, keeps within its budgets, and can be stopped with Ctrl-C: what was fetched is stored. The pages of the
    articles are kept beside the archive, in newsspider.pages.db, unless newsspider.toml says raw = false.
    """
    config = with_flags(
        read_config(config_path, archive=archive),
        max_time_seconds=max_time,
        max_pages=max_pages,
        log_level=log_level,
        log_format=log_format,
    )
    begin_logs(config)
    from newsspider import crawl as crawling
    from newsspider.cli.report import reported
    from newsspider.ping import ping
    from newsspider.politeness import check_contact
    from newsspider.run import Run

    sites = crawling.find_sites(site, config)
    for each in sites:
        check_contact(each.name, each.homes, config)
    infos = [each.info for each in sites]
    run = Run.open(archive, config=config, command="crawl", sites=infos, wait_seconds=wait)
    with reported(run, as_json=as_json, is_quiet=is_quiet, tell=partial(ping, config)) as report:
        if is_revisit:
            run.revisit()
        ended_by = crawling.crawl(sites, run, config)
        run.finish()
        report.exit_code = exit_code(run.ledger, ended_by=ended_by, is_strict=is_strict)
        if report.exit_code == DEGRADED and exit_on == "change" and not _is_news(run):
            report.exit_code = DONE
    return report.exit_code


@click.command()
@config_option
@json_option
def sites(config_path: Path | None, as_json: bool) -> None:
    """List the sites that can be crawled: the built-in spiders and those of newsspider.toml."""
    from newsspider.crawl import find_sites, known_sites

    config = read_config(config_path)
    rows = [
        {
            "name": site.name,
            "country": site.spider.country,
            "language": site.spider.language,
            "seeds": list(site.seeds),
        }
        for site in find_sites(known_sites(config), config)
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    width = max(len(str(row["name"])) for row in rows)
    for row in rows:
        seeds = row["seeds"]
        first = seeds[0] if isinstance(seeds, list) else ""
        click.echo(f"{row['name']:{width}}  {row['country'] or '--'}  {row['language'] or '--':5}  {first}")


def _is_news(run: Run) -> bool:
    """Return whether the sites that fail are others than in the run before, or nobody was told for a day."""
    failing = set(failed_sites(run.ledger))
    before, last_told = run.ask(
        lambda archive: (archive.failing_before(run.id) & set(run.ledger.sites), archive.last_finished(DEGRADED))
    ).result()
    return is_news(failing, before, last_told=last_told, now=run.clock())


def quiet_logs() -> None:
    """Keep libraries' chatter off the terminal; what matters is counted and said at the end."""
    begin_logs(Config())


def begin_logs(config: Config) -> None:
    """Log what *config* asks for, that of Scrapy and Twisted included."""
    from newsspider.extensions import let_twisted_log_once

    let_twisted_log_once()
    start_logs(level=config.log_level, form=config.log_format)
