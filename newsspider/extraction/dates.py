"""Dates as pages spell them, told in UTC, with the local day kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml.html import HtmlElement

from newsspider.article import DateSource

EARLIEST = date(1990, 1, 1)
"""No page of the web was published before; older dates are zero values of a database."""
TOLERANCE = timedelta(hours=2)
"""How far a clock may run ahead of ours before a date counts as future."""
ZONE_TOLERANCE = timedelta(hours=15)
"""The same for a date without an offset: it may be meant in the zone farthest east."""

_ISO = re.compile(
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8})"
    r"(?:[T\s,]+(?:at\s+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?P<half>[ap]\.?m\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    r"(?:(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+)"
    r"(?P<year>\d{4})"
    r"(?:[\s,|-]+(?:at\s+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<half>[ap]\.?m\.?)?)?"
    r"\s*(?P<zone>Z\b|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a page tells it."""

    raw: str
    source: DateSource
    time: datetime | None
    """UTC to the second; ``None`` where the spelling is not understood or tells the future."""
    day: str | None
    """The local day, YYYY-MM-DD; ``None`` where `time` is."""


def zone_of(name: str | None) -> tzinfo | None:
    """Return the time zone called *name*; ``None`` where there is no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_moment(raw: str, source: DateSource, *, zone: tzinfo | None, now: datetime) -> Moment:
    """Return what *raw* means. *zone* is the site's, for spellings without an offset and for the local day."""
    raw = " ".join(raw.split())[:100]
    spelled = parse_date(raw)
    if spelled is None or spelled.date() < EARLIEST:
        return Moment(raw, source, None, None)
    local = spelled
    if spelled.tzinfo is None:
        local = spelled.replace(tzinfo=zone or UTC)
    elif zone is not None:
        local = spelled.astimezone(zone)
    tolerance = TOLERANCE if spelled.tzinfo or zone else ZONE_TOLERANCE
    try:
        time = local.astimezone(UTC).replace(microsecond=0)
    except (OverflowError, ValueError):
        return Moment(raw, source, None, None)
    if time > now + tolerance:
        return Moment(raw, source, None, None)
    return Moment(raw, source, time, local.date().isoformat())


def parse_date(raw: str) -> datetime | None:
    """Return the moment that *raw* spells, aware where it tells an offset; ``None`` where it spells none.

    >>> parse_date("2024-05-03T10:41:00+02:00").isoformat()
    '2024-05-03T10:41:00+02:00'
    >>> parse_date("Oct. 19th, 2019 8:57 am").isoformat()
    '2019-10-19T08:57:00'
    """
    raw = raw.strip()
    try:
        if _EPOCH.fullmatch(raw):
            return datetime.fromtimestamp(int(raw[:10]), UTC)
        if match := _ISO.match(raw):
            digits = re.split(r"[-/.]", match["date"])
            year, month, day = digits if len(digits) == 3 else (raw[:4], raw[4:6], raw[6:8])
            return _compose(year, int(month), day, match)
        if match := _ENGLISH.search(raw):
            number = 1 + _MONTHS.index((match["month"] or match["month2"]).lower())
            return _compose(match["year"], number, match["day"] or match["day2"], match)
        return parsedate_to_datetime(raw)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def _compose(year: str, month: int, day: str, match: re.Match[str]) -> datetime:
    hour, minute, second = ([int(part) for part in (match["time"] or "0:0").split(":")] + [0, 0])[:3]
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    zone = match["zone"]
    if zone and zone.upper() in ("Z", "UTC", "GMT"):
        zone = "+0000"
    spelled = f"{int(year):04}-{month:02}-{int(day):02}T{hour:02}:{minute:02}:{second:02}"
    offset = zone.replace(":", "").ljust(5, "0") if zone else ""
    return datetime.fromisoformat(spelled + (f"{offset[:3]}:{offset[3:5]}" if offset else ""))


def first_moment(candidates: Iterable[tuple[str, DateSource]], *, zone: tzinfo | None, now: datetime) -> Moment | None:
    """Return the first candidate that is understood; else the first one at all, so that its spelling is kept."""
    moments: list[Moment] = []
    for raw, source in candidates:
        moment = read_moment(raw, source, zone=zone, now=now)
        if moment.time is not None:
            return moment
        moments.append(moment)
    return moments[0] if moments else None


def guess_dates(tree: HtmlElement, url: str, now: datetime) -> Iterator[tuple[str, DateSource]]:
    """Yield the date in *url*, then the one htmldate finds in the text; asked only where the page declares none."""
    if match := _URL_DATE.search(url):
        yield "-".join(match.groups()), DateSource.URL
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    latest = now.date().isoformat()
    for extensive in (False, True):  # the extensive search first loads the month names of all languages
        found = find_date(copy(tree), original_date=True, extensive_search=extensive, max_date=latest)
        if found:
            yield found, DateSource.TEXT
            return
