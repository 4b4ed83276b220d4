"""What a site's memory is worth: each site of dragnet and cpe replayed in order, and read back after re-cleaning.

python benchmarks/sites.py                  mean F1 over sites beside trafilatura and our extractor without memory
python benchmarks/sites.py --guards         the same without each guard, one by one; a quarter of an hour
python benchmarks/sites.py --cpu            CPU of pages from the third on
python benchmarks/sites.py --write          the tables go into benchmarks/RESULTS.md

Every figure is the mean over sites, large ones (10 pages and more) and small ones (5 to 9) apart.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

from corpora import ABSENT, ROOT, are_there, pages_hash
from intervals import Interval, difference, draws, interval
from ours import PROCESSES
from quality import predict_trafilatura
from referee import Counts, counts_of, f1
from results import write_section
from site_replay import CORPORA, COUNTED_FROM, MANY, Guard, Site, Stopwatch, sites_of, with_memory, without_memory
from speed import plain
from tables import cell, markdown, signed

CACHE = ROOT / "benchmarks" / ".cache"
CURVE = (1, 2, 3, 5, 10, 20)
"""Pages of a site after which it is looked at."""
MOST_LOSS = 0.010
"""What no site may lose to its memory, where the interval leaves no doubt."""
SAME = 0.002
"""Sites whose F1 changes by less are neither better nor worse."""
BASELINE, ALONE, MEMORY = "trafilatura", "newsspider, no memory", "newsspider, memory"
INTRODUCTION = f"""## Sites: what their memory is worth

Each site of dragnet and cpe replayed in order into an archive of its own and read back after re-cleaning; F1 is the
mean over sites, brackets: 95 % of 1,000 draws of sites. Better and worse: by more than {cell(SAME)}.
Written by `python benchmarks/sites.py --guards --cpu --write`."""
OF_PAGES = "Brackets: 95 % of 1,000 draws of the site's pages."
YOUNG = f"Sites of {MANY} pages and more, read back after their first pages only."
COUNTED = f"Pages from the {COUNTED_FROM}rd of their site on; trafilatura with metadata on the same pages, in turn."
_WORD = re.compile(r"\w+")
_PRUNING, _BLOCKS = "newsspider.extraction.pruning", "newsspider.archive.site_block"
_NEVER = 10**9

GUARDS = (
    Guard("as it is", ()),
    Guard("a line from 2 pages on", ((_BLOCKS, "_KNOWN", lambda sql: sql.replace("pages >= 3", "pages >= 2")),)),
    Guard("a line from 4 pages on", ((_BLOCKS, "_KNOWN", lambda sql: sql.replace("pages >= 3", "pages >= 4")),)),
    Guard("on any share of the pages", ((_BLOCKS, "_KNOWN", lambda sql: sql.replace("2 * pages", "9999 * pages")),)),
    Guard("a paragraph like a line", ((_PRUNING, "LONG_CHARS", _NEVER),)),
    Guard("a paragraph from 3 pages on", ((_BLOCKS, "LEAST_PROSE_PAGES", 3),)),
    Guard("also between paragraphs of the story", ((_PRUNING, "PROSE_CHARS", _NEVER),)),
    Guard("never between paragraphs of the story", ((_BLOCKS, "SURE_PAGES", _NEVER),)),
    Guard("headings like lines", ((_PRUNING, "MAX_HEADING", 0),)),
    Guard("no boxes that change", ((_PRUNING, "BOX_SHARE", 2.0),)),
    Guard("boxes of any size", ((_PRUNING, "BOX_LETTERS", _NEVER),)),
    Guard("copies are evidence", ((_BLOCKS, "COPIED", 2.0),)),
    Guard("earlier pages are not read anew", (("newsspider.cleaning", "MOST_READ", 0),)),
    Guard("earlier articles stay as they are", (("newsspider.cleaning", "clean_site", lambda _: lambda *_, **__: 0),)),
)
"""What is measured without one of its rules."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one system makes of one site."""

    counts: tuple[Counts, ...]
    """The referee's, a page each."""
    leaked: int
    """Words that are not the gold's."""
    lost: int
    """Words of the gold that are missing."""

    @property
    def f1(self) -> float:
        return f1(_sum(self.counts)) or 0.0


