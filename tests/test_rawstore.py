"""Raw pages beside a real archive: what is kept, what is not, and in which order it reaches the disk."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsspider.archive.raw import pages_path
from newsspider.archive.raw_reader import RawReader
from newsspider.archive.store import Archive
from newsspider.article import Article, OptOut, OptOutSource, Page, Reason
from newsspider.config import Config
from newsspider.errors import ArchiveCorruptError, RawPageError, StorageError
from newsspider.intake import settle
from newsspider.kept_pages import read_page
from newsspider.ledger import ALIAS, NEW, REVISION, UNCHANGED, not_article
from newsspider.rawstore import RENEW_AFTER, RawStore
from newsspider.visit import Visit
from tests.archive.making import rows, sqlite_shell

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
URL = "https://isle.example/a"
STORM = "A storm took the roof off the ferry office on Sunday night, and nobody was inside."
HARVEST = "The harvest of samphire was the best for thirty years, the wardens of the marsh said."
NOAI = OptOut(source=OptOutSource.META, signal="noai")
NOARCHIVE = OptOut(source=OptOutSource.HEADER, signal="noarchive")
KILLED = Path(__file__).with_name("killed_between.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newsspider.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path) as archive:
        yield archive


@pytest.fixture
def store(archive: Archive, path: Path) -> Iterator[RawStore]:
    store = opened(archive, path)
    yield store
    store.close()


def opened(archive: Archive, path: Path, **config) -> RawStore:
    store = RawStore.open(archive, path, Config(**config))
    assert store is not None
    return store


def frame(site: str, layout: int = 0) -> bytes:
    """What all pages of a site have in common; nothing of it shrinks by itself."""
    return random.Random(f"{site} {layout}").randbytes(6_000).hex().encode()


def visit(
    text: str = STORM, *, url: str = URL, now: datetime = NOON, site: str = "isle", layout: int = 0, **fields
) -> Visit:
    article = Article(
        url=url,
        title="Storm",
        text=text,
        **{name: fields.pop(name) for name in ("opt_outs", "canonical_url") if name in fields},
    )
    body = b"<html>" + frame(site, layout) + f"<p>{text}</p><a href='{url}'>".encode()
    page = Page(url=url, body=body, fetched=now, headers=(("content-type", "text/html"),))
    return Visit(**{"site": site, "url": url, "now": now, "page": page, "result": article} | fields)


def kept(archive: Archive, store: RawStore, *visits: Visit) -> list:
    with archive.transaction():
        outcomes = settle(archive, visits)
        store.keep(archive, visits, outcomes)
    return outcomes


def keep_many(archive: Archive, store: RawStore, count: int, *, first: int = 0, layout: int = 0) -> None:
    kept(archive, store, *(numbered(number, layout=layout) for number in range(first, first + count)))


def numbered(number: int, **fields) -> Visit:
    url = f"https://isle.example/{number}"
    return visit(f"Story {number}. {STORM}", url=url, now=NOON + number * HOUR, **fields)


def pages(path: Path) -> list[Page]:
    with RawReader(pages_path(path)) as reader:
        return [read_page(stored) for stored in reader.pages()]


def urls(path: Path) -> list[str]:
    return [page.url for page in pages(path)]


def bodies(path: Path, what: str = "count(*)") -> list:
    return rows(pages_path(path), f"SELECT {what} FROM body ORDER BY id")


def test_the_page_of_an_article_comes_back_as_it_was_fetched(archive, store, path):
    first = visit()

    outcomes = kept(archive, store, first)

    assert outcomes == [NEW]
    assert pages(path) == [first.page]


def test_the_page_of_a_revision_is_kept_beside_the_one_before(archive, store, path):
    first, later = visit(), visit(HARVEST, now=NOON + HOUR)

    outcomes = kept(archive, store, first) + kept(archive, store, later)

    assert outcomes == [NEW, REVISION]
    assert pages(path) == [first.page, later.page]


def test_a_page_that_says_the_same_again_is_not_kept_again(archive, store, path):
    kept(archive, store, visit())

    outcomes = kept(archive, store, visit(now=NOON + HOUR, layout=1))

    assert outcomes == [UNCHANGED]
    assert len(pages(path)) == 1


def test_an_article_from_before_gets_its_page_when_it_is_seen_again(archive, store, path):
    with archive.transaction():
        settle(archive, [visit()])

    kept(archive, store, visit(now=NOON + HOUR))

    assert [page.fetched for page in pages(path)] == [NOON + HOUR]


def test_an_older_page_of_an_article_from_before_is_not_taken_for_its_own(archive, store, path):
    with archive.transaction():
        settle(archive, [visit(HARVEST)])

    outcomes = kept(archive, store, visit(STORM, now=NOON - HOUR))

    assert outcomes == [UNCHANGED]
    assert pages(path) == []


def test_an_article_that_moves_takes_its_page_along(archive, store, path):
    kept(archive, store, visit(canonical_url="https://isle.example/b"))

    outcomes = kept(archive, store, visit(url="https://isle.example/b", now=NOON + HOUR))

    assert outcomes == [ALIAS]
    assert urls(path) == [URL, "https://isle.example/b"]


def test_a_page_without_an_article_is_not_kept(archive, store, path):
    kept(archive, store, replace(visit(), result=not_article(Reason.LISTING)))

    assert pages(path) == []


def test_equal_bytes_are_kept_once(archive, store, path):
    first = visit()
    other = visit(f"{HARVEST} More.", url="https://isle.example/b")
    twin = replace(other, page=replace(first.page, url="https://isle.example/b"))

    kept(archive, store, first, twin)

    assert urls(path) == [URL, "https://isle.example/b"]
    assert bodies(path) == [(1,)]


def test_a_page_beyond_all_bounds_is_not_kept(archive, store, path, monkeypatch):
    monkeypatch.setattr("newsspider.rawstore.MAX_PAGE_BYTES", 100)

    outcomes = kept(archive, store, visit())

    assert outcomes == [NEW]
    assert pages(path) == []


# What a publisher reserves


@pytest.mark.parametrize(
    ("opt_out", "policy"), [(NOAI, "metadata-only"), (NOAI, "skip"), (NOARCHIVE, "store"), (NOARCHIVE, "metadata-only")]
)
def test_what_is_reserved_is_not_kept(archive, store, path, opt_out, policy):
    kept(archive, store, visit(opt_outs=(opt_out,), opt_out_policy=policy))

    assert pages(path) == []


def test_what_is_reserved_and_kept_by_policy_has_its_page(archive, store, path):
    kept(archive, store, visit(opt_outs=(NOAI,)))

    assert urls(path) == [URL]


@pytest.mark.parametrize(
    ("opt_out", "policy"), [(NOAI, "metadata-only"), (NOAI, "skip"), (NOARCHIVE, "store"), (NOARCHIVE, "skip")]
)
def test_a_publisher_who_opts_out_later_takes_all_pages_back(archive, store, path, opt_out, policy):
    kept(archive, store, visit())
    kept(archive, store, visit(HARVEST, now=NOON + HOUR))

    kept(archive, store, visit(HARVEST, now=NOON + DAY, opt_outs=(opt_out,), opt_out_policy=policy))

    assert pages(path) == []
    assert bodies(path) == [(0,)]


def test_pages_go_by_a_not_modified_answer_too(archive, store, path):
    kept(archive, store, visit())
    unchanged = replace(visit(now=NOON + DAY, opt_out_policy="metadata-only"), page=None, result=UNCHANGED)

    kept(archive, store, replace(unchanged, opt_outs=(NOAI,)))

    assert pages(path) == []


def test_where_no_pages_are_kept_any_more_old_ones_still_go_with_their_words(archive, store, path):
    kept(archive, store, visit(), visit(HARVEST, url="https://isle.example/b"))
    store.close()
    silent = opened(archive, path, raw=False)

    kept(archive, silent, visit(now=NOON + DAY, opt_outs=(NOAI,), opt_out_policy="skip"))
    kept(archive, silent, visit("Something new altogether.", url="https://isle.example/c"))
    silent.close()

    assert urls(path) == ["https://isle.example/b"]


def test_where_none_are_kept_and_none_were_there_is_no_file(archive, path):
    assert RawStore.open(archive, path, Config(raw=False)) is None
    assert not pages_path(path).exists()


# The order in which things reach the disk


def test_killed_between_the_two_commits_a_page_stands_alone_and_is_swept(path):
    other = "https://isle.example/b"
    with Archive.open(path) as archive:
        store = opened(archive, path)
        kept(archive, store, visit(HARVEST, url=other))
        store.close()
    killed = subprocess.run([sys.executable, str(KILLED), str(path)], check=False)
    alone = urls(path)

    with Archive.open(path) as archive:
        store = opened(archive, path)
        swept = urls(path)
        outcomes = kept(archive, store, visit())
        store.close()

    assert killed.returncode == -signal.SIGKILL
    assert (alone, swept) == ([other, URL], [other])
    assert outcomes == [NEW]
    assert urls(path) == [other, URL]


def test_pages_beside_an_archive_that_was_begun_anew_are_no_leftovers_of_a_kill(archive, store, path, tmp_path):
    keep_many(archive, store, 5)
    store.close()

    with Archive.open(tmp_path / "new.db") as other:
        pages_path(path).rename(pages_path(tmp_path / "new.db"))
        opened(other, tmp_path / "new.db").close()

    assert len(pages(tmp_path / "new.db")) == 5


def test_pages_that_an_older_copy_of_the_archive_does_not_know_are_kept_too(archive, store, path, monkeypatch):
    monkeypatch.setattr("newsspider.rawstore.LAST_BATCH", 3)
    keep_many(archive, store, 1)
    for number in range(1, 6):
        store.keep(archive, [numbered(number)], [NEW])
    store.close()

    opened(archive, path).close()

    assert len(pages(path)) == 6


def test_a_state_that_its_article_never_reached_is_swept_and_the_one_before_stays(archive, store, path):
    kept(archive, store, visit())
    later = [visit(HARVEST, now=NOON + HOUR)]
    store.keep(archive, later, [REVISION])
    store.close()

    opened(archive, path).close()

    assert [page.fetched for page in pages(path)] == [NOON]


def test_a_full_disk_is_told_and_no_article_is_stored_without_its_page(archive, store, path):
    (count,) = store._pages._database.execute("PRAGMA page_count").fetchone()
    store._pages._database.execute(f"PRAGMA max_page_count = {count + 2}")

    with pytest.raises(StorageError, match="free space"):
        kept(archive, store, *(numbered(number, site=f"{number}") for number in range(20)))

    store._pages._database.execute("PRAGMA max_page_count = 1000000")
    assert rows(path, "SELECT count(*) FROM article") == [(0,)]
    assert pages(path) == []
    keep_many(archive, store, 3)
    assert len(pages(path)) == 3


def test_a_damaged_file_is_told_with_what_to_do_and_left_alone(archive, path):
    pages_path(path).write_bytes(b"Dear diary, today no page was kept.")

    with pytest.raises(ArchiveCorruptError, match="move it away"):
        RawStore.open(archive, path, Config())

    assert pages_path(path).read_bytes().startswith(b"Dear diary")


def test_an_archive_is_no_file_of_pages(archive, path, tmp_path):
    Archive.open(pages_path(path)).close()

    with pytest.raises(ArchiveCorruptError, match="another program"):
        RawStore.open(archive, path, Config())


def test_a_file_that_is_gone_is_made_anew(archive, store, path):
    kept(archive, store, visit())
    store.close()
    pages_path(path).unlink()

    again = opened(archive, path)
    kept(archive, again, visit(HARVEST, url="https://isle.example/b"))
    again.close()

    assert urls(path) == ["https://isle.example/b"]


def test_bytes_that_are_not_those_that_were_kept_are_told(archive, store, path):
    kept(archive, store, visit())
    store.close()
    with sqlite_shell(pages_path(path)) as connection, connection:
        connection.execute("UPDATE body SET digest = 'other'")

    with pytest.raises(RawPageError, match=r"isle\.example/a is damaged"):
        pages(path)


# Dictionaries


def test_a_page_is_packed_with_an_older_one_of_its_site(archive, store, path):
    keep_many(archive, store, 3)
    kept(archive, store, visit(url="https://other.example/", site="other"))

    first, second, third, other = bodies(path, "dictionary_id, length(packed)")
    assert (first[0], second[0], third[0], other[0]) == (None, 1, 1, None)
    assert second[1] < first[1] / 10


def test_no_dictionary_is_packed_with_another(archive, store, path):
    keep_many(archive, store, 2 * RENEW_AFTER + 5)

    used = {dictionary for (dictionary,) in bodies(path, "dictionary_id")}
    chains = [body for body, by in bodies(path, "id, dictionary_id") if body in used and by is not None]
    assert len(used - {None}) == 3
    assert chains == []


def test_after_a_new_layout_a_new_dictionary_is_chosen(archive, store, path):
    keep_many(archive, store, 3)

    keep_many(archive, store, 10, first=3, layout=1)

    sizes = [size for (size,) in bodies(path, "length(packed)")]
    assert sizes[-1] < sizes[0] / 10


def test_a_page_that_is_reserved_goes_although_others_are_packed_with_it(archive, store, path):
    keep_many(archive, store, 5)
    first = "https://isle.example/0"

    kept(archive, store, visit(STORM, url=first, now=NOON + DAY, opt_outs=(NOARCHIVE,)))
    keep_many(archive, store, 2, first=10)

    assert len(urls(path)) == 6
    assert first not in urls(path)
    assert len(bodies(path, "id")) == 6
    packed_alone = [dictionary for (dictionary,) in bodies(path, "dictionary_id")].count(None)
    assert packed_alone == 1


def test_what_others_are_packed_with_is_kept_in_memory_only_for_some_sites(archive, store, path, monkeypatch):
    monkeypatch.setattr("newsspider.rawstore.MOST_DICTIONARIES", 2)
    sites = [f"site-{number}" for number in range(4)]

    for day in range(2):
        for site in sites:
            kept(archive, store, visit(f"{STORM} {site} {day}", url=f"https://{site}.example/{day}", site=site))

    assert len(store._bases) == 2
    assert len(pages(path)) == 8
    assert [dictionary for (dictionary,) in bodies(path, "dictionary_id")].count(None) == 4


# How long


def test_pages_grow_old(archive, store, path):
    keep_many(archive, store, 5)

    store.tidy(NOON + 365 * DAY + 2 * HOUR)

    assert urls(path) == [f"https://isle.example/{number}" for number in (2, 3, 4)]
    assert len(bodies(path, "id")) == 3


def test_bytes_go_with_the_last_page_that_has_them(archive, store, path, monkeypatch):
    monkeypatch.setattr("newsspider.rawstore.DROPPED_AT_ONCE", 4)
    keep_many(archive, store, RENEW_AFTER + 10)
    alone = "SELECT count(*) FROM body WHERE id NOT IN (SELECT body_id FROM kept_page)"

    store.tidy(NOON + 365 * DAY + 50 * HOUR)
    some = len(pages(path)), rows(pages_path(path), alone)
    store.tidy(NOON + 1_000 * DAY)

    assert some == (RENEW_AFTER + 10 - 50, [(0,)])
    assert bodies(path) == [(0,)]
    keep_many(archive, store, 3, first=1_000)
    assert len(pages(path)) == 3


def test_the_oldest_go_where_all_take_too_much(archive, path, monkeypatch):
    monkeypatch.setattr("newsspider.rawstore.DROPPED_AT_ONCE", 1)
    store = opened(archive, path, raw_bytes=200_000)
    kept(archive, store, *(numbered(number, site=f"{number}") for number in range(30)))

    store.tidy(NOON + DAY)
    store.close()

    left = urls(path)
    assert 5 < len(left) < 30
    assert left[-1] == "https://isle.example/29"
    assert pages_path(path).stat().st_size <= 200_000 + 2 * 4_096


def test_a_run_forgets_no_more_than_its_share(archive, store, path, monkeypatch):
    monkeypatch.setattr("newsspider.rawstore.DROPPED_AT_ONCE", 2)
    monkeypatch.setattr("newsspider.rawstore.DROPPED_A_RUN", 4)
    keep_many(archive, store, 10)

    store.tidy(NOON + 1_000 * DAY)

    assert len(pages(path)) == 6


def test_pages_are_packed_tighter_when_nobody_waits_and_come_out_the_same(archive, store, path):
    keep_many(archive, store, 30)
    before, packed_before = pages(path), bodies(path, "sum(length(packed))")

    store.tidy(NOON + DAY)

    assert pages(path) == before
    assert bodies(path, "sum(length(packed))") <= packed_before
    assert bodies(path, "DISTINCT level") == [(10,)]


def test_packing_tighter_keeps_to_its_time(archive, store, path):
    keep_many(archive, store, 100)
    ticks = iter(range(100))

    store.tidy(NOON + DAY, idle_seconds=2.0, clock=lambda: float(next(ticks)))

    assert {level for (level,) in bodies(path, "level")} == {6, 10}


def test_an_archive_has_its_pages_beside_it(archive, store, path):
    keep_many(archive, store, 1)
    store.close()

    beside = {each.name for each in path.parent.glob("*.pages.*")}
    assert beside == {"newsspider.pages.db", "newsspider.pages.db.lock"}
    assert pages_path(path).read_bytes()[68:72] == b"nwsr"
