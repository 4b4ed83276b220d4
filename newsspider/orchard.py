"""Which of a site's addresses bear fruit in a run; those of a shape that does not are visited no more."""

from __future__ import annotations

import re
import threading

from newsspider.article import PASSING, Article, Failure
from newsspider.ledger import NEW, Outcome, OutcomeKind
from newsspider.text import text_hash
from newsspider.traps import TrapWatch, shape_of
from newsspider.visit import STORED, Visit

COPY_WEIGHT = 3
"""So many barren outcomes is a new address with words that stand at another one: sites repeat a story, not thirty times
in a row."""
MAZE_WEIGHT = 2
"""And so many one that led from redirect to redirect: six requests each, but a wall of cookies does the same."""
LATEST = 2_000
"""Articles of a site among which is looked for one of a shape that seems to lead nowhere."""
_FIGURES = re.compile(r"\d+")


class Orchard:
    """What a site's addresses bore in this run; the writer's thread notes it, the event loop asks."""

    def __init__(self, struck: set[str]) -> None:
        self._lock = threading.Lock()
        self._watch = TrapWatch()
        self._texts: set[str] = set()
        self._struck = struck

    def note(self, visit: Visit, outcome: Outcome, *, is_copy: bool = False) -> str | None:
        """Take what *visit* came to; return the shape of addresses that is closed by it, mostly ``None``.

        *is_copy* says that the archive had the same words of the site, at another address.
        """
        if outcome.kind in (OutcomeKind.REFUSED, OutcomeKind.LEFT):
            return None
        if outcome.kind is OutcomeKind.FAILED and outcome.reason not in _LEADS_NOWHERE:
            return None
        if outcome.kind is OutcomeKind.ALIAS and isinstance(visit.result, Article) and visit.result.parts:
            return None  # a page of an article that stands at its first one
        if outcome.reason in PASSING:
            return None  # it tells of the visit: another one may find an article there
        with self._lock:
            is_fruit = self._is_fruit(visit, outcome) and not is_copy
            if not is_fruit and visit.due is not None and visit.due.visited is not None:
                return None  # known to be barren: a second visit finds nothing out
            return self._watch.note(visit.url, is_barren=not is_fruit, weight=_weight(outcome))

    def reopen(self, shape: str) -> bool:
        """Give *shape*, which bore fruit before this run, the longer patience; false where that is over too."""
        with self._lock:
            return self._watch.reopen(shape)

    def forgiven(self, url: str) -> str | None:
        """Return the shape of *url* where it had led nowhere in an earlier run and bore fruit just now; once each."""
        shape = shape_of(url) if self._struck else ""
        if shape not in self._struck or not self._watch.bears(shape):
            return None
        self._struck.discard(shape)
        return shape

    def is_closed(self, url: str) -> bool:
        """Return whether *url* is not to be visited any more."""
        with self._lock:
            return self._watch.is_closed(url)

    def _is_fruit(self, visit: Visit, outcome: Outcome) -> bool:
        """Return whether an article is there, and not the same words, but for figures, as at another address."""
        if outcome.kind not in STORED:
            return False
        if not isinstance(visit.result, Article):
            return True
        digest = text_hash(_FIGURES.sub("", visit.result.text))
        is_new = digest not in self._texts
        self._texts.add(digest)
        return is_new


_LEADS_NOWHERE = frozenset({Failure.GONE, Failure.BAD_REDIRECT})


def _weight(outcome: Outcome) -> int:
    """Return how many barren outcomes *outcome* is, if it is one."""
    if outcome.reason is Failure.BAD_REDIRECT:
        return MAZE_WEIGHT
    return COPY_WEIGHT if outcome == NEW else 1
