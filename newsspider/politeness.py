"""What a site owner may expect, out of the operator's decisions: who we say we are, how often and how much we ask.

Pure: times come in, times go out. `gate` waits by what is said here.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsspider.config import CONTACT_HINT, Config, parse_duration, parse_night, parse_size
from newsspider.errors import ConfigError
from newsspider.guard import loopback_hosts

DELAY_SECONDS = 1.0
LOOPBACK_REQUESTS = 4
FIRST_COOL_DOWN = timedelta(minutes=5)
"""After a 429 or 503 that does not say how long; doubled with each in a row."""
LONGEST_COOL_DOWN = timedelta(days=1)
LONGEST_RETRY_AFTER = timedelta(days=30)
"""Longer ones are asked about again after that."""
OVERLOADS = 3
"""So many 503 without Retry-After in a row mean the server and not a page; so many zeros in it mean nothing."""
_SECONDS = re.compile(r"([0-9]+)(?:(?!\s*[mhd])[^0-9:/-][^:]*)?", re.IGNORECASE)
"""A number, and what may follow: no other unit, and nothing of a date."""
_MOST_CHARS = 200
"""Of a Retry-After; the longest date has 40."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How one site is asked."""

    site: str
    delay_seconds: float = DELAY_SECONDS
    """Between the end of a request to a host and the next one's beginning."""
    max_delay_seconds: float = 60.0
    """Most that a slow server or a Crawl-delay stretches it to."""
    is_adaptive: bool = True
    """Whether it grows with the time that the server takes to answer."""
    requests_at_once: int = 1
    night: tuple[int, int] | None = None
    """Begin and end of the hours without requests, minutes since midnight."""
    time_zone: tzinfo = UTC
    daily_requests: int = 10_000
    daily_bytes: int = 2 * 10**9

    def is_night(self, now: datetime) -> bool:
        """Return whether *now*, aware, falls into the hours without requests."""
        if self.night is None:
            return False
        local = now.astimezone(self.time_zone)
        minute = local.hour * 60 + local.minute
        begin, end = self.night
        return begin <= minute < end if begin < end else minute >= begin or minute < end


class Pace:
    """The pace at one host, shared by all sites that it serves. Seconds of any steady clock go in and come out."""

    def __init__(self, *, now: float = 0.0, wait_seconds: float = 0.0) -> None:
        self.busy = 0
        """Requests that are being answered."""
        self.crawl_delays: dict[str, float] = {}
        """What the robots.txt of each of its origins asks for."""
        self._next = now + wait_seconds
        self._last = -math.inf
        self._latency = 0.0

    def delay(self, manners: Manners) -> float:
        """Return the seconds from the end of one request to the next: the longest that anyone asks for, to a bound."""
        adaptive = self._latency if manners.is_adaptive else 0.0
        stretched = min(max(adaptive, self.crawl_delay), manners.max_delay_seconds)
        return max(manners.delay_seconds, stretched)

    @property
    def crawl_delay(self) -> float:
        """The longest that any origin asks for."""
        return max(self.crawl_delays.values(), default=0.0)

    @property
    def is_begun(self) -> bool:
        """Whether the host was asked for anything yet."""
        return self._last > -math.inf

    def at_once(self, manners: Manners) -> int:
        """Return how many requests may be under way."""
        return 1 if self.crawl_delay else manners.requests_at_once

    def wait_seconds(self, now: float, manners: Manners) -> float:
        """Return how long to wait until the next request may begin, as far as the delay goes.

        By what is known now: a Crawl-delay parts the first request from that for robots.txt too.
        """
        return max(0.0, self._next - now, self._last + self.delay(manners) - now)

    def begin(self, now: float, manners: Manners) -> None:
        """Note that a request begins."""
        self.busy += 1
        self._last = max(self._last, now)
        self._next = max(self._next, now + self.delay(manners))

    def end(self, now: float, manners: Manners, *, latency_seconds: float | None = None) -> None:
        """Note that a request ended; *latency_seconds*: until its answer began, ``None`` where it had none.

        The latency is smoothed as Scrapy's AutoThrottle does: half the old, half the new, and never below the new.
        """
        self.busy -= 1
        if latency_seconds is not None:
            self._latency = max(latency_seconds, (self._latency + latency_seconds) / 2)
        self._last = max(self._last, now)
        self._next = max(self._next, now + self.delay(manners))


