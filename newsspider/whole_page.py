"""Pages that show all of an article of several pages: "view all", the print page, a page without its pagination.

Where the archive has the text of such a page, the single ones add nothing to it; what one of them says otherwise when
it is read again is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsspider.addresses import are_titles_alike, claimed_key
from newsspider.archive.part import StoredPart
from newsspider.archive.record import StoredArticle
from newsspider.archive.store import Archive
from newsspider.article import Access, Article
from newsspider.dedup.fingerprint import whole_text
from newsspider.dedup.retelling import shares
from newsspider.delta import Patience, steps
from newsspider.pagination import base_of_view, part_of
from newsspider.text import count_words, paragraphs
from newsspider.urls import same_site, url_key

HELD = 0.8
"""Share of a page, or of what is there of an article, that the text of one that shows all has: what stands aside, and
small edits, differ."""
LONGER = 1.05
"""So many times the words of what is there has one that shows more."""
MOST_LACKING = 0.1
"""Share of an article that its pages may lack: a line that a decision put back. More is from a page that shows all."""


def stored_wholes(archive: Archive, article: Article) -> list[StoredArticle]:
    """Return the stored articles that show all of the one that *article* is a page of, not known to have pages.

    One at the same address, those that either names, and those whose addresses say that they show all.
    """
    bases = {url_key(article.url), part_of(article.url).base}
    claim = claimed_key(article.canonical_url, article.url)
    found = [archive.find_article(key) for key in (*sorted(bases), *filter(None, (claim,)))]
    for base in sorted(bases):
        urls = (url for url in (article.url, *article.parts) if url_key(url) == base)
        found += archive.addresses.claimants(base, urls)
        found += (each for each in archive.addresses.beside(base) if base_of_view(each.url) == base)
    known = {each.id: each for each in filter(None, found) if _has_no_pages(archive, each)}
    return [each for each in known.values() if _is_one_story(each, article) and has_more(each, article)]


def divided(archive: Archive, article: Article) -> StoredArticle | None:
    """Return the stored article of several pages that *article* shows all of, by what either names, or its address."""
    if article.parts or not article.complete:
        return None
    found = [archive.parts.article_of(base) for base in _bases_named(article)]
    ids = [each for each in found if each is not None]
    claimants = archive.addresses.claimants(url_key(article.url), (article.url,)) if article.text else []
    ids += [each.id for each in claimants if not _has_no_pages(archive, each)]
    stored = (archive.article_in(each) for each in dict.fromkeys(ids))
    return next(
        (each for each in stored if _is_one_story(each, article) and shows_all_of(archive, each, article)), None
    )


def shows_all_of(archive: Archive, stored: StoredArticle, article: Article) -> bool:
    """Return whether *article* has all that is there of the stored one, which has several pages, and leads to none."""
    if article.parts or not article.complete or article.access is not Access.FREE or not stored.text:
        return False
    if len(archive.parts.of(stored.id)) < 2:
        return False
    here, there = shares(_whole(stored), _whole(article))
    if here < HELD:
        return False
    return there >= HELD if stored.complete else count_words(article.text) >= LONGER * count_words(stored.text)


def has_more(stored: StoredArticle, article: Article) -> bool:
    """Return whether the stored text has that of *article*, and more."""
    here, there = shares(_whole(stored), _whole(article))
    return there >= HELD > here and count_words(stored.text) >= LONGER * count_words(article.text)


def are_one(stored: StoredArticle, other: StoredArticle) -> bool:
    """Return whether each of both texts has most of the other one."""
    return min(shares(_whole(stored), _whole(other))) >= HELD


def is_whole(archive: Archive, stored: StoredArticle) -> bool:
    """Say whether the article's text is that of a page that shows all, and not of its several pages."""
    return is_of_no_pages(stored, archive.parts.of(stored.id))


def is_of_no_pages(one: StoredArticle | Article, pages: Sequence[StoredPart]) -> bool:
    """Say the same of an article and its *pages*; false where it has none."""
    if not pages:
        return False
    is_missed = any(each.seen is None for each in pages)
    return (one.complete and is_missed) or lacking(one.text, (each.text or "" for each in pages)) > MOST_LACKING


def lacking(text: str, others: Iterable[str]) -> float:
    """Return the share of *text*, by paragraphs, that none of *others* has; 0 to 1."""
    there = {line for other in others for line in paragraphs(other)}
    return sum(len(line) for line in paragraphs(text) if line not in there) / max(1, len(text))


def with_page(text: str, known: StoredPart | None, now: str) -> str:
    """Return *text*, which shows all, with what a page *known* says otherwise *now*, where it has what changed."""
    lines = paragraphs(text)
    before = paragraphs((known.text if known else None) or "")
    after = paragraphs(now)
    changes = [step for step in steps(before, after, Patience()) if not step[0]] if before else []
    for _, begin, end, new_begin, new_end in reversed(changes):
        place = _place(lines, before, begin, end)
        if place is not None:
            lines[place : place + end - begin] = after[new_begin:new_end]
    return "\n\n".join(lines)


def _place(lines: Sequence[str], before: Sequence[str], begin: int, end: int) -> int | None:
    """Return where in *lines* stand those of *before* from *begin* to *end*, or what is put in there."""
    if begin < end:
        gone = list(before[begin:end])
        return next((at for at in range(len(lines)) if list(lines[at : at + len(gone)]) == gone), None)
    if begin and before[begin - 1] in lines:
        return lines.index(before[begin - 1]) + 1
    return lines.index(before[begin]) if begin < len(before) and before[begin] in lines else None


def _bases_named(article: Article) -> Iterator[str]:
    """Yield the identities of first pages that *article* may show all of."""
    view = base_of_view(article.url)
    if view is not None:
        yield view
    named = [article.canonical_url, *(url for url, _ in article.addresses)]
    own = url_key(article.url)
    for claim in {claimed_key(url, article.url) for url in named} - {None, own}:
        yield part_of(f"https://{claim}").base


def _has_no_pages(archive: Archive, stored: StoredArticle) -> bool:
    return not archive.parts.of(stored.id)


def _is_one_story(stored: StoredArticle, article: Article) -> bool:
    is_bare = not stored.text or not article.text
    return not is_bare and same_site(stored.url, article.url) and are_titles_alike(stored.title, article.title)


def _whole(one: StoredArticle | Article) -> str:
    return whole_text(one.lead, one.text)
