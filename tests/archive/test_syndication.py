"""The view `syndication`: its times are those of `dedup.seniority`."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.archive.store import Archive
from newsspider.article import DateSource
from newsspider.dedup.seniority import Claim
from tests.archive.making import DAY, HOUR, NOON, a_newcomer, an_article, rows, sqlite_shell
from tests.newsroom import fill

RAWS = [
    *("2026-11-03T12:00:00Z", "2026-11-03", "2026-11-03T00:00:00Z", "2026-11-03 00:00", "2026-11-03T00:00:30Z"),
    *("3 November 2026, 12:00", "03.11.2026", "03.11.2026 9.30", "03.11.2026, 18.30 Uhr", "3 Nov 18h05", "1793707200"),
    *("20261103T1200", "le 3.11.26", "um 18.30.", "12:00", "", "۳ نوامبر ۱۲:۳۰", "179370720", "17937072001234"),
]
PAIRS = "SELECT relation, copy_site, original_site, lag_hours FROM syndication ORDER BY copy_site, original_site"


def test_who_has_words_from_whom_is_told_one_way(path):
    fill(path)

    assert rows(path, PAIRS) == [
        ("declared_copy_of", "fan", "wire", 0.0),
        ("copy", "paper", "wire", 1.0),
        ("roundup", "roundup", "other", 6.0),
        ("roundup", "roundup", "teaser", 1.0),
        ("roundup", "roundup", "third", 6.0),
        ("roundup", "roundup", "wire", 6.0),
        ("excerpt_of", "teaser", "wire", 5.0),
        ("copy", "undated", "wire", 24.0),
        ("copy", "weekly", "wire", 3.0),
    ]


@pytest.fixture
def ask(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article(name)) for name in ("ferry", "twin")])
    with sqlite_shell(path) as shell:
        shell.execute("UPDATE article SET cluster_id = 1 WHERE id = 2")

        def since(raw, source, published, first_seen):
            shell.execute(
                "UPDATE article SET published_raw = ?, published_source = ?, published = ?, first_seen = ? "
                "WHERE id = 2",
                (raw, source, published and f"{published:%Y-%m-%dT%H:%M:%SZ}", f"{first_seen:%Y-%m-%dT%H:%M:%SZ}"),
            )
            return shell.execute("SELECT copy_since, copy_since_source FROM syndication").fetchone()

        yield since


def ours(raw, source, published, first_seen):
    claim = Claim(id=2, first_seen=first_seen, published=published, published_raw=raw, published_source=source)
    why = "published" if claim.is_trustworthy else "day" if claim.until < claim.first_seen else "first-seen"
    return f"{claim.until:%Y-%m-%dT%H:%M:%SZ}", why


@pytest.mark.parametrize("raw", [*RAWS, None])
@pytest.mark.parametrize("source", [DateSource.META, DateSource.TEXT, None])
@pytest.mark.parametrize("seen", [NOON + HOUR, NOON + DAY, NOON + 5 * DAY])
def test_a_time_is_believed_as_it_is_when_copies_are_judged(ask, raw, source, seen):
    told = raw, source, NOON, seen

    assert ask(*told) == ours(*told)


@pytest.mark.parametrize("ahead", [HOUR, HOUR + timedelta(seconds=1), -HOUR])
def test_a_time_to_come_is_not_believed(ask, ahead):
    told = RAWS[0], DateSource.TIME, NOON + ahead, NOON

    assert ask(*told) == ours(*told)
    assert ask(RAWS[0], None, None, NOON) == ("2026-11-03T12:00:00Z", "first-seen")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="019:.hT ZKn\u06f5", max_size=12))
def test_any_spelling_is_read_as_there(ask, raw):
    told = raw, DateSource.META, NOON, NOON + 3 * DAY

    assert ask(*told) == ours(*told)
