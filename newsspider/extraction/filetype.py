"""Bytes that are no HTML, told apart before anything is parsed."""

from __future__ import annotations

import re

from newsspider.article import Page, Reason
from newsspider.errors import NotAnArticle

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
