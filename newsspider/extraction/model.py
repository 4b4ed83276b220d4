"""The learned correction: boosted trees over the rows of `newsspider.extraction.features`, evaluated by Python alone.

``model.json`` holds the trees and what they were trained for (benchmarks/model/train.py writes it). They become Python
expressions when they are first needed: four to eight times as fast as walking them as data, and no library is loaded.
A feature is a parameter of its own, and rows hold floats alone: Python compares those with a threshold at once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from newsspider.extraction.features import NAMES, schema_hash

Row = Sequence[float]
_PARAMETERS = ", ".join(f"f{number}" for number in range(len(NAMES)))


@dataclass(frozen=True, slots=True)
class Model:
    """Says how likely a piece is part of the article."""

    stages: tuple[Callable[..., float], ...]
    """Sums of some trees each, in log-odds; the numbers of a row are their arguments."""
    sure: tuple[float, ...]
    """Behind each stage: from these log-odds on, either way, the rest would not turn the verdict."""

    def probability(self, row: Row) -> float:
        """Return how likely the piece of *row* is part of the article, 0 to 1."""
        total = 0.0
        for stage, sure in zip(self.stages, self.sure, strict=True):
            total += stage(*row)
            if total > sure or total < -sure:
                break
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=32)
def load_model(path: Path | None = None) -> Model | None:
    """Return the model of *path*, the one that is part of the package by default.

    ``None`` where there is none, or where it was trained on other features or for another trafilatura: its numbers
    would mean nothing.
    """
    home = path or files(__package__) / "model.json"
    if not home.is_file():
        return None
    told = json.loads(home.read_text("utf-8"))
    engine = ".".join(version("trafilatura").split(".")[:2])
    if told["features"] != schema_hash() or told["engine"] != engine:
        return None
    trees, steps = told["trees"], told["stages"]
    bounds = [0, *steps, len(trees)]
    stages = tuple(_stage(trees[start:end]) for start, end in pairwise(bounds))
    return Model(stages=stages, sure=(*map(float, told["sure"]), math.inf))


def _stage(trees: Sequence[Any]) -> Callable[..., float]:
    """Return the sum of *trees* as a function of a row's numbers; its code is made of numbers only."""
    code = f"lambda {_PARAMETERS}: " + " + ".join(_expression(tree) for tree in trees)
    made: Callable[..., float] = eval(compile(code, "<model>", "eval"), {"__builtins__": {}})
    return made


def _expression(tree: Any) -> str:
    """Return *tree* as Python: a leaf is a number, a split [feature, threshold, not above, above]."""
    if isinstance(tree, list):
        feature, threshold, low, high = tree
        if not 0 <= int(feature) < len(NAMES):
            raise ValueError(f"no feature {feature}")
        return f"({_expression(low)} if f{int(feature)} <= {float(threshold)!r} else {_expression(high)})"
    return f"({float(tree)!r})"
