"""Traps: addresses that no article has, shapes of addresses that lead nowhere, and the watch that ends both.

An address alone gives only the plain ones away (`looks_like_trap`). The others are told by what comes of them: each
outcome is noted under the shape of its address (`shape_of`), and a shape that bears no fruit is closed (`TrapWatch`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple
from urllib.parse import unquote

from newsspider.errors import BadURL
from newsspider.slug import looks_like_story
from newsspider.urls import url_key

MOST_FOLDERS = 20
MOST_PARAMETERS = 12
"""Figures of `looks_like_trap`; the recorded articles have at most 9 folders and 6 parameters (tests/test_traps.py)."""

BARREN_LIMIT = 30
"""So many outcomes without an article close a shape that never gave one in the run."""
FRUITFUL_LIMIT = 100
"""So many in a row close a shape that did."""
SITE_LIMIT = 100
"""So many in a row, whatever their shapes, close the site for the run: link farms make shapes too."""
MOST_SHAPES = 2_000
"""So many shapes are watched, and so many kept closed; the least recently used are forgotten."""
MOST_SHAPE_CHARS = 200

SITE = "*"
"""Stands for all shapes of a site."""

_LITERAL_FOLDERS = 3  # sections; a maze makes words too, and deeper down than sections go


class TrapSign(StrEnum):
    """What in an address tells that no article has it."""

    TOO_DEEP = "too-deep"
    PATH_REPEATS = "path-repeats"
    CALENDAR = "calendar"
    PAGINATION = "pagination"
    SESSION_ID = "session-id"
    TOO_MANY_PARAMETERS = "too-many-parameters"
    ESCAPED_AGAIN = "escaped-again"


class _Address(NamedTuple):
    key: str
    host: str
    folders: list[str]
    query: str
    parameters: list[tuple[str, str]]


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_CALENDARS = _words("""
    calendar calendars kalender calendrier calendario agenda events event veranstaltungen termine evenements eventos
    eventi whats-on
""")
_ARCHIVES = _words("archive archives archiv archivo archivio arquivo")
_LISTINGS = (
    _CALENDARS | _ARCHIVES | _words("page seite pagina tag tags category author search month week day year list feed")
)
_PAGES = _words("page seite pagina")
_YEAR_KEYS = _words("year yr y yyyy jahr annee ano anno")
_MONTH_KEYS = _words("month mon m mm monat mois mes mese")
_DATE_KEYS = _words("date day d datum fecha data tribe-bar-date eventdate cal_date")
_PAGE_KEYS = _words(
    "page paged pg pageno page_no pagenum page_num pagenumber seite pagina start offset limitstart skip"
)

_ONLY_MONTH = re.compile(
    r"(?:(?:year|month|week|list|date)/)*(?:19|2[0-2])\d\d[-_/.](?:0?[1-9]|1[0-2])"
    r"(?:/(?:year|month|week|list))?(?:/page/\d+)?"
)
_ONLY_DAY = re.compile(
    r"(?:(?:day|date)/)*(?:19|2[0-2])\d\d[-_/.](?:0?[1-9]|1[0-2])[-_/.](?:0?[1-9]|[12]\d|3[01])"
    r"(?:/(?:day|week|list))?(?:/page/\d+)?"
)
_DATE = re.compile(
    r"(?:(?:year|month|week|day|list|date)/)*[12]\d{3}[-_/.](?:0?[1-9]|1[0-2])(?:[-_/.]\d{1,2})?"
    r"(?:/(?:year|month|week|day|list))?(?:/page/\d+)?"
)
_DATE = re.compile(r"[12]\d{3}[-_/.]\d{1,2}(?:[-_/.]\d{1,2})?|[12]\d{7}")
_HUNDREDS = re.compile(r"[1-9]\d{2,}")
_PAGE_FOLDER = re.compile(r"(?:page|seite|pagina)[-_]?[1-9]\d{2,4}")
_TOKEN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{16,}", re.IGNORECASE)
_TOKEN_TURNS = 3
_UNNAMED_TOKEN_CHARS = 24
_UNNAMED_TOKEN_TURNS = 6  # a title run together has a figure or two: top10ferriesoftheisles2026ranked
_SESSION_WORD = re.compile(r"s|[jopsuvz]?sid|[a-z]*[._-]?sess(?:ion)?(?:[._-]?id)?", re.IGNORECASE)
_SESSION_FOLDER = re.compile(rf"(?:{_SESSION_WORD.pattern})[-_=:]([a-z\d]+)", re.IGNORECASE)


def looks_like_trap(url: str) -> TrapSign | None:
    """Guess from the address alone whether it is one of endlessly many; ``None`` where an article may have it.

    Sure rather than complete: what it lets pass, `TrapWatch` ends.

    >>> looks_like_trap("https://news.example/events/2031/04/")
    <TrapSign.CALENDAR: 'calendar'>
    >>> looks_like_trap("https://news.example/events/2031/04/bridge-reopens/")
    """
    try:
        address = _read(url)
    except BadURL:
        return None
    return next((sign for sign, holds in _SIGNS if holds(address)), None)


def _read(url: str) -> _Address:
    """Return the parts of *url*'s key, percent-decoded; tracking and sessions known by name are gone from it."""
    key = url_key(url)
    address, _, fragment = key.partition("#")
    address, _, query = address.partition("?")
    host, *folders = f"{address}/{fragment.removeprefix('!')}".split("/")
    pairs = (parameter.partition("=") for parameter in query.split("&") if parameter)
    return _Address(
        key,
        host,
        [unquote(folder) for folder in folders if folder],
        query,
        [(unquote(name).lower(), unquote(value)) for name, _, value in pairs],
    )