def scored(site: Site, texts: Sequence[str]) -> Score:
    """Return what *texts*, one for each page of *site*, come to."""
    leaked = lost = 0
    for row, text in zip(site.rows, texts, strict=True):
        told, gold = Counter(_WORD.findall(text)), Counter(_WORD.findall(row["text"]))
        leaked += sum((told - gold).values())
        lost += sum((gold - told).values())
    pages = (counts_of(row, {"text": text}, ()) for row, text in zip(site.rows, texts, strict=True))
    return Score(tuple(pages), leaked, lost)


def _sum(pages: Iterable[Counts]) -> Counts:
    whole: Counter[str] = Counter()
    for counts in pages:
        whole.update(counts)
    return dict(whole)


def baseline(sites: Sequence[Site]) -> dict[str, str]:
    """Return trafilatura's text of each page, by corpus and id; kept for each version and state of the corpora."""
    marks = "-".join(pages_hash(corpus) for corpus in CORPORA)
    kept = CACHE / f"sites-trafilatura-{version('trafilatura')}-{marks}.json"
    if kept.exists():
        return dict(json.loads(kept.read_text(encoding="utf-8")))
    tasks = [task for site in sites for task in site.tasks()]
    with _pool() as pool:
        answers = pool.map(predict_trafilatura, tasks, chunksize=8)
    texts = {f"{task.corpus} {task.row['id']}": answer["text"] for task, answer in zip(tasks, answers, strict=True)}
    CACHE.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(texts), encoding="utf-8")
    return texts


def _pool() -> Any:
    return multiprocessing.get_context("spawn").Pool(PROCESSES)


def replayed(sites: Sequence[Site], read: Callable[[Site], list[str]]) -> list[Score]:
    """Return what *read* makes of *sites*."""
    with _pool() as pool:
        texts = pool.map(read, sites, chunksize=1)
    return [scored(site, own) for site, own in zip(sites, texts, strict=True)]


def without_guard(guard: int, site: Site) -> list[str]:
    """Return the texts of *site* with memory, but without one of `GUARDS`."""
    with GUARDS[guard].off():
        return with_memory(site)


def classes(sites: Sequence[Site]) -> dict[str, list[int]]:
    """Return which of *sites* are large and which small."""
    large = [number for number, site in enumerate(sites) if len(site.rows) >= MANY]
    small = [number for number, site in enumerate(sites) if len(site.rows) < MANY]
    return {f"{len(large)} sites of {MANY} pages and more": large, f"{len(small)} sites of 5 to 9 pages": small}


def mean(values: Iterable[float]) -> float:
    told = list(values)
    return sum(told) / len(told)


def gain(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, Interval | None]:
    """Return the mean difference over sites and its interval, sites being drawn."""
    units = [{"gain": a - b, "sites": 1.0} for a, b in zip(ours, theirs, strict=True)]
    drawn = draws(units)
    return mean(unit["gain"] for unit in units), interval(each["gain"] / each["sites"] for each in drawn)


def main_table(sites: Sequence[Site], scores: dict[str, list[Score]]) -> str:
    """Return mean F1, leaked and lost words of each system, and what memory gains over the others."""
    rows = []
    for name, numbers in classes(sites).items():
        own = [scores[MEMORY][number].f1 for number in numbers]
        for system, of_all in scores.items():
            of_class = [of_all[number] for number in numbers]
            values = [score.f1 for score in of_class]
            better = sum(a - b > SAME for a, b in zip(own, values, strict=True))
            worse = sum(b - a > SAME for a, b in zip(own, values, strict=True))
            leaked, lost = sum(score.leaked for score in of_class), sum(score.lost for score in of_class)
            told = ["", ""] if system == MEMORY else [signed(*gain(own, values)), f"{better} / {worse}"]
            rows.append([name, system, cell(mean(values)), f"{leaked:,}", f"{lost:,}", *told])
    head = ["sites", "system", "F1", "leaked words", "lost words", "memory gains", "better / worse"]
    return markdown(head, rows)


def losers(sites: Sequence[Site], alone: Sequence[Score], memory: Sequence[Score]) -> list[tuple[str, str, bool]]:
    """Return sites that lose to their memory, worst first: name, loss as a cell, whether it breaks the promise."""
    found = []
    for site, a, b in zip(sites, alone, memory, strict=True):
        if a.f1 - b.f1 > SAME:
            bounds = difference(draws(b.counts), draws(a.counts), f1)
            is_broken = a.f1 - b.f1 > MOST_LOSS and bounds is not None and bounds.high < 0
            found.append((b.f1 - a.f1, site.name, signed(b.f1 - a.f1, bounds), is_broken))
    return [(name, told, is_broken) for _, name, told, is_broken in sorted(found)]


