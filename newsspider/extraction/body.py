"""Body and lead of a page: main content, completed, and sieved of what is not the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from newsspider.article import RemovedBlock
from newsspider.extraction.alignment import coverage
from newsspider.extraction.block import Block, block_of
from newsspider.extraction.boxes import BODY_SHARE, ENGINE, BoxJudge, drop_boxes, note_around, noted_as
from newsspider.extraction.captions import drop_captions
from newsspider.extraction.cards import drop_cards
from newsspider.extraction.content import main_content
from newsspider.extraction.correction import Correction, correct
from newsspider.extraction.digests import lines_of
from newsspider.extraction.end_lines import drop_end_lines
from newsspider.extraction.hints import Hints
from newsspider.extraction.lead import begins_alike, find_lead, is_named_lead, is_parted_lead
from newsspider.extraction.leftovers import drop_leftovers
from newsspider.extraction.lines import Sieve, drop_by_rules, drop_headline, drop_top_lines
from newsspider.extraction.lists import drop_lists
from newsspider.extraction.marks import drop_marks, without_anchors
from newsspider.extraction.metadata import Metadata
from newsspider.extraction.outline import Piece, container_of, key_of, prose_of, read_pieces
from newsspider.extraction.parse import alone, framed
from newsspider.extraction.pruning import Pruned, prune
from newsspider.extraction.selectors import select
from newsspider.repeats import SiteLine
from newsspider.text import normalise_text, paragraphs

MAX_LEAD_PLACE = 4
"""The standfirst is among so many blocks at the top."""
MIN_OUTSIDE = 0.1
"""Share of the text that must stand outside of boxes: a forum is nothing but posts."""
NEARLY_ALL = 0.9
"""An element with this share of the prose is all of the page that matters; no corpus of benchmarks/quality.py loses.

The main-content step then walks a third less.
"""
_NO_CONTAINERS = frozenset(("body", "html", "p", "td", "li", "blockquote", "pre"))
LEARNED = "learned"
"""Name of the rule that dropped what no declared rule names: the learned model's verdict."""
LEAST_BODY = 200
"""Broken markup may end the body, in the parser's eyes, before it has so many letters."""
MAX_PLACES = 1_000
"""So many blocks have a place: to find one costs a walk over its brothers."""
LEAST_STORY = 60
"""Letters of prose that an ``article`` with the page's headline has, where nothing outside of it can be the story."""
BEGINS = 1.5
"""A description of so many times a headline's letters, which it begins with, tells more than that."""
MIN_SHARE = 0.4
"""Where the page shows less of the text than this share of what its JSON-LD holds, the JSON-LD is taken."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is left of a page."""

    blocks: tuple[Block, ...]
    """The paragraphs of the text, in order."""
    lead: str | None
    removed: tuple[RemovedBlock, ...]
    pieces: tuple[Piece, ...]
    """The visible text of the page, in order, without what its site repeats."""
    orders: Sequence[int]
    """For each of `pieces`, its index among all pieces of the page."""
    lines: tuple[SiteLine, ...] = ()
    """As `Article.lines`."""


def read_body(
    tree: HtmlElement, metadata: Metadata, url: str, hints: Hints, restore: Callable[[str], str] = str
) -> Body:
    """Return body and lead of the page *tree*, which loses what its site repeats, and else stays as it is.

    *restore* gives shielded letters back.
    """
    scope = next(iter(select(tree, hints.body_css)), None)
    body, kept = _read_within(tree, scope, metadata, url, hints, restore)
    home = article_of(tree) if scope is None else None
    if home is None or any(_is_within(piece, home) for piece in kept) or not _has_story(home):
        return body
    return _read_within(tree, home, metadata, url, hints, restore)[0]


def article_of(tree: HtmlElement) -> HtmlElement | None:
    """Return the ``article`` in which the page's one headline stands, no link's text; ``None`` where there is none."""
    headlines = list(islice(tree.iter("h1"), 2))
    if len(headlines) != 1 or headlines[0].find(".//a[@href]") is not None:
        return None
    return next(headlines[0].iterancestors("article"), None)


