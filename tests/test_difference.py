"""How two readings of a page differ."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsspider import delta
from newsspider.article import Article
from newsspider.difference import FieldChange, Mark, difference

FERRY = Article(url="https://isle.example/a", title="Ferry", text="The ferry left at six.\n\nTwo hundred were aboard.")


def told(old: str, new: str) -> list[list[str]]:
    found = difference(replace(FERRY, text=old), replace(FERRY, text=new))
    return [[f"{run.mark}{run.text}" for run in passage] for passage in found.passages]


def test_two_equal_readings_do_not_differ():
    assert not difference(FERRY, replace(FERRY))


@pytest.mark.parametrize(
    ("field", "old", "new", "shown"),
    [
        ("title", "Ferry", None, ("Ferry", None)),
        ("authors", (), ("Ada Quay",), ([], ["Ada Quay"])),
        ("published", None, datetime(2026, 11, 3, tzinfo=UTC), (None, "2026-11-03T00:00:00Z")),
        ("complete", True, False, (True, False)),
    ],
)
def test_fields_are_told_as_json_has_them(field, old, new, shown):
    found = difference(replace(FERRY, **{field: old}), replace(FERRY, **{field: new}))

    assert found.fields == (FieldChange(field, *shown),)


def test_paragraphs_come_and_go():
    assert told("One here.\n\nTwo here.", "Two here.\n\nThree here.") == [["-One here."], ["+Three here."]]


def test_an_edited_paragraph_is_told_word_by_word():
    assert told("The ferry left at six today.", "The ferry sails at six.") == [
        ["=The ferry", "-left", "+sails", "=at", "-six today.", "+six."]
    ]


def test_words_are_counted():
    found = difference(FERRY, replace(FERRY, text="The ferry sails at six."))

    assert (found.words_added, found.words_removed) == (1, 5)


def test_what_is_too_long_is_compared_by_its_ends(monkeypatch):
    monkeypatch.setattr(delta, "MOST_PAIRS", 10)
    old = [f"Line {number}." for number in range(40)]
    new = [*old[:20], "Inserted.", *old[20:]]

    assert told("\n\n".join(old), "\n\n".join(new)) == [["+Inserted."]]
    assert told("\n\n".join(old), "\n\n".join(old[5:])) == [[f"-{line}"] for line in old[:5]]


def test_a_repeated_line_at_the_cut_is_counted_once(monkeypatch):
    monkeypatch.setattr(delta, "MOST_PAIRS", 0)

    assert told("a\n\na\n\na", "a\n\na") == [["-a"]]
    assert told("a\n\na", "a\n\na\n\na") == [["+a"]]


def test_a_script_without_spaces_is_told_letter_by_letter():
    passages = difference(replace(FERRY, text="渡船六点开了"), replace(FERRY, text="渡船七点开了")).passages

    assert [[(run.mark, run.text, run.gap) for run in passage] for passage in passages] == [
        [(Mark.SAME, "渡船", ""), (Mark.REMOVED, "六", ""), (Mark.ADDED, "七", ""), (Mark.SAME, "点开了", "")]
    ]


def test_a_letter_keeps_its_marks():
    assert told("เรือออกที่ท่า", "เรือออกทีท่า") == [["=เรือออก", "-ที่", "+ที", "=ท่า"]]