def losers_table(rows: Sequence[tuple[str, str, bool]]) -> str:
    told = ([name, loss, "over the bound" if is_broken else ""] for name, loss, is_broken in rows)
    return markdown(["site", "change of F1", f"loss over {cell(MOST_LOSS)} for certain"], told)


def curve_table(sites: Sequence[Site]) -> str:
    """Return F1 of the first pages of a site, read back after so many."""
    rows = []
    for pages in CURVE:
        young = [site.first(pages) for site in sites if len(site.rows) >= max(pages, MANY)]
        alone = [score.f1 for score in replayed(young, without_memory)]
        memory = [score.f1 for score in replayed(young, with_memory)]
        rows.append([str(pages), str(len(young)), cell(mean(alone)), cell(mean(memory)), signed(*gain(memory, alone))])
    return markdown(["after pages", "sites", ALONE, MEMORY, "gain"], rows)


def guards_table(sites: Sequence[Site], alone: Sequence[Score]) -> str:
    """Return what memory gains without each of its guards."""
    rows = []
    for number, guard in enumerate(GUARDS):
        found = replayed(sites, partial(without_guard, number))
        told = [cell(mean(found[each].f1 - alone[each].f1 for each in numbers)) for numbers in classes(sites).values()]
        leaked, lost = sum(score.leaked for score in found), sum(score.lost for score in found)
        worse = sum(a.f1 - b.f1 > SAME for a, b in zip(alone, found, strict=True))
        rows.append([guard.name, *told, f"{leaked:,}", f"{lost:,}", str(worse)])
        print(f"guards: {rows[-1]}", file=sys.stderr, flush=True)
    head = ["memory", "gain, large sites", "gain, small sites", "leaked words", "lost words", "sites worse"]
    return markdown(head, rows)


def seconds_of(sites: Sequence[Site], replay: Callable[[Site, Any], list[str]]) -> tuple[int, float, float]:
    """Return how many pages were counted, our CPU seconds for them and trafilatura's; in a process of its own."""
    for each in (sites[:2], sites):  # what costs only once is not theirs who happen to need it first
        watch = Stopwatch(plain)
        for site in each:
            watch.begin()
            replay(site, watch)
    return watch.pages, watch.ours, watch.theirs


def cpu_table(sites: Sequence[Site]) -> str:
    """Return CPU of pages from the third of their site on, as trafilatura's over ours."""
    rows = []
    for name, replay in ((MEMORY, with_memory), (ALONE, without_memory)):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pages, ours, theirs = pool.apply(seconds_of, (sites, replay))
        rows.append(
            [name, str(pages), *(f"{1000 * each / pages:.1f}" for each in (ours, theirs)), f"{theirs / ours:.2f}"]
        )
    return markdown(["", "pages", "ours, ms a page", "trafilatura, ms a page", "ratio"], rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guards", action="store_true", help="measure without each guard, too")
    parser.add_argument("--cpu", action="store_true", help="measure CPU, too")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/RESULTS.md")
    options = parser.parse_args()
    if not are_there():
        print(ABSENT)
        return 0
    sites = sites_of()
    texts = baseline(sites)
    scores = {
        BASELINE: [scored(site, [texts[f"{site.corpus} {row['id']}"] for row in site.rows]) for site in sites],
        ALONE: replayed(sites, without_memory),
        MEMORY: replayed(sites, with_memory),
    }
    lost = losers(sites, scores[ALONE], scores[MEMORY])
    found = {
        "sites": f"{INTRODUCTION}\n\n{main_table(sites, scores)}",
        "sites: losers": f"## Sites that lose to their memory\n\n{OF_PAGES}\n\n{losers_table(lost)}",
        "sites: curve": f"## Sites: how fast memory learns\n\n{YOUNG}\n\n{curve_table(sites)}",
    }
    if options.guards:
        found["sites: guards"] = f"## Sites: memory without its guards\n\n{guards_table(sites, scores[ALONE])}"
    if options.cpu:
        found["sites: CPU"] = f"## Sites: CPU\n\n{COUNTED}\n\n{cpu_table(sites)}"
    for name, text in found.items():
        print(f"{text}\n")
        if options.write:
            write_section(name, text)
    return 1 if any(is_broken for _, _, is_broken in lost) else 0


if __name__ == "__main__":
    sys.exit(main())
