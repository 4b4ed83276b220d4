"""Exports: a recipe is run so that it can only read, and its rows are written so that nothing acts on them."""

from __future__ import annotations

import csv
import errno
import html
import itertools
import json
import math
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from newsspider.archive.faults import sqlite_fault, system_fault
from newsspider.archive.reader import Reader
from newsspider.archive.recipe import Recipe
from newsspider.archive.row import read_cell
from newsspider.archive.shadow import KEEP_ALL, OptOutPolicy, Shadow, shadowed
from newsspider.errors import UsageError
from newsspider.text import inert, json_of

Row = Sequence[Any]

_GUARD_STEPS = 50_000
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_MARKUP = re.compile(r"([\\`*_\[\]|])")
_PARAGRAPH = "\n\n"
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}


@contextmanager
def rows_of(
    reader: Reader,
    recipe: Recipe,
    values: Mapping[str, str],
    *,
    max_time_seconds: float | None = None,
    opt_outs: OptOutPolicy = KEEP_ALL,
) -> Iterator[tuple[list[str], Iterable[Row]]]:
    """Give the column names and the rows of *recipe*; raises `UsageError` where it would do more than read.

    What publishers reserve is left out as *opt_outs* says. The recipe is stopped after *max_time_seconds*, and by
    Ctrl-C at any time.
    """
    connection = reader.connection
    connection.execute("SELECT rowid FROM article_fts LIMIT 0")  # connects full-text search before the guard stands
    deadline = _Deadline(max_time_seconds)
    try:
        with shadowed(connection, opt_outs) as shadow, _guarded(connection, deadline):
            if shadow is not None:
                _check_sources(connection, recipe, values, shadow)
            cursor = connection.execute(recipe.sql, recipe.values(values))
            if cursor.description is None:
                raise UsageError(f"recipe {recipe.name} has no SELECT")
            yield _numbered([column[0] for column in cursor.description]), cursor
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _refusal(error, recipe, reader, deadline) from error


