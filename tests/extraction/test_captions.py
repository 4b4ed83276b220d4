"""A paragraph that repeats what the image beside it is said to show is its caption."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.extraction.block import block_of
from newsspider.extraction.captions import drop_captions
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import read_pieces

STORY = "The ferry to the islands runs again after a winter in the dock, and the first to board it were the teachers."
SHOWN = "Teachers board the ferry at the harbour of Norra on Monday morning."
PHOTO = f'<div><div><img src="a.jpg" alt="{SHOWN}"></div><cite>{SHOWN} Ann Lee/Isle Press</cite></div>'


def left(body: str, *, story: int = 6, description: str = "") -> list[str]:
    root = html.fromstring(f"<html><body>{f'<p>{STORY}</p>' * story}{body}</body></html>").find("body")
    pieces = read_pieces(root)
    blocks = [block_of(pieces, index) for index in range(len(pieces))]
    return [block.text for block in drop_captions(blocks, pieces, (description,), Sieve())][story:]


def test_the_words_of_an_image_are_no_paragraph_of_the_story():
    assert left(PHOTO * 3) == []


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SHOWN}</p>",
        f'<div><img alt="The ferry at Norra in the morning sun"><p>{SHOWN}</p></div>',
        f'<img alt="{SHOWN}"><p>{STORY}</p><p>{SHOWN}</p>',
        f'<div><img alt="{SHOWN}"><p>{SHOWN} {STORY}</p></div>',
    ],
)
def test_a_paragraph_stays_where_no_image_beside_it_says_the_same(body):
    assert left(body)


def test_captions_that_are_the_story_stay():
    assert len(left(PHOTO * 3, story=2)) == 3


def test_what_the_page_is_described_by_stays():
    assert len(left(PHOTO, description=f"{SHOWN} More to come.")) == 1
