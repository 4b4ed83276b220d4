"""What a page read again comes to, on a terminal; in a pipe, the same with marks instead of colours."""

from __future__ import annotations

from itertools import islice
from typing import Any

from rich.text import Text

from newsspider.cli.render import print_line, styled
from newsspider.difference import Difference, Mark, Passage, Run
from newsspider.reextract import Rereading

MOST_PASSAGES = 12
"""Changed paragraphs that are shown of one article."""
MOST_LETTERS = 600
"""Of one run of words, or one field; the middle of longer ones is left out."""
CONTEXT_WORDS = 8
"""Words that are shown before and after a change."""
_STYLES = {Mark.SAME: "", Mark.ADDED: "green", Mark.REMOVED: "red strike"}
_FENCES = {Mark.SAME: ("", ""), Mark.ADDED: ("{+", "+}"), Mark.REMOVED: ("[-", "-]")}


def print_rereading(reading: Rereading) -> None:
    """Print title and uid, what became of the fields, and the changed paragraphs word by word."""
    print_line(styled((reading.candidate.uid, "cyan"), ("  ", ""), (reading.old.title or "(no title)", "bold")))
    print_line(styled((reading.candidate.url, "dim")), indent=2)
    wrong = reading.failure or reading.refusal
    if wrong is not None:
        what = "can't be read" if reading.failure else "is no article any more"
        print_line(styled((f"its page {what}: {wrong[0]} ({wrong[1]})", "bold red")), indent=2)
    _print_fields(reading.difference)
    print_passages(reading.difference)
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
    return _cut(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def print_passages(change: Difference, *, indent: int = 2) -> None:
    """Print the changed paragraphs word by word, a dozen at most."""
    for passage in islice(change.passages, MOST_PASSAGES):
        marks = {run.mark for run in passage}
        sign = next(iter(marks)) if len(marks) == 1 else "~"
        print_line(styled((f"{sign} ", "dim"), *_words(passage)), indent=indent)
    if (rest := len(change.passages) - MOST_PASSAGES) > 0:
        print_line(styled((f"… {rest} more paragraphs", "dim")), indent=indent)


def _words(passage: Passage) -> list[tuple[str, str]]:
    if len(passage) == 1:
        return [(_cut(passage[0].text), _STYLES[passage[0].mark])]
    shown = []
    for number, run in enumerate(passage):
        before, after = _FENCES[run.mark]
        is_first, is_last = number == 0, number == len(passage) - 1
        text = _context(run, is_first=is_first, is_last=is_last) if run.mark is Mark.SAME else _cut(run.text)
        shown.append((f"{before}{text}{after}{'' if is_last else ' '}", _STYLES[run.mark]))
    return shown


def _context(run: Run, *, is_first: bool, is_last: bool) -> str:
    """Return of what stayed the same only the words beside a change."""
    words = run.text.split(" ")
    if is_first and len(words) > CONTEXT_WORDS:
        return " ".join(["…", *words[-CONTEXT_WORDS:]])
    if is_last and len(words) > CONTEXT_WORDS:
        return " ".join([*words[:CONTEXT_WORDS], "…"])
    if len(words) > 2 * CONTEXT_WORDS:
        return " ".join([*words[:CONTEXT_WORDS], "…", *words[-CONTEXT_WORDS:]])
    return run.text


def _cut(text: str) -> str:
    half = MOST_LETTERS // 2
    return text if len(text) <= MOST_LETTERS else f"{text[:half]} … {text[-half:]}"
