"""The one thread that touches the archive: visits are gathered into batches, a batch is one transaction."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, TypeVar

from newsspider.archive.store import Archive
from newsspider.article import Article, Failure
from newsspider.errors import ArchiveBusyError, ArchiveCorruptError, NewsspiderError, NoPermissionError, StorageError
from newsspider.ledger import Outcome, failed
from newsspider.visit import Visit

R = TypeVar("R")

BATCH_ROWS = 100
"""FINDINGS: rows in batches of 100 cost a third of rows one by one."""
BATCH_SECONDS = 0.25
"""Longest a visit waits for company before it is committed."""


@dataclass(frozen=True, slots=True)
class _Put:
    visit: Visit
    future: Future[Outcome]


@dataclass(frozen=True, slots=True)
class _Call:
    function: Callable[[Archive], Any]
    future: Future[Any]


class _Sign(Enum):
    TIME_IS_UP = auto()
    CLOSE = auto()


class Writer:
    """Owns *archive* until it is closed.

    *settle* decides and writes what a batch of visits comes to, inside the transaction; *counted* is told of each
    outcome after the commit. The first storage fault ends the writing: everything later gets the same error.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        settle: Callable[[Archive, Sequence[Visit]], list[Outcome]],
        counted: Callable[[Visit, Outcome], None],
    ) -> None:
        self.fault: NewsspiderError | None = None
        self._archive = archive
        self._settle = settle
        self._counted = counted
        self._inbox: queue.Queue[_Put | _Call | _Sign] = queue.Queue()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def put(self, visit: Visit) -> Future[Outcome]:
        """Write *visit* with the next batch."""
        future: Future[Outcome] = Future()
        self._inbox.put(_Put(visit, future))
        return future

    def call(self, function: Callable[[Archive], R]) -> Future[R]:
        """Run *function* on the archive, in a transaction of its own, after all that was put before."""
        future: Future[R] = Future()
        self._inbox.put(_Call(function, future))
        return future

    def close(self) -> None:
        """Write what is waiting and end."""
        self._inbox.put(_Sign.CLOSE)
        self._thread.join()

    def _serve(self) -> None:
        batch: list[_Put] = []
        until = 0.0
        while True:
            message = self._next(until if batch else None)
            if isinstance(message, _Put):
                until = until if batch else time.monotonic() + BATCH_SECONDS
                batch.append(message)
                if len(batch) < BATCH_ROWS:
                    continue
            self._write(batch)
            batch = []
            if isinstance(message, _Call):
                self._answer(message)
            elif message is _Sign.CLOSE:
                return

    def _next(self, until: float | None) -> _Put | _Call | _Sign:
        try:
            timeout = None if until is None else max(0.0, until - time.monotonic())
            return self._inbox.get(timeout=timeout)
        except queue.Empty:
            return _Sign.TIME_IS_UP

    def _write(self, batch: list[_Put]) -> None:
        if not batch:
            return
        visits = [put.visit for put in batch]
        try:
            outcomes = self._in_transaction(lambda archive: self._settle(archive, visits))
        except Exception as error:  # whoever waits for the outcome gets it
            self._write_apart(batch, error)
            return
        for put, outcome in zip(batch, outcomes, strict=True):
            self._counted(put.visit, outcome)
            put.future.set_result(outcome)

    def _write_apart(self, batch: list[_Put], error: Exception) -> None:
        """One visit of a batch can't be written: let it cost itself only."""
        if self.fault is None and len(batch) > 1:
            for put in batch:
                self._write([put])
        elif self.fault is None and isinstance(batch[0].visit.result, Article):
            culprit = batch[0]
            spoilt = replace(culprit.visit, result=failed(Failure.EXTRACTION_ERROR), detail=repr(error))
            self._write([replace(culprit, visit=spoilt)])
        else:
            for put in batch:
                put.future.set_exception(error)

    def _answer(self, call: _Call) -> None:
        try:
            call.future.set_result(self._in_transaction(call.function))
        except Exception as error:  # whoever asked gets it
            call.future.set_exception(error)

    def _in_transaction(self, function: Callable[[Archive], R]) -> R:
        if self.fault is not None:
            raise self.fault
        try:
            with self._archive.transaction():
                return function(self._archive)
        except (StorageError, ArchiveCorruptError, ArchiveBusyError, NoPermissionError) as error:
            self.fault = error
            raise
