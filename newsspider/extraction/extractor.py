"""A page in, an article out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC

from lxml.html import HtmlElement

from newsspider.article import Access, Article, BlockKind, DateSource, KeptBlock, OptOut, Page, Reason, RemovedBlock
from newsspider.errors import NotAnArticle
from newsspider.extraction import plain
from newsspider.extraction.access import BOX
from newsspider.extraction.assembly import assemble
from newsspider.extraction.body import read_body
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.extraction.lines import Sieve, drop_by_rules
from newsspider.extraction.metadata import Metadata, read_metadata, settle
from newsspider.extraction.pagination import read_addresses, read_parts
from newsspider.extraction.parse import Parsed, Shield, UnreadableError, drop_element, parse
from newsspider.extraction.recleaning import reclean
from newsspider.extraction.selectors import select
from newsspider.extraction.verdict import MIN_WORDS, check_bytes, check_page
from newsspider.extraction.version import EXTRACTOR
from newsspider.extraction.view import LONG
from newsspider.repeats import NO_REPEATS, SITE_BLOCK
from newsspider.text import compose, count_words, drop_unprintable

TEASER_WORDS = 150
"""An article behind a wall that shows fewer words shows its beginning only."""

FEW_WORDS = 100
"""Fewer may be what a listing shows of others."""

_THIN = frozenset((Reason.TOO_SHORT, Reason.EMPTY))
_DECLARED = frozenset((DateSource.JSON_LD, DateSource.META, DateSource.TIME, DateSource.FEED, DateSource.SITEMAP))
"""A page that tells of its day in one of these ways, or was announced with one, is of one article."""

__all__ = ["EXTRACTOR", "NO_HINTS", "Hints", "extract", "extract_plain_text"]


def extract(
    page: Page, *, hints: Hints = NO_HINTS, read_opt_outs: Callable[[HtmlElement], tuple[OptOut, ...]] = lambda _: ()
) -> Article:
    """Return the article on *page*; raise `NotAnArticle` where there is none.

    *read_opt_outs* tells what the page's head reserves.

    Bytes of any sort give one or the other. Should the main-content library fail on hostile markup, its error comes
    through: in a worker it is counted as ``extraction-error``, and never told as a page without an article.

    Where next to nothing is left of a page without what its site repeats, it is read with it, and single lines go.
    Where little is left that no date announces, it is read with it, too: it may be a teaser or two of a listing, whose
    other links the site repeats.
    """
    alone = replace(hints, repeats=NO_REPEATS)
    try:
        article = _extract(page, hints, read_opt_outs)
    except NotAnArticle as outcome:
        if not hints.repeats or outcome.reason not in _THIN:
            raise
        return reclean(_extract(page, alone, read_opt_outs), hints.repeats)
    if _is_little(article):
        _check_listing(page, alone, read_opt_outs)
    return article


def _is_little(article: Article) -> bool:
    """Return whether *article*, with its site's lines left out, may be what a listing shows of others."""
    is_dated = article.published_source in _DECLARED
    is_pruned = any(block.rule == SITE_BLOCK for block in article.removed)
    return is_pruned and not is_dated and count_words(article.text) < FEW_WORDS


def _check_listing(page: Page, hints: Hints, read_opt_outs: Callable[[HtmlElement], tuple[OptOut, ...]]) -> None:
    """Raise `NotAnArticle` where *page*, as *hints* have it, is a listing; what else it may be counts for nothing."""
    try:
        _extract(page, hints, read_opt_outs)
    except NotAnArticle as outcome:
        if outcome.reason is Reason.LISTING:
            raise


