"""The headline: the visible one nearest to what the page declares, without the site's name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.facts import Facts
from newsspider.extraction.outline import letters_of
from newsspider.extraction.selectors import select_texts
from newsspider.extraction.witness import RANKED_BELOW, SAME, Witness, note
from newsspider.text import words
from newsspider.urls import absolute_url, is_front_page

NEAR = 0.5
"""Share of common words from which a visible heading counts as the declared headline."""
NEAR_ALONE = 0.25
"""The same for a heading of the first order that is the page's only one."""
MIN_HEADLINE_WORDS = 3
MAX_TITLE = 1_000
"""What is beyond so many letters is no headline."""
MAX_HEADINGS = 12
MAX_LESSER = 40
BREADCRUMB_DEPTH = 5
"""How many elements around a heading are asked whether they are a trail of links."""

_SEPARATOR = re.compile(r"\s+(?:::|»»|[|–—‒•·»›:~])\s*|\s+[-/]\s+|\s*[|»›]\s+|\s*\|\s*")
_SITE_BEHIND_COLON = re.compile(r"[:：](?=[^:：]+$)")
_TRAIL = re.compile(r"bread-?_?crumb|pfadnavigation|fil-?_?d-?_?ariane|migas-de-pan", re.IGNORECASE)
_FOLDED = ("twitter:title", "dc.title", "parsely-title", "sailthru.title", "title")


_SECTIONS_TEXT = (
    "news nachrichten noticias actualité actualités notizie notícias nieuws nyheter nyheder uutiset wiadomości"
    " новости politics politik política politique politica politiikka polityka política политика sport sports"
    " deportes esportes deporte urheilu спорт business wirtschaft economía économie economia talous gospodarka"
    " culture kultur cultura kulttuuri kultura chronik panorama vermischtes gesellschaft sociedad société società"
    " opinion meinung opinión avis kommentar comment world welt mundo monde mondo ausland international inland local"
    " lokales regional technology technik wissen science health gesundheit salud lifestyle leben video live"
)
_SECTIONS = frozenset(_SECTIONS_TEXT.split())
"""Names of sections: before a headline they tell where it stands, not what it is about."""


