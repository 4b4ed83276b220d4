"""Dates as pages spell them, told in UTC, with the local day kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml.html import HtmlElement

from newsspider.article import DateSource
from newsspider.extraction.months import MONTHS, WHOLE
from newsspider.extraction.variant import variant_of

EARLIEST = date(1990, 1, 1)
"""No page of the web was published before; older dates are zero values of a database."""
TOLERANCE = timedelta(hours=2)
"""How far a clock may run ahead of ours before a date counts as future."""
ZONE_TOLERANCE = timedelta(hours=15)
"""The same for a date without an offset: it may be meant in the zone farthest east."""

_SETTINGS = {
    "PARSERS": ["custom-formats", "absolute-time"],
    "PREFER_DATES_FROM": "past",
    "RETURN_AS_TIMEZONE_AWARE": False,
    "STRICT_PARSING": True,
}
"""Of dateparser, as htmldate asks it."""
_ISO = re.compile(
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8})"
    r"(?:[T\s,]+(?:at\s+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?P<half>[ap]\.?m\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=[/_-])")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_CLOCK = (
    r"(?:[\s,|·•–-]+(?:at|um|à|a las|kl\.?|às|alle|ore)?\s*"
    r"(?P<time>\d{1,2}[:.]\d{2}(?::\d{2})?)(?!\d)\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = r"\s*(?P<zone>Z\b|UTC|GMT|[+-]\d{2}:?\d{2})?"
_WORDED = re.compile(
    r"(?<!\d)(?:(?P<month>[^\W\d_]{3,14})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th|\.|º|er)?[\s-]+(?:de\s+|of\s+)?(?P<month2>[^\W\d_]{3,14})\.?,?[\s-]+(?:del?\s+)?)"
    rf"(?P<year>(?:19|20)\d\d)(?!\d){_CLOCK}{_ZONE}",
    re.IGNORECASE,
)
_FIRST = "-01"
"""How a day ends that htmldate made of a month or a year."""
_MUTE = frozenset(("script", "style"))
_HAN = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]?"
    r"(?:\s*(?P<time>\d{1,2}[:：]\d{2}))?(?P<half>)(?P<zone>)"
)
_NUMERIC = re.compile(
    rf"(?<![\d.])(?P<one>\d{{1,2}})(?P<sign>[./-])(?P<two>\d{{1,2}})(?P=sign)(?P<year>(?:19|20)\d\d)(?!\d){_CLOCK}{_ZONE}",
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


def read_moment(
    raw: str, source: DateSource, *, zone: tzinfo | None, now: datetime, month_first: bool = False
) -> Moment:
    """Return what *raw* means. *zone* is the site's, for spellings without an offset and for the local day.

    Of two numbers that may both be the month, the first is where *month_first* says so, unless that were the future.
    """
    raw = " ".join(raw.split())[:100]
    read = Moment(raw, source, None, None)
    for order in dict.fromkeys((month_first, not month_first)):
        read = _moment_of(raw, parse_date(raw, month_first=order), source, zone, now)
        if read.time is not None:
            break
    return read


def _moment_of(raw: str, spelled: datetime | None, source: DateSource, zone: tzinfo | None, now: datetime) -> Moment:
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


def is_month_first(language: str | None) -> bool:
    """Return whether dates in numbers begin with the month where this language tag is declared: American English alone.

    >>> is_month_first("en-us"), is_month_first("en-gb"), is_month_first("de")
    (True, False, False)
    """
    return language in ("en", "en-us")


def order_by_url(raw: str, url: str) -> bool | None:
    """Return whether the month comes first in *raw*, a date in numbers, by the month that its address tells.

    >>> order_by_url("9/08/2012", "https://blog.example/2012/09/a-story.html")
    True
    >>> order_by_url("9/08/2012", "https://blog.example/a-story") is None
    True
    """
    told = _URL_MONTH.search(url)
    if told is None:
        return None
    months = [parse_date(raw, month_first=order) for order in (True, False)]
    fits = [read is not None and (read.year, read.month) == (int(told[1]), int(told[2])) for read in months]
    return fits[0] if fits[0] != fits[1] else None


def parse_date(raw: str, *, month_first: bool = False) -> datetime | None:
    """Return the moment that *raw* spells, aware where it tells an offset; ``None`` where it spells none.

    >>> parse_date("2024-05-03T10:41:00+02:00").isoformat()
    '2024-05-03T10:41:00+02:00'
    >>> parse_date("Oct. 19th, 2019 8:57 am").isoformat()
    '2019-10-19T08:57:00'
    >>> parse_date("3. März 2024, 8.57 Uhr").isoformat()
    '2024-03-03T08:57:00'
    """
    raw = raw.strip()
    try:
        if _EPOCH.fullmatch(raw):
            return datetime.fromtimestamp(int(raw[:10]), UTC)
        if match := _ISO.match(raw):
            digits = re.split(r"[-/.]", match["date"])
            year, month, day = digits if len(digits) == 3 else (raw[:4], raw[4:6], raw[6:8])
            return _compose(year, int(month), day, match)
        return find_date_in(raw, month_first=month_first) or parsedate_to_datetime(raw)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def find_date_in(text: str, *, month_first: bool = False) -> datetime | None:
    """Return the first date within *text* that is spelled for readers; ``None`` where there is none."""
    for worded in _WORDED.finditer(text):
        if number := MONTHS.get((worded["month"] or worded["month2"]).casefold()):
            return _compose(worded["year"], number, worded["day"] or worded["day2"], worded)
    if match := _HAN.search(text):
        return _compose(match["year"], int(match["month"]), match["day"], match)
    if match := _NUMERIC.search(text):
        one, two = int(match["one"]), int(match["two"])
        first = two > 12 or (month_first and match["sign"] != "." and one <= 12)
        return _compose(match["year"], one if first else two, str(two if first else one), match)
    return None


def _compose(year: str, month: int, day: str, match: re.Match[str]) -> datetime:
    hour, minute, second = ([int(part) for part in re.split("[:.：]", match["time"] or "0:0")] + [0, 0])[:3]
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    zone = match["zone"]
    if zone and zone.upper() in ("Z", "UTC", "GMT"):
        zone = "+0000"
    spelled = f"{int(year):04}-{month:02}-{int(day):02}T{hour:02}:{minute:02}:{second:02}"
    offset = zone.replace(":", "").ljust(5, "0") if zone else ""
    return datetime.fromisoformat(spelled + (f"{offset[:3]}:{offset[3:5]}" if offset else ""))


def url_date(url: str) -> str | None:
    """Return the day that stands in *url*, YYYY-MM-DD.

    >>> url_date("https://news.example/2024/05/03/flood")
    '2024-05-03'
    """
    match = _URL_DATE.search(url)
    return "-".join(match.groups()) if match else None


def guess_dates(tree: HtmlElement, now: datetime, language: str | None = None) -> Iterator[str]:
    """Yield the day that htmldate finds in the text, of *language*; asked only where nothing tells one.

    Its extensive search takes a year or a month that stands anywhere, most often "© 2026", for its first day. Of 103
    pages of the corpora that it found a day on, 57 had the first of January so, where a copyright, an archive or the
    name of a file had the year, and 5 the first of another month: a first is believed where a line spells it.
    """
    find_date = _finder((language or "").partition("-")[0])
    latest = now.date().isoformat()
    for extensive in (False, True):
        found = find_date(tree, original_date=True, extensive_search=extensive, max_date=latest)
        if found:
            if not extensive or not found.endswith(_FIRST) or _is_spelled(tree, found):
                yield found
            return


def _is_spelled(tree: HtmlElement, day: str) -> bool:
    year = day[:4]
    texts = (text for each in tree.iter("*") if each.tag not in _MUTE for text in (each.text, each.tail))
    return any(day in text or _day_in(text) == day for text in texts if text and year in text)


def _day_in(text: str) -> str | None:
    with suppress(OverflowError, ValueError):  # what no calendar has
        found = find_date_in(text)
        return None if found is None else found.date().isoformat()
    return None


@lru_cache(maxsize=16)
def _finder(language: str) -> Callable[..., str | None]:
    """Return htmldate's ``find_date``, with our own reader of dates and months in place of dateparser."""
    from htmldate import core, extractors

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    reader = _Reader(language)
    exchanged = vars(variant_of(extractors, month_words=lambda: reader.months, _external_date=reader.read))
    imported = {name: exchanged[name] for name, own in vars(core).items() if vars(extractors).get(name) is own}
    find_date: Callable[..., str | None] = variant_of(core, **imported).find_date
    return find_date


