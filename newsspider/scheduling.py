"""What becomes of a URL that was visited: its state in the frontier, and when it is due again."""

from __future__ import annotations

from datetime import datetime

from newsspider.archive.part import StoredPart
from newsspider.archive.store import Archive
from newsspider.article import Article, UrlState
from newsspider.errors import BadURL
from newsspider.ledger import ALIAS, UNCHANGED, Outcome, OutcomeKind
from newsspider.revisit import next_look_at_gone, next_visit
from newsspider.times import utc_text, utc_text_or_none
from newsspider.urls import url_key
from newsspider.visit import (
    GONE,
    STORED,
    Visit,
    born_at,
    evidence_of,
    final_url,
    key_of,
    leads_to_front_page,
    validators_of,
)

_STATES = {
    OutcomeKind.NEW: UrlState.STORED,
    OutcomeKind.REVISION: UrlState.STORED,
    OutcomeKind.UNCHANGED: UrlState.STORED,
    OutcomeKind.ALIAS: UrlState.ALIAS,
    OutcomeKind.NOT_ARTICLE: UrlState.NOT_ARTICLE,
    OutcomeKind.REFUSED: UrlState.REFUSED,
    OutcomeKind.FAILED: UrlState.FAILED,
}


def follow(archive: Archive, visit: Visit, outcome: Outcome, *, gone_since: datetime | None) -> None:
    """Move the frontier: the URL that was due and, where it led to an article, the one that this stands at."""
    final = final_url(visit)
    if (page := _later_page(archive, visit, outcome)) is not None:
        is_believed = not isinstance(visit.result, Article) or utc_text_or_none(page.seen) == utc_text(visit.now)
        _move(archive, visit.url, visit, ALIAS, validators=validators_of(visit, UNCHANGED if is_believed else ALIAS))
        return
    if outcome.kind in STORED and url_key(final) != url_key(visit.url):
        _move(archive, final, visit, outcome)
        outcome = ALIAS
    elif outcome.kind is OutcomeKind.ALIAS and key_of(final) == key_of(visit.url) and _stands_at(archive, visit.url):
        outcome = UNCHANGED  # the article came to stand here by this visit, and is looked at here from now on
    _move(archive, visit.url, visit, outcome, gone_since)


def _stands_at(archive: Archive, url: str) -> bool:
    stored = archive.find_article(key_of(url))
    return stored is not None and stored.url_key == key_of(url)


def _later_page(archive: Archive, visit: Visit, outcome: Outcome) -> StoredPart | None:
    """Return the visited page where it is one behind an article's first: its next visit comes with that."""
    key = key_of(visit.url)
    if outcome.kind not in (*STORED, OutcomeKind.ALIAS) or key != key_of(final_url(visit)):
        return None
    known = archive.parts.find(key)
    stored = None if known is None else archive.find_article(key)
    return known if stored is not None and stored.url_key != key else None


def _move(
    archive: Archive,
    url: str,
    visit: Visit,
    outcome: Outcome,
    gone_since: datetime | None = None,
    *,
    validators: tuple[str | None, str | None] | None = None,
) -> None:
    try:
        key = url_key(url)
    except BadURL:
        return
    etag, last_modified = validators or validators_of(visit, outcome)
    failures = 0 if visit.due is None else visit.due.failures
    due_again = next_visit(outcome, now=visit.now, born=born_at(visit), failures=failures)
    if due_again is None and gone_since is not None:
        due_again = next_look_at_gone(now=visit.now, since=gone_since)
    is_gone = visit.status in GONE or (gone_since is not None and leads_to_front_page(visit))
    archive.frontier.settle(
        key,
        url=url,
        site=visit.site,
        state=UrlState.GONE if is_gone else _STATES[outcome.kind],
        reason=None if outcome.reason is None else str(outcome.reason),
        evidence=evidence_of(visit, outcome),
        now=visit.now,
        next_visit=due_again,
        etag=etag,
        last_modified=last_modified,
        status=visit.status,
    )
