import subprocess
import sys
from random import Random

import pytest

from newsspider.dedup import fingerprint as room
from newsspider.dedup.fingerprint import ALL, EIGHTH, LISTED, MOST_SAMPLES, fingerprint, pack, shingle_hashes, unpack
from tests.dedup.stories import story

KNOWN = [21979662261, 26228816179]
"""Of "one two three four five six": archives hold such values."""
AT_LENGTHS = pytest.mark.parametrize("length", [20, 60, 300, 900, 5_000])


def test_the_same_text_has_the_same_fingerprint_in_every_process():
    program = "from newsspider.dedup.fingerprint import shingle_hashes as h; print(h('one two three four five six'))"

    told = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]

    assert told[0] == told[1] == f"{shingle_hashes('one two three four five six')}\n"


def test_the_hashes_stay_what_they_were_when_archives_were_written():
    assert shingle_hashes("one two three four five six") == KNOWN


def test_case_quotes_and_punctuation_do_not_count():
    plain = "The mayor's office said on Monday that it won't close the old bridge for good."

    curly = "THE MAYOR’S office said, on Monday: that it won’t close “the old bridge” for good!"

    assert shingle_hashes(plain) == shingle_hashes(curly)


def test_a_mark_above_a_letter_counts():
    assert shingle_hashes("कल की बात और है") != shingle_hashes("कल को बात और है")
    assert shingle_hashes("va con el si no") != shingle_hashes("va con él sí no")


def test_scripts_without_spaces_are_compared_by_ten_letters():
    assert len(shingle_hashes("東京都は四日、新しい橋の工事を始めた。")) == 17 - 10 + 1


@AT_LENGTHS
def test_a_sample_holds_everything_below_its_limit(length):
    text = story(1, length)

    one = fingerprint(None, text)

    assert one is not None
    assert list(one.samples) == sorted({value for value in shingle_hashes(text) if value < one.limit})
    assert 16 <= len(one.samples) <= MOST_SAMPLES
    assert set(one.keys) <= set(one.samples)
    assert one.limit in {EIGHTH, ALL} or len(one.samples) in {16, MOST_SAMPLES}


@AT_LENGTHS
def test_what_is_packed_comes_out_again(length):
    one = fingerprint("A lead of 3 words and 12.5 more", story(2, length))

    assert one is not None
    assert unpack(pack(one)) == one


def test_a_news_article_takes_less_than_half_a_kilobyte():
    one = fingerprint(None, story(3, 600))

    assert one is not None
    assert len(pack(one)) < 500
    assert len([key for key in one.keys if key >= LISTED]) < 20


@pytest.mark.parametrize("text", ["", "Ten words are too few to say who wrote them.", " \n\u0301", "¿? … — !"])
def test_what_says_too_little_has_no_fingerprint(text):
    assert fingerprint(None, text) is None


def test_one_sentence_for_ever_has_no_fingerprint():
    assert fingerprint(None, "The road is closed between the two bridges until further notice tonight. " * 500) is None


def test_the_lead_belongs_to_it():
    lead, text = story(4, 40), story(5, 200)

    assert fingerprint(lead, text) == fingerprint(None, f"{lead}\n{text}")


def test_of_a_long_text_a_bounded_part_is_hashed(monkeypatch):
    lengths = []
    hashes = room.shingle_hashes
    monkeypatch.setattr(room, "shingle_hashes", lambda text: lengths.append(len(text)) or hashes(text))
    words = [f"word{at}" for at in range(100_000)]
    Random(1).shuffle(words)

    one = fingerprint(None, " ".join(words * 6))

    assert lengths == [200_000]
    assert one is not None
    assert len(one.samples) == MOST_SAMPLES


def test_a_flood_of_shingles_that_are_all_alike_ends():
    assert fingerprint(None, "a " * 2_000_000) is None
    assert fingerprint(None, "\u0301" * 2_000_000) is None
