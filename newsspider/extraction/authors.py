"""Names of authors: bylines on the page, and the names inside a declared string."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

MAX_AUTHORS = 12
MAX_NAME_WORDS = 6

_REL_AUTHOR = etree.XPath("//a[@rel='author'] | //*[@itemprop='author']")
_BYLINES = etree.XPath(
    "//*[self::a or self::span or self::div or self::p or self::address or self::cite]"
    "[contains(@class, 'byline') or contains(@class, 'author') or contains(@class, 'Author') or @rel='author']"
)
_FOREIGN = re.compile(r"comment|related|sidebar|teaser|widget|footer|recommend|aside|bio", re.IGNORECASE)
_BY = re.compile(
    r"^(?:written by|story by|posted by|reported by|by|von|par|por|di|door|av|af|przez|autor(?:a|en)?|author|text|texte?)\b\s*:?\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[;|/•·]|,(?!\s*(?:jr|sr|ii|iii)\b)|\s(?:and|und|et|y|e|en|och|og|i|&)\s)\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*|[-–|]?\s*(?:last |first )?(?:published|updated?|posted)\b.*"
    r"|more about\b.*|sponsored\b.*|\d.*)$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?:[A-Z]{2,6}[®™]?|Ph\.?D\.?|M\.?D\.?|[JS]r\.?|M\.?Sc\.?|B\.?A\.?)")
_NO_NAME = re.compile(r"https?://|www\.|@|\d{3}|[<>{}=]")
_ROLE = re.compile(
    r"^(?:admin|administrator|editor|editorial team|staff|staff reporter|staff writer|web ?desk|news ?desk|guest author"
    r"|redaktion|redaction|redacción|redazione|rédaction|unknown|none|null|author|by|contributor|reporter|correspondent)$",
    re.IGNORECASE,
)


def read_bylines(tree: HtmlElement) -> list[str]:
    """Return the texts of elements marked as the author's name, where they do not stand in another article's box."""
    for marked in (_REL_AUTHOR(tree)[:6], _BYLINES(tree)[:10]):
        texts = [_text(element) for element in marked if not _is_foreign(element)]
        texts = [text for text in texts if 2 < len(text) < 80]
        if texts:
            return list(dict.fromkeys(texts))[:4]
    return []


def guess_authors(tree: HtmlElement) -> list[str]:
    """Return what trafilatura takes for the author's name; asked only where the page marks none."""
    from trafilatura.metadata import extract_author

    guess = extract_author(tree)
    return guess.split("; ") if guess else []


def _text(element: HtmlElement) -> str:
    named = element.find(".//*[@itemprop='name']")
    element = element if named is None else named
    return " ".join((element.get("content") or " ".join(element.itertext())).split())


def _is_foreign(element: HtmlElement) -> bool:
    around = (f"{node.tag} {node.get('class', '')} {node.get('id', '')}" for node in element.iterancestors())
    return any(_FOREIGN.search(attributes) for attributes in around)


def clean_authors(names: Iterable[str], site_name: str | None = None) -> tuple[str, ...]:
    """Return the persons in *names*, each once: lists split, "By" dropped, addresses and the site's own name left out.

    >>> clean_authors(["By Ann Lee and Bob Ray", "https://facebook.com/x"])
    ('Ann Lee', 'Bob Ray')
    """
    found: dict[str, str] = {}
    for text in names:
        if "://" in text:
            continue
        for part in _PARTS.split(_BY.sub("", html.unescape(text).strip())):
            name = _TAIL.sub("", _BY.sub("", part)).strip(" -–—,.:*\"'")
            if _is_name(name, site_name) and not (found and _DEGREE.fullmatch(name)):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _is_name(name: str, site_name: str | None) -> bool:
    if not 2 <= len(name) <= 60 or len(name.split()) > MAX_NAME_WORDS or _NO_NAME.search(name):
        return False
    return not _ROLE.match(name) and name.casefold() != (site_name or "").casefold()
