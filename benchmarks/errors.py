"""Where points are lost: the blocks that are wrongly kept and those that are missed, by class, trafilatura's and ours.

python benchmarks/errors.py                  every corpus whose gold is the text
python benchmarks/errors.py aeb --pages      the ids of the worst pages with what costs them most
python benchmarks/errors.py --out-of-fold    ours with models that never saw the page's host
python benchmarks/errors.py --write          the tables go into benchmarks/RESULTS.md

A class costs what F1 would gain were that class alone mended on every page. Of a page no text is shown.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from block_classes import EDGES, NOT_ON_PAGE, WHOLE_PAGE, Block, Reading, class_of
from corpora import ABSENT, FETCHED, WITH_TEXT, Task, are_there, rows_of
from ours import PROCESSES, folds_of
from quality import SYSTEMS, predict
from referee import Counts, body_counts, f1, script
from results import write_section
from tables import markdown

KEPT, MISSED = "kept", "missed"
LOST_PAGE = 0.3
"""A page with a lower F1 is wrong as a whole: its blocks say nothing."""
EDGE_WORDS = 3
"""4-grams that reach from a block into its neighbours count as its own."""
SHOWN_POINTS = 0.02
WORST = 5

Fault = tuple[str, str]
"""Class, and whether its blocks were kept or missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageErrors:
    """What one system lost on one page."""

    id: str
    shares: tuple[float, float, float]
    """Of the 4-grams: right, surplus, missing."""
    surplus: dict[str, float]
    """Shares of the surplus by class, 1 in sum."""
    missing: dict[str, float]

    def mended(self, fault: Fault) -> Counts:
        """Return what the page would add to the figures, were it not for *fault*."""
        right, surplus, missing = self.shares
        name, side = fault
        if side == KEPT:
            return body_counts((right, surplus * (1 - self.surplus.get(name, 0.0)), missing))
        regained = missing * self.missing.get(name, 0.0)
        return body_counts((right + regained, surplus, missing - regained))

    @property
    def f1(self) -> float:
        return float(script().page_f1(self.shares))

    @property
    def worst(self) -> Fault:
        """What costs most 4-grams here."""
        costs = {(name, KEPT): share * self.shares[1] for name, share in self.surplus.items()}
        costs |= {(name, MISSED): share * self.shares[2] for name, share in self.missing.items()}
        return max(costs, key=costs.__getitem__, default=(EDGES, KEPT))


def page_errors(job: tuple[Task, str]) -> PageErrors:
    """Return what the text predicted for a page lost, given the page with its gold."""
    task, text = job
    shares = script().counts(task.row["text"], text)
    if script().page_f1(shares) < LOST_PAGE:
        whole = {WHOLE_PAGE: 1.0}
        return PageErrors(id=task.row["id"], shares=shares, surplus=whole, missing=whole)
    reading = Reading(pieces=pieces_of(task), gold=Text(task.row["text"]), said=Text(text), title=task.row.get("title"))
    surplus, missing = _weights(_wrongly_kept(reading)), _weights(_missed(reading))
    return PageErrors(id=task.row["id"], shares=shares, surplus=surplus, missing=missing)


def pieces_of(task: Task) -> list[Any]:
    """Return the blocks of a page in order, as our extraction reads them."""
    from newsspider.article import Page
    from newsspider.extraction.outline import read_pieces
    from newsspider.extraction.parse import UnreadableError, parse

    try:
        return read_pieces(parse(Page(url=task.row["url"], body=task.html, fetched=FETCHED)).tree)
    except UnreadableError:
        return []


class Text:
    """A text, to be asked what stands in it."""

    def __init__(self, text: str) -> None:
        self.lines = [line for line in text.splitlines() if line.strip()]
        self._grams = script().grams(script().toks(text))
        self._lines = {_letters(line) for line in self.lines}

    def has(self, block: str) -> bool:
        """Return whether most of *block* stands here; a short one only as a line of its own."""
        grams = script().grams(script().toks(block))
        if len(script().toks(block)) < 4:
            return _letters(block) in self._lines
        return 2 * sum((grams & self._grams).values()) >= sum(grams.values())


def _letters(text: str) -> str:
    return "".join(script().toks(text)).casefold()


def _wrongly_kept(reading: Reading) -> Iterable[tuple[str, int]]:
    """Yield class and size of each line of the prediction that the gold has not."""
    places: dict[str, int] = {}
    for index, piece in enumerate(reading.pieces):
        places.setdefault(_letters(piece.text), index)
    for line in reading.said.lines:
        if reading.gold.has(line):
            continue
        index = places.get(_letters(line))
        if index is None:
            index = next((n for n, piece in enumerate(reading.pieces) if _begins(line, piece.text)), None)
        name = EDGES if index is None else class_of(Block(reading, index), is_kept=True)
        yield name, len(script().toks(line))


