"""Lists that belong to no story, judged as a whole: contents, links elsewhere, and what a house offers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import zip_longest

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block, block_of
from newsspider.extraction.boxes import LIST_LINK_SHARE
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Node, Piece
from newsspider.extraction.stop_lines import stop_of

_LISTS = frozenset(("ul", "ol", "dl", "menu"))
MAX_ANNOUNCEMENT = 300
"""Letters of a paragraph that announces a list."""
MIN_ITEMS = 3
"""A list of contents has so many items."""
MAX_CONTENT = 150
"""Letters of one."""
MAX_HEADING = 100
"""Letters of the heading of a section of which nothing is left."""
MAX_LAST = 0.7
"""A heading with nothing below it goes below this score; a list may be made of headings."""
_ELSEWHERE = re.compile(
    r"\b(?:read|reading|stories|articles?|posts?|related|interest\w*|mehr|lesen|artikel|beiträge|leer|lire|leggi)\b",
    re.IGNORECASE,
)
"""Words of a line that announces other stories."""
_MORE = re.compile(
    r"\b(?:more|further|other|related|similar|check out|also|helpful|weitere\w*|mehr|andere|auch|más|otros|también"
    r"|autres|aussi|plus|altri|anche|outros|também|mais)\b.*"
    r"\b(?:read|reading|stories|articles?|posts?|guides?|tutorials?|resources?|topics|interest\w*|like|enjoy|lesen|artikel"
    r"|beiträge|leer|artículos|lire|articles|leggere|articoli|ler|artigos)\b",
    re.IGNORECASE,
)
"""A line that offers more to read."""
_OFFER = re.compile(
    r"\b(?:newsletter\w*|apps?|whatsapp|telegram|instagram|facebook|tiktok|social media|podcasts?|push)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:hier|here|jetzt|now|abonnier\w*|subscribe|sign up|follow|folgen|download\w*|herunterladen|aquí|ici|qui"
    r"|join)\b|:",
    re.IGNORECASE,
)


def drop_lists(blocks: Sequence[Block], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* with every list of links whole, or without it and its heading.

    A list of links that the text announces stays; one of which most is gone goes, and so do contents and offers.
    """
    verdicts: dict[int, tuple[str, BlockKind]] = {}
    missed = set(_announced_of(blocks, pieces))
    kept = {block.index: block for block in blocks if block.index is not None}
    for items in _lists_of(blocks, pieces):
        own = [index for index in items if index in kept]
        if _are_contents(own, pieces):
            verdicts |= dict.fromkeys(own, ("contents-list", BlockKind.NAVIGATION))
        elif _are_links(items, own, pieces) and len(own) < len(items):
            if _is_announced(kept.get(items[0] - 1)):
                missed.update(index for index in items if index not in kept)
            elif 2 * len(own) <= len(items):
                verdicts |= dict.fromkeys(own, ("link-list", BlockKind.RELATED))
        elif _are_elsewhere(own, pieces, blocks):
            verdicts |= dict.fromkeys([*_heads_of(own, blocks), *own], ("link-list", BlockKind.RELATED))
        elif _are_offers([kept[index].text for index in own]):
            verdicts |= dict.fromkeys(own, ("offer-list", BlockKind.NEWSLETTER))
    rest = sieve.sort_out(_with(blocks, sorted(missed), pieces, sieve), lambda block: verdicts.get(block.index or -1))
    return _drop_last_heading(rest, pieces, verdicts, sieve)


def _with(blocks: Sequence[Block], missed: Sequence[int], pieces: Sequence[Piece], sieve: Sieve) -> list[Block]:
    """Return *blocks* with the pieces at *missed* in their places, which *sieve* did not drop after all."""
    if not missed:
        return list(blocks)
    scores = sieve.take_back(missed)
    return sorted([*blocks, *(block_of(pieces, index, scores.get(index)) for index in missed)], key=_place)


def _place(block: Block) -> int:
    return -1 if block.index is None else block.index


def _is_announced(above: Block | None) -> bool:
    """Return whether *above* is a line of the text that announces what follows it."""
    is_line = above is not None and len(above.text) <= MAX_ANNOUNCEMENT and stop_of(above.text) == 0
    if not is_line or above is None or not above.text.endswith((":", "：")):
        return False
    return _ELSEWHERE.search(above.text) is None and _MORE.search(above.text) is None


