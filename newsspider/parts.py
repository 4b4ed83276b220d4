"""Articles told over several pages: each page is read by itself, and all of them are one article.

The article stands at the address of its first page; the others are aliases of it. Its text is that of the pages in
order, whatever the order they were read in; as long as one is not there, the article is not complete, unless there is a
page that shows all (`newsspider.whole_page`).

What a page adds for the first time completes the article; for what becomes of it later see `newsspider.parts_again`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from newsspider.addresses import are_titles_alike, claimed_key, fold
from newsspider.archive.part import ExpectedPart, StoredPart
from newsspider.archive.record import FoundLink, StoredArticle
from newsspider.archive.reextraction import Candidate
from newsspider.archive.store import Archive
from newsspider.article import Article, Link
from newsspider.dedup.fingerprint import whole_text
from newsspider.dedup.retelling import shares
from newsspider.kin import renew
from newsspider.ledger import ALIAS, UNCHANGED, Outcome
from newsspider.pagination import MOST_PARTS, part_of
from newsspider.text import paragraphs
from newsspider.urls import url_key
from newsspider.whole_page import (
    MOST_LACKING,
    are_one,
    divided,
    has_more,
    is_whole,
    lacking,
    shows_all_of,
    stored_wholes,
)

REPEATED = 0.8
"""Share of a page that is in the article already, from which on it adds nothing: the same text with other comments."""
NEVER = datetime.min.replace(tzinfo=UTC)
PART = "part"
"""Why the address of a page is an alias."""


def article_around(archive: Archive, article: Article) -> StoredArticle | None:
    """Return the stored article that *article* is a page of, or the first page of; ``None`` where there is none."""
    key = url_key(article.url)
    known = archive.parts.find(key)
    if known is None and not article.parts:
        return divided(archive, article)
    ids = [known.article_id] if known else []
    group = archive.parts.article_of(part_of(article.url).base)
    ids += [] if group is None else [group]
    found = [archive.article_in(each) for each in ids]
    found += filter(None, (archive.find_article(url_key(url)) for url in article.parts))
    around = next((each for each in found if each.url_key == key or are_titles_alike(each.title, article.title)), None)
    return next(iter(stored_wholes(archive, article)), None) if around is None else around


def begin(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime, is_new: bool) -> None:
    """Note of an article that it has several pages, of which it has one so far; one that is not new got more."""
    expect(archive, stored.id, [article.url])
    expect(archive, stored.id, article.parts, is_late=not is_new)
    archive.parts.take(url_key(article.url), article.text, article.markdown, seen=now)
    take_in(archive, stored, article.parts, now=now)
    _rewrite(archive, stored.id, None)


def join(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> Outcome:
    """Let *article*, a page of the stored one, be a part of it; one before its first page becomes the first."""
    is_all = is_whole(archive, stored)
    if not archive.parts.of(stored.id):
        is_all = _divide(archive, stored, article, now=now)
    expect(archive, stored.id, [article.url, *article.parts])
    key = url_key(article.url)
    known = archive.parts.find(key)
    if known is None or (known.seen is not None and now <= known.seen):
        return ALIAS
    is_first = _is_before(archive, stored, article)
    is_repeated = not is_all and not is_first and _is_repeated(stored, article)
    archive.parts.take(key, "" if is_repeated else article.text, None if is_repeated else article.markdown, seen=now)
    if is_first:
        _stand_at(archive, stored, article, is_all=is_all, now=now)
    else:
        _lead_here(archive, stored, article, now=now)
    take_in(archive, stored, article.parts, now=now)
    if is_all:
        archive.parts.set_complete(stored.id, True)
    else:
        _rewrite(archive, stored.id, article if is_first else None)
    return UNCHANGED if key == stored.url_key else ALIAS


def show_all(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> Outcome:
    """Let the stored article, of which pages may be missing, have the text of *article*, which shows all of it."""
    key = url_key(article.url)
    is_claimed = claimed_key(stored.canonical_url, stored.url) == key
    if key != stored.url_key and (is_claimed or archive.parts.find(key) is not None):
        archive.adopt(stored, article, url_key=key, seen=now)
        archive.add_alias(stored.url, article_id=stored.id, reason=PART, seen=now)
    else:
        _lead_here(archive, stored, article, now=now)
    if not stored.complete:
        archive.recleaning.rewrite(stored.id, article)
        renew(archive, stored.id, article)
    archive.parts.set_complete(stored.id, True)
    return UNCHANGED if key == stored.url_key else ALIAS


def shows_all(archive: Archive, stored: StoredArticle, article: Article) -> bool:
    """Return whether *article* shows all of the stored one, and is none of its several pages, or their first one."""
    key = url_key(article.url)
    known = archive.parts.find(key)
    is_view = known is None or known.url != article.url or not stored.complete
    return is_view and shows_all_of(archive, stored, article)


def joined_anew(candidate: Candidate, pages: Mapping[str, Article], old: Article) -> Article:
    """Return the article of *candidate* made of its *pages*, read again, by `url_key`; *old* is what it is.

    What a page added nothing to, it adds nothing to again. A date of modification that a later page told stays told.
    """
    first = pages[candidate.url_keys[0]]
    whole = joined(first, with_pages(candidate.parts, pages))
    is_told = old.modified in {page.modified for page in pages.values()}
    return replace(
        whole,
        complete=whole.complete and all(page.complete for page in pages.values()),
        modified=old.modified if is_told else first.modified,
    )


def leave_out(archive: Archive, url: str, *, now: datetime) -> None:
    """Note that the page at *url*, which an article is said to have, adds nothing: it is no article."""
    known = archive.parts.find(url_key(url))
    if known is not None and known.seen is None:
        archive.parts.take(known.url_key, "", None, seen=now)
        _rewrite(archive, known.article_id, None)


def links_to_missing(archive: Archive, article_id: int) -> list[FoundLink]:
    """Return the pages of the article that are not there, to be visited."""
    missing = (each for each in archive.parts.of(article_id) if each.seen is None)
    return [FoundLink(link=Link(url=each.url), url_key=each.url_key) for each in missing]


def later_pages(archive: Archive, stored: StoredArticle) -> list[str]:
    """Return the identities of the article's pages behind its first one."""
    return [each.url_key for each in archive.parts.of(stored.id) if each.url_key != stored.url_key]


