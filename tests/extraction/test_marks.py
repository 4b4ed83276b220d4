"""Lines without a word and disguised labels go; what only looks like them stays."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.extraction.block import Block, block_of
from newsspider.extraction.lines import Sieve, drop_by_rules
from newsspider.extraction.marks import drop_marks, without_anchors
from newsspider.extraction.outline import read_pieces

STORY = "The ferry to the islands runs again after a winter in the dock, and the first to board it were the teachers."


@pytest.mark.parametrize("line", ["\u200b", "\u200d \u2060", "\ufe0f", ".", "—", "|", "•", ","])
def test_a_line_that_holds_no_word_is_dropped(line):
    sieve = Sieve()

    kept = drop_marks([Block(STORY), Block(line)], sieve)

    assert [block.text for block in kept] == [STORY]
    assert [block.rule for block in sieve.removed] == ["no-words"]


@pytest.mark.parametrize("line", ["?", "…", "}", "* * *", "7", "水", "ก็", "क", "🎉", "§ 3", "€", "?!"])
def test_a_line_of_one_word_figure_or_picture_stays(line):
    assert [block.text for block in drop_marks([Block(STORY), Block(line)], Sieve())] == [STORY, line]


def test_a_letter_that_wears_a_stand_in_is_judged_as_itself():
    def restore(text: str) -> str:
        return text.replace("\U000e01ef", "水")

    assert len(drop_marks([Block(STORY), Block("\U000e01ef")], Sieve(), restore)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "A D V E R T I S E M E N T",
        "- A d v e r t i s e m e n t -",
        "\u0410dvertisem\u0435nt",
        "Ａｄｖｅｒｔｉｓｅｍｅｎｔ",
        "Ad\u200bvertise\u200bment",
    ],
)
def test_a_disguised_label_of_an_advertisement_is_dropped(line):
    sieve = Sieve()

    kept = drop_marks([Block(STORY), Block(line)], sieve)

    assert len(kept) == 1
    assert sieve.removed[0].rule == "advertisement"


@pytest.mark.parametrize("line", ["Реклама дорожает", "U N I C E F", "Α and Ω", "A B C D E F G"])
def test_other_words_in_spaced_or_foreign_letters_stay(line):
    assert len(drop_marks([Block(STORY), Block(line)], Sieve())) == 2


def test_fields_of_a_form_are_dropped_beside_a_story_and_stay_where_nothing_else_is_there():
    form = [Block("Name (required)"), Block("Mail (will not be published) (required)"), Block("No comments yet.")]

    beside, alone = drop_marks([Block(STORY), *form], Sieve()), drop_marks([Block("A film."), *form], Sieve())

    assert [block.text for block in beside] == [STORY]
    assert len(alone) == 4


@pytest.mark.parametrize(
    "line", ["📖 Read more: The islands in winter", "➡️ Lesen Sie auch: Die Fähre", "» Follow us on Instagram"]
)
def test_a_picture_before_a_line_that_points_elsewhere_hides_nothing(line):
    assert drop_by_rules([Block(line)], Sieve()) == []


@pytest.mark.parametrize(
    ("heading", "left"),
    [
        ('Harbours <a href="#harbours">#</a>', "Harbours"),
        ('<a href="#harbours">¶</a> Harbours', "Harbours"),
        ("Written in C#", "Written in C#"),
        ('Written in <a href="/c">C#</a>', "Written in C#"),
        ('<a href="/harbours">Harbours #</a>', "Harbours #"),
        ('<a href="#top">#</a>', "#"),
    ],
)
def test_a_heading_is_kept_without_the_mark_that_links_to_it(heading, left):
    pieces = read_pieces(html.fromstring(f"<html><body><h2>{heading}</h2></body></html>").find("body"))

    assert [block.text for block in without_anchors([block_of(pieces, 0)], pieces)] == [left]


def test_what_asks_to_fill_a_field_in_goes_in_any_language():
    told = f"<p>{STORY}</p><p>Mitt sudd: <input type=checkbox> färjan</p>"
    asked = "<div>Hagyja itt a címét, hogy mindenről tudjon <input type=email></div><p>نامتان <textarea></textarea></p>"
    pieces = read_pieces(html.fromstring(f"<div>{told}{asked}</div>"))
    sieve = Sieve()

    kept = drop_marks([block_of(pieces, index) for index in range(len(pieces))], sieve, str, pieces)

    assert [block.index for block in kept] == [0, 1, 2]
    assert {block.rule for block in sieve.removed} == {"form-field"}
