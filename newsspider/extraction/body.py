"""Body and lead of a page: main content, completed, and sieved of what is not the article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from newsspider.article import RemovedBlock
from newsspider.extraction.boxes import drop_boxes
from newsspider.extraction.completion import missed_pieces, with_pieces
from newsspider.extraction.content import Block, main_content
from newsspider.extraction.hints import Hints
from newsspider.extraction.lead import find_lead
from newsspider.extraction.lines import Sieve, drop_by_rules, drop_headline, drop_top_lines
from newsspider.extraction.metadata import Metadata
from newsspider.extraction.outline import Piece, align, letters_of, pieces_within, read_pieces
from newsspider.text import normalise_text


@dataclass(frozen=True, slots=True)
class Body:
    """What is left of a page."""

    text: str
    """As `newsspider.article.Article.text`; may be empty."""
    lead: str | None
    removed: tuple[RemovedBlock, ...]


def read_body(tree: HtmlElement, metadata: Metadata, url: str, hints: Hints) -> Body:
    """Return body and lead of the page *tree*; the tree stays as it is."""
    pieces = read_pieces(_visible(tree))
    sieve = Sieve(keep=hints.keep_blocks)
    blocks = main_content(tree, url=url, language=metadata.language)
    blocks = drop_headline(blocks, metadata.titles, sieve)
    blocks = complete(blocks, pieces, sieve)
    if hints.rules:
        blocks = drop_boxes(blocks, pieces, sieve)
        blocks = drop_top_lines(blocks, metadata.authors, sieve)
        blocks = drop_by_rules(blocks, sieve)
    kept = pieces_within(pieces, [block.text for block in blocks])
    lead = find_lead(pieces, kept, metadata.descriptions, metadata.titles)
    return Body(text_of(blocks), lead, tuple(sieve.removed))


def _visible(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def complete(blocks: list[Block], pieces: list[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* with the paragraphs that the main-content step missed."""
    texts = [block.text for block in blocks]
    removed = {letters_of(block.text) for block in sieve.removed}
    known = {index for index, piece in enumerate(pieces) if piece.key in removed}
    missed = missed_pieces(pieces, pieces_within(pieces, texts), known, "\n".join(texts))
    return with_pieces(blocks, align(texts, pieces), pieces, missed) if missed else blocks


def text_of(blocks: list[Block]) -> str:
    """Return *blocks* as an article's text."""
    return normalise_text("\n".join(block.text for block in blocks))
