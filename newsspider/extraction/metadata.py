"""What a page says of its article: JSON-LD, OpenGraph, meta, `<time>`, links, in this order of trust."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from newsspider.article import Access, DateSource, Kind
from newsspider.extraction import jsonld
from newsspider.extraction.authors import first_authors, read_bylines
from newsspider.extraction.dates import Moment, first_moment, guess_dates, read_moment, zone_of
from newsspider.extraction.hints import Hints
from newsspider.extraction.selectors import select_texts
from newsspider.extraction.titles import choose_title
from newsspider.urls import MAX_URL_CHARS

_TIMES = etree.XPath("//time[@datetime]")
_ITEM_DATES = etree.XPath("//*[@itemprop='datePublished'][@content or @datetime]")
_FOREIGN_TIME = re.compile(r"comment|related|sidebar|teaser|widget|footer|aside|nav", re.IGNORECASE)

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "og:article:published_time",
    "parsely-pub-date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "date",
    "sailthru.date",
    "published_at",
    "article.published",
    "published",
    "last-published",
    "originalpublicationdate",
    "citation_publication_date",
    "rnews:datepublished",
    "vr:published_time",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
)
_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "sailthru.author",
    "byl",
    "citation_author",
    "authors",
    "article:author_name",
    "cxenseparse:author",
    "creator",
)
_DESCRIPTION = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "sailthru.description",
)
_IMAGE = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "image",
)
_SECTION = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "articlesection",
    "cxenseparse:section",
)
_SITE = (
    "og:site_name",
    "application-name",
    "twitter:app:name:iphone",
    "publisher",
    "dc.publisher",
)
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_KINDS = (
    ("LiveBlogPosting", Kind.LIVE_BLOG),
    ("ImageGallery", Kind.GALLERY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page declares, cleaned but not judged against the text."""

    title: str | None
    titles: tuple[str, ...]
    """All spellings of the headline on the page, for finding it in the text."""
    site_name: str | None
    descriptions: tuple[str, ...]
    """Summaries the page gives of itself, each once."""
    authors: tuple[str, ...]
    published: Moment | None
    modified: datetime | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    image_url: str | None
    canonical_url: str | None
    access: Access
    kind: Kind
    types: frozenset[str]
    """All types that the page's JSON-LD names."""
    article_body: str
    """Text of the article in JSON-LD as it stands there; often cut, empty where there is none."""


def read_metadata(tree: HtmlElement, url: str, hints: Hints, now: datetime) -> Metadata:
    """Return what *tree* declares. Nothing is changed in the tree."""
    objects = jsonld.read_objects(tree)
    article = jsonld.article_of(objects)
    metas = read_metas(tree)
    zone = zone_of(hints.time_zone)
    site_name = _site_name(metas, objects, article)
    title, titles = choose_title(
        tree,
        declared=_declared_titles(metas, article, _title(tree)),
        site_name=site_name,
        host=_host(url),
        chosen=next(iter(select_texts(tree, hints.title_css)), None),
    )
    base = _absolute(url, _href(tree, "base")) or url
    return Metadata(
        title=title,
        titles=titles,
        site_name=site_name,
        descriptions=_descriptions(metas, article),
        authors=first_authors(_authors(tree, metas, objects, article, hints), site_name),
        published=_published(tree, metas, article, hints, zone, now, url),
        modified=_modified(metas, article, zone, now),
        language=_language(tree, metas, article, hints),
        section=_section(metas, article),
        tags=_tags(metas, article),
        image_url=_absolute(base, _first(metas, _IMAGE) or _image(article.get("image"))),
        canonical_url=_absolute(base, _href(tree, "link", "canonical") or _first(metas, ["og:url"])),
        access=_access(article, objects, metas),
        kind=_kind(objects, article, metas),
        types=frozenset[str]().union(*(jsonld.types_of(node) for node in objects)),
        article_body=str(article.get("articleBody") or ""),
    )


def read_metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the page's meta elements: lower-case property, name or itemprop to its contents in order."""
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = " ".join(html.unescape(element.get("content", "")).split())
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            if key := element.get(attribute):
                metas.setdefault(key.strip().lower(), []).append(content)
    return metas


def _title(tree: HtmlElement) -> str:
    element = next(tree.iter("title"), None)
    return "" if element is None else "".join(element.itertext())


def _href(tree: HtmlElement, tag: str, rel: str | None = None) -> str:
    """Return the first address that such an element gives; empty where there is none."""
    for element in tree.iter(tag):
        if (rel is None or rel in (element.get("rel") or "").lower().split()) and element.get("href"):
            return str(element.get("href")).strip()
    return ""


