"""The headline: the visible one nearest to what the page declares, without the site's name."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from newsspider.extraction.outline import letters_of
from newsspider.text import words

NEAR = 0.5
"""Share of common words from which a visible heading counts as the declared headline."""
MIN_HEADLINE_WORDS = 3
MAX_TITLE = 1_000
"""What is beyond so many letters is no headline."""

_HEADINGS = etree.XPath("//h1")
_LESSER_HEADINGS = etree.XPath("//h2")
_SEPARATOR = re.compile(r"\s+(?:::|»»|[|–—‒•·»›:~])\s*|\s+[-/]\s+|\s*[|»›]\s+|\s*\|\s*")


def choose_title(
    tree: HtmlElement, *, declared: list[str], site_name: str | None, host: str, chosen: str | None = None
) -> tuple[str | None, tuple[str, ...]]:
    """Return the headline, and every spelling of it that the page uses.

    *chosen* is the spider's own; *declared* stands in order of trust.
    """
    names = [name for name in (site_name, host, host.split(".")[0] if host else "") if name]
    declared = [title[:MAX_TITLE] for title in declared]
    bare = [drop_site_name(title, names) for title in declared]
    visible = [text[:MAX_TITLE] for element in _HEADINGS(tree)[:12] if (text := _text(element))]
    bare = bare if visible else [_as_headed(title, tree) for title in bare]
    best = max(visible, key=lambda text: _nearness(text, bare), default=None)
    if best is not None and _nearness(best, bare) < NEAR:
        best = visible[0] if not bare and len(visible) == 1 else None
    title = chosen or (best and without_kicker(best, bare)) or next(iter(bare), None)
    spellings = dict.fromkeys([title, best, *bare, *declared])
    return title, tuple(text for text in spellings if text)


def _as_headed(title: str, tree: HtmlElement) -> str:
    """Return the part of *title* that stands on the page as a lesser heading, where it has such a part."""
    headings = {letters_of(_text(element)) for element in _LESSER_HEADINGS(tree)[:12]}
    cuts = list(_SEPARATOR.finditer(title))
    parts = [title[cut.end() :] for cut in cuts] + [title[: cut.start()] for cut in cuts]
    return next((part.strip() for part in parts if letters_of(part) in headings - {""}), title)


def without_kicker(heading: str, declared: list[str]) -> str:
    """Return the declared headline that *heading* ends with, where only a kicker stands before it.

    >>> without_kicker("Premier League Setback for Liverpool", ["Setback for Liverpool"])
    'Setback for Liverpool'
    """
    letters, told = letters_of(heading), {letters_of(title): title for title in declared}
    if letters in told:
        return heading
    ends = [title for own, title in told.items() if letters.endswith(own) and len(words(title)) >= MIN_HEADLINE_WORDS]
    return min(ends, key=len, default=heading)


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


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
