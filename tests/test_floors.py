"""Extraction on real pages stays at least as good as it was measured to be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from floors import FLOORS, PROMISED, is_worse, missed, raised, read_floors  # noqa: E402

CORPUS = Path(os.environ.get("NEWSSPIDER_CORPUS") or ROOT.parent / "shared" / "corpus")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpora are not in the repository")
def test_no_figure_is_worse_than_its_floor():
    command = [sys.executable, str(ROOT / "benchmarks" / "quality.py"), "--floors"]

    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_without_the_corpora_the_benchmark_says_so(tmp_path):
    command = [sys.executable, str(ROOT / "benchmarks" / "quality.py")]
    environment = {**os.environ, "NEWSSPIDER_CORPUS": str(tmp_path / "nowhere")}

    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)

    assert outcome.returncode == 0
    assert "nothing measured" in outcome.stdout


def test_every_promised_figure_has_a_floor():
    floors = read_floors()

    without = [(corpus, name) for corpus, bounds in PROMISED.items() for name in bounds if name not in floors[corpus]]

    assert not without


def test_no_floor_was_ever_higher():
    floors = read_floors()

    lowered = [
        f"{corpus}: {name} is {floors.get(corpus, {}).get(name)}, was {bound} in {commit[:8]}"
        for commit in _commits()
        for corpus, bounds in _floors_at(commit).items()
        for name, bound in bounds.items()
        if name not in floors.get(corpus, {}) or is_worse(name, floors[corpus][name], bound)
    ]

    assert not lowered


def test_a_floor_is_raised_to_a_little_below_the_figure_and_never_lowered():
    floors = {"aeb": {"f1": 0.970}, "trafsegs": {"leak": 0.18, "miss": 0.05}}
    figures = {"aeb": {"f1": 0.9803}, "trafsegs": {"seg_f1": 0.95, "leak": 0.15, "miss": 0.06}}

    higher = raised(floors, figures)

    assert higher["aeb"]["f1"] == pytest.approx(0.9770, abs=0.0006)
    assert higher["trafsegs"]["leak"] == pytest.approx(0.1535, abs=0.0006)
    assert higher["trafsegs"]["miss"] == 0.05
    assert missed(higher, {"aeb": {"f1": 0.9803}, "trafsegs": {"seg_f1": 0.95, "leak": 0.15, "miss": 0.05}}) == []


def test_a_promise_that_is_kept_is_the_floor():
    assert raised({}, {"aeb": {"f1": PROMISED["aeb"]["f1"]}})["aeb"] == PROMISED["aeb"]
    assert raised({}, {"trafsegs": {"leak": 0.199}})["trafsegs"] == {"leak": 0.2}


def _commits() -> list[str]:
    """Return the commits that touched the floors; none where this is no clone."""
    command = ["git", "log", "--format=%H", "--", str(FLOORS.relative_to(ROOT))]
    try:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return told.stdout.split()


def _floors_at(commit: str) -> dict[str, dict[str, float]]:
    command = ["git", "show", f"{commit}:{FLOORS.relative_to(ROOT)}"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return json.loads(told.stdout) if told.returncode == 0 else {}
