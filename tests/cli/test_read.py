import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsspider.archive.store import Archive
from newsspider.cli.read import export, schema, search, show
from newsspider.errors import NoInputError, UsageError
from newsspider.urls import uid
from tests.archive.making import DAY, NOON, a_block, add, an_article

EVIL = "Tug [red]sinks[/red] \x1b[31m\u202eagain"
KEYS = {
    "search": ["uid", "url", "site", "title", "published", "snippet", "rank"],
    "show": [
        *("id", "uid", "url", "url_key", "canonical_url", "site", "title", "authors", "published", "published_day"),
        *("published_raw", "published_source", "modified", "first_seen", "last_seen", "withdrawn_at"),
        *("withdrawn_status", "language", "section", "tags", "image_url", "agency", "access", "kind", "lead", "text"),
        *("markdown", "words", "text_hash", "complete", "cluster_id", "relation", "extractor"),
        *("image_caption", "image_credit", "sources"),
        *("aliases", "revisions", "relations", "removed", "opt_outs"),
    ],
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A command, run in a folder with an archive."""
    monkeypatch.chdir(tmp_path)
    with Archive.open(tmp_path / "newsspider.db") as archive:
        add(archive, an_article("ferry", lead="A standfirst.", removed=(a_block(),)))
        add(archive, an_article("twin", text=an_article("ferry").text, published=NOON + DAY), site="other")
        add(archive, an_article("tug", title=EVIL, text="=1+1 is what the tug \u202esaid."))

    def invoke(command, *arguments: str) -> Result:
        return CliRunner().invoke(command, arguments)

    return invoke


def test_search_shows_what_it_found(run):
    result = run(search, "ferry", "sails")

    assert result.exit_code == 0
    assert "The ferry sails again" in result.output
    assert "harbour · 2026-11-03 · https://www.harbour.example/news/ferry" in result.output


def test_search_speaks_json(run):
    result = run(search, "quay", "--json")

    hits = json.loads(result.output)
    assert sorted(hit["site"] for hit in hits) == ["harbour", "other"]
    assert list(hits[0]) == KEYS["search"]
    assert "left the quay at six" in hits[0]["snippet"]


def test_search_without_a_hit_is_no_failure(run):
    result = run(search, "submarine")
    as_json = run(search, "submarine", "--json")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found for submarine" in result.stderr
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (0, [])


def test_search_for_no_word_says_so(run):
    assert "no word in it" in run(search, '"').stderr


def test_search_is_narrowed_by_site_and_day(run):
    hits = json.loads(run(search, "quay", "--site", "other", "--since", "2026-11-03", "--json").output)

    assert [hit["site"] for hit in hits] == ["other"]
    assert run(search, "quay", "--since", "yesterday").exit_code == 2


@pytest.mark.parametrize("arguments", [(search, "tug"), (show, "www.harbour.example/news/tug"), (export, "articles")])
def test_no_code_of_a_page_reaches_the_terminal(run, arguments):
    result = run(*arguments)

    assert "Tug [red]sinks[/red] [31magain" in result.output
    assert not set(result.output) & {"\x1b", "\u202e"}


@pytest.mark.parametrize("arguments", [(search, "tug"), (show, "www.harbour.example/news/tug")])
def test_json_tells_codes_without_sending_them(run, arguments):
    result = run(*arguments, "--json")

    found = json.loads(result.output)
    assert (found[0] if isinstance(found, list) else found)["title"] == EVIL
    assert not set(result.output) & {"\x1b", "\u202e"}


def test_show_tells_everything(run):
    result = run(show, uid("harbour.example/news/ferry")[:6])

    for words in (
        "The ferry sails again",
        "A standfirst.",
        "Two hundred people",
        "has as copy: ",
        "newsletter (1): Subscribe",
    ):
        assert words in result.output


def test_show_speaks_json(run):
    shown = json.loads(run(show, uid("harbour.example/news/ferry"), "--json").output)

    assert list(shown) == KEYS["show"]
    assert shown["relations"][0]["site"] == "other"


def test_an_article_that_is_not_there_is_no_input(run):
    assert isinstance(run(show, "0123456789abcdef").exception, NoInputError)


@pytest.mark.parametrize("command", [(search, "ferry"), (show, "0123"), (export, "articles")])
def test_a_missing_archive_is_no_input(run, command):
    result = run(*command, "--archive", "attic.db")

    assert isinstance(result.exception, NoInputError)
    assert "no archive at attic.db" in str(result.exception)
    assert not Path("attic.db").exists()


def test_the_archive_may_be_named_by_the_environment(run, monkeypatch):
    monkeypatch.setenv("NEWSSPIDER_ARCHIVE", "attic.db")

    assert isinstance(run(search, "ferry").exception, NoInputError)


def test_export_writes_csv(run):
    result = run(export, "articles")

    found = list(csv.DictReader(result.output.splitlines(keepends=True)))
    assert len(found) == 3
    assert {row["text"][:5] for row in found if row["url"].endswith("tug")} == {"'=1+1"}


def test_export_writes_a_file_in_the_format_of_its_name(run):
    result = run(export, "articles", "--output", "articles.jsonl")

    lines = Path("articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["site"] for line in lines) == ["harbour", "harbour", "other"]
    assert (result.stdout, result.stderr) == ("", "3 rows written to articles.jsonl\n")
    assert not list(Path().glob("*.part"))


def test_export_without_a_recipe_lists_them(run):
    result = run(export)
    as_json = json.loads(run(export, "--json").output)

    assert "daily  How many articles" in result.output
    assert "originals" in [recipe["name"] for recipe in as_json]


def test_a_recipe_in_exports_wins(run):
    Path("exports").mkdir()
    Path("exports/daily.sql").write_text("-- title: Mine\n-- param a: a\nSELECT :a AS mine")

    result = run(export, "daily", "--param", "a=1=2", "--format", "jsonl")

    assert json.loads(result.output) == {"mine": "1=2"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("harvest",), "no recipe 'harvest'"),
        (("articles", "--format", "parquet"), "parquet"),
        (("articles", "--param", "since"), "NAME=VALUE"),
        (("articles", "--param", "sinse=1"), "no parameter 'sinse'"),
        (("articles", "--output", "newsspider.db"), "is the archive itself"),
        (("articles", "--output", "link.db"), "is the archive itself"),
    ],
)
def test_a_mistyped_export_says_what_is_wrong(run, arguments, says):
    Path("link.db").symlink_to("newsspider.db")
    before = Path("newsspider.db").read_bytes()

    result = run(export, *arguments)

    assert isinstance(result.exception, UsageError)
    assert says in str(result.exception)
    assert Path("newsspider.db").read_bytes() == before


def test_schema_needs_no_archive(run):
    result = run(schema, "cluster")
    as_json = json.loads(run(schema, "--json").output)

    assert "original_id  Its oldest article" in result.output
    assert "article_daily" in [table["name"] for table in as_json]
    assert run(schema, "--markdown").output.startswith("# Exports and the data dictionary")
    assert isinstance(run(schema, "klaster").exception, UsageError)


@pytest.mark.parametrize("command", [search, show, export, schema])
def test_help_is_for_strangers(run, command):
    result = run(command, "--help")

    assert result.exit_code == 0
    assert f"An example: newsspider {command.name} " in result.output
