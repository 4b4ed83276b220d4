"""Pages out of JSON lines: ``{"id", "url", "html" | "path", "fetched"?}``, plain or gzip, one object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from newsspider.article import OptOut, Page
from newsspider.errors import NoInputError
from newsspider.pages.source import opened, read_file, told_as_input, unpacked
from newsspider.text import read_json

MAX_LINE_BYTES = 256 << 20
YEARS = range(1970, 2101)
"""Years that a page may have been fetched in; others are a slip of whoever wrote the line."""
_UTF8 = (("content-type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line that names a page."""

    source: str
    number: int
    """Line in its source, from 1."""
    id: Any
    """As it stands in the line: any JSON value; a number keeps its value, not its spelling."""
    url: Any
    """As it stands in the line."""
    page: Page
    opt_outs: tuple[OptOut, ...] = ()
    """What is known to be reserved, beside what the page itself says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """One line that gives no page."""

    source: str
    number: int
    id: Any = None
    url: Any = None
    is_object: bool = False
    """Whether the line could be parsed, so that its id and url are known."""
    reason: str
    """``malformed`` (the line) or ``unreadable`` (the file that it names, or the source from here on)."""
    message: str


def read_jsonl(source: Path, *, folder: Path, now: datetime) -> Iterator[PageLine | BadLine]:
    """Yield the lines of *source* in order; it may be a file, a pipe or ``-`` for standard input, plain or gzip.

    A ``path`` in a line counts from *folder*; a page without ``fetched`` is taken as fetched *now*. Blank lines are
    passed over. Raises `NoInputError` where nothing can be read; where reading breaks off later, a `BadLine` says so.
    """
    number = 0
    try:
        with opened(source) as raw, told_as_input(source):
            for line in read_lines(unpacked(raw), folder=folder, now=now, source=str(source)):
                number = line.number
                yield line
    except NoInputError as error:
        if not number:
            raise
        yield BadLine(source=str(source), number=number + 1, reason="unreadable", message=f"breaks off: {error}")


def read_all(sources: Iterable[Path], *, folder: Path, now: datetime) -> Iterator[PageLine | BadLine]:
    """Yield the lines of all *sources*, see `read_jsonl`; one of which nothing can be read is a `BadLine`."""
    for source in sources:
        try:
            yield from read_jsonl(source, folder=folder, now=now)
        except NoInputError as error:
            yield BadLine(source=str(source), number=1, reason="unreadable", message=str(error))


def read_lines(stream: IO[bytes], *, folder: Path, now: datetime, source: str = "-") -> Iterator[PageLine | BadLine]:
    """Yield the lines of an open binary stream; see `read_jsonl`."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if line.strip():
            yield _read_line(line, {"source": source, "number": number}, folder, now)


def _read_line(line: bytes, names: dict[str, Any], folder: Path, now: datetime) -> PageLine | BadLine:
    try:
        entry = read_json(line)
    except (ValueError, RecursionError) as error:
        return BadLine(**names, reason="malformed", message=f"no JSON: {error}")
    if not isinstance(entry, dict):
        return BadLine(**names, reason="malformed", message="no JSON object")
    names |= {"id": entry.get("id"), "url": entry.get("url")}
    try:
        page = _page(entry, folder, now)
    except NoInputError as error:
        return BadLine(**names, is_object=True, reason="unreadable", message=str(error))
    except ValueError as error:
        return BadLine(**names, is_object=True, reason="malformed", message=str(error))
    return PageLine(**names, page=page)


def _page(entry: dict[str, Any], folder: Path, now: datetime) -> Page:
    url, html, path = entry.get("url"), entry.get("html"), entry.get("path")
    if not isinstance(url, str):
        raise ValueError('"url" must be a string')
    fetched = _time(entry.get("fetched"), now)
    if isinstance(html, str):
        return Page(url=url, body=html.encode("utf-8", "replace"), fetched=fetched, headers=_UTF8)
    if isinstance(path, str):
        body, complete = read_file(folder / path)
        return Page(url=url, body=body, fetched=fetched, complete=complete)
    raise ValueError('"html" or "path" is missing: a line is {"id", "url", "html" or "path"}')


def _time(value: Any, now: datetime) -> datetime:
    if value is None:
        return now
    if not isinstance(value, str):
        raise ValueError('"fetched" must be an ISO 8601 string')
    time = datetime.fromisoformat(value)
    try:
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        in_calendar = time.year in YEARS
    except OverflowError:
        in_calendar = False
    if not in_calendar:
        raise ValueError(f'"fetched" must lie in the years {YEARS[0]} to {YEARS[-1]}, not {value}')
    return time.replace(microsecond=0)
