"""When it was published and modified: what spider, page, feed and address tell, in order of trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from lxml import etree

from newsspider.article import DateSource
from newsspider.extraction.bylines import lines_above, lines_behind
from newsspider.extraction.dates import (
    Moment,
    find_date_in,
    guess_dates,
    is_month_first,
    order_by_url,
    parse_date,
    read_moment,
    url_date,
)
from newsspider.extraction.facts import Facts
from newsspider.extraction.selectors import select_texts
from newsspider.extraction.titles import headline_of
from newsspider.extraction.witness import Unfit, Witness, choose

_ITEM_DATES = etree.XPath("//@itemprop[.='datePublished']/..")
_FOREIGN_TIME = re.compile(r"comment|related|sidebar|teaser|widget|footer|aside|nav", re.IGNORECASE)
_UPDATED = re.compile(
    r"(?:last )?(?:updated?|modified|reviewed)|aktualisiert|stand:|actualizado|mis à jour|aggiornato|atualizado",
    re.IGNORECASE,
)

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


def read_published(
    facts: Facts, language: str | None, witnesses: list[Witness] | None = None
) -> tuple[Moment | None, str]:
    """Return the first date that is understood, with its source; else the first one at all, so its spelling is kept."""
    unread: list[Moment] = []
    future: list[Moment] = []

    def judge(told: tuple[str, DateSource]) -> Moment | Unfit:
        order = order_by_url(told[0], facts.url)
        month_first = is_month_first(language) if order is None else order
        moment = read_moment(*told, zone=facts.zone, now=facts.now, month_first=month_first)
        if moment.time is not None:
            return moment
        spelled = parse_date(moment.raw, month_first=month_first)
        ahead = spelled is not None and spelled.date() >= facts.now.date()
        (future if ahead else unread).append(moment)
        return Unfit("in the future" if ahead else "not understood")

    moment, source = choose("published", _told(facts), judge, witnesses)
    if moment is None and not future:
        moment, source = choose("published", _guessed(facts, language), judge, witnesses)
    return (moment, source) if moment else (next(iter([*future, *unread]), None), "")


def read_modified(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[datetime | None, str]:
    """Return when the page says it was last modified, in UTC, with the source."""

    def judge(text: str) -> datetime | Unfit:
        return read_moment(text, DateSource.META, zone=facts.zone, now=facts.now).time or Unfit("not understood")

    told = (told for sources in (facts.of_article("dateModified"), facts.of_metas(_MODIFIED)) for told in sources)
    return choose("modified", told, judge, witnesses)


def _told(facts: Facts) -> Iterator[tuple[str, tuple[str, DateSource]]]:
    """Yield the dates that spider, page and seed tell, in order of trust."""
    hints = facts.hints
    for text in select_texts(facts.tree, hints.date_css, ("datetime", "content")):
        yield "hint", (text, DateSource.TIME)
    for source, text in facts.of_article("datePublished", "dateCreated"):
        yield source, (text, DateSource.JSON_LD)
    for source, text in facts.of_metas(_PUBLISHED):
        yield source, (text, DateSource.META)
    if hints.published is not None:
        known = hints.published_source or DateSource.FEED
        yield str(known), (hints.published.isoformat(), known)
    for text in _times(facts):
        yield "time", (text, DateSource.TIME)


def _guessed(facts: Facts, language: str | None) -> Iterator[tuple[str, tuple[str, DateSource]]]:
    """Yield the dates that stand somewhere; asked only where nothing is told, or nothing that is understood."""
    if spelled := url_date(facts.url):
        yield "url", (spelled, DateSource.URL)
    for text in islice(_head_dates(facts), 1):
        yield "line by the headline", (text, DateSource.TEXT)
    for text in guess_dates(facts.tree, facts.now, language):
        yield "text", (text, DateSource.TEXT)


def _head_dates(facts: Facts) -> Iterator[str]:
    """Yield short lines around the headline that hold a date, and do not begin with "updated"."""
    headline = headline_of(facts)
    above, below = lines_behind(headline, broken=True), lines_behind(headline)
    for text in chain((text for _, text in above), lines_above(headline), (text for _, text in below)):
        if not _UPDATED.match(text) and find_date_in(text):
            yield text


def _times(facts: Facts) -> list[str]:
    """Return dates of elements that are not a comment's or another article's."""
    marked = (element.get("content") or element.get("datetime", "") for element in _ITEM_DATES(facts.tree))
    found = list(islice(filter(None, marked), 2))
    for element in [element for element in facts.elements["time"] if element.get("datetime")][:8]:
        around = " ".join(
            f"{parent.tag!s} {parent.get('class', '')} {parent.get('id', '')}" for parent in element.iterancestors()
        )
        if not _FOREIGN_TIME.search(around):
            found.append(element.get("datetime", ""))
    return [text for text in found if text.strip()]
