"""Front pages: the feeds that they name, and their own article links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from newsspider.article import Link
from newsspider.discovery.harvest import Harvest, clean_title
from newsspider.errors import BadURL
from newsspider.urls import absolute_url, looks_like_article, same_site, url_key

MAX_PAGE_BYTES = 8 * 1024 * 1024
MAX_ANCHORS = 20_000
_MAX_ANCHOR_PARTS = 100  # links that nest, or that were never closed, hold the rest of the page

_FEED_TYPE = re.compile(r"\s*(?:application/(?:rss|atom|rdf)\+xml|text/rss)", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?\b|kommentar|commentaire|comentario", re.IGNORECASE)
_PREFERRED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "article", "main"})
_IGNORED = frozenset({"nav", "footer"})
_IGNORED_ROLES = frozenset({"navigation", "contentinfo", "menu", "menubar"})
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01]|127)(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|7f)(?![0-9a-f]));?", re.IGNORECASE
)


def read_front_page(body: bytes, url: str, harvest: Harvest) -> None:
    """Put the feeds and the article links of the page at *url* into *harvest*: links in headings and articles first."""
    tree, is_whole = _parse(body)
    if tree is None:
        harvest.add_problem("the page is empty")
        return
    if not is_whole:
        harvest.add_problem("nested too deeply: the rest was not read")
    base = _base_of(tree, url)
    for seed in _named_seeds(tree, base):
        if seed != url:
            harvest.add_seed(seed)
    best, others = _Shelf(), _Shelf()
    for number, (anchor, is_preferred) in enumerate(_anchors(tree), start=1):
        if number > MAX_ANCHORS:
            harvest.add_problem(f"more than {MAX_ANCHORS} links: the rest was not read")
            break
        _shelve(anchor, url, base, best if is_preferred else others)
    for link in (*best.links(), *(link for key, link in others.items() if key not in best)):
        harvest.add_link(link)


class _Shelf(dict[str, Link]):
    """Links by `url_key`."""

    def links(self) -> list[Link]:
        return list(self.values())


def _parse(body: bytes) -> tuple[html.HtmlElement | None, bool]:
    """Return the tree of a page in UTF-8, ``None`` where there is none, and whether it holds the whole page."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_CONTROL_REFERENCE.sub(b"", body), parser)
    except (etree.LxmlError, ValueError):
        return None, False
    return tree, not any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


def _base_of(tree: html.HtmlElement, url: str) -> str:
    declared = next((element.get("href") or "" for element in tree.iter("base")), "")
    return absolute_url(url, declared) or url


def _named_seeds(tree: html.HtmlElement, base: str) -> Iterator[str]:
    """Yield the feeds and sitemaps of the page's ``<link>`` elements, feeds of comments left out."""
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        is_feed = "alternate" in relations and _FEED_TYPE.match(element.get("type") or "")
        if not (is_feed or "sitemap" in relations):
            continue
        href = element.get("href") or ""
        if _COMMENTS.search(href) or _COMMENTS.search(element.get("title") or ""):
            continue
        if found := absolute_url(base, href):
            yield found


def _anchors(tree: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Yield each link outside navigation and footer, and whether a heading, article or main element holds it."""
    ignored_below: etree._Element | None = None
    preferred = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if ignored_below is not None:
            if event == "end" and element is ignored_below:
                ignored_below = None
        elif event == "start":
            if element.tag in _IGNORED or (element.get("role") or "").lower() in _IGNORED_ROLES:
                ignored_below = element
            elif element.tag == "a":
                yield element, preferred > 0 or _holds_heading(element)
            preferred += element.tag in _PREFERRED
        else:
            preferred -= element.tag in _PREFERRED


def _holds_heading(anchor: html.HtmlElement) -> bool:
    return any(child.tag in _PREFERRED for child in islice(anchor.iter(), _MAX_ANCHOR_PARTS))


def _shelve(anchor: html.HtmlElement, url: str, base: str, shelf: _Shelf) -> None:
    """Put the article that *anchor* leads to on the *shelf*, if it leads to one of the same site."""
    found = absolute_url(base, anchor.get("href") or "")
    if found is None or "sponsored" in (anchor.get("rel") or "").lower().split():
        return
    if not same_site(found, url) or not looks_like_article(found):
        return
    try:
        key = url_key(found)
    except BadURL:
        return
    known = shelf.get(key)
    if known is None or known.title is None:
        shelf[key] = Link(
            url=known.url if known else found, title=clean_title(" ".join(islice(anchor.itertext(), _MAX_ANCHOR_PARTS)))
        )