def _is_within(piece: Piece, element: HtmlElement) -> bool:
    return piece.node.element is element or any(each is element for each in piece.node.element.iterancestors())


def _has_story(element: HtmlElement) -> bool:
    """Return whether *element* has sentences of its own, be they few: the engine prefers many teasers to a brief."""
    return sum(len(piece.text) for piece in prose_of(read_pieces(element))) >= LEAST_STORY


def _read_within(
    tree: HtmlElement,
    scope: HtmlElement | None,
    metadata: Metadata,
    url: str,
    hints: Hints,
    restore: Callable[[str], str],
) -> tuple[Body, list[Piece]]:
    """Return what is left of *scope*, or of the page *tree*, and what was kept before any rule of lines spoke."""
    whole = pieces_of(tree) if scope is None else read_pieces(scope)
    pruned = prune(whole, hints.repeats, keep=hints.keep_blocks, restore=restore)
    pieces = pruned.pieces
    found = find_paragraphs(tree if scope is None else framed(scope), pieces, url, metadata.language)
    correction = correct(pieces, coverage(found, pieces), metadata.titles, metadata.descriptions)
    sieve = Sieve(keep=hints.keep_blocks)
    blocks = corrected_blocks(pieces, correction, sieve)
    believed = [pieces[block.index] for block in blocks if block.index is not None]
    blocks = drop_headline(blocks, _headlines(metadata), sieve)
    if hints.rules:
        blocks = _out_of_boxes(blocks, pieces, sieve)
        blocks = drop_top_lines(blocks, metadata.authors, sieve)
        blocks = drop_by_rules(blocks, sieve, pieces)
        blocks = without_anchors(drop_marks(blocks, sieve, restore, pieces), pieces)
        blocks = drop_captions(blocks, pieces, metadata.descriptions, sieve)
        blocks = drop_lists(blocks, pieces, sieve)
        blocks = drop_cards(blocks, pieces, sieve)
        blocks = drop_leftovers(blocks, pieces, metadata.authors, sieve)
        blocks = drop_end_lines(blocks, sieve)
    lead, blocks = part_lead(blocks, pieces, metadata)
    kept = [block.index for block in blocks if block.index is not None]
    own = kept
    if sum(len(block.text) for block in blocks) < MIN_SHARE * len(metadata.article_body):
        blocks = [Block(text) for text in paragraphs(normalise_text(metadata.article_body))]
        lead, own = None, []
    else:
        lead = lead or find_lead(pieces, set(kept), metadata.descriptions, metadata.titles)
        note_around(pieces, kept, sieve, correction.scores)
    orders = [pruned.orders[index] for index in own]
    body = Body(
        blocks=tuple(blocks),
        lead=lead and normalise_text(lead),
        removed=_placed(sieve, pieces, pruned, orders),
        pieces=tuple(pieces),
        orders=pruned.orders,
        lines=lines_of(whole, frozenset(orders), restore, known=hints.repeats.lines) if hints.learns else (),
    )
    return body, believed


def _headlines(metadata: Metadata) -> list[str]:
    """Return the spellings of the headline; what a page takes for one and for its description is the lead.

    A description may begin with the headline: it is one all the same.
    """
    summaries = [key_of(text) for text in metadata.descriptions]
    return [
        title for title in metadata.titles if not any(_is_lead(key_of(title), summary) for summary in summaries)
    ] or list(metadata.titles[:1])


def _is_lead(title: str, summary: str) -> bool:
    """Return whether what a page takes for a headline is all that its description says; both as `key_of` gives them."""
    return begins_alike(title, summary) and len(summary) < BEGINS * len(title)