def expect(archive: Archive, article_id: int, urls: Sequence[str], *, is_late: bool = False) -> None:
    """Note pages that the article is said to have, as long as it is not said to have too many.

    *is_late*: it was whole without them, so that what they say is an edit.
    """
    room = MOST_PARTS - len(archive.parts.of(article_id))
    new = [_expected(url) for url in urls if archive.parts.find(url_key(url)) is None]
    archive.parts.expect(article_id, new[:room], is_late=is_late)


def take_in(archive: Archive, stored: StoredArticle, urls: Iterable[str], *, now: datetime) -> None:
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


def joined(article: Article, parts: Sequence[StoredPart]) -> Article:
    """Return *article* with the text of all *parts*; where the first is not there, that of those that are."""
    text = "\n\n".join(_each_once([each.text or "" for each in parts]))
    marked = [each.markdown or each.text or "" for each in parts]
    is_marked = any(each.markdown for each in parts)
    return replace(
        article,
        text=text,
        markdown="\n\n".join(_each_once(marked)) if is_marked else None,
        kept=article.kept if text.startswith(article.text) else (),
        complete=all(each.is_there for each in parts),
    )


def with_pages(parts: Sequence[StoredPart], pages: Mapping[str, Article]) -> list[StoredPart]:
    """Return *parts*, those of *pages* with what these say."""
    return [_with_page(each, pages[each.url_key]) if each.url_key in pages else each for each in parts]


def _with_page(part: StoredPart, page: Article) -> StoredPart:
    return replace(part, text=page.text, markdown=page.markdown, seen=part.seen or NEVER)


def _divide(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> bool:
    """Let the stored article, known of one page so far, have several; say whether that page shows all of them.

    Others that show all, which nothing told to be the same one before, are folded into it.
    """
    if has_more(stored, article):
        for other in stored_wholes(archive, article):
            if other.id != stored.id and are_one(other, stored):
                archive.succeed(other.id, stored.id)
                fold(archive, other.id, stored.id, reason=PART, seen=now)
        return True
    expect(archive, stored.id, [stored.url])
    text = archive.recleaning.article(stored.id)
    archive.parts.take(stored.url_key, text.text, text.markdown, seen=stored.last_seen)
    return False


def _is_before(archive: Archive, stored: StoredArticle, article: Article) -> bool:
    """Say whether *article* is a page before the one that the stored one stands at.

    One that stands at a page that shows all moves to its first one, unless this calls that one canonical.
    """
    number = part_of(article.url).number
    if archive.parts.find(stored.url_key) is not None:
        return number < part_of(stored.url).number
    is_lowest = all(number <= each.number for each in archive.parts.of(stored.id))
    return is_lowest and claimed_key(article.canonical_url, article.url) != stored.url_key


def _stand_at(archive: Archive, stored: StoredArticle, article: Article, *, is_all: bool, now: datetime) -> None:
    """Let the article stand at the address of its first page; where the text *is_all* of it, that stays."""
    text = archive.recleaning.article(stored.id)
    first = replace(article, markdown=text.markdown) if is_all else article
    archive.adopt(stored, first, url_key=url_key(article.url), seen=now)
    archive.add_alias(stored.url, article_id=stored.id, reason=PART, seen=now)


def _lead_here(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> None:
    if url_key(article.url) != stored.url_key:
        archive.add_alias(article.url, article_id=stored.id, reason=PART, seen=now)
    archive.touch(stored.id, seen=now)


def _rewrite(archive: Archive, article_id: int, first: Article | None) -> None:
    """Let the article's row have the text of all its pages; *first*: the page that is its first by now."""
    parts = archive.parts.of(article_id)
    before = archive.recleaning.article(article_id)
    whole = joined(first or before, parts)
    if first is None and lacking(before.text, [whole.text]) > MOST_LACKING:
        return  # the row has the text of a page that shows all
    archive.parts.set_complete(article_id, whole.complete)
    if first is not None or whole.text != before.text:
        archive.recleaning.rewrite(article_id, whole)
        renew(archive, article_id, whole)


def _is_repeated(stored: StoredArticle, article: Article) -> bool:
    mine, theirs = whole_text(article.lead, article.text), whole_text(stored.lead, stored.text)
    return shares(mine, theirs)[0] >= REPEATED


def _expected(url: str) -> ExpectedPart:
    part = part_of(url)
    return ExpectedPart(url_key=url_key(url), url=url, base_key=part.base, number=part.number)


def _each_once(texts: Iterable[str]) -> Iterable[str]:
    """Yield the paragraphs of all pages in order; what a page repeats of an earlier one, once."""
    seen: set[str] = set()
    for text in texts:
        own = paragraphs(text)
        yield from (paragraph for paragraph in own if paragraph not in seen)
        seen.update(own)
