"""Crawl sixteen good sites beside four hostile ones, and measure what the hostile ones take from the others.

python benchmarks/neighbours.py              all ways of tests/hostileserver.py; some minutes
python benchmarks/neighbours.py --write      the table goes into benchmarks/RESULTS.md

Exits with 1 where a good story is missing or a bound does not hold. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from results import write_section  # noqa: E402

from tests.neighbours import Measured, Neighbourhood, crawl, hostile_sites  # noqa: E402

GOOD_SITES = 16
STORIES = 25
MOST_CALLBACK_SECONDS = 0.05
MOST_MAIN_BYTES = 300_000_000
MOST_WORKER_BYTES = 1 << 30
CRAWL = {"timeout": "10s", "max_delay": 0.1, "max_time": "20m", "max_pages": 2_000}
SHOWN = 10


def promises(measured: Measured) -> list[tuple[str, str, str, bool]]:
    """Return what is promised: name, figure, bound, whether it holds."""
    meter, total = measured.meter, GOOD_SITES * STORIES
    longest = measured.longest_seconds
    stored = total - len(measured.missing)
    return [
        ("good stories stored", str(stored), str(total), stored == total),
        ("longest callback, ms of CPU", f"{1000 * longest:.0f}", "50", longest <= MOST_CALLBACK_SECONDS),
        ("main process, MB", f"{meter['main_bytes'] / 1e6:.0f}", "300", meter["main_bytes"] < MOST_MAIN_BYTES),
        ("largest worker, MB", f"{meter['worker_bytes'] / 1e6:.0f}", "1074", meter["worker_bytes"] < MOST_WORKER_BYTES),
    ]


def table(measured: Measured) -> str:
    """Return the promises as a Markdown table."""
    lines = ["| promise | measured | bound |", "|---|---|---|"]
    lines += [f"| {name} | {figure} | {bound} |" for name, figure, bound, _ in promises(measured)]
    result, meter = measured.result, measured.meter
    counts = {kind: result[kind] for kind in ("due", "new", "not_article", "refused", "failed", "left")}
    told = f"{result['seconds']:.0f} s, {meter['callbacks']} callbacks of {meter['loop_seconds']} CPU s in sum"
    return "\n".join([*lines, "", f"{told}; {counts}"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args()
    os.environ.pop("NEWSSPIDER_ARCHIVE", None)
    neighbourhood = Neighbourhood.build(good=GOOD_SITES, stories=STORIES, hostile=hostile_sites())
    with tempfile.TemporaryDirectory() as folder, neighbourhood:
        measured = crawl(neighbourhood, Path(folder), within_seconds=1_800, **CRAWL)
    print(table(measured))
    print(f"{measured.result['stderr'][-2_000:]}\nexit {measured.result['exit']}, missing {measured.missing[:5]}")
    for call in measured.meter["longest"][:SHOWN]:
        print(f"{1000 * call['seconds']:7.1f} ms  {call['callback']}  {call['at']}")
    if options.write:
        write_section("neighbours", f"## Neighbours: 16 good sites beside 4 hostile ones\n\n{table(measured)}")
    return 0 if all(holds for *_, holds in promises(measured)) else 1


if __name__ == "__main__":
    sys.exit(main())
