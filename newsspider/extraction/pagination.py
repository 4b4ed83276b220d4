"""Other pages of the article, and its other addresses, as far as a page names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsspider.errors import BadURL
from newsspider.extraction.facts import Facts
from newsspider.pagination import MOST_PARTS, Part, are_parts, part_of
from newsspider.urls import absolute_url, is_front_page, same_site, url_key

MOST_ADDRESSES = 8
_COUNTS = re.compile(r"[^\d](?!0)\d\d?(?!\d)")
"""An address with a number that may be a part's; only the first part's has none."""
_UP = 4
"""So many elements around a link may say that it leads from part to part."""
_WHOLE = frozenset(("html", "body", "main", "article"))
_LEADS_ON = frozenset(("next", "prev", "previous"))
_PAGES = re.compile(
    r"pagin|pager\b|pages?[-_]?(?:links?|numbers?|nav|list)|multi-?page|post-page|link-pages|seiten|sivut|article-pages",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"comment|kommentar|coment|disqus|respond|reply|related|recommend", re.IGNORECASE)


def read_parts(facts: Facts) -> tuple[str, ...]:
    """Return the addresses of the other pages of the article, in the order of their numbers, at most 20.

    A page is one where its address differs from this one's by a part's number alone, and this page leads to it by
    rel=next or rel=prev, or out of its pagination; what stands among comments pages through those.
    """
    try:
        own = part_of(facts.url)
    except BadURL:
        return ()
    found: dict[str, tuple[int, str]] = {}
    for address in _leading_on(facts, own):
        url = absolute_url(facts.base, address)
        if url is not None and are_parts(facts.url, url):
            found.setdefault(url_key(url), (part_of(url).number, url.partition("#")[0]))
    return tuple(url for _, url in sorted(found.values())[:MOST_PARTS])


def read_addresses(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return pairs of an address on the site that the page calls the article's, too, and how: shortlink, amphtml, ...

    What it says, not what is so: no front page, nothing that is this address already.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, address in islice(_named(facts), MOST_ADDRESSES):
        url = None if address == facts.url else absolute_url(facts.base, address)
        if url is None or not same_site(url, facts.url) or is_front_page(url):
            continue
        found.setdefault(url_key(url), (url.partition("#")[0], name))
    return tuple(pair for key, pair in found.items() if key != url_key(facts.url)) if found else ()


def _named(facts: Facts) -> Iterator[tuple[str, str]]:
    for link in facts.elements["link"]:
        rel, href = (link.get("rel") or "").lower().split(), (link.get("href") or "").strip()
        if not href or _stands_in_text(link):
            continue
        for name in ("shortlink", "amphtml"):
            if name in rel:
                yield name, href
        if "alternate" in rel and _is_small(link.get("media") or ""):
            yield "mobile", href
    yield from (("og:url", address) for address in facts.metas.get("og:url", ())[:1])


def _is_small(media: str) -> bool:
    return "handheld" in media or "max-width" in media


def _leading_on(facts: Facts, own: Part) -> Iterator[str]:
    for link in facts.elements["link"]:
        if not _LEADS_ON.isdisjoint((link.get("rel") or "").lower().split()) and not _stands_in_text(link):
            yield link.get("href") or ""
    stem = own.base.partition("?")[0].rpartition("/")[2].partition(".")[0]
    for anchor in facts.tree.iter("a"):
        href = anchor.get("href") or ""
        is_like_ours = stem in href or href.startswith("?")
        if is_like_ours and (own.number or _COUNTS.search(href)) and _pages_through(anchor):
            yield href


def _pages_through(anchor: HtmlElement) -> bool:
    boxes = (node for node in anchor.iterancestors() if node.tag not in _WHOLE)
    if any(_ELSEWHERE.search(_names(node)) for node in boxes):
        return False
    if not _LEADS_ON.isdisjoint((anchor.get("rel") or "").lower().split()):
        return True
    around = (anchor, *islice(anchor.iterancestors(), _UP))
    return any(_PAGES.search(_names(node)) for node in around)


def _names(element: HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "aria-label", "role"))


def _stands_in_text(link: HtmlElement) -> bool:
    return any(node.tag in ("article", "main", "p") for node in link.iterancestors())
