"""How the words of a page are laid out: one continuous text, or many short ones, each below a headline of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.messages import is_read_on
from newsspider.extraction.outline import PROSE_CHARS, Piece
from newsspider.text import has_unspaced_script

MIN_HEADLINE = 18
"""Letters of a link that reads like a headline; navigation says less."""
DENSE = 2.5
"""How much more a letter says in a script that parts no words."""
HANGUL = 1.8
"""And how much more a syllable of Korean does, which parts them."""
MAX_TEASER = 400
"""Letters that the text of a teaser has at most, in one or two paragraphs."""
MAX_LONG_TEASER = 700
"""And in a single one."""
MIN_TEASERS = 3
"""So many teasers are a listing's; one or two may stand beside any brief."""
BOX_DEPTH = 5
"""A teaser's text and its headline meet within so many elements."""
MAX_STAMP = 60
"""Letters of a line that tells when, and mostly by whom."""
PARAGRAPH = 60
"""Letters from which on a kept piece goes on with what was told before."""
NEAR = 3
"""A headline or a day stands among so many pieces before the text or behind it."""
MAX_CELL = 24
"""Letters of a cell that holds a figure or a name."""
BEHIND = 3
"""A link to read on is among so many pieces behind the paragraph of its teaser."""
_SPELT_OUT = re.compile(r"://|www\.|\s\|\s")
"""A link that shows its address is no headline, nor are several side by side."""
_STAMP = re.compile(r"(?<![\d.,€$£¥₹])(?:20\d\d|[0-3]?\d)(?![\d,%€$£¥₹]| ?[/.][\d ]*[50]\b(?!\d))")
"""A figure of a day, an hour, or how long ago; no price, share or mark."""
_FIGURE = re.compile(r"(?:^|\| ?)\W*\d[^|]{0,12}(?:\||$)")
"""A cell that holds a figure: a price, a score, a temperature, an hour."""
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_HANGUL = re.compile("[\uac00-\ud7a3]")
_CUT_SHORT = ("…", "...", "…]", "...]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the pieces of a page tell of its sort; lengths are letters, those of dense scripts counted as Latin ones."""

    letters: int
    """Of what was kept."""
    unbroken: int
    """Of the longest run of kept prose that no linked headline breaks and that is no teaser."""
    page_unbroken: int
    """Of the longest run of three and more paragraphs of prose on the page, kept or not."""
    teasers: int
    """Short runs of one or two kept paragraphs between linked headlines, and kept headlines that are links."""
    teased: float
    """Share of what was kept that stands in teasers, 0 to 1; 0 where there are fewer than `MIN_TEASERS`."""
    linked: float
    """Share of what was kept that stands in links which read like headlines."""
    boxes: int
    """Teasers that stand in boxes of one sort side by side."""
    stamped: int
    """Teasers with a line that tells when."""
    headlines: int
    """Links on the page that read like headlines."""
    cut_short: int
    """Kept paragraphs that end in an ellipsis."""
    read_on: int
    """Links on the page that say "read more", on a line of their own."""
    celled: float
    """Share of the page's letters that stand in cells of tables with a word or two."""
    figures: int
    """Rows of such cells with a figure in them."""
    rowed: float
    """Share of what was kept that stands in rows of tables."""
    lines: int
    """Pieces that were kept."""
    longest: int
    """Of the longest kept paragraph that is no row and no link."""
    dated: int
    """Runs, whether of teasers or not, with a line that tells when."""
    steady: int
    """Of the longest run of kept paragraphs with nothing else between them."""


@dataclass(slots=True)
class _Run:
    """Paragraphs of prose that no linked headline parts."""

    headline: Piece | None
    """The link before them."""
    pieces: list[Piece] = field(default_factory=list)
    kept: int = 0
    """Letters of those that were kept."""
    all: int = 0
    others: int = 0
    """Letters of what else was kept: shorter lines."""
    is_stamped: bool = False

    def is_teaser(self) -> bool:
        most = MAX_LONG_TEASER if len(self.pieces) == 1 and self.headline is not None else MAX_TEASER
        return 0 < len(self.pieces) <= 2 and self.kept > 0 and self.all <= most


def read_layout(pieces: Sequence[Piece], kept: Collection[int]) -> Layout:
    """Return the layout of the page that *pieces* are; *kept* are those that its text is made of."""
    runs = [_Run(None)]
    letters = linked = links = read_on = cut_short = ends = celled = seen = figures = rowed = longest = steady = row = 0
    told = -BEHIND - 1
    for index, piece in enumerate(pieces):
        length = _letters(piece.text)
        seen += length
        is_row = _is_row(piece, length)
        celled += length if is_row else 0
        figures += is_row and _FIGURE.search(piece.text) is not None
        is_link = piece.linked * 2 >= len(piece.text)
        if index in kept:
            letters += length
            rowed += length if piece.element.tag == "tr" else 0
            longest = max(longest, 0 if is_link or piece.element.tag == "tr" else length)
        goes_on = index in kept and length >= PARAGRAPH and not is_link and piece.element.tag not in _HEADINGS
        row = row + length if goes_on else 0
        steady = max(steady, row)
        run = runs[-1]
        is_headline = is_link and (length >= MIN_HEADLINE or piece.element.tag in _HEADINGS)
        is_more = is_link and index <= told + BEHIND and is_read_on(piece.text)
        if is_more or (is_headline and not _SPELT_OUT.search(piece.text)):
            read_on += is_more
            linked += length if index in kept else 0
            links += (piece.links if piece.links > 2 else 1) if index in kept and not is_more else 0
            runs.append(_Run(piece))
        elif length > PROSE_CHARS / 2 and not is_row:
            told = index
            run.pieces.append(piece)
            run.all += length
            if index in kept:
                run.kept += length
                cut_short += piece.text.endswith(_CUT_SHORT)
            if piece.links == 1 and _ends_in_read_on(piece):
                ends += 1
                runs.append(_Run(piece))
        else:
            run.others += length if index in kept else 0
            if length <= MAX_STAMP and not (run.is_stamped or is_row) and piece.element.tag not in _HEADINGS:
                run.is_stamped = _STAMP.search(piece.text) is not None
    teasers = [run for run in runs if run.is_teaser()]
    number = len(teasers) + links
    return Layout(
        letters=letters,
        unbroken=max((run.kept for run in runs if number < MIN_TEASERS or not run.is_teaser()), default=0),
        page_unbroken=max((run.all for run in runs if len(run.pieces) > 2), default=0),
        teasers=number,
        teased=(sum(run.kept + run.others for run in teasers) + linked) / letters
        if letters and number >= MIN_TEASERS
        else 0.0,
        linked=linked / letters if letters else 0.0,
        boxes=_count_boxes(runs) if number >= MIN_TEASERS else 0,
        stamped=sum(run.is_stamped for run in teasers),
        headlines=len(runs) - 1 - read_on - ends,
        cut_short=cut_short,
        read_on=read_on,
        celled=celled / seen if seen else 0.0,
        figures=figures,
        rowed=rowed / letters if letters else 0.0,
        lines=len(kept),
        longest=longest,
        dated=sum(run.is_stamped for run in runs),
        steady=steady,
    )


def count_between(pieces: Sequence[Piece], kept: Collection[int]) -> tuple[int, int]:
    """Return how many linked headlines, and how many lines with a day or an hour, stand between what was kept."""
    first, last = min(kept, default=0), max(kept, default=-1)
    near = pieces[max(0, first - NEAR) : last + NEAR + 1]
    links = [piece for piece in near if piece.linked * 2 >= len(piece.text)]
    headlines = sum(_letters(piece.text) >= MIN_HEADLINE or piece.element.tag in _HEADINGS for piece in links)
    return headlines, sum(len(piece.text) <= MAX_STAMP and _STAMP.search(piece.text) is not None for piece in near)


def has_run(pieces: Sequence[Piece], kept: Collection[int], least: float) -> bool:
    """Return whether kept prose of *least* letters is broken by no linked headline; a cheap look before `read_layout`.

    More than a teaser has, whatever *least* says.
    """
    least = max(least, MAX_LONG_TEASER + 1)
    run = 0
    for index in range(min(kept, default=0), max(kept, default=-1) + 1):
        piece = pieces[index]
        length = len(piece.text)
        if piece.linked * 2 >= length:
            run = 0 if length >= MIN_HEADLINE or piece.element.tag in _HEADINGS else run
        elif length > PROSE_CHARS / 2 and index in kept and not _is_row(piece, length):
            run = 0 if piece.links == 1 and _ends_in_read_on(piece) else run + length
            if run >= least:
                return True
    return False


def _is_row(piece: Piece, length: int) -> bool:
    """Return whether *piece*, of so many letters, is a row of a table with a word or two in each cell."""
    return piece.element.tag == "tr" and length <= MAX_CELL * (1 + piece.text.count("|"))


def _ends_in_read_on(piece: Piece) -> bool:
    """Return whether the paragraph *piece*, which has one link, ends in it and it leads on, as in old blogs."""
    return 0 < piece.linked <= MAX_STAMP and is_read_on(piece.text[-piece.linked :])


def _letters(text: str) -> int:
    """Return the length of *text*, whose first letters tell the script."""
    if text.isascii():
        return len(text)
    head = text[:40]
    return int(len(text) * (DENSE if has_unspaced_script(head) else HANGUL if _HANGUL.search(head) else 1))


def _count_boxes(runs: Sequence[_Run]) -> int:
    """Return how many teasers stand side by side in boxes, each of which holds its headline or its link to read on."""
    rows: dict[tuple[HtmlElement | None, str], set[HtmlElement]] = {}
    for run, behind in zip(runs, [*runs[1:], _Run(None)], strict=True):
        around = _around(run.pieces[0].element) if run.is_teaser() else []
        links = [each.element for each in (run.headline, behind.headline) if each is not None]
        shared = [box for link in links for box in _around(link) if box in around]
        for box in _around(min(shared, key=around.index, default=None)):
            rows.setdefault((box.getparent(), str(box.tag)), set()).add(box)
    return max(map(len, rows.values()), default=0)


def _around(element: HtmlElement | None) -> list[HtmlElement]:
    """Return *element* and those next around it."""
    return [] if element is None else [element, *islice(element.iterancestors(), BOX_DEPTH - 1)]