def _is_deep(address: _Address) -> bool:
    return len(address.folders) > MOST_FOLDERS


def _repeats(address: _Address) -> bool:
    """Tell whether a folder comes thrice in a row or four times in all, or several folders thrice in a row."""
    folders = [folder.lower() for folder in address.folders]
    named = Counter(folder for folder in folders if not folder.isdigit())
    if max(named.values(), default=0) < 3:
        return False
    return max(named.values()) > 3 or any(_repeats_by(folders, size) for size in range(1, len(folders) // 3 + 1))


def _repeats_by(folders: list[str], size: int) -> bool:
    return any(
        folders[start : start + size] * 3 == folders[start : start + 3 * size]
        and not all(folder.isdigit() for folder in folders[start : start + size])
        for start in range(len(folders) - 3 * size + 1)
    )


def _is_calendar(address: _Address) -> bool:
    folders = [folder.lower() for folder in address.folders]
    at = next((place for place, folder in enumerate(folders) if folder in _CALENDARS | _ARCHIVES), None)
    if at is not None and _is_only_date("/".join(folders[at + 1 :]), is_archive=folders[at] in _ARCHIVES):
        return True
    if folders and folders[-1] in _CALENDARS and any(map(_is_date, address.parameters)):
        return True
    numbered = {name for name, value in address.parameters if value.isdigit()}
    return bool(numbered & _YEAR_KEYS and numbered & _MONTH_KEYS) and not _is_story(address)


def _is_only_date(rest: str, *, is_archive: bool) -> bool:
    """Tell whether *rest* of a path is a day or a month; ``/archives/2034/2`` may be an article's second page."""
    return _ONLY_DAY.fullmatch(rest) is not None or (not is_archive and _ONLY_MONTH.fullmatch(rest) is not None)


def _is_date(parameter: tuple[str, str]) -> bool:
    name, value = parameter
    return name in _DATE_KEYS and _DATE.fullmatch(value) is not None


def _is_pagination(address: _Address) -> bool:
    """Tell whether this is the hundredth page of a listing, or a later one; an article may tell whence it came."""
    *_, parent, last = ("", "", *address.folders)
    if _PAGE_FOLDER.fullmatch(last) or (parent.lower() in _PAGES and re.fullmatch(r"[1-9]\d{2,4}", last)):
        return True
    return any(name in _PAGE_KEYS and _HUNDREDS.fullmatch(value) for name, value in address.parameters) and (
        not _is_story(address)
    )


def _holds_session(address: _Address) -> bool:
    """Tell whether a token stands where the session does: under its name, or before the path."""
    folders = address.folders[:-1]
    named = [*address.parameters, *pairwise(folders)]
    if any(_is_token(value) and _SESSION_WORD.fullmatch(name) for name, value in named):
        return True
    if any((match := _SESSION_FOLDER.fullmatch(folder)) and _is_token(match[1]) for folder in folders):
        return True
    return bool(folders) and len(folders[0]) >= _UNNAMED_TOKEN_CHARS and _turns(folders[0]) >= _UNNAMED_TOKEN_TURNS


def _is_token(text: str) -> bool:
    return _turns(text) >= _TOKEN_TURNS


def _turns(text: str) -> int:
    """Return how often letters and figures take turns, more than in any name that people give; 0 where it is short."""
    return sum(one.isdigit() is not other.isdigit() for one, other in pairwise(text)) if _TOKEN.fullmatch(text) else 0


def _is_story(address: _Address) -> bool:
    return looks_like_story(address.folders, address.query)


_SIGNS: tuple[tuple[TrapSign, Callable[[_Address], bool]], ...] = (
    (TrapSign.TOO_DEEP, _is_deep),
    (TrapSign.PATH_REPEATS, _repeats),
    (TrapSign.CALENDAR, _is_calendar),
    (TrapSign.PAGINATION, _is_pagination),
    (TrapSign.SESSION_ID, _holds_session),
    (TrapSign.TOO_MANY_PARAMETERS, lambda address: len(address.parameters) > MOST_PARAMETERS),
    (TrapSign.ESCAPED_AGAIN, lambda address: re.search("%(?:25){3}", address.key) is not None),
)

_EXTENSION = re.compile(r"(?<=.)\.[a-z][a-z\d]{1,4}$", re.IGNORECASE)
_BREAKS = re.compile(r"[^\w\u0300-\U0010ffff]+|_+")
_YEAR = re.compile(r"1[5-9]\d\d|2[0-2]\d\d")
_UUID = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[a-z9_.:\[\]-]{1,20}")


def shape_of(url: str) -> str:
    """Return *url* with its figures and names folded: one shape, or few, for all that one generator makes.

    Sections and the words of listings stay. ``9`` stands for a number, ``99`` for one of four figures or more, ``y``
    for a year, ``a`` for a word, ``a-a`` for a slug, ``x`` for a token, ``+`` for more of the same. At most 200
    characters. May raise `BadURL`.

    >>> shape_of("https://www.news.example/city/2026/11/03/bridge-reopens-after-flood.html?id=4711")
    'news.example/city/y/9+/a-a.html?id=9'
    """
    address = _read(url)
    last = len(address.folders) - 1
    folded = [_fold(folder, place, is_last=place == last) for place, folder in enumerate(address.folders)]
    path = "/".join(name + "+" * (len(list(run)) > 1) for name, run in groupby(folded))
    query = "&".join(sorted({_fold_parameter(name, value) for name, value in address.parameters}))
    return f"{address.host}/{path}{'?' + query if query else ''}"[:MOST_SHAPE_CHARS]


def _fold(folder: str, place: int, *, is_last: bool) -> str:
    extension = _EXTENSION.search(folder) if is_last else None
    name = (folder[: extension.start()] if extension else folder).lower()
    return _fold_name(name, is_section=place < _LITERAL_FOLDERS and not is_last) + (
        extension[0].lower() if extension else ""
    )


def _fold_name(name: str, *, is_section: bool) -> str:
    if name in _LISTINGS or (is_section and len(name) <= 12 and _is_word(name)):
        return name
    if _UUID.fullmatch(name):
        return "x"
    kinds = [_kind(word) for word in _BREAKS.split(name) if word]
    if len(kinds) > 1:
        return _fold_slug(kinds)
    return "a-a" if kinds == ["a"] and not name.isascii() and len(name) >= 10 else "".join(kinds) or "-"


def _fold_slug(kinds: list[str]) -> str:
    """Return the kinds of a slug's words, cut to what tells slugs apart: a long number or token at its ends."""
    if not {"a", "a9"} & {*kinds}:
        return "x" if "x" in kinds else "y-9" if kinds[0] == "y" else "9-9"
    ends = {"99", "y", "x"} if len(kinds) > 2 else {"99", "y", "x", "9"}
    head = [kinds[0]] if kinds[0] in ends else []
    tail = [kinds[-1]] if kinds[-1] in ends else []
    words = len(kinds) - len(head) - len(tail)
    return "-".join([*head, "a" if words == 1 else "a-a", *tail])


def _kind(word: str) -> str:
    if word.isdigit():
        return "y" if _YEAR.fullmatch(word) else "9" if len(word) < 4 else "99"
    if not word.isascii() or word.isalpha():
        return "a"
    return "x" if len(word) >= 8 else "a9"


def _is_word(name: str) -> bool:
    return name.isalpha() or all(letter.isalpha() or unicodedata.category(letter)[0] == "M" for letter in name)


def _fold_parameter(name: str, value: str) -> str:
    name = re.sub(r"\d+", "9", name)
    kinds = {_kind(word) for word in _BREAKS.split(value) if word}
    kind = "a" if "a" in kinds else "x" if {"x", "a9"} & kinds else "9" if kinds else ""
    is_plain = _PLAIN_NAME.fullmatch(name) and name.count("9") < 3
    return (name if is_plain else "x") + ("=" + kind if kind else "")


@dataclass(slots=True)
class _Record:
    """What came of a shape."""

    barren: int = 0
    """Outcomes in a row without fruit."""
    has_borne: bool = False


class TrapWatch:
    """What came of a site's addresses in a run, by shape, and which shapes are closed by it.

    >>> watch = TrapWatch()
    >>> [watch.note(f"https://news.example/day/{n}", is_barren=True) for n in range(1, 31)][-2:]
    [None, 'news.example/day/9']
    """

    def __init__(self, closed: Iterable[str] = ()) -> None:
        self._records: OrderedDict[str, _Record] = OrderedDict()
        self._closed: OrderedDict[str, None] = OrderedDict()
        self._barren = 0
        for shape in closed:
            self.close(shape)

    def note(self, url: str, *, is_barren: bool, weight: int = 1) -> str | None:
        """Take what came of *url* and return the shape that is closed by it: its own, or `SITE`; mostly ``None``.

        Fruitful is an article, new, changed or not, whose text was not seen before on the site in this run. No outcome
        at all (a failure, a refusal) is not to be noted. A barren one counts as *weight* many. May raise `BadURL`.
        """
        shape = shape_of(url)
        record = self._record(shape)
        record.barren = record.barren + weight if is_barren else 0
        record.has_borne = record.has_borne or not is_barren
        self._barren = self._barren + weight if is_barren else 0
        full = record.barren >= (FRUITFUL_LIMIT if record.has_borne else BARREN_LIMIT)
        for name, is_over in ((shape, full), (SITE, self._barren >= SITE_LIMIT)):
            if is_over and name not in self._closed:
                self.close(name)
                return name
        return None

    def bears(self, shape: str) -> bool:
        """Return whether the last outcome of *shape* was fruitful."""
        record = self._records.get(shape)
        return record is not None and record.has_borne and record.barren == 0

    def is_closed(self, url: str) -> bool:
        """Tell whether *url* is not to be visited in this run; may raise `BadURL`."""
        if not self._closed:
            return False
        if SITE in self._closed:
            return True
        shape = shape_of(url)
        if shape not in self._closed:
            return False
        self._closed.move_to_end(shape)
        return True

    def close(self, shape: str) -> None:
        """Close *shape*, or with `SITE` all shapes, for this run."""
        self._closed[shape] = None
        self._closed.move_to_end(shape)
        if len(self._closed) > MOST_SHAPES:
            self._closed.popitem(last=False)

    def reopen(self, shape: str) -> bool:
        """Give *shape*, which bore fruit before this run, the longer patience; false where that is over too."""
        record = self._record(shape)
        if record.has_borne:
            return False
        record.has_borne = True
        self._closed.pop(shape, None)
        return True

    def _record(self, shape: str) -> _Record:
        record = self._records.setdefault(shape, _Record())
        self._records.move_to_end(shape)
        if len(self._records) > MOST_SHAPES:
            self._records.popitem(last=False)
        return record
