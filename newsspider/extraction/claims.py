"""What a page claims to be: an article of its own, or a list of others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from newsspider.article import DateSource
from newsspider.extraction import jsonld
from newsspider.extraction.messages import is_listing_title
from newsspider.extraction.metadata import Metadata, read_metas
from newsspider.extraction.outline import letters_of
from newsspider.extraction.titles import is_site_name
from newsspider.text import words
from newsspider.urls import is_front_page

LIST_TYPES = frozenset(
    ("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "ImageGallery", "MediaGallery")
)
"""Types of schema.org that are a list's own description, or a part of an article's."""
LISTING_CLASSES = frozenset(
    (
        *("archive", "search-results", "search-no-results", "category", "tag", "author", "date", "blog", "home"),
        *(
            "path-frontpage",
            "path-taxonomy",
            "page-taxonomy",
            "page-taxonomy-term",
            "front",
            "paged",
            "post-type-archive",
        ),
    )
)
"""Classes of the body by which WordPress and Drupal mark lists."""
_SINGLE_CLASSES = frozenset(("single", "single-post", "page-node", "path-node", "node-type-article", "singular"))
_LISTING_URL = re.compile(
    r"/(?:tags?|tagged|category|categor[ií]as?|kategorien?|rubrik|rubrique|topics?|themen?|temas?|authors?|autor(?:en|es)?|auteurs?"
    r"|search|suche|buscar|recherche|archives?|archiv|archivo|galleries|videos|latest)(?:/[^/]*)?/?$"
    r"|/page/\d+/?$|/(?:19|20)\d\d(?:/\d{1,2}){0,2}/?$|[?&](?:s|q|query|search|paged)=",
    re.IGNORECASE,
)
_HEADINGS = etree.XPath("//h1")
_LESSER = etree.XPath("(//h2)[1]")
_TITLE = etree.XPath("(//title)[1]")
_PAGES = etree.XPath("boolean(//link[@rel='next' or @rel='prev'] | //*[contains(@class, 'pagination')])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What speaks for an article, and what for a list, whatever the text is."""

    has_own_article: bool
    """Whether JSON-LD describes one article, or several of which one has the page's headline."""
    is_dated: bool
    """Whether a meta element, or the article of its own, tells a date of publication."""
    is_article_type: bool
    """Whether og:type says ``article``."""
    is_website_type: bool
    """Whether og:type says ``website``, ``blog`` or ``profile``."""
    is_goods_type: bool
    """Whether og:type says ``product``."""
    list_types: frozenset[str]
    list_classes: frozenset[str]
    headings: tuple[str, ...]
    """The headline and all main headings; where there is none, the first below them."""
    listing_title: str
    """The one of them that a listing is called; empty where there is none."""
    has_headline: bool
    """Whether the title says more than a name does."""
    has_main_heading: bool
    """Whether there is an h1."""
    is_named_like_author: bool
    """Whether a main heading is the name of an author."""
    is_single: bool
    """Whether the body's classes mark a single piece, as WordPress and Drupal do."""
    has_pages: bool
    """Whether the page says that it is one of several."""
    is_list_url: bool

    @property
    def is_article(self) -> bool:
        """Whether the page is told to be an article."""
        return self.has_own_article or self.is_dated


def read_claims(tree: HtmlElement, metadata: Metadata, url: str) -> Claims:
    """Return what *tree*, at *url*, claims to be."""
    main = tuple(filter(None, map(_text, _HEADINGS(tree)[:5])))
    lesser = () if main else tuple(filter(None, map(_text, _LESSER(tree))))
    headings = tuple(dict.fromkeys(filter(None, (metadata.title, *main, *lesser))))
    own = bool(metadata.types & jsonld.ARTICLE_TYPES) and _has_own(tree, (*map(_text, _TITLE(tree)), *main))
    source = metadata.published.source if metadata.published else None
    og_type = (read_metas(tree).get("og:type") or [""])[0].lower()
    return Claims(
        has_own_article=own,
        is_dated=source is DateSource.META or (own and source is DateSource.JSON_LD),
        is_article_type=og_type == "article",
        is_website_type=og_type in ("website", "blog", "profile"),
        is_goods_type=og_type.partition(".")[0].removeprefix("og:") == "product",
        list_types=metadata.types & LIST_TYPES,
        list_classes=list_classes(tree),
        headings=headings,
        listing_title=next((each for each in _names(headings, metadata) if is_listing_title(each)), ""),
        has_headline=_is_headline(metadata, main),
        has_main_heading=bool(main),
        is_named_like_author=not {letters_of(each) for each in main}.isdisjoint(map(letters_of, metadata.authors)),
        is_single=bool(_body_classes(tree) & _SINGLE_CLASSES),
        has_pages=bool(_PAGES(tree)),
        is_list_url=is_front_page(url) or _LISTING_URL.search(url) is not None,
    )


def list_classes(tree: HtmlElement) -> frozenset[str]:
    """Return the classes of the body that mark a list; none where it is also marked as a single piece."""
    classes = _body_classes(tree)
    return frozenset[str]() if classes & _SINGLE_CLASSES else classes & LISTING_CLASSES


def _body_classes(tree: HtmlElement) -> frozenset[str]:
    body = tree.find("body")
    return frozenset[str]() if body is None else frozenset((body.get("class") or "").split())


def _names(headings: tuple[str, ...], metadata: Metadata) -> tuple[str, ...]:
    """Return what the page may be called: a lone main heading, else the title alone."""
    return headings[:2] if len(headings) <= 2 else (metadata.title or "",)


def _is_headline(metadata: Metadata, main: tuple[str, ...]) -> bool:
    """Return whether the title, or the one main heading that begins it, says more than a name does."""
    title = metadata.title or ""
    if len(main) == 1 and title.casefold().startswith(main[0].casefold()):
        title = main[0]
    names = [metadata.site_name] if metadata.site_name else []
    return len(words(title)) > 2 and not is_site_name(title, names)


def _has_own(tree: HtmlElement, titles: tuple[str, ...]) -> bool:
    articles = [node for node in jsonld.read_objects(tree) if jsonld.types_of(node) & jsonld.ARTICLE_TYPES]
    headlines = {letters_of(jsonld.text_of(node.get("headline"))) for node in articles} - {""}
    if len(headlines) <= 1:
        return True
    known = {letters_of(title) for title in titles}
    first = next(iter(letters_of(jsonld.text_of(node.get("headline"))) for node in articles), "")
    return any(first and (first in title or title in first) for title in known if len(title) > 20)


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())
