"""Extraction on real pages stays at least as good as it was measured to be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("NEWSSPIDER_CORPUS") or ROOT.parent / "shared" / "corpus")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpora are not in the repository")
def test_no_figure_is_worse_than_its_floor():
    command = [sys.executable, str(ROOT / "benchmarks" / "quality.py"), "--floors"]

    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_without_the_corpora_the_benchmark_says_so(tmp_path):
    command = [sys.executable, str(ROOT / "benchmarks" / "quality.py")]
    environment = {**os.environ, "NEWSSPIDER_CORPUS": str(tmp_path / "nowhere")}

    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)

    assert outcome.returncode == 0
    assert "nothing measured" in outcome.stdout
