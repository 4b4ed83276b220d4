"""Which of a site's addresses bear fruit in a run; those of a shape that does not are visited no more."""

from __future__ import annotations

import threading

from newsspider.article import Article, Failure
from newsspider.intake import STORED, Visit
from newsspider.ledger import Outcome, OutcomeKind
from newsspider.text import text_hash
from newsspider.traps import TrapWatch, shape_of


class Orchard:
    """What a site's addresses bore in this run; the writer's thread notes it, the event loop asks."""

    def __init__(self, struck: set[str]) -> None:
        self._lock = threading.Lock()
        self._watch = TrapWatch()
        self._texts: set[str] = set()
        self._struck = struck

    def note(self, visit: Visit, outcome: Outcome) -> str | None:
        """Take what *visit* came to; return the shape of addresses that is closed by it, mostly ``None``."""
        if outcome.kind in (OutcomeKind.REFUSED, OutcomeKind.LEFT):
            return None
        if outcome.kind is OutcomeKind.FAILED and outcome.reason is not Failure.GONE:
            return None
        with self._lock:
            return self._watch.note(visit.url, is_barren=not self._is_fruit(visit, outcome))

    def forgiven(self, url: str) -> str | None:
        """Return the shape of *url*, which bore fruit, where it had led nowhere in an earlier run; once each."""
        shape = shape_of(url) if self._struck else ""
        if shape not in self._struck:
            return None
        self._struck.discard(shape)
        return shape

    def is_closed(self, url: str) -> bool:
        """Return whether *url* is not to be visited any more."""
        with self._lock:
            return self._watch.is_closed(url)

    def _is_fruit(self, visit: Visit, outcome: Outcome) -> bool:
        """Return whether an article is there, and not the same words as at another address."""
        if outcome.kind not in STORED:
            return False
        if not isinstance(visit.result, Article):
            return True
        digest = text_hash(visit.result.text)
        is_new = digest not in self._texts
        self._texts.add(digest)
        return is_new
