"""Long-lived worker processes with a deadline and a memory limit: one hostile page costs one worker, never the run.

A pool is a number of slots. A slot is a thread that owns one process and hands it one job at a time, so that a
deadline counts from the job's own start. Processes are forked from a server that has imported the heavy rooms once,
and one more than there are slots stands ready: a page that costs its worker keeps nobody waiting for the next one.
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
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from newsspider.errors import NotAnArticle, WorkerCrashed, WorkerError, WorkerTimeout
from newsspider.logs import Event, log_event, mute_logs

R = TypeVar("R")

DEADLINE_SECONDS = 20.0
"""CPU seconds that a job may take; hostile pages of 300 kB keep a parser busy for minutes."""
MOST_WAITED = 4.0
"""So many times its CPU seconds a job may last: on a busy machine an honest page must not pass for a hostile one."""
MEMORY_BYTES = 896 << 20
"""Address space a worker may add to what it was born with, some 100 MB: it stays below a gigabyte."""
MAX_ANSWER_BYTES = 64 << 20
"""Longest answer that is taken from a worker, pickled; the largest honest one, a sitemap's links, has a fifth of it."""
JOBS_A_LIFE = 1_000
"""A worker is renewed after as many jobs: the caches of the libraries inside it only grow."""
PATIENCE_SECONDS = 5.0
TRIES = 4
TRY_AGAIN_SECONDS = 0.25
_BY_OTHERS = (-signal.SIGKILL, 255, None)  # 255: its exit code went with the fork server
_HEADER = struct.Struct(">Q")
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class WorkerKilled(WorkerCrashed):
    """The worker was ended from outside: by kill -9, or by a machine that ran out of memory."""


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
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["newsspider.workers", *preload])
        _start_server()
        self._nursery = _Nursery(context, memory_bytes)
        self._slot = threading.local()
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
        try:
            self._threads.shutdown(wait=True, cancel_futures=True)
        finally:  # an interrupt must not leave workers behind that nobody can end
            self._nursery.close()
            atexit.unregister(self.close)

    def _run(self, function: Callable[..., R], arguments: tuple[Any, ...], deadline_seconds: float) -> R:
        try:
            return self._try(function, arguments, deadline_seconds)
        except WorkerKilled:  # by somebody else: the machine may have been short of memory for another's sake
            return self._try(function, arguments, deadline_seconds)

    def _try(self, function: Callable[..., R], arguments: tuple[Any, ...], deadline_seconds: float) -> R:
        worker = self._worker()
        try:
            answer = worker.ask(function, arguments, deadline_seconds)
        except WorkerError as error:
            self._lose(worker, function, arguments, error)
            raise
        if isinstance(answer, WorkerCrashed):
            self._lose(worker, function, arguments, answer)
        elif worker.jobs >= JOBS_A_LIFE:
            self._retire(worker)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    def _worker(self) -> _Worker:
        worker: _Worker | None = getattr(self._slot, "worker", None)
        if worker is None:
            worker = self._slot.worker = self._nursery.take()
        return worker

    def _lose(
        self, worker: _Worker, function: Callable[..., Any], arguments: tuple[Any, ...], error: WorkerError
    ) -> None:
        self._retire(worker)
        url = getattr(next(iter(arguments), None), "url", None)
        log_event(Event.WORKER_ENDED, job=function.__name__, url=url, reason=str(error))

    def _retire(self, worker: _Worker) -> None:
        self._slot.worker = None
        self._nursery.end(worker)


class _Nursery:
    """Makes workers, one ahead, and sees them to their end; neither keeps a slot waiting."""

    def __init__(self, context: ForkServerContext, memory_bytes: int) -> None:
        self._context = context
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._spare: Future[_Worker] | None = None
        self._working: set[_Worker] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="nursery")

    def take(self) -> _Worker:
        """Return a worker, the spare one where there is one, and let another be made."""
        with self._lock:
            spare = self._spare if self._spare is not None and self._spare.done() else None
            if spare is not None or self._spare is None:
                self._spare = self._thread.submit(self._make)
        worker = spare.result() if spare is not None and spare.exception() is None else self._make()
        if not worker.is_alive():  # the machine's memory ran out
            worker = self._make()
        with self._lock:
            self._working.add(worker)
        return worker

    def end(self, worker: _Worker) -> None:
        """End *worker*; that it is gone is waited for elsewhere: a process may take a while to give its memory back."""
        with self._lock:
            self._working.discard(worker)
        worker.kill()
        self._thread.submit(worker.bury)

    def close(self) -> None:
        """End all workers and wait for them; a second call does nothing."""
        with self._lock:
            for worker in self._working:
                worker.kill()
        self._thread.shutdown(wait=True)
        if self._spare is not None and self._spare.exception() is None:
            self._working.add(self._spare.result())
        self._spare = None
        for worker in self._working:
            worker.kill()
        for worker in self._working:
            worker.bury()
        self._working.clear()

    def _make(self) -> _Worker:
        """Return a new worker; raise `WorkerCrashed` where none can be made, also after the fork server was renewed."""
        for _ in range(TRIES - 1):
            with contextlib.suppress(OSError, EOFError):
                return _Worker(self._context, self._memory_bytes)
            time.sleep(TRY_AGAIN_SECONDS)
        try:
            return _Worker(self._context, self._memory_bytes)
        except (OSError, EOFError) as error:
            raise WorkerCrashed(f"no worker could be made: {error}") from error


