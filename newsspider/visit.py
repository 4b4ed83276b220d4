"""One due URL on its way to its outcome, and what can be read off it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsspider.again import without_words
from newsspider.archive.record import DueUrl
from newsspider.archive.reservation import METADATA_ONLY, STORE
from newsspider.article import PASSING, Article, Failure, OptOut, Page
from newsspider.errors import MAX_EVIDENCE, BadURL
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.ledger import UNCHANGED, Outcome, OutcomeKind, failed
from newsspider.urls import is_front_page, url_key

GONE = frozenset({404, 410, 451})
"""Statuses that say that a page is not there any more."""
STORED = (OutcomeKind.NEW, OutcomeKind.REVISION, OutcomeKind.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One due URL on its way to its outcome."""

    site: str
    url: str
    """The URL that was due, verbatim."""
    now: datetime
    """When it was visited, UTC."""
    due: DueUrl | None = None
    """Its row of the frontier; ``None`` in a replay."""
    page: Page | None = None
    """What was fetched; ``None`` where nothing was."""
    hints: Hints = NO_HINTS
    result: Article | Outcome | None = None
    """What the page came to; ``None`` as long as it is not read."""
    is_same_page: bool = False
    """Whether it says what the page said that the stored article was made of: what differs is how it was read."""
    is_passing: bool = False
    """Whether the outcome holds for this run only: the URL stays due."""
    opt_outs: tuple[OptOut, ...] = ()
    """What its publisher reserves, as far as robots.txt, tdmrep.json and the response's headers say."""
    opt_out_policy: str = STORE
    """What is done with an article that has opt-outs."""
    detail: str = ""
    """The evidence behind an outcome without an article, one line."""
    status: int | None = None
    redirect: int | None = None
    """Status of the first redirect on the way to the page; ``None`` where there was none."""
    etag: str | None = None
    last_modified: str | None = None


def opt_outs_of(visit: Visit) -> tuple[OptOut, ...]:
    """Return what is reserved, whoever says so, each signal of a source once."""
    of_page = visit.result.opt_outs if isinstance(visit.result, Article) else ()
    return each_once((*visit.opt_outs, *of_page))


def kept_article(visit: Visit) -> Article | None:
    """Return the visit's article as the archive keeps it: without its words where these are reserved and withheld."""
    if not isinstance(visit.result, Article):
        return None
    article = replace(visit.result, opt_outs=opt_outs_of(visit))
    return without_words(article) if is_withheld(visit) else replace(article, lines=())


def is_withheld(visit: Visit) -> bool:
    """Return whether the words of the visited page may not be kept."""
    return visit.opt_out_policy == METADATA_ONLY and bool(opt_outs_of(visit))


def key_of(url: str) -> str:
    """Return the identity of *url*; nothing where it is no URL."""
    try:
        return url_key(url)
    except BadURL:
        return ""


def final_url(visit: Visit) -> str:
    """Return where the visit ended; the URL itself where nothing was fetched."""
    return visit.url if visit.page is None else visit.page.url


def born_at(visit: Visit) -> datetime:
    """Return when the article was published, as far as is known, else when its URL was found; never later than now."""
    published = visit.result.published if isinstance(visit.result, Article) else None
    if published is None and visit.due is not None:
        published = visit.due.published or visit.due.found
    return min(published or visit.now, visit.now)


def leads_to_front_page(visit: Visit) -> bool:
    """Say whether the server led on from an article's address to the front page."""
    is_led = visit.redirect is not None and visit.page is not None
    return is_led and is_front_page(final_url(visit)) and not is_front_page(visit.url)


def status_of_withdrawal(visit: Visit, outcome: Outcome) -> int | None:
    """Return the status that says that what stood at the URL is gone; ``None`` where nothing says so.

    What passes (walls, maintenance), and a page that merely reads like one of an error, say nothing.
    """
    if outcome == failed(Failure.GONE):
        return visit.status
    return visit.redirect if leads_to_front_page(visit) and outcome.reason not in PASSING else None


def evidence_of(visit: Visit, outcome: Outcome) -> str | None:
    """Return what was seen that made the page no article, without the reason, as `NotAnArticle` spells both."""
    reason, parted, evidence = visit.detail.partition(": ")
    is_told = outcome.kind is OutcomeKind.NOT_ARTICLE and bool(parted) and reason == outcome.reason
    return evidence[:MAX_EVIDENCE] if is_told else None


def validators_of(visit: Visit, outcome: Outcome) -> tuple[str | None, str | None]:
    """Return what makes the next request a conditional one: only for an article that stands whole in the archive."""
    is_part = isinstance(visit.result, Article) and not visit.result.complete
    if outcome.kind not in STORED or is_part or is_withheld(visit):
        return None, None
    known = (None, None) if visit.due is None else (visit.due.etag, visit.due.last_modified)
    return (visit.etag, visit.last_modified) if visit.result != UNCHANGED or visit.etag else known


def each_once(opt_outs: Sequence[OptOut]) -> tuple[OptOut, ...]:
    """Return each signal of a source once."""
    return tuple({(each.source, each.signal): each for each in opt_outs}.values())
