"""The benchmarks count what they say they count."""

from __future__ import annotations

import doctest
import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import peers  # noqa: E402
from corpora import are_there, rows_of  # noqa: E402
from cpu import run_counted  # noqa: E402
from intervals import LEAST_HOSTS, difference, draws, interval, units_of  # noqa: E402
from referee import METRICS, counts_of, f1, fields_of, figures  # noqa: E402
from results import write_section  # noqa: E402
from tables import markdown, signed, spread  # noqa: E402

PEER = """
import json, os, sys, time
for line in sys.stdin:
    page = json.loads(line)
    if page["url"] == "crash":
        os._exit(3)
    print(json.dumps({"id": page["id"], "text": page["url"]}), flush=True)
"""
BUSY = "import time\nwhile time.process_time() < 0.5: pass"
ORPHANING = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}])"


def _page(right: float, surplus: float, missing: float) -> dict[str, float]:
    from referee import body_counts

    return body_counts((right, surplus, missing))


def test_pages_of_one_host_are_drawn_together():
    pages = [(f"host{number % 30}", _page(0.9, 0.1, 0.0)) for number in range(90)]

    units = units_of(pages)

    assert len(units) == 30
    assert all(unit["precisions"] == 3 for unit in units)


def test_where_hosts_are_few_pages_are_drawn():
    pages = [(f"host{number % (LEAST_HOSTS - 1)}", _page(0.9, 0.1, 0.0)) for number in range(90)]

    units = units_of(pages)

    assert len(units) == 90


def test_the_interval_of_a_mean_is_the_known_one():
    units = [{"leaks": float(number < 100), "segment_pages": 1.0} for number in range(400)]

    bounds = interval(map(METRICS["leak"], draws(units, 4_000)))

    expected = 1.96 * (0.25 * 0.75 / 400) ** 0.5
    assert bounds is not None
    assert bounds.low == pytest.approx(0.25 - expected, abs=0.005)
    assert bounds.high == pytest.approx(0.25 + expected, abs=0.005)


def test_a_difference_is_drawn_in_pairs():
    worse = [_page(0.5 + number / 200, 0.2, 0.1) for number in range(60)]
    better = [_page(0.5 + number / 200, 0.1, 0.1) for number in range(60)]

    bounds = difference(draws(better), draws(worse), f1)

    assert bounds is not None
    assert 0 < bounds.low < bounds.high < 0.1
    assert difference(draws(worse), draws(worse), f1) == interval([0.0])


def test_a_page_without_a_prediction_counts_as_lost():
    assert f1(_page(0.0, 0.0, 1.0)) == 0.0
    assert METRICS["r"](_page(0.0, 0.0, 1.0)) == 0.0


@pytest.mark.skipif(not are_there(), reason="the development corpora are not in the repository")
@pytest.mark.parametrize("corpus", ["fundus", "trafsegs"])
def test_counts_of_pages_add_up_to_the_referees_figures(corpus):
    rows = rows_of(corpus)
    lines = [
        {
            "id": row["id"],
            "text": (row.get("text") or " ".join(row["with"][:1] + row["without"][1:]))[number % 7 * 50 :],
            "title": row.get("title") if number % 3 else "other",
            "date": row.get("date"),
            "authors": row.get("authors", [])[:1],
        }
        for number, row in enumerate(rows)
    ]
    lines[3] = {"id": rows[3]["id"], "text": "", "error": "crash"}
    fields = fields_of(lines)
    pages = [(row["host"], counts_of(row, line, fields)) for row, line in zip(rows, lines, strict=True)]
    units = units_of(pages)
    whole = {name: sum(unit.get(name, 0.0) for unit in units) for name in {name for unit in units for name in unit}}

    told = figures(rows, lines)

    for name, metric in METRICS.items():
        assert metric(whole) == (pytest.approx(told[name]) if name in told else None), name


def test_processes_left_behind_by_a_program_are_counted(tmp_path):
    source = tmp_path / "in"
    source.touch()

    with source.open() as lines:
        seconds, _ = run_counted([sys.executable, "-c", ORPHANING], lines)

    assert seconds >= 0.5


def test_a_peer_that_crashes_goes_on_behind_the_page():
    pages = [{"id": str(number), "url": url} for number, url in enumerate(["a", "crash", "b"])]

    answers = list(peers.run("any", pages, (sys.executable, "-c", PEER)))

    assert [answer["text"] for answer in answers] == ["a", "", "b"]
    assert [answer.get("error") for answer in answers] == [None, "crash", None]


def test_a_peer_that_hangs_is_ended_at_its_deadline(monkeypatch):
    monkeypatch.setattr(peers, "START_SECONDS", 0.01)
    pages = [{"id": "1", "url": "a"}]

    answers = list(peers.run("any", pages, (sys.executable, "-c", "input(); input()")))

    assert [answer["error"] for answer in answers] == ["deadline"]


def test_every_peer_has_its_line():
    from peer_runner import SYSTEMS

    listed = peers.read_list()

    assert {name for name, _, _ in SYSTEMS.values()} == set(listed)
    assert all(peer.version != "?" for peer in listed.values())


def test_a_table_shows_figures_with_their_intervals():
    bounds = interval([0.01, 0.02, 0.03])

    told = markdown(["corpus", "F1", "difference"], [["aeb", spread(0.97, bounds), signed(0.0187, bounds)]])

    assert told.splitlines()[1] == "|---|---|---|"
    assert "| aeb | .970 [.010, .020] | **+.0187 [+.0100, +.0200]** |" in told


def test_a_section_replaces_what_it_said_before(tmp_path):
    path = tmp_path / "RESULTS.md"

    write_section("speed", "slow", path)
    write_section("quality", "good", path)
    write_section("speed", "fast", path)

    assert path.read_text() == (
        "# Results\n\n<!-- speed -->\nfast\n<!-- /speed -->\n\n<!-- quality -->\ngood\n<!-- /quality -->\n"
    )


def test_inline_tags_of_a_peers_answer_part_no_words():
    from peer_runner import text_of

    text = text_of("<div>One <b>wo</b>rd<!-- x --> more<script>no</script><p>two</p></div>")

    assert [line for line in text.split("\n") if line] == ["One word more", "two"]


@pytest.mark.parametrize("name", ["floors", "speed", "tables"])
def test_examples_hold(name):
    outcome = doctest.testmod(importlib.import_module(name))

    assert outcome.attempted
    assert not outcome.failed
