"""Changed passages on a terminal: struck out and coloured, or in [-such-] {+marks+} where there is no colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from rich.console import Console

from newsspider.cli.render import print_line, styled
from newsspider.difference import Mark, Passage, Run
from newsspider.text import has_unspaced_script, spaced_words

MOST_PASSAGES = 12
"""Changed paragraphs that are shown of one change."""
MOST_LETTERS = 600
"""Of one run of words, or one field; the middle of longer ones is left out."""
CONTEXT_WORDS, CONTEXT_LETTERS = 8, 20
"""Words that are shown before and after a change; letters, in scripts without spaces."""
_STYLES = {Mark.SAME: "", Mark.ADDED: "green", Mark.REMOVED: "red strike"}
_FENCES = {Mark.SAME: ("", ""), Mark.ADDED: ("{+", "+}"), Mark.REMOVED: ("[-", "-]")}
_PLAIN = dict.fromkeys(Mark, ("", ""))


def print_passages(passages: Sequence[Passage], *, indent: int = 2, name: str = "") -> None:
    """Print changed paragraphs, word by word, what stayed the same shortened; *name* is the field's."""
    has_colour = shows_colour()
    for passage in islice(passages, MOST_PASSAGES):
        marks = {run.mark for run in passage}
        sign = next(iter(marks)) if len(marks) == 1 else "~"
        label = [(f"{name}: ", "cyan")] if name else []
        print_line(styled((f"{sign} ", "dim"), *label, *words_of(passage, has_colour=has_colour)), indent=indent)
    if (rest := len(passages) - MOST_PASSAGES) > 0:
        print_line(styled((f"… {rest} more paragraphs", "dim")), indent=indent)


def shows_colour() -> bool:
    """Return whether colours reach whoever reads: on a terminal that has them, unless NO_COLOR is set."""
    console = Console()
    return console.is_terminal and console.color_system is not None and not console.no_color


def words_of(passage: Passage, *, has_colour: bool) -> list[tuple[str, str]]:
    """Return the words of a changed paragraph with their styles."""
    fences = _PLAIN if has_colour else _FENCES
    shown = []
    for number, run in enumerate(passage):
        before, after = fences[run.mark]
        is_first, is_last = number == 0, number == len(passage) - 1
        text = _context(run, is_first=is_first, is_last=is_last) if run.mark is Mark.SAME else cut(run.text)
        gap = run.gap or (" " if _is_exchange(passage, number) else "")
        shown += [(gap, ""), (f"{before}{text}{after}", _STYLES[run.mark])]
    return shown


def _is_exchange(passage: Passage, number: int) -> bool:
    """Return whether that run stands in the place of the one before, and colour alone would part them."""
    before = passage[number - 1].mark if number else Mark.SAME
    return Mark.SAME not in {before, passage[number].mark} and not has_unspaced_script(passage[number].text)


def _context(run: Run, *, is_first: bool, is_last: bool) -> str:
    """Return of what stayed the same only the words beside a change."""
    words = spaced_words(run.text)
    few = CONTEXT_LETTERS if has_unspaced_script(run.text) else CONTEXT_WORDS
    before, after = "".join(words[:few]), "".join(words[-few:]).lstrip()
    if len(words) <= few * (1 if is_first or is_last else 2):
        return run.text
    if is_first:
        return f"… {after}"
    return f"{before} …" if is_last else f"{before} … {after}"


def cut(text: str) -> str:
    """Return *text* without its middle, where it is long."""
    half = MOST_LETTERS // 2
    return text if len(text) <= MOST_LETTERS else f"{text[:half]} … {text[-half:]}"
