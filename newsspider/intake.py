"""What a visit comes to: the newcomer is held against what is there, and article, relations and URL state are written.

Runs in the writer's transaction. Rows go from the archive to `dedup` and its verdict back: the two rooms never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newsspider import led_away, parts, parts_again
from newsspider.addresses import Marks, is_another, marks_of, name_again, names_of, twins_of, unite
from newsspider.again import gone_since, look_again, without_words
from newsspider.archive.record import NewArticle, StoredArticle
from newsspider.archive.reservation import METADATA_ONLY, SKIP
from newsspider.archive.reservation import STORE as STORE
from newsspider.archive.store import Archive
from newsspider.article import PASSING, Article, Failure, OptOut, Reason, Refusal
from newsspider.extraction.version import EXTRACTOR
from newsspider.kin import relate
from newsspider.ledger import ALIAS, NEW, UNCHANGED, Outcome, OutcomeKind, failed, not_article, refused
from newsspider.pagination import base_of_view
from newsspider.scheduling import follow
from newsspider.urls import url_key
from newsspider.visit import (
    STORED,
    Visit,
    each_once,
    final_url,
    is_withheld,
    key_of,
    leads_to_front_page,
    opt_outs_of,
    status_of_withdrawal,
)

GONE_FOR_GOOD = frozenset({410, 451})
"""What no server says by accident."""
_TURNED_AWAY = refused(Refusal.TDM)
IN_QUARANTINE = "in quarantine"
"""The evidence of a page that was not tried again."""
COSTS_A_WORKER = frozenset({Failure.EXTRACTION_TIMEOUT, Failure.EXTRACTION_CRASH})


def settle(archive: Archive, visits: Sequence[Visit]) -> list[Outcome]:
    """Write what *visits* came to and return their outcomes, in order."""
    batch = _Batch(archive)
    outcomes = [batch.settle(visit) for visit in visits]
    batch.flush()
    return outcomes


class _Batch:
    """Newcomers are gathered, as rows in one statement are cheap; whoever resembles one of them makes it land first."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._new: list[NewArticle] = []
        self._known: set[str] = set()

    def settle(self, visit: Visit) -> Outcome:
        if visit.result is None:
            raise TypeError(f"nobody read {visit.url}")
        outcome = self._outcome_of(visit)
        if outcome.kind is OutcomeKind.NOT_ARTICLE and outcome.reason not in PASSING:
            parts.leave_out(self._archive, final_url(visit), now=visit.now)
        gone_since = self._gone_since(visit, outcome)
        if status_of_withdrawal(visit, outcome) is not None:
            gone_since = self._lose(visit) or gone_since
        if visit.page is not None and outcome.reason in COSTS_A_WORKER:
            self._quarantine(visit, Failure(str(outcome.reason)))
        if not visit.is_passing and outcome.kind is not OutcomeKind.LEFT:
            follow(self._archive, visit, outcome, gone_since=gone_since)
        return outcome

    def _gone_since(self, visit: Visit, outcome: Outcome) -> datetime | None:
        """Return since when the article that stood at this very address is gone; note it at the first sight."""
        key = key_of(visit.url)
        if self._is_led_away(visit, outcome):
            since = self._archive.frontier.led_away(key)
            if since is None:
                return visit.now  # one such answer is none
            return gone_since(self._archive, key, seen=since, status=visit.redirect)
        if outcome.kind not in (OutcomeKind.FAILED, OutcomeKind.NOT_ARTICLE):
            return None
        self._let_land({key})
        return gone_since(self._archive, key, seen=visit.now, status=status_of_withdrawal(visit, outcome))

    def _is_led_away(self, visit: Visit, outcome: Outcome) -> bool:
        """Say whether the server led from the address of a stored article to what is another page of its site."""
        if visit.redirect is None or visit.page is None or is_withheld(visit):
            return False
        if outcome.kind not in (*STORED, OutcomeKind.ALIAS, OutcomeKind.NOT_ARTICLE):
            return False
        if not led_away.is_elsewhere(visit.url, visit.page.url, outcome.reason):
            return False
        key = key_of(visit.url)
        self._let_land({key})
        stored = self._archive.find_article(key)
        return stored is not None and stored.url_key == key and bool(stored.text)

    def _lose(self, visit: Visit) -> datetime | None:
        """Of an article of several pages one is gone that is not its first.

        Where nothing but one answer says so, nothing is done yet: return since when it is looked for.
        """
        key = key_of(visit.url)
        self._let_land({key})
        stored = self._archive.find_article(key)
        if stored is None or stored.url_key == key:
            return None
        if visit.status not in GONE_FOR_GOOD and not self._archive.frontier.is_gone(key):
            return visit.now
        parts_again.lose(self._archive, stored, visit.url, now=visit.now)
        return None

    def _outcome_of(self, visit: Visit) -> Outcome:
        opt_outs = opt_outs_of(visit)
        self._note(visit, opt_outs)
        if visit.result == _TURNED_AWAY:
            return self._turn_away(visit, opt_outs)
        if leads_to_front_page(visit) and isinstance(visit.result, Article):
            return not_article(Reason.LISTING)
        if isinstance(visit.result, Article):
            is_skipped = visit.result.turns_us_away or (bool(opt_outs) and visit.opt_out_policy == SKIP)
            article = replace(visit.result, opt_outs=opt_outs)
            return self._turn_away(visit, opt_outs) if is_skipped else self._take(visit, article)
        assert isinstance(visit.result, Outcome)
        return self._confirm(visit) if visit.result == UNCHANGED else visit.result

    def _note(self, visit: Visit, opt_outs: Sequence[OptOut]) -> None:
        if opt_outs:
            url = final_url(visit)
            self._let_land({url_key(url)})
            self._archive.reservations.note(visit.site, url, opt_outs, key=url_key(url), now=visit.now)

    def _turn_away(self, visit: Visit, opt_outs: Sequence[OptOut]) -> Outcome:
        """What is reserved is skipped; of an article that is there from before, the words go."""
        key = url_key(final_url(visit))
        self._let_land({key})
        stored = self._archive.find_article(key)
        if stored is not None and stored.url_key == key and stored.last_seen < visit.now:
            self._archive.reservations.keep(stored.id, opt_outs)
            self._archive.reservations.withhold(stored.id)
        return _TURNED_AWAY

    def _quarantine(self, visit: Visit, reason: Failure) -> None:
        """Keep the page; one that is kept and was not tried again keeps its evidence."""
        assert visit.page is not None
        key = url_key(visit.url)
        if visit.detail == IN_QUARANTINE and self._archive.quarantine.is_held(key, EXTRACTOR):
            return
        self._archive.quarantine.add(
            visit.page,
            url_key=key,
            site=visit.site,
            extractor=EXTRACTOR,
            reason=reason,
            detail=visit.detail,
        )
        if visit.opt_outs and visit.opt_out_policy != STORE:
            self._archive.reservations.withhold_page(key)

    def flush(self) -> None:
        if self._new:
            ids = self._archive.add_articles(self._new)
            relate(self._archive, ids, self._new)
            for one, article_id in zip(self._new, ids, strict=True):
                self._archive.addresses.name(article_id, names_of(one.article))
                if not one.has_twin and one.article.text:
                    self._archive.site_blocks.learn(one.site, one.article.lines, seen=one.seen)
        self._new, self._known = [], set()

    def _take(self, visit: Visit, article: Article) -> Outcome:
        marks = marks_of(article)
        self._let_land(_marks_of_all(article, marks))
        if url_key(visit.url) != marks.key and not is_withheld(visit):
            self._let_land({url_key(visit.url)})
            moved = led_away.move(self._archive, url_key(visit.url), article, now=visit.now)
            if moved is not None:
                return self._look_again(visit, article, moved)
        stored = self._archive.find_article(marks.key)
        if not is_withheld(visit) and (around := parts.article_around(self._archive, article)) is not None:
            return self._take_part(visit, article, around)
        if stored is not None and stored.url_key != marks.key and is_another(stored, article, marks):
            self._archive.drop_alias(marks.key)
            stored = None
        is_new = stored is None or visit.now <= stored.last_seen
        if stored is not None:
            outcome = self._again(visit, article, marks.key, stored)
            if stored.url_key == marks.key and article.addresses:
                name_again(self._archive, stored, article, now=visit.now)
        else:
            outcome = self._newcomer(visit, article, marks)
            if url_key(visit.url) != marks.key:
                self._alias_of_target(visit, marks.key)
        if article.parts and not is_withheld(visit):
            self._begin_parts(visit, article, marks.key, is_new=is_new)
        return outcome

    def _begin_parts(self, visit: Visit, article: Article, key: str, *, is_new: bool) -> None:
        self.flush()
        stored = self._archive.find_article(key)
        if stored is not None and stored.url_key == key:
            parts.begin(self._archive, stored, article, now=visit.now, is_new=is_new)
            self._ask_for_parts(visit, stored.id)

    def _take_part(self, visit: Visit, article: Article, stored: StoredArticle) -> Outcome:
        """The article has several pages: this is its first one again, or another part of it."""
        key = url_key(article.url)
        if visit.opt_out_policy == METADATA_ONLY and self._archive.reservations.of(stored.id) and key != stored.url_key:
            return ALIAS  # the words of the whole are withheld
        if parts.shows_all(self._archive, stored, article):
            outcome = parts.show_all(self._archive, stored, article, now=visit.now)
        elif key == stored.url_key and self._archive.parts.of(stored.id):
            if url_key(visit.url) != key:
                parts_again.lose(self._archive, stored, visit.url, now=visit.now)
            whole = parts_again.whole(self._archive, stored, article, now=visit.now)
            outcome = self._again(visit, whole, stored.url_key, stored)
            if outcome.kind in STORED:
                parts_again.keep(self._archive, stored, article, whole, now=visit.now)
            self._archive.parts.set_complete(stored.id, whole.complete)
            self._look_at_parts_again(visit, stored)
        elif parts_again.is_known_page(self._archive, stored, article):
            outcome = parts_again.look_at_page_again(
                self._archive, stored, article, now=visit.now, is_same_page=visit.is_same_page
            )
        else:
            outcome = parts.join(self._archive, stored, article, now=visit.now)
        if key != stored.url_key and url_key(visit.url) != key:
            self._lead_here(visit, stored)
        self._ask_for_parts(visit, stored.id)
        return outcome

    def _look_at_parts_again(self, visit: Visit, stored: StoredArticle) -> None:
        """Let the article's other pages be visited with its first one, where a crawl came to see it again."""
        if visit.due is not None and visit.due.visited is not None and url_key(visit.url) == stored.url_key:
            self._archive.frontier.look_again(parts.later_pages(self._archive, stored), now=visit.now)

    def _ask_for_parts(self, visit: Visit, article_id: int) -> None:
        """Let the pages that are not there be visited, where it is a crawl that found them."""
        if visit.due is not None and (links := parts.links_to_missing(self._archive, article_id)):
            url = final_url(visit)
            self._archive.frontier.add_links(visit.site, links, discovered_from=url, now=visit.now)

    def _again(self, visit: Visit, article: Article, key: str, stored: StoredArticle) -> Outcome:
        """The article is known: it is the same, or changed, or this is another address of it."""
        if url_key(visit.url) != stored.url_key:
            if url_key(visit.url) != key:
                self._lead_here(visit, stored)
            if key == stored.url_key:
                self._archive.revisions.restore(stored, seen=visit.now)
            self._archive.touch(stored.id, seen=visit.now)
            return ALIAS
        return self._look_again(visit, article, stored)

    def _look_again(self, visit: Visit, article: Article, stored: StoredArticle) -> Outcome:
        return look_again(
            self._archive,
            stored,
            article,
            now=visit.now,
            is_same_page=visit.is_same_page,
            is_withheld=is_withheld(visit),
        )

    def _newcomer(self, visit: Visit, article: Article, marks: Marks) -> Outcome:
        alike = self._archive.articles_with_hash(marks.text_hash)
        twins = twins_of(self._archive, article, marks, alike)
        bare = without_words(article) if is_withheld(visit) else article
        if not twins:
            newcomer = NewArticle(
                article=bare,
                site=visit.site,
                url_key=marks.key,
                seen=visit.now,
                opt_outs=article.opt_outs,
                text_hash=marks.text_hash,
                has_twin=bool(alike),
            )
            self._new.append(newcomer)
            self._known |= _marks_of_all(article, marks)
            return NEW
        article_id = unite(self._archive, twins, article, marks, bare=bare, now=visit.now)
        self._archive.addresses.name(article_id, names_of(article))
        return ALIAS

    def _alias_of_target(self, visit: Visit, key: str) -> None:
        """The URL that was due led elsewhere: it is another address of the article that stands there."""
        self.flush()
        stored = self._archive.find_article(key)
        if stored is not None:
            self._lead_here(visit, stored)

    def _lead_here(self, visit: Visit, stored: StoredArticle) -> None:
        if not led_away.stands(self._archive, url_key(visit.url)):
            self._archive.add_alias(visit.url, article_id=stored.id, reason=led_away.REDIRECT, seen=visit.now)

    def _let_land(self, marks: set[str]) -> None:
        if marks & self._known:
            self.flush()

    def _confirm(self, visit: Visit) -> Outcome:
        """The server says "not modified": true of an article that is there, no answer for one that is not."""
        key = url_key(visit.url)
        self._let_land({key})
        stored = self._archive.find_article(key)
        if stored is None:
            return failed(Failure.BAD_RESPONSE)
        if stored.url_key == key:
            self._archive.revisions.restore(stored, seen=visit.now)
        self._archive.touch(stored.id, seen=visit.now)
        if stored.url_key != key:
            return ALIAS
        self._look_at_parts_again(visit, stored)
        return self._confirm_opt_outs(visit, stored)

    def _confirm_opt_outs(self, visit: Visit, stored: StoredArticle) -> Outcome:
        """What the page reserves, it need not say again; what robots.txt says by now is added."""
        known = self._archive.reservations.of(stored.id)
        opt_outs = each_once((*known, *visit.opt_outs))
        if opt_outs != known:
            self._archive.reservations.keep(stored.id, opt_outs)
        if opt_outs and visit.opt_out_policy != STORE:
            self._archive.reservations.withhold(stored.id)
        return _TURNED_AWAY if opt_outs and visit.opt_out_policy == SKIP else UNCHANGED


def _marks_of_all(article: Article, marks: Marks) -> set[str]:
    """Return by what *article*, and the pages that it may be told on, are known."""
    return marks.all | {url_key(url) for url in article.parts} | set(filter(None, (base_of_view(article.url),)))
