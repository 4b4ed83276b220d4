"""What counts against a site's addresses, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.article import PASSING, Reason
from newsspider.ledger import not_article
from newsspider.orchard import Orchard
from newsspider.visit import Visit

NOW = datetime(2026, 3, 4, tzinfo=UTC)
MANY = 500


def visit(number):
    return Visit(site="herald", url=f"https://herald.example/calendar/{number}/", now=NOW)


@pytest.mark.parametrize("reason", sorted(PASSING))
def test_a_wall_says_nothing_about_the_addresses_behind_it(reason):
    orchard = Orchard(set())

    closed = [orchard.note(visit(number), not_article(reason)) for number in range(MANY)]

    assert set(closed) == {None}
    assert not orchard.is_closed("https://herald.example/calendar/9999/")


def test_addresses_that_only_lead_to_lists_are_closed():
    orchard = Orchard(set())

    closed = [orchard.note(visit(number), not_article(Reason.LISTING)) for number in range(MANY)]

    assert any(closed)
    assert orchard.is_closed("https://herald.example/calendar/9999/")
