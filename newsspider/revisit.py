"""When a URL is due again. Pure: times and counts in, a time out."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsspider.article import PASSING, Failure, Reason
from newsspider.ledger import Outcome, OutcomeKind

FIRST_REVISIT = timedelta(hours=6)
"""Most corrections come on the day of publication; a feed or sitemap that tells of a change makes a URL due at once."""
LAST_REVISIT = timedelta(days=30)
"""Age at which an article is left alone."""
LAST_LOOK_AT_GONE = timedelta(days=180)
"""How long an article that was taken away is looked for: a site that was moved badly is mended within months."""
AFTER_REFUSAL = timedelta(days=1)
"""robots.txt is good for a day (RFC 9309, 2.4)."""
AFTER_LISTING = timedelta(days=1)
"""A site in trouble answers with its front page: what was found to be a list is looked at once more, a day later."""
FIRST_RETRY = timedelta(minutes=30)
LONGEST_RETRY = timedelta(days=2)
FIRST_PASSING = timedelta(hours=6)
"""Walls and maintenance pass by the hour, and whoever is blocked should not insist."""
MOST_RETRIES = 8


_FINAL = frozenset({Failure.GONE, Failure.BAD_URL, Failure.EXTRACTION_TIMEOUT, Failure.EXTRACTION_CRASH})


def next_visit(outcome: Outcome, *, now: datetime, born: datetime, failures: int = 0) -> datetime | None:
    """Return when a URL with *outcome* is due again; ``None``: only when a seed tells of a change.

    *born* is when the article was published or the URL first seen, *failures* how many visits failed in a row
    before this one. Intervals grow with age, retries double.
    """
    if outcome.kind is OutcomeKind.FAILED:
        return _retry(outcome, now, failures, FIRST_RETRY)
    if outcome.reason in PASSING:
        return _retry(outcome, now, failures, FIRST_PASSING)
    if outcome.kind is OutcomeKind.REFUSED:
        return now + AFTER_REFUSAL
    if outcome.kind is OutcomeKind.ALIAS:
        return None
    age = now - born
    if outcome.reason is Reason.LISTING:
        return now + AFTER_LISTING if age < AFTER_LISTING else None
    if age >= LAST_REVISIT:
        return None
    return now + max(FIRST_REVISIT, age / 2)


def next_look_at_gone(*, now: datetime, since: datetime) -> datetime | None:
    """Return when an article that is gone *since* then is looked for again, ever later; ``None`` after half a year."""
    age = now - since
    return None if age >= LAST_LOOK_AT_GONE else now + max(FIRST_REVISIT, age / 2)


def _retry(outcome: Outcome, now: datetime, failures: int, first: timedelta) -> datetime | None:
    if outcome.reason in _FINAL or failures >= MOST_RETRIES:
        return None
    return now + min(LONGEST_RETRY, first * (1 << failures))
