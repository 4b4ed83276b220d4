"""A paragraph on its way into the article, and what it is on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsspider.article import BlockForm
from newsspider.extraction.outline import Node, Piece

_FORMS = {
    "h1": BlockForm.HEADING,
    "h2": BlockForm.HEADING,
    "h3": BlockForm.HEADING,
    "h4": BlockForm.HEADING,
    "h5": BlockForm.HEADING,
    "h6": BlockForm.HEADING,
    "li": BlockForm.ITEM,
    "dt": BlockForm.ITEM,
    "dd": BlockForm.ITEM,
    "blockquote": BlockForm.QUOTE,
    "tr": BlockForm.ROW,
    "pre": BlockForm.CODE,
}
_LISTS = frozenset(("ul", "ol", "dl", "menu"))
_FRAMES = frozenset(("article", "main", "section", "body"))
"""An item of a list that holds one of these is a box of the page, no item of the text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the main content, and what it is on the page."""

    text: str
    """Blanks folded, not empty."""
    form: BlockForm = BlockForm.PARAGRAPH
    index: int | None = None
    """Index of its piece on the page; ``None`` where it is from somewhere else."""
    place: str = ""
    """As `RemovedBlock.place`; empty for a piece of the page, whose own place is asked when it is needed."""
    score: float | None = None
    """How likely the model held it to be part of the article; ``None`` where it was not asked."""
    level: int = 0
    """Of a heading 1 to 6, of an item how many lists are around it."""
    ordered: int = 0
    """Above 0 for an item of an ordered list: its number, where it has one already."""
    container: int = 0
    """Equal for the items of one list, the rows of one table, the paragraphs of one quote or item; 0 elsewhere."""


def block_of(pieces: Sequence[Piece], index: int, score: float | None = None) -> Block:
    """Return the block that the piece at *index* is."""
    piece = pieces[index]
    for node in piece.node.around():
        tag = node.tag
        if tag in _FRAMES:
            break
        form = _FORMS.get(tag)
        if form is not None:
            return Block(piece.text, form, index, "", score, *_standing(node, form, tag))
    return Block(piece.text, index=index, score=score)


def _standing(node: Node, form: BlockForm, tag: str) -> tuple[int, int, int]:
    """Return level, number and container of a block whose form comes from *node*."""
    if form is BlockForm.HEADING:
        return int(tag[1]), 0, 0
    if form is BlockForm.ITEM:
        lists = [outer for outer in node.around() if outer.tag in _LISTS]
        ordered = int(bool(lists) and lists[0].tag == "ol")
        return max(1, len(lists)), ordered, _number(lists[0] if lists else node.outer or node)
    if form is BlockForm.ROW:
        return 0, 0, _number(next((outer for outer in node.around() if outer.tag == "table"), node))
    return 0, 0, _number(node)


def _number(node: Node) -> int:
    """Return a number above 0 that no other node of the page has."""
    return (node.start << 10) + node.depth + 1