class _Reader:
    """Reads dates by our own rules, and by dateparser in one language where `MONTHS` has not all of that.

    To load the months of its two hundred languages takes dateparser a second and a half. Of 310 pages that were
    searched it read a date on one, and that is read by our rules too.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def read(self, text: str) -> datetime | None:
        """Return the moment that *text* tells, without its offset; ``None`` where there is none."""
        with suppress(OverflowError, ValueError):  # what no calendar has
            found = find_date_in(text)
            if found is None and self._parser is not None:
                found = self._parser.get_date_data(text)["date_obj"]
            return found and found.replace(tzinfo=None)
        return None

    @cached_property
    def months(self) -> frozenset[str]:
        """Names of months, as htmldate folds them."""
        from htmldate.extractors import MONTH_KEYS, _fold_month_name

        locales = [] if self._parser is None else self._parser._get_locale_loader().get_locales([self._language])
        theirs = (word for locale in locales for key in MONTH_KEYS for word in locale.info.get(key, ()))
        return frozenset(map(_fold_month_name, (*MONTHS, *theirs)))

    @cached_property
    def _parser(self) -> Any:
        """Dateparser for the language; ``None`` where it is not needed, or knows none of it."""
        if not self._language or self._language in WHOLE:
            return None
        from dateparser import DateDataParser  # type: ignore[import-untyped]
        from dateparser.data.languages_info import language_order  # type: ignore[import-untyped]

        is_known = self._language in language_order
        return DateDataParser(languages=[self._language], settings=dict(_SETTINGS)) if is_known else None
