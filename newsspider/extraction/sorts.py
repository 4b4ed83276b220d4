"""Pages of another sort than an article, told by the words that they are full of.

An advertisement for a job, an offer of a shop, rules, a form, the life of an author or the message of a server each
have words of their own in every language. An article that speaks of the same things has some of them, far apart. So no
phrase is looked for: what counts is how many different words of a sort a short text has, times their share of all its
words (its fullness), and then what else the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsspider.article import Reason
from newsspider.extraction.messages import folded, phrases
from newsspider.text import count_words, has_unspaced_script

MAX_WORDS = 500
"""Longer texts are looked at by others."""
FEW_WORDS = 50
"""Shorter texts are weighed as if they had so many words."""
MIN_DIFFERENT, SURE_DIFFERENT = 3, 4
"""Fewer different words are chance, and fewer than the second, where the text is barely full of them."""
ENOUGH = 3
"""Weight from which on a page is of the sort."""
STEM = 5
"""Words with these letters in common are one: cookie and cookies."""
STEPS = (1.0, 1.6, 2.5, 5.0)
"""Each of these times the sort's bar gives one point."""
DENSE = 2.5
"""Words that are counted in scripts which part none, for one that others part."""
SPOKEN, SHARE_SPOKEN = 3, 0.03
"""So many words, and this share of all, speak to the reader."""
LINE, SOME, SOME_ELSE = 14, 2, 0.3
"""A paragraph of more words with fewer different ones of a sort tells something else; so much of it is a story."""
UNTOLD = 0.2
"""Share of the words of its headline below which a text does not speak of it; 19 of 485 short articles have less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A sort of page."""

    table: str
    """Name of its table of words."""
    reason: Reason
    bar: float
    """Fullness above that of nearly all articles of benchmarks/quality.py's corpora."""
    address: re.Pattern[str] | None = None
    """What the address of such a page has."""
    speaks: bool = False
    """Whether it always speaks to its reader: news of such things does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page shows besides its words."""

    url: str
    has_form: bool
    """Whether fields to fill in stand amid what was kept."""
    is_claimed: bool
    """Whether the page is told to be an article."""
    is_of_nobody: bool
    """Whether it tells neither a day nor an author."""
    is_hidden: bool
    """Whether robots are asked not to index it."""
    told: float
    """Share of the words of its title that its text has, 0 to 1."""
    quotes: int
    """Marks that begin speech."""


def _in_address(words: str) -> re.Pattern[str]:
    return re.compile(rf"/(?:{words})\w{{0,12}}(?:[/.?]|$)", re.IGNORECASE)


SORTS = (
    Sort(
        table="job",
        reason=Reason.LISTING,
        bar=0.13,
        address=_in_address("jobs?|career|karriere|vacan|vacature|vaga|emple|empreg|emploi|stelle|lavoro|praca|rekry"),
    ),
    Sort(
        table="goods",
        reason=Reason.LISTING,
        bar=0.28,
        address=_in_address("shop|store|product|item|tienda|boutique|loja|negozio|winkel|leserreise|webshop|butik"),
    ),
    Sort(
        table="rights",
        reason=Reason.LISTING,
        bar=0.15,
        speaks=True,
        address=_in_address("privac|terms|datenschutz|legal|agb|condi|polic|impressum|rules|pravila|cookie|gdpr|kvkk"),
    ),
    Sort(
        table="entry",
        reason=Reason.LISTING,
        bar=0.3,
        address=_in_address(
            "win|compet|concurs|concors|gewinn|poll|quiz|umfrage|sondage|encuesta|support|donat|newsletter|nieuwsbrief"
        ),
    ),
    Sort(
        table="writer",
        reason=Reason.LISTING,
        bar=0.3,
        address=_in_address(
            "aut(?:h?or|eur)|staff|people|firm[ae]|journalist|profile|team|toimittaj|redakt|contribut|columnist|person"
            "|skribent|kolumnist|yazar|muhabir|avtor|opinionista|reporter|bylines?|writer"
        ),
    ),
    Sort(
        table="offer",
        reason=Reason.LOGIN_WALL,
        bar=0.2,
        speaks=True,
        address=_in_address("subscri|abo|suscri|assin|abbon|prenum|tilaa|predplat|abone|offer|plans?|membership"),
    ),
    Sort(table="not-found", reason=Reason.SOFT_404, bar=0.15, speaks=True),
    Sort(table="blocked", reason=Reason.BLOCKED, bar=0.13, speaks=True),
    Sort(table="unavailable", reason=Reason.UNAVAILABLE, bar=0.13, speaks=True),
    Sort(table="consent", reason=Reason.CONSENT_WALL, bar=0.13, speaks=True),
)


