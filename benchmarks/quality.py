"""Score our extraction beside plain trafilatura on the development corpora, with the independent referee.

python benchmarks/quality.py                  every corpus, a table
python benchmarks/quality.py aeb fundus       these only
python benchmarks/quality.py --floors         ours on three corpora; exit 1 where a figure is worse than its floor
python benchmarks/quality.py --write          the table goes into benchmarks/RESULTS.md
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("NEWSSPIDER_CORPUS") or ROOT.parent / "shared" / "corpus")
REFEREE = CORPUS.parent / "tools" / "score.py"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
CORPORA = ("aeb", "fundus", "trafsegs", "wcxb", "cpe", "dragnet")
WITHOUT_LEAD = frozenset(("aeb",))
"""Corpora whose gold leaves the lead out."""
FETCHED = datetime(2026, 12, 1, tzinfo=UTC)
"""What counts as now: later than every page, the same in every run."""
FLOORS = ROOT / "benchmarks" / "floors.json"
LESS_IS_BETTER = frozenset(("leak", "miss"))
SYSTEMS = ("newsspider", "trafilatura")


@dataclass(frozen=True, slots=True)
class Task:
    corpus: str
    system: str
    row: dict[str, Any]

    @property
    def html(self) -> bytes:
        return gzip.decompress((CORPUS / self.corpus / "pages" / f"{self.row['id']}.html.gz").read_bytes())


def predict(task: Task) -> dict[str, Any]:
    return (_predict_ours if task.system == "newsspider" else _predict_trafilatura)(task)


def _predict_ours(task: Task) -> dict[str, Any]:
    from newsspider.article import Page
    from newsspider.errors import NotAnArticle
    from newsspider.extraction.extractor import extract

    try:
        article = extract(Page(url=task.row["url"], body=task.html, fetched=FETCHED))
    except NotAnArticle as outcome:
        return {"id": task.row["id"], "text": "", "error": str(outcome)}
    lead = None if task.corpus in WITHOUT_LEAD else article.lead
    return {
        "id": task.row["id"],
        "text": "\n\n".join(filter(None, (lead, article.text))),
        "title": article.title,
        "date": article.published_day,
        "authors": list(article.authors),
    }


def _predict_trafilatura(task: Task) -> dict[str, Any]:
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


def rows_of(corpus: str) -> list[dict[str, Any]]:
    with (CORPUS / corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def score(corpus: str, predictions: Path) -> dict[str, float]:
    """Return the referee's figures."""
    command = [sys.executable, str(REFEREE), corpus, "--predictions", str(predictions), "--root", str(CORPUS), "--json"]
    return dict(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def run(corpora: list[str], systems: tuple[str, ...] = SYSTEMS, keep: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return figures by ``corpus/system``; the predictions stay in *keep* where it is given."""
    figures: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(2) as pool:
        for corpus in corpora:
            rows = rows_of(corpus)
            for system in systems:
                predictions = pool.map(predict, [Task(corpus, system, row) for row in rows], chunksize=8)
                path = (keep or Path(folder)) / f"{corpus}-{system}.jsonl"
                path.write_text("".join(json.dumps(line) + "\n" for line in predictions), encoding="utf-8")
                figures[f"{corpus}/{system}"] = score(corpus, path)
    return figures


COLUMNS = {
    "f1": "F1",
    "p": "P",
    "r": "R",
    "seg_f1": "segment F1",
    "leak": "leak",
    "miss": "miss",
    "title_exact": "title",
    "date_ok": "date",
    "authors_f1": "authors",
    "empty": "empty",
}


def table(figures: dict[str, dict[str, Any]]) -> str:
    """Return the figures as a Markdown table."""
    head = "| corpus | system | pages | " + " | ".join(COLUMNS.values()) + " |"
    lines = [head, "|" + "---|" * (len(COLUMNS) + 3)]
    for key, row in figures.items():
        corpus, system = key.split("/")
        cells = [_cell(row.get(column)) for column in COLUMNS]
        lines.append(f"| {corpus} | {system} | {row['n']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(value: Any) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.4f}".lstrip("0")


def missed_floors() -> list[str]:
    """Return a line for every figure that is worse than its floor; a floor is a little below what was measured."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    figures = run(list(floors), ("newsspider",))
    missed = []
    for corpus, bounds in floors.items():
        for name, bound in bounds.items():
            value = figures[f"{corpus}/newsspider"][name]
            if value > bound if name in LESS_IS_BETTER else value < bound:
                missed.append(f"{corpus}: {name} is {value:.4f}, floor {bound}")
    return missed


def write_section(name: str, text: str) -> None:
    """Put *text* between the section's markers in RESULTS.md; append the section where it is new."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{begin}\n{text}\n{end}"
    whole = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Results\n"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    whole = pattern.sub(lambda _: section, whole) if pattern.search(whole) else f"{whole.rstrip()}\n\n{section}\n"
    RESULTS.write_text(whole, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=list(CORPORA))
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    parser.add_argument("--only", choices=SYSTEMS, help="run one system")
    parser.add_argument("--keep", type=Path, help="folder for the predictions")
    parser.add_argument("--floors", action="store_true", help="compare with benchmarks/floors.json")
    options = parser.parse_args()
    if not CORPUS.is_dir() or not REFEREE.is_file():
        print(f"no corpora at {CORPUS} (set NEWSSPIDER_CORPUS): nothing measured")
        return 0
    if options.floors:
        missed = missed_floors()
        print("\n".join(missed) or "no figure is worse than its floor")
        return 1 if missed else 0
    figures = run(options.corpora, (options.only,) if options.only else SYSTEMS, options.keep)
    print(table(figures))
    if options.write:
        write_section("quality", "## Quality\n\n" + table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
