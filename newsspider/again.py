"""A page of an article that is stored: it says the same, was changed by its publisher, is read otherwise, or is gone.

Runs in the writer's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from newsspider.archive.record import StoredArticle
from newsspider.archive.store import Archive
from newsspider.article import Article
from newsspider.cleaning import better_reading, own_lines
from newsspider.dedup.relation import Version, is_revision
from newsspider.edits.trivial import trivial_causes
from newsspider.extraction.digests import digests_of_text
from newsspider.extraction.recleaning import reclean, restore
from newsspider.kin import renew
from newsspider.ledger import REVISION, UNCHANGED, Outcome
from newsspider.repeats import LONG_CHARS, Repeats
from newsspider.text import paragraphs, text_hash
from newsspider.times import utc_text


def look_again(
    archive: Archive,
    stored: StoredArticle,
    article: Article,
    *,
    now: datetime,
    is_same_page: bool = False,
    is_withheld: bool = False,
    begun: datetime | None = None,
) -> Outcome:
    """Write what *article*, read *now* at the address of *stored*, comes to: a revision, or nothing new.

    *is_same_page* says that the page itself is that which *stored* was made of, *is_withheld* that its words may not be
    kept. An edit since *begun*, of the same look at the article, is told together with this one.
    """
    if now <= stored.last_seen:
        return UNCHANGED  # an older page, or the same one again, tells nothing of what the article is now
    archive.revisions.restore(stored, seen=now)
    archive.reservations.keep(stored.id, article.opt_outs)
    if is_withheld:
        return _look_without_words(archive, stored, article, now)
    article = _with_own_lines(archive, stored, article)
    if _got_words_back(stored, article):
        archive.reservations.give_back(stored, article, seen=now)
        renew(archive, stored.id, article)
        return UNCHANGED
    if _is_read_anew(archive, stored, article, is_same_page=is_same_page):
        _read_anew(archive, stored, article)
        archive.touch(stored.id, seen=now)
        return UNCHANGED
    if not is_revision(stored, article):
        archive.touch(stored.id, seen=now, article=article if stored.text == article.text else None)
        return UNCHANGED
    return _take_edit(archive, stored, article, now, begun)


def gone_since(archive: Archive, url_key: str, *, seen: datetime, status: int | None) -> datetime | None:
    """Return since when the article that stood at that address is gone; ``None`` where none is.

    *status* is that of the answer where it says so: the first sight of it withdraws the article.
    """
    stored = archive.find_article(url_key)
    if stored is None or stored.url_key != url_key:
        return None
    if status is None:
        return stored.withdrawn_at
    archive.revisions.withdraw(stored, seen=seen, status=status)
    return stored.withdrawn_at or seen


def _with_own_lines(archive: Archive, stored: StoredArticle, article: Article) -> Article:
    """Return *article* with what was left out as its site's, and may be what others copied from it."""
    if stored.text == article.text:
        return article
    own = _own_lines(archive, stored, archive.site_blocks.known(stored.site))
    return restore(article, Repeats(kept=own)) if own else article


def _own_lines(archive: Archive, stored: StoredArticle, known: Repeats) -> frozenset[int]:
    return own_lines(stored.text, utc_text(stored.first_seen), archive.site_blocks.young(stored.site), known)


def _take_edit(
    archive: Archive, stored: StoredArticle, article: Article, now: datetime, begun: datetime | None
) -> Outcome:
    """Keep what the publisher changed as a revision; what is no word of the story is counted, and the text stays."""
    host = urlsplit(stored.url).hostname or ""
    causes = trivial_causes(stored, article, is_known=_knows(archive, stored.site), host=host)
    if causes and stored.complete == article.complete and stored.access == article.access:
        archive.revisions.note_trivial(stored.id, article, causes, seen=now)
        return UNCHANGED
    archive.add_revision(stored, article, seen=now, begun=begun)
    renew(archive, stored.id, article)
    return REVISION


