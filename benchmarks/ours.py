"""Our predictions: by the function that a worker calls, by the product's own door, and out of fold."""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpora import FETCHED, WITHOUT_LEAD, Task, path_of, rows_of
from cpu import run_counted

PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Fold:
    """Pages of hosts that one model was not trained on."""

    model: Path
    tasks: tuple[Task, ...]


def predict_one(task: Task) -> dict[str, Any]:
    """Return our prediction for one page, made in this process."""
    from newsspider.article import Page
    from newsspider.errors import NotAnArticle
    from newsspider.extraction.extractor import extract

    try:
        article = extract(Page(url=task.row["url"], body=task.html, fetched=FETCHED))
    except NotAnArticle as outcome:
        return {"id": task.row["id"], "text": "", "error": str(outcome)}
    fields = {"title": article.title, "published_day": article.published_day, "authors": article.authors}
    return _prediction(task.corpus, {"id": task.row["id"], "lead": article.lead, "text": article.text, **fields})


def predict_ours(corpus: str, *, out_of_fold: bool = False) -> list[dict[str, Any]]:
    """Return our predictions for *corpus*, in the order of its gold.

    Out of fold each page is read with the model that was trained without its host; in fold, and where there are no
    models of folds, as the product reads it, through `newsspider extract --jsonl`.
    """
    folds = folds_of(corpus) if out_of_fold else ()
    if not folds:
        return through_the_door(corpus)
    found: dict[str, dict[str, Any]] = {}
    for fold in folds:
        with multiprocessing.get_context("spawn").Pool(PROCESSES, _use_model, (fold.model,)) as pool:
            found |= {line["id"]: line for line in pool.map(predict_one, fold.tasks, chunksize=8)}
    return [found[row["id"]] for row in rows_of(corpus)]


def folds_of(corpus: str) -> tuple[Fold, ...]:
    """Return the pages of *corpus* by fold, each with its model; empty where no models of folds are there."""
    with suppress(ImportError):
        from model.folds import fold_of, model_of

        held_out: dict[int, list[Task]] = {}
        for row in rows_of(corpus):
            held_out.setdefault(fold_of(row["host"]), []).append(Task(corpus, "newsspider", row))
        if all(model_of(fold).is_file() for fold in held_out):
            return tuple(Fold(model_of(fold), tuple(tasks)) for fold, tasks in sorted(held_out.items()))
    return ()


def _use_model(path: Path) -> None:
    from newsspider.extraction.correction import use_model

    use_model(path)


def through_the_door(corpus: str) -> list[dict[str, Any]]:
    """Return what ``newsspider extract --jsonl`` says of the pages of *corpus*.

    ``seconds`` of a page is its equal share of what all processes took, start included; see `start_seconds`.
    """
    seconds, answers = _asked(lines_of(corpus))
    share = seconds / len(answers)
    return [_prediction(corpus, json.loads(line)) | {"seconds": share} for line in answers]


@cache
def start_seconds() -> float:
    """Return CPU seconds that the door's processes take before they work: those of a run over two short pages."""
    rows = sorted(rows_of("aeb"), key=lambda row: path_of("aeb", row).stat().st_size)
    return _asked(lines_of("aeb", rows[:1] * 2))[0]


def _asked(lines: Iterable[str]) -> tuple[float, list[str]]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as source:
        source.writelines(lines)
        source.seek(0)
        seconds, answers = run_counted(door(), source)
    return seconds, answers.splitlines()


def door() -> list[str]:
    """Return the command that reads pages from standard input, a line each."""
    return [sys.executable, "-m", "newsspider", "extract", "--jsonl", "-"]


def lines_of(corpus: str, rows: Iterable[dict[str, Any]] | None = None) -> list[str]:
    """Return the pages of *corpus* as the door takes them: bytes in a file, so that their charset is ours to find."""
    return [
        json.dumps({"id": row["id"], "url": row["url"], "path": str(path_of(corpus, row)), "fetched": str(FETCHED)})
        + "\n"
        for row in (rows_of(corpus) if rows is None else rows)
    ]


def _prediction(corpus: str, article: dict[str, Any]) -> dict[str, Any]:
    """Return *article* as the referee takes it, with its lead where the gold has one."""
    if "error" in article:
        return {"id": article["id"], "text": "", "error": article["error"]["reason"]}
    return {
        "id": article["id"],
        "text": with_lead(corpus, article["lead"], article["text"]),
        "title": article["title"],
        "date": article["published_day"],
        "authors": list(article["authors"]),
    }


def with_lead(corpus: str, lead: str | None, text: str) -> str:
    """Return *text* as the gold of *corpus* tells it: under its lead, or without."""
    return "\n\n".join(filter(None, (None if corpus in WITHOUT_LEAD else lead, text)))
