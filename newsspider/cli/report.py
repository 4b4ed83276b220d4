"""What a finished run says: one JSON object, or a few lines."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

import click

from newsspider.cli.progress import progress, summary
from newsspider.errors import NewsspiderError
from newsspider.ledger import Ledger
from newsspider.logs import Event, is_logged, log_event
from newsspider.run import Run
from newsspider.text import inert
from newsspider.verdict import STOPPED

MOST_PROBLEMS = 20
MOST_SITES = 50
"""More than that are summed up."""


class Report:
    """Collects what a run comes to; `exit_code` is set by whoever runs it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.exit_code = 0
        self._begun = time.monotonic()

    def as_dict(self) -> dict[str, Any]:
        """Return the object of ``--json``."""
        seconds = round(time.monotonic() - self._begun, 3)
        ledger = self.run.ledger
        sites = {name: site.as_dict() for name, site in ledger.sites.items()}
        head = {"run": self.run.id, "exit": self.exit_code}
        return head | ledger.total().as_dict() | {"seconds": seconds, "sites": sites, "problems": _problems(ledger)}

    def say(self, *, as_json: bool, is_quiet: bool) -> None:
        """Print the result on standard output and, where something is wrong, what on standard error."""
        if as_json:
            click.echo(json.dumps(self.as_dict(), ensure_ascii=True))
            return
        if not (is_quiet and self.exit_code == 0):
            _say_problems(_problems(self.run.ledger))
        if not is_quiet:
            _say_sites(self.run.ledger)


@contextmanager
def reported(
    run: Run, *, as_json: bool, is_quiet: bool, tell: Callable[[Mapping[str, Any]], str | None] = lambda _: None
) -> Iterator[Report]:
    """Show progress while the block works, then finish and close *run*, say what came of it, and *tell* a monitor.

    The block sets the report's exit code after the work. Where the block fails, or the run can't be closed, the first
    failure is raised in the end, its code being the run's; with *as_json* the object is printed before.
    """
    report = Report(run)
    failure: BaseException | None = None
    try:
        with progress(run.ledger, is_quiet=is_quiet or as_json or is_logged(Event.VISIT)):
            yield report
    except BaseException as error:
        failure, report.exit_code = error, _exit_code(error)
    try:
        run.close(report.exit_code)
    except Exception as error:
        if failure is None:
            failure, report.exit_code = error, _exit_code(error)
    try:
        _conclude(report, failure, as_json=as_json, is_quiet=is_quiet)
    finally:  # also where nobody reads the report any more
        if problem := tell(report.as_dict()):
            _say_problems([problem])
    if failure is not None:
        raise failure


def _conclude(report: Report, failure: BaseException | None, *, as_json: bool, is_quiet: bool) -> None:
    """Say what came of the run; of one that failed, only the object, since the failure is told by whoever ends it."""
    if failure is None:
        report.say(as_json=as_json, is_quiet=is_quiet)
        return
    log_event(Event.RUN_FAILED, exit=report.exit_code, error=failure)
    if as_json:
        with suppress(OSError):
            report.say(as_json=True, is_quiet=is_quiet)


def _exit_code(error: BaseException) -> int:
    if isinstance(error, KeyboardInterrupt):
        return STOPPED + signal.SIGINT
    return error.exit_code if isinstance(error, NewsspiderError) else 1


def _say_problems(problems: list[str]) -> None:
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(f"newsspider: {inert(problem)}", err=True)
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"newsspider: {len(problems) - MOST_PROBLEMS} more problems; --json tells them", err=True)


def _say_sites(ledger: Ledger) -> None:
    for name, site in islice(ledger.sites.items(), MOST_SITES):
        click.echo(f"{inert(name)}: {summary(site)}")
    if len(ledger.sites) > MOST_SITES:
        click.echo(f"… all {len(ledger.sites)} sites: {summary(ledger.total())}")


def _problems(ledger: Ledger) -> list[str]:
    return [f"{name}: {problem}" for name, site in ledger.sites.items() for problem in site.problems]