def _knows(archive: Archive, site: str) -> Callable[[str], bool]:
    """Return what says of a line whether *site* is known to repeat it. Figures count, as in any line of a text."""
    repeats = archive.site_blocks.known(site)
    if not repeats:
        return lambda line: False

    def is_known(line: str) -> bool:
        digests = digests_of_text(line)
        known = repeats.dropped | (repeats.prose if len(line) >= LONG_CHARS else repeats.lines)
        return digests[0] in known and repeats.kept.isdisjoint(digests)

    return is_known


def is_read_anew(
    stored: Version, article: Article, *, is_same_page: bool = False, removed: Collection[str] = ()
) -> bool:
    """Return whether *article* differs from what is stored because its page was read with more knowledge, not edited.

    What is gone from the text is still on the page, and nothing stands there that was neither text before nor *removed*
    from it; or what stands there stood on the page before, too (*is_same_page*).

    >>> from newsspider.repeats import SiteLine
    >>> line = SiteLine(digests_of_text("Follow us!")[0], "Follow us!")
    >>> before = Article(url="", title=None, text="A.\\n\\nB.\\n\\nFollow us!")
    >>> is_read_anew(before, Article(url="", title=None, text="A.\\n\\nB.", lines=(line,)))
    True
    >>> is_read_anew(before, Article(url="", title=None, text="A.\\n\\nB."))  # the publisher took it out
    False
    """
    if stored.title != article.title or (stored.lead, stored.text) == (article.lead, article.text):
        return False
    if is_same_page:
        return True
    old = paragraphs("\n\n".join(filter(None, (stored.lead, stored.text))))
    new = paragraphs("\n\n".join(filter(None, (article.lead, article.text))))
    if set(new) == set(old) and new != old:
        return False  # the same paragraphs in another order: the page was changed
    if not all(_was_removed(gained, removed) for gained in set(new) - set(old)):
        return False
    seen = {line.digest for line in article.lines}
    return all(not seen.isdisjoint(digests_of_text(gone)) for gone in set(old) - set(new))


def _was_removed(line: str, removed: Collection[str]) -> bool:
    """Return whether *line* was removed, alone or in a box with others."""
    return line in removed or any(f" {line} " in f" {box} " for box in removed)


def without_words(article: Article) -> Article:
    """Return what may be kept of *article* where its words may not."""
    return replace(article, lead=None, text="", markdown=None, image_caption=None, removed=(), kept=(), lines=())


def _is_read_anew(archive: Archive, stored: StoredArticle, article: Article, *, is_same_page: bool) -> bool:
    if (stored.title, stored.lead, stored.text) == (article.title, article.lead, article.text):
        return False
    removed = {block.text for block in archive.recleaning.article(stored.id).removed}
    return is_read_anew(stored, article, is_same_page=is_same_page, removed=removed)


def _read_anew(archive: Archive, stored: StoredArticle, article: Article) -> None:
    """Let the text be as it is read now, knowing more of the site, unless that lost a part of it."""
    whole = archive.recleaning.article(stored.id)
    known = archive.site_blocks.known(stored.site)
    of_blocks = reclean(whole, known.sparing(_own_lines(archive, stored, known)))
    better = better_reading(whole, of_blocks, article)
    if better is not whole:
        archive.recleaning.rewrite(stored.id, better)
        renew(archive, stored.id, better)


def _look_without_words(archive: Archive, stored: StoredArticle, article: Article, now: datetime) -> Outcome:
    """The article's words may not be kept: only that they changed, and those that were kept before go."""
    digest = text_hash(article.text)
    is_same_text = stored.text_hash == digest
    is_part = stored.complete and not article.complete
    archive.reservations.withhold(stored.id)  # first, so that no revision keeps them
    bare = without_words(article)
    if is_part or (is_same_text and stored.title == article.title):
        archive.touch(stored.id, seen=now, article=bare if is_same_text else None)
        return UNCHANGED
    archive.add_revision(stored, bare, seen=now, withheld_hash=digest)
    return REVISION


def _got_words_back(stored: StoredArticle, article: Article) -> bool:
    """Say whether the stored article had to do without its words, and *article* is the same with them."""
    is_same = (stored.title, stored.text_hash) == (article.title, text_hash(article.text))
    return is_same and not stored.text and bool(article.text)
