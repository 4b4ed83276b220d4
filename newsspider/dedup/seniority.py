"""Which of several copies is the original, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsspider.article import DateSource

PUBLISHED, FIRST_SEEN = "published", "first-seen"
CLOCKS_APART = timedelta(hours=1)
"""So much later than its page was fetched a story may claim to be published: servers' clocks differ."""
A_DAY = timedelta(days=1)
CLEAR = timedelta(minutes=10)
SURE, LIKELY, UNSURE, BY_CREDIT = 0.9, 0.7, 0.5, 0.08
_TOLD_BY_PAGE = frozenset({DateSource.JSON_LD, DateSource.META, DateSource.TIME, DateSource.FEED, DateSource.SITEMAP})
_HOUR = re.compile(r"\d:\d\d|\dT\d\d|\s\d{1,2}[.h]\d\d(?!\.?\d)|^\d{9,13}$")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?(?!:)")
"""What systems write that know the day alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is known of an article's age."""

    id: int
    first_seen: datetime
    published: datetime | None = None
    published_raw: str | None = None
    published_source: DateSource | None = None
    agency: str | None = None
    """Whom it credits."""
    key: str = ""
    """Its `url_key`: what decides where nothing else does, so that the order of arrival does not."""

    @property
    def is_trustworthy(self) -> bool:
        """Whether the page says the hour it was published, in a place made for it, and that was not yet to come."""
        if self.published is None or self.published_source not in _TOLD_BY_PAGE:
            return False
        raw = self.published_raw or ""
        has_hour = _HOUR.search(raw) is not None and _MIDNIGHT.search(raw) is None
        return has_hour and self.published <= self.first_seen + CLOCKS_APART

    @property
    def since(self) -> datetime:
        """When it is held to be from."""
        return self.published if self.published is not None and self.is_trustworthy else self.first_seen

    @property
    def until(self) -> datetime:
        """By when it was there for certain: a page that tells the day alone was by the end of that day."""
        if self.is_trustworthy or self.published is None or self.published_source not in _TOLD_BY_PAGE:
            return self.since
        return min(self.published + A_DAY, self.first_seen)


@dataclass(frozen=True, slots=True)
class Origin:
    """The original of a cluster."""

    id: int
    reason: str
    """`PUBLISHED` where its page's time is believed, `FIRST_SEEN` where nothing better is known."""
    confidence: float
    """0 to 1: more where times are believed on both sides and far apart, and where a copy credits an agency."""


def origin_of(claims: Sequence[Claim]) -> Origin:
    """Return the oldest of *claims*; ties fall to the one that credits nobody, then to the smaller URL key.

    An agency that is credited never decides by itself: who credits it may have been first all the same.
    """
    by_age = sorted(claims, key=lambda claim: (claim.until, claim.agency is not None, claim.key, claim.id))
    first, later = by_age[0], by_age[1:]
    reason = PUBLISHED if first.is_trustworthy or first.until < first.first_seen else FIRST_SEEN
    if not later:
        return Origin(first.id, reason, 1.0)
    is_clear = later[0].until - first.until >= CLEAR
    are_believed = first.is_trustworthy and later[0].is_trustworthy
    confidence = SURE if is_clear and are_believed else LIKELY if is_clear else UNSURE
    if first.agency is None and any(claim.agency for claim in later):
        confidence += BY_CREDIT
    return Origin(first.id, reason, round(confidence, 2))
