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

FILE_NAME = "newsspider.toml"
ARCHIVE_NAME = "newsspider.db"
CONTACT_HINT = 'add the line  contact = "you@your-site.example"  to newsspider.toml, so that a site owner can reach you'
_MOST = 10**9
"""Of anything that can be counted; a duration of so many seconds lasts a generation."""
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
    delay_seconds: float = 1.0
    """Between two requests to one host, except loopback; robots.txt may ask for more."""
    requests_per_host: int = 1
    """Requests to one host at once."""
    max_pages: int = 500
    """Article pages a site and run."""
    max_time_seconds: float = 25 * 60.0
    """Longest a run may take; what is left waits for the next."""
    timeout_seconds: float = 30.0
    """For one response."""
    retries: int = 1
    """Of a request that failed for a passing reason, within a run."""
    workers: int = field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)))
    """Extraction processes."""
    deadline_seconds: float = 20.0
    """For the extraction of one page."""
    never: tuple[str, ...] = ()
    """Hosts that are never asked, with their subdomains."""
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
    if name in ("sites", "never"):
        return _strings(name, value, path)
    if name == "site":
        return _site_tables(value, path)
    if name in ("requests_per_host", "max_pages", "retries", "workers"):
        return _number(name, value, path, least=0 if name == "retries" else 1)
    if not isinstance(value, str):
        raise ConfigError(f"{path}: {name} must be a string")
    return value


def _number(name: str, value: Any, path: Path, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MOST:
        raise ConfigError(f"{path}: {name} must be a whole number from {least} to {_MOST}")
    return value


def _strings(name: str, value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f'{path}: {name} must be a list of strings, like {name} = ["theeasternlink"]')
    return tuple(value)


def _site_tables(value: Any, path: Path) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        raise ConfigError(f"{path}: site must be tables, like [site.theeasternlink]")
    return value
