"""The archive's lock: who holds it is the one writer."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from newsspider.errors import ArchiveBusyError

_POLL_SECONDS = 0.1


class Lock:
    """An exclusive flock on ``<archive>.lock``; ends with the process, however that ends."""

    def __init__(self, archive: Path, *, wait_seconds: float = 0.0) -> None:
        """Take the lock; raises `ArchiveBusyError` where it is still held after *wait_seconds*."""
        path = archive.with_name(archive.name + ".lock")
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._take(archive, wait_seconds)
            self._sign()
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let the next writer in; the file stays, so that nobody locks a file that is being unlinked."""
        os.ftruncate(self._descriptor, 0)
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)

    def _take(self, archive: Path, wait_seconds: float) -> None:
        end = time.monotonic() + wait_seconds
        while True:
            try:
                return fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise self._busy(archive) from None
            time.sleep(min(_POLL_SECONDS, max(0.0, end - time.monotonic())))

    def _busy(self, archive: Path) -> ArchiveBusyError:
        holder = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip()
        who = f"process {holder}" if holder.isdigit() else "another process"
        return ArchiveBusyError(f"{who} is writing to {archive}: wait for it, or use --wait SECONDS")

    def _sign(self) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, b"%d\n" % os.getpid(), 0)
