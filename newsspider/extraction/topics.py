"""What an article is about: section and tags; and the address that its page claims for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newsspider.extraction import jsonld
from newsspider.extraction.facts import Facts, absolute
from newsspider.extraction.titles import is_site_name
from newsspider.extraction.witness import Unfit, Witness, choose
from newsspider.urls import is_front_page, same_site

MAX_TAG = 80
"""What is longer, in letters, is no tag."""
MAX_TAGS = 30

_SECTION = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "articlesection",
    "cxenseparse:section",
)
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "cxenseparse:tags")
_RELATED_LINKS = etree.XPath("//a[@rel][contains(@rel, 'tag')]")


def read_section(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[str | None, str]:
    """Return the site's section that the page stands in, with its source."""

    def judge(text: str) -> str | Unfit:
        if is_site_name(text, facts.names[:1]):
            return Unfit("is the site's name")
        return text if 0 < len(text) <= MAX_TAG else Unfit("is no section's name")

    return choose("section", _sections(facts), judge, witnesses)


def read_tags(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[tuple[str, ...], str]:
    """Return the tags, each once, with their source."""

    def judge(texts: list[str]) -> tuple[str, ...] | Unfit:
        tags: dict[str, str] = {}
        for text in texts:
            if 0 < len(tag := text.strip(" #,;")) <= MAX_TAG:
                tags.setdefault(tag.casefold(), tag)
        return tuple(tags.values())[:MAX_TAGS] or Unfit("is empty")

    tags, source = choose("tags", _tags(facts), judge, witnesses)
    return tags or (), source


def read_canonical(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[str | None, str]:
    """Return the address that the page claims, without a fragment; its source tells where the claim is a trap.

    It is what the page says, not what is so: a claim on the front page or on another site is kept, and named.
    """

    def judge(address: str) -> str | Unfit:
        claimed = absolute(facts.base, address)
        return claimed.partition("#")[0] if claimed else Unfit("is no address")

    url, source = choose("canonical_url", _addresses(facts), judge, witnesses)
    return url, f"{source}{_trap(facts, url)}" if url else ""


def _sections(facts: Facts) -> Iterator[tuple[str, str]]:
    yield from facts.of_article("articleSection")
    yield from facts.of_metas(_SECTION)
    yield from (("json-ld breadcrumb", text) for text in _trail(facts))
    yield from (("link rel=category", text) for text in _labels(facts, is_category=True)[:1])


def _trail(facts: Facts) -> list[str]:
    """Return the first step of the trail of links behind the front page, where the trail has three or more."""
    for node in facts.objects:
        if "BreadcrumbList" in jsonld.types_of(node) and isinstance(steps := node.get("itemListElement"), list):
            named = [step if step.get("name") else step.get("item") for step in steps[:10] if isinstance(step, dict)]
            return [jsonld.text_of(named[1])] if len(named) > 2 else []
    return []


def _tags(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    keywords = facts.article.get("keywords")
    if isinstance(keywords, list):
        yield "json-ld keywords", [jsonld.text_of(keyword) for keyword in keywords]
    elif keywords:
        yield "json-ld keywords", re.split(r"[,;|]", jsonld.text_of(keywords))
    if "article:tag" in facts.metas:
        yield "meta article:tag", facts.metas["article:tag"]
    for source, text in facts.of_metas(_KEYWORDS):
        yield source, re.split(r"[,;、，]", text)
    yield "link rel=tag", _labels(facts, is_category=False)


def _labels(facts: Facts, *, is_category: bool) -> list[str]:
    """Return the texts of links to categories ("category tag", as WordPress has it) or to tags."""
    rels = ((link, (link.get("rel") or "").split()) for link in _RELATED_LINKS(facts.tree))
    links = [link for link, rel in rels if "tag" in rel and ("category" in rel) == is_category]
    return [" ".join("".join(link.itertext()).split()) for link in links[:MAX_TAGS]]


def _addresses(facts: Facts) -> Iterator[tuple[str, str]]:
    links = (link for link in facts.elements["link"] if "canonical" in (link.get("rel") or "").lower().split())
    for link in islice(links, 5):
        if (address := (link.get("href") or "").strip()) and not _in_body(link):
            yield "link rel=canonical", address
    yield from facts.of_metas(["og:url"])
    yield from facts.of_article("mainEntityOfPage", "url")


def _in_body(link: etree._Element) -> bool:
    """Return whether *link* stands in the body, where anybody's text may have put it; what counts is the head's."""
    return any(node.tag in ("article", "main", "p") for node in link.iterancestors())


def _trap(facts: Facts, url: str) -> str:
    if is_front_page(url) and not is_front_page(facts.url):
        return " (the front page)"
    return "" if same_site(url, facts.url) else " (another site)"
