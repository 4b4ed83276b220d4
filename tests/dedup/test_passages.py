import pytest

from newsspider.dedup.passages import MOST_PASSAGES, passages
from tests.dedup.stories import story


def test_shared_passages_are_told_by_their_places_in_both_texts():
    shared = [story(7, 30), story(8, 40)]
    one = f"{story(1, 50)} {shared[0]} {story(2, 50)} {shared[1]}"
    other = f"{shared[1]} {story(3, 50)} {shared[0]}"

    found = passages(one, other)

    assert [one[each.start : each.end] for each in found] == [
        other[each.other_start : each.other_end] for each in found
    ]
    assert [one[each.start : each.end].rstrip(".") for each in found] == [text.rstrip(".") for text in shared]


def test_a_few_words_in_common_are_no_passage():
    assert passages(f"{story(1, 50)} {story(3, 8)}", f"{story(3, 8)} {story(2, 50)}") == []


def test_a_sentence_without_spaces_is_a_passage():
    sentence = "東京都は四日、新しい橋の工事を来月から始めると発表し、住民に説明した。"

    (found,) = passages(f"きょうの主なできごと。{sentence}", f"{sentence}以上です、また明日お会いしましょう。")

    assert f"きょうの主なできごと。{sentence}"[found.start : found.end] == sentence.rstrip("。")


@pytest.mark.parametrize("one", ["", "a " * 300_000, "\u0301" * 300_000, "word " * 100_000])
def test_floods_end(one):
    assert len(passages(one, one)) <= MOST_PASSAGES
