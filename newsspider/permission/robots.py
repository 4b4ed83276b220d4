"""robots.txt by RFC 9309: who may fetch what, how slowly, and what the publisher reserves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsspider.article import OptOut, OptOutSource
from newsspider.permission.content_signal import SIGNALS_THAT_RESERVE, read_content_signals
from newsspider.permission.crawlers import GATHERERS
from newsspider.permission.pattern import Pattern, compile_pattern, path_of, spell_pattern, spellings, without_dots
from newsspider.permission.records import Field, read_records
from newsspider.permission.rulebook import Rule, RuleBook, lay_out

OUR_TOKEN = "newsspider"
EVERYONE = "*"
MOST_DELAY_SECONDS = 24 * 60 * 60.0
"""A longer delay is no delay but a slip of the pen."""

_MOST_SITEMAPS = 1_000
_MOST_SITEMAP_LETTERS = 4_000
_MOST_SIGNAL_LINES = 200
_TOKEN = re.compile(r"[A-Za-z0-9_.\-]+")
_SECONDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})\s*(?:s|secs?|seconds?)?", re.IGNORECASE)
_RATE = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*([smhd]?)(?:\s.*)?", re.IGNORECASE)
_UNIT_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_ORIGIN = re.compile(r"^https?://[^/?#*]*", re.IGNORECASE)
_SITEMAP = re.compile(r"https?://[^\s\x00-\x20\x7f\ud800-\udfff]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentSignal:
    """One line of content signals (contentsignals.org), as far as it goes."""

    reach: int
    """How many of its group's names stand before it: it holds for these."""
    pattern: Pattern
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive User-agent lines and what follows them, without the rules."""

    names: tuple[str, ...] = ()
    delays: tuple[tuple[int, float], ...] = ()
    """Reach, as of a content signal, and seconds."""
    signals: tuple[ContentSignal, ...] = ()

    def delays_for(self, name: str) -> list[float]:
        """Return the pauses that one of its names is asked for, in seconds."""
        place = self.names.index(name) if self.delays else 0
        return [seconds for reach, seconds in self.delays if place < reach]

    def signals_for(self, name: str) -> list[ContentSignal]:
        """Return the content signals for one of its names."""
        place = self.names.index(name) if self.signals else 0
        return [signal for signal in self.signals if place < signal.reach]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a robots.txt says."""

    rules: RuleBook
    groups: tuple[Group, ...] = ()
    groups_of: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Places in `groups`, by product token in lower case; ``*`` for everyone else."""
    sitemaps: tuple[str, ...] = ()
    """http(s) addresses that it names, in order, each once."""

    @property
    def agents(self) -> tuple[str, ...]:
        """The product tokens that it names, in lower case, in order."""
        return tuple(self.groups_of)

    def can_fetch(self, url: str, agent: str) -> bool:
        """Say whether *agent* may fetch *url*: the longest rule of its groups counts, Allow before Disallow.

        An agent that is not named obeys the groups for ``*``; without any, everything is allowed (RFC 9309, 2.2.1).
        Of an address with dot segments, what is written and what is meant must both be allowed.
        """
        path = path_of(url)
        return self._allows({path, without_dots(path)}, self._groups_for(agent))

    def crawl_delay(self, agent: str) -> float | None:
        """Return the longest pause between two requests that *agent* is asked for, in seconds; ``None`` without one.

        Both ``Crawl-delay`` and ``Request-rate`` count, though neither is part of the standard.
        """
        name = self._name_for(agent)
        groups = [self.groups[number] for number in self._groups_for(agent)]
        return max((seconds for group in groups for seconds in group.delays_for(name)), default=None)

    def content_signals(self, url: str, agent: str) -> tuple[tuple[str, str], ...]:
        """Return the content signals for *agent* at *url*, as pairs of name and value, in lower case.

        Of two lines that speak of one signal the one with the longer path counts; of equals, the one that says no.
        """
        return self._signals(url, self._name_for(agent))

    def opt_outs(self, url: str) -> tuple[OptOut, ...]:
        """Return what the publisher reserves at *url*.

        Each gatherer of training data that is named and may not fetch it, and each content signal to everyone or to
        us that says no.
        """
        path = path_of(url)
        paths = {path, without_dots(path)}
        verdicts: dict[frozenset[int], bool] = {}
        found = []
        for name in GATHERERS.keys() & self.groups_of.keys():
            groups = self.groups_of[name]
            if groups not in verdicts:
                verdicts[groups] = self._allows(paths, groups)
            if not verdicts[groups]:
                found.append(OptOut(source=OptOutSource.ROBOTS, signal=name))
        pairs = {*self._signals(url, EVERYONE), *self._signals(url, OUR_TOKEN)}
        said = sorted(f"{name}={value}" for name, value in pairs & SIGNALS_THAT_RESERVE)
        return (
            *sorted(found, key=lambda each: each.signal),
            *(OptOut(source=OptOutSource.CONTENT_SIGNAL, signal=signal) for signal in said),
        )

    def _name_for(self, agent: str) -> str:
        token = product_token(agent)
        return token if token in self.groups_of else EVERYONE

    def _groups_for(self, agent: str) -> frozenset[int]:
        return self.groups_of.get(self._name_for(agent), frozenset())

    def _allows(self, paths: set[str], groups: frozenset[int]) -> bool:
        if not groups:
            return True
        return all(
            path.partition("?")[0] == "/robots.txt"
            or max(self.rules.judge(spelling, groups) for spelling in spellings(path))[1]
            for path in paths
        )

    def _signals(self, url: str, name: str) -> tuple[tuple[str, str], ...]:
        path = path_of(url)
        groups = [self.groups[number] for number in self.groups_of.get(name, ())]
        lines = [line for group in groups for line in group.signals_for(name) if line.pattern.matches(path)]
        ranked = sorted(
            (line.pattern.octets, value.startswith("n"), key, value) for line in lines for key, value in line.pairs
        )
        return tuple(sorted({key: value for _, _, key, value in ranked}.items()))


def product_token(text: str) -> str:
    """Return the name of a crawler in lower case, without its version (RFC 9309, 2.2.1); empty where there is none.

    >>> product_token("NewsSpider/0.1 (+https://archive.example)")
    'newsspider'
    """
    found = _TOKEN.match(text.strip())
    return found[0].lower() if found else ""


def parse_robots(body: bytes) -> Robots:
    """Return what the robots.txt *body* says; never raises: what is no record is passed over (RFC 9309, 2.2)."""
    reader = _Reader()
    for about, value in read_records(body):
        reader.take(about, value)
    return reader.finish()


class _Reader:
    """Puts records together to groups. A record that is no rule never ends a group (RFC 9309, 2.2.4)."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.rules: dict[Rule, None] = {}
        self.sitemaps: dict[str, None] = {}
        self.signal_lines = 0
        self.names: dict[str, None] = {}
        self.delays: dict[tuple[int, float], None] = {}
        self.signals: list[ContentSignal] = []
        self.is_open = False
        """Whether the group has met rules: the next User-agent line begins another."""

    def take(self, about: Field, value: str) -> None:
        """Add one record."""
        match about:
            case Field.USER_AGENT:
                self._name(value)
            case Field.ALLOW | Field.DISALLOW:
                self._rule(value, allows=about is Field.ALLOW)
            case Field.CRAWL_DELAY | Field.REQUEST_RATE:
                seconds = _read_delay(value) if about is Field.CRAWL_DELAY else _read_rate(value)
                if seconds is not None and self.names:
                    self.delays[len(self.names), seconds] = None
            case Field.CONTENT_SIGNAL:
                self._signal(value)
            case Field.SITEMAP:
                self._sitemap(value)

    def finish(self) -> Robots:
        """Return everything that was taken."""
        self._close_group()
        places: dict[str, list[int]] = {}
        for number, group in enumerate(self.groups):
            for name in group.names:
                places.setdefault(name, []).append(number)
        shared: dict[frozenset[int], frozenset[int]] = {}
        groups_of = {name: frozenset(numbers) for name, numbers in places.items()}
        return Robots(
            rules=lay_out(self.rules),
            groups=tuple(self.groups),
            groups_of={name: shared.setdefault(numbers, numbers) for name, numbers in groups_of.items()},
            sitemaps=tuple(self.sitemaps),
        )

    def _name(self, value: str) -> None:
        if self.is_open:
            self._close_group()
        for part in value.split(","):
            name = EVERYONE if part.split()[:1] == [EVERYONE] else product_token(part.replace("*", ""))
            if name:
                self.names[name] = None

    def _close_group(self) -> None:
        self.groups.append(Group(tuple(self.names), tuple(self.delays), tuple(self.signals)))
        self.names, self.delays, self.signals, self.is_open = {}, {}, [], False

    def _rule(self, value: str, *, allows: bool) -> None:
        self.is_open = True
        pattern = _read_path(value, allows=allows)
        if pattern and self.names:
            for spelling in spellings(spell_pattern(pattern)):
                self.rules[Rule(spelling, allows, len(self.groups))] = None

    def _signal(self, value: str) -> None:
        self.signal_lines += 1
        if self.names and self.signal_lines <= _MOST_SIGNAL_LINES:
            path, pairs = read_content_signals(value)
            self.signals.append(ContentSignal(len(self.names), compile_pattern(spell_pattern(path)), pairs))

    def _sitemap(self, value: str) -> None:
        found = _SITEMAP.match(value)
        if found and len(found[0]) <= _MOST_SITEMAP_LETTERS and len(self.sitemaps) < _MOST_SITEMAPS:
            self.sitemaps[found[0]] = None


def _read_path(value: str, *, allows: bool) -> str:
    """Return the path pattern of a rule; empty where it has none.

    A Disallow that forgets the slash, or writes a whole address, is taken as meant; an Allow is not.
    """
    if not value or value.startswith(("/", "*")):
        return value
    return "" if allows else f"/{_ORIGIN.sub('', value, count=1).lstrip('/')}"


def _read_delay(value: str) -> float | None:
    found = _SECONDS.fullmatch(value)
    return _sane(float(found[1])) if found else None


def _read_rate(value: str) -> float | None:
    """Return the seconds a request of a rate such as ``1/10`` (pages, seconds) or ``2/1m``."""
    found = _RATE.fullmatch(value)
    if not found or not int(found[1]):
        return None
    return _sane(int(found[2]) * _UNIT_SECONDS[found[3].lower()] / int(found[1]))


def _sane(seconds: float) -> float:
    return min(seconds, MOST_DELAY_SECONDS)


ALLOW_ALL = parse_robots(b"")
"""Without rules everything is allowed (RFC 9309, 2.2.1)."""
