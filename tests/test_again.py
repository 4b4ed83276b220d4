"""What a later look at a stored article comes to: edits of no word, and articles that are gone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsspider.archive.store import Archive
from newsspider.article import Access, Article, Failure, Page, Reason
from newsspider.extraction.digests import digests_of_text
from newsspider.intake import settle
from newsspider.ledger import NEW, REVISION, UNCHANGED, Outcome, failed, not_article
from newsspider.repeats import SiteLine
from newsspider.visit import Visit
from tests.archive.making import rows, states

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://isle.example/a"
NEWS = "https://isle.example/news/storm"
STORM = "A storm took the roof off the ferry office on Sunday night.\n\nNobody was inside, the harbour master said."
ARTICLE = Article(url=URL, title="Storm", text=STORM, modified=NOW)
GONE = failed(Failure.GONE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path) as archive:
        yield archive


def visit(result: Article | Outcome, *, hours: float = 0, url: str = URL, final: str | None = None, **fields) -> Visit:
    now = NOW + hours * HOUR
    is_page = isinstance(result, Article) or final is not None
    page = Page(url=final or url, body=b"", fetched=now) if is_page else None
    return Visit(**{"site": "isle", "url": url, "now": now, "page": page, "result": result, **fields})


def settled(archive: Archive, *visits: Visit) -> list[Outcome]:
    with archive.transaction():
        return settle(archive, visits)


LISTING = not_article(Reason.LISTING)


def to_front_page(result: Article | Outcome = LISTING, **fields) -> Visit:
    return visit(result, **{"final": "https://isle.example/", "redirect": 301, "status": 200, "hours": 1, **fields})


def withdrawal(path: Path) -> tuple[str | None, int | None]:
    ((at, status),) = rows(path, f"SELECT withdrawn_at, withdrawn_status FROM article WHERE url = '{URL}'")
    return at and at[11:16], status


def next_visit(path: Path) -> str | None:
    ((moment,),) = rows(path, f"SELECT next_visit FROM url WHERE url = '{URL}'")
    return moment


@pytest.fixture
def stored(archive: Archive) -> Archive:
    assert settled(archive, visit(ARTICLE)) == [NEW]
    return archive


def test_a_trivial_edit_is_no_revision_and_the_stored_text_stays(stored, path):
    page = replace(ARTICLE, text=f"12 views\n\n{STORM}", modified=NOW + HOUR, section="Weather")

    outcomes = settled(stored, visit(page, hours=1))

    assert outcomes == [UNCHANGED]
    assert rows(path, "SELECT text, modified, section, last_seen FROM article") == [
        (STORM, "2026-11-22T13:00:00Z", "Weather", "2026-11-22T13:00:00Z")
    ]
    assert rows(path, "SELECT cause, times FROM trivial_edit") == [("counter", 1)]
    assert states(path, URL) == []


def test_an_edit_is_told_by_its_own_words_after_trivial_ones(stored, path):
    settled(stored, visit(replace(ARTICLE, text=f"{STORM}\n\nAdvertisement", modified=NOW + HOUR), hours=1))

    edited = replace(ARTICLE, text=STORM.replace("Sunday", "Monday"), modified=NOW + HOUR)
    outcomes = settled(stored, visit(edited, hours=2))

    assert outcomes == [REVISION]
    assert rows(path, "SELECT silent, words_added, words_removed FROM revision") == [(1, 1, 1)]
    assert [state["text"] for state in states(path, URL)] == [STORM]


@pytest.mark.parametrize("text", [STORM.replace("Nobody", "Somebody"), f"{STORM}\n\nCorrection: it was Monday."])
def test_an_edit_of_the_story_is_a_revision(stored, path, text):
    assert settled(stored, visit(replace(ARTICLE, text=text), hours=1)) == [REVISION]
    assert rows(path, "SELECT count(*) FROM trivial_edit") == [(0,)]


def test_paragraphs_in_another_order_are_an_edit(stored, path):
    turned = "\n\n".join(reversed(STORM.split("\n\n")))

    assert settled(stored, visit(replace(ARTICLE, text=turned), hours=1)) == [REVISION]


def test_what_the_site_is_known_to_repeat_makes_no_edit(stored, path):
    line = "Write to the harbour office of the isle"
    stored.site_blocks.decide("isle", [], status="drop")
    for number in range(30):
        digest = SiteLine(digests_of_text(line)[0], line)
        stored.site_blocks.learn("isle", [digest, SiteLine(number, f"Own {number}", 60)], seen=NOW)

    outcomes = settled(stored, visit(replace(ARTICLE, text=f"{STORM}\n\n{line}"), hours=1))

    assert outcomes == [UNCHANGED]
    assert rows(path, "SELECT cause FROM trivial_edit") == [("site-block",)]


def test_what_the_page_gives_away_of_late_is_no_trivial_edit(archive, path):
    settled(archive, visit(replace(ARTICLE, access=Access.TEASER)))

    outcomes = settled(archive, visit(replace(ARTICLE, text=f"{STORM}\n\nAnzeige"), hours=1))

    assert outcomes == [REVISION]


@pytest.mark.parametrize("status", [404, 410, 451])
def test_an_article_that_is_gone_is_withdrawn_at_the_first_sight(stored, path, status):
    settled(stored, visit(GONE, hours=1, status=status))
    settled(stored, visit(GONE, hours=7, status=410))

    assert withdrawal(path) == ("13:00", status)
    assert rows(path, "SELECT uid, withdrawn_status FROM withdrawn") == rows(path, f"SELECT uid, {status} FROM article")
    assert rows(path, "SELECT text FROM article") == [(STORM,)]


def test_a_redirect_to_the_front_page_withdraws(stored, path):
    outcomes = settled(stored, to_front_page())

    assert outcomes == [not_article(Reason.LISTING)]
    assert withdrawal(path) == ("13:00", 301)
    assert rows(path, "SELECT state FROM url") == [("gone",)]


def test_a_front_page_that_reads_like_an_article_is_none(stored, path):
    front = replace(ARTICLE, url="https://isle.example/", text="The front page of the isle.")

    outcomes = settled(stored, to_front_page(front))

    assert outcomes == [not_article(Reason.LISTING)]
    assert withdrawal(path) == ("13:00", 301)
    assert rows(path, "SELECT count(*) FROM article") == [(1,)]


@pytest.mark.parametrize(
    "other",
    [
        visit(not_article(Reason.SOFT_404), hours=1, final=URL, status=200),
        visit(failed(Failure.HTTP_5XX), hours=1, status=503),
        visit(failed(Failure.HTTP_4XX), hours=1, status=403),
        visit(failed(Failure.DNS), hours=1),
        to_front_page(not_article(Reason.BLOCKED)),
        to_front_page(failed(Failure.EXTRACTION_TIMEOUT), redirect=None),
        to_front_page(final="https://isle.example/weather/"),
        visit(GONE, hours=1, status=404, url="https://isle.example/b"),
        visit(GONE, hours=-1, status=404),
    ],
    ids=["soft 404", "503", "403", "no DNS", "wall", "no redirect", "section", "another address", "earlier"],
)
def test_nothing_else_withdraws(stored, path, other):
    settled(stored, other)

    assert withdrawal(path) == (None, None)


@pytest.mark.parametrize(
    "back",
    [
        visit(ARTICLE, hours=8),
        visit(UNCHANGED, hours=8, status=304),
        visit(replace(ARTICLE, text="Other words."), hours=8),
        visit(replace(ARTICLE, text=f"{STORM}\n\n3 views"), hours=8),
        visit(ARTICLE, hours=8, url="https://isle.example/?p=1", final=URL),
    ],
    ids=["same", "not modified", "edited", "trivially edited", "by another address"],
)
def test_an_article_that_is_back_is_not_withdrawn(stored, path, back):
    settled(stored, visit(GONE, hours=1, status=404))

    settled(stored, back)

    assert withdrawal(path) == (None, None)


HARVEST = "The samphire harvest began on Monday, three weeks late, with forty pickers from the mainland in the marsh."
OTHER = Article(url="https://isle.example/harvest", title="Harvest", text=HARVEST)


def led(result: Article | Outcome = LISTING, *, hours: float = 1, url: str = NEWS, **fields) -> Visit:
    """A visit of the article that stood at *url* and leads elsewhere."""
    final = result.url if isinstance(result, Article) else "https://isle.example/news/"
    return visit(result, **{"hours": hours, "url": url, "final": final, "redirect": 302, "status": 200, **fields})


@pytest.fixture
def in_news(archive: Archive) -> Archive:
    assert settled(archive, visit(replace(ARTICLE, url=NEWS), url=NEWS)) == [NEW]
    return archive


WITHDRAWAL = f"SELECT withdrawn_at, withdrawn_status FROM article WHERE url = '{NEWS}'"
ELSEWHERE = {
    "a list": led(final="https://isle.example/weather/"),
    "its section": led(not_article(Reason.TOO_SHORT)),
    "a page that says not found": led(not_article(Reason.SOFT_404), final="https://isle.example/404.html"),
    "another article": led(OTHER),
}


@pytest.mark.parametrize("where", ELSEWHERE.values(), ids=list(ELSEWHERE))
def test_an_article_whose_address_leads_elsewhere_twice_is_withdrawn(in_news, path, where):
    settled(in_news, where)
    assert rows(path, WITHDRAWAL) == [(None, None)]
    assert rows(path, f"SELECT next_visit IS NOT NULL FROM url WHERE url = '{NEWS}'") == [(1,)]

    settled(in_news, replace(where, now=where.now + 6 * HOUR))

    assert rows(path, WITHDRAWAL) == [("2026-11-22T13:00:00Z", 302)]
    assert rows(path, f"SELECT text FROM article WHERE url = '{NEWS}'") == [(STORM,)]
    assert rows(path, "SELECT 1 FROM url_alias") == []


def test_one_stray_redirect_withdraws_nothing(in_news, path):
    there = visit(replace(ARTICLE, url=NEWS), hours=7, url=NEWS)

    settled(in_news, led())
    settled(in_news, there)
    settled(in_news, led(hours=13))

    assert rows(path, WITHDRAWAL) == [(None, None)]


def test_an_article_that_stands_there_again_is_not_withdrawn(in_news, path):
    settled(in_news, led())
    settled(in_news, led(hours=7))

    settled(in_news, visit(replace(ARTICLE, url=NEWS), hours=13, url=NEWS))

    assert rows(path, WITHDRAWAL) == [(None, None)]


@pytest.mark.parametrize(
    "where",
    [
        led(not_article(Reason.TOO_SHORT), final="https://isle.example/hello"),
        led(not_article(Reason.CONSENT_WALL)),
        led(final="https://isle.example/subscribe?back=/news/storm"),
        led(final="https://other.example/news/"),
        led(redirect=None),
    ],
    ids=["a short page", "a wall of its section", "a page that leads back", "another site", "no redirect"],
)
def test_what_may_be_a_wall_withdraws_nothing(in_news, path, where):
    settled(in_news, where)

    settled(in_news, replace(where, now=where.now + 6 * HOUR))

    assert rows(path, WITHDRAWAL) == [(None, None)]


@pytest.mark.parametrize("is_known", [True, False])
def test_an_article_that_moved_is_one_at_its_new_address(in_news, path, is_known):
    new = replace(ARTICLE, url="https://isle.example/2026/storm-takes-roof")
    if is_known:
        settled(in_news, visit(new, url=new.url, hours=0.5))

    settled(in_news, led(new))
    settled(in_news, led(new, hours=7))

    assert rows(path, "SELECT url, first_seen, withdrawn_at FROM article") == [(new.url, "2026-11-22T12:00:00Z", None)]
    assert rows(path, "SELECT url, reason FROM url_alias") == [(NEWS, "redirect")]
    assert rows(path, "SELECT 1 FROM revision") == []


def test_what_was_edited_when_the_article_moved_is_told(in_news, path):
    text = f"{STORM}\n\nThe council will meet on Tuesday."
    new = replace(ARTICLE, url="https://isle.example/2026/storm-takes-roof", text=text)

    assert settled(in_news, led(new)) == [REVISION]

    assert rows(path, "SELECT url, text FROM article") == [(new.url, text)]
    assert rows(path, "SELECT changed, silent, words_added FROM revision") == [('["text"]', 1, 6)]
    assert rows(path, "SELECT state FROM url WHERE url = ?".replace("?", f"'{new.url}'")) == [("stored",)]


def test_an_older_page_does_not_bring_an_article_back(stored, path):
    settled(stored, visit(GONE, hours=9, status=404))

    settled(stored, visit(ARTICLE, hours=3))

    assert withdrawal(path) == ("21:00", 404)


def test_an_alias_that_is_gone_withdraws_nothing(stored, path):
    other = "https://isle.example/?p=1"
    settled(stored, visit(ARTICLE, hours=1, url=other, final=URL))

    settled(stored, visit(GONE, hours=2, url=other, status=404))

    assert withdrawal(path) == (None, None)


def test_what_is_withdrawn_is_looked_for_again_ever_later(stored, path):
    settled(stored, visit(GONE, hours=1, status=404))
    soon = next_visit(path)
    settled(stored, visit(GONE, hours=1 + 48, status=404))
    later = next_visit(path)
    settled(stored, visit(GONE, hours=1 + 24 * 200, status=404))

    assert (soon, later, next_visit(path)) == ("2026-11-22T19:00:00Z", "2026-11-25T13:00:00Z", None)


def test_what_was_never_stored_is_left_alone_when_gone(archive, path):
    settled(archive, visit(GONE, status=404))

    assert next_visit(path) is None


def test_a_newcomer_of_the_same_batch_can_be_withdrawn(archive, path):
    settled(archive, visit(ARTICLE), visit(GONE, hours=1, status=410))

    assert withdrawal(path) == ("13:00", 410)
