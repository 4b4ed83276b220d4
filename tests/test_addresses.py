"""One article has many addresses: claims of its pages, confirmed by the texts, whatever came first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from newsspider import addresses as addresses_room
from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.article import Article, Page
from newsspider.intake import settle
from newsspider.urls import url_key
from newsspider.visit import Visit
from tests.archive.making import rows
from tests.dedup.stories import story

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STORM, HARVEST = story(1, 200), story(2, 200)
MAIN = "https://isle.example/2026/storm-takes-roof"
SHORT = "https://isle.example/?p=5"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news.db") as archive:
        yield archive


def page(url: str, text: str = STORM, **fields) -> Article:
    return Article(**{"url": url, "title": "Storm takes roof", "text": text, **fields})


def outcomes(archive: Archive, *articles: Article, together: bool = False) -> list[str]:
    """Take the pages in, an hour apart, each in a batch of its own unless *together*."""
    visits = [
        Visit(site="isle", url=one.url, now=now, page=Page(url=one.url, body=b"", fetched=now), result=one)
        for one, now in ((one, NOW + at * timedelta(hours=1)) for at, one in enumerate(articles))
    ]
    kinds = []
    for batch in [visits] if together else [[visit] for visit in visits]:
        with archive.transaction():
            kinds += [outcome.kind.value for outcome in settle(archive, batch)]
    return kinds


def addresses(folder: Path) -> list[tuple[str, list[str]]]:
    """Return every article's address with its aliases."""
    aliases = rows(folder / "news.db", "SELECT article_id, url_key FROM url_alias ORDER BY url_key")
    articles = rows(folder / "news.db", "SELECT id, url_key FROM article ORDER BY id")
    return [(key, [alias for owner, alias in aliases if owner == at]) for at, key in articles]


