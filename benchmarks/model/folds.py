"""Which hosts a model has not seen: every page of one host falls into one fold, in all corpora."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDS = 8
HOME = Path(__file__).resolve().parent.parent / ".cache" / "model"
"""Where the models of the folds lie; ``python benchmarks/train.py`` writes them."""


def fold_of(host: str | None) -> int:
    """Return the fold of *host*, 0 to `FOLDS` - 1."""
    name = (host or "").lower().removeprefix("www.")
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def model_of(fold: int) -> Path:
    """Return the file of the model that was trained without the hosts of *fold*."""
    return HOME / f"fold{fold}.json"