def _lists_of(blocks: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[range]:
    """Yield the pieces of each list of which a link was kept, lists around others left out."""
    known: set[Node] = set()
    for block in blocks:
        if block.form is not BlockForm.ITEM or block.index is None or not pieces[block.index].links:
            continue
        node = next((node for node in pieces[block.index].node.around() if node.tag in _LISTS), None)
        if node is not None and node not in known:
            known.add(node)
            yield range(node.start, node.end or len(pieces))


def _announced_of(blocks: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the missing items of each list of links amid the text that a kept line announces."""
    kept = {block.index for block in blocks if block.index is not None}
    last = max(kept, default=0)
    for block in blocks:
        node = _list_of(pieces, block.index + 1) if block.index is not None and _is_announced(block) else None
        items = range(node.start, node.end or len(pieces)) if node is not None else range(0)
        own = [index for index in items if index in kept]
        if len(items) >= MIN_ITEMS and items.stop <= last and _are_links(items, own, pieces):
            yield from (index for index in items if index not in kept)


def _list_of(pieces: Sequence[Piece], start: int) -> Node | None:
    """Return the list that begins with the piece at *start*; ``None`` where none does."""
    if start >= len(pieces):
        return None
    return next((node for node in pieces[start].node.around() if node.tag in _LISTS and node.start == start), None)


def _are_contents(own: Sequence[int], pieces: Sequence[Piece]) -> bool:
    """Return whether the items at *own* all point at places of their own page."""
    if len(own) < MIN_ITEMS - 1:
        return False
    for index in own:
        piece = pieces[index]
        if piece.link_share < LIST_LINK_SHARE or len(piece.text) > MAX_CONTENT:
            return False
    return all(_points_within(pieces[index]) for index in own)


def _points_within(piece: Piece) -> bool:
    targets = [link.get("href") or "" for link in piece.element.iter("a")]
    return bool(targets) and all(target.strip().startswith("#") for target in targets)


def _are_links(items: Sequence[int], own: Sequence[int], pieces: Sequence[Piece]) -> bool:
    """Return whether the list at *items* is one of links, and what is kept of it, too."""
    linked = sum(pieces[index].link_share >= LIST_LINK_SHARE for index in items)
    return 2 * linked > len(items) and all(pieces[index].link_share >= LIST_LINK_SHARE for index in own)


def _are_elsewhere(own: Sequence[int], pieces: Sequence[Piece], blocks: Sequence[Block]) -> bool:
    """Return whether the items at *own* end the text, are links, and stand below a line that offers more to read."""
    is_last = len(own) >= MIN_ITEMS and own[-1] == blocks[-1].index and len(blocks) > 2 * len(own)
    if not is_last or not all(pieces[index].links for index in own):
        return False
    letters = sum(len(pieces[index].text) for index in own)
    linked = sum(pieces[index].linked for index in own)
    heads = _heads_of(own, blocks)
    return bool(heads) and linked >= LIST_LINK_SHARE * letters


def _heads_of(own: Sequence[int], blocks: Sequence[Block]) -> list[int]:
    """Return the lines right above the list at *own* that offer more to read: one, or one below its heading."""
    above = [block for block in blocks if block.index is not None and own[0] - 2 <= block.index < own[0]]
    heads: list[int] = []
    for block in reversed(above):
        if block.index is None or len(block.text) > MAX_HEADING or not _MORE.search(block.text):
            break
        heads.append(block.index)
        if block.form is BlockForm.HEADING:
            break
    return heads


def _are_offers(texts: Sequence[str]) -> bool:
    """Return whether all of *texts* tell where else the house can be read."""
    calls = sum(_CALL.search(text) is not None for text in texts)
    return len(texts) > 1 and 2 * calls > len(texts) and all(map(_OFFER.search, texts))


def _drop_last_heading(
    blocks: Sequence[Block], pieces: Sequence[Piece], dropped: Container[int], sieve: Sieve
) -> list[Block]:
    """Drop a heading right above a list that was *dropped*; and the last of all, if doubtful or above links."""

    def heads_nothing(block: Block, behind: Block | None) -> bool:
        if block.form is not BlockForm.HEADING or block.index is None or len(block.text) > MAX_HEADING:
            return False
        below = block.index + 1
        if behind is None:
            is_linked = below < len(pieces) and pieces[below].link_share >= LIST_LINK_SHARE
            return is_linked or (block.score is not None and block.score < MAX_LAST)
        return below in dropped and behind.form is BlockForm.HEADING

    gone = {id(block) for block, behind in zip_longest(blocks, blocks[1:]) if heads_nothing(block, behind)}
    return sieve.drop(blocks, "empty-section", BlockKind.RELATED, lambda block: id(block) in gone)
