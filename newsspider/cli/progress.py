"""What a long run shows while it runs: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from newsspider.ledger import Ledger, OutcomeKind, SiteLedger
from newsspider.text import inert

if TYPE_CHECKING:
    from rich.table import Table

LINE_SECONDS = 1.0
"""Shortest time between two plain lines of one site."""
MOST_SITES = 40
"""More than that get one line together."""


@contextmanager
def progress(ledger: Ledger, *, is_quiet: bool = False) -> Iterator[None]:
    """Show on standard error how *ledger* grows, until the block is left."""
    if is_quiet:
        yield
    elif sys.stderr.isatty():
        with _table(ledger):
            yield
    else:
        with _lines(ledger):
            yield


def summary(site: SiteLedger) -> str:
    """Return what became of a site's URLs, in one line without what is nought.

    >>> summary(SiteLedger())
    'nothing was due'
    """
    counts = {kind: site.count(kind) for kind in OutcomeKind}
    names = {kind: kind.value.replace("_", " ") for kind in OutcomeKind}
    words = [f"{number} {names[kind]}{_reasons(site, kind)}" for kind, number in counts.items() if number]
    return ", ".join(words) or "nothing was due"


def _reasons(site: SiteLedger, kind: OutcomeKind) -> str:
    found = [(str(each.reason), number) for each, number in site.outcomes.items() if each.kind is kind and each.reason]
    return f" ({', '.join(f'{reason} {number}' for reason, number in sorted(found))})" if found else ""


@contextmanager
def _table(ledger: Ledger) -> Iterator[None]:
    from rich.console import Console
    from rich.live import Live

    begun = time.monotonic()
    with Live(
        get_renderable=lambda: _rendered(ledger, time.monotonic() - begun),
        console=Console(stderr=True),
        refresh_per_second=4,
    ):
        yield


def _rendered(ledger: Ledger, seconds: float) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("site", "due", "fetched", "stored", "skipped", "pages/s", "left"):
        table.add_column(column, justify="left" if column == "site" else "right")
    for name, site in list(ledger.sites.items())[:MOST_SITES]:
        table.add_row(*_row(name, site, seconds))
    if len(ledger.sites) > 1:
        table.add_row(*_row("all", ledger.total(), seconds), style="bold")
    return table


def _row(name: str, site: SiteLedger, seconds: float) -> list[str]:
    rate = site.settled / seconds if seconds else 0.0
    waiting = site.due - site.settled
    left = f"{waiting / rate:.0f} s" if rate and waiting > 0 else ""
    skipped = site.settled - site.stored
    return [inert(name), str(site.due), str(site.settled), str(site.stored), str(skipped), f"{rate:.1f}", left]


@contextmanager
def _lines(ledger: Ledger) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=_print_lines, args=(ledger, ended), name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _print_lines(ledger: Ledger, ended: threading.Event) -> None:
    told: dict[str, tuple[int, int]] = {}
    while not ended.wait(LINE_SECONDS):
        for name, site in _shown(ledger):
            state = (site.settled, site.stored)
            if state != told.get(name, (0, 0)):
                told[name] = state
                click.echo(f"{inert(name)}: {state[0]} of {site.due} fetched, {state[1]} stored", err=True)


def _shown(ledger: Ledger) -> list[tuple[str, SiteLedger]]:
    sites = list(ledger.sites.items())
    return sites if len(sites) <= MOST_SITES else [(f"all {len(sites)} sites", ledger.total())]