class _Worker:
    """One process and the channel to it."""

    def __init__(self, context: ForkServerContext, memory_bytes: int) -> None:
        self.jobs = 0
        ours, theirs = socket.socketpair()
        self._channel = _Channel(ours)
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, memory_bytes), daemon=True)
        with theirs:
            self._process.start()

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, function: Callable[..., Any], arguments: tuple[Any, ...], deadline_seconds: float) -> Any:
        """Return what the job answers, also an exception; raise `WorkerError` where it costs the worker."""
        self.jobs += 1
        due = time.monotonic() + MOST_WAITED * deadline_seconds
        try:
            self._channel.send(_packed((function, arguments, deadline_seconds)), due)
            return _unpacked(self._channel.receive(due, MAX_ANSWER_BYTES))
        except TimeoutError:
            raise WorkerTimeout(f"ended after {MOST_WAITED * deadline_seconds:g} s") from None
        except (EOFError, OSError) as error:
            self._process.join(PATIENCE_SECONDS)
            raise _death(self._process.exitcode, deadline_seconds) from error

    def kill(self) -> None:
        self._channel.close()
        self._process.kill()

    def bury(self) -> None:
        self._process.join(PATIENCE_SECONDS)


class _Channel:
    """Messages over a socket, each led by its length. *due*, of the monotonic clock, holds for the whole of one."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: Sequence[bytes], due: float | None = None) -> None:
        """Send the parts of a message.

        Raises `TimeoutError` where it is not taken until *due*, `OSError` where nobody is there.
        """
        for part in (_HEADER.pack(sum(map(len, message))), *message):
            self._wait(due)
            self._end.sendall(part)

    def receive(self, due: float | None = None, max_bytes: int | None = None) -> bytearray:
        """Return a message; raise as `send` does, `EOFError` at its end, `WorkerCrashed` where it is too long."""
        (size,) = _HEADER.unpack(self._read(_HEADER.size, due))
        if max_bytes is not None and size > max_bytes:
            raise WorkerCrashed(f"an answer of {size} bytes")
        return self._read(size, due)

    def close(self) -> None:
        self._end.close()

    def _read(self, size: int, due: float | None) -> bytearray:
        message = bytearray(size)
        rest = memoryview(message)
        while rest:
            self._wait(due)
            count = self._end.recv_into(rest)
            if not count:
                raise EOFError
            rest = rest[count:]
        return message

    def _wait(self, due: float | None) -> None:
        """Let the next step take the time that is left."""
        left = None if due is None else due - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self._end.settimeout(left)


class _Parts(list[bytes]):
    """A file for a pickler."""

    write = list.append


def _packed(job: Any) -> Sequence[bytes]:
    """Return *job*, pickled, in parts: a page's body is one of them as it is, without the copy that `dumps` makes."""
    parts = _Parts()
    pickle.Pickler(parts, protocol=5).dump(job)
    return parts


def _unpacked(answer: bytearray) -> Any:
    try:
        return pickle.loads(answer)
    except Exception as error:  # whatever a process out of its mind may write
        raise WorkerCrashed("an answer that can't be read") from error


def _death(exit_code: int | None, deadline_seconds: float) -> WorkerError:
    if exit_code == -signal.SIGPROF:
        return WorkerTimeout(f"ended after {deadline_seconds:g} s of CPU")
    if exit_code == -signal.SIGALRM:
        return WorkerTimeout("ended itself past its deadline")
    kind = WorkerKilled if exit_code in _BY_OTHERS else WorkerCrashed
    return kind(f"worker ended with exit code {exit_code}")


def _serve(end: socket.socket, memory_bytes: int) -> None:
    """Answer jobs until the channel closes; a job that outlives the parent ends with its own alarm."""
    _prepare(memory_bytes)
    channel = _Channel(end)
    with contextlib.suppress(EOFError, OSError, MemoryError):
        while True:
            answer = _answer(channel)
            if len(answer) > MAX_ANSWER_BYTES:
                answer = pickle.dumps(WorkerCrashed(f"an answer of {len(answer)} bytes"))
            channel.send([answer])
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)


_OUT_OF_MEMORY = pickle.dumps(WorkerCrashed("out of memory"))
"""Made ahead: then there is no room for it."""


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
    mute_logs()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
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


def _answer(channel: _Channel) -> bytes:
    """Take the next job and return what it comes to, pickled; the alarm is set for what it still takes."""
    try:
        function, arguments, deadline_seconds = pickle.loads(channel.receive())
    except (EOFError, OSError):
        raise
    except Exception as error:  # as below
        return _told(error)
    signal.setitimer(signal.ITIMER_PROF, deadline_seconds)
    signal.setitimer(signal.ITIMER_REAL, MOST_WAITED * deadline_seconds + PATIENCE_SECONDS)
    try:
        return pickle.dumps(function(*arguments))
    except Exception as error:  # the reason is counted by whoever asked
        return _told(error)


def _told(error: Exception) -> bytes:
    """Return what *error* means to whoever asked, pickled."""
    if isinstance(error, NotAnArticle):
        return pickle.dumps(error)
    if isinstance(error, MemoryError):
        return _OUT_OF_MEMORY
    return pickle.dumps(WorkerError(f"{type(error).__name__}: {error}"))
