"""Intervals of 95 % by the bootstrap: draw again what was measured, a thousand times, and see where the figure falls.

Pages of one host are alike, so hosts are drawn, each with all its pages. Where a corpus has fewer than `LEAST_HOSTS`
hosts that would say nothing; pages are drawn there, and the interval is too narrow for a claim about other hosts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from referee import Counts

DRAWS = 1_000
SEED = 7
LEAST_HOSTS = 20

Statistic = Callable[[Counts], "float | None"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds between which 95 % of the draws lie."""

    low: float
    high: float


def units_of(pages: Iterable[tuple[str, Counts]]) -> list[Counts]:
    """Return what is drawn, given host and counts of each page: the sums of hosts, or pages where hosts are few."""
    pages = list(pages)
    by_host: dict[str, Counter[str]] = {}
    for host, counts in pages:
        by_host.setdefault(host, Counter()).update(counts)
    if len(by_host) < LEAST_HOSTS:
        return [counts for _, counts in pages]
    return [dict(counts) for counts in by_host.values()]


def draws(units: Sequence[Counts], number: int = DRAWS, seed: int = SEED) -> list[Counts]:
    """Return *number* sums over as many units as there are, drawn with replacement.

    The same units in the same order are drawn for everyone who has as many of them, so that systems can be paired.
    """
    names = sorted({name for unit in units for name in unit})
    rows = [tuple(float(unit.get(name, 0.0)) for name in names) for unit in units]
    chance = random.Random(seed)
    sums = []
    for _ in range(number):
        drawn = chance.choices(rows, k=len(rows))
        sums.append(dict(zip(names, map(sum, zip(*drawn, strict=True)), strict=True)))
    return sums


def interval(values: Iterable[float | None]) -> Interval | None:
    """Return the bounds of the middle 95 % of *values*; ``None`` where there are none."""
    told = sorted(value for value in values if value is not None)
    if not told:
        return None
    return Interval(told[int(0.025 * len(told))], told[max(0, int(0.975 * len(told)) - 1)])


def difference(ours: Sequence[Counts], theirs: Sequence[Counts], statistic: Statistic) -> Interval | None:
    """Return the interval of ours less theirs, draw by draw."""
    pairs = ((statistic(a), statistic(b)) for a, b in zip(ours, theirs, strict=True))
    return interval(None if a is None or b is None else a - b for a, b in pairs)
