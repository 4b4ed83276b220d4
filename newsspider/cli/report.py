"""What a finished run says: one JSON object, or a few lines."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from newsspider.cli.progress import progress, summary
from newsspider.ledger import Ledger
from newsspider.run import Run
from newsspider.text import inert

MOST_PROBLEMS = 20


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
        sites = {name: site.as_dict() | {"seconds": seconds} for name, site in ledger.sites.items()}
        head = {"run": self.run.id, "exit": self.exit_code}
        return head | ledger.total().as_dict() | {"seconds": seconds, "sites": sites, "problems": _problems(ledger)}

    def say(self, *, as_json: bool, is_quiet: bool) -> None:
        """Print the result on standard output and, where something is wrong, what on standard error."""
        if as_json:
            click.echo(json.dumps(self.as_dict(), ensure_ascii=True))
            return
        is_well = self.exit_code == 0
        if not (is_quiet and is_well):
            for problem in _problems(self.run.ledger)[:MOST_PROBLEMS]:
                click.echo(f"newsspider: {inert(problem)}", err=True)
        if not is_quiet:
            for name, site in self.run.ledger.sites.items():
                click.echo(f"{inert(name)}: {summary(site)}")


@contextmanager
def reported(run: Run, *, as_json: bool, is_quiet: bool) -> Iterator[Report]:
    """Show progress while the block works, then finish and close *run* and say what came of it.

    The block sets the report's exit code after the work; the run is closed with it, also where the block fails.
    """
    report = Report(run)
    try:
        with progress(run.ledger, is_quiet=is_quiet or as_json):
            yield report
    except BaseException:
        run.close(1)
        raise
    run.close(report.exit_code)
    report.say(as_json=as_json, is_quiet=is_quiet)


def _problems(ledger: Ledger) -> list[str]:
    return [f"{name}: {problem}" for name, site in ledger.sites.items() for problem in site.problems]
