"""The sum of a run: every due URL ends in exactly one outcome, and nothing is dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from newsspider.article import Failure, Left, Reason, Refusal
from newsspider.errors import AccountingError, NewsspiderError, NotAnArticle, WorkerCrashed, WorkerTimeout


class OutcomeKind(StrEnum):
    """What a due URL came to."""

    NEW = "new"
    REVISION = "revision"
    UNCHANGED = "unchanged"
    ALIAS = "alias"
    NOT_ARTICLE = "not_article"
    REFUSED = "refused"
    FAILED = "failed"
    LEFT = "left"


PLAIN = (OutcomeKind.NEW, OutcomeKind.REVISION, OutcomeKind.UNCHANGED, OutcomeKind.ALIAS)
WITH_REASON = (OutcomeKind.NOT_ARTICLE, OutcomeKind.REFUSED, OutcomeKind.FAILED, OutcomeKind.LEFT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one due URL came to, and why where it is no article."""

    kind: OutcomeKind
    reason: Reason | Refusal | Failure | Left | None = None


NEW = Outcome(OutcomeKind.NEW)
REVISION = Outcome(OutcomeKind.REVISION)
UNCHANGED = Outcome(OutcomeKind.UNCHANGED)
ALIAS = Outcome(OutcomeKind.ALIAS)


def not_article(reason: Reason) -> Outcome:
    """Return the outcome of a page that was read and holds no article."""
    return Outcome(OutcomeKind.NOT_ARTICLE, reason)


def refused(reason: Refusal) -> Outcome:
    """Return the outcome of a URL that may not be fetched."""
    return Outcome(OutcomeKind.REFUSED, reason)


def failed(reason: Failure) -> Outcome:
    """Return the outcome of a URL that was tried in vain."""
    return Outcome(OutcomeKind.FAILED, reason)


def outcome_of(error: BaseException) -> Outcome:
    """Return the outcome that *error*, raised by an extraction, stands for; re-raise what is none."""
    match error:
        case NotAnArticle():
            return not_article(error.reason)
        case WorkerTimeout():
            return failed(Failure.EXTRACTION_TIMEOUT)
        case WorkerCrashed():
            return failed(Failure.EXTRACTION_CRASH)
        case NewsspiderError():
            return failed(Failure.EXTRACTION_ERROR)
        case _:
            raise error


def left(reason: Left) -> Outcome:
    """Return the outcome of a URL that waits for the next run."""
    return Outcome(OutcomeKind.LEFT, reason)


MOST_PROBLEMS = 100
"""Of a site and run that are told; a hostile seed has any number."""
MORE_PROBLEMS = "and more problems like these"


@dataclass(slots=True)
class SiteLedger:
    """What became of one site's URLs in a run."""

    due: int = 0
    seed_requests: int = 0
    seeds_read: int = 0
    """Seeds that gave links, or said "not modified"."""
    seeds_failed: int = 0
    """Seeds that gave nothing, for whatever reason but a wait."""
    has_answered: bool = False
    """Whether its server said anything at all."""
    is_held: bool = False
    """Whether it waits for its time: night, a pause that its server asked for, the cap of a day."""
    seconds: float = 0.0
    """From the first request to the last."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    """One line each: seeds that failed or were odd."""

    def add_problem(self, what: str) -> None:
        """Note *what* in one line; beyond a bound only that there are more."""
        if len(self.problems) <= MOST_PROBLEMS:
            self.problems.append(what if len(self.problems) < MOST_PROBLEMS else MORE_PROBLEMS)

    def count(self, kind: OutcomeKind) -> int:
        """Return how many URLs came to *kind*, whatever the reason."""
        return sum(number for outcome, number in list(self.outcomes.items()) if outcome.kind is kind)

    @property
    def settled(self) -> int:
        """How many URLs have an outcome."""
        return sum(list(self.outcomes.values()))

    @property
    def stored(self) -> int:
        """New articles and revisions, counted after they were committed."""
        return self.outcomes[NEW] + self.outcomes[REVISION]

    @property
    def is_reached(self) -> bool:
        """Whether the site answered anything at all: a seed, or a page with an outcome of its own."""
        answered = (*PLAIN, OutcomeKind.NOT_ARTICLE)
        return self.seeds_read > 0 or any(self.count(kind) for kind in answered)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts under the names of ``--json``."""
        counts: dict[str, Any] = {"due": self.due}
        counts |= {kind.value: self.outcomes[Outcome(kind)] for kind in PLAIN}
        counts |= {kind.value: self._reasons(kind) for kind in WITH_REASON}
        return counts | {"seed_requests": self.seed_requests, "seconds": round(self.seconds, 3)}

    def _reasons(self, kind: OutcomeKind) -> dict[str, int]:
        return {
            str(outcome.reason): number
            for outcome, number in sorted(self.outcomes.items(), key=lambda each: str(each[0].reason))
            if outcome.kind is kind and number
        }


class Ledger:
    """The ledgers of all sites of a run."""

    def __init__(self, sites: Iterable[str] = ()) -> None:
        self.sites: dict[str, SiteLedger] = {site: SiteLedger() for site in sites}

    def site(self, name: str) -> SiteLedger:
        """Return the ledger of site *name*, begun where it is not there yet."""
        return self.sites.setdefault(name, SiteLedger())

    def total(self) -> SiteLedger:
        """Return the sum over all sites."""
        total = SiteLedger()
        for site in list(self.sites.values()):
            total.due += site.due
            total.seed_requests += site.seed_requests
            total.seeds_read += site.seeds_read
            total.has_answered |= site.has_answered
            total.seconds = max(total.seconds, site.seconds)
            total.outcomes.update(site.outcomes)
            total.problems.extend(site.problems)
        return total

    def check(self) -> None:
        """Raise `AccountingError` where a due URL has no outcome, or two."""
        for name, site in self.sites.items():
            if site.due != site.settled:
                raise AccountingError(
                    f"the sum of {name} does not close: {site.due} URLs were due, {site.settled} have an outcome; "
                    "please report this bug with the output of the same command and --json"
                )
