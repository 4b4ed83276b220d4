"""Light Markdown: an article's text with its headings, lists, quotes, tables and code marked.

What comes out is CommonMark with the tables of GitHub Flavored Markdown. Bold, links and the like are not kept.
Whatever the text has that would be read as one is escaped, so that a reader of the rendered page sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from newsspider.article import BlockForm

MAX_DEPTH = 6
"""Lists are nested no deeper: each level costs every line of it two blanks."""
MAX_COLUMNS = 100
"""A row of more cells is a paragraph."""
_LEAST_HEADING, _MOST_HEADING = 2, 6

_CELL_BORDER = re.compile(r"\s*\|\s*")
_MARKS = re.compile(r"\*+|_+|`|~|\\(?=[!-/:-@\[-`{-~])|\](?=[(:])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_RULE = re.compile(r"[-_*](?:\s*[-_*])*$")
_BLOCK_START = re.compile(r"(?:(\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)))")
_TASK = re.compile(r"\[[ xX]\](?:\s|$)")
_CLOSING = re.compile(r"(?:^|(?<=\s))#+$")
_FENCE = re.compile(r"`{3,}")


class Marked(Protocol):
    """A paragraph of an article's text, and what it is on the page."""

    @property
    def text(self) -> str:
        """As it stands in the article: on one line, not empty."""

    @property
    def form(self) -> BlockForm:
        """What it is."""

    @property
    def level(self) -> int:
        """Of a heading, 2 to 6; depth of a list item, from 1."""

    @property
    def ordered(self) -> int:
        """Number of an ordered list's item, from 1."""

    @property
    def container(self) -> int:
        """Equal for the items of one list, the rows of one table, the paragraphs of one quote."""


def markdown_of(blocks: Sequence[Marked]) -> str | None:
    """Return *blocks* as Markdown, parted by one blank line; ``None`` where that is the plain text."""
    marked = "\n\n".join(part for _, run in groupby(blocks, _kin) for part in _written(list(run)))
    return marked if marked != "\n\n".join(block.text for block in blocks) else None


def _kin(block: Marked) -> tuple[BlockForm, int]:
    """Return what is equal for blocks that are written together; lists are, since one may stand inside another."""
    return block.form, 0 if block.form is BlockForm.ITEM else block.container


def _written(run: list[Marked]) -> Iterator[str]:
    """Yield the Markdown of blocks of one form and container."""
    form = run[0].form
    if form is BlockForm.ITEM:
        yield "\n".join(_lines_of_lists(run))
    elif form is BlockForm.QUOTE:
        quoted = (f"> {escaped(block.text)}" for block in run)
        yield from ("\n>\n".join(quoted),) if run[0].container else quoted
    elif form is BlockForm.ROW:
        yield from _table(run)
    else:
        yield from map(_SINGLE.get(form, _paragraph), run)


def _paragraph(block: Marked) -> str:
    return escaped(block.text)


def _heading(block: Marked) -> str:
    level = min(max(block.level, _LEAST_HEADING), _MOST_HEADING)
    return f"{'#' * level} {_CLOSING.sub(_escape, escaped_inline(block.text))}"


def _code(block: Marked) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in _FENCE.findall(block.text)), 0)
    return f"{fence}\n{block.text}\n{fence}"


_SINGLE: dict[BlockForm, Callable[[Marked], str]] = {BlockForm.HEADING: _heading, BlockForm.CODE: _code}


