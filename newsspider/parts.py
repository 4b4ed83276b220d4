"""Articles told over several pages: each page is read by itself, and all of them are one article.

The article stands at the address of its first page; the others are aliases of it. Its text is that of the pages in
order, whatever the order they were read in; as long as one is not there, the article is not complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from newsspider.addresses import are_titles_alike, fold
from newsspider.archive.part import ExpectedPart, StoredPart
from newsspider.archive.record import FoundLink, StoredArticle
from newsspider.archive.store import Archive
from newsspider.article import Article, Link
from newsspider.dedup.fingerprint import whole_text
from newsspider.dedup.retelling import shares
from newsspider.kin import renew
from newsspider.pagination import MOST_PARTS, part_of
from newsspider.text import paragraphs
from newsspider.urls import url_key

REPEATED = 0.8
"""Share of a page that is in the article already, from which on it adds nothing: the same text with other comments."""
PART = "part"
"""Why the address of a page is an alias."""


def article_around(archive: Archive, article: Article) -> StoredArticle | None:
    """Return the stored article that *article* is a page of, or the first page of; ``None`` where there is none."""
    key = url_key(article.url)
    known = archive.parts.find(key)
    if known is None and not article.parts:
        return None
    ids = [known.article_id] if known else []
    group = archive.parts.article_of(part_of(article.url).base)
    ids += [] if group is None else [group]
    found = [archive.article_in(each) for each in ids]
    found += filter(None, (archive.find_article(url_key(url)) for url in article.parts))
    return next((each for each in found if each.url_key == key or are_titles_alike(each.title, article.title)), None)


def begin(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> None:
    """Note of an article that it has several pages, of which it has one so far."""
    _expect(archive, stored.id, [article.url, *article.parts])
    archive.parts.take(url_key(article.url), article.text, article.markdown, seen=now)
    _take_in(archive, stored, article.parts, now=now)
    _rewrite(archive, stored.id, None)


def join(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> None:
    """Let *article*, a page of the stored one, be a part of it; one before its first page becomes the first."""
    first = part_of(stored.url)
    if not archive.parts.of(stored.id):
        _expect(archive, stored.id, [stored.url])
        text = archive.recleaning.article(stored.id)
        archive.parts.take(stored.url_key, text.text, text.markdown, seen=stored.last_seen)
    _expect(archive, stored.id, [article.url, *article.parts])
    key, number = url_key(article.url), part_of(article.url).number
    known = archive.parts.find(key)
    if known is None or (known.seen is not None and now <= known.seen):
        return
    is_repeated = number > first.number and _is_repeated(stored, article)
    archive.parts.take(key, "" if is_repeated else article.text, None if is_repeated else article.markdown, seen=now)
    if number < first.number:
        archive.adopt(stored, article, url_key=key, seen=now)
        archive.add_alias(stored.url, article_id=stored.id, reason=PART, seen=now)
    else:
        archive.add_alias(article.url, article_id=stored.id, reason=PART, seen=now)
        archive.touch(stored.id, seen=now)
    _take_in(archive, stored, article.parts, now=now)
    _rewrite(archive, stored.id, article if number < first.number else None)


def whole(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> Article:
    """Return *article*, the first page of the stored one read again, with what its other pages add."""
    _expect(archive, stored.id, article.parts)
    if now > stored.last_seen:
        archive.parts.take(stored.url_key, article.text, article.markdown, seen=now)
        _take_in(archive, stored, article.parts, now=now)
    joined = _joined(article, archive.parts.of(stored.id))
    return replace(joined, complete=joined.complete and article.complete)


def leave_out(archive: Archive, url: str, *, now: datetime) -> None:
    """Note that the page at *url*, which an article is said to have, adds nothing: it is no article."""
    known = archive.parts.find(url_key(url))
    if known is not None and known.text is None:
        archive.parts.take(known.url_key, "", None, seen=now)
        _rewrite(archive, known.article_id, None)


def links_to_missing(archive: Archive, article_id: int) -> list[FoundLink]:
    """Return the pages of the article that are not there, to be visited."""
    missing = (each for each in archive.parts.of(article_id) if each.seen is None)
    return [FoundLink(link=Link(url=each.url), url_key=each.url_key) for each in missing]


def _expect(archive: Archive, article_id: int, urls: Sequence[str]) -> None:
    """Note pages that the article is said to have, as long as it is not said to have too many."""
    room = MOST_PARTS - len(archive.parts.of(article_id))
    archive.parts.expect(
        article_id, [_expected(url) for url in urls if archive.parts.find(url_key(url)) is None][:room]
    )


def _expected(url: str) -> ExpectedPart:
    part = part_of(url)
    return ExpectedPart(url_key=url_key(url), url=url, base_key=part.base, number=part.number)


def _take_in(archive: Archive, stored: StoredArticle, urls: Iterable[str], *, now: datetime) -> None:
    """Let pages that were taken for articles of their own, before anything said otherwise, be parts of this one."""
    for url in urls:
        other = archive.find_article(url_key(url))
        if other is None or other.id == stored.id or not are_titles_alike(other.title, stored.title):
            continue
        theirs = archive.recleaning.article(other.id)
        known = archive.parts.find(other.url_key)
        if known is None or known.article_id == stored.id:
            archive.parts.take(url_key(url), theirs.text, theirs.markdown, seen=other.last_seen)
        archive.parts.move(other.id, stored.id)
        fold(archive, other.id, stored.id, reason=PART, seen=now)


def _rewrite(archive: Archive, article_id: int, first: Article | None) -> None:
    """Let the article's row have the text of all its pages; *first*: the page that is its first by now."""
    parts = archive.parts.of(article_id)
    before = archive.recleaning.article(article_id)
    joined = _joined(first or before, parts)
    archive.parts.set_complete(article_id, joined.complete)
    if first is not None or joined.text != before.text:
        archive.recleaning.rewrite(article_id, joined)
        renew(archive, article_id, joined)


def _joined(article: Article, parts: Sequence[StoredPart]) -> Article:
    """Return *article* with the text of all *parts*; where the first is not there, that of those that are."""
    text = "\n\n".join(_each_once([each.text or "" for each in parts]))
    marked = [each.markdown or each.text or "" for each in parts]
    is_marked = any(each.markdown for each in parts)
    return replace(
        article,
        text=text,
        markdown="\n\n".join(_each_once(marked)) if is_marked else None,
        kept=article.kept if text.startswith(article.text) else (),
        complete=all(each.text is not None for each in parts),
    )


def _each_once(texts: Iterable[str]) -> Iterable[str]:
    """Yield the paragraphs of all pages in order; what a page repeats of an earlier one, once."""
    seen: set[str] = set()
    for text in texts:
        own = paragraphs(text)
        yield from (paragraph for paragraph in own if paragraph not in seen)
        seen.update(own)


def _is_repeated(stored: StoredArticle, article: Article) -> bool:
    mine, theirs = whole_text(article.lead, article.text), whole_text(stored.lead, stored.text)
    return shares(mine, theirs)[0] >= REPEATED
