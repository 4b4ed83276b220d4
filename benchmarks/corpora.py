"""The development corpora: pages with gold, which are no part of the repository."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("NEWSSPIDER_CORPUS") or ROOT.parent / "shared" / "corpus")
REFEREE = CORPUS.parent / "tools" / "score.py"
CORPORA = ("aeb", "fundus", "trafsegs", "wcxb", "cpe", "dragnet")
WITH_TEXT = ("aeb", "fundus", "wcxb", "cpe", "dragnet")
"""Corpora whose gold is the whole text; of trafsegs segments alone are known."""
WITHOUT_LEAD = frozenset(("aeb", "wcxb"))
"""Corpora whose gold leaves the lead out."""
FETCHED = datetime(2026, 12, 1, tzinfo=UTC)
"""What counts as now: later than every page, the same in every run."""
ABSENT = f"no corpora at {CORPUS} (set NEWSSPIDER_CORPUS): nothing measured"


@dataclass(frozen=True, slots=True)
class Task:
    """One page of a corpus, to be given to one system."""

    corpus: str
    system: str
    row: dict[str, Any]

    @property
    def path(self) -> Path:
        return path_of(self.corpus, self.row)

    @property
    def html(self) -> bytes:
        return gzip.decompress(self.path.read_bytes())


def are_there() -> bool:
    """Return whether corpora and referee are on this machine."""
    return CORPUS.is_dir() and REFEREE.is_file()


def path_of(corpus: str, row: dict[str, Any]) -> Path:
    return CORPUS / corpus / "pages" / f"{row['id']}.html.gz"


def rows_of(corpus: str) -> list[dict[str, Any]]:
    """Return the gold of *corpus*, a row a page."""
    with (CORPUS / corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pages_hash(corpus: str) -> str:
    """Return what tells one state of the pages of *corpus* from another."""
    whole = hashlib.sha256()
    for row in rows_of(corpus):
        whole.update(f"{row['id']} {row['url']} ".encode())
        whole.update(path_of(corpus, row).read_bytes())
    return whole.hexdigest()[:12]
