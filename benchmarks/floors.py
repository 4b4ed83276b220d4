"""Floors: figures that may not get worse. A floor is only ever raised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
LESS_IS_BETTER = frozenset(("leak", "miss"))
MARGIN = 0.003
"""How far below what was measured a floor lies: a rule that mends ten pages may cost one."""
PROMISED: dict[str, dict[str, float]] = {
    "aeb": {"f1": 0.976},
    "fundus": {"f1": 0.970, "title_exact": 0.90, "date_ok": 0.98, "authors_f1": 0.90},
    "trafsegs": {"seg_f1": 0.940, "leak": 0.20, "miss": 0.075},
    "wcxb": {"f1": 0.945},
    "dragnet": {"f1": 0.935},
    "cpe": {"f1": 0.935},
}
"""What the extraction is to reach. Where it does, the floor is not below."""

Figures = Mapping[str, Mapping[str, float]]
"""By corpus and the referee's name of the figure."""


def read_floors(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def write_floors(floors: Figures, path: Path = FLOORS) -> None:
    lines = [f"  {json.dumps(corpus)}: {json.dumps(bounds)}" for corpus, bounds in floors.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def is_worse(name: str, value: float, bound: float) -> bool:
    """Return whether *value* of the figure *name* is worse than *bound*."""
    return value > bound if name in LESS_IS_BETTER else value < bound


def missed(floors: Figures, figures: Figures) -> list[str]:
    """Return a line for every figure that is worse than its floor."""
    return [
        f"{corpus}: {name} is {figures[corpus][name]:.4f}, floor {bound}"
        for corpus, bounds in floors.items()
        for name, bound in bounds.items()
        if is_worse(name, figures[corpus][name], bound)
    ]


def raised(floors: Figures, figures: Figures) -> dict[str, dict[str, float]]:
    """Return *floors*, raised to where *figures* allow, never lowered, with a floor for all that is promised.

    >>> raised({"aeb": {"f1": 0.9}}, {"aeb": {"f1": 0.98}})["aeb"], raised({}, {"cpe": {"f1": 0.936}})["cpe"]
    ({'f1': 0.977}, {'f1': 0.935})
    >>> raised({"trafsegs": {"leak": 0.1}}, {"trafsegs": {"leak": 0.12}})["trafsegs"]
    {'leak': 0.1}
    """
    higher: dict[str, dict[str, float]] = {corpus: dict(bounds) for corpus, bounds in floors.items()}
    for corpus, promises in PROMISED.items():
        measured = figures.get(corpus, {})
        for name in (name for name in promises if name in measured):
            bounds = higher.setdefault(corpus, {})
            bounds[name] = _best(name, measured[name], promises[name], bounds.get(name))
    return higher


def _best(name: str, value: float, promise: float, floor: float | None) -> float:
    """Return the best bound that *value* allows, but none worse than *floor*."""
    sign = -1 if name in LESS_IS_BETTER else 1
    bounds = [_down(sign * value - MARGIN)]
    bounds += [] if is_worse(name, value, promise) else [sign * promise]
    bounds += [] if floor is None else [sign * floor]
    return sign * max(bounds)


def _down(value: float) -> float:
    return round(value - 0.0005, 3)
