"""`newsspider.toml`: what the operator decides. A flag wins over the environment, that over the file."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from newsspider import __version__
from newsspider.errors import ConfigError
from newsspider.guard import Guard

PRODUCT = "newsspider"
"""Our product token: the name by which robots.txt and X-Robots-Tag address us."""
FILE_NAME = "newsspider.toml"
ARCHIVE_NAME = "newsspider.db"
CONTACT_HINT = 'add the line  contact = "you@your-site.example"  to newsspider.toml, so that a site owner can reach you'
_MOST = 10**9
"""Of anything that can be counted; a duration of so many seconds lasts a generation."""
_MOST_BYTES = 10**15
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?i?b)?")
_UNITS = {"": 1, "b": 1, "ib": 1} | {
    f"{letter}{middle}b": base**power
    for power, letter in enumerate("kmgt", start=1)
    for middle, base in (("", 1000), ("i", 1024))
}
_NIGHT = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
_SWITCHES = ("autothrottle", "raw")
_CHOICES = {
    "opt_out": ("store", "metadata-only", "skip"),
    "log_level": ("error", "warning", "info", "debug"),
    "log_format": ("logfmt", "json"),
}
_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The operator's decisions."""

    sites: tuple[str, ...] = ()
    """Names of the spiders that `newsspider crawl` runs when none is named."""
    contact: str | None = None
    """Address or page that a site owner can turn to; stands in the User-Agent."""
    user_agent: str | None = None
    """Whole User-Agent line; ``None`` makes one of name, version and contact."""
    delay_seconds: float | None = None
    """Between two requests to one host, robots.txt may ask for more; ``None``: 1, on loopback 0."""
    max_delay_seconds: float = 60.0
    """Most that a slow server or a Crawl-delay stretches the delay to."""
    autothrottle: bool = True
    """Whether the delay grows with the time that a server takes to answer."""
    requests_per_host: int | None = None
    """Requests to one host at once; ``None``: 1, on loopback 4."""
    night_window: str | None = None
    """Hours without any request, ``HH:MM-HH:MM`` in the site's time zone, else UTC."""
    daily_requests: int = 10_000
    """Requests a site and UTC day, robots.txt and seeds among them."""
    daily_bytes: int = 2 * 10**9
    """Bytes of answers, as they travel, a site and UTC day."""
    max_pages: int = 500
    """Article pages a site and run."""
    max_time_seconds: float = 25 * 60.0
    """Longest a run may take; what is left waits for the next."""
    max_page_bytes: int = 16 * 2**20
    """Largest body of an article page, packed or unpacked."""
    max_seed_bytes: int = 64 * 2**20
    """Largest body of a feed, sitemap or front page, packed or unpacked."""
    timeout_seconds: float = 30.0
    """For one response."""
    retries: int = 1
    """Of a request that failed for a passing reason, within a run."""
    workers: int = field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)))
    """Extraction processes."""
    deadline_seconds: float = 20.0
    """For the extraction of one page, in CPU seconds; by the clock at most four times as long."""
    never: tuple[str, ...] = ()
    """Hosts that are never asked, with their subdomains."""
    allow: tuple[str, ...] | None = None
    """``host:port`` of servers that may be asked although their address is not public; ``None``: those on loopback that
    the sites' own seeds are written with."""
    proxy: str | None = None
    """URL of a proxy that all requests take; which addresses may be reached is then the proxy's own matter."""
    opt_out: str = "store"
    """What is done with an article whose publisher reserves text mining: ``store``, ``metadata-only`` or ``skip``."""
    raw: bool = True
    """Whether the pages that articles are made of are kept, in a file beside the archive."""
    raw_days: int = 365
    """After as many days a page is forgotten."""
    raw_bytes: int = 2 * 10**9
    """Most that the file of pages takes; the oldest go."""
    copy_days: int | None = None
    """An article is held against those first seen so many days before it, or later; ``None``: against all."""
    ping: str | None = None
    """URL that is told when a run has ended, with its exit code."""
    log_level: str = "error"
    """Least important events that are logged: ``error``, ``warning``, ``info`` or ``debug``."""
    log_format: str = "logfmt"
    """How an event is written: ``logfmt`` or ``json``, one line each."""
    site: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """A table a site: attributes of its spider that are set for this archive, for example its `seeds`."""

    def user_agent_line(self) -> str:
        """Return the User-Agent that is sent: honest, with a way to reach the operator."""
        if self.user_agent:
            return self.user_agent
        return f"newsspider/{__version__} (+{self.contact or 'loopback only'})"


def read_config(path: Path | None = None, *, archive: Path | None = None) -> Config:
    """Return the configuration of *path*, else ``$NEWSSPIDER_CONFIG``, else the file beside *archive*, else here.

    Raises `ConfigError` where a named file is absent or any file can't be understood.
    """
    named = path or _from_environment("NEWSSPIDER_CONFIG")
    found = named or _beside(archive)
    config = Config() if found is None else _parse(found)
    contact = os.environ.get("NEWSSPIDER_CONTACT")
    return replace(config, contact=contact) if contact else config


