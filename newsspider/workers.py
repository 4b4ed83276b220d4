"""Long-lived worker processes with a deadline and a memory limit: one hostile page costs one worker, never the run.

A pool is a number of slots. A slot is a thread that owns one process and hands it one job at a time, so that a
deadline counts from the job's own start. Processes are forked from a server that has imported the heavy rooms once:
a worker that was ended is replaced in milliseconds.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import multiprocessing
import pickle
import resource
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from newsspider.errors import NotAnArticle, WorkerCrashed, WorkerError, WorkerTimeout

R = TypeVar("R")

DEADLINE_SECONDS = 20.0
"""Longest a job may take; hostile pages of 300 kB keep a parser busy for minutes."""
MEMORY_BYTES = 1 << 30
"""Address space a worker may add to what it was born with."""
JOBS_A_LIFE = 1_000
"""A worker is renewed after as many jobs: the caches of the libraries inside it only grow."""
PATIENCE_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class WorkerPool:
    """Worker processes that run functions of the pure rooms; a context manager.

    *preload* names the modules that workers need, imported once for all of them.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        preload: Sequence[str] = (),
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self.size = size
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["newsspider.workers", *preload])
        _start_server()
        self._memory_bytes = memory_bytes
        self._slot = threading.local()
        self._workers: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="slot")
        atexit.register(self.close)  # workers are deaf to the SIGTERM by which multiprocessing would end them

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self, function: Callable[..., R], *arguments: Any, deadline_seconds: float = DEADLINE_SECONDS
    ) -> Future[R]:
        """Run *function*, a module's own, in a worker; its result or exception arrives in the future.

        The future raises `WorkerTimeout` where the job outlived its deadline, `WorkerCrashed` where the worker died
        of it, `WorkerError` where the job raised what it should not, and `NotAnArticle` as it is.
        """
        return self._threads.submit(self._run, function, arguments, deadline_seconds)

    def close(self) -> None:
        """End the workers; jobs not begun are cancelled. A second call does nothing."""
        atexit.unregister(self.close)
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _run(self, function: Callable[..., R], arguments: tuple[Any, ...], deadline_seconds: float) -> R:
        worker = self._worker()
        try:
            answer = worker.ask(function, arguments, deadline_seconds)
        except WorkerError:
            self._retire(worker)
            raise
        if worker.jobs >= JOBS_A_LIFE or isinstance(answer, WorkerCrashed):
            self._retire(worker)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def _worker(self) -> _Worker:
        worker: _Worker | None = getattr(self._slot, "worker", None)
        if worker is None:
            worker = self._slot.worker = _Worker(self._context, self._memory_bytes)
            self._workers.add(worker)
        return worker

    def _retire(self, worker: _Worker) -> None:
        worker.end()
        self._workers.discard(worker)
        self._slot.worker = None


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, context: multiprocessing.context.ForkServerContext, memory_bytes: int) -> None:
        self.jobs = 0
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, memory_bytes), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, function: Callable[..., Any], arguments: tuple[Any, ...], deadline_seconds: float) -> Any:
        self.jobs += 1
        try:
            self._pipe.send((function, arguments, deadline_seconds))
            if not self._pipe.poll(deadline_seconds):
                raise WorkerTimeout(f"ended after {deadline_seconds:g} s")
            return pickle.loads(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            self._process.join(PATIENCE_SECONDS)
            raise _death(self._process.exitcode) from error

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join(PATIENCE_SECONDS)


def _death(exit_code: int | None) -> WorkerError:
    if exit_code == -signal.SIGALRM:
        return WorkerTimeout("ended itself past its deadline")
    return WorkerCrashed(f"worker ended with exit code {exit_code}")


def _serve(pipe: Connection, memory_bytes: int) -> None:
    """Answer jobs until the pipe closes; a job that outlives the parent ends with its own alarm."""
    _prepare(memory_bytes)
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, arguments, deadline_seconds = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, deadline_seconds + PATIENCE_SECONDS)
            answer = _answer(function, arguments)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(answer)


def _start_server() -> None:
    """Start the fork server deaf to SIGTERM, as its children are: a signal to the group must not end a page half read.

    What is ignored stays ignored across exec. Only the main thread may set handlers; elsewhere it goes without.
    """
    is_main = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGTERM, signal.SIG_IGN) if is_main else None
    try:
        forkserver.ensure_running()
    finally:
        if is_main:
            signal.signal(signal.SIGTERM, handler)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the fork server ends, which ends with the process that started it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _prepare(memory_bytes: int) -> None:
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    gc.freeze()  # what was imported stays; collections need not walk it again and again
    limit = memory_bytes + _address_space_bytes()
    with contextlib.suppress(ValueError, OSError):  # a stricter limit of the machine's own stays
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _address_space_bytes() -> int:
    """Return how much address space this process has; 0 where /proc does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps(function(*arguments))
    except NotAnArticle as outcome:
        return pickle.dumps(outcome)
    except MemoryError:
        return pickle.dumps(WorkerCrashed("out of memory"))
    except Exception as error:  # the reason is counted by whoever asked
        return pickle.dumps(WorkerError(f"{type(error).__name__}: {error}"))
