"""A page in, and out comes why it is the article it is, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from newsspider.article import BlockKind, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.explanation import ExplainedBlock, Explanation, Witness, blocks_of
from newsspider.extraction.extractor import extract, extract_plain_text
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.extraction.metadata import read_metadata, settle
from newsspider.extraction.outline import read_pieces
from newsspider.extraction.parse import Parsed, Shield, UnreadableError, drop_element, parse
from newsspider.extraction.selectors import select
from newsspider.extraction.verdict import check_bytes
from newsspider.text import compose, drop_unprintable

MAX_SEEN = 5_000
"""So many blocks of a page without an article are told."""
MAX_HEARD = 500
"""So many witnesses; an honest page has some forty."""


def explain(page: Page, *, hints: Hints = NO_HINTS) -> Explanation:
    """Return what is to be told of *page*, also where it holds no article."""
    try:
        article = extract(page, hints=hints)
    except NotAnArticle as outcome:
        return _refused(page, outcome, hints)
    return Explanation(
        article=article, witnesses=_heard(_parsed(page), page, hints, article.text), blocks=blocks_of(article)
    )


def explain_plain_text(text: str, *, url: str = "", title: str | None = None, complete: bool = True) -> Explanation:
    """Return what is to be told of *text*, a page as a plain scraper leaves it."""
    try:
        article = replace(extract_plain_text(text, url=url, title=title), complete=complete)
    except NotAnArticle as outcome:
        return Explanation(article=None, refusal=(outcome.reason, outcome.detail))
    return Explanation(article=article, blocks=blocks_of(article))


def _refused(page: Page, outcome: NotAnArticle, hints: Hints) -> Explanation:
    """Return what can be told of a page that holds no article: nothing but the reason where it is no HTML either."""
    refusal = (outcome.reason, outcome.detail)
    try:
        parsed = _parsed(page)
    except (NotAnArticle, UnreadableError):
        return Explanation(article=None, refusal=refusal)
    blocks = tuple(_seen(parsed, outcome.reason))
    return Explanation(article=None, refusal=refusal, witnesses=_heard(parsed, page, hints), blocks=blocks)


def _parsed(page: Page) -> Parsed:
    check_bytes(page)
    return parse(page)


def _heard(parsed: Parsed, page: Page, hints: Hints, text: str = "") -> tuple[Witness, ...]:
    """Return all that is said of the fields, by the page and by *text*, the article's, whoever is believed."""
    heard: list[Witness] = []
    for element in (found for css in hints.prune for found in select(parsed.tree, css)):
        drop_element(element)
    metadata = read_metadata(parsed.tree, page.url, hints, hints.now or page.fetched, witnesses=heard)
    settle(metadata, text, witnesses=heard)
    return tuple(replace(each, value=_up(each.value, parsed.shield)) for each in heard[:MAX_HEARD])


def _seen(parsed: Parsed, reason: Reason) -> Iterator[ExplainedBlock]:
    """Yield the visible text of the page as blocks that nobody keeps."""
    body = parsed.tree.find("body")
    for piece in islice(read_pieces(parsed.tree if body is None else body), MAX_SEEN):
        text = _up(piece.text, parsed.shield)
        yield ExplainedBlock(text=text, kept=False, rule=str(reason), kind=BlockKind.OTHER)


def _up(text: str, shield: Shield) -> str:
    """Return *text* with its shielded letters back, in NFC and without what can't be written down."""
    return compose(drop_unprintable(shield.restore(text)))