def _lines_of_lists(items: Sequence[Marked]) -> Iterator[str]:
    """Yield a line for each item; lists side by side differ in their marks, else they would be read as one.

    An item is set in no deeper than one level below the item before it. What has the number of the item before it is
    that item's next paragraph.
    """
    open_lists: list[_List] = []
    for item in items:
        depth = min(max(item.level, 1), len(open_lists) + 1, MAX_DEPTH)
        before = open_lists[depth - 1] if depth <= len(open_lists) else None
        if before is not None and before.has(item):
            del open_lists[depth:]
            yield from ("", f"{' ' * sum(each.width for each in open_lists)}{escaped(item.text)}")
            continue
        del open_lists[depth - 1 :]
        own = _List(item, before)
        is_interrupting = not own.continues and (
            depth == 1 or item.ordered > 1
        )  # by CommonMark 5.3 that takes a blank line
        if is_interrupting and item is not items[0]:
            yield ""
        mark = own.mark(item)
        yield f"{' ' * sum(outer.width for outer in open_lists)}{mark} {escaped_item(item.text)}"
        own.width = len(mark) + 1
        open_lists.append(own)


class _List:
    """A list that is being written."""

    is_other: bool
    """Whether its marks are the second ones, as those of a list just before it are the first."""

    def __init__(self, item: Marked, before: _List | None) -> None:
        self.container, self.is_ordered, self.last = item.container, item.ordered > 0, item.ordered
        self.continues = before is not None and before._is_of(item)
        is_like = before is not None and before.is_ordered == self.is_ordered
        self.is_other = before is not None and is_like and before.is_other is self.continues
        self.width = 0

    def has(self, item: Marked) -> bool:
        """Return whether *item* is the numbered one that was written last."""
        return item.ordered > 0 and item.ordered == self.last and item.container == self.container

    def _is_of(self, item: Marked) -> bool:
        return self.container == item.container and self.is_ordered == (item.ordered > 0)

    def mark(self, item: Marked) -> str:
        """Return the mark before *item*: a bullet, or its number."""
        if not self.is_ordered:
            return "*" if self.is_other else "-"
        return f"{min(item.ordered, 999_999_999)}{')' if self.is_other else '.'}"


def _table(rows: Sequence[Marked]) -> Iterator[str]:
    """Yield the rows as a table, the first as its head; as paragraphs where they have one cell, or too many."""
    cells = [_CELL_BORDER.split(row.text) for row in rows]
    width = max(map(len, cells))
    if not 1 < width <= MAX_COLUMNS:
        yield from map(_paragraph, rows)
        return
    head = cells[0] + [""] * (width - len(cells[0]))
    yield "\n".join([_row(head), "|" + " --- |" * width, *map(_row, cells[1:])])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(escaped_inline, cells))} |"


def escaped(text: str) -> str:
    r"""Return *text*, one line, so that Markdown reads it as a paragraph of just these words.

    >>> escaped("1. May is *not* #1 [sic]"), escaped("snake_case <b> 5 * 3")
    ('1\\. May is \\*not\\* #1 [sic]', 'snake_case \\<b> 5 * 3')
    """
    inline = escaped_inline(text)
    if _RULE.fullmatch(text) and not inline.startswith("\\"):
        return "\\" + inline
    start = _BLOCK_START.match(inline)
    return f"{inline[: start.end()]}\\{inline[start.end() :]}" if start else inline


def escaped_item(text: str) -> str:
    r"""Return *text* as `escaped`, for the line of a list.

    >>> escaped_item("[x] done")
    '\\[x] done'
    """
    return ("\\" if _TASK.match(text) else "") + escaped(text)


def escaped_inline(text: str) -> str:
    r"""Return *text* so that Markdown reads no mark in it; blanks around a star leave it a star.

    >>> escaped_inline("a*b*c, a * b, [x](y) &amp; \\*")
    'a\\*b\\*c, a * b, [x\\](y) \\&amp; \\\\\\*'
    """
    return _MARKS.sub(_escape_mark, text)


def _escape_mark(match: re.Match[str]) -> str:
    run, text = match[0], match.string
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    is_loose = run[0] in "*_~" and before.isspace() and after.isspace()
    is_inside_word = run[0] == "_" and before.isalnum() and after.isalnum()
    is_alone = run == "~" and text.count("~") == 1
    return run if is_loose or is_inside_word or is_alone else "".join(f"\\{letter}" for letter in run)


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