@contextmanager
def _guarded(connection: sqlite3.Connection, deadline: _Deadline) -> Iterator[None]:
    connection.set_authorizer(_only_reading)
    connection.set_progress_handler(deadline.passed, _GUARD_STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_authorizer(None)


def _check_sources(connection: sqlite3.Connection, recipe: Recipe, values: Mapping[str, str], shadow: Shadow) -> None:
    """Let SQLite read the recipe without running it; raises `UsageError` where it goes round the views.

    While a recipe runs, full-text search reads tables in its own name: then it is too late to tell.
    """
    went_round: list[str] = []

    def judge(action: int, first: str | None, second: str | None, schema: str | None, source: str | None) -> int:
        if not shadow.may_read(action, first, second, schema, source):
            went_round.append(str(first))
            return sqlite3.SQLITE_DENY
        return _only_reading(action, first)

    connection.set_authorizer(judge)
    try:
        connection.execute(f"EXPLAIN {recipe.sql}", recipe.values(values)).close()
    except sqlite3.Error as error:
        if went_round:
            message = f"recipe {recipe.name} reads {went_round[0]} past the opt-out policy: leave `main.` out"
            raise UsageError(message) from error
        raise
    finally:
        connection.set_authorizer(_only_reading)


def write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write RFC 4180 with a header and return the number of rows; no cell is a formula or holds a control code.

    Only a cell's beginning can make it a formula: cells are parted by commas and quoted where they hold one, so that
    a ``=`` after a semicolon inside a cell stays text. No cell holds a tab.
    """
    writer = csv.writer(out)
    writer.writerow([_csv_cell(column, column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(column, value) for column, value in zip(columns, row, strict=True)])
        count += 1
    return count


def write_jsonl(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write one object a line and return the number of rows; text is exact, lists are lists."""
    count = 0
    for row in rows:
        cells = {column: _plain(read_cell(column, value)) for column, value in zip(columns, row, strict=True)}
        out.write(json_of(cells) + "\n")
        count += 1
    return count


def write_md(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a Markdown table and return the number of rows; what would be markup is escaped."""
    out.write(f"| {' | '.join(_md_cell(column, column) for column in columns)} |\n")
    out.write(f"|{'---|' * len(columns)}\n")
    count = 0
    for row in rows:
        cells = (_md_cell(column, value) for column, value in zip(columns, row, strict=True))
        out.write(f"| {' | '.join(cells)} |\n")
        count += 1
    return count


FORMATS: dict[str, Callable[[TextIO, Sequence[str], Iterable[Row]], int]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "md": write_md,
}


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """Give a file that is at *path* only when all of it is written; raises `CannotCreateError` where it can't be.

    What a link leads to is replaced, not the link; a pipe or device is written into as it stands.
    """
    try:
        with _new_regular_file(path.resolve()) if _is_replaceable(path) else _open(path) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise system_fault(error, path) from error


@contextmanager
def _new_regular_file(path: Path) -> Iterator[TextIO]:
    part = path.with_name(path.name + ".part")
    try:
        with _open(part) as file:
            yield file
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _is_replaceable(path: Path) -> bool:
    """Say whether a regular file is, or may come to be, at *path*."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    return stat.S_ISREG(mode)


def _only_reading(action: int, first: str | None, *_: str | None) -> int:
    fts_looks_for_changes = action == sqlite3.SQLITE_PRAGMA and first == "data_version"
    return sqlite3.SQLITE_OK if action in _READING or fts_looks_for_changes else sqlite3.SQLITE_DENY


class _Deadline:
    """What SQLite asks now and then; while asking, Python hears Ctrl-C."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def passed(self) -> bool:
        """Say whether the statement must end."""
        return self._end is not None and time.monotonic() > self._end


def _refusal(error: Exception, recipe: Recipe, reader: Reader, deadline: _Deadline) -> BaseException:
    """Return what a failed recipe means to its user."""
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_INTERRUPT" and not deadline.passed():
        return KeyboardInterrupt()  # sqlite3 swallows it in the handler and ends the statement
    if name == "SQLITE_INTERRUPT":
        return UsageError(f"recipe {recipe.name} took too long: narrow it down or give it more with --max-time")
    if name == "SQLITE_AUTH":
        return UsageError(f"recipe {recipe.name} may only SELECT, and only from the archive")
    fault = sqlite_fault(error, reader.path) if isinstance(error, sqlite3.Error) else None
    return fault or UsageError(f"recipe {recipe.name} is no SQL that SQLite takes: {inert(str(error))}")


def _csv_cell(column: str, value: Any) -> Any:
    value = _joined(read_cell(column, value))
    if not isinstance(value, str):
        return "" if value is None else value
    text = _PARAGRAPH.join(inert(paragraph) for paragraph in value.split(_PARAGRAPH))
    return f"'{text}" if _FORMULA.match(text) else text


def _md_cell(column: str, value: Any) -> str:
    value = _joined(read_cell(column, value))
    text = "" if value is None else inert(str(value))
    return _MARKUP.sub(r"\\\1", html.escape(text, quote=False))


def _joined(value: Any) -> Any:
    """Return a list as a cell shows it; bytes as hexadecimal."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return _plain(value)


def _plain(value: Any) -> Any:
    """Return bytes as hexadecimal, and nothing for infinity, which no format can tell."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.hex() if isinstance(value, bytes) else value


def _numbered(columns: list[str]) -> list[str]:
    """Return *columns* with a number behind a name that came before.

    >>> _numbered(["url", "url", "url_2"])
    ['url', 'url_2', 'url_2_2']
    """
    names: dict[str, None] = {}
    for column in columns:
        rivals = (column if number == 1 else f"{column}_{number}" for number in itertools.count(1))
        names[next(name for name in rivals if name not in names)] = None
    return list(names)
