"""Articles told over several pages: which addresses are parts of one, as far as addresses tell.

Nothing here says that an article *has* parts: of two addresses alike, one may be another story. That takes a page that
names the other one where it leads from part to part (`newsspider.extraction.pagination`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsspider.errors import BadURL
from newsspider.urls import is_front_page, url_key

MOST_PARTS = 20
"""So many pages an article may have; a longer row is a gallery, or leads nowhere."""

_WORD = r"(?:page|pag|pg|p|part|parte|partie|seite|teil|pagina|página|strona|strana|sida|side|sivu|sayfa|стр|страница)"
_KEY = re.compile(rf"(?:(?:{_WORD}(?:no|num|number|_no|_num)?)|paged)", re.IGNORECASE)
_FOLDER = re.compile(rf"{_WORD}[-_]?(?P<number>\d\d?)", re.IGNORECASE)
_ENDING = re.compile(rf"(?<=.)[-_,.](?:{_WORD}[-_,.]?)?(?P<number>\d\d?)(?P<suffix>\.[a-z]{{3,5}})?$", re.IGNORECASE)
_ALL = re.compile(
    r"(?:view|show|print)?[-_]?(?:all|full|single|one)(?:[-_]?(?:pages?|articles?|story|view))?|(?:full|complete)|printable|"
    r"print(?:[-_]?(?:view|version|article|er[-_]?friendly))?|komplett(?:ansicht)?|druck(?:en|ansicht|version)?|"
    r"alle?s?|toutes?|tout|todo|todas?|imprimir|imprimer|stampa|seite-komplett|auf-einer-seite",
    re.IGNORECASE,
)
"""What names a view of an article of several pages that shows all of it."""
_VIEW = re.compile(r"view|show|display|mode|format|pages?wanted|action|ansicht", re.IGNORECASE)
_SET = frozenset(("", "1", "true", "yes", "y", "on"))


class Part(NamedTuple):
    """A page as a part of an article."""

    base: str
    """`url_key` of the first part, equal for all of them."""
    number: int
    """What its address counts; 0 where it counts nothing, as the first part's mostly does."""


def part_of(url: str) -> Part:
    """Return which part of an article *url* would be, if it is one of several; may raise `BadURL`.

    >>> part_of("https://news.example/bridge-reopens?page=2"), part_of("https://news.example/bridge-reopens/")
    (Part(base='news.example/bridge-reopens', number=2), Part(base='news.example/bridge-reopens', number=0))
    >>> part_of("https://news.example/bridge-reopens/3/").number, part_of("https://news.example/bridge,seite-2.html").number
    (3, 2)
    """
    key = url_key(url)
    path, _, query = key.partition("?")
    found = _of_query(path, query) or _of_path(path, query)
    return found if found is not None and not _is_root(found.base) else Part(key, 0)


def are_parts(url: str, other: str) -> bool:
    """Return whether both addresses would be parts of one article, and not the same one."""
    try:
        one, two = part_of(url), part_of(other)
    except BadURL:
        return False
    return one.base == two.base and one.number != two.number


def base_of_view(url: str) -> str | None:
    """Return the identity of the article that *url* shows all of on one page, as far as its address tells.

    >>> base_of_view("https://news.example/bridge?view=all"), base_of_view("https://news.example/bridge/single-page/")
    ('news.example/bridge', 'news.example/bridge')
    >>> base_of_view("https://news.example/bridge?id=7") is None
    True
    """
    path, _, query = url_key(url).partition("?")
    pairs = query.split("&") if query else []
    for pair in pairs:
        if _is_view(*pair.partition("=")[::2]):
            rest = "&".join(other for other in pairs if other != pair)
            return None if _is_root(path) and not rest else f"{path}?{rest}" if rest else path
    folder, _, last = path.rpartition("/")
    if not _ALL.fullmatch(last) or _is_root(folder):
        return None
    return f"{folder}?{query}" if query else folder


def _is_view(name: str, value: str) -> bool:
    """Say whether a parameter asks for all pages: ``view=all``, ``page=all``, ``singlepage=1``."""
    if _ALL.fullmatch(name) and value.lower() in _SET:
        return True
    return bool((_VIEW.fullmatch(name) or _KEY.fullmatch(name)) and _ALL.fullmatch(value))


def _of_query(path: str, query: str) -> Part | None:
    pairs = query.split("&") if query else []
    for pair in pairs:
        name, _, value = pair.partition("=")
        if _KEY.fullmatch(name) and _is_part_number(value):
            rest = "&".join(other for other in pairs if other != pair)
            return Part(f"{path}?{rest}" if rest else path, int(value))
    return None


def _of_path(path: str, query: str) -> Part | None:
    """Return the part that the last segments of *path* count: ``/2``, ``/page/2``, ``/page-2``, ``-2.html``."""
    tail = f"?{query}" if query else ""
    folder, _, last = path.rpartition("/")
    if _is_part_number(last):
        before, _, word = folder.rpartition("/")
        return Part(f"{before if _KEY.fullmatch(word) else folder}{tail}", int(last))
    if (match := _FOLDER.fullmatch(last)) and _is_part_number(match["number"]):
        return Part(f"{folder}{tail}", int(match["number"]))
    if (match := _ENDING.search(last)) and _is_part_number(match["number"]):
        return Part(f"{folder}/{last[: match.start()]}{match['suffix'] or ''}{tail}", int(match["number"]))
    return None


def _is_part_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and not text.startswith("0") and int(text) <= MOST_PARTS


def _is_root(base: str) -> bool:
    return "/" not in base or is_front_page(f"https://{base}")
