"""Our extractor and its neighbours side by side on the development corpora, with intervals: what `make bench` runs.

python benchmarks/bench.py                       every system, every corpus; an hour at first, then minutes
python benchmarks/bench.py aeb fundus            these corpora only
python benchmarks/bench.py --systems goose3      these neighbours only
python benchmarks/bench.py --quality-only        no CPU figures: for a machine that others use
python benchmarks/bench.py --fresh               ask the neighbours again: what the cache holds is of another day
python benchmarks/bench.py --write               the tables go into benchmarks/RESULTS.md

Exits with 1 where a figure of ours, out of fold too, is worse than its floor.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peers
from corpora import ABSENT, CORPORA, are_there, rows_of
from floors import missed, read_floors
from intervals import LEAST_HOSTS, difference, draws, interval, units_of
from ours import folds_of, predict_ours, start_seconds
from peer_runner import SYSTEMS
from referee import METRICS, Counts, counts_of, fields_of, figures
from results import write_section
from tables import cell, markdown, signed, spread

OURS = "newsspider"
HELD_OUT = "newsspider, out of fold"
BASELINE = "trafilatura"
TEXT = {"aeb": "f1", "fundus": "f1", "trafsegs": "seg_f1", "wcxb": "f1", "cpe": "f1", "dragnet": "f1"}
"""The figure of each corpus that systems are compared by."""
FIELDS = {"title_exact": "title, exact", "date_ok": "date, same day", "authors_f1": "authors, F1"}
FEW = "†"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One system on one corpus."""

    system: str
    corpus: str
    figures: dict[str, Any]
    """The referee's."""
    drawn: list[Counts]
    """What the bootstrap drew."""
    pages_a_second: float | None
    """Of CPU, start not counted."""
    mark: str
    """Tells that pages were drawn, hosts being too few."""

    def value(self, name: str) -> float | None:
        return self.figures.get(name) if METRICS[name](self.drawn[0]) is not None else None

    def told(self, name: str) -> str:
        return spread(self.value(name), interval(map(METRICS[name], self.drawn)), self.mark)


def measure(system: str, corpus: str, lines: Sequence[dict[str, Any]], start: float = 0.0) -> Measured:
    """Return what *lines*, the predictions of *system*, come to; *start* are CPU seconds that are not the pages'."""
    rows = rows_of(corpus)
    by_id = {line["id"]: line for line in lines}
    fields = fields_of(lines)
    pages = [(row["host"], counts_of(row, by_id.get(row["id"], {}), fields)) for row in rows]
    seconds = sum(line.get("seconds") or 0.0 for line in lines) - start
    return Measured(
        system=system,
        corpus=corpus,
        figures=figures(rows, lines),
        drawn=draws(units_of(pages)),
        pages_a_second=len(lines) / seconds if seconds > 0 else None,
        mark=FEW if len({host for host, _ in pages}) < LEAST_HOSTS else "",
    )


def measure_all(systems: Iterable[str], corpus: str, *, fresh: bool) -> list[Measured]:
    """Return ours, ours out of fold where there are models of folds, and each of *systems* on *corpus*."""
    found = [measure(OURS, corpus, predict_ours(corpus), start_seconds())]
    if folds_of(corpus):
        found.append(measure(HELD_OUT, corpus, predict_ours(corpus, out_of_fold=True)))
    for system in systems:
        found.append(measure(system, corpus, peers.predictions(system, corpus, fresh=fresh)))
        print(f"{corpus}: {system} {found[-1].told(TEXT[corpus])}", file=sys.stderr, flush=True)
    return found


def text_table(found: Sequence[Measured]) -> str:
    """Return the main figure of each corpus for each system."""
    corpora = list(dict.fromkeys(one.corpus for one in found))
    head = ["system", *(f"{corpus}, {'segment F1' if TEXT[corpus] == 'seg_f1' else 'F1'}" for corpus in corpora)]
    return markdown(
        head, ([system, *(_told(found, system, c, TEXT[c]) for c in corpora)] for system in _systems(found))
    )


def _systems(found: Iterable[Measured]) -> list[str]:
    return list(dict.fromkeys(one.system for one in found))


def _told(found: Iterable[Measured], system: str, corpus: str, name: str) -> str:
    return next((one.told(name) for one in found if (one.system, one.corpus) == (system, corpus)), "")


def difference_table(found: Sequence[Measured]) -> str:
    """Return ours less trafilatura's on the same draws."""
    rows = []
    for one in found:
        other = next((two for two in found if (two.system, two.corpus) == (BASELINE, one.corpus)), None)
        if one.system not in (OURS, HELD_OUT) or other is None:
            continue
        name = TEXT[one.corpus]
        bounds = difference(one.drawn, other.drawn, METRICS[name])
        shown = signed(one.figures[name] - other.figures[name], bounds, one.mark)
        rows.append([one.corpus, one.system, cell(one.figures[name]), cell(other.figures[name]), shown])
    return markdown(["corpus", "system", "ours", BASELINE, "difference"], rows)


