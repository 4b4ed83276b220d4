import pytest

from newsspider.archive.record import FoundLink, SeedState
from newsspider.article import DateSource, Failure, Link, UrlState
from newsspider.urls import url_key
from tests.archive.making import DAY, HOUR, NOON, rows

FEED = "https://harbour.example/feed/"


@pytest.fixture
def frontier(archive):
    return archive.frontier


def a_link(name: str, **said: object) -> FoundLink:
    url = f"https://harbour.example/{name}"
    return FoundLink(link=Link(url=url, **said), url_key=url_key(url))  # type: ignore[arg-type]


def names(due):
    return [each.url.rpartition("/")[2] for each in due]


def find(frontier, *links, now=NOON, site="harbour"):
    return frontier.add_links(site, links, discovered_from=FEED, now=now)


def visit(frontier, name, now, **outcome):
    values = {"state": UrlState.STORED, "reason": None, **outcome}
    frontier.settle(a_link(name).url_key, now=now, **values)


def test_an_unknown_url_is_due(frontier):
    became_due = find(frontier, a_link("ferry"), a_link("barge"))

    assert became_due == 2
    assert names(frontier.due("harbour", now=NOON, limit=10)) == ["ferry", "barge"]


def test_a_due_url_brings_what_its_seed_said(frontier):
    find(frontier, a_link("ferry", title="The ferry", published=NOON - HOUR, source=DateSource.FEED))

    (due,) = frontier.due("harbour", now=NOON, limit=10)

    assert (due.url, due.url_key) == ("https://harbour.example/ferry", "harbour.example/ferry")
    assert (due.title, due.published, due.source) == ("The ferry", NOON - HOUR, DateSource.FEED)
    assert (due.discovered_from, due.found, due.failures) == (FEED, NOON, 0)


def test_the_newest_found_comes_first_and_a_seeds_order_is_kept(frontier):
    find(frontier, a_link("old-1"), a_link("old-2"), now=NOON)
    find(frontier, a_link("new-1"), a_link("new-2"), now=NOON + HOUR)

    due = frontier.due("harbour", now=NOON + DAY, limit=3)

    assert names(due) == ["new-1", "new-2", "old-1"]


def test_a_limit_below_zero_is_none(frontier):
    find(frontier, *(a_link(str(number)) for number in range(300)))

    assert len(frontier.due("harbour", now=NOON, limit=-1)) == 300


def test_sites_are_kept_apart(frontier):
    find(frontier, a_link("ferry"), site="harbour")

    assert frontier.due("other", now=NOON, limit=10) == []


def test_a_visited_url_is_not_due(frontier):
    find(frontier, a_link("ferry"))

    visit(frontier, "ferry", NOON)

    assert find(frontier, a_link("ferry"), now=NOON + HOUR) == 0
    assert frontier.due("harbour", now=NOON + DAY, limit=10) == []


def test_a_url_is_due_again_when_its_next_visit_has_come(frontier):
    find(frontier, a_link("ferry"))

    visit(frontier, "ferry", NOON, next_visit=NOON + DAY)

    assert frontier.due("harbour", now=NOON + HOUR, limit=10) == []
    assert names(frontier.due("harbour", now=NOON + DAY, limit=10)) == ["ferry"]


@pytest.mark.parametrize("said", ["modified", "published"])
def test_a_seed_that_tells_of_a_change_makes_a_url_due(frontier, said):
    find(frontier, a_link("ferry"))
    visit(frontier, "ferry", NOON)

    became_due = find(frontier, a_link("ferry", **{said: NOON + HOUR}), now=NOON + DAY)

    assert became_due == 1
    assert names(frontier.due("harbour", now=NOON + DAY, limit=10)) == ["ferry"]


def test_a_seed_that_tells_of_an_old_change_does_not(frontier):
    find(frontier, a_link("ferry"))
    visit(frontier, "ferry", NOON)

    assert find(frontier, a_link("ferry", modified=NOON - HOUR), now=NOON + DAY) == 0


def test_a_seed_that_lives_in_the_future_makes_a_url_due_only_once(frontier):
    find(frontier, a_link("ferry"))
    visit(frontier, "ferry", NOON)
    find(frontier, a_link("ferry", modified=NOON + 300 * DAY), now=NOON + HOUR)
    visit(frontier, "ferry", NOON + HOUR)

    became_due = find(frontier, a_link("ferry", modified=NOON + 300 * DAY), now=NOON + 2 * HOUR)

    assert became_due == 0


def test_failures_are_counted_in_a_row(frontier):
    find(frontier, a_link("ferry"))
    counted = []

    for state in (UrlState.FAILED, UrlState.FAILED, UrlState.STORED, UrlState.FAILED):
        visit(frontier, "ferry", NOON, state=state, next_visit=NOON)
        counted.append(frontier.due("harbour", now=NOON, limit=1)[0].failures)

    assert counted == [1, 2, 0, 1]


def test_a_visit_keeps_state_reason_and_status(path, frontier):
    find(frontier, a_link("ferry"))

    visit(frontier, "ferry", NOON + HOUR, state=UrlState.FAILED, reason=Failure.HTTP_5XX, status=503)

    assert rows(path, "SELECT state, reason, status, last_visit FROM url") == [
        ("failed", "http-5xx", 503, "2026-11-03T13:00:00Z")
    ]


def test_what_the_server_said_last_counts(frontier):
    find(frontier, a_link("ferry"))
    visit(frontier, "ferry", NOON, etag='"1"', last_modified="Tue, 03 Nov 2026 12:00:00 GMT")

    visit(frontier, "ferry", NOON + HOUR, next_visit=NOON)
    (silent,) = frontier.due("harbour", now=NOON + HOUR, limit=1)
    visit(frontier, "ferry", NOON + HOUR, next_visit=NOON, etag='"2"')
    (other,) = frontier.due("harbour", now=NOON + HOUR, limit=1)

    assert (silent.etag, silent.last_modified) == (None, None)
    assert (other.etag, other.last_modified) == ('"2"', None)


def test_a_url_that_no_seed_gave_can_be_settled(path, frontier):
    visit(frontier, "ferry", NOON, url="https://www.harbour.example/ferry", site="harbour")
    visit(frontier, "barge", NOON)

    assert rows(path, "SELECT url, site, state FROM url ORDER BY id") == [
        ("https://www.harbour.example/ferry", "harbour", "stored"),
        ("http://harbour.example/barge", "harbour.example", "stored"),
    ]


def test_a_seed_is_remembered(frontier):
    unread = frontier.seed_state(FEED)

    frontier.keep_seed(FEED, '"1"', None)
    frontier.keep_seed(FEED, '"2"', "Tue, 03 Nov 2026 12:00:00 GMT")

    assert unread == SeedState(None, None)
    assert frontier.seed_state(FEED) == SeedState('"2"', "Tue, 03 Nov 2026 12:00:00 GMT")
