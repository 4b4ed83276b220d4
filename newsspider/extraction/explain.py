"""A page in, and out comes why it is the article it is, or none."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from newsspider.article import Article, BlockKind, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.explanation import ExplainedBlock, Explanation, blocks_of, witnesses_in
from newsspider.extraction.extractor import extract, extract_plain_text
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.extraction.outline import Piece, read_pieces
from newsspider.extraction.parse import Shield, UnreadableError, parse
from newsspider.extraction.verdict import check_bytes
from newsspider.text import compose, drop_unprintable

MAX_SEEN = 5_000
"""So many blocks of a page without an article are told."""


def explain(page: Page, *, hints: Hints = NO_HINTS) -> Explanation:
    """Return what is to be told of *page*, also where it holds no article."""
    try:
        return _explained(extract(page, hints=hints))
    except NotAnArticle as outcome:
        seen = _seen(page, outcome.reason)
        return Explanation(article=None, refusal=(outcome.reason, outcome.detail), blocks=seen)


def explain_plain_text(text: str, *, url: str = "", title: str | None = None, complete: bool = True) -> Explanation:
    """Return what is to be told of *text*, a page as a plain scraper leaves it."""
    try:
        return _explained(replace(extract_plain_text(text, url=url, title=title), complete=complete))
    except NotAnArticle as outcome:
        return Explanation(article=None, refusal=(outcome.reason, outcome.detail))


def _explained(article: Article) -> Explanation:
    return Explanation(article=article, witnesses=witnesses_in(article.sources, article), blocks=blocks_of(article))


def _seen(page: Page, reason: Reason) -> tuple[ExplainedBlock, ...]:
    """Return the visible text of *page* as blocks that nobody keeps; none where it is no HTML."""
    try:
        check_bytes(page)
        parsed = parse(page)
    except (NotAnArticle, UnreadableError):
        return ()
    body = parsed.tree.find("body")
    pieces = read_pieces(parsed.tree if body is None else body)
    return tuple(_block(piece, parsed.shield, reason) for piece in islice(pieces, MAX_SEEN))


def _block(piece: Piece, shield: Shield, reason: Reason) -> ExplainedBlock:
    text = compose(drop_unprintable(shield.restore(piece.text)))
    return ExplainedBlock(text=text, kept=False, rule=str(reason), kind=BlockKind.OTHER)
