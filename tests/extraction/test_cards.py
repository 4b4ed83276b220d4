"""What is left of cards that end a text goes; a box of the text, and one card alone, stay."""

from __future__ import annotations

from lxml import html

from newsspider.extraction.block import Block, block_of
from newsspider.extraction.cards import drop_cards
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Piece, read_pieces

STORY = "The ferry to the islands runs again after a winter in the dock, and the first to board it were the teachers."
CARD = '<div class="tile"><h5>{0} by boat</h5><p>How to see {0} in a day.</p><a href="/{0}">Learn more</a></div>'


def pieces_of(*body: str) -> list[Piece]:
    return read_pieces(
        html.fromstring(f"<html><body>{9 * f'<p>{STORY}</p>'}{''.join(body)}</body></html>").find("body")
    )


def without_links(pieces: list[Piece]) -> list[Block]:
    return [block_of(pieces, index) for index, piece in enumerate(pieces) if not piece.links]


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_cards_at_the_end_go():
    pieces = pieces_of(CARD.format("Norra"), CARD.format("Sule"))

    assert texts(drop_cards(without_links(pieces), pieces, Sieve())) == 9 * [STORY]


def test_one_card_alone_stays():
    pieces = pieces_of(CARD.format("Norra"))

    assert len(drop_cards(without_links(pieces), pieces, Sieve())) == 11


def test_boxes_with_the_story_behind_them_stay():
    pieces = pieces_of(CARD.format("Norra"), CARD.format("Sule"), f"<p>{STORY}</p>")

    assert len(drop_cards(without_links(pieces), pieces, Sieve())) == 14


def test_boxes_whose_links_were_kept_stay():
    pieces = pieces_of(CARD.format("Norra"), CARD.format("Sule"))

    assert len(drop_cards([block_of(pieces, index) for index in range(len(pieces))], pieces, Sieve())) == 15


def test_boxes_that_are_most_of_the_text_stay():
    pieces = pieces_of(*(CARD.format(name) for name in ("Norra", "Sule", "Havn", "Kross", "Vik", "Myken")))

    assert len(drop_cards(without_links(pieces), pieces, Sieve())) == 21
