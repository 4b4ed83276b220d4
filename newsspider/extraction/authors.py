"""Names of authors: bylines on the page, and the names inside a declared string."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsspider.extraction.outline import name_of
from newsspider.text import count_words

MAX_AUTHORS = 12
MAX_NAME_WORDS = 6
MAX_DECLARED = 2_000
"""Of a longer text, in letters, only the beginning is looked at: it names more authors than are kept."""
MAX_BYLINE = 80
"""Longest text, in letters, of an element that is an author's name."""

_REL_AUTHOR = etree.XPath("//a[@rel='author'] | //*[@itemprop='author']")
_BYLINES = etree.XPath(
    "//*[contains(@class, 'byline') or contains(@class, 'author') or contains(@class, 'Author')]"
    "[not(self::body or self::html or self::article or self::main or self::img)]"
)
_FOREIGN = re.compile(r"comment|related|sidebar|teaser|widget|footer|recommend|aside|bio", re.IGNORECASE)
_BY = re.compile(
    r"^(?:(?:written by|story by|posted by|reported by|published by|by|von|par|por|di|door|av|af|przez)\b"
    r"|(?:autor(?:a|en)?|author|texte?)\b)\s*:?\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[;|/•·]|,(?!\s*(?:jr|sr|ii|iii)\b)|\s(?:and|und|et|y|e|en|och|og|i|&)\s)\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+@\w+.*$"
    r"|\s+(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*"
    r"|[-–|]?\s*(?:last |first )?(?:published|updated?|posted)\b.*|more about\b.*|sponsored\b.*|\d.*)$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?:[A-Z]{2,6}[®™]?|Ph\.?D\.?|M\.?D\.?|[JS]r\.?|M\.?Sc\.?|B\.?A\.?)")
_NO_NAME = re.compile(
    r"https?://|www\.|@|\d{3}|[<>{}=]|^(?:published|posted|updated|follow|share|comments?)\b", re.IGNORECASE
)
_ROLE = re.compile(
    r"^(?:admin|administrator|editor|editorial team|staff|staff reporter|staff writer|web ?desk|news ?desk|guest author"
    r"|redaktion|redaction|redacción|redazione|rédaction|unknown|none|null|author|by|contributor|reporter|correspondent)$",
    re.IGNORECASE,
)


def read_bylines(tree: HtmlElement) -> list[str]:
    """Return the texts of elements marked as the author's name, where they do not stand in another article's box."""
    for marked in (_REL_AUTHOR(tree)[:6], _BYLINES(tree)[:12]):
        texts = [text for element in marked if not _is_foreign(element) for text in _texts(element)]
        texts = [text for text in texts if 2 < len(text) < MAX_BYLINE and count_words(_BY.sub("", text)) > 0]
        if texts:
            return list(dict.fromkeys(texts))[:4]
    return []


def _texts(element: HtmlElement) -> list[str]:
    """Return the element's names: of its several links, or its own."""
    links = element.findall(".//a") if len("".join(element.itertext())) < 10 * MAX_BYLINE else []
    named = element.find(".//*[@itemprop='name']")
    chosen = links if len(links) > 1 else [element if named is None else named]
    return [" ".join((node.get("content") or " ".join(node.itertext())).split()) for node in chosen]


def _is_foreign(element: HtmlElement) -> bool:
    for node in (element, *islice(element.iterancestors(), 8)):
        if node.tag in ("article", "main", "body"):
            return False
        if _FOREIGN.search(name_of(node)):
            return True
    return False


def first_authors(sources: Iterable[list[str]], site_name: str | None) -> tuple[str, ...]:
    """Return the authors from the first of *sources* that names one."""
    return next((names for source in sources if (names := clean_authors(source, site_name))), ())


def clean_authors(names: Iterable[str], site_name: str | None = None) -> tuple[str, ...]:
    """Return the persons in *names*, each once: lists split, "By" dropped, addresses and the site's own name left out.

    >>> clean_authors(["By Ann Lee and Bob Ray", "https://facebook.com/x"])
    ('Ann Lee', 'Bob Ray')
    """
    found: dict[str, str] = {}
    for text in names:
        if "://" in text:
            continue
        for part in _PARTS.split(_BY.sub("", html.unescape(text[:MAX_DECLARED]).strip())):
            name = _TAIL.sub("", _BY.sub("", part)).strip(" -–—,.:*\"'")
            if _is_name(name, site_name) and not (found and _DEGREE.fullmatch(name)):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _is_name(name: str, site_name: str | None) -> bool:
    if not 2 <= len(name) <= 60 or len(name.split()) > MAX_NAME_WORDS or _NO_NAME.search(name):
        return False
    return not _ROLE.match(name) and name.casefold() != (site_name or "").casefold()
