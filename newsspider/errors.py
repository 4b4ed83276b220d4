"""The error tree. Each error says in one line what to do next, and knows its exit code.

    NewsspiderError
    ├── UsageError            2   the command was typed wrongly
    ├── StorageError         74   disk full, write error
    ├── ArchiveCorruptError  65   the file is damaged or not ours
    │   └── RawPageError          one raw page is damaged
    ├── ArchiveBusyError     75   another run holds the lock
    ├── ArchiveNewerError    76   written by a newer newsspider
    ├── NoPermissionError    77   the file or folder may not be read or written
    ├── CannotCreateError    73   the archive or an output file can't be made
    ├── ConfigError          78   bad spider, bad newsspider.toml, contact missing
    ├── NoInputError         66   no usable input
    │   └── BadURL                not an http(s) URL
    ├── UnreachableError     69   no site could be reached
    ├── AccountingError       1   the sum of a run does not close: a bug
    └── WorkerError               a page that cost its worker
        ├── WorkerTimeout             ... its deadline
        └── WorkerCrashed             ... its memory or its life

`NotAnArticle` is no error but an expected outcome, and stands outside the tree.
"""

from __future__ import annotations

from newsspider.article import Reason
from newsspider.text import fold_space, inert


class NewsspiderError(Exception):
    """Something that ends a command; `str()` of it is one line for the user."""

    exit_code = 1


class UsageError(NewsspiderError):
    """The command line asks for something that can't be meant."""

    exit_code = 2


class StorageError(NewsspiderError):
    """The disk is full or a write failed; nothing of the open batch counts as stored."""

    exit_code = 74


class ArchiveCorruptError(NewsspiderError):
    """The file is damaged, or no archive of newsspider."""

    exit_code = 65


class RawPageError(ArchiveCorruptError):
    """One raw page can't be unpacked, or is not what was kept; others are not touched."""


class ArchiveBusyError(NewsspiderError):
    """Another process holds the archive's lock."""

    exit_code = 75


class ArchiveNewerError(NewsspiderError):
    """The archive was written by a newer version."""

    exit_code = 76


class NoPermissionError(NewsspiderError):
    """A file or folder may not be read or written."""

    exit_code = 77


class CannotCreateError(NewsspiderError):
    """A file can't be made at the place asked for."""

    exit_code = 73


class ConfigError(NewsspiderError):
    """A spider or `newsspider.toml` is wrong, or the contact is missing."""

    exit_code = 78


class NoInputError(NewsspiderError):
    """There is nothing usable to read."""

    exit_code = 66


class BadURL(NoInputError):
    """Not an http(s) URL with a host."""


class UnreachableError(NewsspiderError):
    """No site could be reached at all."""

    exit_code = 69


class AccountingError(NewsspiderError):
    """A due URL has no outcome, or two: a bug."""


class WorkerError(NewsspiderError):
    """A page cost its worker; other pages are not touched."""


class WorkerTimeout(WorkerError):
    """The worker was ended at its deadline."""


class WorkerCrashed(WorkerError):
    """The worker died: memory limit, signal or crash of a C library."""


MAX_EVIDENCE = 200
"""Letters of evidence that are kept."""


def _in_short(text: str) -> str:
    line = fold_space(inert(text[: 4 * MAX_EVIDENCE]))
    return line if len(line) <= MAX_EVIDENCE else line[: MAX_EVIDENCE - 1] + "…"


class NotAnArticle(Exception):
    """The page was read and holds no article; `reason` says why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        detail = _in_short(detail)
        super().__init__(reason, detail)
        self.reason = reason
        """Member of the closed set."""
        self.detail = detail
        """The evidence: one line of at most `MAX_EVIDENCE` letters, `inert`; may be empty."""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)
