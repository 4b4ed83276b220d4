"""What a visit comes to, on a real archive: every outcome, and the order of arrival does not matter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from newsspider.archive.store import Archive
from newsspider.article import Article, Failure, Page, Reason
from newsspider.intake import settle
from newsspider.ledger import ALIAS, NEW, REVISION, UNCHANGED, failed, not_article
from newsspider.urls import url_key
from newsspider.visit import Visit
from tests.archive.making import rows

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STORM = "A storm took the roof off the ferry office on Sunday night, and nobody was inside."
HARVEST = "The harvest of samphire was the best for thirty years, the wardens of the marsh said."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news.db") as archive:
        yield archive


def article(url: str, text: str = STORM, **fields) -> Article:
    return Article(**{"url": url, "title": "Storm", "text": text, **fields})


def visit(result, *, url: str | None = None, now: datetime = NOW, **fields) -> Visit:
    fetched = result.url if isinstance(result, Article) else url
    page = Page(url=fetched, body=b"", fetched=now) if isinstance(result, Article) else None
    return Visit(site="isle", url=url or fetched, now=now, page=page, result=result, **fields)


def stored(archive: Archive, url: str):
    return archive.find_article(url_key(url))


def evidence(folder: Path) -> list[str | None]:
    return [kept for (kept,) in rows(folder / "news.db", "SELECT evidence FROM url ORDER BY id")]


def settled(archive: Archive, *visits: Visit) -> list:
    with archive.transaction():
        return settle(archive, visits)


def test_a_newcomer_is_new_and_the_same_again_unchanged(archive):
    first = visit(article("https://isle.example/a"))

    assert settled(archive, first) == [NEW]
    assert settled(archive, first) == [UNCHANGED]


def test_spellings_of_one_address_are_one_article_in_one_batch(archive):
    spellings = ["https://isle.example/a", "http://www.isle.example/a/?utm_source=x", "https://m.isle.example/a#top"]

    outcomes = settled(archive, *(visit(article(url)) for url in spellings))

    assert outcomes == [NEW, UNCHANGED, UNCHANGED]


def test_other_words_later_are_a_revision(archive):
    settled(archive, visit(article("https://isle.example/a")))

    later = NOW + timedelta(hours=1)
    outcome = settled(archive, visit(article("https://isle.example/a", HARVEST), now=later))

    assert outcome == [REVISION]
    assert stored(archive, "https://isle.example/a").text == HARVEST


def test_an_older_page_never_replaces_a_newer_one(archive):
    settled(archive, visit(article("https://isle.example/a", HARVEST)))

    earlier = NOW - timedelta(days=1)
    outcome = settled(archive, visit(article("https://isle.example/a"), now=earlier))

    assert outcome == [UNCHANGED]
    assert stored(archive, "https://isle.example/a").text == HARVEST


def test_a_part_never_replaces_the_whole(archive):
    settled(archive, visit(article("https://isle.example/a")))

    cut = article("https://isle.example/a", STORM[:30], complete=False)
    outcome = settled(archive, visit(cut, now=NOW + timedelta(hours=1)))

    assert outcome == [UNCHANGED]
    assert stored(archive, "https://isle.example/a").text == STORM


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_same_text_at_another_site_is_a_copy_of_the_oldest_whatever_came_first(archive, order):
    days = [NOW - timedelta(days=age) for age in (3, 2, 1)]
    articles = [article(f"https://{name}.example/a", published=day) for name, day in zip("xyz", days, strict=True)]

    outcomes = settled(archive, *(visit(articles[index]) for index in order))

    rows = [stored(archive, each.url) for each in articles]
    assert outcomes == [NEW, NEW, NEW]
    assert [row.relation for row in rows] == [None, "copy", "copy"]
    assert len({row.cluster_id for row in rows}) == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_twins_that_claim_one_address_are_one_article_whatever_came_first(archive, order):
    canonical = "https://isle.example/2026/storm-takes-roof"
    twins = [canonical, "https://isle.example/story?storyid=5", "https://isle.example/drucken/storm"]
    articles = [article(url, canonical_url=canonical) for url in twins]

    outcomes = settled(archive, *(visit(articles[index]) for index in order))

    rows = {stored(archive, url).id for url in twins}
    assert sorted(outcome.kind for outcome in outcomes) == ["alias", "alias", "new"]
    assert len(rows) == 1
    assert stored(archive, twins[2]).url_key == url_key(canonical)


@pytest.mark.parametrize("claim", ["https://isle.example/", "https://elsewhere.example/a", "nonsense"])
def test_a_claim_that_is_no_evidence_makes_no_alias(archive, claim):
    settled(archive, visit(article("https://isle.example/a", canonical_url=claim)))

    outcome = settled(archive, visit(article("https://isle.example/b", canonical_url=claim)))

    assert outcome == [NEW]


def test_a_claim_that_the_text_does_not_confirm_makes_no_alias(archive):
    canonical = "https://isle.example/a"
    settled(archive, visit(article(canonical)))

    outcome = settled(archive, visit(article("https://isle.example/b", HARVEST, canonical_url=canonical)))

    assert outcome == [NEW]


def test_a_redirect_makes_the_due_address_an_alias_of_where_it_leads(archive):
    target = article("https://isle.example/2026/storm-takes-roof")

    first = settled(archive, visit(target, url="https://isle.example/?p=5"))
    second = settled(archive, visit(target, url="https://isle.example/?p=6"))

    assert (first, second) == ([NEW], [ALIAS])
    assert stored(archive, "https://isle.example/?p=5").url == target.url
    assert stored(archive, "https://isle.example/?p=6").url == target.url


def test_a_page_without_an_article_moves_the_frontier_only(archive):
    url = "https://isle.example/tag/storm"

    outcome = settled(archive, visit(not_article(Reason.LISTING), url=url))

    assert outcome == [not_article(Reason.LISTING)]
    assert stored(archive, url) is None
    assert archive.frontier.due("isle", now=NOW, limit=10) == []


def test_what_was_seen_of_a_page_without_an_article_is_kept_until_the_next_visit(archive, tmp_path):
    url = "https://isle.example/tag/storm"

    settled(archive, visit(not_article(Reason.LISTING), url=url, detail="listing: called “Tag: storm”; 8 teasers"))
    seen = evidence(tmp_path)
    settled(archive, visit(article(url), now=NOW + timedelta(days=1)))

    assert seen == ["called “Tag: storm”; 8 teasers"]
    assert evidence(tmp_path) == [None]


def test_a_wall_before_an_article_is_tried_again_ever_later(archive):
    url = "https://isle.example/a"
    blocked = not_article(Reason.BLOCKED)

    settled(archive, visit(blocked, url=url, detail="blocked: Just a moment..."))
    (due,) = archive.frontier.due("isle", now=NOW + timedelta(hours=6), limit=10)
    settled(archive, visit(blocked, url=url, now=NOW + timedelta(hours=6), due=due))

    assert due.failures == 1
    assert archive.frontier.due("isle", now=NOW + timedelta(hours=17), limit=10) == []
    assert [each.failures for each in archive.frontier.due("isle", now=NOW + timedelta(hours=18), limit=10)] == [2]


def test_a_failure_comes_back_later(archive):
    url = "https://isle.example/a"

    settled(archive, visit(failed(Failure.TIMEOUT), url=url))

    assert archive.frontier.due("isle", now=NOW, limit=10) == []
    assert [due.url for due in archive.frontier.due("isle", now=NOW + timedelta(hours=1), limit=10)] == [url]


def test_not_modified_confirms_what_is_there(archive):
    settled(archive, visit(article("https://isle.example/a")))

    later = visit(UNCHANGED, url="https://isle.example/a", now=NOW + timedelta(days=1))

    assert settled(archive, later) == [UNCHANGED]
    assert stored(archive, "https://isle.example/a").last_seen == NOW + timedelta(days=1)


def test_a_visit_that_nobody_read_is_a_mistake_of_ours(archive):
    unread = replace(visit(article("https://isle.example/a")), result=None)

    with pytest.raises(TypeError, match="nobody read"):
        settled(archive, unread)
