"""What is left over of a box that was taken out: the line that announced it, cards below its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Piece, key_of
from newsspider.extraction.stop_lines import stop_of

MAX_ANNOUNCEMENT = 160
"""Letters of a line that announces something."""
LINKS = 0.5
"""What it announced were links: of the next line this share of the letters stands in one."""
SELLING = frozenset((BlockKind.NEWSLETTER, BlockKind.PAYWALL, BlockKind.ADVERTISEMENT, BlockKind.COOKIE))
"""Of boxes of these kinds a rule often knows one line, and the others read like anything."""
LEARNED_RULE = "learned"
MIN_TOLD = 60
MAX_TORN = 250
"""Letters that may be left of such a box."""
MAX_MARK = 30
"""Letters of a mark that an advertisement stands here: the heading above it is that of the paragraph below it."""
SURE = 0.8
"""What the model holds for the article's with this probability announces what the article says next."""
MAX_CARD = 300
"""Letters of a card's text below a heading of related stories."""
SAFE = 0.6
"""What the learned model holds for the article's with this probability is no card."""
MAX_BOX_SHARE = 0.3
"""A box of related stories holds a smaller share of the kept letters."""
MAX_BIOGRAPHY = 500
"""Letters of a line about the author."""

MAX_BY_LINE = 100
"""Letters of a by-line."""
MIN_ABOVE = 4
"""Blocks of a text whose last one may stand apart."""
DOUBTFUL = 0.5
"""A last paragraph in another element than the one above it goes below this score.

Of 9 dropped out of fold, on all corpora with the whole text, none was the story's.
"""

_HEADINGS = frozenset(("read-more", "other-stories"))
"""Rules that know headings of other stories."""
_READ_ON = re.compile(
    r"[\s.…!?](?:read more|continue reading|learn more|weiterlesen|mehr lesen|leer más|seguir leyendo|lire la suite"
    r"|lire plus|leggi tutto|continua a leggere|leia mais|lees (?:verder|meer)|läs mer|les mer|læs mere"
    r"|czytaj (?:dalej|więcej)|читать (?:далее|дальше)|читати далі|devamını oku|اقرأ المزيد|और पढ़ें|続きを読む)\W*$",
    re.IGNORECASE,
)
"""The end of a card's text."""
_SOURCES = re.compile(
    r"(?:references|sources|bibliography|footnotes|notes|quellen|einzelnachweise|literatur"
    r"|références|notes et références|fuentes|referencias|fonti|referências|bronnen|källor)\W*",
    re.IGNORECASE,
)
"""A heading below which stands what the text is founded on, where it ends a box of cards."""
_VERBS = """is was are has writes covers works reports studied lives joined can serves leads teaches ist arbeitet
    schreibt leitet lehrt studierte es trabaja escribe est travaille écrit è scrive lavora é trabalha escreve är er on
    jest"""
_ABOUT = frozenset(_VERBS.split())
"""What follows a name where a line tells of its bearer."""
_ARTICLES = frozenset(
    ("a", "an", "the", "ein", "eine", "der", "die", "das", "un", "une", "le", "la", "el", "uno", "una", "o", "um")
    + ("uma", "en", "ett", "et")
)
"""The same behind a comma: "Ann Lee, an editor of the Review"."""
_ABOUT_AUTHOR = re.compile(
    r"(?:about the (?:authors?|writers?)|(?:über|zu) (?:den autor|die autorin|die autoren)|zur (?:person|autorin)"
    r"|zum autor|à propos de l[’']aut(?:eur|rice)|sobre (?:el autor|la autora|o autor|a autora)|l[’']autore"
    r"|over de auteur|om författaren|o autorze|об авторе|про автора|yazar hakkında|著者について|关于作者)[:.]?",
    re.IGNORECASE,
)
MAX_ABOUT = 3
"""Blocks behind the heading of what tells about the author."""


