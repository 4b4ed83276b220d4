"""Waiting for another process, by what it has done and never by how long it takes."""

import threading
from collections.abc import Callable

TURNS = 20_000
TURN_SECONDS = 0.005


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Return true as soon as *is_so* does; false where it does not within a hundred seconds."""
    idle = threading.Event()
    return any(is_so() or idle.wait(TURN_SECONDS) for _ in range(TURNS))