FORTY = [
    MAIN,
    SHORT,
    *(f"https://isle.example/drucken/storm-{at}" for at in range(12)),
    *(f"https://isle.example/story?storyid={at}" for at in range(13)),
    *(f"https://isle.example/{section}/storm-takes-roof" for section in "abcdefghijklm"),
]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_an_article_at_forty_addresses_is_one_with_thirty_nine_aliases(archive, tmp_path, seed, together):
    pages = [page(url, canonical_url=MAIN) for url in FORTY]
    Random(seed).shuffle(pages)

    kinds = outcomes(archive, *pages, together=together)

    ((key, aliases),) = addresses(tmp_path)
    assert (key, aliases) == (url_key(MAIN), sorted(url_key(url) for url in FORTY[1:]))
    assert (len(FORTY), kinds.count("new"), kinds.count("alias")) == (40, 1, 39)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_of_claims_ends_at_its_end(archive, tmp_path, order):
    chain = [MAIN, f"{MAIN}-2026", f"{MAIN}-final"]
    pages = [page(url, canonical_url=claim) for url, claim in zip(chain, [*chain[1:], chain[-1]], strict=True)]

    outcomes(archive, *(pages[at] for at in order))

    assert addresses(tmp_path) == [(url_key(chain[2]), sorted(map(url_key, chain[:2])))]
    assert rows(tmp_path / "news.db", "SELECT count(*) FROM cluster") == [(1,)]
    assert rows(tmp_path / "news.db", "SELECT count(*) FROM similarity") == [(0,)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("name", ["shortlink", "amphtml", "mobile"])
def test_an_address_that_a_page_names_is_an_alias_once_its_text_confirms_it(archive, tmp_path, order, name):
    pages = [page(MAIN, addresses=((SHORT, name),)), page(SHORT)]

    kinds = outcomes(archive, *(pages[at] for at in order))

    assert addresses(tmp_path) == [(url_key(MAIN), [url_key(SHORT)])]
    assert kinds == ["new", "alias"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_where_og_url_differs_from_the_page_s_own_claim_it_counts_too(archive, tmp_path, order):
    printed = "https://isle.example/drucken/5"
    pages = [page(MAIN, canonical_url=MAIN), page(printed, canonical_url=printed, addresses=((MAIN, "og:url"),))]

    outcomes(archive, *(pages[at] for at in order))

    assert addresses(tmp_path) == [(url_key(MAIN), [url_key(printed)])]


def test_an_address_that_is_named_is_no_alias_before_it_was_seen(archive, tmp_path):
    outcomes(archive, page(MAIN, addresses=((SHORT, "shortlink"),)))

    assert addresses(tmp_path) == [(url_key(MAIN), [])]
    assert rows(tmp_path / "news.db", "SELECT url_key, name FROM named_address") == [(url_key(SHORT), "shortlink")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_print_page_that_leaves_a_paragraph_out_is_the_same_article_with_the_words_of_the_real_page(
    archive, tmp_path, order
):
    pages = [page(MAIN), page("https://isle.example/drucken/5", STORM.rpartition("\n\n")[0], canonical_url=MAIN)]

    outcomes(archive, *(pages[at] for at in order))

    assert addresses(tmp_path) == [(url_key(MAIN), [url_key("https://isle.example/drucken/5")])]
    assert rows(tmp_path / "news.db", "SELECT text FROM article") == [(STORM,)]
    assert rows(tmp_path / "news.db", "SELECT count(*) FROM revision") == [(0,)]


@pytest.mark.parametrize("claim", [MAIN, "https://isle.example/", "https://isle.example/storms"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_articles_that_claim_one_address_stay_two(archive, tmp_path, order, claim):
    pages = [page(MAIN, canonical_url=claim), page("https://isle.example/harvest", HARVEST, canonical_url=claim)]

    kinds = outcomes(archive, *(pages[at] for at in order))

    assert kinds == ["new", "new"]
    assert [aliases for _, aliases in addresses(tmp_path)] == [[], []]


def test_a_template_that_names_one_shortlink_on_all_pages_makes_no_alias(archive, tmp_path):
    pages = [
        page(f"https://isle.example/story-{at}", story(at, 150), addresses=((SHORT, "shortlink"),)) for at in "123"
    ]

    kinds = outcomes(archive, *pages, page(SHORT, story("other", 150)))

    assert kinds == ["new"] * 4


def test_a_site_whose_pages_all_claim_one_address_is_compared_within_bounds(archive, monkeypatch):
    compared = []
    monkeypatch.setattr(addresses_room, "is_confirmed", lambda *pair: compared.append(pair))
    claim = "https://isle.example/storms"

    kinds = outcomes(
        archive, *(page(f"https://isle.example/s{at}", story(at, 80), canonical_url=claim) for at in range(40))
    )

    assert kinds == ["new"] * 40
    assert len(compared) <= 40 * addresses_room.MOST_COMPARED


def test_where_figures_differ_a_claim_makes_no_alias(archive):
    report = "At {} the water stood at {} metres, {} more than on the day before, said the office of the harbour. "
    text = "".join(report.format(at, at + 3, at * 7) for at in range(100, 120))
    other = "".join(report.format(at, at + 3, at * 7) for at in range(5000, 5020))

    kinds = outcomes(archive, page(MAIN, text), page("https://isle.example/level", other, canonical_url=MAIN))

    assert kinds == ["new", "new"]


def test_an_alias_where_another_article_stands_by_now_is_none_any_more(archive, tmp_path):
    outcomes(archive, page(MAIN), page(SHORT, canonical_url=MAIN))

    kinds = outcomes(archive, page(SHORT, HARVEST))

    assert kinds == ["new"]
    assert addresses(tmp_path) == [(url_key(MAIN), []), (url_key(SHORT), [])]


def test_an_alias_whose_text_was_edited_stays_one(archive, tmp_path):
    outcomes(archive, page(MAIN), page(SHORT, canonical_url=MAIN))
    edited = page(SHORT, STORM.replace(" ", " late ", 3), canonical_url=None)

    assert outcomes(archive, edited) == ["alias"]


def test_a_copy_that_turns_out_to_be_the_same_article_leaves_its_cluster(archive, tmp_path):
    other = "https://isle.example/storm-again"
    abroad = page("https://port.example/storm")
    outcomes(archive, page(other, canonical_url=f"{MAIN}-b"), page(MAIN), replace(abroad, url="https://port.example/s"))

    outcomes(archive, page(f"{MAIN}-b", canonical_url=MAIN))

    found = addresses(tmp_path)
    assert found[0] == (url_key(MAIN), sorted([url_key(f"{MAIN}-b"), url_key(other)]))
    assert len(found) == 2
    relations = rows(
        tmp_path / "news.db", "SELECT count(*), count(DISTINCT cluster_id), sum(relation IS NULL) FROM article"
    )
    assert relations == [(2, 1, 1)]
    assert rows(tmp_path / "news.db", "PRAGMA foreign_key_check") == []


def _history(folder: Path) -> dict:
    with Reader(folder / "news.db") as reader:
        (uid,) = [row[0] for row in rows(folder / "news.db", "SELECT uid FROM article")]
        return reader.history(uid)


TITLE = ("Storm takes roof",)
LATER = [STORM, STORM.replace(" ", " late ", 3), STORM.replace(" ", " early ", 3), STORM.replace(" ", " loud ", 3)]


def test_what_an_article_was_at_the_address_where_it_was_seen_first_stays_its_history(archive, tmp_path):
    old = [page(SHORT, LATER[0]), page(SHORT, LATER[1], title="Storm takes a roof")]
    new = [page(MAIN, LATER[2]), page(MAIN, LATER[3])]
    assert outcomes(archive, *old, page(SHORT, LATER[2]), *new) == ["new", "revision", "revision", "new", "revision"]

    outcomes(archive, page(MAIN, LATER[3], addresses=((SHORT, "shortlink"),)))

    history = _history(tmp_path)
    assert [state["text"] for state in history["revisions"]] == LATER[:3]
    assert [state["title"] for state in history["revisions"]] == ["Storm takes roof", "Storm takes a roof", *TITLE]
    assert history["first_seen"] == history["revisions"][0]["seen"] == "2026-11-22T12:00:00Z"
    assert [state["replaced"][11:13] for state in history["revisions"]] == ["13", "14", "16"]
    assert history["text"] == LATER[3]


def test_edits_that_both_addresses_showed_are_told_once(archive, tmp_path):
    outcomes(archive, page(MAIN), page(SHORT), page(MAIN, LATER[1]), page(SHORT, LATER[1]))

    outcomes(archive, page(MAIN, LATER[1], addresses=((SHORT, "shortlink"),)))

    assert [state["text"] for state in _history(tmp_path)["revisions"]] == [STORM]


def test_a_copy_is_no_original_once_the_other_proves_to_have_been_seen_before(archive, tmp_path):
    seen = [page(SHORT, HARVEST), page("https://port.example/storm"), page(MAIN), page(SHORT)]

    outcomes(archive, *seen, page(MAIN, addresses=((SHORT, "shortlink"),)))

    originals = "SELECT url_key FROM article JOIN cluster ON original_id = article.id AND cluster_id = cluster.id"
    assert rows(tmp_path / "news.db", originals) == [(url_key(MAIN),)]
    assert rows(tmp_path / "news.db", "PRAGMA foreign_key_check") == []
