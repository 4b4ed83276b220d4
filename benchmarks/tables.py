"""Figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from intervals import Interval

COLUMNS = {
    "f1": "F1",
    "p": "P",
    "r": "R",
    "seg_f1": "segment F1",
    "leak": "leak",
    "miss": "miss",
    "title_exact": "title",
    "date_ok": "date",
    "authors_f1": "authors",
    "empty": "empty",
}
"""The referee's names and ours."""


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def cell(value: Any) -> str:
    """Return a figure as a cell: shares with four digits, counts whole, nothing for ``None``.

    >>> cell(0.97826), cell(3), cell(None), cell(1.0), cell(-0.0021)
    ('.9783', '3', '', '1.0000', '-.0021')
    """
    return "" if value is None else str(value) if isinstance(value, int) else _short(f"{value:.4f}")


def spread(value: float | None, bounds: Interval | None, mark: str = "") -> str:
    """Return a figure with its interval, with three digits: the fourth is noise.

    >>> spread(0.97826, Interval(0.963, 0.9895))
    '.978 [.963, .990]'
    """
    if value is None or bounds is None:
        return ""
    return f"{_short(f'{value:.3f}')} [{_short(f'{bounds.low:.3f}')}, {_short(f'{bounds.high:.3f}')}]{mark}"


def signed(value: float | None, bounds: Interval | None, mark: str = "") -> str:
    """Return a difference with its interval; bold where all of it is above zero."""
    if value is None or bounds is None:
        return ""
    parts = [f"{'+' if number > 0 else ''}{_short(f'{number:.4f}')}" for number in (value, bounds.low, bounds.high)]
    told = f"{parts[0]} [{parts[1]}, {parts[2]}]{mark}"
    return f"**{told}**" if bounds.low > 0 else told


def _short(number: str) -> str:
    return number.replace("0.", ".", 1) if number.lstrip("-").startswith("0.") else number


def figures(by_system: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the referee's figures by ``corpus/system`` as a table."""
    rows = [
        [*key.split("/"), str(row["n"]), *(cell(row.get(column)) for column in COLUMNS)]
        for key, row in by_system.items()
    ]
    return markdown(["corpus", "system", "pages", *COLUMNS.values()], rows)