def archive_path(flag: Path | None) -> Path:
    """Return where the archive is: *flag*, else ``$NEWSSPIDER_ARCHIVE``, else ``newsspider.db`` here."""
    return flag or _from_environment("NEWSSPIDER_ARCHIVE") or Path(ARCHIVE_NAME)


def parse_duration(value: float | str, name: str = "duration") -> float:
    """Return *value* in seconds; a string may say ``90``, ``45s``, ``25m`` or ``1h30m``.

    Raises `ConfigError`, which calls it *name*.

    >>> parse_duration("1h30m")
    5400.0
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= _MOST:
        return float(value)
    match = _DURATION.fullmatch(str(value).strip().lower()) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        raise ConfigError(f"{name}: {value!r} is no duration; write 90, 45s, 25m or 1h30m")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return min(hours * 3600 + minutes * 60 + seconds, float(_MOST))


def parse_size(value: int | str, name: str = "size") -> int:
    """Return *value* in bytes; a string may say ``500kB``, ``20MB``, ``2GB`` or ``64MiB``.

    Raises `ConfigError`, which calls it *name*.

    >>> parse_size("1.5MB"), parse_size("64 MiB")
    (1500000, 67108864)
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST_BYTES:
        return value
    match = _SIZE.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    size = int(float(match[1]) * _UNITS[match[2] or ""]) if match else 0
    if not 0 < size <= _MOST_BYTES:
        raise ConfigError(f"{name}: {value!r} is no size; write 500kB, 20MB, 2GB or a number of bytes")
    return size


def parse_night(value: str, name: str = "night_window") -> tuple[int, int]:
    """Return when the window begins and ends, in minutes since midnight; it may span midnight.

    Raises `ConfigError`, which calls it *name*.

    >>> parse_night("23:00-06:30")
    (1380, 390)
    """
    match = _NIGHT.fullmatch(value.strip()) if isinstance(value, str) else None
    hours_and_minutes = [int(part) for part in match.groups()] if match else [24, 0, 24, 0]
    begin_hour, begin_minute, end_hour, end_minute = hours_and_minutes
    if max(begin_hour, end_hour) > 23 or max(begin_minute, end_minute) > 59:
        raise ConfigError(f'{name}: {value!r} is no window; write "23:00-06:00"')
    begin, end = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
    if begin == end:
        raise ConfigError(f'{name}: {value!r} begins when it ends; write "23:00-06:00"')
    return begin, end


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _beside(archive: Path | None) -> Path | None:
    candidates = [folder / FILE_NAME for folder in ([archive.parent] if archive else []) + [Path()]]
    return next((candidate for candidate in candidates if _is_file(candidate)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # whoever opens the archive there tells why
        return False


def _parse(path: Path) -> Config:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}; name another with --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no TOML: {error}") from error
    return Config(**{_known(name, path): _value(name, value, path) for name, value in _renamed(table).items()})


def _renamed(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return *table* with durations under the names of `Config`: ``max_time = "25m"`` is ``max_time_seconds``."""
    names = {each.name for each in fields(Config)}
    return {f"{name}_seconds" if f"{name}_seconds" in names else name: value for name, value in table.items()}


def _known(name: str, path: Path) -> str:
    names = [each.name for each in fields(Config)]
    if name in names:
        return name
    close = difflib.get_close_matches(name, [each.removesuffix("_seconds") for each in names], 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    raise ConfigError(f"{path}: {name!r} is unknown{hint}")


def _value(name: str, value: Any, path: Path) -> Any:
    if name.endswith("_seconds"):
        return parse_duration(value, f"{path}: {name.removesuffix('_seconds')}")
    if name in ("daily_bytes", "max_page_bytes", "max_seed_bytes", "raw_bytes"):
        return parse_size(value, f"{path}: {name}")
    if name == "allow":
        Guard.parse(entries := _strings(name, value, path))
        return entries
    if name in ("sites", "never"):
        return _strings(name, value, path)
    if name == "site":
        return _site_tables(value, path)
    if name in ("requests_per_host", "max_pages", "retries", "workers", "daily_requests", "raw_days", "copy_days"):
        return _number(name, value, path, least=0 if name == "retries" else 1)
    if name in _SWITCHES and isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise ConfigError(f"{path}: {name} must be {'true or false' if name in _SWITCHES else 'a string'}")
    if name == "night_window":
        parse_night(value, f"{path}: {name}")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ConfigError(f"{path}: {name} must be one of {', '.join(_CHOICES[name])}")
    return value


def _number(name: str, value: Any, path: Path, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MOST:
        raise ConfigError(f"{path}: {name} must be a whole number from {least} to {_MOST}")
    return value


def _strings(name: str, value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f'{path}: {name} must be a list of strings, like {name} = ["theeasternlink"]')
    if not all(each.strip() for each in value):
        raise ConfigError(f"{path}: {name} has an empty entry: take it out")
    return tuple(value)


def _site_tables(value: Any, path: Path) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        raise ConfigError(f"{path}: site must be tables, like [site.theeasternlink]")
    for name, table in value.items():
        if table.get("opt_out", "store") not in _CHOICES["opt_out"]:
            raise ConfigError(f"{path}: [site.{name}] opt_out must be one of {', '.join(_CHOICES['opt_out'])}")
    return value
