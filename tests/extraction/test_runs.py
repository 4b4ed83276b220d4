"""Tables and lists amid prose, and questions with their answers, are the story's for where they stand."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.extraction.correction import talk_of
from newsspider.extraction.features import FAR, NAMES
from newsspider.extraction.outline import Piece, read_pieces
from newsspider.extraction.runs import answers_below, of_like_make, runs_amid

STORY = "The ferry to the islands runs again after a winter in the dock, and the first to board it were the teachers."
LINE = f"<p>{STORY}</p>"
TABLE = "<table><tr><td>Norra</td><td>9 am</td></tr><tr><td>Sule</td><td>noon</td></tr></table>"
QUESTIONS = 3 * f"<h3>When does the ferry leave?</h3><p>{STORY}</p>"


def pieces_of(body: str) -> list[Piece]:
    return read_pieces(html.fromstring(f"<html><body>{body}</body></html>").find("body"))


def prose_of(pieces: list[Piece]) -> list[int]:
    return [index for index, piece in enumerate(pieces) if piece.text == STORY]


def test_a_table_between_paragraphs_is_the_storys():
    pieces = pieces_of(f"{LINE}{TABLE}{LINE}")

    assert runs_amid(pieces, prose_of(pieces), {}) == [1, 2]


@pytest.mark.parametrize(
    "body",
    [
        f"{LINE}{TABLE}",
        f"{LINE}<p>Weather</p>{TABLE}{LINE}",
        f"{LINE}{TABLE.replace('Norra', '<a href=/n>Norra by the ferry</a>')}{LINE}",
    ],
    ids=["last", "below-a-dropped-line", "of-links"],
)
def test_another_table_is_not(body):
    pieces = pieces_of(body)

    assert runs_amid(pieces, prose_of(pieces), {}) == []


@pytest.mark.parametrize(
    ("harbours", "score", "expected"),
    [(3, 0.2, [1, 2, 3]), (3, 0.1, []), (2, 0.2, [])],
    ids=["list", "unlikely", "two-items"],
)
def test_a_list_between_paragraphs_is_the_storys_where_the_model_does_not_know_better(harbours, score, expected):
    pieces = pieces_of(f"{LINE}<ul>{harbours * '<li>A harbour: Norra</li>'}</ul>{LINE}")

    assert runs_amid(pieces, prose_of(pieces), dict.fromkeys(range(1, 4), score)) == expected


def test_a_table_of_which_a_row_is_kept_was_judged():
    pieces = pieces_of(f"{LINE}{TABLE}{LINE}")

    assert runs_amid(pieces, [0, 1, 3], {}) == []
    assert runs_amid(pieces, [0, 2, 3], {}) == []


def test_questions_below_the_story_are_its_own_with_their_answers():
    pieces = pieces_of(f"{LINE}<p>Subscribe</p><h2>Frequently asked questions: ferries</h2>{QUESTIONS}<p>Share</p>")

    assert answers_below(pieces, [0]) == list(range(2, 9))


@pytest.mark.parametrize(
    "body",
    [f"<h2>More for you</h2>{QUESTIONS}", f"<h2>FAQ</h2><p>Contact</p>{QUESTIONS}", f"<h2>FAQ</h2>{LINE}"],
    ids=["other-heading", "no-answers", "one-answer"],
)
def test_other_prose_below_the_story_is_not(body):
    pieces = pieces_of(LINE + body)

    assert answers_below(pieces, [0]) == []


def test_answers_of_which_one_is_kept_were_judged():
    pieces = pieces_of(f"{LINE}<h2>FAQ</h2>{QUESTIONS}")

    assert answers_below(pieces, [0, 3]) == []


def a_row(*, since_comments: int = FAR, in_box: bool = False) -> list[float]:
    numbers = dict.fromkeys(NAMES, 0.0) | {"since_comments": float(since_comments), "any_comment": float(in_box)}
    return [numbers[name] for name in NAMES]


def test_readers_talk_begins_below_the_story():
    pieces = pieces_of(3 * LINE)
    scores = {0: 0.9, 1: 0.9, 2: 0.5}

    above = {0: a_row(since_comments=0), 1: a_row(since_comments=1), 2: a_row(since_comments=2)}
    below = {0: a_row(), 1: a_row(), 2: a_row(since_comments=0)}

    assert talk_of(pieces, above, scores) == frozenset()
    assert talk_of(pieces, below, scores) == {2}


def test_a_name_that_the_story_itself_stands_in_tells_of_no_talk():
    pieces = pieces_of(3 * LINE)
    scores = {0: 0.9, 1: 0.9, 2: 0.5}

    assert talk_of(pieces, {index: a_row(in_box=True) for index in range(3)}, scores) == frozenset()
    assert talk_of(pieces, {index: a_row(in_box=index == 2) for index in range(3)}, scores) == {2}


ENTRY = f'<div class="entry"><h3>{{name}}</h3><p>{STORY}</p></div>'


def entries_of(*names: str) -> list[Piece]:
    return pieces_of(LINE + "".join(ENTRY.format(name=name) for name in names) + LINE)


def test_of_entries_made_alike_none_is_lost():
    pieces = entries_of("Norra", "Sule", "Hamn", "Vik")  # headings 1, 3, 5, 7
    kept = [0, 1, 2, 4, 5, 6, 7, 8, 9]

    assert of_like_make(pieces, kept, {3: 0.2}) == [3]
    assert of_like_make(pieces, kept, {3: 0.1}) == []
    assert of_like_make(pieces, [0, 2, 4, 5, 6, 7, 8, 9], {3: 0.9}) == []  # two are no habit


def test_a_heading_of_an_entry_that_went_goes_too():
    pieces = entries_of("Norra", "Sule", "Hamn", "Vik")
    kept = [0, 1, 2, 5, 6, 7, 8, 9]

    assert of_like_make(pieces, kept, {3: 0.3, 4: 0.1}) == []
    assert of_like_make(pieces, kept, {3: 0.3, 4: 0.2}) == [3, 4]


def test_what_is_made_otherwise_is_no_entry():
    other = f'<div class="teaser"><h3>Also on the coast</h3><p>{STORY}</p></div>'
    pieces = pieces_of(LINE + 2 * ENTRY.format(name="Norra") + other + 2 * ENTRY.format(name="Vik") + LINE)

    assert of_like_make(pieces, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11], {5: 0.4, 6: 0.4}) == []
