"""Which edits change no word of a story: a table of cases in many languages, and one of edits that look so."""

import string
from dataclasses import replace
from pathlib import Path

import pytest

from newsspider.article import Article, TrivialCause
from newsspider.edits.trivial import trivial_causes
from newsspider.edits.typography import plain

FOLDER = Path(__file__).parent
STORY = Article(url="https://isle.example/a", title="Ferry", lead=None, text="The ferry left.")


def cases(name: str) -> list[list[str]]:
    """Return the rows of a table; ``¶`` stands between paragraphs."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line.replace(" ¶ ", "\n\n").split("\t") for line in lines]


def causes(old: str, new: str, **options) -> set[str]:
    return set(map(str, trivial_causes(replace(STORY, text=old), replace(STORY, text=new), **options)))


@pytest.mark.parametrize(("expected", "old", "new"), cases("trivial.tsv"))
def test_what_is_no_word_of_the_story_is_trivial_there_and_back(expected, old, new):
    wanted = set(expected.split(","))

    assert (causes(old, new), causes(new, old)) == (wanted, wanted)


@pytest.mark.parametrize(("old", "new"), cases("real.tsv"))
def test_what_looks_trivial_and_is_a_word_of_the_story_is_an_edit(old, new):
    assert (causes(old, new), causes(new, old)) == (set(), set())


def test_the_tables_have_every_cause_but_what_a_site_repeats():
    told = {cause for row in cases("trivial.tsv") for cause in row[0].split(",")}

    assert told == set(TrivialCause) - {TrivialCause.SITE_BLOCK}


def test_what_the_site_is_known_to_repeat_is_trivial():
    line = "Follow the harbour office for more."

    found = causes("The ferry left.", f"The ferry left.\n\n{line}", is_known=lambda text: text == line)

    assert found == {"site-block"}


def test_an_equal_page_has_no_trivial_edit():
    assert causes("The ferry left.", "The ferry left.") == set()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "“Ferry”"}, set()),
        ({"title": "Ferry "}, {"typography"}),
        ({"lead": "At six."}, set()),
        ({"lead": "Updated 5 pm"}, {"date-line"}),
        ({"title": "Ferries", "text": "The ferry  left."}, set()),
    ],
)
def test_headline_and_standfirst_count_as_the_text_does(fields, expected):
    assert set(trivial_causes(STORY, replace(STORY, **fields))) == expected


def test_typography_keeps_letters_case_and_figures():
    kept = string.ascii_letters + string.digits + "äß東京नمک"

    assert plain(kept) == kept


def test_a_story_of_nothing_but_furniture_is_no_other_story():
    assert causes("12 views", "Advertisement") == {"counter", "advertisement"}


@pytest.mark.parametrize(("name", "is_trivial"), [("The Daily Quay", True), ("Daily", False), ("Live", False)])
def test_the_site_s_whole_name_behind_a_headline_is_none_of_its_words(name, is_trivial):
    signed = replace(STORY, title=f"Ferry | {name}")

    found = [trivial_causes(*pair, host="www.dailyquay.example") for pair in ((STORY, signed), (signed, STORY))]

    assert found == [{TrivialCause.TYPOGRAPHY} if is_trivial else set()] * 2
