"""What every field of the metadata is read from: a page's meta elements, JSON-LD, address and names."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newsspider.extraction import jsonld
from newsspider.extraction.dates import zone_of
from newsspider.extraction.hints import Hints
from newsspider.urls import MAX_URL_CHARS

_TAGS = ("meta", "script", "link", "base", "title", "h1", "h2", "figure", "time")
_KEYS = frozenset(("property", "name", "itemprop", "http-equiv"))
_SITE = ("application-name", "twitter:app:name:iphone", "publisher", "dc.publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A page before anything is believed. Nothing is changed in its tree."""

    tree: HtmlElement
    url: str
    base: str
    """What relative addresses on the page are relative to."""
    host: str
    """Of `url`, without ``www.``; empty where it has none."""
    window_title: str
    """What the browser's window is called; empty where it has no name."""
    elements: dict[str, list[HtmlElement]]
    """The page's elements of some rare tags, in order, by tag: ``link``, ``h1``, ``h2``, ``figure``, ``time``, ..."""
    hints: Hints
    now: datetime
    zone: tzinfo | None
    """The site's, where the spider names one."""
    metas: dict[str, list[str]]
    objects: list[dict[str, Any]]
    """All objects of the page's JSON-LD."""
    article: dict[str, Any]
    """The one of them that describes the article; empty where none does."""
    site_name: str | None

    @property
    def names(self) -> list[str]:
        """The site's names: as it calls itself, and as its host is spelled."""
        return [name for name in (self.site_name, self.host, self.host.split(".")[0]) if name]

    def of_metas(self, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield source and first content of the meta elements called *keys*, in the order of *keys*."""
        return ((f"meta {key}", self.metas[key][0]) for key in keys if key in self.metas)

    def of_article(self, *keys: str) -> Iterator[tuple[str, str]]:
        """Yield source and text of the article's JSON-LD values called *keys*."""
        return ((f"json-ld {key}", text) for key in keys if (text := jsonld.text_of(self.article.get(key))))


def read_facts(tree: HtmlElement, url: str, hints: Hints, now: datetime) -> Facts:
    """Return what *tree*, fetched from *url*, declares."""
    heads: dict[str, list[HtmlElement]] = {tag: [] for tag in _TAGS}
    for element in tree.iter(*_TAGS):  # one walk for all of them
        heads[str(element.tag)].append(element)
    objects = jsonld.objects_in(heads["script"])
    article = jsonld.article_of(objects)
    metas = _contents(heads["meta"])
    return Facts(
        tree=tree,
        url=url,
        base=next((base for link in heads["base"] if (base := absolute(url, link.get("href")))), url),
        window_title=" ".join(html.unescape("".join(heads["title"][0].itertext())).split()) if heads["title"] else "",
        elements=heads,
        host=_host(url),
        hints=hints,
        now=now,
        zone=zone_of(hints.time_zone),
        metas=metas,
        objects=objects,
        article=article,
        site_name=_site_name(metas, objects, article),
    )


def read_metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the page's meta elements: lower-case property, name or itemprop to its contents in order."""
    return _contents(tree.iter("meta"))


def _contents(elements: Iterable[HtmlElement]) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in elements:
        content = " ".join(html.unescape(element.get("content", "")).split())
        if not content:
            continue
        for attribute, key in element.items():
            if key and attribute in _KEYS:
                metas.setdefault(key.strip().lower(), []).append(content)
    return metas


def first_meta(metas: dict[str, list[str]], keys: Sequence[str]) -> str | None:
    """Return the first content of the first of *keys* that the page has."""
    return next((metas[key][0] for key in keys if key in metas), None)


def absolute(base: str, url: str | None) -> str | None:
    """Return *url* as an absolute http(s) address; ``None`` where it is none, or longer than any."""
    if not url or len(url) > MAX_URL_CHARS:
        return None
    try:
        joined = urljoin(base, url.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else None
    except ValueError:
        return None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _site_name(metas: dict[str, list[str]], objects: list[dict[str, Any]], article: dict[str, Any]) -> str | None:
    publisher = jsonld.names_of(article.get("publisher"))
    websites = [jsonld.text_of(node.get("name")) for node in objects if "WebSite" in jsonld.types_of(node)]
    return (
        first_meta(metas, ["og:site_name"])
        or next(iter(publisher + [name for name in websites if name]), None)
        or first_meta(metas, _SITE)
    )