def _begins(line: str, text: str) -> bool:
    return len(text) > 20 and _letters(line).startswith(_letters(text))


def _missed(reading: Reading) -> Iterable[tuple[str, int]]:
    """Yield class and size of each block that the gold has and the prediction has not."""
    page = Text("\n".join(piece.text for piece in reading.pieces))
    for line in reading.gold.lines:
        if len(script().toks(line)) >= 4 and not page.has(line):
            yield NOT_ON_PAGE, len(script().toks(line))
    seen = set()
    for index, piece in enumerate(reading.pieces):
        if piece.text in seen or not reading.gold.has(piece.text) or reading.said.has(piece.text):
            continue
        seen.add(piece.text)
        yield class_of(Block(reading, index), is_kept=False), len(script().toks(piece.text))


def _weights(found: Iterable[tuple[str, int]]) -> dict[str, float]:
    """Return the share of each class; what no block explains is at the edges of blocks, or spelled otherwise."""
    weights: Counter[str] = Counter()
    for name, size in found:
        weights[name] += size + EDGE_WORDS
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()} if whole else {EDGES: 1.0}


def points(pages: Sequence[PageErrors]) -> dict[Fault, float]:
    """Return how many points of F1 each class costs."""
    now = _f1(body_counts(page.shares) for page in pages)
    faults = {(name, KEPT) for page in pages for name in page.surplus}
    faults |= {(name, MISSED) for page in pages for name in page.missing}
    return {fault: 100 * (_f1(page.mended(fault) for page in pages) - now) for fault in faults}


def _f1(counts: Iterable[Counts]) -> float:
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one)
    return f1(dict(whole)) or 0.0


def errors_of(corpus: str, system: str, *, out_of_fold: bool = False) -> list[PageErrors]:
    """Return what *system* lost on each page of *corpus*."""
    texts = {line["id"]: line["text"] for line in predict(corpus, system, out_of_fold=out_of_fold)}
    jobs = [(Task(corpus, system, row), texts.get(row["id"]) or "") for row in rows_of(corpus) if row.get("text")]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return pool.map(page_errors, jobs, chunksize=8)


def class_table(found: dict[tuple[str, str], list[PageErrors]]) -> str:
    """Return points lost by class: trafilatura's, then ours, in each corpus."""
    corpora = list(dict.fromkeys(corpus for corpus, _ in found))
    costs = {key: points(pages) for key, pages in found.items()}
    faults = {fault for cost in costs.values() for fault, lost in cost.items() if lost >= SHOWN_POINTS}
    order = sorted(faults, key=lambda fault: -sum(cost.get(fault, 0.0) for cost in costs.values()))
    rows = [[*fault, *(_before_and_after(costs, corpus, fault) for corpus in corpora)] for fault in order]
    return markdown(["class", "", *corpora], rows)


def _before_and_after(costs: dict[tuple[str, str], dict[Fault, float]], corpus: str, fault: Fault) -> str:
    ours, theirs = (costs[corpus, system].get(fault, 0.0) for system in SYSTEMS)
    return f"{theirs:.2f} → {ours:.2f}" if max(ours, theirs) >= SHOWN_POINTS else ""


def worst_table(found: dict[tuple[str, str], list[PageErrors]], number: int = WORST) -> str:
    """Return our worst pages, by id."""
    rows = []
    for (corpus, system), pages in found.items():
        if system == SYSTEMS[0]:
            worst = sorted(pages, key=lambda page: page.f1)[:number]
            rows += [[corpus, page.id, f"{page.f1:.3f}", " ".join(reversed(page.worst))] for page in worst]
    return markdown(["corpus", "page", "F1", "costs most"], rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=list(WITH_TEXT))
    parser.add_argument("--pages", action="store_true", help="show our worst pages")
    parser.add_argument("--out-of-fold", action="store_true", help="use models that never saw the page's host")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/RESULTS.md")
    options = parser.parse_args()
    if not are_there():
        print(ABSENT)
        return 0
    found = {
        (corpus, system): errors_of(corpus, system, out_of_fold=options.out_of_fold)
        for corpus in options.corpora
        for system in SYSTEMS
    }
    told = "Points of F1 that each class of blocks costs, trafilatura → newsspider: what mending it alone would give."
    held_out = options.out_of_fold and any(folds_of(corpus) for corpus in options.corpora)
    text = f"{told}{' Ours out of fold.' if held_out else ''}\n\n{class_table(found)}"
    worst = f"Our worst pages.\n\n{worst_table(found)}"
    print(f"{text}\n\n{worst}" if options.pages else text)
    if options.write:
        write_section("errors", f"## Points lost, before and after\n\n{text}\n\n{worst}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
