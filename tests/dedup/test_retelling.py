import pytest

from newsspider.dedup.retelling import FAITHFUL, retelling, shares
from tests.dedup.stories import first, story

WHOLE = story(1, 400)


def halves(text):
    return "\n\n".join(text.split("\n\n")[:4]), "\n\n".join(text.split("\n\n")[4:])


def test_a_story_told_as_it_was_is_faithful():
    assert retelling(WHOLE, WHOLE.upper()) == FAITHFUL


def test_a_paragraph_that_moved_or_was_cut_in_two_is_no_change():
    beginning, end = halves(WHOLE)

    moved = retelling(WHOLE, f"{end}\n\n{beginning}")
    parted = retelling(WHOLE, WHOLE.replace(" ", "\n\n", 3))

    assert moved == parted == FAITHFUL


def test_words_put_in_are_counted_and_the_words_beside_them_are_not():
    edited = WHOLE.split(" ")
    edited[100:101] = ["quite", "another"]

    retold = retelling(WHOLE, " ".join(edited))

    assert (retold.words_added, retold.words_removed, retold.own) == (2, 1, ())


def test_a_story_cut_in_half_has_lost_half():
    retold = retelling(WHOLE, halves(WHOLE)[0])

    assert (retold.cut, retold.words_removed, retold.words_added) == (0.5, 200, 0)


def test_a_paragraph_of_its_own_is_told_as_it_is_written():
    local = story(2, 40)

    retold = retelling(WHOLE, f"{first(WHOLE, 300)}\n\n{local}")

    assert retold.own == (local,)
    assert retold.words_added == 40


def test_a_heading_between_paragraphs_is_no_paragraph_of_its_own():
    assert retelling(WHOLE, f"Of the sea\n\n{WHOLE}").own == ()


def test_letters_are_compared_where_words_are_not_parted():
    original = "東京都の天気は朝から晴れて風も弱くなる見込みだと気象庁が発表した。\n\n午後は雲が広がり夜は雨になる。"
    local = "大阪の地元では花火大会が予定どおり開かれると市が明らかにした。"

    retold = retelling(original, f"{original}\n\n{local}")

    assert retold.own == (local,)
    assert retold.words_removed == 0


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("", WHOLE), (WHOLE, ""), ("Ferry.", "Ferry."), ("Ferry.", "Tug.")]
)
def test_next_to_nothing_is_compared_too(one, other):
    retold = retelling(one, other)

    assert (retold.words_added == 0) == (other == "" or one == other)


def test_of_a_text_without_end_the_beginning_is_looked_at():
    endless = "on and on " * 500_000

    assert retelling(endless, endless) == FAITHFUL


def test_shares_are_told_both_ways():
    assert shares(WHOLE, WHOLE) == (1.0, 1.0)
    assert shares(halves(WHOLE)[0], WHOLE) == (1.0, pytest.approx(0.495, abs=0.01))
    assert shares("", WHOLE) == (0.0, 0.0)
