"""The demo's copy, excerpt and roundup, as they are told after a crawl."""

import json
from collections.abc import Iterator

import pytest

from newsspider.demo.server import DemoServer
from newsspider.urls import url_key
from tests.cron import Operator


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer(sites=("magazine", "daily")) as server:
        yield server


@pytest.fixture(scope="module")
def operator(demo, tmp_path_factory) -> Operator:
    sites = {site.name: site.seeds for site in demo.sites}
    operator = Operator(tmp_path_factory.mktemp("desk"), sites, {site.name: site.time_zone for site in demo.sites})
    operator.crawl()
    return operator


def relatives(operator, article):
    found = json.loads(operator.run("similar", article.url, "--json").stdout)
    return [(url_key(each["url"]), each["relation"], each["direction"]) for each in found["relatives"]]


def by_name(demo, name):
    return next(article for article in demo.articles if f"{article.site}/{article.slug}" == name)


def test_the_copy_is_told_with_its_original(demo, operator):
    copy = next(article for article in demo.articles if article.copy_of)
    original = by_name(demo, copy.copy_of)

    line = json.loads(operator.run("cluster", copy.url, "--json").stdout)

    assert relatives(operator, copy) == [(url_key(original.url), "copy", "from")]
    assert [(url_key(each["url"]), each["is_original"]) for each in line["members"]] == [
        (url_key(original.url), True),
        (url_key(copy.url), False),
    ]
    assert (line["members"][1]["hours_later"], line["members"][1]["change"]["is_same_text"]) == (7.1, True)
    assert line["members"][1]["change"]["has_other_title"]


def test_the_excerpt_is_told_as_one(demo, operator):
    excerpt = next(article for article in demo.articles if len(article.takes_from) == 1)
    whole = by_name(demo, excerpt.takes_from[0])

    below = json.loads(operator.run("cluster", whole.url, "--json").stdout)["below"]

    assert relatives(operator, excerpt) == [(url_key(whole.url), "excerpt_of", "from")]
    assert [(url_key(each["url"]), each["relation"], each["direction"]) for each in below] == [
        (url_key(excerpt.url), "excerpt_of", "from")
    ]
    assert "is an excerpt of: " in operator.run("show", excerpt.url).stdout


def test_the_roundup_is_told_with_all_its_parts(demo, operator):
    roundup = next(article for article in demo.articles if len(article.takes_from) > 1)
    parts = [by_name(demo, name) for name in roundup.takes_from]

    shown = operator.run("show", parts[0].url).stdout

    assert sorted(relatives(operator, roundup)) == sorted((url_key(part.url), "roundup", "from") for part in parts)
    assert "is in part in the roundup: " in shown


def test_who_ran_whose_stories_is_a_recipe(operator):
    lines = operator.run("export", "syndication", "--format", "jsonl").stdout.splitlines()

    counted = [(row["month"], row["copies"], row["excerpts"], row["in_roundups"]) for row in map(json.loads, lines)]
    assert counted == [("2026-10", 1, 1, 0), ("2026-11", 0, 0, 3)]
