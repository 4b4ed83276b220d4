"""A page in, an article out."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import UTC

from lxml.html import HtmlElement

from newsspider.article import Article, BlockKind, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction import plain
from newsspider.extraction.boxes import align, box_of, container_of, heavy_names
from newsspider.extraction.completion import missed_pieces, with_pieces
from newsspider.extraction.content import Block, main_content
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.extraction.lead import find_lead
from newsspider.extraction.outline import Piece, read_pieces
from newsspider.extraction.lines import LINK_SHARE, MAX_LINK_LINE, Sieve, drop_by_rules, key_of
from newsspider.extraction.metadata import read_metadata
from newsspider.extraction.parse import Parsed, UnreadableError, parse
from newsspider.text import count_words, normalise_text

EXTRACTOR = "newsspider-1/trafilatura-2.3"
"""Version of the extraction; it changes when the same page may give another article."""
MIN_WORDS = 20

__all__ = ["EXTRACTOR", "NO_HINTS", "Hints", "extract", "extract_plain_text"]


def extract(page: Page, *, hints: Hints = NO_HINTS) -> Article:
    """Return the article on *page*; raise `NotAnArticle` where there is none, and nothing else whatever the bytes are."""
    parsed = _parsed(page)
    now = hints.now or page.fetched
    metadata = read_metadata(parsed.tree, page.url, hints, now)
    sieve = Sieve(keep=hints.keep_blocks)
    pieces = read_pieces(body_of(parsed.tree))
    blocks = main_content(copy(parsed.tree), page.url)
    titles = {key_of(title) for title in metadata.titles}
    blocks = sieve.drop(blocks, "headline", BlockKind.TITLE, lambda block: key_of(block.text) in titles)
    if hints.rules:
        blocks = complete(blocks, pieces, sieve)
        blocks = drop_boxes(blocks, pieces, sieve)
        blocks = drop_by_rules(blocks, sieve)
    lead = find_lead(pieces, kept_pieces(pieces, blocks), metadata.description, metadata.titles)
    text = _text(blocks)
    if count_words(text) < MIN_WORDS:
        raise NotAnArticle(Reason.TOO_SHORT, f"{count_words(text)} words")
    moment = metadata.published
    article = Article(
        url=page.url,
        title=metadata.title,
        text=text,
        lead=lead.text if lead else None,
        authors=metadata.authors,
        published=moment.time if moment else None,
        published_day=moment.day if moment else None,
        published_raw=moment.raw if moment else None,
        published_source=moment.source if moment else None,
        modified=metadata.modified,
        language=metadata.language,
        section=metadata.section,
        tags=metadata.tags,
        image_url=metadata.image_url,
        access=metadata.access,
        kind=metadata.kind,
        canonical_url=metadata.canonical_url,
        complete=parsed.complete,
        removed=tuple(sieve.removed),
        extractor=EXTRACTOR,
    )
    return _restored(article, parsed)


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
    body = _text(blocks)
    if count_words(body) < MIN_WORDS:
        raise NotAnArticle(Reason.TOO_SHORT, f"{count_words(body)} words")
    return Article(
        url=url,
        title=title,
        text=body,
        published=hints.published.astimezone(UTC).replace(microsecond=0) if hints.published else None,
        published_source=hints.published_source if hints.published else None,
        language=hints.language,
        removed=tuple(sieve.removed),
        extractor=EXTRACTOR,
    )


def body_of(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def complete(blocks: list[Block], pieces: list[Piece], sieve: Sieve) -> list[Block]:
    found = align(blocks, pieces)
    kept = kept_pieces(pieces, blocks)
    gone = {key_of(block.text) for block in sieve.removed}
    removed = {index for index, piece in enumerate(pieces) if key_of(piece.text) in gone}
    added = missed_pieces(pieces, kept, removed, _text(blocks))
    return with_pieces(blocks, found, pieces, added) if added else blocks


def drop_boxes(blocks: list[Block], pieces: list[Piece], sieve: Sieve) -> list[Block]:
    found = align(blocks, pieces)
    kept = [pieces[index] for index in found if index is not None]
    container = container_of([piece.element for piece in kept], [len(piece.text) for piece in kept])
    heavy = heavy_names(kept)
    passed = []
    for number, (block, index) in enumerate(zip(blocks, found, strict=True)):
        box = None
        if index is not None:
            piece = pieces[index]
            if is_link_line(piece) and not heads_prose(blocks, number):
                box = ("link-line", BlockKind.RELATED)
            else:
                box = box_of(piece, container, heavy)
        if box:
            sieve.note(block.text, *box, pieces[index].place)
        else:
            passed.append(block)
    return passed


def is_link_line(piece: Piece) -> bool:
    return piece.link_share >= LINK_SHARE and len(piece.text) <= MAX_LINK_LINE and "://" not in piece.text and not piece.text.startswith("www.")


def heads_prose(blocks: list[Block], number: int) -> bool:
    after = blocks[number + 1 : number + 2]
    return blocks[number].kind == "heading" and bool(after) and after[0].kind != "heading" and len(after[0].text) > 80


def kept_pieces(pieces: list[Piece], blocks: list[Block]) -> set[int]:
    keys = {key_of(block.text) for block in blocks}
    whole = "\n".join(keys)
    kept = set()
    for index, piece in enumerate(pieces):
        key = key_of(piece.text)
        if key in keys or (len(key) > 20 and key in whole):
            kept.add(index)
    return kept


def _parsed(page: Page) -> Parsed:
    if not page.body.strip():
        raise NotAnArticle(Reason.EMPTY)
    try:
        return parse(page)
    except UnreadableError as error:
        raise NotAnArticle(Reason.NOT_HTML, str(error)) from None


def _text(blocks: list[Block]) -> str:
    return normalise_text("\n".join(block.text for block in blocks))


def _restored(article: Article, parsed: Parsed) -> Article:
    """Return *article* with its shielded letters back."""
    up = parsed.shield.restore
    if not parsed.shield.stand_ins:
        return article
    return replace(
        article,
        title=article.title and up(article.title),
        text=up(article.text),
        lead=article.lead and up(article.lead),
        authors=tuple(map(up, article.authors)),
        section=article.section and up(article.section),
        tags=tuple(map(up, article.tags)),
        removed=tuple(replace(block, text=up(block.text)) for block in article.removed),
    )
