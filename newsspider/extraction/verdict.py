"""Which pages are not articles, and by what evidence; in doubt a page is one."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from newsspider.article import Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.jsonld import ARTICLE_TYPES
from newsspider.extraction.metadata import Metadata
from newsspider.text import count_words

MIN_WORDS = 20
"""Fewest words of lead and body together; of 1,383 recorded articles three of a blog have fewer."""
MAX_NOTICE_WORDS = 150
"""A page that says "not found" in more words than that is an article about it."""

LONG = 1_500
"""From so many letters a text is long enough for every test, and its words need no count."""

_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"GIF8",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"\x7fELF",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00 ftyp",
    b"\x28\xb5\x2f\xfd",
    b"wOFF",
    b"wOF2",
    b"SQLite format 3",
)
_BINARY_TYPE = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|gzip|octet-stream|msword|vnd\.)")
_OTHER_TYPE = re.compile(r"(?:application|text)/(?:[\w.+-]*json|[\w.-]*javascript|css|csv|calendar|rtf)")
_BEFORE_ROOT = re.compile(rb"\s+|<\?[^>]*>|<!--.*?-->", re.DOTALL)
_OTHER_ROOT = re.compile(
    rb"(?:<!DOCTYPE\s+)?<?(?:rss|feed|urlset|sitemapindex|svg|rdf:RDF|opml)\b",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"\b(?:404|410)\b.*\b(?:error|page|not found)\b|\berror 404\b|^404$"
    r"|page (?:not|cannot be|could not be|can't be) found|page (?:doesn.t|does not) exist"
    r"|seite (?:wurde )?nicht gefunden|p[aá]gina no encontrada|page (?:introuvable|non trouvée)|pagina non trovata"
    r"|p[aá]gina não encontrada|pagina niet gevonden|sidan (?:hittades inte|finns inte)"
    r"|siden (?:finnes ikke|findes ikke|ble ikke funnet)|strona nie (?:została znaleziona|istnieje)"
    r"|страница не найдена|sayfa bulunamadı|पृष्ठ नहीं मिला|ページが見つかりません|页面不存在|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_SCRIPT_NEEDED = re.compile(
    r"(?:enable|activate|turn on|requires?) javascript|javascript (?:is )?(?:required|disabled|must be enabled)"
    r"|javascript aktivieren|activar javascript|activer javascript",
    re.IGNORECASE,
)
_LISTING_CLASSES = frozenset(("archive", "search-results", "search-no-results", "category", "tag"))
_LISTING_TYPES = frozenset(("CollectionPage", "SearchResultsPage"))
_PASSWORD = etree.XPath("boolean(//form//input[@type='password'])")
_NOSCRIPT = etree.XPath("//noscript")


def check_bytes(page: Page) -> None:
    """Raise `NotAnArticle` where the bytes of *page* are no HTML."""
    head = page.body[:4096]
    if not page.body.strip():
        raise NotAnArticle(Reason.EMPTY)
    is_markup = b"<" in head and b"\x00\x00\x00" not in head
    if head.startswith(_MAGIC) or (_BINARY_TYPE.match(page.content_type) and not is_markup):
        raise NotAnArticle(Reason.BINARY, page.content_type)
    if _other_than_html(head, page.content_type):
        raise NotAnArticle(Reason.NOT_HTML, page.content_type)
    if "utf-16" not in page.content_type and head[:2] not in (b"\xff\xfe", b"\xfe\xff") and _is_noise(head):
        raise NotAnArticle(Reason.BINARY, "control bytes")


def _other_than_html(head: bytes, content_type: str) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"[") and (b"<html" not in head.lower()):
        return True
    return _OTHER_ROOT.match(start, _root_of(start)) is not None or (
        _OTHER_TYPE.match(content_type) is not None and start[:1] != b"<"
    )


def _root_of(head: bytes) -> int:
    """Return where the root stands, behind blanks, instructions and comments; each is passed once, none tried again."""
    place = 0
    while (skipped := _BEFORE_ROOT.match(head, place)) is not None:
        place = skipped.end()
    return place


def _is_noise(head: bytes) -> bool:
    """Return whether more than a twentieth of *head* are control bytes."""
    control = len(head) - len(head.translate(None, bytes({*range(9), 11, 12, *range(14, 32)} - {27})))
    return control > len(head) / 20


def check_page(tree: HtmlElement, metadata: Metadata, text: str, lead: str | None) -> None:
    """Raise `NotAnArticle` where *tree*, of which the rest was read, holds no article."""
    count = LONG if len(text) > LONG else count_words(text) + count_words(lead or "")
    classes = _body_classes(tree)
    if "error404" in classes or (count <= MAX_NOTICE_WORDS and _NOT_FOUND.search(metadata.title or "")):
        raise NotAnArticle(Reason.SOFT_404, metadata.title or "")
    marks = (metadata.types & _LISTING_TYPES) | (classes & _LISTING_CLASSES)
    if marks and not metadata.types & ARTICLE_TYPES:
        raise NotAnArticle(Reason.LISTING, " ".join(sorted(marks)))
    if count < MIN_WORDS:
        raise NotAnArticle(_why_short(tree), f"{count} words")


def _body_classes(tree: HtmlElement) -> frozenset[str]:
    body = tree.find("body")
    classes = frozenset((body.get("class") or "").split()) if body is not None else frozenset[str]()
    return frozenset[str]() if classes & {"single", "single-post"} else classes


def _why_short(tree: HtmlElement) -> Reason:
    if _PASSWORD(tree):
        return Reason.LOGIN_WALL
    said = " ".join("".join(element.itertext()) for element in _NOSCRIPT(tree))
    return Reason.NEEDS_SCRIPT if _SCRIPT_NEEDED.search(said) else Reason.TOO_SHORT
