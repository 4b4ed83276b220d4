"""Dates as pages spell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from newsspider.article import DateSource
from newsspider.extraction.dates import guess_dates, parse_date, read_moment, zone_of

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("2024-05-03T10:41:00.123+02:00", "2024-05-03T10:41:00+02:00"),
        ("2024-05-03T10:41:00+0200", "2024-05-03T10:41:00+02:00"),
        ("2024-05-03T10:41:00 +02", "2024-05-03T10:41:00+02:00"),
        ("2024-05-03T08:41Z", "2024-05-03T08:41:00+00:00"),
        ("2024-05-03 08:41:00 UTC", "2024-05-03T08:41:00+00:00"),
        ("2024-05-03", "2024-05-03T00:00:00"),
        ("2024/5/3 08:41 PM", "2024-05-03T20:41:00"),
        ("20240503", "2024-05-03T00:00:00"),
        ("Fri, 03 May 2024 10:41:00 +0530", "2024-05-03T10:41:00+05:30"),
        ("May 3, 2024 10:41 pm", "2024-05-03T22:41:00"),
        ("3 May 2024, 10:41", "2024-05-03T10:41:00"),
        ("1714725660", "2024-05-03T08:41:00+00:00"),
        ("1714725660000", "2024-05-03T08:41:00+00:00"),
    ],
)
def test_many_spellings_mean_one_moment(spelled, meant):
    assert parse_date(spelled) == datetime.fromisoformat(meant)


@pytest.mark.parametrize(
    "spelled", ["", "yesterday", "2024-13-40", "9999-99-99T99:99", "0000-00-00", "{{date}}", "99999999999999"]
)
def test_what_is_no_date_means_none(spelled):
    assert parse_date(spelled) is None


@pytest.mark.parametrize("spelled", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00"])
def test_zero_values_of_databases_are_no_dates(spelled):
    moment = read_moment(spelled, DateSource.META, zone=None, now=NOW)

    assert moment.time is None
    assert moment.raw == spelled


def test_a_clock_slightly_ahead_is_not_the_future():
    spelled = (NOW + timedelta(minutes=30)).isoformat()

    assert read_moment(spelled, DateSource.META, zone=None, now=NOW).time == NOW + timedelta(minutes=30)


def test_a_local_time_without_offset_may_be_hours_ahead():
    assert read_moment("2026-03-05T21:00:00", DateSource.META, zone=None, now=NOW).time is not None
    assert read_moment("2026-03-07T21:00:00", DateSource.META, zone=None, now=NOW).time is None


@pytest.mark.parametrize("name", [None, "", "Nowhere/Land", "../etc/passwd", "\x00"])
def test_a_zone_that_is_none_is_none(name):
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("language", "spelled"),
    [
        ("el", "12 Ιανουαρίου 2021"),
        ("hi", "12 जनवरी 2021"),
        ("cs", "12. leden 2021"),
        ("en-us", "on 12-ene-2021 5:11:10"),
        (None, "12 janvier 2021"),
    ],
)
def test_a_date_in_the_text_is_read_in_the_language_of_the_page(language, spelled):
    tree = html.fromstring(f"<html><body><p>The ferry runs again.</p><p>{spelled}</p></body></html>")

    found = list(guess_dates(tree, NOW, language))

    assert found == ["2021-01-12"]


def test_a_page_is_searched_for_a_date_and_stays_as_it_is():
    tree = html.fromstring(
        "<html><body><script>1</script><p>The ferry runs again.</p><p>12. May 2021</p></body></html>"
    )
    before = html.tostring(tree)

    list(guess_dates(tree, NOW, "en"))

    assert html.tostring(tree) == before


@pytest.mark.parametrize("spelled", ["12 Ιανουαρίου 2021", "31 February 2021 or so"])
def test_what_its_language_does_not_know_is_no_date(spelled):
    tree = html.fromstring(f"<html><body><p>The ferry runs again.</p><p>{spelled}</p></body></html>")

    assert "2021-01-12" not in list(guess_dates(tree, NOW, "xx"))


@pytest.mark.parametrize("told", ["© 2021 The Isle Post", "Copyright 2006-2021 The Isle Post"])
def test_a_year_alone_is_no_day(told):
    tree = html.fromstring(f"<html><body><p>The ferry runs again.</p><footer><p>{told}</p></footer></body></html>")

    assert list(guess_dates(tree, NOW, "en")) == []


def test_the_first_of_a_month_that_the_page_spells_is_a_day():
    tree = html.fromstring("<html><body><p>1 January 2021</p><p>The ferry runs.</p><p>© 2022</p></body></html>")

    assert list(guess_dates(tree, NOW, "en")) == ["2021-01-01"]
