"""Train the learned correction of the main content, and the models of the folds that judge it.

python benchmarks/train.py            models of the folds into benchmarks/.cache/model, some minutes
python benchmarks/train.py --ship     the model of all hosts into newsspider/extraction/model.json as well

Needs LightGBM and numpy, which the package itself does without: pip install -r benchmarks/model/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpora import ABSENT, ROOT, are_there
from model.folds import FOLDS, HOME, model_of

TREES, STAGES = 400, (60, 160)
"""Trees of a model, and after how many of them a sure verdict stands."""
FLIPS = 0.0005
"""Share of the pieces whose verdict may differ from that of all trees."""
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 16,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "seed": 3,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
SHIPPED = ROOT / "newsspider" / "extraction" / "model.json"


def train(pages: Sequence[Any]) -> Any:
    """Return the booster for *pages*, and the rows that it was trained on."""
    import lightgbm
    import numpy as np

    rows = np.vstack([page.rows for page in pages])
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    counts = weights > 0
    data = lightgbm.Dataset(rows[counts], labels[counts], weight=weights[counts])
    return lightgbm.train(PARAMETERS, data, TREES), rows


def told(booster: Any, rows: Any) -> dict[str, Any]:
    """Return the model as the package reads it."""
    from newsspider.extraction.features import schema_hash

    trees = [_tree(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return {
        "features": schema_hash(),
        "engine": ".".join(version("trafilatura").split(".")[:2]),
        "stages": list(STAGES),
        "sure": [_sure(booster, rows, stage) for stage in STAGES],
        "trees": trees,
    }


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return float(f"{node['leaf_value']:.5f}")
    threshold = float(f"{node['threshold']:.6g}")
    return [node["split_feature"], threshold, _tree(node["left_child"]), _tree(node["right_child"])]


def _sure(booster: Any, rows: Any, stage: int) -> float:
    """Return from which log-odds on, behind *stage* trees, the others turn as good as no verdict."""
    early = booster.predict(rows, num_iteration=stage, raw_score=True)
    last = booster.predict(rows, raw_score=True)
    turned = sorted(abs(one) for one, other in zip(early, last, strict=True) if (one > 0) != (other > 0))
    allowed = int(FLIPS * len(rows))
    return round(float(turned[-allowed - 1]), 2) if len(turned) > allowed else 0.0


def _write(path: Path, model: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {key: value for key, value in model.items() if key != "trees"}
    trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model["trees"])
    path.write_text(f'{json.dumps(head)[:-1]}, "trees": [\n{trees}\n]}}\n', "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ship", action="store_true", help="write the package's own model, trained on all hosts")
    parser.add_argument("--no-folds", action="store_true", help="leave the models of the folds as they are")
    options = parser.parse_args()
    if not are_there():
        print(ABSENT)
        return 0
    import numpy as np
    from model.samples import samples, thinned

    start = time.monotonic()
    draw = np.random.default_rng(0)
    pages = [thinned(page, draw) for page in samples()]
    pieces = sum(len(page.labels) for page in pages)
    print(f"{len(pages)} pages, {pieces} pieces, read in {time.monotonic() - start:.0f} s", flush=True)
    for fold in () if options.no_folds else range(FOLDS):
        booster, rows = train([page for page in pages if page.fold != fold])
        _write(model_of(fold), told(booster, rows))
        print(f"fold {fold + 1} of {FOLDS}: {time.monotonic() - start:.0f} s", flush=True)
    if options.ship:
        booster, rows = train(pages)
        _write(SHIPPED, told(booster, rows))
        print(f"{SHIPPED.relative_to(ROOT)}: {SHIPPED.stat().st_size // 1000} kB")
    print(f"models of the folds: {HOME.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
