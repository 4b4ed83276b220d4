"""Articles told over several pages: one article, whatever page was read first."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from newsspider.archive.reader import Reader
from newsspider.archive.record import DueUrl
from newsspider.archive.store import Archive
from newsspider.article import Article, OptOut, OptOutSource, Page, Reason
from newsspider.intake import settle
from newsspider.ledger import not_article
from newsspider.urls import url_key
from newsspider.visit import Visit
from tests.dedup.stories import story

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE = "https://isle.example/the-long-way"
URLS = [BASE, f"{BASE}?page=2", f"{BASE}?page=3"]
TEXTS = [story(at, 150) for at in (1, 2, 3)]
WHOLE = "\n\n".join(TEXTS)


def pages(**changes) -> list[Article]:
    """The three pages of the article, each leading to the others."""
    return [
        Article(url=url, title="The long way", text=text, parts=tuple(each for each in URLS if each != url), **changes)
        for url, text in zip(URLS, TEXTS, strict=True)
    ]


def visited(
    archive: Archive, *results, due: bool = False, together: bool = False, start: int = 0, **fields
) -> list[str]:
    """Take the pages in, an hour apart, each in a batch of its own unless *together*."""
    visits = []
    for at, one in enumerate(results):
        url, result = (one.url, one) if isinstance(one, Article) else one
        now = NOW + (start + at) * timedelta(hours=1)
        asked = DueUrl(url=url, url_key=url_key(url), found=NOW) if due else None
        page = Page(url=url, body=b"", fetched=now)
        visits.append(Visit(site="isle", url=url, now=now, page=page, result=result, due=asked, **fields))
    kinds = []
    for batch in [visits] if together else [[visit] for visit in visits]:
        with archive.transaction():
            kinds += [outcome.kind.value for outcome in settle(archive, batch)]
    return kinds


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_all_pages_are_one_article_whatever_came_first(archive, ask, order, together):
    kinds = visited(archive, *(pages()[at] for at in order), together=together)

    assert kinds == ["new", "alias", "alias"]
    assert ask("SELECT url_key, text, complete FROM article") == [(url_key(BASE), WHOLE, 1)]
    assert ask("SELECT url_key, reason FROM url_alias ORDER BY 1") == [(url_key(url), "part") for url in URLS[1:]]
    assert ask("SELECT count(*) FROM revision") == ask("SELECT count(*) - 1 FROM cluster") == [(0,)]
    assert ask("SELECT words FROM article") == [(450,)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pages_that_name_only_their_neighbours_find_together(archive, ask, order):
    neighbours = [
        Article(url=url, title="The long way", text=text, parts=parts)
        for url, text, parts in zip(URLS, TEXTS, [URLS[1:2], [URLS[0], URLS[2]], URLS[1:2]], strict=True)
    ]

    visited(archive, *(neighbours[at] for at in order))

    assert ask("SELECT url_key, text, complete FROM article") == [(url_key(BASE), WHOLE, 1)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pages_that_were_taken_for_articles_are_folded_into_the_first(archive, ask, order):
    first, *rest = pages()
    silent = [Article(url=each.url, title=each.title, text=each.text) for each in rest]
    every = [first, *silent]

    visited(archive, *(every[at] for at in order))

    assert ask("SELECT url_key, text, complete FROM article") == [(url_key(BASE), WHOLE, 1)]
    assert ask("PRAGMA foreign_key_check") == []
    assert ask("SELECT count(*) FROM fingerprint") == [(1,)]


def test_as_long_as_a_page_is_not_there_the_article_is_not_complete(archive, ask):
    first, _, third = pages()

    visited(archive, third, first)

    assert ask("SELECT text, complete FROM article") == [(f"{TEXTS[0]}\n\n{TEXTS[2]}", 0)]
    assert ask("SELECT url FROM article_part WHERE text IS NULL") == [(URLS[1],)]


def test_a_crawl_asks_for_the_pages_that_are_not_there(archive):
    visited(archive, pages()[0], due=True)

    due = archive.frontier.due("isle", now=NOW, limit=10)
    assert [(each.url, each.discovered_from) for each in due] == [(url, BASE) for url in URLS[1:]]


def test_a_replay_asks_for_nothing(archive):
    visited(archive, pages()[0])

    assert archive.frontier.due("isle", now=NOW, limit=10) == []


def test_a_row_of_pages_without_end_is_bounded(archive, ask):
    forms = [f"{BASE}{shape.format(at)}" for shape in ("?page={}", "/{}/", "/page/{}", "-{}") for at in range(2, 20)]
    for at in range(0, len(forms), 18):
        parts = tuple(forms[at : at + 18])
        visited(archive, Article(url=BASE, title="The long way", text=TEXTS[0], parts=parts), due=True, start=at)

    assert ask("SELECT count(*) FROM article_part") == [(20,)]
    assert len(archive.frontier.due("isle", now=NOW, limit=100)) == 19


def test_the_first_page_read_again_changes_nothing(archive, ask):
    visited(archive, *pages())

    assert visited(archive, pages()[0], start=5) == ["unchanged"]
    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]


def test_an_edit_of_a_page_is_a_revision_of_the_whole(archive, ask):
    visited(archive, *pages())
    edited = TEXTS[0].replace(".", ", they said.", 1)

    kinds = visited(archive, Article(url=BASE, title="The long way", text=edited, parts=tuple(URLS[1:])), start=5)

    assert kinds == ["revision"]
    assert ask("SELECT text FROM article") == [("\n\n".join([edited, *TEXTS[1:]]),)]


def test_an_older_page_changes_nothing(archive, ask):
    visited(archive, *pages(), start=5)

    visited(archive, Article(url=URLS[1], title="The long way", text=story(9, 100), parts=tuple(URLS[:1])))

    assert ask("SELECT text FROM article") == [(WHOLE,)]


def test_what_a_page_repeats_of_an_earlier_one_stands_once(archive, ask):
    repeated = TEXTS[0].split("\n\n")[0]
    first, second = pages()[:2]

    visited(archive, first, Article(url=second.url, title=second.title, text=f"{repeated}\n\n{TEXTS[1]}"))

    assert ask("SELECT text FROM article") == [("\n\n".join(TEXTS[:2]),)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_page_with_the_same_text_and_other_comments_adds_nothing(archive, ask, order):
    pages = [Article(url=url, title="The long way", text=TEXTS[0], parts=URLS[1 - at : 2 - at]) for at, url in
             enumerate(URLS[:2])]  # fmt: skip

    visited(archive, *(pages[at] for at in order))

    assert ask("SELECT url_key, text, complete FROM article") == [(url_key(BASE), TEXTS[0], 1)]


def test_a_page_that_is_no_article_adds_nothing(archive, ask):
    first = Article(url=BASE, title="The long way", text=TEXTS[0], parts=tuple(URLS[1:2]))

    visited(archive, first, (URLS[1], not_article(Reason.TOO_SHORT)))

    assert ask("SELECT text, complete FROM article") == [(TEXTS[0], 1)]


def test_a_page_with_another_headline_is_another_article(archive, ask):
    other = Article(url=URLS[1], title="Samphire harvest", text=TEXTS[1])

    kinds = visited(archive, Article(url=BASE, title="The long way", text=TEXTS[0], parts=tuple(URLS[1:2])), other)

    assert kinds == ["new", "new"]
    assert ask("SELECT text FROM article ORDER BY id") == [(TEXTS[0],), (TEXTS[1],)]


def test_words_that_are_withheld_leave_no_page(archive, ask):
    visited(archive, *pages())
    reserved = OptOut(source=OptOutSource.META, signal="noai")

    visited(archive, pages()[0], start=5, opt_outs=(reserved,), opt_out_policy="metadata-only")

    assert ask("SELECT text FROM article") == [("",)]
    assert {text for (text,) in ask("SELECT text FROM article_part")} == {None}


def test_an_article_of_several_pages_is_read_again_of_all_of_them(archive, tmp_path):
    visited(archive, *pages(), Article(url="https://isle.example/other", title="Other", text=story(7, 100)))

    with Reader(tmp_path / "news.db") as reader:
        candidates = [(each.url, [part.url for part in each.parts]) for each in reader.candidates()]
        count = reader.count_candidates()

    assert (candidates, count) == ([(BASE, URLS), ("https://isle.example/other", [])], 2)


def test_marks_of_a_text_are_joined_too(archive, ask):
    first, second = pages(markdown="**The** long way")[:1] + pages()[1:2]

    visited(archive, first, second, pages()[2])

    (markdown,) = ask("SELECT markdown FROM article")[0]
    assert markdown == "\n\n".join(["**The** long way", *TEXTS[1:]])
