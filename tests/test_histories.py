"""The demo's articles that are edited, edited silently and taken away, crawled day by day and told by the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from newsspider.demo.content import DemoArticle
from newsspider.demo.server import DemoServer
from newsspider.text import normalise_text
from newsspider.urls import url_key
from tests.cron import Operator


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """An archive of `daily` after its second day: edits, a withdrawal, and one page on which a count appeared."""
    with DemoServer(sites=["daily"]) as demo:
        operator = Operator(tmp_path_factory.mktemp("days"), {site.name: site.seeds for site in demo.sites})
        before = {article.slug: article for article in demo.articles}
        first = operator.crawl()
        edited = demo.edit(at=datetime.now(UTC) + timedelta(minutes=1))
        former_page = demo.answer("daily", next(each.path for each in demo.articles if each.withdrawn)).body
        silent, withdrawn, counted = demo.edit_silently(), demo.withdraw(), demo.articles[3]
        page = demo.answer("daily", counted.path).body.decode()
        demo.serve_page("daily", counted.path, page.replace("</article>", "<p>1.204 Aufrufe</p></article>"))
        operator.let_all_be_looked_at()
        second = operator.crawl()
        yield SimpleNamespace(**{name: value for name, value in locals().items() if name != "tmp_path_factory"})


def history(days: SimpleNamespace, article: DemoArticle) -> dict:
    done = days.operator.run("show", article.url, "--history", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_day_came_to_what_its_editors_did(days):
    assert days.first["new"] == len(days.before)
    assert (days.second["revision"], days.second["failed"]) == (2, {"gone": 1})
    assert days.second["new"] == 0


def test_an_edit_with_a_newer_date_is_told_with_both_headlines(days):
    (change,) = history(days, days.edited)["changes"]

    assert (change["old_title"], change["new_title"]) == (days.before[days.edited.slug].title, days.edited.title)
    assert (change["silent"], change["changed"]) == (False, ["title", "lead", "text"])
    assert days.operator.rows("SELECT url FROM silent_edit WHERE url = ?", days.edited.url) == []


def test_a_silent_edit_is_told_as_one(days):
    (change,) = history(days, days.silent)["changes"]
    shown = days.operator.run("show", days.silent.url, "--history").stdout

    assert (change["silent"], change["words_added"], change["words_removed"]) == (True, 16, 18)
    assert "headline changed, silent edit" in shown
    assert "auf [-300.000-] {+450.000+} Euro." in shown
    assert days.operator.rows("SELECT url, new_title FROM silent_edit") == [(days.silent.url, days.silent.title)]


def test_both_changed_headlines_are_in_the_view(days):
    titles = days.operator.rows("SELECT old_title, new_title FROM headline_change ORDER BY url")

    changed = sorted((days.edited, days.silent), key=lambda article: article.url)
    assert titles == [(days.before[article.slug].title, article.title) for article in changed]


def test_a_withdrawn_article_stays_and_is_told_as_gone(days):
    shown = days.operator.run("show", days.withdrawn.url, "--history").stdout

    assert days.operator.rows("SELECT url, withdrawn_status FROM withdrawn") == [(days.withdrawn.url, 410)]
    assert "withdrawn (status 410)" in shown
    assert days.operator.rows("SELECT text FROM article WHERE url = ?", days.withdrawn.url) == [
        (normalise_text(days.withdrawn.text),)
    ]


def test_the_recipes_tell_the_same(days):
    told = {}
    for name in ("silent_edits", "headline_changes", "withdrawn"):
        done = days.operator.run("export", name, "--format", "jsonl")
        told[name] = [json.loads(line)["url"] for line in done.stdout.splitlines()]

    assert told["silent_edits"] == [days.silent.url]
    assert set(told["headline_changes"]) == {days.edited.url, days.silent.url}
    assert told["withdrawn"] == [days.withdrawn.url]


def test_the_earlier_words_are_what_was_written(days):
    for article in (days.edited, days.silent):
        done = days.operator.run("show", article.url, "--json")
        (state,) = json.loads(done.stdout)["revisions"]

        former = days.before[article.slug]
        assert (state["title"], state["lead"], state["text"]) == (
            *(former.title, former.lead, normalise_text(former.text)),
        )


def test_a_withdrawn_article_that_comes_back_is_not_withdrawn_any_more(days):
    key = url_key(days.withdrawn.url)
    ((is_due_again,),) = days.operator.rows("SELECT next_visit IS NOT NULL FROM url WHERE url_key = ?", key)
    days.demo.serve_page("daily", days.withdrawn.path, days.former_page)
    days.operator.let_all_be_looked_at()

    third = days.operator.crawl()

    assert is_due_again == 1
    assert third["revision"] == 0
    assert days.operator.rows("SELECT url FROM withdrawn") == []


def test_all_are_looked_at_again_when_asked(days):
    stored = len(days.operator.rows("SELECT 1 FROM article"))

    by_itself, asked = days.operator.crawl(), days.operator.crawl("--revisit")

    assert by_itself["due"] == 0
    assert asked["due"] >= stored
    assert (asked["new"], asked["revision"]) == (0, 0)
