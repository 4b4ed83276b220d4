"""Work as a count of calls, which no machine's speed changes."""

import sys
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For generated examples: a busy machine is no fault."""


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions, Python's own among them, *work* calls."""
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls
