"""Pages that show all of an article of several pages: one article and its whole text, whatever was read first."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from shutil import copy

import pytest

from newsspider.archive.store import Archive
from newsspider.article import Access, Article, Failure, Page
from newsspider.extraction.extractor import extract
from newsspider.ledger import failed
from newsspider.pagination import base_of_view
from newsspider.urls import url_key
from newsspider.whole_page import with_page
from tests.archive.making import rows
from tests.dedup.stories import story
from tests.paged import story_page, text_of, whole_page
from tests.test_parts import NOW, visited

BASE = "https://isle.example/the-long-way"
PAGES = {1: BASE, 2: f"{BASE}?page=2", 3: f"{BASE}?page=3"}
PRINT, ALL = f"{BASE}/print", f"{BASE}?view=all"
WHOLE = "\n\n".join(paragraph for number in PAGES for paragraph in text_of(number))
EDITED = "At seven the pilot had seen enough and went home along the dyke, against the wind, without a word."
CLAIMS = {"no claim": None, "the first page": BASE, "the page that shows all": ALL}


def read(url: str, html: str) -> Article:
    return extract(Page(url=url, body=html.encode(), fetched=NOW))


def every(claim: str | None = None) -> dict[str, Article]:
    """The five pages by a letter each, as they are read; all of them call *claim* the canonical address."""
    head = f'<link rel="canonical" href="{claim}">' if claim else ""
    pages = {str(at): read(url, story_page(at, others=PAGES, head=head)) for at, url in PAGES.items()}
    return pages | {letter: read(url, whole_page(head=head)) for letter, url in (("p", PRINT), ("a", ALL))}


@pytest.mark.parametrize(("claim", "together"), [*((claim, False) for claim in CLAIMS), ("no claim", True)])
def test_five_pages_are_one_whole_article_in_every_order(tmp_path, claim, together):
    pages, wrong = every(CLAIMS[claim]), {}
    Archive.open(tmp_path / "empty.db").close()

    for order in map("".join, permutations(pages)):
        copy(tmp_path / "empty.db", tmp_path / f"{order}.db")
        with Archive.open(tmp_path / f"{order}.db") as archive:
            visited(archive, *(pages[letter] for letter in order), together=together)
        found = rows(tmp_path / f"{order}.db", "SELECT text, complete FROM article")
        if found != [(WHOLE, 1)] or rows(tmp_path / f"{order}.db", "SELECT 1 FROM revision"):
            wrong[order] = found

    assert wrong == {}


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("order", list(permutations("123a")))
def test_the_address_that_the_article_came_to_stand_at_is_looked_at_again(archive, ask, order, claim):
    pages = every(CLAIMS[claim])

    visited(archive, *(pages[letter] for letter in order), due=True)

    due = {each.url_key for each in archive.frontier.due("isle", now=NOW + timedelta(days=9), limit=9)}
    ((own,),) = ask("SELECT url_key FROM article")
    assert own in due


@pytest.mark.parametrize(
    "pages", [*permutations("12p", 3), *permutations("13a", 3), *permutations("2a"), *permutations("p3")]
)
def test_what_shows_all_stands_for_pages_that_are_not_there(archive, ask, pages):
    visited(archive, *(every()[letter] for letter in pages))

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]


@pytest.mark.parametrize("order", list(permutations("12")))
def test_as_long_as_nothing_shows_all_a_page_that_is_not_there_is_missed(archive, ask, order):
    visited(archive, *(every()[letter] for letter in order))
    amp = replace(every()["1"], url=f"{BASE}/amp", parts=())

    visited(archive, amp, start=5)

    assert ask("SELECT text, complete FROM article") == [("\n\n".join([*text_of(1), *text_of(2)]), 0)]


@pytest.mark.parametrize("order", list(permutations("123a")))
def test_an_edit_of_one_page_is_told_beside_a_page_that_shows_all(archive, ask, order):
    note = "A note that stands on the page that shows all and nowhere else. " * 8
    pages = every()
    pages["a"] = replace(pages["a"], text=f"{WHOLE}\n\n{note}".strip())
    visited(archive, *(pages[letter] for letter in order))
    second = pages["2"]

    kinds = visited(archive, pages["1"], replace(second, text=f"{EDITED}\n\n{second.text}"), pages["3"], start=9)

    assert [kind for kind in kinds if kind == "revision"] == ["revision"]
    assert ask("SELECT count(*) FROM article") == ask("SELECT count(*) FROM revision") == [(1,)]
    ((text,),) = ask("SELECT text FROM article")
    assert text.count(EDITED) == 1
    assert text.index(text_of(1)[0]) < text.index(EDITED) < text.index(text_of(2)[0])


@pytest.mark.parametrize("letters", ["1a", "12a", "a1"])
def test_what_shows_all_is_not_made_anew_of_single_pages(newsspider, tmp_path, letters):
    html = {str(at): story_page(at, others=PAGES) for at in PAGES} | {"a": whole_page()}
    urls = {str(at): url for at, url in PAGES.items()} | {"a": ALL}
    lines = [{"url": urls[letter], "html": html[letter]} for letter in letters]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    newsspider("replay", "pages.jsonl")

    report = json.loads(newsspider("reextract", "isle.example", "--json").stdout)

    assert (report["articles"], report["without_page"]) == ([], 1)
    assert rows(tmp_path / "newsspider.db", "SELECT text, complete FROM article") == [(WHOLE, 1)]


def test_a_page_that_is_gone_takes_no_words_from_one_that_shows_all(archive, ask):
    visited(archive, *(every()[letter] for letter in "12a"))

    visited(archive, (PAGES[2], failed(Failure.GONE)), start=9, status=404)

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask("SELECT count(*) FROM revision") == [(0,)]


@pytest.mark.parametrize(
    "less",
    [
        {"complete": False},
        {"access": Access.TEASER},
        {"title": "Samphire harvest"},
        {"text": story(5, 400)},
        {"text": "\n\n".join(text_of(1))},
    ],
)
def test_what_broke_off_gives_less_away_or_is_another_story_shows_nothing(archive, ask, less):
    pages = every()
    visited(archive, pages["1"], replace(pages["a"], **less))

    assert ask(f"SELECT text, complete FROM article WHERE url_key = '{url_key(BASE)}'") == [
        ("\n\n".join(text_of(1)), 0)
    ]


def test_what_a_page_puts_in_changes_or_takes_out_happens_in_the_whole():
    class Known:
        text = "B.\n\nC.\n\nD."

    whole = "A.\n\nB.\n\nC.\n\nD.\n\nE."

    assert with_page(whole, Known, "B.\n\nX.\n\nC.\n\nD.") == "A.\n\nB.\n\nX.\n\nC.\n\nD.\n\nE."
    assert with_page(whole, Known, "B.\n\nX.\n\nD.") == "A.\n\nB.\n\nX.\n\nD.\n\nE."
    assert with_page(whole, Known, "B.\n\nD.") == "A.\n\nB.\n\nD.\n\nE."
    assert with_page("A.\n\nE.", Known, "B.\n\nX.\n\nD.") == "A.\n\nE."
    assert with_page(whole, None, "B.") == whole


@pytest.mark.parametrize(
    "url",
    [
        *("?view=all", "?page=all", "?pagewanted=all", "?singlepage=1", "?all", "?showall=true"),
        *("/all", "/single-page/", "/komplettansicht", "/full", "/printable"),
    ],
)
def test_addresses_tell_what_shows_all(url):
    assert base_of_view(f"{BASE}{url}") == url_key(BASE)


@pytest.mark.parametrize("url", ["", "?page=2", "/2", "?id=all", "?view=7", "/all-the-way", "/../all", "?p=1"])
def test_other_addresses_do_not(url):
    assert base_of_view(f"{BASE}{url}") is None
