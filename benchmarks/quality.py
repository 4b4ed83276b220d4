"""Score our extraction beside plain trafilatura on the development corpora, with the independent referee.

python benchmarks/quality.py                  every corpus, a table; under a minute
python benchmarks/quality.py aeb fundus       these only
python benchmarks/quality.py --out-of-fold    ours with models that never saw the page's host
python benchmarks/quality.py --floors         ours alone; exit 1 where a figure is worse than its floor
python benchmarks/quality.py --raise-floors   raise the floors to what is measured, never lower one
python benchmarks/quality.py --write          the table goes into benchmarks/RESULTS.md

All neighbours, with intervals: benchmarks/bench.py.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from pathlib import Path
from typing import Any

from corpora import ABSENT, CORPORA, Task, are_there, rows_of
from floors import LESS_IS_BETTER, PROMISED, missed, raised, read_floors, write_floors
from ours import PROCESSES, folds_of, predict_ours
from referee import figures as score
from results import write_section
from tables import figures as table

SYSTEMS = ("newsspider", "trafilatura")


def predict_trafilatura(task: Task) -> dict[str, Any]:
    """Return what plain trafilatura, the version that we build on, says of a page."""
    import trafilatura

    document = trafilatura.bare_extraction(task.html, url=task.row["url"], include_comments=False, with_metadata=True)
    authors = (document.author or "").split("; ") if document else []
    return {
        "id": task.row["id"],
        "text": document.text if document else "",
        "title": document.title if document else None,
        "date": document.date if document else None,
        "authors": [author for author in authors if author],
    }


def predict(corpus: str, system: str, *, out_of_fold: bool = False) -> list[dict[str, Any]]:
    """Return the predictions of *system* for *corpus*."""
    if system == "newsspider":
        return predict_ours(corpus, out_of_fold=out_of_fold)
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return pool.map(predict_trafilatura, [Task(corpus, system, row) for row in rows_of(corpus)], chunksize=8)


def run(
    corpora: list[str], systems: tuple[str, ...] = SYSTEMS, keep: Path | None = None, *, out_of_fold: bool = False
) -> dict[str, dict[str, Any]]:
    """Return figures by ``corpus/system``; the predictions stay in *keep* where it is given."""
    figures: dict[str, dict[str, Any]] = {}
    for corpus in corpora:
        for system in systems:
            predictions = predict(corpus, system, out_of_fold=out_of_fold)
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                lines = "".join(json.dumps(line) + "\n" for line in predictions)
                (keep / f"{corpus}-{system}.jsonl").write_text(lines, encoding="utf-8")
            figures[f"{corpus}/{system}"] = score(rows_of(corpus), predictions)
    return figures


def ours(*, out_of_fold: bool = False) -> dict[str, dict[str, Any]]:
    """Return our figures by corpus, for all that have a floor or a promise."""
    figures = run(list(PROMISED), ("newsspider",), out_of_fold=out_of_fold)
    return {key.partition("/")[0]: row for key, row in figures.items()}


def check_floors(*, out_of_fold: bool = False) -> int:
    """Print every figure that is worse than its floor; return the exit code."""
    lines = missed(read_floors(), ours(out_of_fold=out_of_fold))
    print("\n".join(lines) or "no figure is worse than its floor")
    return 1 if lines else 0


def raise_floors() -> None:
    """Raise the floors to the worse of our figures, in fold and out of fold."""
    figures = ours()
    if any(folds_of(corpus) for corpus in PROMISED):
        held_out = ours(out_of_fold=True)
        figures = {corpus: _worse(figures[corpus], held_out[corpus]) for corpus in figures}
    write_floors(raised(read_floors(), figures))


def _worse(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: (max if name in LESS_IS_BETTER else min)(value, other[name]) for name, value in one.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=list(CORPORA))
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    parser.add_argument("--only", choices=SYSTEMS, help="run one system")
    parser.add_argument("--keep", type=Path, help="folder for the predictions")
    parser.add_argument("--out-of-fold", action="store_true", help="use models that never saw the page's host")
    parser.add_argument("--floors", action="store_true", help="compare with benchmarks/floors.json")
    parser.add_argument("--raise-floors", action="store_true", help="raise benchmarks/floors.json")
    options = parser.parse_args()
    if not are_there():
        print(ABSENT)
        return 0
    if options.floors:
        return check_floors(out_of_fold=options.out_of_fold)
    if options.raise_floors:
        raise_floors()
        return 0
    systems = (options.only,) if options.only else SYSTEMS
    figures = run(options.corpora, systems, options.keep, out_of_fold=options.out_of_fold)
    print(table(figures))
    if options.write:
        write_section("quality", "## Quality\n\n" + table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
