"""What a page read again comes to, on a terminal; in a pipe, the same with marks instead of colours."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from newsspider.cli.render import print_line, styled
from newsspider.cli.render_difference import cut, print_passages
from newsspider.difference import Difference
from newsspider.reextract import Rereading


def print_rereading(reading: Rereading) -> None:
    """Print title and uid, what became of the fields, and the changed paragraphs word by word."""
    print_line(styled((reading.candidate.uid, "cyan"), ("  ", ""), (reading.old.title or "(no title)", "bold")))
    print_line(styled((reading.candidate.url, "dim")), indent=2)
    wrong = reading.failure or reading.refusal
    if wrong is not None:
        what = "can't be read" if reading.failure else "is no article any more"
        print_line(styled((f"its page {what}: {wrong[0]} ({wrong[1]})", "bold red")), indent=2)
    _print_fields(reading.difference)
    print_passages(reading.difference.passages)
    print_line(Text())


def _print_fields(change: Difference) -> None:
    for each in change.fields:
        parts = (
            (f"{each.name}: ", "cyan"),
            (_value(each.old), "red strike"),
            (" -> ", ""),
            (_value(each.new), "green"),
        )
        print_line(styled(*parts), indent=2)


def _value(value: Any) -> str:
    if value in (None, "", []):
        return "(none)"
    return cut(", ".join(map(str, value)) if isinstance(value, list) else str(value))
