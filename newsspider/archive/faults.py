"""What SQLite and the file system say, in the house's words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsspider.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    CannotCreateError,
    NewsspiderError,
    NoPermissionError,
    StorageError,
)

_STORAGE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's faults on *path* into errors that say what to do; let mistakes of ours through."""
    try:
        yield
    except sqlite3.Error as error:
        plain = sqlite_fault(error, path)
        if plain is None:
            raise
        raise plain from error
    except OSError as error:
        raise system_fault(error, path) from error


def sqlite_fault(error: sqlite3.Error, path: Path) -> NewsspiderError | None:
    """Return what *error* means to the user of *path*; ``None`` where the mistake is in the SQL."""
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return StorageError(f"{path} was moved or deleted while it was written to: run again")
    if code == sqlite3.SQLITE_READONLY:
        return NoPermissionError(f"{path} may not be written to ({error}): change its owner or name another archive")
    if code in _STORAGE:
        return StorageError(f"writing {path} failed ({error}): free space and run again")
    if code in _CORRUPT:
        return ArchiveCorruptError(f"{path} is damaged ({error}): restore a backup or name another one")
    if code in _BUSY:
        return ArchiveBusyError(f"{path} is held by another program ({error}): close it and run again")
    return None


def system_fault(error: OSError, path: Path) -> NewsspiderError:
    """Return what *error* means to whoever wanted to read or write *path*."""
    said = error.strerror or str(error)
    if error.errno in _FULL_DISK:
        return StorageError(f"writing {path} failed ({said}): free space, run again")
    if error.errno in _FORBIDDEN:
        return NoPermissionError(f"no permission for {path} ({said}): change its owner or name another place")
    return CannotCreateError(f"{path} can't be made ({said}): name another place")
