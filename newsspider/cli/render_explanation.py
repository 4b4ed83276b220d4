"""An explanation on a terminal; in a pipe, the same with marks instead of colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from newsspider.cli.render import print_line, styled
from newsspider.explanation import ExplainedBlock, Explanation, by_page, runs_of, witnesses_of
from newsspider.webpage.explanation import MAX_LETTERS, kinds_in

MAX_LINES = 2_000
"""So many blocks are printed unless all are asked for."""


def print_explanation(explanation: Explanation, *, address: str, note: str = "", is_all: bool = False) -> None:
    """Print the fields and their witnesses, then the blocks of the page in reading order."""
    title = explanation.article.title if explanation.article else None
    print_line(styled((title or "(no title)", "bold")))
    print_line(styled((address, "dim")))
    if explanation.refusal is not None:
        reason, evidence = explanation.refusal
        print_line(styled((f"no article: {reason}", "bold red"), (f" ({evidence})" if evidence else "", "red")))
    if note:
        print_line(styled((note, "dim")))
    _print_fields(explanation)
    _print_blocks(explanation, is_all=is_all)


def _print_fields(explanation: Explanation) -> None:
    for number, witness in enumerate(witnesses_of(explanation)):
        if number == 0:
            print_line(Text())
        name, source = witness.field.replace("_", " "), f"  [{witness.source}]" if witness.source else ""
        value = _cut(witness.value)
        if witness.chosen:
            print_line(styled((f"{name}: ", "cyan"), (value, ""), (source, "dim")))
        elif not witness.agrees:
            why = f" not chosen: {witness.why}" if witness.why else " not chosen"
            print_line(styled((f"- {name}: ", "dim"), (value, "dim strike"), (f"{source}{why}", "dim")), indent=2)


def _print_blocks(explanation: Explanation, *, is_all: bool) -> None:
    blocks = explanation.blocks if is_all else explanation.blocks[:MAX_LINES]
    is_seen = explanation.article is None
    print_line(Text())
    print_line(styled((_counts(explanation.blocks, is_seen=is_seen), "bold")))
    for page, of_page in by_page(blocks):
        if page:
            print_line(Text())
            print_line(styled((f"Page {page}", "bold")))
        for kept, run in runs_of(of_page):
            if kept or is_all or is_seen or len(run) == 1:
                _print_run(run, is_seen=is_seen)
            else:
                print_line(styled((f"- [{len(run):,} removed blocks: {kinds_in(run)}; --all shows them]", "dim red")))
    if rest := len(explanation.blocks) - len(blocks):
        print_line(styled((f"[{rest:,} more blocks; --all shows them]", "dim")))


def _print_run(run: Iterable[ExplainedBlock], *, is_seen: bool) -> None:
    for block in run:
        text = _cut(block.text)
        if is_seen:
            print_line(styled(("  ", ""), (text, "")))
        elif block.kept:
            print_line(styled(("+ ", "green"), (text, "")))
        else:
            print_line(styled((f"- [{_why(block)}] ", "red"), (text, "dim strike")))


def _why(block: ExplainedBlock) -> str:
    score = "" if block.score is None else f" {block.score:.2f}"
    return f"{block.rule} {block.kind}{score}{f' {block.repetition}' if block.repetition else ''}"


def _counts(blocks: Sequence[ExplainedBlock], *, is_seen: bool) -> str:
    kept = sum(block.kept for block in blocks)
    return f"{len(blocks):,} blocks seen" if is_seen else f"{kept:,} blocks kept, {len(blocks) - kept:,} removed"


def _cut(text: str) -> str:
    rest = len(text) - MAX_LETTERS
    return text if rest <= 0 else f"{text[:MAX_LETTERS]}… ({rest:,} more letters)"
