"""How a text came out of another: whatever changed, the earlier one can be read back to the letter."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsspider.delta import Edit, Patience, delta, earlier, pack, steps, unpack
from newsspider.errors import ArchiveCorruptError
from newsspider.text import spaced_words

WORDS = st.sampled_from(
    [
        "The",
        "ferry",
        "6",
        "six.",
        "“Nein”",
        "नाव",
        "छह",
        "เรือที่",
        "東京",
        "渡船六点",
        "한국어",
        "غادرت",
        "👨‍👩‍👧",
        "e\u0301",
        " ",
        "",
        "—",
    ]
)
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=8).map("\n\n".join)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS | ANY, TEXTS | ANY)
@example("", "new")
@example("a\n\nb", "b\n\na")
@settings(derandomize=True, deadline=None, max_examples=400)
def test_the_earlier_text_is_read_back_to_the_letter(old, new):
    packed = pack(delta(old, new).edits)

    assert earlier(new, unpack(packed)) == old


@given(TEXTS | ANY)
@settings(derandomize=True, deadline=None)
def test_cut_words_are_the_text_again(text):
    assert "".join(spaced_words(text)) == text


def test_a_passage_is_told_by_its_words_and_not_by_its_paragraph():
    old = "The ferry left at six.\n\nTwo hundred people stood on deck, the pilot said on Sunday."
    new = "The ferry left at six.\n\nThree hundred people stood on deck, the pilot said on Monday.\n\nIt was late."

    found = delta(old, new)

    assert found.edits == (
        Edit(22, "\n\nTwo", "\n\nThree"),
        Edit(77, " Sunday.", " Monday.\n\nIt was late."),
    )
    assert (found.words_added, found.words_removed) == (5, 2)


def test_scripts_without_spaces_are_compared_by_letters():
    assert delta("渡船六点离开码头，船上有两百人。", "渡船七点离开码头，船上有两百人。").edits == (Edit(2, "六", "七"),)


def test_places_are_those_of_the_later_text():
    old, new = "One two three four five six.", "Nought one two three and four six."

    for edit in delta(old, new).edits:
        assert new[edit.place : edit.place + len(edit.new)] == edit.new


def test_changes_that_next_to_nothing_parts_are_one():
    assert delta("At 6 on 7 May the ferry left the quay.", "At 8 on 9 May the ferry left the quay.").edits == (
        Edit(2, " 6 on 7", " 8 on 9"),
    )


def test_texts_that_share_nothing_are_one_passage():
    assert delta("One two three.", "Vier fünf sechs.").edits == (Edit(0, "One two three.", "Vier fünf sechs."),)


def test_equal_texts_have_no_delta():
    assert not delta("One.", "One.")


def test_distant_edits_of_a_long_text_stay_small():
    lines = [f"Line {number} of the log." for number in range(5_000)]
    later = ["A head.", *lines[:2_000], "A line put in.", *lines[2_000:], "A foot."]

    edits = delta("\n\n".join(lines), "\n\n".join(later)).edits

    assert sum(len(edit.old) + len(edit.new) for edit in edits) < 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n".join("abab" * 2_500), "\n\n".join("baa" * 3_333)),
        (" ".join("ab" * 200_000), " ".join("ba" * 200_000)),
        ("word " * 400_000, "other " * 400_000),
        ("x" * 2_000_000, "y" * 2_000_000),
    ],
    ids=["one-word paragraphs", "two words", "nothing shared", "one word"],
)
def test_hostile_texts_are_read_back_too(old, new):
    assert earlier(new, delta(old, new).edits) == old


def test_no_more_is_compared_than_patience_lasts_for():
    old, new = ["ab"[number % 2] for number in range(90)], ["ba"[number % 3 > 0] for number in range(90)]
    patience = Patience(500)
    for begin in range(0, 90, 10):
        list(steps(old[begin : begin + 10], new[begin : begin + 10], patience))

    exhausted = list(steps(old, new, patience))

    assert not patience.lasts_for(500)
    assert [step[0] for step in exhausted].count(False) == 1


@pytest.mark.parametrize("packed", ["[[0]]", "{}x", '[["a","b","c"]]', '[[99,"a","b"]]', '[[3,"","r"],[0,"",""]]'])
def test_what_does_not_fit_is_told(packed):
    with pytest.raises(ArchiveCorruptError):
        earlier("ferry", unpack(packed))
