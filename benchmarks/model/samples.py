"""Pages as the model sees them, with what it should say and how much that counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from corpora import FETCHED, Task, rows_of

from model.folds import fold_of
from model.labels import UNKNOWN, labels_of, segment_labels
from newsspider.article import Page
from newsspider.extraction.alignment import coverage
from newsspider.extraction.body import find_paragraphs, pieces_of
from newsspider.extraction.features import NAMES, read_rows
from newsspider.extraction.hints import NO_HINTS
from newsspider.extraction.metadata import read_metadata
from newsspider.extraction.outline import Piece, container_of
from newsspider.extraction.parse import alone, parse

CORPORA = {"aeb": 3.0, "fundus": 3.0, "trafsegs": 1.5, "wcxb": 2.0}
"""What is trained on, and how much a page counts: news pages more than articles of all kinds.

Their annotations are MIT (aeb, fundus), Apache-2.0 (trafsegs) and CC-BY-4.0 (wcxb).
"""
ALONE_WEIGHT = 0.2
"""What an article without its page counts, which says less of pages as they are."""
NEARLY_ALL = 0.98
"""The container of the article holds this share of its letters."""
LEAST_WORDS = 20
"""Pages with less gold teach nothing."""
FAR_SHARE = 0.15
"""Share of the pieces that neither engine nor gold has which is drawn, of wcxb, whose pages have most of them."""

_IS_TITLE, _IS_SUMMARY, _SIZE, _KEPT = map(NAMES.index, ("is_title", "is_summary", "size", "kept"))


@dataclass(frozen=True, slots=True)
class Sample:
    """The pieces of one page."""

    corpus: str
    fold: int
    rows: Any
    """Numbers, pieces x features."""
    labels: Any
    weights: Any


def samples() -> Iterator[Sample]:
    """Yield the pages of all corpora, in order, each followed by its article alone."""
    for corpus in CORPORA:
        for row in rows_of(corpus):
            yield from samples_of(corpus, row)


def samples_of(corpus: str, row: dict[str, Any]) -> Iterator[Sample]:
    """Yield the page of *row*, and its article without the furniture around it, as print views and plain pages are.

    Nothing comes of a page that has nothing to teach.
    """
    if not (row.get("text") or row.get("with")):
        return
    tree = parse(Page(url=row["url"], body=Task(corpus, "newsspider", row).html, fetched=FETCHED)).tree
    metadata = read_metadata(tree, row["url"], NO_HINTS, FETCHED)
    pieces = pieces_of(tree)
    whole = _sample(corpus, row, tree, metadata, pieces)
    if whole is None:
        return
    yield whole
    if row.get("text"):
        own = [piece for piece, label in zip(pieces, labels_of(pieces, row["text"]), strict=True) if label == 1]
        container = container_of(own, NEARLY_ALL)
        if container is not None and container.tag not in ("html", "body"):
            bare = alone(container)
            sample = _sample(corpus, row, bare, metadata, pieces_of(bare))
            if sample is not None:
                yield replace(sample, weights=ALONE_WEIGHT * sample.weights)


def _sample(corpus: str, row: dict[str, Any], tree: Any, metadata: Any, pieces: list[Piece]) -> Sample | None:
    found = find_paragraphs(tree, pieces, row["url"], metadata.language)
    seen = read_rows(pieces, coverage(found, pieces), metadata.titles, metadata.descriptions)
    if not seen.rows:
        return None
    labels = np.array(labels_of(pieces, row["text"]) if row.get("text") else segment_labels(pieces, row))[seen.indices]
    rows = np.array(seen.rows, np.float32)
    weights = _weights(corpus, row, rows, labels, [len(pieces[index].text.split()) for index in seen.indices])
    return Sample(corpus, fold_of(row["host"]), rows, np.maximum(labels, 0), weights)


def _weights(corpus: str, row: dict[str, Any], rows: Any, labels: Any, words: list[int]) -> Any:
    """Return how much each piece counts: by its words in the text's; headlines and foreign leads don't.

    Golds differ in whether the headline and the lead are part of the text; with us they never are.
    """
    known = labels != UNKNOWN
    if not row.get("text"):
        return np.where(known, 0.6 * CORPORA[corpus] / max(1, known.sum()), 0.0)
    length = len(row["text"].split())
    if length < LEAST_WORDS:
        return np.zeros(len(labels))
    weights = CORPORA[corpus] * (np.minimum(words, 300) + 3.0) / (length + 100.0)
    return np.where((rows[:, _IS_TITLE] > 0) | ((rows[:, _IS_SUMMARY] > 0) & (labels == 0)), 0.0, weights)


def thinned(sample: Sample, draw: Any) -> Sample:
    """Return *sample* with `FAR_SHARE` of its far pieces, each counting for those that were left out."""
    if sample.corpus != "wcxb":
        return sample
    far = (sample.rows[:, _KEPT] < 0.1) & (sample.labels == 0)
    stays = ~far | (draw.random(len(far)) < FAR_SHARE)
    weights = np.where(far, sample.weights / FAR_SHARE, sample.weights)
    return Sample(sample.corpus, sample.fold, sample.rows[stays], sample.labels[stays], weights[stays])
