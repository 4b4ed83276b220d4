"""The table of error classes blames the block that is wrong, and the points it tells are those that mending gives."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import block_classes as classes  # noqa: E402
import corpora  # noqa: E402
from corpora import Task, are_there  # noqa: E402
from errors import KEPT, MISSED, PageErrors, page_errors, points  # noqa: E402

pytestmark = pytest.mark.skipif(not are_there(), reason="the referee stands beside the development corpora")

PAGE = Path(__file__).parent / "pages" / "error-classes.html"
GOLD = [
    "The council of the valley voted late on Tuesday to keep the old bridge open for another three years at least.",
    "Farmers on the far bank had feared a detour of forty minutes for every load of milk they bring to the dairy.",
    "What comes next",
    "An engineer will look at the piers in spring, and the money is to come from the province and two villages.",
]
COMMENT = "I have driven over this bridge every day since 1987 and it has never moved by so much as a hair, honestly."
NEXT = "Elsewhere in the valley a school has won a prize for its orchard, which pupils have tended for eleven years."


@pytest.fixture
def errors(tmp_path, monkeypatch):
    """Return what a text predicted for the page lost, given its lines."""
    monkeypatch.setattr(corpora, "CORPUS", tmp_path)
    folder = tmp_path / "made" / "pages"
    folder.mkdir(parents=True)
    (folder / "one.html.gz").write_bytes(gzip.compress(PAGE.read_bytes()))
    row = {"id": "one", "url": "http://news.example/one", "title": "Bridge stays open", "text": "\n".join(GOLD)}
    return lambda *lines: page_errors((Task("made", "ours", json.loads(json.dumps(row))), "\n".join(lines)))


def test_a_kept_comment_is_blamed(errors):
    found = errors(*GOLD, COMMENT)

    assert found.surplus == {classes.COMMENT: 1.0}
    assert found.worst == (classes.COMMENT, KEPT)


def test_another_article_below_is_told_from_a_comment(errors):
    found = errors(*GOLD, NEXT)

    assert found.surplus == {classes.BELOW: 1.0}


def test_a_missed_sub_heading_is_blamed(errors):
    found = errors(*GOLD[:2], GOLD[3])

    assert found.missing == {classes.HEADING: 1.0}


def test_a_missed_paragraph_in_another_container_is_blamed(errors):
    found = errors(*GOLD[:3])

    assert found.missing == {classes.ELSEWHERE: 1.0}


def test_a_page_that_is_all_wrong_is_one_class(errors):
    found = errors(NEXT, COMMENT)

    assert found.surplus == found.missing == {classes.WHOLE_PAGE: 1.0}


def test_the_points_of_a_class_are_what_mending_it_gives():
    shares = {"surplus": {classes.COMMENT: 1.0}, "missing": {classes.LEAD: 1.0}}
    pages = [PageErrors(id=str(number), shares=(0.5, 0.25, 0.25), **shares) for number in range(4)]

    costs = points(pages)

    precise = 2 * 1.0 * (2 / 3) / (1.0 + 2 / 3)
    assert costs[classes.COMMENT, KEPT] == pytest.approx(100 * (precise - 2 / 3))
    whole = 2 * 0.75 * 1.0 / 1.75
    assert costs[classes.LEAD, MISSED] == pytest.approx(100 * (whole - 2 / 3))
