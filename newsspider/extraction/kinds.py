"""What sort of piece it is, with the evidence: an article unless something says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsspider.article import Kind
from newsspider.extraction import jsonld
from newsspider.extraction.facts import Facts, first_meta
from newsspider.extraction.jsonld import ARTICLE_TYPES
from newsspider.extraction.witness import RANKED_BELOW, Witness, note

BEGINNING = 400
"""How many letters at either end of the text are read for the credit of a press wire."""
_TYPES = {
    "LiveBlogPosting": Kind.LIVE_BLOG,
    "VideoObject": Kind.VIDEO,
    "ImageGallery": Kind.GALLERY,
    "MediaGallery": Kind.GALLERY,
}
_SEGMENTS = {
    "press-release": Kind.PRESS_RELEASE,
    "press-releases": Kind.PRESS_RELEASE,
    "pressrelease": Kind.PRESS_RELEASE,
    "pressemitteilung": Kind.PRESS_RELEASE,
    "pressemitteilungen": Kind.PRESS_RELEASE,
    "communique-de-presse": Kind.PRESS_RELEASE,
    "comunicado-de-prensa": Kind.PRESS_RELEASE,
    "obituary": Kind.NOTICE,
    "obituaries": Kind.NOTICE,
    "legal-notices": Kind.NOTICE,
    "public-notices": Kind.NOTICE,
    "public-notice": Kind.NOTICE,
    "tenders": Kind.NOTICE,
    "traueranzeigen": Kind.NOTICE,
    "amtliche-bekanntmachungen": Kind.NOTICE,
    "esquelas": Kind.NOTICE,
    "avis-de-deces": Kind.NOTICE,
    "edictos": Kind.NOTICE,
}
"""Parts of an address, and sections, that are kept for one kind of piece."""
_LIVE_SEGMENT = re.compile(r"(?:^|[-_/])(?:live-?(?:blog|ticker|updates?)|live-?reporting)(?:$|[-_/])", re.IGNORECASE)
_LIVE_TITLE = re.compile(
    r"\b(?:live-?(?:blog|ticker|updates?)|minuto a minuto|newsblog)\b|^live\s*[:|–-]", re.IGNORECASE
)
_WIRE = re.compile(
    r"/\s?PR\s?Newswire\s?/|\(BUSINESS WIRE\)|GLOBE NEWSWIRE"
    r"|\(ACCESSWIRE\)|\bPRNewswire\b|\((?:ots|news aktuell)\)"
    r"|/EINPresswire|\bMarketwired\b|\bPressPortal\b|\bOriginal-Content von:|\bCision\b.{0,20}via|APA-OTS"
    r"|(?i:for immediate release)",
)


def read_kind(
    facts: Facts, title: str | None, text: str = "", witnesses: list[Witness] | None = None
) -> tuple[Kind, str]:
    """Return the kind that the first piece of evidence tells, with the evidence; an article, and none, without any.

    *text* is the article's: the credit of a press wire at either end makes it a press release.
    """
    found: tuple[Kind, str] | None = None
    for evidence, kind in _told(facts, title or "", text):
        note(witnesses, "kind", evidence, kind.value, RANKED_BELOW if found else "")
        found = found or (kind, evidence)
        if witnesses is None:
            break
    return found or (Kind.ARTICLE, "")


def _told(facts: Facts, title: str, text: str) -> Iterator[tuple[str, Kind]]:
    types = jsonld.types_of(facts.article)
    if "LiveBlogPosting" in types:
        yield "json-ld LiveBlogPosting", Kind.LIVE_BLOG
    if wire := _WIRE.search(text[:BEGINNING]) or _WIRE.search(text[-BEGINNING:]):
        yield f"text {wire[0].strip(' ()/')}", Kind.PRESS_RELEASE
    og_type = (first_meta(facts.metas, ["og:type"]) or "").lower()
    if og_type.startswith("video"):
        yield f"og:type {og_type}", Kind.VIDEO
    if not types & ARTICLE_TYPES:
        yield from _of_objects(facts)
    path = [segment.lower() for segment in _path(facts.url).split("/")]
    section = (
        jsonld.text_of(facts.article.get("articleSection")) or first_meta(facts.metas, ["article:section"]) or ""
    ).lower()
    for place, words in (("url", path[:-1]), ("section", ["-".join(section.split())])):
        yield from ((f"{place} {word}", _SEGMENTS[word]) for word in words if word in _SEGMENTS)
    if _LIVE_SEGMENT.search("/".join(path)) and _LIVE_TITLE.search(title):
        yield "url and title", Kind.LIVE_BLOG


def _of_objects(facts: Facts) -> Iterator[tuple[str, Kind]]:
    """Yield what the JSON-LD's first objects are, on a page that calls nothing in it an article."""
    for node in facts.objects[:3]:
        yield from ((f"json-ld {name}", kind) for name, kind in _TYPES.items() if name in jsonld.types_of(node))
    for node in facts.objects[3:]:
        if "ImageGallery" in jsonld.types_of(node):
            yield "json-ld ImageGallery", Kind.GALLERY


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