def drop_leftovers(
    blocks: Sequence[Block], pieces: Sequence[Piece], authors: Sequence[str], sieve: Sieve
) -> list[Block]:
    """Return *blocks* without what stands there only because of something that is gone."""
    rest = _drop_torn(blocks, pieces, sieve)
    rest = _drop_about(rest, sieve)
    rest = _drop_cards(rest, pieces, sieve)
    rest = _drop_announcements(rest, pieces, sieve)
    rest = _drop_apart(rest, pieces, sieve)
    return _drop_biography(rest, pieces, authors, sieve)


def _drop_torn(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Drop what is left of a small box that sells, and the heading right above a paragraph that does."""
    kept = {block.index: block for block in blocks if block.index is not None}
    most = MAX_BOX_SHARE * sum(len(block.text) for block in blocks)
    torn: set[int] = set()
    for removed in sieve.removed:
        if removed.order is None or removed.kind not in SELLING or removed.rule == LEARNED_RULE:
            continue
        node = pieces[removed.order].node
        above = kept.get(removed.order - 1)
        is_headed = above is not None and above.form is BlockForm.HEADING and _is_brother(pieces, removed.order)
        if is_headed and len(removed.text) > MAX_MARK:
            torn.add(removed.order - 1)
        if node.outer is not None:
            held = [kept[index] for index in range(node.outer.start, node.outer.end or len(pieces)) if index in kept]
            if sum(len(block.text) for block in held) <= min(most, MAX_TORN) and not any(map(_tells, held)):
                torn |= {block.index for block in held if block.index is not None}
    return sieve.drop(blocks, "torn-box", BlockKind.ADVERTISEMENT, lambda block: block.index in torn)


def _tells(block: Block) -> bool:
    """Return whether *block* is a sentence that the model is sure of: then its box is a section of the article."""
    return (block.score or 0.0) >= SURE and len(block.text) >= MIN_TOLD


def _is_brother(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether the piece above stands beside the one at *index*, in the same element."""
    return pieces[index - 1].node.outer is pieces[index].node.outer


def _drop_cards(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Drop short lines in a small box below a heading of other stories."""
    kept = {block.index: block for block in blocks if block.index is not None}
    total = sum(len(block.text) for block in blocks)
    cards: set[int] = set()
    heads = (block for block in sieve.removed if block.rule in _HEADINGS and len(block.text) <= MAX_MARK)
    headings = {block.order for block in heads if block.order is not None}
    for index, piece in enumerate(pieces):
        if (stop_of(piece.text) == 2 or index in headings) and piece.node.outer is not None:
            box = range(index, piece.node.outer.end or len(pieces))
            within = takewhile(lambda other: _SOURCES.fullmatch(pieces[other].text) is None, box)
            held = [kept[other] for other in within if other in kept]
            if held and sum(len(block.text) for block in held) <= MAX_BOX_SHARE * total:
                cards |= {block.index for block in held if block.index is not None and _is_card(block)}
    if headings:
        behind = [block for index, block in kept.items() if index > min(headings)]
        cards |= {block.index for block in behind if block.index is not None and _is_teaser(block, pieces)}
    items = [index for index, block in kept.items() if block.form is BlockForm.ITEM]
    whole = {pieces[index].node.outer for index in items if index not in cards}
    cards -= {index for index in items if not pieces[index].links and pieces[index].node.outer in whole}
    return sieve.drop(blocks, "related-card", BlockKind.RELATED, lambda block: block.index in cards)


def _is_card(block: Block) -> bool:
    return len(block.text) <= MAX_CARD and (block.score is None or block.score < SAFE)


def _is_teaser(block: Block, pieces: Sequence[Piece]) -> bool:
    """Return whether *block* ends in a link that asks to read on."""
    is_linked = block.index is not None and pieces[block.index].links > 0
    return is_linked and len(block.text) <= MAX_CARD and _READ_ON.search(block.text) is not None


def _drop_announcements(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Drop lines that end in a colon, and headings of other stories, where what they announced is gone."""
    gone: set[int] = set()
    for number, block in enumerate(blocks):
        if block.index is None or len(block.text) > MAX_ANNOUNCEMENT or (block.score or 0.0) >= SURE:
            continue
        behind = blocks[number + 1] if number + 1 < len(blocks) else None
        is_cut = block.index + 1 < len(pieces) and (behind is None or behind.index != block.index + 1)
        is_cut = is_cut and pieces[block.index + 1].link_share >= LINKS
        announces = block.text.endswith((":", "：")) and (behind is None or behind.form is not BlockForm.ITEM)
        if is_cut and (announces or stop_of(block.text) == 2):
            gone.add(number)
    numbers = {id(block): number for number, block in enumerate(blocks)}
    return sieve.drop(blocks, "announcement", BlockKind.RELATED, lambda block: numbers[id(block)] in gone)


def _drop_about(blocks: Sequence[Block], sieve: Sieve) -> list[Block]:
    """Drop what tells about the author at the end of the text, below a heading that says so."""
    start = max(1, len(blocks) - MAX_ABOUT - 1)
    first = next((number for number in range(start, len(blocks)) if _ABOUT_AUTHOR.fullmatch(blocks[number].text)), None)
    about = blocks[first:] if first is not None else ()
    if sum(len(block.text) for block in about) > MAX_BOX_SHARE * sum(len(block.text) for block in blocks):
        return list(blocks)
    gone = set(map(id, about))
    return sieve.drop(blocks, "about-author", BlockKind.AUTHOR_BOX, lambda block: id(block) in gone)


def _drop_apart(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Drop a last paragraph that is doubtful and stands elsewhere than the one above it: an appeal, a notice."""
    if len(blocks) < MIN_ABOVE:
        return list(blocks)
    above, last = blocks[-2:]
    are_paragraphs = last.form is BlockForm.PARAGRAPH and above.form is BlockForm.PARAGRAPH
    if not are_paragraphs or above.index is None or last.index is None:
        return list(blocks)
    if last.score is None or last.score >= DOUBTFUL:
        return list(blocks)
    is_apart = pieces[above.index].node.outer is not pieces[last.index].node.outer
    return sieve.drop(blocks, "last-apart", BlockKind.OTHER, lambda block: is_apart and block is last)


def _drop_biography(
    blocks: Sequence[Block], pieces: Sequence[Piece], authors: Sequence[str], sieve: Sieve
) -> list[Block]:
    """Drop a line about an author, known or told by a by-line of the page, at the end of the text."""
    names = tuple(f"{key} " for author in authors if len((key := key_of(author)).split()) > 1)
    last = {id(block) for block in blocks[-2:]}

    def is_biography(block: Block) -> bool:
        if id(block) not in last or len(block.text) > MAX_BIOGRAPHY or block is blocks[0]:
            return False
        key = key_of(block.text)
        name = next((name for name in names if key.startswith(name)), None) or _named_in_by_line(key, pieces)
        if name is None:
            return False
        behind = key[len(name) :].split(" ", 1)[0].strip(",")
        return behind in _ABOUT or (behind in _ARTICLES and "," in block.text[: len(name) + 2])

    return sieve.drop(blocks, "author-line", BlockKind.AUTHOR_BOX, is_biography)


def _named_in_by_line(key: str, pieces: Sequence[Piece]) -> str | None:
    """Return the name before a verb that *key* begins with, and a blank, where a by-line of the page has it."""
    words = key.split(" ", 4)
    length = next((number for number in (2, 3) if len(words) > number and words[number] in _ABOUT), 0)
    name = " ".join(words[:length])
    if not name:
        return None
    by_lines = (key_of(piece.text) for piece in pieces if len(piece.text) <= MAX_BY_LINE)
    return f"{name} " if any(f"by {name}" in by_line for by_line in by_lines) else None
