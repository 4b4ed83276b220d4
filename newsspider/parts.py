"""Articles told over several pages: each page is read by itself, and all of them are one article.

The article stands at the address of its first page; the others are aliases of it. Its text is that of the pages in
order, whatever the order they were read in; as long as one is not there, the article is not complete.

What a page adds for the first time completes the article; what it says otherwise when it is read again, or takes along
when it goes, is an edit of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from newsspider.addresses import are_titles_alike, fold
from newsspider.again import look_again
from newsspider.archive.part import ExpectedPart, StoredPart
from newsspider.archive.record import FoundLink, StoredArticle
from newsspider.archive.reextraction import Candidate
from newsspider.archive.store import Archive
from newsspider.article import Article, Link
from newsspider.dedup.fingerprint import whole_text
from newsspider.dedup.retelling import shares
from newsspider.kin import renew
from newsspider.ledger import ALIAS, Outcome, OutcomeKind
from newsspider.pagination import MOST_PARTS, part_of
from newsspider.text import paragraphs
from newsspider.urls import url_key

REPEATED = 0.8
"""Share of a page that is in the article already, from which on it adds nothing: the same text with other comments."""
MOST_LACKING = 0.1
"""Share of an article that its pages may lack: a line that a decision put back. More is from a page that shows all."""
NEVER = datetime.min.replace(tzinfo=UTC)
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
    known = _others(archive, stored, stored.url_key)
    _expect(archive, stored.id, article.parts)
    if now > stored.last_seen:
        _end_at(archive, stored.id, article)
        _take_in(archive, stored, article.parts, now=now)
    joined = _joined(article, _with(archive.parts.of(stored.id), known | {stored.url_key: article}))
    return replace(joined, complete=joined.complete and article.complete)


def is_known_page(archive: Archive, stored: StoredArticle, article: Article) -> bool:
    """Return whether *article* is a page of the stored one that was read before, not its first."""
    key = url_key(article.url)
    if key == stored.url_key or archive.parts.find(key) is None:
        return False
    known = archive.find_article(key)
    return known is not None and known.id == stored.id


def look_at_page_again(
    archive: Archive, stored: StoredArticle, article: Article, *, now: datetime, is_same_page: bool
) -> Outcome:
    """Write what *article* comes to, a page behind the first one that is read again: a revision of the whole, or none.

    What *is_same_page* says, see `newsspider.again.look_again`.
    """
    known = archive.parts.find(url_key(article.url))
    if known is None or (known.seen is not None and now <= known.seen) or not _is_made_of_parts(archive, stored):
        return ALIAS
    whole = _whole_around(archive, stored, known, article)
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
    if known.seen is None or now <= known.seen or not _is_made_of_parts(archive, stored):
        return
    others = _with(archive.parts.of(stored.id), _others(archive, stored, known.url_key))
    rest = [each for each in others if each.url_key != known.url_key]
    whole = replace(_joined(archive.recleaning.article(stored.id), rest), opt_outs=archive.reservations.of(stored.id))
    _look_again(archive, stored, whole, since=known.seen, now=now)
    archive.parts.drop(known.url_key)
    archive.parts.set_complete(stored.id, whole.complete)


def keep(archive: Archive, stored: StoredArticle, article: Article, joined: Article, *, now: datetime) -> None:
    """Note what the page *article* adds, read again *now*, where the archive has the text that it was *joined* to.

    So that what was not believed (a page that broke off, a wall) or is no edit never comes in by another page.
    """
    if archive.recleaning.article(stored.id).text != joined.text:
        return
    is_first = url_key(article.url) == stored.url_key
    own = article if is_first else _own(archive, stored.id, article)
    archive.parts.take(url_key(article.url), own.text, own.markdown, seen=now)
    archive.parts.set_complete(stored.id, joined.complete)


def joined_anew(candidate: Candidate, pages: Mapping[str, Article], old: Article) -> Article:
    """Return the article of *candidate* made of its *pages*, read again, by `url_key`; *old* is what it is.

    What a page added nothing to, it adds nothing to again. A date of modification that a later page told stays told.
    """
    first = pages[candidate.url_keys[0]]
    joined = _joined(first, _with(candidate.parts, pages))
    is_told = old.modified in {page.modified for page in pages.values()}
    return replace(
        joined,
        complete=joined.complete and all(page.complete for page in pages.values()),
        modified=old.modified if is_told else first.modified,
    )


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


def later_pages(archive: Archive, stored: StoredArticle) -> list[str]:
    """Return the identities of the article's pages behind its first one."""
    return [each.url_key for each in archive.parts.of(stored.id) if each.url_key != stored.url_key]


def _whole_around(archive: Archive, stored: StoredArticle, known: StoredPart, article: Article) -> Article:
    """Return the stored article as it is with *article*, its page *known* read again.

    A page that gives away less than before, or broke off, says so of the whole.
    """
    before = archive.recleaning.article(stored.id)
    others = _others(archive, stored, known.url_key)
    _end_at(archive, stored.id, article)
    _expect(archive, stored.id, article.parts)
    own = _own(archive, stored.id, article)
    joined = _joined(before, _with(archive.parts.of(stored.id), others | {known.url_key: own}))
    return replace(
        joined,
        lines=article.lines,
        opt_outs=archive.reservations.of(stored.id),
        modified=max(filter(None, (before.modified, article.modified)), default=None),
        access=article.access if known.text else before.access,
        complete=joined.complete and article.complete,
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
    outcome = look_again(archive, before, whole, now=now, is_same_page=is_same_page)
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


def _with(parts: Sequence[StoredPart], pages: Mapping[str, Article]) -> list[StoredPart]:
    """Return *parts*, those of *pages* with what these say."""
    return [
        replace(each, text=pages[each.url_key].text, markdown=pages[each.url_key].markdown)
        if each.url_key in pages
        else each
        for each in parts
    ]


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
    """Where *article*, a page read again, leads to no later one, let those that are not there be none."""
    own = part_of(article.url).number
    if article.complete and not any(part_of(url).number > own for url in article.parts):
        archive.parts.drop_missing(article_id, after=own)


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
    if first is None and _lacking(before.text, [joined.text]) > MOST_LACKING:
        return  # the row has the text of a page that shows all
    archive.parts.set_complete(article_id, joined.complete)
    if first is not None or joined.text != before.text:
        archive.recleaning.rewrite(article_id, joined)
        renew(archive, article_id, joined)


def _is_made_of_parts(archive: Archive, stored: StoredArticle) -> bool:
    """Say whether the article's text is that of its pages, and not of one that shows all of it at another address."""
    return _lacking(stored.text, (each.text or "" for each in archive.parts.of(stored.id))) <= MOST_LACKING


def _lacking(text: str, others: Iterable[str]) -> float:
    """Return the share of *text*, by paragraphs, that none of *others* has; 0 to 1."""
    there = {line for other in others for line in paragraphs(other)}
    return sum(len(line) for line in paragraphs(text) if line not in there) / max(1, len(text))


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
