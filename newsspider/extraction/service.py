"""Pages that serve their readers, and tell them no story: prices, programmes, tables of sport, polls, sign-ups.

Such a page shows by its make what it is, in any language: rows of figures, choices to make, teasers one below the
other, a title and an address that name a service. What it shows is weighed; no single sign decides, and in doubt it
is an article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from newsspider.extraction.jsonld import ARTICLE_TYPES
from newsspider.extraction.layout import Layout
from newsspider.extraction.messages import folded, phrases
from newsspider.extraction.naming import is_address_of_one
from newsspider.text import words

ENOUGH = 3
"""Weight from which on a page serves; no article of benchmarks/quality.py's corpora has more than two."""
SURE = 2
"""One sign at least has this weight: neither figures in prose nor a page of nobody's make a service."""
MAX_WORDS, MANY_WORDS = 600, 300
"""Longer texts are not looked at; and those that are no longer short."""
ROWED, ROWS = 0.25, 4
"""Share of the text in so many rows of figures at least."""
CELLED, MANY_ROWS, FEW_WORDS = 0.3, 9, 120
"""Or share of the page in so many of them, where the text has at most so many words."""
FIGURES = 0.08
"""Share of digits among letters and digits; an article of the corpora has more only where it is a table of results."""
TEASED, TEASERS = 0.9, 6
"""Share of the text in so many teasers."""
SPOKEN, SHARE_SPOKEN = 3, 0.03
"""So many words, and this share of all, speak to the reader."""
TOLD = 350
"""Letters of steady prose that no programme, list or form has."""
MAX_TITLE = 70
"""Letters of a title that only names a service."""
MOST_NAMED = 2
"""The last part of an address with more words, or figures, tells what a piece is about."""
_OTHER_TYPES = frozenset(
    (
        *("Product", "IndividualProduct", "Event", "FAQPage", "QAPage", "ProfilePage"),
        *("PodcastSeries", "TVSeries", "Quiz", "BroadcastEvent", "SportsEvent", "MusicEvent"),
        *("TheaterEvent", "WebApplication", "Dataset", "ExchangeRateSpecification"),
    )
)
"""Of schema.org: what a page is about that is no article."""
_CHOICES = frozenset(("radio", "select"))
_NO_FIELDS = frozenset(("hidden", "search", "submit", "button", "image", "reset", "text", "textarea"))
"""What is clicked, looked up, or stands below an article for its readers to reply."""
_TAGS = frozenset(("tag", "tags", "tagged", "etiqueta", "etiquetas"))
"""Parts of an address behind which stands what articles are listed by."""
_EXTENSION = re.compile(r"\.\w{2,5}$")
_MARK, _SHORT_WORD = re.compile(r"\s*[^\w\s]"), re.compile(r"\s+\w{1,3}\s")
_SPOKEN_ELSEWHERE = re.compile("[a-zа-яα-ω]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows besides its words."""

    url: str
    title: str
    types: Collection[str]
    """Of schema.org."""
    fields: Collection[str]
    """Sorts of the fields amid what was kept: types of inputs, else names of elements."""
    is_goods: bool
    """Whether og:type says that it is a product."""
    is_dated: bool
    is_signed: bool
    """Whether an author is named."""
    has_own_article: bool
    """Whether JSON-LD describes an article that it is."""
    is_claimed: bool
    """Whether it is told to be an article at all."""
    is_hidden: bool
    """Whether robots are asked not to index it."""
    quotes: int
    """Marks that begin speech."""


def service_of(text: str, count: int, layout: Layout, shown: Shown) -> str | None:
    """Return by what a page with *text* of *count* words serves, in words; ``None`` for an article."""
    if not 0 < count <= MAX_WORDS:
        return None
    signs = [*_of_make(text, count, layout, shown), *_of_page(shown)]
    if all(weight < SURE for weight, _ in signs):
        return None
    signs += _of_words(text, count)
    if sum(weight for weight, _ in signs) < ENOUGH:
        return None
    signs += _against(count, layout, shown)
    return "; ".join(told for _, told in signs) if sum(weight for weight, _ in signs) >= ENOUGH else None


def _of_make(text: str, count: int, layout: Layout, shown: Shown) -> Iterator[tuple[int, str]]:
    is_rows = layout.rowed >= ROWED and layout.figures >= ROWS
    if is_rows or (layout.figures >= MANY_ROWS and layout.celled >= CELLED and count <= FEW_WORDS):
        is_told = shown.is_signed or shown.is_claimed
        yield (2 if is_told else 3), f"{layout.figures} rows of figures, {layout.rowed:.0%} of the text"
    digits = sum(map(str.isdigit, text))
    if digits >= FIGURES * sum(map(str.isalnum, text)):
        yield (1 if is_rows or layout.unbroken else 2), f"{digits} digits"
    if layout.teased >= TEASED and layout.teasers >= TEASERS and count <= MANY_WORDS:
        yield 2, f"{layout.teasers} teasers are {layout.teased:.0%} of the text"
    if _CHOICES.intersection(shown.fields):
        yield 2, "choices to make"
    elif not _NO_FIELDS.issuperset(shown.fields):
        yield 1, "fields to fill in"


def _of_page(shown: Shown) -> Iterator[tuple[int, str]]:
    if not shown.is_dated and not shown.is_signed:
        yield 1, "no day and no author"
        if not is_address_of_one(shown.url):
            yield 1, "no address of an article"
    others = _OTHER_TYPES.intersection(shown.types)
    if others and not ARTICLE_TYPES.intersection(shown.types):
        yield 2, min(others)
    if shown.is_goods:
        yield 2, "og:type of a product"
    called = naming_of(shown.title)
    if called > 1 or (called and not shown.is_claimed):
        yield called, f"called “{shown.title}”"
    if is_address_of_tag(shown.url):
        yield 4, "an address of a tag"
    elif is_service_address(shown.url):
        yield 2, "an address of a service"
    if shown.is_hidden:
        yield 1, "robots shall not index it"


def _of_words(text: str, count: int) -> Iterator[tuple[int, str]]:
    spoken = sum(1 for _ in phrases("addressed").finditer(folded(text)))
    if spoken >= max(SPOKEN, SHARE_SPOKEN * count):
        yield 1, "speaks to the reader"


def _against(count: int, layout: Layout, shown: Shown) -> Iterator[tuple[int, str]]:
    if shown.is_dated and shown.is_signed:
        yield -2, "but it tells its day and author"
    if shown.has_own_article:
        yield -2, "but JSON-LD of an article"
    elif shown.is_claimed:
        yield -1, "but told to be an article"
    if shown.quotes > 1:
        yield -1, "but somebody is quoted"
    if count > MANY_WORDS:
        yield -1, "but at some length"
    if layout.steady >= TOLD:
        yield -1, "but somebody tells something"


def naming_of(title: str) -> int:
    """Return how sure *title* names a service of a paper: 3 alone, 2 before what it is about, 1 in a phrase, else 0.

    >>> naming_of("Classifieds"), naming_of("TV-Programm: Heute im TV"), naming_of("Weather for the coast")
    (3, 2, 1)
    >>> naming_of("Weathering the storm"), naming_of("Traffic wardens go on strike on Monday")
    (0, 0)
    """
    told = folded(title)
    match = phrases("service-title").search(told) if len(told) <= MAX_TITLE else None
    if match is None or match.start():
        return 0
    rest = told[match.end() :]
    if not rest.strip():
        return 3
    is_in_other_script = not rest.isascii() and len(told) < MAX_TITLE * 2 // 3 and not _SPOKEN_ELSEWHERE.search(rest)
    if _MARK.match(rest) or is_in_other_script:
        return 2
    return int(_SHORT_WORD.match(rest) is not None)


def is_service_address(url: str) -> bool:
    """Return whether a part of the path of *url* names a service, and the last does not tell a story.

    >>> is_service_address("https://post.example/sport/fixtures/"), is_service_address("https://post.example/shop/map")
    (True, True)
    >>> is_service_address("https://post.example/weather/2026/storm-hits-coast"), is_service_address("https://post.example/")
    (False, False)
    """
    parts = _parts(url)
    if not parts:
        return False
    told = words(parts[-1].replace("-", " ").replace("_", " "))
    is_told = len(told) > MOST_NAMED or sum(map(str.isdigit, parts[-1])) > MOST_NAMED
    return parts[-1] in _addresses() or (not is_told and not _addresses().isdisjoint(parts))


def is_address_of_tag(url: str) -> bool:
    """Return whether *url* is that of what is tagged with a word.

    >>> is_address_of_tag("https://post.example/tag/new-harbour"), is_address_of_tag("https://post.example/tag-day/")
    (True, False)
    """
    return bool(_TAGS.intersection(_parts(url)[-2:-1]))


@cache
def _addresses() -> frozenset[str]:
    """Return what the parts of addresses of services are called, in Latin letters."""
    table = files("newsspider.extraction") / "phrases" / "service-address.txt"
    return frozenset(table.read_text(encoding="utf-8").split())


def _parts(url: str) -> list[str]:
    return [_EXTENSION.sub("", part) for part in unquote(urlsplit(url).path).casefold().split("/") if part]
