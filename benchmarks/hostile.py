"""Hand pages made to cost to one worker, as a crawl does, and print what each came to.

python benchmarks/hostile.py            all pages, up to 200 MB
python benchmarks/hostile.py WORD...    those whose name has one of the words

CPU seconds and memory are the worker's own; where it was ended they are what it was seen with last. The next
page's wait is from this one's outcome to the answer of a good page behind it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from newsspider import jobs
from newsspider.article import Page
from newsspider.errors import NotAnArticle, WorkerCrashed, WorkerTimeout
from newsspider.workers import DEADLINE_SECONDS, WorkerPool
from tests import hostile

URL = "https://isle.example/2026/11/03/the-ferry-runs-again"
SCOPE = jobs.Scope(homes=("https://isle.example/",))
LOOKS_A_SECOND = 20
TICKS = os.sysconf("SC_CLK_TCK")

HUGE: dict[str, hostile.Maker] = {
    "20 MB of paragraphs": lambda: hostile.markup(20),
    "200 MB of paragraphs": lambda: hostile.markup(200),
    "200 MB of one letter": lambda: hostile.page(article=hostile.paragraph("x" * 200_000_000)),
    "a text node of 50 MB": lambda: hostile.page(article=hostile.paragraph("word " * 10_000_000)),
    "a line of 10 MB": lambda: hostile.page(article=hostile.paragraph("x" * 10_000_000)),
    "10 MB of &#1;": lambda: hostile.page(article=hostile.paragraph("&#1;" * 2_500_000)),
    "an attribute of 50 MB": lambda: hostile.page(f"<p title='{'x' * 50_000_000}'>"),
    "a million rows": lambda: hostile.page(f"<table>{'<tr><td>1<td>2' * 1_000_000}</table>"),
    "a million unclosed links": lambda: hostile.page("<a href=/x>x" * 1_000_000),
    "a million classes": lambda: hostile.page("".join(f"<p class=c{number}>x</p>" for number in range(1_000_000))),
    "JSON-LD with a string of 10 MB": lambda: hostile.json_ld(f'{{"@type": "NewsArticle", "name": "{"x" * 10**7}"}}'),
    "JSON-LD of a million objects": lambda: hostile.json_ld(f"[{'{},' * 1_000_000}{{}}]"),
}
GROUPS = {
    "article": {**hostile.FAMOUS, **hostile.RULES, **hostile.JSON_LD, **HUGE},
    "seed": hostile.SEEDS,
}


def a_page(body: bytes) -> Page:
    return Page(url=URL, body=body, fetched=datetime(2026, 11, 3, tzinfo=UTC))


def outcome_of(asked: Future[Any]) -> str:
    try:
        answer = asked.result()
    except NotAnArticle as outcome:
        return f"not an article: {outcome.reason}"
    except (WorkerTimeout, WorkerCrashed) as error:
        return str(error)
    return "read" if getattr(answer, "complete", True) and getattr(answer, "is_whole", True) else "read in part"


def usage(pid: int) -> tuple[float, int] | None:
    """Return CPU seconds and peak memory, in MB, of the process; ``None`` where it is gone."""
    try:
        figures = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), None)
    return None if peak is None else ((int(figures[11]) + int(figures[12])) / TICKS, int(peak) // 1024)


def watched(pid: int, asked: Future[Any]) -> tuple[float, int]:
    """Return what the process was last seen with while *asked* was under way."""
    seen = usage(pid) or (0.0, 0)
    while not asked.done():
        seen = usage(pid) or seen
        time.sleep(1 / LOOKS_A_SECOND)
    return usage(pid) or seen


def measure(name: str, group: str, body: bytes) -> str:
    """Return a row of the table; the worker is a fresh one, since its peak of memory is that of its whole life."""
    with WorkerPool(1, preload=jobs.MODULES) as pool:
        pid = pool.submit(os.getpid).result()
        begin = (usage(pid) or (0.0, 0))[0]
        if group == "article":
            asked: Future[Any] = pool.submit(jobs.extract_page, a_page(body))
        else:
            asked = pool.submit(jobs.find_links, a_page(body), SCOPE)
        behind = pool.submit(jobs.extract_page, a_page(hostile.page()))
        moments: list[float] = []
        for each in (asked, behind):
            each.add_done_callback(lambda _: moments.append(time.perf_counter()))
        seconds, megabytes = watched(pid, asked)
        outcome = outcome_of(asked)
        behind.result()
    wait = moments[1] - moments[0]
    size = len(body) / 1_000_000
    return f"| {name} | {size:.1f} | {outcome} | {seconds - begin:.1f} | {megabytes} | {1000 * wait:.0f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*")
    words = parser.parse_args().words
    print(f"Deadline {DEADLINE_SECONDS:g} s.\n")
    print("| page | MB | outcome | CPU s | worker's peak, MB | next page's wait, ms |\n|---|---|---|---|---|---|")
    for group, pages in GROUPS.items():
        chosen: list[tuple[str, Callable[[], bytes]]] = [
            (name, make) for name, make in pages.items() if not words or any(word in name for word in words)
        ]
        for name, make in chosen:
            print(measure(name, group, make()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
