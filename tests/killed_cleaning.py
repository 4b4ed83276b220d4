"""A run that is ended by SIGKILL in the midst of its re-cleaning, or of packing raw pages tighter.

Takes the archive and what it is killed in: ``cleaning`` or ``packing``.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from newsspider import cleaning, rawstore
from newsspider.archive.store import Archive
from newsspider.config import Config
from newsspider.rawstore import RawStore
from tests.one_site import NOON, OneSite, framed_story

KILLED_AT = 2
"""The article that is not rewritten any more, or the page that is not packed; counted from 1."""


def killing(call: Any) -> Any:
    """Return *call*, which ends the process at its second time."""
    calls = 0

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        result = call(*arguments, **named)
        if calls == KILLED_AT:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return counted


def clean(path: Path) -> None:
    """Store twelve articles of one site, and be killed while the first of them are cleaned."""
    cleaning.AT_ONCE = 2
    cleaning.renew = killing(cleaning.renew)
    with Archive.open(path) as archive:
        OneSite(archive).run([framed_story(number) for number in range(12)])


def pack(path: Path) -> None:
    """Be killed while kept pages are packed tighter."""
    rawstore._PACKED_AT_ONCE = 3
    RawStore._pack_tighter = killing(RawStore._pack_tighter)  # type: ignore[method-assign]
    with Archive.open(path) as archive:
        store = RawStore.open(archive, path, Config())
        assert store is not None
        store.tidy(NOON)


if __name__ == "__main__":
    {"cleaning": clean, "packing": pack}[sys.argv[2]](Path(sys.argv[1]))
