"""What the learned model sees of a page: a row of numbers for each piece that may be part of the article.

The strongest of them tell what the main-content engine kept around a piece: in the same container, and in elements of
the same make (tag and class of the element and the two around it).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsspider.extraction.alignment import KEPT
from newsspider.extraction.makes import makes_of, sums_by_make
from newsspider.extraction.name_words import GROUPS, name_bits
from newsspider.extraction.outline import Node, Piece, key_of, letters_of
from newsspider.extraction.stop_lines import COMMENTS, MAX_LETTERS, OTHERS, stop_of

FAR = 60
"""Distances, in pieces, beyond which nothing is told apart."""
REACH = 12
"""So many pieces before and behind what is kept, headings and short lines are looked at as well."""
SENTENCE_ENDS = ".!?…。！？।॥۔”\"’'»)"
PROSE = 60
"""Letters from which a piece is looked at wherever it stands."""

SHORT_TITLE = 8
"""Letters of a headline that no label has."""
_TAG_WORDS = """p div li ul ol h1 h2 h3 h4 h5 h6 td tr table blockquote section article main aside header footer nav
    figure figcaption pre dd dt dl form address center body details summary fieldset"""
_TAGS = {tag: float(number) for number, tag in enumerate(_TAG_WORDS.split(), start=1)}
_AROUND = (
    "li",
    "table",
    "blockquote",
    "figure",
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "section",
)
_AROUND_BIT = {tag: 1 << number for number, tag in enumerate(_AROUND)} | {"figcaption": 1 << _AROUND.index("figure")}
_DIGITS = re.compile(r"\d")
_CAPITALS = re.compile(r"[A-ZÀ-ÞА-Я](?<=\b.)")  # as `\b[A-Z...]`, which looks for a boundary at every letter
_YEAR_OR_TIME = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_SIZE = 2.5
"""A letter of a script whose letters are syllables or words counts for so many."""

_OWN = """tag tag_outer tag_outer2 depth size words word_size link_share links bold digits capitals stops commas
    ends_stop ends_colon begins_upper begins_quote bar dated address quotes"""
_PLACE = "place place_size index count from_title no_title is_title title_share summary_share is_summary twins"
_NODES = [
    f"{what}{level}" for level in "0123" for what in ("size_", "links_", "pieces_", "kept_", "kept_of_", "prose_of_")
]
_SAME = "same_pieces same_size same_share same_links same_kept same_kept_of same_prose_of"
_ENGINE = """kept inside from_first to_last since_kept until_kept kept_total kept_page kept_pieces
    since_comments since_others"""
_STEPS = (-3, -2, -1, 1, 2, 3)
_NOTHING = (0.0, 0.0, -1.0) * 3
"""What is told of the three pieces before the first one and behind the last one."""
_NEAR = [f"{what}{step:+d}" for step in _STEPS for what in ("size", "links", "kept")]
_WINDOWS = [f"{what}_{name}" for name in ("before", "behind", "about") for what in ("size", "links", "kept")]
NAMES: tuple[str, ...] = (
    *_OWN.split(),
    *_PLACE.split(),
    *_NODES,
    *_SAME.split(),
    *_ENGINE.split(),
    *_NEAR,
    *_WINDOWS,
    *(f"in_{tag}" for tag in _AROUND),
    *(f"near_{group}" for group, _ in GROUPS),
    *(f"any_{group}" for group, _ in GROUPS),
)
"""Names of the numbers of a row, in order."""


def schema_hash() -> str:
    """Return what tells whether a model was trained on rows of this make: 16 hex digits."""
    words = ";".join(words for _, words in GROUPS)
    return hashlib.sha256(
        f"{' '.join(NAMES)}|{words}|{KEPT} {FAR} {REACH} {PROSE} below {COMMENTS} {OTHERS}".encode()
    ).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rows:
    """The pieces that may be part of the article, and what is seen of each."""

    indices: list[int]
    """Of the pieces, ascending."""
    rows: list[list[float]]
    """One for each index; floats in the order of `NAMES`."""


def read_rows(
    pieces: Sequence[Piece], kept: Sequence[float], titles: Sequence[str], descriptions: Sequence[str]
) -> Rows:
    """Return what the model sees of *pieces*.

    *kept* tells for each piece which share of it the engine kept; *titles* and *descriptions* are what the page says
    of itself.
    """
    if not pieces:
        return Rows([], [])
    page = _Page(pieces, kept, titles, descriptions)
    return Rows(page.indices, [page.row(index) for index in page.indices])


class _Page:
    """Sums over the page that the rows of all pieces share."""

    def __init__(
        self, pieces: Sequence[Piece], kept: Sequence[float], titles: Sequence[str], descriptions: Sequence[str]
    ) -> None:
        self.pieces, self.kept = pieces, kept
        wide = sum(len(_WIDE.findall(piece.text)) for piece in pieces[: 4 * REACH] if not piece.text.isascii())
        letters = sum(len(piece.text) for piece in pieces[: 4 * REACH])
        scale = _WIDE_SIZE if wide > 0.3 * letters else 1.0
        self.scale = scale
        self.size = [scale * len(piece.text) for piece in pieces]
        self.links = [piece.linked / len(piece.text) for piece in pieces]
        self.size_sum = [0.0, *accumulate(self.size)]
        self.link_sum = [0.0, *accumulate(scale * piece.linked for piece in pieces)]
        self.kept_sum = [0.0, *accumulate(size * share for size, share in zip(self.size, kept, strict=True))]
        prose = [
            size if size > PROSE and links < 0.3 else 0.0 for size, links in zip(self.size, self.links, strict=True)
        ]
        self.prose_sum = [0.0, *accumulate(prose)]
        self.prose_total = self.prose_sum[-1] or 1.0
        self.total, self.kept_total = self.size_sum[-1], self.kept_sum[-1] or 1.0
        self.makes = makes_of(pieces)
        self.same = sums_by_make(self.makes, self.size, self.links, kept, prose)
        self.is_kept = [share > KEPT for share in kept]
        self.since, self.until = _distances(self.is_kept), _distances(self.is_kept[::-1])[::-1]
        large = [i for i, is_kept in enumerate(self.is_kept) if is_kept and self.size[i] > PROSE]
        self.first, self.last = (large[0], large[-1]) if large else (0, -1)
        self.kept_pieces = float(len(large))
        self.twins = Counter(piece.key for piece in pieces)
        self.titles = dict.fromkeys(key for title in titles if (key := key_of(title)))
        self.title_letters = {letters_of(title) for title in titles}
        self.title_words = set(max(self.titles, key=len).split()) if self.titles else set[str]()
        summaries = [key for text in descriptions if len(key := key_of(text)) > 40]
        self.summaries = {summary[:60] for summary in summaries}
        self.summary_words = set(max(summaries, key=len).split()) if summaries else set[str]()
        self.title = self._title()
        self.nodes: dict[Node, _Seen] = {}
        self.indices = self._candidates()
        begin, end = (max(self.title + 1, self.indices[0] - FAR), self.indices[-1]) if self.indices else (0, 0)
        stops = [  # above the headline such words are sections of the site
            stop_of(piece.text) if begin <= index < end and len(piece.text) <= MAX_LETTERS else 0
            for index, piece in enumerate(pieces)
        ]
        self.since_comments = _distances([stop == 1 for stop in stops])
        self.since_others = _distances([stop == 2 for stop in stops])
        told = zip(self.size, self.links, kept, strict=True)
        self.around = [*_NOTHING, *(number for each in told for number in each), *_NOTHING]

    def _candidates(self) -> list[int]:
        """Return the pieces that are looked at: kept ones, prose, and what stands near to kept ones."""
        near_from, near_to = self.first - REACH, self.last + REACH
        return [
            index
            for index, size in enumerate(self.size)
            if self.kept[index] > 0.1
            or self.first <= index <= self.last
            or (self.links[index] < 0.6 and (size >= PROSE or near_from <= index <= near_to))
        ]

    def _title(self) -> int:
        """Return the index of the headline, -1 where the page shows none."""
        found = -1
        for index, piece in enumerate(self.pieces):
            if piece.node.tag == "h1":
                return index
            if found < 0 and len(piece.key) > SHORT_TITLE and piece.key in self.title_letters:
                found = index
        return found

    def seen(self, node: Node) -> _Seen:
        known = self.nodes.get(node)
        if known is None:
            known = self.nodes[node] = self._see(node)
        return known

    def _see(self, node: Node) -> _Seen:
        element, outer = node.element, node.outer
        around = self.seen(outer) if outer is not None else None
        tag = node.tag
        start, end = node.start, node.end or len(self.pieces)
        size = self.size_sum[end] - self.size_sum[start]
        kept = self.kept_sum[end] - self.kept_sum[start]
        linked = self.link_sum[end] - self.link_sum[start]
        own = 0
        if tag not in ("body", "html"):
            name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
            own = name_bits(name) if name != "  " else 0
        return _Seen(
            tag=_TAGS.get(tag, 0.0),
            around=_AROUND_BIT.get(tag, 0) | (around.around if around else 0),
            own=own,
            near=own | (around.own if around else 0) | (around.outer_own if around else 0),
            any=own | (around.any if around else 0),
            outer_own=around.own if around else 0,
            numbers=(
                size,
                linked / size if size else 0.0,
                float(end - start),
                kept / size if size else 0.0,
                kept / self.kept_total,
                (self.prose_sum[end] - self.prose_sum[start]) / self.prose_total,
            ),
        )

    def row(self, index: int) -> list[float]:
        """Return the numbers of the piece at *index*, in the order of `NAMES`."""
        piece = self.pieces[index]
        node = piece.node
        seen = self.seen(node)
        outers: list[_Seen] = []
        outer: Node | None = node
        for _ in range(4):
            outers.append(self.seen(outer) if outer is not None else outers[-1])
            outer = outer.outer if outer is not None else None
        return [
            *self._own(piece, index, outers),
            *self._place(piece, index),
            *outers[0].numbers,
            *outers[1].numbers,
            *outers[2].numbers,
            *outers[3].numbers,
            *self.same[self.makes[index]],
            *self._engine(index),
            *self.around[3 * index : 3 * index + 9],
            *self.around[3 * index + 12 : 3 * index + 21],
            *self._window(index - 5, index + 1),
            *self._window(index, index + 6),
            *self._window(index - 10, index + 11),
            *_bits(seen.around, len(_AROUND)),
            *_bits(seen.near, len(GROUPS)),
            *_bits(seen.any, len(GROUPS)),
        ]

    def _own(self, piece: Piece, index: int, outers: Sequence[_Seen]) -> list[float]:
        text, size = piece.text, self.size[index]
        letters = len(text)
        words = text.count(" ") + 1.0
        digits = len(_DIGITS.findall(text))
        return [
            outers[0].tag,
            outers[1].tag,
            outers[2].tag,
            float(piece.node.depth),
            size,
            words,
            letters / words,
            self.links[index],
            float(piece.links),
            piece.bold / letters,
            digits / letters,
            len(_CAPITALS.findall(text)) / words,
            (text.count(".") + text.count("。") + text.count("?") + text.count("!") + text.count("।")) / words,
            (text.count(",") + text.count("、") + text.count("،")) / words,
            1.0 if text[-1] in SENTENCE_ENDS else 0.0,
            1.0 if text[-1] == ":" else 0.0,
            1.0 if text[0].isupper() else 0.0,
            1.0 if text[0] in "\"“„«'‘-–—•»" else 0.0,
            1.0 if "|" in text or "›" in text or "·" in text else 0.0,
            1.0 if digits and size < 300 and _YEAR_OR_TIME.search(text) else 0.0,
            1.0 if "http" in text or "@" in text or "www." in text else 0.0,
            float(text.count('"') + text.count("“") + text.count("„") + text.count("«")),
        ]

    def _place(self, piece: Piece, index: int) -> list[float]:
        count = len(self.pieces)
        short = len(piece.text) < 500
        key = key_of(piece.text) if short else key_of(piece.text[:500])
        words = set(key.split()) if short else set[str]()
        return [
            index / count,
            self.size_sum[index + 1] / self.total,
            float(index),
            float(count),
            _within(index - self.title) if self.title >= 0 else float(FAR),
            1.0 if self.title < 0 else 0.0,
            1.0 if index == self.title or key in self.titles else 0.0,
            len(words & self.title_words) / len(words) if words else 0.0,
            len(words & self.summary_words) / len(words) if words else 0.0,
            1.0 if key[:60] in self.summaries else 0.0,
            float(self.twins[piece.key]),
        ]

    def _engine(self, index: int) -> list[float]:
        return [
            self.kept[index],
            1.0 if self.first <= index <= self.last else 0.0,
            _within(index - self.first),
            _within(self.last - index),
            self.since[index],
            self.until[index],
            self.kept_total,
            self.kept_total / self.total,
            self.kept_pieces,
            self.since_comments[index],
            self.since_others[index],
        ]

    def _window(self, start: int, end: int) -> tuple[float, float, float]:
        start, end = max(0, start), min(len(self.pieces), end)
        return (
            self.size_sum[end] - self.size_sum[start],
            self.link_sum[end] - self.link_sum[start],
            self.kept_sum[end] - self.kept_sum[start],
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rows of all pieces in a node share."""

    tag: float
    around: int
    own: int
    near: int
    any: int
    outer_own: int
    numbers: tuple[float, ...]


_BITS_KNOWN: dict[tuple[int, int], tuple[float, ...]] = {}


def _bits(mask: int, count: int) -> tuple[float, ...]:
    known = _BITS_KNOWN.get((mask, count))
    if known is None:
        if len(_BITS_KNOWN) > 50_000:
            _BITS_KNOWN.clear()
        known = _BITS_KNOWN[mask, count] = tuple(float(mask >> bit & 1) for bit in range(count))
    return known


def _within(distance: int) -> float:
    """Return *distance*, `FAR` at most either way."""
    return float(max(-FAR, min(FAR, distance)))


def _distances(kept: Sequence[bool]) -> list[float]:
    """Return for each piece how many pieces ago one was kept, `FAR` at most."""
    last = -1 - FAR
    distances = []
    for index, is_kept in enumerate(kept):
        distance = index - last - 1
        distances.append(float(min(FAR, distance)))
        if is_kept:
            last = index
    return distances
