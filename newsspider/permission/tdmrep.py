"""``/.well-known/tdmrep.json``: text and data mining reserved by path (W3C community group, TDMRep, 2024)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsspider.article import OptOut, OptOutSource
from newsspider.permission.pattern import Pattern, parse_pattern, path_of, spellings
from newsspider.permission.records import read_text
from newsspider.permission.reservation import is_reserved, tdm_reservation
from newsspider.text import read_json

WELL_KNOWN_PATH = "/.well-known/tdmrep.json"

_MOST_RULES = 1_000
_MOST_PATTERN_LETTERS = 8_192


@dataclass(frozen=True, slots=True)
class TdmRule:
    """What holds where a path fits."""

    pattern: Pattern
    opt_out: OptOut | None
    """``None`` where nothing is reserved."""


@dataclass(frozen=True, slots=True)
class TdmRep:
    """What a tdmrep.json says; without rules nothing."""

    rules: tuple[TdmRule, ...] = ()

    def opt_outs(self, url: str) -> tuple[OptOut, ...]:
        """Return what the publisher reserves at *url*: the first rule whose location fits decides."""
        paths = spellings(path_of(url))
        for rule in self.rules:
            if any(rule.pattern.matches(path) for path in paths):
                return (rule.opt_out,) if rule.opt_out else ()
        return ()


def parse_tdmrep(body: bytes) -> TdmRep:
    """Return what the tdmrep.json *body* says; never raises: what is no rule is passed over.

    >>> rep = parse_tdmrep(b'[{"location": "/news/*.html", "tdm-reservation": 1}]')
    >>> [opt_out.signal for opt_out in rep.opt_outs("https://news.example/news/ferry.html")]
    ['tdm-reservation=1']
    """
    try:
        value = read_json(read_text(body))
    except (ValueError, RecursionError):
        return TdmRep()
    entries = value if isinstance(value, list) else [value]
    rules = (_read_rule(entry) for entry in entries[:_MOST_RULES] if isinstance(entry, dict))
    return TdmRep(tuple(rule for rule in rules if rule))


def _read_rule(entry: dict[str, Any]) -> TdmRule | None:
    location = entry.get("location")
    reservation = entry.get("tdm-reservation")
    if not isinstance(location, str) or not 0 < len(location) <= _MOST_PATTERN_LETTERS:
        return None
    if not isinstance(reservation, (str, int, float)):
        return None
    pattern = parse_pattern(location if location.startswith(("/", "*")) else f"/{location}")
    policy = entry.get("tdm-policy")
    reserved = reservation == 1 or (isinstance(reservation, str) and is_reserved(reservation))
    opt_out = tdm_reservation(OptOutSource.TDMREP, policy if isinstance(policy, str) else None)
    return TdmRule(pattern, opt_out if reserved else None)


NOTHING_RESERVED = TdmRep()
