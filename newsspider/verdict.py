"""What a run's ledger means for whoever started it: the exit code, and the sites that failed. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsspider.article import Left
from newsspider.ledger import Ledger, SiteLedger, left

DONE = 0
NO_INPUT = 66
DEGRADED = 3
BUDGET_REACHED = 4
UNREACHABLE = 69
STOPPED = 128
"""Plus the number of the signal."""
TELL_AGAIN = timedelta(days=1)


def failed_sites(ledger: Ledger) -> list[str]:
    """Return the names of the sites that gave nothing at all, sorted."""
    return sorted(name for name, site in ledger.sites.items() if not is_reached(site))


def is_reached(site: SiteLedger) -> bool:
    """Return whether the site answered a seed, or a page of it came to an outcome of its own; a wait is no failure."""
    return site.is_reached or site.is_held or site.seeds_failed == 0


def is_news(failing: set[str], before: set[str], *, last_told: datetime | None, now: datetime) -> bool:
    """Return whether failing sites are worth a word: others than in the run before, or a day since the last word."""
    return failing != before or last_told is None or now - last_told >= TELL_AGAIN


def exit_code(ledger: Ledger, *, ended_by: int | None = None, is_strict: bool = False) -> int:
    """Return the exit code of a run that stored all it could; *ended_by* is the signal that ended it.

    With *is_strict*, work carried over because a budget was reached is told too.
    """
    failing = failed_sites(ledger)
    if failing and len(failing) == len(ledger.sites) and not ledger.total().has_answered:
        return UNREACHABLE
    if ended_by is not None:
        return STOPPED + ended_by
    if failing:
        return DEGRADED
    if is_strict and ledger.total().outcomes[left(Left.BUDGET)]:
        return BUDGET_REACHED
    return DONE
