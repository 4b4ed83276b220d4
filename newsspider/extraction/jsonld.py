"""JSON-LD of a page: every object in it, and the one that describes the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    (
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "Article",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
    )
)
"""Types of schema.org that are an article's own description."""
MAX_OBJECTS = 5_000
"""A page's whole graph has some dozens; what is beyond is not looked at."""

_COMMENT_BEGINS = re.compile(r"(?://\s*)?(?:<!\[CDATA\[|<!--)")
_COMMENT_ENDS = ("]]>", "-->")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def read_objects(tree: HtmlElement) -> list[dict[str, Any]]:
    """Return all objects of all JSON-LD scripts of *tree*, as `objects_in`."""
    return objects_in(tree.iter("script"))


def objects_in(scripts: Iterable[HtmlElement]) -> list[dict[str, Any]]:
    """Return all objects of those *scripts* that are JSON-LD, parents before children; broken ones cost themselves."""
    objects: list[dict[str, Any]] = []
    for script in scripts:
        if "ld+json" not in (script.get("type") or ""):
            continue
        objects.extend(_walk(_loads(script.text or ""), MAX_OBJECTS - len(objects)))
    return objects


def _loads(text: str) -> Any:
    """Return what *text* spells, forgiving comments, raw line breaks, trailing commas; ``None`` where it is broken."""
    text = _uncommented(text.strip())
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _uncommented(text: str) -> str:
    """Return *text*, without blanks around it, out of the comment or CDATA section that hides it from old readers."""
    begin = _COMMENT_BEGINS.match(text)
    text = text[begin.end() if begin else 0 :].removesuffix(";").rstrip()
    end = next((end for end in _COMMENT_ENDS if text.endswith(end)), "")
    return text.removesuffix(end).rstrip().removesuffix("//").strip().removesuffix(";") if end else text


def _walk(value: Any, limit: int) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack and limit > 0:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            limit -= 1
            yield node
            stack.extend(reversed([child for child in node.values() if isinstance(child, (dict, list))]))


def types_of(node: dict[str, Any]) -> frozenset[str]:
    """Return the node's types without the vocabulary's address."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(name.rsplit("/", 1)[-1] for name in names if isinstance(name, str))


def article_of(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that describes the page's article, empty where there is none.

    The first with a headline or date wins; objects inside another article's list (related stories) come later in it.
    """
    articles = [node for node in objects if types_of(node) & ARTICLE_TYPES]
    told = [node for node in articles if node.get("headline") or node.get("datePublished")]
    return next(iter(told or articles), {})


def text_of(value: Any) -> str:
    """Return *value* as plain text on one line: entities resolved, first of several; empty where it is no text.

    >>> text_of(["Tom &amp;  Co", "x"])
    'Tom & Co'
    """
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str) and item.strip()), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(html.unescape(value) if "&amp;" in value else value).split())


def names_of(value: Any, by_id: dict[str, dict[str, Any]] | None = None) -> list[str]:
    """Return the names in an ``author`` value: a text, an object, a reference, or a list of them."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            reference = item.get("@id")
            if "name" not in item and by_id and isinstance(reference, str):
                item = by_id.get(reference, item)
            names.extend(names_of(item.get("name")) if not isinstance(item.get("name"), dict) else [])
            if "name" not in item:
                parts = (text_of(item.get(key)) for key in ("givenName", "additionalName", "familyName"))
                names.extend([name] if (name := " ".join(part for part in parts if part)) else [])
        elif isinstance(item, str) and item.strip():
            names.append(text_of(item))
    return names
