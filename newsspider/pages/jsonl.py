"""Pages out of JSON lines: ``{"id", "url", "html" | "path", "fetched"?}``, plain or gzip, one object a line."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from newsspider.article import Page
from newsspider.errors import NoInputError

MAX_BODY_BYTES = 64 << 20
"""Of one page, unpacked; what lies beyond is cut and the page marked incomplete."""
MAX_LINE_BYTES = 256 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_UTF8 = (("content-type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line that names a page."""

    number: int
    """Line in its source, from 1."""
    id: Any
    """As it stands in the line."""
    url: Any
    """As it stands in the line."""
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """One line that gives no page."""

    number: int
    id: Any = None
    url: Any = None
    reason: str
    """``malformed`` (the line) or ``unreadable`` (the file that it names)."""
    message: str


def read_jsonl(source: Path, *, folder: Path, now: datetime) -> Iterator[PageLine | BadLine]:
    """Yield the lines of the file *source*, ``.gz`` or not, in order; blank ones are passed over.

    A ``path`` in a line counts from *folder*; a page without ``fetched`` is taken as fetched *now*.
    Raises `NoInputError` where the file can't be opened.
    """
    try:
        with source.open("rb") as raw:
            packed = raw.read(2) == _GZIP_MAGIC
            raw.seek(0)
            stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw
            yield from read_lines(stream, folder=folder, now=now)
    except (OSError, EOFError, zlib.error) as error:
        raise NoInputError(f"{source} can't be read: {error}") from error


def read_lines(stream: IO[bytes], *, folder: Path, now: datetime) -> Iterator[PageLine | BadLine]:
    """Yield the lines of an open binary stream; see `read_jsonl`."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if line.strip():
            yield _read_line(line, number, folder, now)


def read_file(path: Path) -> tuple[bytes, bool]:
    """Return the bytes of a page in *path*, unpacked where they are gzip, and whether they are complete.

    Raises `NoInputError` where nothing can be read.
    """
    try:
        with path.open("rb") as file:
            return read_body(file)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoInputError(f"{path} can't be read: {reason}") from error


def read_body(file: IO[bytes]) -> tuple[bytes, bool]:
    """Return at most `MAX_BODY_BYTES` of *file*, unpacked where they are gzip, and whether that is all there is."""
    head = file.read(MAX_BODY_BYTES + 1)
    if not head.startswith(_GZIP_MAGIC):
        return head[:MAX_BODY_BYTES], len(head) <= MAX_BODY_BYTES
    body = bytearray()
    packed = gzip.GzipFile(fileobj=io.BytesIO(head))
    try:
        while len(body) <= MAX_BODY_BYTES and (part := packed.read(1 << 16)):
            body += part
    except (OSError, EOFError, zlib.error):
        if not body:
            raise
        return bytes(body[:MAX_BODY_BYTES]), False
    return bytes(body[:MAX_BODY_BYTES]), len(body) <= MAX_BODY_BYTES


def _read_line(line: bytes, number: int, folder: Path, now: datetime) -> PageLine | BadLine:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadLine(number=number, reason="malformed", message=f"line {number} is no JSON: {error}")
    if not isinstance(entry, dict):
        return BadLine(number=number, reason="malformed", message=f"line {number} is no JSON object")
    names: dict[str, Any] = {"number": number, "id": entry.get("id"), "url": entry.get("url")}
    try:
        page = _page(entry, folder, now)
    except NoInputError as error:
        return BadLine(**names, reason="unreadable", message=str(error))
    except ValueError as error:
        return BadLine(**names, reason="malformed", message=f"line {number}: {error}")
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
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return time.replace(microsecond=0)
