"""``newsspider replay``."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsspider.article import Failure
from newsspider.cli.options import (
    archive_option,
    config_option,
    json_option,
    log_format_option,
    log_level_option,
    quiet_option,
    wait_option,
    with_flags,
)
from newsspider.config import read_config
from newsspider.errors import NoInputError
from newsspider.ledger import failed
from newsspider.logs import start_logs
from newsspider.pages.source import STANDARD_INPUT, told_as_input
from newsspider.verdict import DEGRADED, DONE, NO_INPUT, STOPPED

if TYPE_CHECKING:
    from newsspider.run import Run


@click.command()
@click.argument("source", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@archive_option
@config_option
@wait_option
@log_level_option
@log_format_option
@quiet_option
@json_option
def replay(
    source: tuple[Path, ...],
    archive: Path,
    config_path: Path | None,
    wait: float,
    log_level: str | None,
    log_format: str | None,
    is_quiet: bool,
    as_json: bool,
) -> int:
    """Take the pages of every SOURCE through extraction, dedup and archive, without the network.

    A SOURCE is a file or pipe of JSON lines, plain or .gz, or - for standard input: {"id", "url", "html" or "path",
    "fetched"?}; a path counts from the current folder. Or it is a file of raw pages, such as newsspider.pages.db.
    Pages that are known come out as "unchanged": a second replay stores nothing. Versions of one URL need different
    "fetched" times: a page fetched when the stored one was, or before, tells nothing new. Exit code 66: no page at all;
    3: some lines gave none.
    """
    config = with_flags(read_config(config_path, archive=archive), log_level=log_level, log_format=log_format)
    start_logs(level=config.log_level, form=config.log_format)
    from newsspider.cli.report import reported
    from newsspider.crawl import claimant
    from newsspider.replay import read_sources
    from newsspider.replay import replay as replay_lines
    from newsspider.run import Run
    from newsspider.times import utc_now

    run = Run.open(archive, config=config, command="replay", wait_seconds=wait)
    with reported(run, as_json=as_json, is_quiet=is_quiet) as report, Stop() as stop:
        _check_sources(source)
        lines = read_sources(source, folder=Path(), now=utc_now())
        replay_lines(lines, run, workers=config.workers, origin_of=claimant(config), is_stopped=stop.is_asked)
        run.finish()
        report.exit_code = _exit_code(run, stop)
    if report.exit_code == NO_INPUT:
        raise NoInputError(f'no page in {_joined(source)}: a line is {{"id", "url", "html" or "path"}}')
    return report.exit_code


def _check_sources(sources: tuple[Path, ...]) -> None:
    """Raise `NoInputError` where a source is mistyped, before any is read."""
    for each in sources:
        with told_as_input(each):
            if each != STANDARD_INPUT and (each.is_dir() or not each.exists()):
                raise NoInputError(f"there is no file {each}: name a .jsonl or .jsonl.gz file of pages, or -")


def _joined(sources: tuple[Path, ...]) -> str:
    first = "standard input" if sources[0] == STANDARD_INPUT else sources[0]
    return str(first) if len(sources) == 1 else f"{first} and {len(sources) - 1} more"


def _exit_code(run: Run, stop: Stop) -> int:
    if stop.number is not None:
        return STOPPED + stop.number
    total = run.ledger.total()
    bad = total.outcomes[failed(Failure.UNREADABLE)] + total.outcomes[failed(Failure.BAD_URL)]
    return (NO_INPUT if bad == total.due else DEGRADED) if bad or not total.due else DONE


class Stop:
    """Turns the first signal into a question that loops can ask; the second ends a wait for input."""

    def __init__(self) -> None:
        self.number: int | None = None

    def __enter__(self) -> Stop:
        self._handlers = {number: signal.signal(number, self._on) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def is_asked(self) -> bool:
        """Return whether a signal came."""
        return self.number is not None

    def _on(self, number: int, _: Any) -> None:
        if self.number is not None:
            raise KeyboardInterrupt
        self.number = number
