"""The door of discovery: a seed of whatever kind in, its links and further seeds out."""

from __future__ import annotations

import re
from enum import Enum, auto

from newsspider.article import Discovery, Page
from newsspider.discovery.feed import MAX_FEED_BYTES, read_feed
from newsspider.discovery.frontpage import MAX_PAGE_BYTES, read_front_page
from newsspider.discovery.harvest import Harvest
from newsspider.discovery.probe import looks_like_robots, read_robots
from newsspider.discovery.sitemap import read_address_list, read_sitemap
from newsspider.discovery.unpack import to_utf8, unzip

_HEAD_BYTES = 1024 * 1024
_TAIL_BYTES = 16 * 1024
_ROOT = re.compile(
    rb"<(?:!doctype\s+(?P<doctype>html)\b|(?:[\w.-]+:)?(?:(?P<feed>rss|rdf|feed)|(?P<sitemap>urlset|sitemapindex)"
    rb"|(?P<page>html|head|body))(?=[\s/>]))",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"<(?:a|div|h[1-6]|meta|p|script|section|span|table|title|ul)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    rb"<(?:[\w.-]+:)?(?:(?P<feed>channel|item|entry)|(?P<sitemap>url|sitemap)|(?P<page>a^))(?=[\s>])"
)
_CLOSING_TAG = re.compile(rb"</(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)\s*>", re.IGNORECASE)
_ADDRESS_LINE = re.compile(rb"\s*https?://\S+[ \t]*(?:[\r\n]|$)", re.IGNORECASE)


class _Kind(Enum):
    FEED = auto()
    SITEMAP = auto()
    PAGE = auto()
    ROBOTS = auto()
    ADDRESS_LIST = auto()
    UNKNOWN = auto()


def read_seed(page: Page, *, max_links: int = 50_000) -> Discovery:
    """Return the links and further seeds of *page*, whose kind is read off its bytes; never raises.

    Over *max_links* the newest are kept, or the first where there are no dates. Time and memory are bounded.
    """
    harvest = Harvest(max_links=max_links)
    body, problem = unzip(page.body)
    if problem:
        harvest.add_problem(problem)
    if not page.complete:
        harvest.add_problem("the transfer broke off")
    text = to_utf8(body, page.content_type)
    kind = _kind_of(text)
    if kind in (_Kind.FEED, _Kind.SITEMAP) and not _CLOSING_TAG.search(text, max(0, len(text) - _TAIL_BYTES)):
        harvest.add_problem("the closing tag is missing: the seed may be cut off")
    _read(kind, text, page.url, harvest)
    return harvest.discovery(is_page=kind is _Kind.PAGE)


def _kind_of(text: bytes) -> _Kind:
    """Return what *text* is: by its root element, else by the first entry, else by its lines."""
    head = _without_comments(text[:_HEAD_BYTES])
    if b"\xef\xbf\xbd" * 8 in head[:1024]:
        return _Kind.UNKNOWN  # a run of bytes that are no text: an image, an archive
    root = _ROOT.search(head) or _FRAGMENT.search(head)
    if root is not None:
        names = root.groupdict()
        return _Kind.FEED if names["feed"] else _Kind.SITEMAP if names["sitemap"] else _Kind.PAGE
    if _ADDRESS_LINE.match(head):
        return _Kind.ADDRESS_LIST
    if _MARKUP.search(head):
        return _Kind.PAGE
    return _Kind.ROBOTS if looks_like_robots(head) else _Kind.UNKNOWN


def _without_comments(head: bytes) -> bytes:
    first, *commented = head.split(b"<!--")
    return first + b"".join(piece.partition(b"-->")[2] for piece in commented)


def _read(kind: _Kind, text: bytes, url: str, harvest: Harvest) -> None:
    match kind:
        case _Kind.FEED:
            read_feed(_bounded(text, MAX_FEED_BYTES, harvest), url, harvest)
        case _Kind.SITEMAP:
            read_sitemap(text, url, harvest)
        case _Kind.PAGE:
            read_front_page(_bounded(text, MAX_PAGE_BYTES, harvest), url, harvest)
        case _Kind.ADDRESS_LIST:
            read_address_list(text, url, harvest)
        case _Kind.ROBOTS:
            read_robots(text, url, harvest)
        case _Kind.UNKNOWN:
            harvest.add_problem("neither feed, sitemap, robots.txt nor page" if text.strip() else "the seed is empty")


def _bounded(text: bytes, max_bytes: int, harvest: Harvest) -> bytes:
    if len(text) <= max_bytes:
        return text
    harvest.add_problem(f"longer than {max_bytes // 2**20} MiB: the rest was not read")
    return text[:max_bytes]