def sort_of(title: str, text: str, signs: Signs) -> tuple[Reason, str] | None:
    """Return why a page with *text* below *title* is of another sort, and the signs in words; ``None`` for an article.

    >>> signs = Signs(url="", has_form=False, is_claimed=False, is_of_nobody=True, is_hidden=False, told=1.0, quotes=0)
    >>> sort_of("Cook", "Apply with your CV: permanent, full-time, good salary, annual leave and pension.", signs)[0]
    <Reason.LISTING: 'listing'>
    >>> sort_of("Cooks", "The mayor said that the salary of cooks had fallen in each of the last nine years.", signs)
    """
    whole = folded(f"{title}\n{text}")
    count = count_words(whole)
    if not 0 < count <= MAX_WORDS:
        return None
    count = max(FEW_WORDS, int(count / DENSE) if has_unspaced_script(text[:40]) else count)
    found: list[tuple[int, float, Sort, list[str]]] = []
    for sort in SORTS:
        said = [match[0] for match in phrases(f"{sort.table}-words").finditer(whole)]
        different = sorted({word[:STEM]: word for word in said}.values())
        fullness = len(different) * len(said) / count
        points = sum(fullness >= sort.bar * step for step in STEPS)
        if points and len(different) >= (MIN_DIFFERENT if points > 1 else SURE_DIFFERENT):
            found.append((points, fullness, sort, different))
    if not found:
        return None
    spoken = sum(1 for _ in phrases("addressed").finditer(whole))
    is_spoken = spoken >= max(SPOKEN, SHARE_SPOKEN * count)
    for points, _, sort, different in sorted(found, key=lambda each: each[:2], reverse=True):
        if sort.speaks and not spoken:
            continue
        weighed = [*_weighed(sort, points, signs, is_spoken=is_spoken, is_long=count > MAX_WORDS / 2)]
        if signs.is_claimed and (share := _share_of_else(sort, text)) >= SOME_ELSE:
            weighed.append((-ENOUGH, f"but {share:.0%} tells something else"))
        if points + sum(weight for weight, _ in weighed) >= ENOUGH:
            told = f"{len(different)} words of {sort.table}: {', '.join(different)[:120]}"
            return sort.reason, "; ".join((told, *(sign for _, sign in weighed)))
    return None


def _share_of_else(sort: Sort, text: str) -> float:
    """Return the share of the words of *text* that stand in paragraphs with next to no word of *sort*, 0 to 1."""
    pattern = phrases(f"{sort.table}-words")
    others = whole = 0
    for line in filter(None, text.split("\n")):
        count = count_words(line)
        whole += count
        if count > LINE and len({match[0] for match in pattern.finditer(folded(line))}) < SOME:
            others += count
    return others / max(1, whole)


def _weighed(sort: Sort, points: int, signs: Signs, *, is_spoken: bool, is_long: bool) -> Iterator[tuple[int, str]]:
    if signs.is_of_nobody:
        yield 1, "no day and no author"
    if signs.has_form:
        yield 1, "fields to fill in"
    if sort.address is not None and sort.address.search(signs.url):
        yield 1, "an address of that sort"
    if is_spoken:
        yield 1, "speaks to the reader"
    if signs.told < UNTOLD:
        yield 1, "says nothing of its headline"
    if signs.is_hidden:
        yield 1, "robots shall not index it"
    if signs.quotes > 1:
        yield -1, "but somebody is quoted"
    if points < ENOUGH and signs.is_claimed:
        yield -1, "but told to be an article"
    if points < ENOUGH and is_long:
        yield -1, "but at some length"
