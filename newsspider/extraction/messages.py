"""What pages say that stand in an article's place: not found, blocked, closed, consent first, log in first.

The phrases are the lines of `phrases/*.txt`: regular expressions in lower case, with straight apostrophes.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from newsspider.article import Reason
from newsspider.extraction.prefilter import Phrases

HEADING_SHARE = 0.7
"""Share of a heading's letters that a message takes up where it is one: "Page not found: an art show" tells a story."""
MAX_HEADING = 90
"""Longer headings tell more than a message does."""

_MESSAGES = {
    "not-found": Reason.SOFT_404,
    "blocked": Reason.BLOCKED,
    "unavailable": Reason.UNAVAILABLE,
    "consent": Reason.CONSENT_WALL,
    "login": Reason.LOGIN_WALL,
}
_FAULTS = {
    "401": Reason.BLOCKED,
    "403": Reason.BLOCKED,
    "404": Reason.SOFT_404,
    "410": Reason.SOFT_404,
    "429": Reason.BLOCKED,
    "451": Reason.BLOCKED,
}
_STATUS = re.compile(r"[45]\d\d")
MAX_NAME = 4
"""Words of a site's name."""
MAX_MARK = 6
"""Letters of an arrow or dots that stand for words."""
_MARK = re.compile(r"\W*(?:[→»›>⟶➔➜▶…]|\.\.\.)\W*")
_DASH = re.compile(r"\s+[|–—·•»:_-]+\s+|\s*[|_｜]\s*")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def folded(text: str) -> str:
    """Return *text* as the phrases are spelled.

    >>> folded("You  can’t\\nSee THIS")
    "you can't see this"
    """
    plain = text.replace("’", "'").replace("‘", "'").replace("\u0640", "").casefold()
    return " ".join(plain.replace("i\u0307", "i").split())


def message_of_heading(heading: str) -> Reason | None:
    """Return the reason that *heading*, all but a few words, is the message of; ``None`` where it is none.

    >>> message_of_heading("Oops! That page can’t be found.")
    <Reason.SOFT_404: 'soft-404'>
    >>> message_of_heading("Page not found: how a lost web page became a work of art in three museums")
    """
    return next((reason for part in _parts(heading) if (reason := _message_of(part)) is not None), None)


def _parts(heading: str) -> list[str]:
    """Return *heading* folded, and what is left of it without a name of up to four words before or behind a dash."""
    text = folded(heading)
    if not text or len(text) > MAX_HEADING:
        return []
    parts = [text]
    for cut in _DASH.finditer(text):
        head, tail = text[: cut.start()], text[cut.end() :]
        parts += [head] if tail.count(" ") < MAX_NAME else []
        parts += [tail] if head.count(" ") < MAX_NAME else []
    return parts


def _message_of(text: str) -> Reason | None:
    letters = sum(map(str.isalnum, text))
    for name, reason in _MESSAGES.items():
        said = {place for match in phrases(f"{name}-heading").finditer(text) for place in range(*match.span())}
        if letters and sum(text[place].isalnum() for place in said) >= HEADING_SHARE * letters:
            return reason
    return None


def messages_in(text: str) -> dict[Reason, frozenset[str]]:
    """Return which messages *text* tells, each with the different phrases it is told in."""
    told = {}
    clean = folded(text)
    for name, reason in _MESSAGES.items():
        if said := frozenset(match[0] for match in phrases(f"{name}-text").finditer(clean)):
            told[reason] = said
    return told


def is_listing_title(title: str) -> bool:
    """Return whether *title*, without the site's name, is what a listing is called.

    >>> is_listing_title("Tag: harbour"), is_listing_title("Search for missing sailor goes on")
    (True, False)
    """
    return any(phrases("listing-title").fullmatch(part) for part in _parts(title))


def is_house_title(title: str) -> bool:
    """Return whether *title*, without the site's name, is what a site calls a page about itself.

    >>> is_house_title("Privacy policy | Harbour Post"), is_house_title("Contact tracing began on Monday")
    (True, False)
    """
    return any(phrases("house-title").fullmatch(part.rstrip(".!")) for part in _parts(title))


def fault_of_title(title: str) -> Reason | None:
    """Return what the fault is that *title*, a line with a status of HTTP and a word for it, tells; else ``None``.

    >>> fault_of_title("500 Внутренняя ошибка сервера")
    <Reason.UNAVAILABLE: 'unavailable'>
    >>> fault_of_title("500 trees planted after an error of the council")
    """
    line = next((part for part in _parts(title) if phrases("fault-title").fullmatch(part)), "")
    status = _STATUS.search(line)
    return None if status is None else _FAULTS.get(status[0], Reason.UNAVAILABLE)


def is_read_on(link: str) -> bool:
    """Return whether *link* says what the link of a teaser says.

    >>> is_read_on("Read more »"), is_read_on("もっと見る"), is_read_on("More rain is on its way")
    (True, True, False)

    An arrow or dots say it without words.

    >>> is_read_on("→"), is_read_on("[...]"), is_read_on("#")
    (True, True, False)
    """
    if len(link) <= MAX_MARK and _MARK.fullmatch(link):
        return True
    return len(link) <= 40 and phrases("read-on").fullmatch(folded(link).strip(" .…»›>→[]()+")) is not None


def asks_for_script(text: str) -> bool:
    """Return whether *text* says that the page needs a script engine."""
    return phrases("no-script").search(folded(text)) is not None


def waits(text: str) -> str:
    """Return the line of *text* that only says that the page is being loaded; empty where none does.

    >>> waits("Loading… please wait"), waits("Loading bays are closed")
    ('Loading… please wait', '')
    """
    return next((line for line in text.split("\n\n") if phrases("waiting").fullmatch(folded(line))), "")


@cache
def phrases(name: str) -> Phrases:
    """Return the phrases of that table, longer ones first."""
    text = (files("newsspider.extraction") / "phrases" / f"{name}.txt").read_text(encoding="utf-8")
    lines = sorted({line for line in text.splitlines() if line}, key=len, reverse=True)
    spaced = [rf"(?<!\w)(?:{line})(?!\w)" for line in lines if not _SPACELESS.search(line)]
    return Phrases([*spaced, *(line for line in lines if _SPACELESS.search(line))])