def _first(metas: dict[str, list[str]], keys: Sequence[str]) -> str | None:
    return next((metas[key][0] for key in keys if key in metas), None)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _absolute(base: str, url: str | None) -> str | None:
    """Return *url* as an absolute http(s) address; ``None`` where it is none, or longer than any."""
    if not url or len(url) > MAX_URL_CHARS:
        return None
    try:
        joined = urljoin(base, url.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else None
    except ValueError:
        return None


def _site_name(metas: dict[str, list[str]], objects: list[dict[str, Any]], article: dict[str, Any]) -> str | None:
    publisher = jsonld.names_of(article.get("publisher"))
    websites = [jsonld.text_of(node.get("name")) for node in objects if "WebSite" in jsonld.types_of(node)]
    return (
        _first(metas, _SITE[:1])
        or next(iter(publisher + [name for name in websites if name]), None)
        or _first(metas, _SITE[1:])
    )


def _declared_titles(metas: dict[str, list[str]], article: dict[str, Any], title: str) -> list[str]:
    declared = [
        _first(metas, ["og:title"]),
        jsonld.text_of(article.get("headline")),
        _first(metas, ["twitter:title", "dc.title", "parsely-title", "sailthru.title", "title"]),
        " ".join(html.unescape(title).split()),
        jsonld.text_of(article.get("name")),
    ]
    return [value for value in declared if value]


def _descriptions(metas: dict[str, list[str]], article: dict[str, Any]) -> tuple[str, ...]:
    found = [_first(metas, [key]) for key in _DESCRIPTION]
    found.append(jsonld.text_of(article.get("description")))
    return tuple(dict.fromkeys(value for value in found if value))


def _authors(
    tree: HtmlElement,
    metas: dict[str, list[str]],
    objects: list[dict[str, Any]],
    article: dict[str, Any],
    hints: Hints,
) -> Iterator[list[str]]:
    """Yield the authors' names as spider and page tell them, in order of trust."""
    yield select_texts(tree, hints.author_css)
    by_id = {node["@id"]: node for node in objects if isinstance(node.get("@id"), str) and "name" in node}
    yield jsonld.names_of(article.get("author"), by_id)
    yield from (metas[key] for key in _AUTHOR if key in metas and not metas[key][0].startswith("http"))
    yield read_bylines(tree)


def _published(
    tree: HtmlElement,
    metas: dict[str, list[str]],
    article: dict[str, Any],
    hints: Hints,
    zone: tzinfo | None,
    now: datetime,
    url: str,
) -> Moment | None:
    told = first_moment(_told_dates(tree, metas, article, hints), zone=zone, now=now)
    return told or first_moment(guess_dates(tree, url, now), zone=zone, now=now)


def _told_dates(
    tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any], hints: Hints
) -> Iterator[tuple[str, DateSource]]:
    """Yield the dates that spider, page and seed tell, in order of trust."""
    for text in select_texts(tree, hints.date_css, ("datetime", "content")):
        yield text, DateSource.TIME
    for key in ("datePublished", "dateCreated"):
        if text := jsonld.text_of(article.get(key)):
            yield text, DateSource.JSON_LD
    for key in _PUBLISHED:
        if key in metas:
            yield metas[key][0], DateSource.META
    if hints.published is not None:
        yield hints.published.isoformat(), hints.published_source or DateSource.FEED
    for text in _times(tree):
        yield text, DateSource.TIME


def _times(tree: HtmlElement) -> list[str]:
    """Return dates of elements that are not a comment's or another article's."""
    found = [element.get("content") or element.get("datetime", "") for element in _ITEM_DATES(tree)[:2]]
    for element in _TIMES(tree)[:8]:
        around = " ".join(
            f"{parent.tag} {parent.get('class', '')} {parent.get('id', '')}" for parent in element.iterancestors()
        )
        if not _FOREIGN_TIME.search(around):
            found.append(element.get("datetime", ""))
    return [text for text in found if text.strip()]


def _modified(
    metas: dict[str, list[str]], article: dict[str, Any], zone: tzinfo | None, now: datetime
) -> datetime | None:
    for text in (jsonld.text_of(article.get("dateModified")), _first(metas, _MODIFIED)):
        if text and (moment := read_moment(text, DateSource.META, zone=zone, now=now)).time:
            return moment.time
    return None


def _language(tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any], hints: Hints) -> str | None:
    declared = (
        tree.get("lang"),
        tree.get("xml:lang"),
        jsonld.text_of(article.get("inLanguage")),
        _first(metas, ["language", "content-language", "dc.language", "inlanguage", "og:locale"]),
        hints.language,
    )
    for tag in declared:
        if tag and _LANGUAGE_TAG.fullmatch(spelled := tag.strip().lower().replace("_", "-")):
            return spelled
    return None


def _section(metas: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    return jsonld.text_of(article.get("articleSection")) or _first(metas, _SECTION)


def _tags(metas: dict[str, list[str]], article: dict[str, Any]) -> tuple[str, ...]:
    keywords = article.get("keywords")
    if isinstance(keywords, str):
        keywords = re.split(r"[,;|]", keywords)
    found = [jsonld.text_of(keyword) for keyword in keywords] if isinstance(keywords, list) else []
    found = found or metas.get("article:tag", [])
    if not found:
        found = (_first(metas, ["news_keywords", "keywords", "parsely-tags"]) or "").split(",")
    return tuple(dict.fromkeys(tag.strip() for tag in found if 0 < len(tag.strip()) <= 80))[:30]


def _image(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def _access(article: dict[str, Any], objects: list[dict[str, Any]], metas: dict[str, list[str]]) -> Access:
    """Return `Access.PAYWALLED` where the page says so in JSON-LD or ``article:content_tier``."""
    free = str(article.get("isAccessibleForFree", "")).lower()
    tier = (_first(metas, ["article:content_tier", "og:article:content_tier"]) or "").lower()
    if free in ("false", "0") or tier in ("locked", "metered"):
        return Access.PAYWALLED
    return Access.FREE


def _kind(objects: list[dict[str, Any]], article: dict[str, Any], metas: dict[str, list[str]]) -> Kind:
    types = jsonld.types_of(article)
    if "LiveBlogPosting" in types:
        return Kind.LIVE_BLOG
    og_type = (_first(metas, ["og:type"]) or "").lower()
    if og_type.startswith("video") or (not article and any("VideoObject" in jsonld.types_of(o) for o in objects[:3])):
        return Kind.VIDEO
    if not article and any("ImageGallery" in jsonld.types_of(node) for node in objects):
        return Kind.GALLERY
    return Kind.ARTICLE
