"""Articles told over several pages, read again: what one says otherwise, or takes along, is an edit of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsspider.again import look_again
from newsspider.archive.part import StoredPart
from newsspider.archive.record import StoredArticle
from newsspider.archive.store import Archive
from newsspider.article import Access, Article
from newsspider.dedup.fingerprint import whole_text
from newsspider.dedup.retelling import shares
from newsspider.ledger import ALIAS, Outcome, OutcomeKind
from newsspider.pagination import part_of
from newsspider.parts import NEVER, PART, REPEATED, expect, joined, take_in, with_pages
from newsspider.revisit import FIRST_REVISIT
from newsspider.text import paragraphs
from newsspider.urls import url_key
from newsspider.whole_page import is_whole, with_page

ROUND = FIRST_REVISIT
"""So long after an edit was seen, one of another page that was not read since is of the same look at the article."""


def whole(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> Article:
    """Return *article*, the first page of the stored one read again, with what its other pages add."""
    if is_whole(archive, stored):
        return _with_page(archive, stored, article)
    known = _others(archive, stored, stored.url_key)
    expect(archive, stored.id, article.parts, is_late=stored.complete)
    if now > stored.last_seen:
        _end_at(archive, stored.id, article)
        take_in(archive, stored, article.parts, now=now)
    read = joined(article, with_pages(archive.parts.of(stored.id), known | {stored.url_key: article}))
    return replace(read, complete=read.complete and article.complete)


def is_known_page(archive: Archive, stored: StoredArticle, article: Article) -> bool:
    """Return whether *article* is a page of the stored one, not its first, that was read before, or came late."""
    key = url_key(article.url)
    part = archive.parts.find(key)
    if key == stored.url_key or part is None:
        return False
    known = archive.find_article(key)
    return known.id == stored.id if known is not None else part.is_late and part.article_id == stored.id


def look_at_page_again(
    archive: Archive, stored: StoredArticle, article: Article, *, now: datetime, is_same_page: bool
) -> Outcome:
    """Write what *article* comes to, a page behind the first one that is read again: a revision of the whole, or none.

    What *is_same_page* says, see `newsspider.again.look_again`.
    """
    known = archive.parts.find(url_key(article.url))
    if known is None or (known.seen is not None and now <= known.seen):
        return ALIAS
    if is_whole(archive, stored):
        whole = _with_page(archive, stored, article)
    else:
        whole = _whole_around(archive, stored, known, article)
    if known.is_late:
        archive.parts.set_complete(stored.id, True)  # what is replaced was whole without it
        archive.add_alias(article.url, article_id=stored.id, reason=PART, seen=now)
    outcome = _look_again(archive, stored, whole, since=known.seen, now=now, is_same_page=is_same_page)
    keep(archive, stored, article, whole, now=now)
    return outcome


def lose(archive: Archive, stored: StoredArticle, url: str, *, now: datetime) -> None:
    """Let the words of the page at *url* go, as an edit: it is gone by *now*, or leads to the first one.

    It is none of the article's any more, unless another page names it again.
    """
    known = archive.parts.find(url_key(url))
    if known is None or known.article_id != stored.id or known.url_key == stored.url_key or not known.text:
        return
    if known.seen is None or now <= known.seen:
        return
    if is_whole(archive, stored):
        archive.parts.drop(known.url_key)
        archive.parts.set_complete(stored.id, True)
        return
    others = with_pages(archive.parts.of(stored.id), _others(archive, stored, known.url_key))
    rest = [each for each in others if each.url_key != known.url_key]
    whole = replace(joined(archive.recleaning.article(stored.id), rest), opt_outs=archive.reservations.of(stored.id))
    _look_again(archive, stored, whole, since=known.seen, now=now)
    archive.parts.drop(known.url_key)
    archive.parts.set_complete(stored.id, whole.complete)


def keep(archive: Archive, stored: StoredArticle, article: Article, whole: Article, *, now: datetime) -> None:
    """Note what the page *article* adds, read again *now*, where the archive has the text of the *whole* it is part of.

    So that what was not believed (a page that broke off, a wall) or is no edit never comes in by another page.
    """
    known = archive.parts.find(url_key(article.url))
    is_older = known is None or (known.seen is not None and now <= known.seen)
    if is_older or archive.recleaning.article(stored.id).text != whole.text:
        return
    is_first = url_key(article.url) == stored.url_key
    own = article if is_first or is_whole(archive, stored) else _own(archive, stored.id, article)
    archive.parts.take(url_key(article.url), own.text, own.markdown, seen=now)
    archive.parts.set_complete(stored.id, whole.complete)


def _with_page(archive: Archive, stored: StoredArticle, article: Article) -> Article:
    """Return the stored article, which has the text of a page that shows all, with *article*, a page of it, read again.

    What a page says that broke off, or gives away less, is not believed.
    """
    before = archive.recleaning.article(stored.id)
    known = archive.parts.find(url_key(article.url))
    is_believed = article.complete and article.access is Access.FREE
    text = with_page(before.text, known, article.text) if is_believed else before.text
    expect(archive, stored.id, article.parts)
    first = article if url_key(article.url) == stored.url_key else before
    return replace(
        first,
        title=first.title if is_believed else before.title,
        lead=first.lead if is_believed else before.lead,
        access=before.access,
        text=text,
        markdown=before.markdown if text == before.text else None,
        kept=before.kept if text == before.text else (),
        removed=before.removed,
        lines=article.lines,
        opt_outs=archive.reservations.of(stored.id),
        modified=max(filter(None, (before.modified, article.modified)), default=None),
        complete=True,
    )


def _whole_around(archive: Archive, stored: StoredArticle, known: StoredPart, article: Article) -> Article:
    """Return the stored article as it is with *article*, its page *known* read again.

    A page that gives away less than before, or broke off, says so of the whole.
    """
    before = archive.recleaning.article(stored.id)
    others = _others(archive, stored, known.url_key)
    _end_at(archive, stored.id, article)
    expect(archive, stored.id, article.parts, is_late=stored.complete)
    own = _own(archive, stored.id, article)
    whole = joined(before, with_pages(archive.parts.of(stored.id), others | {known.url_key: own}))
    return replace(
        whole,
        lines=article.lines,
        opt_outs=archive.reservations.of(stored.id),
        modified=max(filter(None, (before.modified, article.modified)), default=None),
        access=article.access if known.text else before.access,
        complete=whole.complete and article.complete,
    )


def _look_again(
    archive: Archive,
    stored: StoredArticle,
    whole: Article,
    *,
    since: datetime | None,
    now: datetime,
    is_same_page: bool = False,
) -> Outcome:
    """Write what the article comes to with one of its pages read again; *since* is when that was read last."""
    before = replace(stored, last_seen=min(stored.last_seen, since or NEVER))
    begun = max(since or NEVER, now - ROUND)
    outcome = look_again(archive, before, whole, now=now, is_same_page=is_same_page, begun=begun)
    if outcome.kind is not OutcomeKind.REVISION:
        return ALIAS
    if since is not None and whole.modified is not None and whole.modified > since:
        archive.revisions.tell_openly(stored.id)
    return outcome


def _own(archive: Archive, article_id: int, article: Article) -> Article:
    """Return *article*, a page behind the first one, without its words where the other pages have them already."""
    key = url_key(article.url)
    others = [each for each in archive.parts.of(article_id) if each.url_key != key and each.text]
    text = "\n\n".join(each.text or "" for each in others)
    is_repeated = bool(text) and shares(whole_text(None, article.text), whole_text(None, text))[0] >= REPEATED
    return replace(article, text="", markdown=None) if is_repeated else article


def _others(archive: Archive, stored: StoredArticle, key: str) -> dict[str, Article]:
    """Return what the pages of the article that are there say, but for the one at *key*, by `url_key`.

    What its site was found to repeat since they were read has left the whole, and stays out.
    """
    whole = set(paragraphs(stored.text))
    found = {each.url_key: each for each in archive.parts.of(stored.id) if each.text and each.url_key != key}
    return {
        at: Article(
            url=each.url,
            title=None,
            text="\n\n".join(line for line in paragraphs(each.text or "") if line in whole),
            markdown=each.markdown,
        )
        for at, each in found.items()
    }


def _end_at(archive: Archive, article_id: int, article: Article) -> None:
    """Where *article*, a page read again, leads to no later one, let those that are not there be none.

    Its AMP or print page, at another address of the same identity, may leave them out.
    """
    own = part_of(article.url).number
    known = archive.parts.find(url_key(article.url))
    is_same = known is None or _bare(known.url) == _bare(article.url)
    if is_same and article.complete and not any(part_of(url).number > own for url in article.parts):
        archive.parts.drop_missing(article_id, after=own)


def _bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/")