def corrected_blocks(pieces: Sequence[Piece], correction: Correction, sieve: Sieve) -> list[Block]:
    """Return the kept pieces as blocks, and note those that the model dropped of what the engine had kept."""
    asked = {index for index, piece in enumerate(pieces) if sieve.keep and sieve.must_pass(piece.text)}
    judge = BoxJudge([pieces[index] for index in correction.kept])
    for index in correction.dropped:
        if index not in asked:
            rule, kind = noted_as(pieces[index], judge)
            named = rule if rule != ENGINE else LEARNED
            sieve.note(pieces[index].text, named, kind, order=index, score=correction.scores.get(index))
    kept = sorted({*correction.kept, *asked})
    return [block_of(pieces, index, correction.scores.get(index)) for index in kept]


def find_paragraphs(page: HtmlElement, pieces: list[Piece], url: str, language: str | None) -> list[str]:
    """Return the main content of *page*, looked for where nearly all of its prose stands, else everywhere."""
    long = prose_of(pieces)
    prose = sum(len(piece.text) for piece in long)
    inner = container_of(long, NEARLY_ALL)
    if inner is not None and inner.tag not in _NO_CONTAINERS and inner.getroottree().getroot() is page:
        found = main_content(alone(inner), url=url, language=language, prose=prose)
        if sum(map(len, found)) >= prose / 2:
            return found
    return main_content(page, url=url, language=language, prose=prose)


def part_lead(blocks: list[Block], pieces: list[Piece], metadata: Metadata) -> tuple[str | None, list[Block]]:
    """Return the standfirst that was taken for the first paragraph, and the blocks without it."""
    container = container_of([pieces[block.index] for block in blocks if block.index is not None], BODY_SHARE)
    for number, block in enumerate(blocks[:MAX_LEAD_PLACE]):
        if block.index is None or _has_brothers(pieces, blocks, block.index):
            continue
        piece = pieces[block.index]
        if is_named_lead(piece) or is_parted_lead(piece, container, metadata.descriptions):
            return block.text, [*blocks[:number], *blocks[number + 1 :]]
    return None, blocks


def _has_brothers(pieces: Sequence[Piece], blocks: Sequence[Block], index: int) -> bool:
    """Return whether a paragraph of the same make is kept beside the piece at *index*: then it is one of the body's."""
    node = pieces[index].node
    others = (pieces[block.index].node for block in blocks if block.index is not None and block.index != index)
    return any(
        other.outer is node.outer
        and other.element.tag == node.element.tag
        and other.element.get("class") == node.element.get("class")
        for other in others
        if other is not node
    )


def _out_of_boxes(blocks: list[Block], pieces: list[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* without those in boxes; where next to nothing would be left, the boxes are the page."""
    noted = len(sieve.removed)
    passed = drop_boxes(blocks, pieces, sieve)
    if sum(len(block.text) for block in passed) < MIN_OUTSIDE * sum(len(block.text) for block in blocks):
        del sieve.removed[noted:]
        return blocks
    return passed


def _placed(sieve: Sieve, pieces: Sequence[Piece], pruned: Pruned, kept: Sequence[int]) -> tuple[RemovedBlock, ...]:
    """Return what was removed in the page's order, each with its place; where so many are that nobody asks, without.

    Their orders, and *kept*, are indices of all pieces of the page.
    """
    known = sorted((block for block in sieve.removed if block.order is not None), key=lambda block: block.order or 0)
    others = [block for block in sieve.removed if block.order is None]
    placed = [
        replace(
            block,
            place=pieces[block.order].place if number < MAX_PLACES else block.place,
            order=pruned.orders[block.order],
        )
        for number, block in enumerate(known)
        if block.order is not None
    ]
    repeated = pruned.removed(kept)
    if repeated:
        placed = sorted([*placed, *repeated], key=lambda block: block.order or 0)
    return (*placed, *others)


def pieces_of(tree: HtmlElement) -> list[Piece]:
    """Return the text that a reader of the page *tree* sees; what stands beside a body of few words is seen as well."""
    body = tree.find("body")
    pieces = read_pieces(tree if body is None else body)
    if body is not None and sum(len(piece.text) for piece in pieces) < LEAST_BODY:
        return read_pieces(tree)
    return pieces
