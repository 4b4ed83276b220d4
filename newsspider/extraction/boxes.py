"""What to drop because of where it stands: lines of links, and boxes inside the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lxml.html import HtmlElement

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.box_names import TAGS, box_named
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Node, Piece, container_of, name_of, weights_of
from newsspider.extraction.rule import RuleBook
from newsspider.extraction.rules import RULE_BOOK, RULES

LINK_SHARE = 0.85
"""A short line with more of its letters inside links is navigation."""
LIST_LINK_SHARE = 0.5
"""The same for an item of a list whose items are all so: "Topic: headline"."""
MAX_LINK_LINE = 150
"""Longest line, in letters, that counts as navigation."""
BODY_SHARE = 0.75
"""The deepest element that holds this share of the kept letters is the body's container."""
ENGINE = "main-content"
"""Name of the rule that left out what no declared rule names: the main-content engine's own."""
LINK_LINE = "link-line"
SURE, SURE_LINE = 0.9, 0.6
"""What the learned model holds for the article's with this probability is no box; a line of links asks for less."""
SURE_LABELLED = 0.8
"""A headline behind a label tells like an item of the text, and is another story's."""
PROSE = 80
"""Letters from which on a line below a heading is prose."""
MAX_BOX_SHARE = 0.3
"""Elements of one name that hold more of the kept letters are the article, whatever they are called."""

NOTED_KINDS = frozenset((BlockKind.COMMENT, BlockKind.NEWSLETTER, BlockKind.COOKIE))
"""Boxes that are noted also where the main-content step left them out by itself."""
MAX_NOTED = 400
"""Longest text, in letters, that is noted so: readers' comments themselves are not kept."""
MAX_NOTES = 1_000
"""So many pieces among the kept ones are noted; more are no boilerplate but another page."""
MAX_NOTES_OUTSIDE = 40
"""So many outside: a thread of comments goes on for ever."""
_NOTED_RULES = RuleBook([rule for rule in RULES if rule.kind in NOTED_KINDS])
MAX_NOTE = 2_000
"""Longest text, in letters, of one note."""