def read_title(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[str | None, tuple[str, ...], str]:
    """Return the headline, every spelling of it that the page uses, and the source of the headline."""
    declared = {source: text[:MAX_TITLE] for source, text in _declared(facts)}
    names = facts.names
    headings = [element for element in facts.elements["h1"][:MAX_HEADINGS] if _text(element)]
    blog, _ = _blog_and_post(facts, headings)
    dropped = {text: drop_site_name(text.removeprefix(f"{blog}: "), names) for text in set(declared.values())}
    bare = {source: dropped[text] for source, text in declared.items()}
    headings = [element for element in headings if _text(element) != blog]
    tag, candidates = _candidates(facts, headings, list(bare.values()))
    if not headings:
        lesser = facts.elements["h2"][:MAX_HEADINGS]
        bare = {source: _as_headed(text, lesser) for source, text in bare.items()}
    chosen = next(iter(select_texts(facts.tree, facts.hints.title_css)), None)
    best = _best(candidates, list(bare.values()), tag)
    told = [("hint", chosen), (tag, best and _with_kicker(as_declared(best, list(bare.values())), bare)), *bare.items()]
    source, title = next(((source, text) for source, text in told if text), ("", None))
    if witnesses is not None:
        _note_all(witnesses, facts, [*told, *_other(headings, candidates, best)], source, title)
    spellings = dict.fromkeys([title, best, *(map(_text, headings[:1])), *bare.values(), *declared.values()])
    return title, tuple(text for text in spellings if text), source


def _declared(facts: Facts) -> Iterable[tuple[str, str]]:
    """Yield the headlines that the page declares, in order of trust."""
    yield from facts.of_metas(["og:title"])
    yield from facts.of_article("headline")
    yield from islice(facts.of_metas(_FOLDED), 1)
    if facts.window_title:
        yield "title", facts.window_title
    yield from facts.of_article("name", "alternativeHeadline")


def headline_of(facts: Facts) -> HtmlElement | None:
    """Return the element behind which the by-line stands: the first visible heading."""
    headings = [element for element in facts.elements["h1"][:MAX_HEADINGS] if _text(element)]
    _, post = _blog_and_post(facts, headings)
    if post is not None:
        return post
    declared = [drop_site_name(text[:MAX_TITLE], facts.names) for _, text in _declared(facts)]
    candidates = _candidates(facts, headings, declared)[1]
    return candidates[0] if candidates else None


def _blog_and_post(facts: Facts, headings: list[HtmlElement]) -> tuple[str | None, HtmlElement | None]:
    """Return a blog's name and the heading of its post, where the window is called by both: "Name: headline".

    Believed where the page shows the headline as a lesser heading, and as its only heading of the first order, where it
    has one, the name.
    """
    name, colon, headline = facts.window_title[:MAX_TITLE].partition(": ")
    if not colon or any(_text(element) != name for element in headings):
        return None, None
    spelled = letters_of(headline)
    post = next(
        (each for each in islice(facts.tree.iter("h2", "h3"), MAX_LESSER) if letters_of(_text(each)) == spelled), None
    )
    return (name, post) if post is not None else (None, None)


def _candidates(facts: Facts, headings: list[HtmlElement], declared: list[str]) -> tuple[str, list[HtmlElement]]:
    """Return the headings among which the headline is looked for, and their tag.

    Where all headings of the first order stand in a trail of links or are the masthead, pages show the headline as a
    heading of the second order: believed where the page declares it in the same words, and twice where it shows others.
    """
    outside = [element for element in headings if not _is_masthead(element, facts)]
    visible = [element for element in outside if not in_trail(element)]
    if visible:
        return "h1", visible
    lesser = [element for element in facts.elements["h2"][:MAX_HEADINGS] if _text(element)]
    told = [element for element in lesser if _votes_for(_text(element), declared) >= (2 if outside else 1)]
    return ("h2", told) if told or not outside else ("h1", outside)


def in_trail(element: HtmlElement) -> bool:
    """Return whether *element* stands in a trail of links ("Home > City > Story"): it is no headline."""
    for node in islice(element.iterancestors(), BREADCRUMB_DEPTH):
        if node.tag in ("article", "main", "body", "header"):
            break
        if node.tag == "nav" or any(_TRAIL.search(value) for value in node.attrib.values()):
            return True
    return any(_TRAIL.search(f"{name} {value}") for name, value in element.attrib.items())


def _is_masthead(element: HtmlElement, facts: Facts) -> bool:
    """Return whether *element* is the site's own name: it leads to the front page."""
    parent = element.getparent()
    link = parent if parent is not None and parent.tag == "a" else element.find(".//a[@href]")
    if link is None or _text(link) != _text(element):
        return False
    address = absolute_url(facts.base, link.get("href") or "")
    return address is not None and is_front_page(address)


def _best(candidates: list[HtmlElement], declared: list[str], tag: str) -> str | None:
    """Return the heading nearest to what is declared; ``None`` where none is near."""
    texts = [_text(element)[:MAX_TITLE] for element in candidates]
    best = max(texts, key=lambda text: _nearness(text, declared), default=None)
    if best is None or tag == "h2":
        return best
    alone = len(texts) == 1
    near = NEAR_ALONE if alone and len(words(best)) > MIN_HEADLINE_WORDS else NEAR
    if _nearness(best, declared) < near:
        return best if alone and not declared else None
    return best


def as_declared(heading: str, declared: list[str]) -> str:
    """Return *heading* as the page declares it, where both are spelled alike but for case, blanks, or a kicker before.

    >>> as_declared("Premier League Setback for Liverpool", ["Setback for Liverpool"])
    'Setback for Liverpool'
    >>> as_declared("FLOOD IN THE VALLEY", ["Flood in the valley"])
    'Flood in the valley'
    """
    return confirmed(heading, declared) or heading


def confirmed(heading: str, declared: list[str]) -> str | None:
    """Return what the page declares in the words of *heading*, or of its end; ``None`` where it declares no such words.

    What is declared first is looked for at its end also where another source has all of it.
    """
    letters, spoken = letters_of(heading), words(heading.casefold())
    for order, title in enumerate(declared):
        own = letters_of(title)
        if own == letters or words(title.casefold()) == spoken:
            return heading if title.isupper() or title.islower() else title
        if order == 0 and _ends(letters, own, title) and _has_kicker([heading, *declared], own):
            return title
    ends = [title for title in declared if _ends(letters, letters_of(title), title)]
    return min(ends, key=len, default=None)


def _has_kicker(spellings: list[str], own: str) -> bool:
    """Return whether one of *spellings* parts what stands before *own* from it by a colon, dash or bar."""
    longer = (letters_of(text) for text in spellings)
    return any(text.endswith(own) and text[: -len(own)].endswith((":", "–", "—", "|", "/")) for text in longer if own)


def _votes_for(heading: str, declared: list[str]) -> int:
    """Return how many of *declared* say what *heading* says; the first of them has two votes."""
    return sum(2 if order == 0 else 1 for order, title in enumerate(declared) if confirmed(heading, [title]))


def _with_kicker(heading: str, declared: dict[str, str]) -> str:
    """Return *heading* with the kicker that OpenGraph and JSON-LD both put before it, else as it is."""
    title = declared.get("meta og:title", "")
    kicker, colon, rest = title.partition(": ")
    agreed = declared.get("json-ld headline") == title and letters_of(rest) == letters_of(heading)
    return title if colon and agreed and kicker.casefold() not in _SECTIONS else heading


def _ends(letters: str, own: str, title: str) -> bool:
    return letters.endswith(own) and len(words(title)) >= MIN_HEADLINE_WORDS


def _as_headed(title: str, headings: list[HtmlElement]) -> str:
    """Return the part of *title* that stands on the page as a lesser heading, where it has such a part."""
    spelled = {letters_of(_text(element)) for element in headings}
    cuts = list(_SEPARATOR.finditer(title))
    parts = [title[cut.end() :] for cut in cuts] + [title[: cut.start()] for cut in cuts]
    return next((part.strip() for part in parts if letters_of(part) in spelled - {""}), title)


def _text(element: HtmlElement) -> str:
    return html.unescape(" ".join(" ".join(element.itertext()).split()))


def _nearness(text: str, titles: list[str]) -> float:
    return max((similarity(text, title) for title in titles), default=0.0)


def similarity(one: str, other: str) -> float:
    """Return the share of common words, 0 to 1; blind to case and order.

    >>> similarity("A quiet day", "a Quiet day in May")
    0.75
    """
    a, b = set(words(one.casefold())), set(words(other.casefold()))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def drop_site_name(title: str, names: list[str]) -> str:
    """Return *title* without the site's name before or behind a separator.

    >>> drop_site_name("Flood hits valley - Daily Star", ["The Daily Star"])
    'Flood hits valley'
    """
    for _ in range(2):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        front, rest = title[: cuts[0].start()], title[cuts[0].end() :]
        if head and is_site_name(tail, names):
            title = head.strip()
        elif rest and is_site_name(front, names):
            title = rest.strip()
        else:
            break
    return _without_name_behind_colon(title, names)


def _without_name_behind_colon(title: str, names: list[str]) -> str:
    """Return *title* without exactly the site's name behind its last colon, as Japanese sites write it."""
    cut = _SITE_BEHIND_COLON.search(title)
    if cut and _letters(title[cut.end() :]) in set(map(_letters, names)) - {""} and title[: cut.start()].strip():
        return title[: cut.start()].strip()
    return title


def is_site_name(text: str, names: list[str]) -> bool:
    """Return whether *text* is one of *names*, also shortened or joined as a host spells it."""
    plain = _letters(text)
    if not plain:
        return False
    for name in map(_letters, names):
        if (
            plain == name
            or (len(plain) >= 4 and plain in name)
            or (len(name) >= 4 and name in plain and len(plain) < 3 * len(name))
        ):
            return True
    return False


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum()).removeprefix("the")


def _other(
    headings: list[HtmlElement], candidates: list[HtmlElement], best: str | None
) -> list[tuple[str, str | None]]:
    """Return the visible headings that are not the headline, those in a trail of links called so."""
    seen = [*headings, *(element for element in candidates if element not in headings)]
    return [
        ("trail" if in_trail(element) else str(element.tag), _text(element))
        for element in seen
        if _text(element) != best
    ]


def _note_all(
    witnesses: list[Witness], facts: Facts, told: list[tuple[str, str | None]], source: str, title: str | None
) -> None:
    for own, text in told:
        if not text:
            continue
        if own == source and text == title:
            note(witnesses, "title", own, text)
            source = ""  # once
        elif own == "trail":
            note(witnesses, "title", "h1", text, "stands in a trail of links")
        elif is_site_name(text, facts.names):
            note(witnesses, "title", own, text, "is the site's name")
        elif own in ("h1", "h2"):
            note(witnesses, "title", own, text, "is not the declared headline")
        else:
            note(witnesses, "title", own, text, SAME if text == title else RANKED_BELOW)
