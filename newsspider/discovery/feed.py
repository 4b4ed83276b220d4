"""Feeds: RSS 2.0, RSS 1.0 and Atom, by the names of their elements and not by their version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape

from lxml import etree

from newsspider.article import DateSource, Link
from newsspider.discovery.dates import read_date
from newsspider.discovery.entries import FEED_TAGS, MAX_ENTRIES, names, read_entry, split_entries
from newsspider.discovery.harvest import Harvest, clean_title, entry_url
from newsspider.urls import absolute_url

MAX_FEED_BYTES = 32 * 1024 * 1024

_XML_BASE = re.compile(rb"""\sxml:base\s*=\s*["']([^"'<>]{1,2000})["']""")
_BASE_ATTRIBUTES = ("{http://www.w3.org/XML/1998/namespace}base", "xml:base")
_RDF_ABOUT = ("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "rdf:about", "about")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_PUBLISHED = ("pubdate", "published", "dc:date", "issued", "dcterms:created", "dc:created", "dcterms:issued", "date")
_MODIFIED = ("updated", "modified", "dcterms:modified", "dc:modified")


def read_feed(xml: bytes, url: str, harvest: Harvest) -> None:
    """Put the entries of the feed at *url* into *harvest*; a bad one costs itself and a line."""
    base = _feed_base(xml, url)
    for number, entry in enumerate(split_entries(xml, FEED_TAGS), start=1):
        if number > MAX_ENTRIES:
            harvest.add_problem(f"more than {MAX_ENTRIES} entries: the rest was not read")
            return
        link = _read_link(entry, base) if entry is not None else "is cut off"
        if isinstance(link, Link):
            harvest.add_link(link)
        else:
            harvest.add_problem(f"entry {number} {link}")


def _feed_base(xml: bytes, url: str) -> str:
    """Return what relative links of the feed's entries stand against."""
    first = re.search(rb"<(?:[\w.-]+:)?(?:item|entry)[\s/>]", xml)
    declared = _XML_BASE.search(xml, 0, first.start() if first else len(xml))
    return (declared and absolute_url(url, declared[1].decode("utf-8", "replace"))) or url


def _read_link(entry: bytes, base: str) -> Link | str:
    """Return the link of one entry, or what is wrong with the entry."""
    tree = read_entry(entry)
    if tree is None:
        return "can't be read"
    fields = _Fields(tree)
    base = absolute_url(base, _attribute(tree, *_BASE_ATTRIBUTES)) or base
    url = next((found for href in _addresses(fields, tree) if (found := entry_url(base, href))), None)
    if url is None:
        return "has no http(s) link"
    return Link(
        url=url,
        title=clean_title(_plain(fields.text("title"))),
        published=fields.date(*_PUBLISHED),
        modified=fields.date(*_MODIFIED),
        source=DateSource.FEED,
    )


class _Fields:
    """The children of an entry by name; those with the entry's own prefix, or none, have none here."""

    def __init__(self, tree: etree._Element) -> None:
        own_prefix = names(tree)[0]
        self._elements: dict[str, list[etree._Element]] = {}
        children = list(tree)
        if not any(names(child)[1] in ("link", "guid", "id") for child in children):
            children = list(tree.iter())[1:]  # a tag left open has swallowed its brothers
        for child in children:
            prefix, name = names(child)
            key = name if prefix in ("", own_prefix, "a10", "atom", "atom10", "rss") else f"{prefix}:{name}"
            self._elements.setdefault(key, []).append(child)

    def all(self, name: str) -> list[etree._Element]:
        return self._elements.get(name, [])

    def text(self, *keys: str) -> str:
        """Return the text of the first of these that has one."""
        return next((text for key in keys for element in self.all(key) if (text := _text(element))), "")

    def date(self, *keys: str) -> datetime | None:
        texts = (_text(element) for key in keys for element in self.all(key))
        return next((moment for text in texts if (moment := read_date(text))), None)


def _addresses(fields: _Fields, tree: etree._Element) -> Iterator[str]:
    """Yield what may be the article's address, the best first."""
    yield from (_text(element) for element in fields.all("feedburner:origlink"))
    links = fields.all("link")
    yield from (_text(link) for link in links)
    alternates = [link for link in links if (link.get("rel") or "alternate").lower() == "alternate"]
    alternates.sort(key=lambda link: "html" not in (link.get("type") or "html"))
    yield from (link.get("href") or "" for link in alternates)
    for guid in (*fields.all("guid"), *fields.all("id")):
        if (guid.get("isPermaLink") or guid.get("ispermalink") or "true").strip().lower() != "false":
            yield _full_address(_text(guid))
    yield _attribute(tree, *_RDF_ABOUT)


def _full_address(text: str) -> str:
    """Return *text* where it is an address with a scheme, else nothing: other identifiers are not relative links."""
    return text if re.match(r"\s*https?://", text, re.IGNORECASE) else ""


def _attribute(element: etree._Element, *keys: str) -> str:
    return next((value for key in keys if (value := element.get(key))), "")


def _text(element: etree._Element) -> str:
    return unescape("".join(element.itertext())).strip() if len(element) else unescape(element.text or "").strip()


def _plain(text: str) -> str:
    """Return *text* without comments and tags; a comment that nothing ends is text.

    >>> _plain("Ferry <b>sails</b><!-- to --> again <!--")
    'Ferry sails again <!--'
    """
    first, *commented = text[:10_000].split("<!--")
    behind = (piece.partition("-->") for piece in commented)
    uncommented = "".join(rest if end else f"<!--{comment}" for comment, end, rest in behind)
    return unescape(_MARKUP.sub("", first + uncommented))
