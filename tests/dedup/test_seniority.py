from datetime import UTC, datetime, timedelta

from newsspider.article import DateSource
from newsspider.dedup.seniority import FIRST_SEEN, PUBLISHED, Claim, Origin, origin_of

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def claim(at, *, seen=NOON, published=None, raw="2026-11-03T12:00:00Z", source=DateSource.JSON_LD, agency=None):
    return Claim(
        id=at,
        first_seen=seen,
        published=published,
        published_raw=None if published is None else raw,
        published_source=None if published is None else source,
        agency=agency,
    )


def test_the_first_published_is_the_original_though_seen_last():
    found = origin_of([claim(1, published=NOON), claim(2, seen=NOON + 9 * HOUR, published=NOON - HOUR)])

    assert found == Origin(2, PUBLISHED, 0.9)


def test_without_times_the_first_seen_is_the_original():
    assert origin_of([claim(1, seen=NOON), claim(2, seen=NOON - HOUR)]) == Origin(2, FIRST_SEEN, 0.7)


def test_a_day_without_an_hour_is_not_believed():
    midnight = NOON.replace(hour=0)

    found = origin_of([claim(1, published=NOON - HOUR), claim(2, published=midnight, raw="2026-11-03")])

    assert found.id == 1


def test_a_time_that_is_yet_to_come_is_not_believed():
    found = origin_of([claim(1, published=NOON + 30 * HOUR), claim(2, published=NOON + HOUR / 2)])

    assert found == Origin(1, FIRST_SEEN, 0.7)


def test_a_date_of_the_address_or_of_the_text_is_not_believed():
    found = origin_of([claim(1, published=NOON), claim(2, published=NOON - HOUR, source=DateSource.URL)])

    assert found.reason == FIRST_SEEN or found.id == 1


def test_a_credit_raises_the_confidence_and_never_decides():
    older_credits = origin_of([claim(1, published=NOON - HOUR, agency="Reuters"), claim(2, published=NOON)])
    younger_credits = origin_of([claim(1, published=NOON - HOUR), claim(2, published=NOON, agency="Reuters")])

    assert (older_credits.id, younger_credits.id) == (1, 1)
    assert younger_credits.confidence > older_credits.confidence


def test_among_equals_the_one_that_credits_nobody_is_the_original():
    assert origin_of([claim(1, agency="dpa"), claim(2)]).id == 2


def test_one_alone_is_its_own_original():
    assert origin_of([claim(7)]) == Origin(7, FIRST_SEEN, 1.0)
