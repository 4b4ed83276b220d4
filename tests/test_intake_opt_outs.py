"""What a visit comes to where its publisher reserves the page, on a real archive."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsspider.archive.record import DueUrl
from newsspider.archive.store import Archive
from newsspider.article import Article, Failure, OptOut, OptOutSource, Page, Refusal
from newsspider.intake import settle
from newsspider.ledger import ALIAS, NEW, REVISION, UNCHANGED, failed, refused
from newsspider.urls import url_key
from newsspider.visit import Visit, kept_article
from tests.archive.making import rows, states

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://isle.example/a"
STORM = "A storm took the roof off the ferry office on Sunday night, and nobody was inside."
HARVEST = "The harvest of samphire was the best for thirty years, the wardens of the marsh said."
NOAI = OptOut(source=OptOutSource.META, signal="noai")
GPTBOT = OptOut(source=OptOutSource.ROBOTS, signal="gptbot")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path) as archive:
        yield archive


def article(url: str = URL, text: str = STORM, **fields) -> Article:
    return Article(**{"url": url, "title": "Storm", "text": text, "lead": "A lead.", "markdown": f"*{text}*", **fields})


def visit(result, *, policy: str = "metadata-only", now: datetime = NOW, url: str = URL, **fields) -> Visit:
    fetched = result.url if isinstance(result, Article) else url
    page = Page(url=fetched, body=b"", fetched=now) if isinstance(result, Article) else None
    values = {"site": "isle", "url": fetched, "now": now, "page": page, "result": result, "opt_out_policy": policy}
    return Visit(**values | fields)


def settled(archive: Archive, *visits: Visit) -> list:
    with archive.transaction():
        return settle(archive, visits)


def words(path: Path) -> list:
    """The words of all articles, then of their earlier states."""
    articles = rows(path, "SELECT lead, text, markdown, url FROM article")
    earlier = [state for *_, url in articles for state in states(path, url)]
    return [row[:3] for row in articles] + [(state["lead"], state["text"], None) for state in earlier]


BARE = (None, "", None)


def test_an_article_that_moves_to_a_reserved_address_leaves_its_words_behind(archive, path):
    settled(archive, visit(article(canonical_url="https://isle.example/b")))

    outcome = settled(archive, visit(article("https://isle.example/b", opt_outs=(NOAI,)), now=NOW + HOUR))

    assert outcome == [ALIAS]
    assert words(path) == [BARE]
    assert rows(path, "SELECT url, signal FROM opt_out JOIN article ON id = article_id") == [
        ("https://isle.example/b", "noai")
    ]


def test_an_article_that_moves_to_a_free_address_gets_its_words(archive, path):
    settled(archive, visit(article(canonical_url="https://isle.example/b", opt_outs=(NOAI,))))
    free = article("https://isle.example/b")

    settled(archive, visit(free, now=NOW + HOUR))

    assert words(path) == [(free.lead, free.text, free.markdown)]
    assert rows(path, "SELECT count(*) FROM opt_out") == [(0,)]


def test_another_address_of_an_article_that_is_reserved_takes_nothing_from_it(archive, path):
    """The pages for telephones and printers are often kept from search engines."""
    settled(archive, visit(article()))
    printed = article("https://isle.example/print/a", canonical_url=URL, opt_outs=(NOAI,))

    outcomes = [settled(archive, visit(printed, policy=policy, now=NOW + HOUR)) for policy in ("metadata-only", "skip")]

    assert outcomes == [[ALIAS], [refused(Refusal.TDM)]]
    assert words(path) != [BARE]


def test_a_page_cut_short_is_no_edit_of_words_that_are_not_kept(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,))))
    part = article(text=STORM[:40], complete=False, opt_outs=(NOAI,))

    outcome = settled(archive, visit(part, now=NOW + HOUR))
    whole = settled(archive, visit(article(opt_outs=(NOAI,)), now=NOW + 2 * HOUR))

    assert outcome == whole == [UNCHANGED]
    assert words(path) == [BARE]


def test_words_that_changed_while_they_were_withheld_come_back_as_a_revision(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,))))

    outcome = settled(archive, visit(article(text=HARVEST), now=NOW + HOUR))

    assert outcome == [REVISION]
    assert words(path) == [("A lead.", HARVEST, f"*{HARVEST}*"), BARE]


def test_an_operator_who_withholds_from_today_on_withholds_what_was_stored_too(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,)), policy="store"))

    outcome = settled(archive, visit(article(opt_outs=(NOAI,)), now=NOW + HOUR))

    assert outcome == [UNCHANGED]
    assert words(path) == [BARE]


@pytest.mark.parametrize(("policy", "outcome"), [("metadata-only", UNCHANGED), ("skip", refused(Refusal.TDM))])
def test_not_modified_says_nothing_against_what_was_reserved(archive, path, policy, outcome):
    settled(archive, visit(article(opt_outs=(NOAI,)), policy="store"))

    outcomes = settled(archive, visit(UNCHANGED, policy=policy, now=NOW + HOUR, opt_outs=(GPTBOT,)))

    assert outcomes == [outcome]
    assert words(path) == [BARE]
    assert rows(path, "SELECT signal FROM opt_out ORDER BY signal") == [("gptbot",), ("noai",)]


def test_what_is_withheld_is_never_asked_for_conditionally(archive, path):
    due = DueUrl(url=URL, url_key=url_key(URL), found=NOW, etag='"0"')

    settled(archive, visit(article(opt_outs=(NOAI,)), due=due, etag='"1"'))

    assert rows(path, "SELECT etag FROM url") == [(None,)]


@pytest.mark.parametrize("policy", ["metadata-only", "skip"])
def test_the_bytes_of_a_reserved_page_that_costs_a_worker_are_not_kept(archive, path, policy):
    page = Page(url=URL, body=b"<p>words</p>", fetched=NOW)
    broken = visit(failed(Failure.EXTRACTION_CRASH), policy=policy, page=page, opt_outs=(GPTBOT,))

    settled(archive, broken, replace(broken, url=f"{URL}2", page=replace(page, url=f"{URL}2"), opt_outs=()))

    assert rows(path, "SELECT url, body IS NULL FROM quarantine ORDER BY url") == [(URL, 1), (f"{URL}2", 0)]


def test_one_page_twice_in_a_batch_counts_once(archive, path):
    pages = [visit(article(opt_outs=(NOAI,)), now=NOW + number * HOUR) for number in range(3)]

    outcomes = settled(archive, *pages)

    assert outcomes == [NEW, UNCHANGED, UNCHANGED]
    assert rows(path, "SELECT pages FROM tdm") == [(1,)]


def test_what_a_page_says_anew_counts_in_the_same_batch_too(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,))), visit(article(opt_outs=(NOAI, GPTBOT)), now=NOW + HOUR))

    assert rows(path, "SELECT signal, pages FROM tdm ORDER BY signal") == [("gptbot", 1), ("noai", 1)]


def test_the_next_day_counts_anew(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,))))

    settled(archive, visit(article(opt_outs=(NOAI,)), now=NOW + 24 * HOUR))

    assert rows(path, "SELECT day, pages FROM tdm") == [("2026-11-22", 1), ("2026-11-23", 1)]


def test_an_older_page_that_is_skipped_takes_nothing_from_a_newer_one(archive, path):
    settled(archive, visit(article(), policy="skip"))

    settled(archive, visit(article(opt_outs=(NOAI,)), policy="skip", now=NOW - HOUR))

    assert words(path) != [BARE]


def test_what_is_known_of_a_withheld_article_is_kept_up_to_date(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,))))

    settled(archive, visit(article(opt_outs=(NOAI,), authors=("Ada Quay",)), now=NOW + HOUR))

    assert rows(path, "SELECT authors FROM article") == [('["Ada Quay"]',)]
    assert words(path) == [BARE]


def test_words_that_come_back_unchanged_are_no_edit(archive, path):
    settled(archive, visit(article(opt_outs=(NOAI,))))
    free = article()

    outcome = settled(archive, visit(free, now=NOW + HOUR))

    assert outcome == [UNCHANGED]
    assert words(path) == [(free.lead, free.text, free.markdown)]


@pytest.mark.parametrize(("policy", "text"), [("store", STORM), ("metadata-only", "")])
def test_whoever_gets_the_article_next_gets_what_the_archive_has(policy, text):
    article_kept = kept_article(visit(article(opt_outs=(NOAI,)), policy=policy))

    assert (article_kept.text, article_kept.opt_outs) == (text, (NOAI,))
    assert kept_article(visit(failed(Failure.DNS))) is None
