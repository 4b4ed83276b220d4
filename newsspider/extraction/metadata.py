"""What a page says of its article: each field from the first source in a ranked table whose value is fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lxml.html import HtmlElement

from newsspider.article import Access, Kind
from newsspider.extraction import jsonld
from newsspider.extraction.access import read_access
from newsspider.extraction.agencies import agency_of
from newsspider.extraction.authors import read_authors
from newsspider.extraction.dates import Moment
from newsspider.extraction.facts import Facts, first_meta, read_facts, read_metas
from newsspider.extraction.hints import Hints
from newsspider.extraction.images import read_image
from newsspider.extraction.kinds import read_kind
from newsspider.extraction.languages import detect_language, read_language
from newsspider.extraction.published import read_modified, read_published
from newsspider.extraction.titles import read_title
from newsspider.extraction.topics import read_canonical, read_section, read_tags
from newsspider.extraction.witness import Witness, note

__all__ = ["Metadata", "Settled", "read_metadata", "read_metas", "settle"]

_DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")


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
    bylines: tuple[tuple[str, str], ...] = ()
    """By-lines as they stand on the page, each with its source: an agency may be among them."""
    published: Moment | None
    modified: datetime | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    image_url: str | None
    image_caption: str | None = None
    image_credit: str | None = None
    canonical_url: str | None
    access: Access
    access_evidence: str = ""
    """What says so; of a free article the box that sells it all the same."""
    types: frozenset[str]
    """All types that the page's JSON-LD names."""
    article_body: str
    """Text of the article in JSON-LD as it stands there; often cut, empty where there is none."""
    sources: tuple[tuple[str, str], ...] = ()
    """Pairs of a field and where its value was read, as `newsspider.article.Article.sources`."""
    facts: Facts | None = field(default=None, repr=False, compare=False)
    """What all of it was read from, for what only the text decides."""


def read_metadata(
    tree: HtmlElement, url: str, hints: Hints, now: datetime, witnesses: list[Witness] | None = None
) -> Metadata:
    """Return what *tree* declares. Nothing is changed in the tree.

    Where a list of *witnesses* is handed in, every source of every field is asked and noted there, in order of rank.
    """
    facts = read_facts(tree, url, hints, now)
    title, titles, title_source = read_title(facts, witnesses)
    language, language_source = read_language(facts, witnesses)
    authors, authors_source, bylines = read_authors(facts, witnesses)
    published, published_source = read_published(facts, language, witnesses)
    modified, modified_source = read_modified(facts, witnesses)
    section, section_source = read_section(facts, witnesses)
    tags, tags_source = read_tags(facts, witnesses)
    image = read_image(facts, witnesses)
    canonical_url, canonical_source = read_canonical(facts, witnesses)
    access, evidence = read_access(facts, witnesses)
    sources = (
        ("title", title_source),
        ("authors", authors_source),
        ("published", published_source),
        ("modified", modified_source),
        ("language", language_source),
        ("section", section_source),
        ("tags", tags_source),
        *image.sources,
        ("canonical_url", canonical_source),
    )
    return Metadata(
        title=title,
        titles=titles,
        site_name=facts.site_name,
        descriptions=_descriptions(facts),
        authors=authors,
        bylines=bylines,
        published=published,
        modified=modified,
        language=language,
        section=section,
        tags=tags,
        image_url=image.url,
        image_caption=image.caption,
        image_credit=image.credit,
        canonical_url=canonical_url,
        access=access,
        access_evidence=evidence,
        types=frozenset[str]().union(*(jsonld.types_of(node) for node in facts.objects)),
        article_body=str(facts.article.get("articleBody") or ""),
        sources=tuple((name, source) for name, source in sources if source),
        facts=facts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What only page and text together tell."""

    language: str | None
    agency: str | None
    access: Access
    kind: Kind
    sources: tuple[tuple[str, str], ...]
    """Of all fields, as `newsspider.article.Article.sources`."""


def settle(metadata: Metadata, text: str, *, is_cut: bool = False, witnesses: list[Witness] | None = None) -> Settled:
    """Return what *text*, the article's, adds to *metadata*; *is_cut* tells that a paywall's notice ends it early."""
    language, agency, access = metadata.language, agency_of(text, metadata.bylines), metadata.access
    detected = None if language else detect_language(text)
    kind, evidence = Kind.ARTICLE, ""
    if metadata.facts is not None:
        kind, evidence = read_kind(metadata.facts, metadata.title, text, witnesses)
    access_evidence = metadata.access_evidence if access is not Access.FREE else ""
    if is_cut:
        access, access_evidence = Access.TEASER, metadata.access_evidence or "notice of a paywall"
    told = (("language", detected and "text"), ("agency", agency[1]), ("access", access_evidence), ("kind", evidence))
    sources = (*metadata.sources, *((name, source) for name, source in told if source))
    if agency[0]:
        note(witnesses, "agency", agency[1], agency[0])
    return Settled(language=language or detected, agency=agency[0], access=access, kind=kind, sources=sources)


def _descriptions(facts: Facts) -> tuple[str, ...]:
    found = [first_meta(facts.metas, [key]) for key in _DESCRIPTION]
    found.append(jsonld.text_of(facts.article.get("description")))
    return tuple(dict.fromkeys(value for value in found if value))
