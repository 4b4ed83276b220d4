"""Count CPU seconds of our extraction and of plain trafilatura on the same pages.

python benchmarks/speed.py                 both in one process, page by page in turn; our worst page
python benchmarks/speed.py --processes     whole programs in turn: `newsspider extract --jsonl`, a trafilatura loop
python benchmarks/speed.py --repeat 5      more rounds: the ratio with its spread
python benchmarks/speed.py --write         the table goes into benchmarks/RESULTS.md

The machine's seconds are its own: quote the ratio. Exits with 1 where a page takes us a CPU second.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from corpora import ABSENT, CORPUS, FETCHED, Task, rows_of
from cpu import run_counted
from ours import door
from results import write_section
from tables import markdown

MEASURED = ("aeb", "fundus", "trafsegs", "wcxb", "dragnet")
WARM_UP = 5
MOST_SECONDS = 1.0
"""A page of the corpora may take us."""
ROUNDS = 3
"""How often all is measured: on a shared machine one round says little."""
BASELINE_LOOP = """
import json, sys, trafilatura
for line in sys.stdin:
    page = json.loads(line)
    document = trafilatura.bare_extraction(page["html"], url=page["url"], with_metadata=True)
    print(json.dumps({"id": page["id"], "text": document.text if document else ""}))
"""
Call = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """CPU seconds of both on one corpus, a round each."""

    corpus: str
    pages: int
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    start_ours: float = 0.0
    """Of it for start and imports, a round; 0 where start was not measured."""
    start_theirs: float = 0.0
    worst: tuple[str, float] = ("", 0.0)
    """Id of the page that took us longest, and its seconds in its best round."""

    def ratios(self, *, with_start: bool = True) -> list[float]:
        """Return theirs over ours, round by round."""
        a, b = (0.0, 0.0) if with_start else (self.start_ours, self.start_theirs)
        return [(theirs - b) / (ours - a) for ours, theirs in zip(self.ours, self.theirs, strict=True)]


def ours(url: str, html: bytes) -> None:
    from newsspider.article import Page
    from newsspider.errors import NotAnArticle
    from newsspider.extraction.extractor import extract

    try:
        extract(Page(url=url, body=html, fetched=FETCHED))
    except NotAnArticle:
        return


def plain(url: str, html: bytes) -> None:
    import trafilatura

    trafilatura.bare_extraction(html, url=url, with_metadata=True)


def cpu_of(call: Call, url: str, html: bytes) -> float:
    begin = time.process_time()
    call(url, html)
    return time.process_time() - begin


def interleaved(corpus: str, rounds: int) -> Compared:
    """Return CPU seconds of both over *corpus*; who goes first changes from page to page and from round to round.

    Each round has a process of its own: libraries remember what they saw, and a second look would be cheaper.
    """
    rows = rows_of(corpus)
    taken = []
    for first in range(rounds):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            taken.append(pool.apply(one_round, (corpus, first)))
    best = {row["id"]: min(a[number] for a, _ in taken) for number, row in enumerate(rows)}
    worst = max(best, key=best.__getitem__)
    mine, theirs = zip(*((sum(a), sum(b)) for a, b in taken), strict=True)
    return Compared(corpus=corpus, pages=len(rows), ours=mine, theirs=theirs, worst=(worst, best[worst]))


def one_round(corpus: str, first: int) -> tuple[list[float], list[float]]:
    """Return the seconds of both, page by page; *first* says who begins."""
    tasks = [Task(corpus, "", row) for row in rows_of(corpus)]
    for task in tasks[:WARM_UP]:
        ours(task.row["url"], task.html)
        plain(task.row["url"], task.html)
    taken: dict[Call, list[float]] = {ours: [], plain: []}
    for number, task in enumerate(tasks, start=first):
        html = task.html
        for call in (ours, plain) if number % 2 else (plain, ours):
            taken[call].append(cpu_of(call, task.row["url"], html))
    return taken[ours], taken[plain]


def programs(corpus: str, rounds: int) -> Compared:
    """Return CPU seconds of both as whole programs with all their processes, in turn; the start is measured too."""
    tasks = [Task(corpus, "", row) for row in rows_of(corpus)]
    lines = [json.dumps(_line(task)) + "\n" for task in tasks]
    commands = {"ours": door(), "theirs": [sys.executable, "-c", BASELINE_LOOP]}
    taken: dict[str, list[float]] = {"ours": [], "theirs": []}
    start: dict[str, list[float]] = {"ours": [], "theirs": []}
    few = sorted(lines, key=len)[:1] * 2
    for number in range(rounds):
        for name in sorted(commands, reverse=bool(number % 2)):
            start[name].append(seconds_of(commands[name], few))
            taken[name].append(seconds_of(commands[name], lines))
    return Compared(
        corpus=corpus,
        pages=len(tasks),
        ours=tuple(taken["ours"]),
        theirs=tuple(taken["theirs"]),
        start_ours=median(start["ours"]),
        start_theirs=median(start["theirs"]),
    )


def seconds_of(command: list[str], lines: Sequence[str]) -> float:
    """Return CPU seconds of *command*, fed with *lines*."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as source:
        source.writelines(lines)
        source.seek(0)
        return run_counted(command, source)[0]


def _line(task: Task) -> dict[str, str]:
    return {"id": task.row["id"], "url": task.row["url"], "html": task.html.decode("utf-8", "replace")}


def interleaved_table(rows: Sequence[Compared]) -> str:
    """Return milliseconds a page, the ratio with its spread, and our worst page."""
    head = ["corpus", "pages", "ours, ms a page", "trafilatura, ms a page", "ratio", "our worst page, CPU s"]
    return markdown(head, ([*_row(row), f"{row.worst[1]:.2f} ({row.worst[0]})"] for row in rows))


def programs_table(rows: Sequence[Compared]) -> str:
    """Return milliseconds a page and the ratio with its spread, with the start of the programs and without."""
    head = ["corpus", "pages", "ours, ms a page", "trafilatura, ms a page", "ratio, start included", "start left out"]
    return markdown(head, ([*_row(row), _spread(row.ratios(with_start=False))] for row in rows))


def _row(row: Compared) -> list[str]:
    a, b = (f"{1000 * median(seconds) / row.pages:.1f}" for seconds in (row.ours, row.theirs))
    return [row.corpus, str(row.pages), a, b, _spread(row.ratios())]


def _spread(ratios: Sequence[float]) -> str:
    """Return the median of *ratios*, and the least and the greatest where there are several.

    >>> _spread([1.8, 1.7, 1.9]), _spread([1.8])
    ('1.80 (1.70-1.90)', '1.80')
    """
    told = f"{median(ratios):.2f}"
    return told if len(ratios) == 1 else f"{told} ({min(ratios):.2f}-{max(ratios):.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=list(MEASURED))
    parser.add_argument("--processes", action="store_true", help="measure whole programs")
    parser.add_argument("--repeat", type=int, default=ROUNDS, metavar="N", help="rounds")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(ABSENT)
        return 0
    measure: Any = programs if options.processes else interleaved
    rows = [measure(corpus, options.repeat) for corpus in options.corpora]
    text = (programs_table if options.processes else interleaved_table)(rows)
    print(text)
    if options.write:
        name = "whole programs" if options.processes else "one process, page by page in turn"
        told = f"{options.repeat} rounds; the ratio is the median, in brackets the least and the greatest."
        write_section(f"speed: {name}", f"## CPU: {name}\n\n{told}\n\n{text}")
    return 1 if any(row.worst[1] >= MOST_SECONDS for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
