"""``newsspider demo``: the main job on the embedded site."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from newsspider.cli.options import json_option, same_archive
from newsspider.config import Config
from newsspider.errors import NewsspiderError, UsageError
from newsspider.text import paragraphs

SHOWN = 3
PARAGRAPHS_SHOWN = 2


@click.command()
@click.option(
    "--archive",
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    default="demo.db",
    show_default=True,
    help="The SQLite file to make.",
)
@click.option(
    "--next-day",
    "is_next_day",
    is_flag=True,
    help="Come back a day later: articles were added, edited, edited silently, and one was withdrawn.",
)
@json_option
def demo(archive: Path, is_next_day: bool, as_json: bool) -> int:
    """Crawl a news site that comes with newsspider and show three of its articles.

    The site is served on this machine alone (127.0.0.1): nothing is fetched from the internet. With --next-day show
    what changed since the demo before.
    """
    from newsspider.cli.crawl import quiet_logs
    from newsspider.cli.report import reported
    from newsspider.crawl import crawl, find_sites
    from newsspider.demo.server import DemoServer
    from newsspider.run import Run
    from newsspider.verdict import exit_code

    quiet_logs()
    ports = _ports_before(archive)
    if is_next_day and not ports:
        raise UsageError(f"{archive} holds no demo yet: newsspider demo --archive {shlex.quote(str(archive))}")
    with DemoServer(ports=ports) as server:
        if is_next_day:
            server.turn_to_next_day()
        config = replace(Config(), site={site.name: _declaration(site) for site in server.sites})
        sites = find_sites([site.name for site in server.sites], config)
        run = Run.open(archive, config=config, command="demo", sites=[site.info for site in sites])
        with reported(run, as_json=as_json, is_quiet=False) as report:
            if is_next_day:
                run.revisit()
            crawl(sites, run, config)
            run.finish()
            report.exit_code = exit_code(run.ledger)
    if not as_json:
        (_show_changes if is_next_day else _show)(archive)
    return report.exit_code


def _ports_before(archive: Path) -> dict[str, int]:
    """Return where the sites stood when *archive* was made: only there are their articles known again."""
    from newsspider.archive.reader import Reader

    try:
        with Reader(archive) as reader:
            hosts = reader.hosts()
    except NewsspiderError:  # none yet; or what is wrong with it is told when it is written to
        return {}
    ports = {name: host.rpartition(":")[2] for name, host in hosts.items() if host.startswith("127.0.0.1:")}
    return {name: int(port) for name, port in ports.items() if port.isascii() and port.isdigit()}


def _show(archive: Path) -> None:
    """Print three articles of different sites, and what to type next."""
    from newsspider.archive.reader import Reader
    from newsspider.cli.render import print_article
    from newsspider.syndication.similar import similar

    with Reader(archive) as reader:
        for uid in reader.samples(SHOWN):
            article = reader.show(uid)
            beginning = paragraphs(article["text"])[:PARAGRAPHS_SHOWN]
            click.echo()
            kin = similar(reader, uid, with_passages=False)
            print_article(article | {"text": "\n\n".join([*beginning, "…"])}, kin, archive=same_archive(archive))
    click.echo("\nThe articles are in one SQLite file. Next:")
    name = shlex.quote(str(archive))
    click.echo(f"  newsspider search bridge --archive {name}")
    click.echo(f"  newsspider export articles --archive {name} --output articles.csv")
    click.echo(f"  newsspider demo --next-day --archive {name}")


def _show_changes(archive: Path) -> None:
    """Print what became of the articles that were edited or withdrawn, and what to type next."""
    from newsspider.archive.reader import Reader
    from newsspider.cli.render_history import print_history

    with Reader(archive) as reader:
        for uid in reader.changed(SHOWN):
            click.echo()
            print_history(reader.history(uid))
    click.echo("\nThe archive keeps every state. Next:")
    for recipe in ("silent_edits", "headline_changes", "withdrawn"):
        click.echo(f"  newsspider export {recipe}{same_archive(archive)}")


def _declaration(site: Any) -> dict[str, Any]:
    return {
        "seeds": list(site.seeds),
        "language": site.language,
        "country": site.country,
        "time_zone": site.time_zone,
    }
