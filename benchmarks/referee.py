"""The independent referee's figures, whole and page by page.

The referee is a script of the standard library beside the corpora. Its functions are called, none is written again: the
figures of a table are its own, and the counts of single pages, from which intervals are drawn, add up to them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from corpora import REFEREE

Counts = dict[str, float]
"""What one page, or many pages in sum, add to the figures."""


@cache
def script() -> ModuleType:
    """Return the referee as a module."""
    spec = importlib.util.spec_from_file_location("referee_script", REFEREE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(rows: list[dict[str, Any]], predictions: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the referee's own figures for a corpus."""
    return dict(script().score(rows, {line["id"]: line for line in predictions}))


def counts_of(row: Mapping[str, Any], prediction: Mapping[str, Any], fields: Collection[str]) -> Counts:
    """Return what the page adds: to precision and recall, to segments, to those of *fields* that the gold knows.

    *fields* are those that the system tells on any page: where it fails on this one, it missed them.
    """
    text = prediction.get("text") or ""
    counts: Counts = {}
    if row.get("text"):
        counts |= body_counts(script().counts(row["text"], text))
    if row.get("with") or row.get("without"):
        counts |= _segment_counts(row, text)
    told = {name: prediction.get(name) for name in fields if row.get(name)}
    if "title" in told:
        counts |= {"titles": 1, "title_hits": script().title_scores(row["title"], told["title"])[0]}
    if "date" in told:
        counts |= {"dates": 1, "date_hits": int((told["date"] or "")[:10] == row["date"][:10])}
    if "authors" in told:
        counts |= {"bylines": 1, "byline_hits": script().author_f1(row["authors"], told["authors"]) or 0.0}
    return counts


def fields_of(predictions: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the fields that a system tells on any page."""
    return {name for line in predictions for name in ("title", "date", "authors") if name in line}


def body_counts(shares: tuple[float, float, float]) -> Counts:
    """Return what a page with these shares of right, surplus and missing 4-grams adds."""
    right, surplus, missing = shares
    counts: Counts = {}
    if right + surplus > 0:
        counts |= {"precisions": 1, "precision_sum": right / (right + surplus)}
    if right + missing > 0:
        counts |= {"recalls": 1, "recall_sum": right / (right + missing)}
    return counts


def _segment_counts(row: Mapping[str, Any], text: str) -> Counts:
    squeeze = script().ws
    whole = squeeze(text)
    wanted, unwanted = row.get("with", []), row.get("without", [])
    found = sum(squeeze(segment) in whole for segment in wanted)
    leaked = sum(squeeze(segment) in whole for segment in unwanted)
    return {
        "segment_pages": 1,
        "segments_found": found,
        "segments_missed": len(wanted) - found,
        "segments_leaked": leaked,
        "leaks": leaked > 0,
        "misses": found < len(wanted),
    }


def _share(part: str, whole: str) -> Callable[[Counts], float | None]:
    return lambda counts: counts.get(part, 0.0) / counts[whole] if counts.get(whole) else None


def f1(counts: Counts) -> float | None:
    """Return the harmonic mean of mean precision and mean recall."""
    precision, recall = METRICS["p"](counts), METRICS["r"](counts)
    if precision is None or recall is None:
        return 0.0 if recall is not None else None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def segment_f1(counts: Counts) -> float | None:
    """Return F1 over all segments of all pages."""
    if not counts.get("segment_pages"):
        return None
    found = counts["segments_found"]
    return 2 * found / (2 * found + counts["segments_leaked"] + counts["segments_missed"]) if found else 0.0


METRICS: dict[str, Callable[[Counts], float | None]] = {
    "f1": f1,
    "p": _share("precision_sum", "precisions"),
    "r": _share("recall_sum", "recalls"),
    "seg_f1": segment_f1,
    "leak": _share("leaks", "segment_pages"),
    "miss": _share("misses", "segment_pages"),
    "title_exact": _share("title_hits", "titles"),
    "date_ok": _share("date_hits", "dates"),
    "authors_f1": _share("byline_hits", "bylines"),
}
"""By the referee's name; ``None`` where the corpus or the system is silent."""