def drop_boxes(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* without lines that are links, and without those that stand in a box inside the body."""
    judge = BoxJudge([pieces[block.index] for block in blocks if block.index is not None])
    passed: list[Block] = []
    for number, block in enumerate(blocks):
        heads_text = block.form is BlockForm.HEADING and _is_text(block, blocks[number + 1 : number + 2], pieces)
        is_announced = bool(passed) and passed[-1] is blocks[number - 1] and passed[-1].text.endswith((":", "："))
        may_link = heads_text or is_announced
        verdict = None if block.index is None else judge.verdict(pieces[block.index], may_link=may_link)
        trusted = block.score is not None and block.score >= _least(block, pieces, verdict)
        if verdict is None or trusted or sieve.must_pass(block.text):
            passed.append(block)
        else:
            sieve.drop_block(block, *verdict)
    return passed


def _least(block: Block, pieces: Sequence[Piece], verdict: tuple[str, BlockKind] | None) -> float:
    """Return from which score on *block* stays although *verdict* names a rule against it."""
    if verdict is None or verdict[0] != LINK_LINE:
        return SURE
    return SURE_LABELLED if block.index is not None and _is_labelled(pieces[block.index]) else SURE_LINE


def _is_labelled(piece: Piece) -> bool:
    """Return whether *piece* is a linked headline behind a label that is none, as "Weather: Storm hits the coast"."""
    label, colon, _ = piece.text.partition(":")
    return bool(colon) and abs(len(piece.text) - piece.linked - len(label) - 1) <= 1


def _is_text(heading: Block, below: Sequence[Block], pieces: Sequence[Piece]) -> bool:
    """Return whether what is kept *below* a heading is prose, or stands right below it and is no line of links."""
    return any(
        (block.form is not BlockForm.HEADING and len(block.text) > PROSE)
        or (
            heading.index is not None
            and block.index == heading.index + 1
            and not is_link_line(pieces[block.index], LIST_LINK_SHARE)
        )
        for block in below
    )


def note_around(pieces: Sequence[Piece], kept: Sequence[int], sieve: Sieve, scores: Mapping[int, float]) -> None:
    """Note what is not kept: all that stands among the *kept* pieces, and boxes of `NOTED_KINDS` outside.

    *scores* are the learned model's.
    """
    known = {block.order for block in sieve.removed} | set(kept)
    first, last = (kept[0], kept[-1]) if kept else (0, -1)
    judge = BoxJudge([pieces[index] for index in kept])
    notes: Counter[bool] = Counter()
    boxes: dict[Node, tuple[str, BlockKind] | None] = {}
    for index, piece in enumerate(pieces):
        inside = first <= index <= last
        if index in known or notes[inside] >= (MAX_NOTES if inside else MAX_NOTES_OUTSIDE):
            continue
        if inside:
            found: tuple[str, BlockKind] | None = noted_as(piece, judge)
        elif piece.linked >= LIST_LINK_SHARE * len(piece.text) or len(piece.text) > MAX_NOTED:
            continue
        else:
            found = _outer_box(piece.node, boxes) or _NOTED_RULES.name_and_kind_of(piece.text)
        if found is not None:
            sieve.note(piece.text[:MAX_NOTE], *found, order=index, score=scores.get(index))
            notes[inside] += 1


def noted_as(piece: Piece, judge: BoxJudge) -> tuple[str, BlockKind]:
    """Return rule and kind of a *piece* that is not kept: by its box, its words, or the engine's own word."""
    box = judge.verdict(piece, may_link=False)
    if box is None:
        box = RULE_BOOK.name_and_kind_of(piece.text)
    return box or (ENGINE, BlockKind.OTHER)


def _outer_box(node: Node | None, known: dict[Node, tuple[str, BlockKind] | None]) -> tuple[str, BlockKind] | None:
    """Return the box of `NOTED_KINDS` that *node*, far from the body, stands in; *known* are answers given before."""
    if node is None or node.tag in ("body", "html"):
        return None
    if node not in known:
        box = box_named(name_of(node.element).partition(" ")[2])
        is_noted = box is not None and box.kind in NOTED_KINDS
        known[node] = (box.name, box.kind) if box is not None and is_noted else _outer_box(node.outer, known)
    return known[node]


class BoxJudge:
    """Tells boxes from body, knowing what is kept."""

    def __init__(self, kept: Sequence[Piece]) -> None:
        self._names = _Names()
        self._container = container_of(kept, BODY_SHARE)
        self._heavy = _heavy_names(kept, self._names)
        self._lists = _link_lists(kept)
        self._items = Counter(_list_of(piece) for piece in kept)

    def verdict(self, piece: Piece, *, may_link: bool) -> tuple[str, BlockKind] | None:
        """Return rule and kind where *piece* is no part of the body. *may_link*: a line of links is one."""
        own_list = _list_of(piece)
        is_list = own_list in self._lists if own_list is not None else is_link_line(piece)
        if not may_link and (is_list or (own_list is not None and self._stands_alone(piece, own_list))):
            return LINK_LINE, BlockKind.RELATED
        for node in (piece.element, *piece.element.iterancestors()):
            if node is self._container or node.tag in ("body", "html"):
                return None
            name = self._names[node]
            if name in self._heavy:
                continue
            if tag := TAGS.get(str(node.tag)):
                return tag
            box = box_named(name.partition(" ")[2])
            is_quoted = box is not None and box.kind is BlockKind.SHARE and _is_quoted(piece)
            if box is not None and len(piece.text) <= box.max_chars and not is_quoted:
                return box.name, box.kind
        return None

    def _stands_alone(self, piece: Piece, own_list: HtmlElement) -> bool:
        """Return whether *piece* is a line of links and, but for one more, all that is kept of its list."""
        return is_link_line(piece) and self._items[own_list] <= 2


def _is_quoted(piece: Piece) -> bool:
    """Return whether *piece* is of a post of a social network that the story quotes."""
    return any(node.tag == "blockquote" for node in piece.node.around())


def is_link_line(piece: Piece, share: float = LINK_SHARE) -> bool:
    """Return whether *piece* is a short line of links; an address written out is text."""
    if piece.link_share < share or len(piece.text) > MAX_LINK_LINE or "://" in piece.text:
        return False
    return not piece.text.startswith("www.")


def _link_lists(pieces: Sequence[Piece]) -> set[HtmlElement]:
    """Return the lists of three items or more that are all links to something else."""
    items: dict[HtmlElement, list[Piece]] = {}
    for piece in pieces:
        if (parent := _list_of(piece)) is not None:
            items.setdefault(parent, []).append(piece)
    return {
        parent
        for parent, own in items.items()
        if len(own) >= 3 and all(is_link_line(piece, LIST_LINK_SHARE) for piece in own)
    }


def _list_of(piece: Piece) -> HtmlElement | None:
    """Return the list that *piece* is an item of."""
    item = next((node for node in piece.node.around() if node.tag == "li"), None)
    return None if item is None else item.element.getparent()


def _heavy_names(pieces: Iterable[Piece], names: _Names) -> set[str]:
    """Return the names of elements that together hold more than `MAX_BOX_SHARE` of the letters of *pieces*."""
    held: Counter[str] = Counter()
    total = 0
    for parent, own in _named_by_parent(pieces, names).items():
        weight = sum(own.values())
        around = set() if parent is None else {names[node] for node in (parent, *parent.iterancestors())}
        held.update(dict.fromkeys(around, weight))
        held.update({name: letters for name, letters in own.items() if name not in around})
        total += weight
    return {name for name, weight in held.items() if weight > MAX_BOX_SHARE * total}


class _Names(dict[HtmlElement, str]):
    """Names of elements, each made once."""

    def __missing__(self, element: HtmlElement) -> str:
        name = self[element] = name_of(element)
        return name


def _named_by_parent(pieces: Iterable[Piece], names: _Names) -> dict[HtmlElement | None, Counter[str]]:
    """Return how many letters stand in elements of each name, by the element around them."""
    named: dict[HtmlElement | None, Counter[str]] = {}
    for element, weight in weights_of(pieces).items():
        named.setdefault(element.getparent(), Counter())[names[element]] += weight
    return named
