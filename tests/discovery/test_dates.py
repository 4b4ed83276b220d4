from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.dates import read_date

SPELLINGS = [line.split("\t") for line in (Path(__file__).parent / "dates.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("spelling", "moment"), SPELLINGS)
def test_a_date_is_read_in_all_its_spellings(spelling, moment):
    expected = None if moment == "-" else datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert read_date(spelling) == expected


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}[T ][0-9:]{1,9}[+-][0-9:]{1,6}")
)
def test_any_text_is_a_date_or_none(text):
    moment = read_date(text)

    assert moment is None or (moment.tzinfo is UTC and moment.microsecond == 0)
