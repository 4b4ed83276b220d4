"""Body and lead of a page: main content, completed, and sieved of what is not the article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from newsspider.article import RemovedBlock
from newsspider.extraction.boxes import BODY_SHARE, drop_boxes, note_boxes
from newsspider.extraction.completion import missed_pieces, with_pieces
from newsspider.extraction.content import Block, main_content
from newsspider.extraction.hints import Hints
from newsspider.extraction.lead import find_lead, is_parted_lead
from newsspider.extraction.lines import Sieve, drop_by_rules, drop_headline, drop_top_lines
from newsspider.extraction.metadata import Metadata
from newsspider.extraction.outline import Piece, align, container_of, letters_of, pieces_within, prose_of, read_pieces
from newsspider.extraction.parse import alone, framed
from newsspider.extraction.selectors import select
from newsspider.text import normalise_text

MAX_LEAD_PLACE = 4
"""The standfirst is among so many blocks at the top."""
MIN_OUTSIDE = 0.1
"""Share of the text that must stand outside of boxes: a forum is nothing but posts."""
NEARLY_ALL = 0.9
"""An element with this share of the prose is all of the page that matters; no corpus of benchmarks/quality.py loses.

The main-content step then walks a third less.
"""
_NO_CONTAINERS = frozenset(("body", "html", "p", "td", "li", "blockquote", "pre"))
MIN_SHARE = 0.4
"""Where the page shows less of the text than this share of what its JSON-LD holds, the JSON-LD is taken."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is left of a page."""

    text: str
    """As `newsspider.article.Article.text`; may be empty."""
    lead: str | None
    removed: tuple[RemovedBlock, ...]


def _out_of_boxes(blocks: list[Block], pieces: list[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* without those in boxes; where next to nothing would be left, the boxes are the page."""
    noted = len(sieve.removed)
    passed = drop_boxes(blocks, pieces, sieve)
    if sum(len(block.text) for block in passed) < MIN_OUTSIDE * sum(len(block.text) for block in blocks):
        del sieve.removed[noted:]
        return blocks
    return passed


def read_body(tree: HtmlElement, metadata: Metadata, url: str, hints: Hints) -> Body:
    """Return body and lead of the page *tree*; the tree stays as it is."""
    scope = next(iter(select(tree, hints.body_css)), None)
    pieces = read_pieces(_visible(tree) if scope is None else scope)
    sieve = Sieve(keep=hints.keep_blocks)
    blocks = find_blocks(tree if scope is None else framed(scope), pieces, url, metadata.language)
    blocks = drop_headline(blocks, metadata.titles, sieve)
    blocks = complete(blocks, pieces, sieve)
    if hints.rules:
        blocks = _out_of_boxes(blocks, pieces, sieve)
        blocks = drop_top_lines(blocks, metadata.authors, sieve)
        blocks = drop_by_rules(blocks, sieve)
    lead, blocks = part_lead(blocks, pieces, metadata)
    text = text_of(blocks)
    if len(text) < MIN_SHARE * len(metadata.article_body):
        return Body(normalise_text(metadata.article_body), None, tuple(sieve.removed))
    kept = pieces_within(pieces, [block.text for block in blocks])
    lead = lead or find_lead(pieces, kept, metadata.descriptions, metadata.titles)
    note_boxes(pieces, kept, sieve)
    return Body(text, lead and normalise_text(lead), tuple(sieve.removed))


def find_blocks(page: HtmlElement, pieces: list[Piece], url: str, language: str | None) -> list[Block]:
    """Return the main content of *page*, looked for where nearly all of its prose stands, else everywhere."""
    long = prose_of(pieces)
    prose = sum(len(piece.text) for piece in long)
    inner = container_of(long, NEARLY_ALL)
    if inner is not None and inner.tag not in _NO_CONTAINERS and inner.getroottree().getroot() is page:
        blocks = main_content(alone(inner), url=url, language=language, prose=prose)
        if sum(len(block.text) for block in blocks) >= prose / 2:
            return blocks
    return main_content(page, url=url, language=language, prose=prose)


def part_lead(blocks: list[Block], pieces: list[Piece], metadata: Metadata) -> tuple[str | None, list[Block]]:
    """Return the standfirst that the main-content step took for the first paragraph, and the blocks without it."""
    found = align([block.text for block in blocks], pieces)
    container = container_of([pieces[index] for index in found if index is not None], BODY_SHARE)
    for number, index in enumerate(found[:MAX_LEAD_PLACE]):
        if index is not None and is_parted_lead(pieces[index], container, metadata.descriptions):
            return blocks[number].text, [*blocks[:number], *blocks[number + 1 :]]
    return None, blocks


def _visible(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def complete(blocks: list[Block], pieces: list[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* with the paragraphs that the main-content step missed."""
    texts = [block.text for block in blocks]
    removed = {letters_of(block.text) for block in sieve.removed}
    known = {index for index, piece in enumerate(pieces) if piece.key in removed}
    kept = pieces_within(pieces, texts)
    missed = missed_pieces(pieces, kept, known, "\n".join(texts))
    if sieve.keep:
        asked = {index for index, piece in enumerate(pieces) if piece.text.startswith(sieve.keep)}
        missed = sorted({*missed, *(asked - kept)})
    return with_pieces(blocks, align(texts, pieces), pieces, missed) if missed else blocks


def text_of(blocks: list[Block]) -> str:
    """Return *blocks* as an article's text."""
    return normalise_text("\n".join(block.text for block in blocks))
