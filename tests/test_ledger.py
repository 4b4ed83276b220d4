from datetime import UTC, datetime, timedelta

import pytest

from newsspider.article import Failure, Left, Reason, Refusal
from newsspider.errors import AccountingError
from newsspider.ledger import (
    ALIAS,
    MORE_PROBLEMS,
    MOST_PROBLEMS,
    NEW,
    REVISION,
    Ledger,
    failed,
    left,
    not_article,
    refused,
)
from newsspider.verdict import exit_code, failed_sites, is_news


def ledger_of(**sites) -> Ledger:
    ledger = Ledger(sites)
    for name, outcomes in sites.items():
        site = ledger.site(name)
        site.seed_requests, site.seeds_failed = 2, 2
        site.due = len(outcomes)
        site.outcomes.update(outcomes)
    return ledger


def test_a_sum_that_closes_is_silent():
    ledger = ledger_of(isle=[NEW, NEW, ALIAS, not_article(Reason.LISTING), left(Left.BUDGET)])

    ledger.check()

    assert ledger.total().as_dict() == {
        "due": 5,
        "new": 2,
        "revision": 0,
        "unchanged": 0,
        "alias": 1,
        "not_article": {"listing": 1},
        "refused": {},
        "failed": {},
        "left": {"budget": 1},
        "seed_requests": 2,
        "seconds": 0.0,
    }


@pytest.mark.parametrize("due", [1, 3])
def test_a_sum_that_does_not_close_is_a_bug_and_says_so(due):
    ledger = ledger_of(isle=[NEW, REVISION])
    ledger.site("isle").due = due

    with pytest.raises(AccountingError, match="isle"):
        ledger.check()


def test_a_site_that_gave_nothing_has_failed():
    ledger = ledger_of(isle=[NEW], marsh=[failed(Failure.TIMEOUT)], moor=[refused(Refusal.ROBOTS)])

    assert failed_sites(ledger) == ["marsh", "moor"]
    assert exit_code(ledger) == 3


def test_the_exit_code_is_the_first_that_holds():
    nothing = ledger_of(isle=[failed(Failure.DNS)])
    carried = ledger_of(isle=[NEW, left(Left.BUDGET)])

    assert exit_code(nothing, ended_by=15) == 69
    assert exit_code(carried, ended_by=2) == 130
    assert exit_code(carried) == 0
    assert exit_code(carried, is_strict=True) == 4


NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failing", "before", "last_told", "told"),
    [
        ({"isle"}, set(), NOW, True),
        ({"isle"}, {"isle"}, NOW - timedelta(hours=23), False),
        ({"isle"}, {"isle"}, NOW - timedelta(hours=24), True),
        ({"isle"}, {"isle", "moor"}, NOW, True),
        ({"isle"}, {"isle"}, None, True),
    ],
)
def test_failing_sites_are_told_when_they_change_and_once_a_day(failing, before, last_told, told):
    assert is_news(failing, before, last_told=last_told, now=NOW) is told


def test_a_site_that_waits_for_its_time_has_not_failed():
    ledger = ledger_of(isle=[left(Left.NIGHT)])
    ledger.site("isle").is_held = True

    assert exit_code(ledger) == 0


def test_problems_are_told_to_a_bound():
    site = Ledger().site("isle")

    for number in range(1_000):
        site.add_problem(f"line {number}")

    assert site.problems[:2] == ["line 0", "line 1"]
    assert len(site.problems) == MOST_PROBLEMS + 1
    assert site.problems[-1] == MORE_PROBLEMS
