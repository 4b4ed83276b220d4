import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsspider.cli.kin import cluster, similar
from newsspider.cli.read import search, show
from newsspider.errors import NoInputError
from tests.dedup.stories import first
from tests.newsroom import WHOLE, fill, uid_of

NAMED = ["uid", "url", "site", "title", "published", "first_seen", "since", "since_source"]
KEYS = {
    "similar": [*NAMED, "cluster_id", "relation", "relatives", "more"],
    "relative": [*NAMED, "relation", "direction", "is_paired", "share", "share_of_other", "is_same_text", "passages"],
    "passage": ["start", "end", "other_start", "other_end", "text"],
    "cluster": [
        *("id", "original", "reason", "confidence", "articles", "sites", "members", "more", "below", "more_below"),
    ],
    "member": [*NAMED, "is_original", "hours_later", "agency", "share", "share_of_original", "change", "diff"],
    "change": ["is_same_text", "has_other_title", "words_added", "words_removed", "cut", "own_paragraphs"],
    "below": [*NAMED, "relation", "direction", "member", "share", "share_of_member"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newsroom")
    fill(folder / "newsspider.db")
    return folder


@pytest.fixture
def run(folder, monkeypatch):
    """A command, run in a folder with an archive."""
    monkeypatch.chdir(folder)
    return lambda command, *arguments: CliRunner().invoke(command, arguments)


def test_similar_tells_who_took_what(run):
    result = run(similar, uid_of("wire")[:8])

    assert result.exit_code == 0
    for words in (
        "has as copy:",
        "has as excerpt:",
        "is in part in the roundup:",
        "% of this article is in it, ",
        "paper · 2026-11-03 13:00 UTC, published",
        "who ran it when: newsspider cluster 1",
    ):
        assert words in result.output


def test_passages_are_shortened_until_they_are_asked_for(run):
    shared = first(WHOLE, 40).rpartition("\n\n")[2]

    short, whole = run(similar, uid_of("teaser")), run(similar, uid_of("teaser"), "--passages")

    assert shared not in short.output
    assert shared in whole.output


def test_similar_speaks_json(run):
    found = json.loads(run(similar, "wire.example/story", "--json").output)

    assert list(found) == KEYS["similar"]
    assert {tuple(each) for each in found["relatives"]} == {tuple(KEYS["relative"])}
    assert list(found["relatives"][0]["passages"][0]) == KEYS["passage"]
    assert [each["direction"] for each in found["relatives"]] == ["to"] * 6


def test_an_article_without_relatives_is_no_failure(run):
    result = run(similar, uid_of("alone"))

    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing in the archive shares text with" in result.stderr
    assert json.loads(run(similar, uid_of("alone"), "--json").output)["relatives"] == []


def test_cluster_tells_who_ran_it_when_and_what_they_changed(run):
    result = run(cluster, uid_of("undated"))

    assert result.exit_code == 0
    for words in (
        "cluster 1  4 articles on 4 sites, 2026-11-03 to 2026-11-04",
        "2026-11-03 12:00 UTC, published  the original",
        "held for the original by the time that its page tells",
        "1.0 hours later",
        "other headline, has 75 % of the original, cut by 25 %, 60 words put in, 100 left out, 2 paragraphs of its own",
        "credits HPS",
        "2026-11-04 12:00 UTC, first seen  24.0 hours later",
        f"is an excerpt of {uid_of('wire')}",
        "is a roundup that holds part of",
    ):
        assert words in result.output
    assert "{+Again.+}" not in result.output


def test_cluster_shows_changes_word_by_word(run):
    assert "{+Again.+}" in run(cluster, "1", "--diff").output


def test_a_story_that_nobody_copied_is_a_cluster_too(run):
    assert "nobody's copy, and nobody copied it" in run(cluster, uid_of("alone")).output


def test_an_excerpt_is_not_told_as_a_story_of_its_own(run):
    assert "no copy, but it has words of what is told below" in run(cluster, uid_of("teaser")).output


def test_cluster_speaks_json(run):
    found = json.loads(run(cluster, "1", "--json", "--diff").output)

    assert list(found) == KEYS["cluster"]
    assert {tuple(each) for each in found["members"]} == {tuple(KEYS["member"])}
    assert list(found["members"][1]["change"]) == KEYS["change"]
    assert {tuple(each) for each in found["below"]} == {tuple(KEYS["below"])}
    assert found["members"][2]["diff"][0][-1] == {"mark": "+", "text": "Again."}


def test_every_key_stands_in_the_page_on_them():
    page = (Path(__file__).parents[2] / "docs" / "syndication.md").read_text(encoding="utf-8")

    assert {key for keys in KEYS.values() for key in keys if f"`{key}`" not in page} == set()


@pytest.mark.parametrize("arguments", [(similar, "wire.example/story"), (cluster, "1", "--diff")])
def test_no_code_of_a_page_reaches_the_terminal(run, arguments):
    result, as_json = run(*arguments), run(*arguments, "--json")

    assert "Storm [red]sinks[/red] [31mthe tug" in result.output
    assert not (set(result.output) | set(as_json.output)) & {"\x1b", "\u202e"}


@pytest.mark.parametrize("command", [similar, cluster])
def test_an_article_that_is_not_there_is_no_input(run, command):
    assert isinstance(run(command, "0123456789abcdef").exception, NoInputError)


def test_show_names_relations_in_words_and_what_to_type_next(run):
    output = run(show, uid_of("teaser")).output

    assert f"is an excerpt of: {uid_of('wire')} · wire · Storm hits the coast" in output
    assert f"newsspider similar {uid_of('teaser')}" in output
    assert f"newsspider cluster {uid_of('teaser')}" in output
    elsewhere = run(show, uid_of("teaser"), "--archive", "./newsspider.db").output
    assert "newsspider similar" in elsewhere
    assert "newsspider similar" not in run(show, uid_of("alone")).output


def test_search_shows_a_story_once_when_originals_are_asked_for(run):
    words = WHOLE.split()[0]

    every, once = run(search, words, "--limit", "50"), run(search, words, "--originals")

    assert (every.output.count("sails again") > once.output.count("sails again")) > 0
    assert "wire · 2026-11-03 · 3 copies · https://wire.example/story" in once.output
    assert "https://paper.example/story" not in once.output
    assert list(json.loads(run(search, words, "--originals", "--json").output)[0]) == [
        *("uid", "url", "site", "title", "published", "snippet", "rank"),
    ]


@pytest.mark.parametrize("command", [similar, cluster])
def test_help_is_for_strangers(run, command):
    result = run(command, "--help")

    assert result.exit_code == 0
    assert f"An example: newsspider {command.name} " in result.output