def cool_down(
    status: int, retry_after: str | None, *, refusals: int, now: datetime, longest: timedelta = LONGEST_RETRY_AFTER
) -> datetime | None:
    """Return until when a server that answers so is left alone; ``None`` where it asks for no pause.

    *refusals* counts 429 and 503 in a row, this one among them. Retry-After (RFC 9110, 10.2.3) is heeded with 413 and
    with every status from 500 on, too. The clock runs in whole seconds, so one is added.
    """
    if status not in (413, 429) and status < 500:
        return None
    seconds = read_retry_after(retry_after, now=now)
    is_worn = seconds == 0 and refusals >= OVERLOADS
    if seconds is not None and not is_worn:
        return now + min(timedelta(seconds=seconds), longest) + timedelta(seconds=1)
    is_asked = retry_after is not None and status in (413, 503)
    is_overload = status == 503 and refusals >= OVERLOADS
    if not (status == 429 or is_asked or is_overload):
        return None
    return now + min(FIRST_COOL_DOWN * (1 << max(0, min(refusals - 1, 10))), LONGEST_COOL_DOWN)


def read_retry_after(value: str | None, *, now: datetime) -> int | None:
    """Return the seconds that a Retry-After header asks for, at most `LONGEST_RETRY_AFTER`, 0 where its date is over.

    ``None`` where it can't be read. What stands behind a number of seconds is passed over.

    >>> read_retry_after("120", now=datetime(2026, 11, 3, tzinfo=UTC))
    120
    """
    text = (value or "").strip()[:_MOST_CHARS]
    match = _SECONDS.fullmatch(text)
    try:
        seconds = int(match[1]) if match else int((_moment(text) - now).total_seconds())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return max(0, min(seconds, int(LONGEST_RETRY_AFTER.total_seconds())))


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def manners_of(site: str, config: Config, homes: Iterable[str], own: Mapping[str, Any] | None = None) -> Manners:
    """Return how *site*, whose hosts are those of *homes*, is asked; what stands in *own* wins over *config*.

    Nobody is spared on loopback, where the operator is alone, unless the operator says so. Raises `ConfigError`.
    """
    own = {name: value for name, value in (own or {}).items() if value is not None}
    is_alone = all(is_loopback(home) for home in homes)
    delay = own.get("delay", config.delay_seconds)
    usual_delay = 0.0 if is_alone else DELAY_SECONDS
    at_once = own.get("requests_per_host", config.requests_per_host)
    night = own.get("night_window", config.night_window)
    return Manners(
        site=site,
        delay_seconds=usual_delay if delay is None else parse_duration(delay, f"{site}: delay"),
        max_delay_seconds=config.max_delay_seconds,
        is_adaptive=config.autothrottle and not is_alone,
        requests_at_once=(LOOPBACK_REQUESTS if is_alone else 1) if at_once is None else _count(at_once, site),
        night=None if night is None else parse_night(night, f"{site}: night_window"),
        time_zone=_zone(own.get("time_zone"), site),
        daily_requests=_count(own.get("daily_requests", config.daily_requests), site),
        daily_bytes=parse_size(own.get("daily_bytes", config.daily_bytes), f"{site}: daily_bytes"),
    )


def is_loopback(url: str) -> bool:
    """Return whether *url* names this very machine, and no name that only looks like it.

    >>> is_loopback("http://127.0.0.1:8000/"), is_loopback("http://127.news.example/")
    (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_contact(name: str, homes: Iterable[str], config: Config) -> None:
    """Raise `ConfigError` where a stranger's host would be asked without a way to reach the operator."""
    if not (config.contact or config.user_agent) and not all(is_loopback(home) for home in homes):
        raise ConfigError(f"no contact to ask {name} with: {CONTACT_HINT}")


def shared_settings(config: Config) -> dict[str, Any]:
    """Return the settings that all sites of a crawl share."""
    return {
        "USER_AGENT": config.user_agent_line(),
        "DOWNLOAD_TIMEOUT": config.timeout_seconds,
        "DOWNLOAD_MAXSIZE": config.max_page_bytes,
        "RETRY_TIMES": config.retries,
        "NEWSSPIDER_PROXY": config.proxy,
        "NEWSSPIDER_CONFIG": config,
    }


def site_settings(config: Config, homes: Iterable[str], manners: Manners) -> dict[str, Any]:
    """Return the settings of one site; `gate` keeps the pace, so Scrapy's own queues hold nothing back."""
    allowed = loopback_hosts(homes) if config.allow is None else config.allow
    return {
        "NEWSSPIDER_ALLOW": sorted(allowed),
        "DOWNLOAD_DELAY": 0.0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2 * manners.requests_at_once,
        "CONCURRENT_REQUESTS": 2 * manners.requests_at_once,  # what is begun is finished: little is begun ahead
    }


def _count(value: Any, site: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigError(f"{site}: {value!r} is no number of requests; write a whole one from 1 on")
    return value


def _zone(name: str | None, site: str) -> tzinfo:
    try:
        return UTC if name is None else ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f"{site}: time_zone {name!r} is unknown; write a name like Asia/Kolkata") from error
