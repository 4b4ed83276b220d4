from datetime import UTC, datetime, timedelta

import pytest

from newsspider.article import Failure, Reason, Refusal
from newsspider.ledger import ALIAS, NEW, UNCHANGED, failed, not_article, refused
from newsspider.revisit import next_look_at_gone, next_visit

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_fresh_article_is_seen_again_on_its_day():
    assert next_visit(NEW, now=NOW, born=NOW) == NOW + timedelta(hours=6)


def test_intervals_grow_with_age_and_end():
    ages = [timedelta(days=days) for days in (1, 4, 20)]

    waits = [next_visit(UNCHANGED, now=NOW, born=NOW - age) - NOW for age in ages]

    assert waits == [age / 2 for age in ages]
    assert next_visit(UNCHANGED, now=NOW, born=NOW - timedelta(days=31)) is None


def test_what_failed_for_a_passing_reason_is_tried_again_ever_later_and_not_for_ever():
    waits = [next_visit(failed(Failure.TIMEOUT), now=NOW, born=NOW, failures=failures) for failures in (0, 1, 2, 7, 8)]

    assert [wait and wait - NOW for wait in waits] == [
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=2),
        timedelta(days=2),
        None,
    ]


def test_what_is_gone_or_an_alias_is_left_alone():
    assert next_visit(failed(Failure.GONE), now=NOW, born=NOW) is None
    assert next_visit(ALIAS, now=NOW, born=NOW) is None


@pytest.mark.parametrize("outcome", [refused(Refusal.ROBOTS)])
def test_a_refusal_holds_for_a_day(outcome):
    assert next_visit(outcome, now=NOW, born=NOW) == NOW + timedelta(days=1)


def test_a_stub_may_become_an_article():
    assert next_visit(not_article(Reason.TOO_SHORT), now=NOW, born=NOW) == NOW + timedelta(hours=6)


def test_a_wall_is_tried_again_ever_later_also_before_an_old_article():
    waits = [
        next_visit(not_article(Reason.BLOCKED), now=NOW, born=NOW - timedelta(days=900), failures=failures)
        for failures in (0, 1, 4, 8)
    ]

    assert [wait and wait - NOW for wait in waits] == [
        timedelta(hours=6),
        timedelta(hours=12),
        timedelta(days=2),
        None,
    ]


def test_a_list_is_looked_at_once_more_and_left_alone():
    listing = not_article(Reason.LISTING)

    assert next_visit(listing, now=NOW, born=NOW) == NOW + timedelta(days=1)
    assert next_visit(listing, now=NOW, born=NOW - timedelta(days=1)) is None


def test_what_was_taken_away_is_looked_for_ever_later_for_half_a_year():
    ages = [timedelta(days=days) for days in (0, 1, 60, 179, 180)]

    waits = [next_look_at_gone(now=NOW, since=NOW - age) for age in ages]

    assert [wait and wait - NOW for wait in waits] == [timedelta(hours=6), *(age / 2 for age in ages[1:4]), None]
