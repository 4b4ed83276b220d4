"""Sitemaps: of addresses, of Google News, of further sitemaps, and plain lists of addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from newsspider.article import DateSource, Link
from newsspider.discovery.dates import read_date
from newsspider.discovery.entries import MAX_ENTRIES, SITEMAP_TAGS, names, read_entry, split_entries
from newsspider.discovery.harvest import Harvest, clean_title, entry_url
from newsspider.urls import absolute_url

_PLAIN_ENTRY = re.compile(
    rb"<(url|sitemap)>\s*<loc>\s*([^<>&\s]+)\s*</loc>\s*(?:<lastmod>([^<>&]*)</lastmod>\s*)?"
    rb"(?:<changefreq>[^<>]*</changefreq>\s*|<priority>[^<>]*</priority>\s*){0,2}</\1>"
)
_NEWS = re.compile(r"news|noticia|nachricht|actualit|aktuell|latest|recent", re.IGNORECASE)
_STORIES = re.compile(r"article|artikel|artic|post|stor(?:y|ies)", re.IGNORECASE)
_OTHER_THINGS = re.compile(
    r"image|photo|video|tag|categor|rubri|section|author|autor|user|page[^\d]|taxonom|product|static|event|topic|tema",
    re.IGNORECASE,
)
_MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2]))?(?:[-_/.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_WORDPRESS_NUMBER = re.compile(r"/wp-sitemap-posts-\w+-(\d{1,6})\.xml")


def read_sitemap(xml: bytes, url: str, harvest: Harvest) -> None:
    """Put the addresses and further sitemaps of the sitemap at *url* into *harvest*.

    A bad entry costs itself and a line. Further sitemaps come news first, then newest first.
    """
    children: list[Link] = []
    for number, entry in enumerate(split_entries(xml, SITEMAP_TAGS), start=1):
        if number > MAX_ENTRIES:
            harvest.add_problem(f"more than {MAX_ENTRIES} entries: the rest was not read")
            break
        link = (_read_plain_link(entry) or _read_link(entry, url)) if entry is not None else "is cut off"
        if not isinstance(link, Link):
            harvest.add_problem(f"entry {number} {link}")
        elif _is_child(entry):
            children.append(link)
        else:
            harvest.add_link(link)
    for child in sorted(children, key=_urgency):
        harvest.add_seed(child.url)


def read_address_list(text: bytes, url: str, harvest: Harvest) -> None:
    """Put the addresses of a text sitemap, one a line, into *harvest*."""
    for number, line in enumerate(text.split(b"\n"), start=1):
        if number > MAX_ENTRIES:
            harvest.add_problem(f"more than {MAX_ENTRIES} lines: the rest was not read")
            return
        href = line.decode("utf-8", "replace").strip()
        found = absolute_url(url, href) if re.match("https?://", href, re.IGNORECASE) else None
        if found:
            harvest.add_link(Link(url=found, source=DateSource.SITEMAP))
        elif href:
            harvest.add_problem(f"line {number} is no http(s) address")


def _is_child(entry: bytes | None) -> bool:
    return entry is not None and re.match(rb"<(?:[\w.-]+:)?sitemap\b", entry) is not None


def _read_plain_link(entry: bytes) -> Link | None:
    """Return the link of an entry as most are, read without a parser; ``None`` where it takes one."""
    match = _PLAIN_ENTRY.fullmatch(entry)
    href = match[2].decode("utf-8", "replace") if match else ""
    if match is None or not href.startswith("http"):
        return None
    found = absolute_url(href, href)
    modified = read_date(match[3].decode("utf-8", "replace")) if match[3] else None
    return Link(url=found, modified=modified, source=DateSource.SITEMAP) if found else None


def _read_link(entry: bytes, url: str) -> Link | str:
    """Return the link of one entry, or what is wrong with the entry."""
    tree = read_entry(entry)
    if tree is None:
        return "can't be read"
    own_prefix = names(tree)[0]
    found: str | None = None
    modified = published = None
    title: str | None = None
    for element in tree.iter():
        prefix, name = names(element)
        text = "".join(element.itertext()).strip() if name in _READ_NAMES else ""
        if name == "loc" and prefix == own_prefix:
            found = found or entry_url(url, text)
        elif name == "lastmod" and prefix == own_prefix:
            modified = modified or read_date(text)
        elif name == "publication_date" and prefix not in _OTHER_EXTENSIONS:
            published = published or read_date(text)
        elif name == "title" and prefix not in _OTHER_EXTENSIONS:
            title = title or clean_title(text)
    if found is None:
        return "has no http(s) address"
    return Link(url=found, title=title, published=published, modified=modified, source=DateSource.SITEMAP)


_READ_NAMES = frozenset({"loc", "lastmod", "publication_date", "title"})
_OTHER_EXTENSIONS = frozenset({"image", "video"})


def _urgency(child: Link) -> tuple[int, float, int]:
    """Return a key that sorts sitemaps: news, articles, unknown, other things; in each the newest first."""
    path = child.url.partition("//")[2].partition("/")[2].lower()
    name = path.replace("sitemap", "")
    rank = 0 if _NEWS.search(name) else 3 if _OTHER_THINGS.search(name) else 1 if _STORIES.search(name) else 2
    moment = child.modified or _date_in_name(path)
    number = _WORDPRESS_NUMBER.search("/" + path)
    return rank, -moment.timestamp() if moment else 0.0, -int(number[1]) if number else 0


def _date_in_name(path: str) -> datetime | None:
    match = _MONTH_IN_NAME.search(path)
    if match is None:
        return None
    try:
        return datetime(int(match[1]), int(match[2] or 12), int(match[3] or 1), tzinfo=UTC)
    except ValueError:
        return None