def details_table(found: Sequence[Measured]) -> str:
    """Return precision and recall, leak and miss, empty pages and failures."""
    names = ("p", "r", "leak", "miss")
    rows = [
        [
            one.corpus,
            one.system,
            *(cell(one.value(name)) for name in names),
            cell(one.figures["empty"]),
            cell(one.figures["errors"]),
        ]
        for one in found
    ]
    return markdown(["corpus", "system", "P", "R", "leak", "miss", "empty", "failures"], rows)


def fields_table(found: Sequence[Measured]) -> str:
    """Return the metadata of fundus."""
    rows = [[one.system, *(one.told(name) for name in FIELDS)] for one in found if one.corpus == "fundus"]
    return markdown(["system", *FIELDS.values()], (row for row in rows if any(row[1:])))


def speed_table(found: Sequence[Measured]) -> str:
    """Return pages a CPU second."""
    corpora = list(dict.fromkeys(one.corpus for one in found))
    rows = [[system, *(_pages(found, system, corpus) for corpus in corpora)] for system in _systems(found)]
    return markdown(["system", *corpora], (row for row in rows if any(row[1:])))


def _pages(found: Sequence[Measured], system: str, corpus: str) -> str:
    told = [one.pages_a_second for one in found if (one.system, one.corpus) == (system, corpus)]
    return f"{told[0]:.0f}" if told and told[0] else ""


def sections(found: Sequence[Measured], absent: dict[str, str], *, with_speed: bool) -> dict[str, str]:
    """Return what goes into RESULTS.md, by the section's name."""
    intervals = (
        f"Brackets: 95 % of 1,000 bootstrap draws over hosts; {FEW} over pages, where the corpus has fewer than "
        f"{LEAST_HOSTS} hosts.\nWritten by `python benchmarks/bench.py --write`."
    )
    left_out = "".join(f"\n\nLeft out: {name} ({why})." for name, why in absent.items())
    held_out = "" if HELD_OUT in _systems(found) else "\n\nNo models of folds were there: ours is as shipped."
    texts = {
        "bench: text": f"## Beside the neighbours\n\n{intervals}\n\n{text_table(found)}{left_out}{held_out}",
        "bench: difference": f"## Ours less trafilatura, on the same draws\n\nBold: positive with 95 % confidence.\n\n"
        f"{difference_table(found)}",
        "bench: fields": f"## Metadata, fundus\n\n{fields_table(found)}",
        "bench: details": f"## Precision, recall, leaks, failures\n\nFailures: exceptions, crashes and pages over "
        f"{peers.PAGE_SECONDS} s; of ours, pages refused as no article.\n\n{details_table(found)}",
    }
    if with_speed:
        texts["bench: speed"] = (
            "## Pages a CPU second\n\nUser and system seconds of all processes, start and imports not counted; ours "
            "as `newsspider extract --jsonl`.\nThe ratio to trafilatura is measured in turn, below.\n\n"
            + speed_table(found)
        )
    return texts


def below_floors(found: Sequence[Measured]) -> list[str]:
    """Return a line for every figure of ours that is worse than its floor, out of fold too."""
    lines: list[str] = []
    for system in (OURS, HELD_OUT):
        known = {one.corpus: one.figures for one in found if one.system == system}
        floors = {corpus: bounds for corpus, bounds in read_floors().items() if corpus in known}
        lines += [f"{system}: {line}" for line in missed(floors, known)]
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=list(CORPORA))
    parser.add_argument("--systems", nargs="*", default=list(SYSTEMS), choices=SYSTEMS, help="neighbours to run")
    parser.add_argument("--quality-only", action="store_true", help="tell nothing of CPU")
    parser.add_argument("--fresh", action="store_true", help="pass over what the cache holds")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/RESULTS.md")
    options = parser.parse_args()
    if not are_there():
        print(ABSENT)
        return 0
    absent = peers.install(os.environ.get("PYTHON", sys.executable))
    systems = [system for system in options.systems if SYSTEMS[system][0] not in absent]
    found = [one for corpus in options.corpora for one in measure_all(systems, corpus, fresh=options.fresh)]
    for name, text in sections(found, absent, with_speed=not options.quality_only).items():
        print(f"{text}\n")
        if options.write:
            write_section(name, text)
    lines = below_floors(found)
    print("\n".join(lines) or "no figure is worse than its floor")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