def _extract(page: Page, hints: Hints, read_opt_outs: Callable[[HtmlElement], tuple[OptOut, ...]]) -> Article:
    parsed = _parsed(page)
    opt_outs = read_opt_outs(parsed.tree)
    for element in (found for css in hints.prune for found in select(parsed.tree, css)):
        drop_element(element)
    metadata = read_metadata(parsed.tree, page.url, hints, hints.now or page.fetched)
    assert metadata.facts is not None
    addresses, parts = read_addresses(metadata.facts), read_parts(metadata.facts)  # before its boxes are taken out
    body = read_body(parsed.tree, metadata, page.url, hints, parsed.shield.restore)
    made = assemble(body.blocks, body.pieces, parsed.shield.restore)
    kept = [block.index for block in body.blocks if block.index is not None]
    check_page(parsed.tree, metadata, made.text, body.lead, url=page.url, pieces=body.pieces, kept=kept)
    moment = metadata.published
    settled = settle(metadata, made.text, is_cut=is_cut(metadata, made.text, body.removed))
    article = Article(
        url=page.url,
        title=metadata.title,
        text=made.text,
        markdown=made.markdown,
        lead=body.lead,
        authors=metadata.authors,
        published=moment.time if moment else None,
        published_day=moment.day if moment else None,
        published_raw=moment.raw if moment else None,
        published_source=moment.source if moment else None,
        modified=metadata.modified,
        language=settled.language,
        section=metadata.section,
        tags=metadata.tags,
        image_url=metadata.image_url,
        image_caption=metadata.image_caption,
        image_credit=metadata.image_credit,
        agency=settled.agency,
        access=settled.access,
        kind=settled.kind,
        canonical_url=metadata.canonical_url,
        addresses=addresses,
        parts=parts,
        complete=parsed.complete and made.whole,
        removed=body.removed,
        kept=tuple(_in_page(block, body.orders) for block in made.kept),
        sources=settled.sources,
        opt_outs=opt_outs,
        lines=body.lines,
        extractor=EXTRACTOR,
    )
    return _restored(article, parsed.shield)


def extract_plain_text(text: str, *, url: str = "", title: str | None = None, hints: Hints = NO_HINTS) -> Article:
    """Return the article in *text*, a page as a plain scraper leaves it; every line is a paragraph.

    The title is *title* alone: what looks like the headline is only kept out of the text. Raises `NotAnArticle`.
    """
    sieve = Sieve(keep=hints.keep_blocks)
    blocks = plain.read_lines(text)
    if not blocks:
        raise NotAnArticle(Reason.EMPTY)
    if hints.rules:
        blocks = drop_by_rules(plain.drop_head(blocks, sieve), sieve)
    made = assemble(blocks, [], str)
    if count_words(made.text) < MIN_WORDS:
        raise NotAnArticle(Reason.TOO_SHORT, f"{count_words(made.text)} words")
    return Article(
        url=url,
        title=title,
        text=made.text,
        complete=made.whole,
        kept=made.kept,
        published=hints.published.astimezone(UTC).replace(microsecond=0) if hints.published else None,
        published_source=hints.published_source if hints.published else None,
        language=hints.language,
        removed=tuple(sieve.removed),
        extractor=EXTRACTOR,
    )


def _in_page(block: KeptBlock, orders: Sequence[int]) -> KeptBlock:
    """Return *block* with its order among all pieces of the page."""
    if block.order is None or block.order == orders[block.order]:
        return block
    return replace(block, order=orders[block.order])


def is_cut(metadata: Metadata, text: str, removed: Sequence[RemovedBlock]) -> bool:
    """Return whether only the beginning is given away: what is behind a wall, or before a box that sells, and short."""
    walled = metadata.access is not Access.FREE or metadata.access_evidence.startswith(BOX)
    walled = walled or any(block.kind is BlockKind.PAYWALL for block in removed)
    return walled and len(text) < LONG and count_words(text) < TEASER_WORDS


def _parsed(page: Page) -> Parsed:
    check_bytes(page)
    try:
        return parse(page)
    except UnreadableError as error:
        raise NotAnArticle(Reason.NOT_HTML, str(error)) from None


def _restored(article: Article, shield: Shield) -> Article:
    """Return *article* with its shielded letters back, every field in NFC and without what can't be written down."""

    def up(text: str) -> str:
        return compose(drop_unprintable(shield.restore(text)))

    def clean(text: str | None) -> str | None:
        return text and drop_unprintable(text)

    return replace(
        article,
        title=article.title and up(article.title),
        lead=article.lead and up(article.lead),
        authors=tuple(map(up, article.authors)),
        section=article.section and up(article.section),
        tags=tuple(map(up, article.tags)),
        image_caption=article.image_caption and up(article.image_caption),
        image_credit=article.image_credit and up(article.image_credit),
        agency=article.agency and up(article.agency),
        published_raw=clean(article.published_raw),
        language=clean(article.language),
        image_url=clean(article.image_url),
        canonical_url=clean(article.canonical_url),
        addresses=tuple((drop_unprintable(url), name) for url, name in article.addresses),
        parts=tuple(map(drop_unprintable, article.parts)),
        sources=tuple((name, drop_unprintable(source)) for name, source in article.sources),
        removed=tuple(
            block if (text := up(block.text)) == block.text else replace(block, text=text) for block in article.removed
        ),
    )
