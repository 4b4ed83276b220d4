"""Count CPU seconds of our extraction and of plain trafilatura on the same pages.

python benchmarks/speed.py                 both in one process, page by page in turn
python benchmarks/speed.py --processes     `newsspider extract --jsonl` with all its workers against a trafilatura loop
python benchmarks/speed.py --write         the table goes into benchmarks/RESULTS.md

The machine's seconds are its own: quote the ratio.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from quality import CORPORA, CORPUS, FETCHED, ROOT, Task, rows_of, write_section

PR_SET_CHILD_SUBREAPER = 36
WARM_UP = 5
ROUNDS = 3
"""How often whole programs run: on a shared machine one run says little."""
BASELINE_LOOP = """
import json, sys, trafilatura
for line in sys.stdin:
    page = json.loads(line)
    document = trafilatura.bare_extraction(page["html"], url=page["url"], with_metadata=True)
    print(json.dumps({"id": page["id"], "text": document.text if document else ""}))
"""


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


def cpu_of(call: Callable[[str, bytes], None], url: str, html: bytes) -> float:
    begin = time.process_time()
    call(url, html)
    return time.process_time() - begin


def interleaved(corpus: str) -> dict[str, Any]:
    """Return CPU seconds of both over *corpus*; who goes first changes from page to page."""
    tasks = [Task(corpus, "", row) for row in rows_of(corpus)]
    for task in tasks[:WARM_UP]:
        ours(task.row["url"], task.html)
        plain(task.row["url"], task.html)
    seconds = {ours: 0.0, plain: 0.0}
    for number, task in enumerate(tasks):
        html = task.html
        for call in (ours, plain) if number % 2 else (plain, ours):
            seconds[call] += cpu_of(call, task.row["url"], html)
    return {"corpus": corpus, "pages": len(tasks), "ours": seconds[ours], "trafilatura": seconds[plain]}


def whole_process(command: list[str], lines: str) -> float:
    """Return CPU seconds of *command* and all its descendants, orphans too: they are reaped here."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as source:
        source.write(lines)
        source.seek(0)
        before = os.times()
        subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        while True:
            try:
                os.wait()
            except ChildProcessError:
                break
        after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def processes(corpora: list[str]) -> list[dict[str, Any]]:
    """Return CPU seconds of both as whole programs, start included, over all *corpora*, in turn and a few times."""
    tasks = [Task(corpus, "", row) for corpus in corpora for row in rows_of(corpus)]
    lines = "".join(json.dumps(_line(task)) + "\n" for task in tasks)
    row: dict[str, Any] = {"corpus": " + ".join(corpora), "pages": ROUNDS * len(tasks), "ours": 0.0, "trafilatura": 0.0}
    for _ in range(ROUNDS):
        row["ours"] += whole_process([sys.executable, "-m", "newsspider", "extract", "--jsonl"], lines)
        row["trafilatura"] += whole_process([sys.executable, "-c", BASELINE_LOOP], lines)
    return [row]


def _line(task: Task) -> dict[str, str]:
    return {"id": task.row["id"], "url": task.row["url"], "html": task.html.decode("utf-8", "replace")}


def table(rows: list[dict[str, Any]]) -> str:
    """Return milliseconds a page and the ratio as a Markdown table."""
    lines = ["| corpus | pages | ours, ms a page | trafilatura, ms a page | ratio |", "|---|---|---|---|---|"]
    for row in rows:
        a, b = (1000 * row[key] / row["pages"] for key in ("ours", "trafilatura"))
        lines.append(f"| {row['corpus']} | {row['pages']} | {a:.1f} | {b:.1f} | {b / a:.2f} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=list(CORPORA[:3]))
    parser.add_argument("--processes", action="store_true", help="measure whole programs")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"no corpora at {CORPUS} (set NEWSSPIDER_CORPUS): nothing measured")
        return 0
    rows = processes(options.corpora) if options.processes else [interleaved(corpus) for corpus in options.corpora]
    print(table(rows))
    if options.write:
        name = "whole programs" if options.processes else "one process, page by page in turn"
        write_section(f"speed: {name}", f"## CPU: {name}\n\n{table(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
