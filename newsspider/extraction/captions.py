"""Captions that no figure and no name gives away: their words are those of the image beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.lead import begins_alike
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Node, Piece, key_of, letters_of
from newsspider.text import count_words

LEAST, MOST = 30, 600
"""Letters of a caption."""
MAX_CREDIT = 60
"""Letters that may stand behind the words of the image: who took it."""
NEAR = 3
"""The image stands in a box that holds so many pieces of text at most."""
MAX_IMAGES = 3
"""More images in such a box are a table's or a gallery's, whose words belong to none of them for sure."""
LEAST_LEFT = 100
"""So many words are left: else the captions are the story, told in pictures."""


def drop_captions(
    blocks: Sequence[Block], pieces: Sequence[Piece], descriptions: Sequence[str], sieve: Sieve
) -> list[Block]:
    """Return *blocks* without paragraphs whose words an image beside them has as its own; all where few others are.

    One that begins like the page's *descriptions* is the story's own: some houses have it under the image as well.
    """
    own = [key_of(description) for description in descriptions]
    captions = {
        block.index
        for block in blocks
        if block.index is not None
        and _is_caption(block, pieces[block.index])
        and not any(begins_alike(key_of(block.text), key) for key in own)
    }
    if not captions or sum(count_words(block.text) for block in blocks if block.index not in captions) < LEAST_LEFT:
        return list(blocks)
    return sieve.drop(blocks, "image-text", BlockKind.CAPTION, lambda block: block.index in captions)


def _is_caption(block: Block, piece: Piece) -> bool:
    if block.form is not BlockForm.PARAGRAPH or not LEAST <= len(block.text) <= MOST:
        return False
    own = piece.key
    return any(
        own.startswith(key) and len(own) - len(key) <= MAX_CREDIT
        for words in _words_of_images(piece.node)
        if len(key := letters_of(words)) >= LEAST
    )


def _words_of_images(node: Node) -> Iterator[str]:
    """Yield what the images beside the text of *node*, in the smallest box with any, are said to show."""
    for box in list(node.around())[:NEAR]:
        if box.end - box.start > NEAR or box.tag in ("body", "html"):
            return
        images = list(box.element.iter("img"))
        if len(images) > MAX_IMAGES:
            return
        for image in images:
            yield image.get("alt") or ""
            yield image.get("title") or ""
