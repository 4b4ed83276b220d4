from datetime import datetime
from itertools import count

import pytest

from newsspider.article import Relation
from newsspider.dedup.fingerprint import fingerprint, shingle_hashes
from newsspider.dedup.kinship import STOP_CLUSTERS, Candidate, is_roundup, kinships, parent_of, rank, stops
from tests.dedup.stories import first, story

WEATHER = (
    "Temperatures in the city will climb to {} degrees on Monday, the weather service said, with a low of {} degrees "
    "overnight. Winds of up to {} kilometres an hour are expected along the coast, and humidity will stay near {} "
    "percent. Rainfall of {} millimetres was recorded at the airport in the past day, against {} millimetres before."
)


def candidate(at, text, **more):
    one = fingerprint(None, text)
    assert one is not None
    return Candidate(id=at, cluster=at, fingerprint=one, **more)


def judged(text, *others, stop=(), **more):
    """Hold *text* against *others*, whose ids are 1, 2, 3..."""
    one = fingerprint(None, text)
    assert one is not None
    texts = dict(enumerate(others, 1))
    return kinships(
        one,
        [candidate(at, other, **more) for at, other in texts.items()],
        stop=stop,
        hashes=lambda at: shingle_hashes(text if at is None else texts[at]),
        texts=lambda at: text if at is None else texts[at],
    )


def relations(*arguments, **more):
    return [(one.other.id, one.relation, one.is_smaller) for one in judged(*arguments, **more)]


def test_the_same_text_is_a_copy_wholly():
    (one,) = judged(story(1, 400), story(1, 400))

    assert (one.relation, one.of_newcomer, one.of_other) == (Relation.COPY, 1.0, 1.0)


def test_other_stories_are_nothing_to_each_other():
    assert judged(story(1, 400), story(2, 400)) == []


@pytest.mark.parametrize("words", [60, 150, 500, 1_500])
def test_the_first_six_tenths_are_a_copy(words):
    whole = story(words, words)

    assert relations(first(whole, words * 6 // 10), whole) == [(1, Relation.COPY, True)]


@pytest.mark.parametrize("words", [150, 500, 1_500])
def test_the_first_quarter_is_an_excerpt_whichever_came_first(words):
    whole = story(words, words)
    part = first(whole, words // 4)

    assert relations(part, whole) == [(1, Relation.EXCERPT_OF, True)]
    assert relations(whole, part) == [(1, Relation.EXCERPT_OF, False)]


def test_a_passage_taken_over_is_reuse():
    passage = story(3, 100)

    (one,) = judged(f"{story(1, 150)}\n\n{passage}", f"{passage}\n\n{story(2, 400)}")

    assert one.relation is Relation.REUSE
    assert one.of_newcomer == pytest.approx(0.4, abs=0.2)
    assert one.of_other == pytest.approx(0.2, abs=0.1)


def test_a_text_made_of_three_others_is_a_roundup_of_each():
    three = [story(at, 300) for at in (1, 2, 3)]

    found = relations("\n\n".join(first(each, 90) for each in three), *three)

    assert sorted(found) == [(at, Relation.ROUNDUP, True) for at in (1, 2, 3)]


def test_one_form_filled_in_with_other_numbers_is_nothing():
    numbers = count(11, 7)
    one, other = (WEATHER.format(*(next(numbers) for _ in range(6))) for _ in range(2))

    assert judged(one, other) == []


def test_a_copy_with_one_number_corrected_stays_a_copy():
    one = f"{story(1, 100)} {WEATHER.format(1, 2, 3, 4, 5, 6)}"

    other = f"{story(1, 100)} {WEATHER.format(1, 2, 3, 4, 5, 70)}"

    assert relations(one, other) == [(1, Relation.COPY, True)]


def test_what_many_texts_have_in_common_tells_nothing():
    boilerplate = story(9, 200)
    one, other = (f"{story(at, 60)}\n\n{boilerplate}" for at in (1, 2))
    known = fingerprint(None, boilerplate)
    assert known is not None

    assert relations(one, other) == [(1, Relation.COPY, True)]
    assert judged(one, other, stop=known.samples) == []


def test_two_of_scripts_without_spaces_are_compared_by_letters():
    one = "".join(chr(0x4E00 + (at * at * 7) % 4_001) for at in range(300))

    assert relations(f"（大阪、五日）{one}", one) == [(1, Relation.COPY, False)]


def test_the_closest_copy_is_the_parent():
    whole = story(1, 500)

    found = judged(whole, first(whole, 300), first(whole, 490), first(whole, 100))

    assert [one.other.id for one in found] == [2, 1, 3]
    assert parent_of(found) == found[0]


def test_a_whole_story_is_the_parent_before_a_nearer_excerpt_of_it():
    whole = story(1, 400)
    text = first(whole, 220)

    others = [candidate(1, first(whole, 170), is_excerpt=True), candidate(2, whole)]
    texts = {None: text, 1: first(whole, 170), 2: whole}
    found = kinships(fingerprint(None, text), others, hashes=lambda at: shingle_hashes(texts[at]), texts=texts.get)

    assert [one.other.id for one in found] == [1, 2]
    assert parent_of(found).other.id == 2


def test_an_excerpt_is_one_of_the_oldest_text_that_has_it_and_is_no_roundup():
    whole = story(1, 400)
    part = fingerprint(None, first(whole, 80))
    assert part is not None
    three = [
        candidate(1, f"{whole} {story(2, 30)}", since=datetime(2026, 11, 3, 9), is_roundup=True),
        candidate(2, f"{whole} {story(3, 30)}", since=datetime(2026, 11, 3, 12)),
        candidate(3, f"{whole} {story(4, 30)}", since=datetime(2026, 11, 3, 10)),
    ]

    found = kinships(
        part, three, hashes=lambda at: shingle_hashes(first(whole, 80) if at is None else whole), texts=str
    )

    parent = parent_of(found)
    assert parent is not None
    assert parent.other.id == 3


def test_nobody_is_the_parent_of_a_text_that_stands_alone():
    assert parent_of([]) is None


def test_full_texts_are_asked_for_only_where_samples_leave_a_doubt():
    asked = []
    whole = story(1, 1_000)
    one = fingerprint(None, whole)
    assert one is not None

    for other in (whole, story(2, 1_000), first(whole, 900)):
        kinships(one, [candidate(1, other)], hashes=lambda at: asked.append(at) or (), texts=asked.append)

    assert asked == []


def test_keys_of_too_many_texts_find_none():
    listed = {key: list(range(STOP_CLUSTERS)) for key in range(60)}

    assert rank(listed) == []
    assert stops(listed) == frozenset(range(60))


def test_at_most_eight_are_compared_however_many_share_something():
    listed = {key: [100 * key + at for at in range(5)] for key in range(10)}

    assert len(rank(listed)) == 8


@pytest.mark.parametrize("shares", [[], [1.0], [0.9, 0.1], [0.2, 0.2], [0.11] * 9])
def test_what_is_mostly_its_own_or_mostly_of_one_is_no_roundup(shares):
    assert not is_roundup(shares)
