"""Where pages are read from: a file, a pipe, standard input; plain or gzip."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from newsspider.errors import NoInputError

MAX_BODY_BYTES = 64 << 20
"""Of one page, unpacked; what lies beyond is cut and the page marked incomplete."""
STANDARD_INPUT = Path("-")
_GZIP_MAGIC = b"\x1f\x8b"
_FAULTS = (OSError, EOFError, zlib.error)


@contextmanager
def told_as_input(source: Path) -> Iterator[None]:
    """Turn what goes wrong while *source* is read into `NoInputError`."""
    try:
        yield
    except _FAULTS as error:
        name = "standard input" if source == STANDARD_INPUT else source
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoInputError(f"{name} can't be read: {reason}") from error


@contextmanager
def opened(source: Path) -> Iterator[io.BufferedReader]:
    """Give the bytes of *source*, ``-`` being standard input; raises `NoInputError` where there is nothing to open."""
    if source == STANDARD_INPUT:
        if sys.stdin is None:
            raise NoInputError("standard input is closed: name a file")
        yield cast(io.BufferedReader, sys.stdin.buffer)
        return
    with told_as_input(source):
        file = source.open("rb")
    with file:
        yield file


def unpacked(stream: io.BufferedReader) -> IO[bytes]:
    """Return *stream*, which may be a pipe, without its gzip coding where it has one."""
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream)) if stream.peek(2)[:2] == _GZIP_MAGIC else stream


def read_page(source: Path) -> tuple[bytes, bool]:
    """Return the bytes of a page in *source*, unpacked where they are gzip, and whether they are complete.

    Raises `NoInputError` where nothing can be read.
    """
    with opened(source) as stream, told_as_input(source):
        return _read_body(stream)


def read_file(path: Path) -> tuple[bytes, bool]:
    """Return what `read_page` does, of a regular file only: a line of input must not have us wait on a device."""
    with told_as_input(path):
        if path.exists() and not path.is_file():
            raise NoInputError(f"{path} can't be read: it is no regular file")
        with path.open("rb") as file:
            return _read_body(file)


def _read_body(file: IO[bytes]) -> tuple[bytes, bool]:
    """Return at most `MAX_BODY_BYTES` of *file*, unpacked where they are gzip, and whether that is all there is."""
    head = file.read(MAX_BODY_BYTES + 1)
    if not head.startswith(_GZIP_MAGIC):
        return head[:MAX_BODY_BYTES], len(head) <= MAX_BODY_BYTES
    body = bytearray()
    packed = gzip.GzipFile(fileobj=io.BytesIO(head))
    try:
        while len(body) <= MAX_BODY_BYTES and (part := packed.read(1 << 16)):
            body += part
    except _FAULTS:
        if not body:
            raise
        return bytes(body[:MAX_BODY_BYTES]), False
    return bytes(body[:MAX_BODY_BYTES]), len(body) <= MAX_BODY_BYTES
