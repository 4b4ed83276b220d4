"""Measures a crawl from inside: what callbacks cost the event loop, how much memory the processes took.

A Python process that starts with this folder in PYTHONPATH and a file named in ``NEWSSPIDER_METER`` writes there as it
ends, provided that an event loop ran in it. The guard that keeps tests on this machine stays in force.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import heapq
import itertools
import json
import os
import runpy
import sys
import threading
import time
import traceback
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

GUARD = Path(__file__).parent.parent / "guard" / "sitecustomize.py"
LONGEST = 20
SAMPLED_SECONDS = 0.02
"""From so much CPU time on, what a callback is at is looked up."""
LOOK_SECONDS = 0.005
FRAMES = 6
CALIBRATION_TURNS = 200_000
Call = tuple[float, int, str, str]
"""CPU seconds of a callback, its number, its name, and the innermost frames where it was long at work."""


def peak_bytes() -> int:
    """Return the most memory that this process had. Not ru_maxrss: that is the parent's where it was larger."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    return 0


class Meter:
    """Times every callback of the loop in this thread's CPU time, which other threads and processes don't use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner = os.getpid()
        self._run = asyncio.events.Handle._run
        self._numbers = itertools.count()
        self._longest: list[Call] = []
        self._calls = 0
        self._seconds = 0.0
        self._begun: float | None = None
        self._seen = ""
        self._worker_kilobytes: dict[int, int] = {}

    def start(self) -> None:
        meter = self

        def run(handle: asyncio.Handle) -> None:
            if meter._calls == 0:
                meter._look_on()
            meter._seen, meter._begun = "", time.thread_time()
            try:
                meter._run(handle)
            finally:
                meter._note(handle, time.thread_time() - meter._begun)

        asyncio.events.Handle._run = run  # type: ignore[method-assign]
        gc.callbacks.append(self._note_collection)
        self._measure_before_a_kill()
        atexit.register(self.write)

    def _look_on(self) -> None:
        """Begin to look at this thread, which runs the loop: not before, a process that only forks has no threads."""
        self._calls += 1
        thread = threading.get_ident()
        clock = time.pthread_getcpuclockid(thread)
        threading.Thread(target=self._look, args=(clock, thread), name="meter", daemon=True).start()

    def write(self) -> None:
        """Write the figures; only the process that made the meter does, and only if it ran a loop."""
        if os.getpid() != self._owner or not self._calls:
            return
        calls = [
            {"seconds": round(seconds, 4), "callback": name, "at": seen}
            for seconds, _, name, seen in sorted(self._longest, reverse=True)
        ]
        figures = {
            "callbacks": self._calls,
            "loop_seconds": round(self._seconds, 3),
            "longest": calls,
            "calibration_seconds": calibration_seconds(),
            "main_bytes": peak_bytes(),
            "worker_bytes": max(self._worker_kilobytes.values(), default=0) << 10,
            "workers": len(self._worker_kilobytes),
        }
        self._path.write_text(json.dumps(figures, indent=1))

    def _note(self, handle: asyncio.Handle, seconds: float) -> None:
        self._begun = None
        self._calls += 1
        self._seconds += seconds
        if len(self._longest) < LONGEST or seconds > self._longest[0][0]:
            call = (seconds, next(self._numbers), name_of(handle), self._seen)
            (heapq.heappush if len(self._longest) < LONGEST else heapq.heapreplace)(self._longest, call)

    def _note_collection(self, phase: str, about: dict[str, int]) -> None:
        if phase == "stop" and about["generation"] == 2 and self._begun is not None:
            self._seen += " (garbage was collected)"

    def _look(self, clock: int, thread: int) -> None:
        """Note where the loop's thread is while a callback takes long; look how large the workers are."""
        for turn in itertools.count():
            time.sleep(LOOK_SECONDS)
            begun = self._begun
            if begun is not None and time.clock_gettime(clock) - begun > SAMPLED_SECONDS:
                frame = sys._current_frames().get(thread)
                stack = traceback.extract_stack(frame)[-FRAMES:]
                self._seen = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(stack))
            if turn % 20 == 0:
                for child in descendants():
                    self._measure(child)

    def _measure_before_a_kill(self) -> None:
        kill = BaseProcess.kill

        def measured_kill(process: BaseProcess) -> None:
            if process.pid is not None:
                self._measure(process.pid)
            kill(process)

        BaseProcess.kill = measured_kill  # type: ignore[method-assign]

    def _measure(self, process: int) -> None:
        with contextlib.suppress(OSError, ValueError):
            status = Path(f"/proc/{process}/status").read_text()
            peak = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
            if peak is not None:
                self._worker_kilobytes[process] = int(peak.split()[1])


def descendants() -> list[int]:
    """Return the processes below this one; children of the fork server are ours."""
    found = []
    waiting = [os.getpid()]
    while waiting:
        parent = waiting.pop()
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                children = [int(child) for child in (task / "children").read_text().split()]
                found += children
                waiting += children
    return found


def name_of(handle: Any) -> str:
    """Return what *handle* calls: a task by its coroutine."""
    callback = getattr(handle, "_callback", None)
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        coroutine = owner.get_coro()
        return f"task {getattr(coroutine, '__qualname__', coroutine)}"
    about = f" of {type(owner).__name__}" if owner is not None else ""
    inner = [getattr(each, "__qualname__", type(each).__name__) for each in getattr(handle, "_args", None) or ()]
    return f"{getattr(callback, '__qualname__', repr(callback))}{about} {' '.join(inner)[:100]}".strip()


def calibration_seconds() -> float:
    """Return the CPU time of a fixed piece of work, the shortest of five: what this machine's seconds are worth."""
    return min(_work() for _ in range(5))


def _work() -> float:
    begun = time.thread_time()
    words: dict[str, int] = {}
    for number in range(CALIBRATION_TURNS):
        word = str(number % 997)
        words[word] = words.get(word, 0) + number
    return time.thread_time() - begun


globals().update(runpy.run_path(str(GUARD)))
if os.environ.get("NEWSSPIDER_METER"):
    Meter(Path(os.environ["NEWSSPIDER_METER"])).start()
