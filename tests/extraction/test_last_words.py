"""The last paragraphs of a story stay though the model doubts them, where the others are of their make."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.extraction.correction import last_words
from newsspider.extraction.outline import Piece, read_pieces

STORY = "The ferry to the islands runs again after a winter in the dock, and the first to board it were the teachers."
PARAGRAPH = f'<p class="par odd">{STORY}</p>'


def pieces_of(last: str) -> list[Piece]:
    page = f"<html><body><article>{3 * PARAGRAPH}{last}</article></body></html>"
    return read_pieces(html.fromstring(page).find("body"))


def test_a_doubted_last_paragraph_of_the_same_make_stays():
    pieces = pieces_of(f'<p class="par last">{STORY}</p>')

    assert last_words(pieces, [0, 1, 2], [1.0] * 4, {3: 0.15}, set()) == [3]


@pytest.mark.parametrize(
    "last", [f'<p class="note">{STORY}</p>', f'<div><p class="par">{STORY}</p></div>', '<p class="par">By ferry</p>']
)
def test_what_is_of_another_make_or_no_prose_does_not(last):
    pieces = pieces_of(last)

    assert last_words(pieces, [0, 1, 2], [1.0] * 4, {3: 0.15}, set()) == []


def test_what_the_engine_left_out_or_readers_said_does_not():
    pieces = pieces_of(f'<p class="par">{STORY}</p>')

    assert last_words(pieces, [0, 1, 2], [1.0, 1.0, 1.0, 0.0], {3: 0.15}, set()) == []
    assert last_words(pieces, [0, 1, 2], [1.0] * 4, {3: 0.15}, {3}) == []
    assert last_words(pieces, [0, 1, 2], [1.0] * 4, {3: 0.01}, set()) == []
