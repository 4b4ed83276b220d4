"""Dates as feeds and sitemaps spell them: RFC 822 and ISO 8601 with every common slop."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

MAX_DATE_CHARS = 100

_ISO_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)|(\d{4})(\d\d)(\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|º|°|\.)?[\s\-/]*(?:de\s+)?([^\W\d]{3,})\.?,?[\s\-/]*(?:de\s+)?(\d{4}|\d\d)(?![\d:])"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:\d[\d:]+\s+(?:[A-Z]{3,4}\s+)?)?(\d{4})(?!\d)"
)
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_TIME = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\b\.?)?\s*([A-Za-z]{1,5}\b)?\s*([+\-−]\s*\d{1,2}:?(?:\d\d)?(?!\d))?",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"^\d{8}T(\d\d)(\d\d)(\d\d)?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen januar janv",
            "feb fév fev",
            "mar mär mrt maa mrz",
            "apr abr avr",
            "may mai mei mag maj",
            "jun juin giu",
            "jul juil lug",
            "aug ago aoû aou",
            "sep set",
            "oct okt out ott",
            "nov",
            "dec dic dez déc",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONE_HOURS = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "EAT": 3, "WAT": 1, "CAT": 2, "SAST": 2, "PKT": 5, "IST": 5.5, "NPT": 5.75,
    "MMT": 6.5, "WIB": 7, "WITA": 8, "WIT": 9, "ICT": 7, "SGT": 8, "HKT": 8, "AWST": 8, "PHT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "ACST": 9.5, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5, "BRT": -3,
    "ART": -3, "CLT": -4, "COT": -5, "PET": -5, "BOT": -4, "VET": -4, "UYT": -3, "PYT": -4,
}  # fmt: skip
"""Hours east of UTC; the reading of RFC 822 for America, elsewhere that of the region whose feeds use the name."""


def read_date(text: str) -> datetime | None:
    """Return the moment that *text* names, UTC to the second; ``None`` where it can't be read or is ambiguous.

    Without a zone it is taken for UTC; without a time for midnight.

    >>> read_date("Sun, 12 May 24 10:00 EST").isoformat()
    '2024-05-12T15:00:00+00:00'
    """
    stripped = text.strip()[:MAX_DATE_CHARS]
    try:
        return _read_iso(stripped) or _read_sloppy(stripped)
    except (ValueError, OverflowError):
        return None


def _read_iso(text: str) -> datetime | None:
    """Return the moment where *text* is clean ISO 8601: most of them are, and this costs a microsecond."""
    if not text[:4].isdigit() or text[4:5] != "-":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _plausible(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC))


def _read_sloppy(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return _plausible(datetime.fromtimestamp(int(text[:10]), UTC))
    day = _read_day(text)
    if day is None:
        return None
    return _plausible(day + _read_time(text))


def _read_day(text: str) -> datetime | None:
    if match := _ISO_DATE.search(text):
        figures = [int(group) for group in match.groups() if group is not None]
        return datetime(figures[0], figures[1], figures[2], tzinfo=UTC)
    if (match := _DAY_FIRST.search(text)) and (day := _named_day(match[3], match[2], match[1])):
        return day
    if (match := _MONTH_FIRST.search(text)) and (day := _named_day(match[3], match[1], match[2])):
        return day
    if match := _DOTTED.search(text):
        return _dotted_day(int(match[1]), int(match[3]), int(match[4]), dotted=match[2] == ".")
    return None


def _named_day(year: str, month_name: str, day: str) -> datetime | None:
    name = month_name.lower()
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if month is None:
        return None
    full_year = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    return datetime(full_year, month, int(day), tzinfo=UTC)


def _dotted_day(first: int, second: int, year: int, *, dotted: bool) -> datetime | None:
    """Return the day of ``12.05.2024``; with slashes only where it can be read in one way."""
    if dotted or first > 12 or first == second:
        return datetime(year, second, first, tzinfo=UTC)
    return datetime(year, first, second, tzinfo=UTC) if second > 12 else None


def _read_time(text: str) -> timedelta:
    """Return how far the moment lies from midnight UTC of the day that *text* names."""
    if compact := _COMPACT_TIME.match(text):
        hour, minute, second = (int(group or 0) for group in compact.groups())
        return timedelta(hours=hour, minutes=minute, seconds=second)
    match = _TIME.search(text)
    if match is None:
        return timedelta()
    hour, minute, second = int(match[1]), int(match[2]), min(int(match[3] or 0), 59)
    if match[4]:
        hour = hour % 12 + (12 if match[4][0] in "pP" else 0)
    if hour > 24 or minute > 59:
        raise ValueError(text)
    return timedelta(hours=hour, minutes=minute, seconds=second) - _zone_offset(match[5], match[6])


def _zone_offset(name: str | None, digits: str | None) -> timedelta:
    """Return the zone's distance from UTC; an unknown name counts as UTC, as RFC 5322 section 4.3 asks."""
    if digits is None:
        return timedelta(hours=_ZONE_HOURS.get((name or "").upper(), 0))
    sign = 1 if digits[0] == "+" else -1
    figures = re.sub(r"\D", "", digits)
    hours, minutes = (int(figures[:-2]), int(figures[-2:])) if len(figures) > 2 else (int(figures), 0)
    return sign * timezone(timedelta(hours=hours, minutes=minutes)).utcoffset(None)


def _plausible(moment: datetime) -> datetime | None:
    """Return *moment* to the second, or ``None`` where it is of another calendar or a placeholder."""
    return moment.replace(microsecond=0) if 1990 <= moment.year < 2100 else None
