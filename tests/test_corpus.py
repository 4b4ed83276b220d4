"""Every real page through the whole path: no crash, the sum closes, a second replay stores nothing."""

import json
from pathlib import Path

import pytest

from tests.cron import Operator, sum_closes
from tests.shared import CORPUS, NAMES, needs_corpus

pytestmark = needs_corpus


def lines_of(name: str) -> list[str]:
    """Return the input lines of a corpus."""
    with (CORPUS / name / "gold.jsonl").open(encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    pages = CORPUS.resolve() / name / "pages"
    return [
        json.dumps({"id": f"{name}/{each['id']}", "url": each["url"], "path": str(pages / f"{each['id']}.html.gz")})
        for each in gold
    ]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    lines = [line for name in NAMES for line in lines_of(name)]
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_all_pages_are_replayed_and_a_second_replay_stores_nothing_new(tmp_path, pages):
    operator = Operator(tmp_path, {})

    first, second = (
        json.loads(operator.run("replay", str(pages), "--json", timeout=500).stdout) for _ in ("first", "second")
    )

    assert (first["due"], first["exit"], second["exit"]) == (1383, 0, 0)
    assert sum_closes(first)
    assert sum_closes(second)
    assert first["failed"] == {}
    assert (second["new"], second["revision"]) == (0, 0)
    assert operator.rows("PRAGMA integrity_check") == [("ok",)]
