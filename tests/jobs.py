"""Jobs that tests hand to workers."""

from __future__ import annotations

import os
import signal

from newsspider.article import Reason
from newsspider.errors import NotAnArticle


def double(number: int) -> int:
    return number * 2


def spin_for_ever() -> None:
    while True:
        pass


def take_memory(size_bytes: int) -> int:
    return len(bytearray(size_bytes))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise NotAnArticle(Reason.LISTING, "ten teasers")


def fail() -> None:
    raise ZeroDivisionError("by nothing")


def process_id() -> int:
    return os.getpid()
