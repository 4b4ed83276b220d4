"""What `daily` tells machines of an article: schema.org as JSON-LD, live blogs entry by entry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from newsspider.article import Access, Kind
from newsspider.demo.content import DemoArticle, Part, PartKind
from newsspider.demo.edition import DemoSite
from newsspider.demo.theme import Html, excerpt


def json_ld(site: DemoSite, article: DemoArticle, *, image: str) -> Html:
    """Return the words of the article's JSON-LD script; they can't close the element they stand in."""
    graph: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
        "headline": article.title,
        "description": article.lead or excerpt(article),
        "datePublished": article.published.isoformat(),
        "dateModified": (article.modified or article.published).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": site.title},
        "image": [image],
        "articleSection": article.section,
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "isAccessibleForFree": article.access is Access.FREE,
    }
    return Html(json.dumps(graph | _live(article) | _paywall(article), ensure_ascii=False).replace("</", "<\\/"))


def split_entries(parts: Iterable[Part]) -> tuple[list[Part], list[tuple[Part, list[Part]]]]:
    """Return what stands before a live blog's first entry, and each entry's head with its parts."""
    opening: list[Part] = []
    entries: list[tuple[Part, list[Part]]] = []
    for part in parts:
        if part.kind is PartKind.ENTRY:
            entries.append((part, []))
        elif entries:
            entries[-1][1].append(part)
        else:
            opening.append(part)
    return opening, entries


def _live(article: DemoArticle) -> dict[str, object]:
    if article.kind is not Kind.LIVE_BLOG:
        return {}
    start = article.published.isoformat()
    return {"@type": "LiveBlogPosting", "coverageStartTime": start, "liveBlogUpdate": list(_updates(article))}


def _updates(article: DemoArticle) -> Iterator[dict[str, str]]:
    for head, parts in split_entries(article.parts)[1]:
        body = " ".join(part.text for part in parts)
        yield {"@type": "BlogPosting", "headline": head.text, "datePublished": head.name, "articleBody": body}


def _paywall(article: DemoArticle) -> dict[str, object]:
    if article.access is Access.FREE:
        return {}
    return {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}}
