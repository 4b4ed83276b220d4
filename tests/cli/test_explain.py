"""``newsspider explain`` as a user types it: a page, a uid, something that is no article."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsspider.archive.store import Archive
from newsspider.article import BlockForm, BlockKind, KeptBlock, OptOut, OptOutSource, RemovedBlock
from newsspider.cli.explain import explain
from newsspider.cli.render_explanation import print_explanation
from newsspider.errors import NoInputError, UsageError
from newsspider.explanation import ExplainedBlock, Explanation
from newsspider.urls import uid, url_key
from tests.archive.making import a_block, add, an_article, sqlite_shell
from tests.cli.making import PROSE, a_line
from tests.paged import story_page, text_of

HOSTILE = Path(__file__).parents[1] / "webpage" / "pages" / "hostile.html"
EVIL = "Tug [red]sinks[/red] \x1b[31m\u202eagain"
FERRY = uid("harbour.example/news/ferry")
TEASERS = "".join(f'<div><h2><a href="/{n}">Headline {n}</a></h2></div>' for n in range(5))


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, run in a folder with an archive of one article."""
    monkeypatch.chdir(tmp_path)
    related = (RemovedBlock(text=f"Also {n}", rule="related", kind=BlockKind.RELATED, order=5 + n) for n in range(6))
    ferry = an_article(
        removed=(replace(a_block(), order=3, score=0.25), *related),
        kept=(
            KeptBlock(start=0, end=31, order=1, score=0.5),
            KeptBlock(start=33, end=65, form=BlockForm.QUOTE, order=4),
        ),
        sources=(("title", "json-ld headline"),),
    )
    with Archive.open(tmp_path / "newsspider.db") as archive:
        add(archive, ferry)
        add(archive, an_article("tug", title=EVIL, text=EVIL, removed=(a_block(EVIL, rule=EVIL, place=EVIL),)))

    def invoke(*arguments: str):
        return CliRunner().invoke(explain, arguments, standalone_mode=False)

    return invoke


def test_an_article_of_the_archive_is_told_block_by_block(run):
    result = run(FERRY[:6])

    assert result.output.splitlines() == [
        "The ferry sails again",
        "https://www.harbour.example/news/ferry",
        "From the archive: witnesses that were not believed are told where the page itself is given.",
        "",
        "title: The ferry sails again  [json-ld headline]",
        "published: 2026-11-03T12:00:00Z",
        "",
        "2 blocks kept, 7 removed",
        "+ The ferry left the quay at six.",
        "- [newsletter newsletter 0.25] Subscribe to our letter",
        "+ Two hundred people stood on deck.",
        "- [6 removed blocks: 6 related; --all shows them]",
    ]


def test_all_shows_long_runs_too(run):
    result = run(FERRY, "--all")

    assert "- [related related] Also 5" in result.output
    assert "--all" not in result.output


def test_programs_get_fields_and_blocks(run):
    told = json.loads(run(FERRY, "--json").output)

    assert list(told)[:3] == ["url", "title", "authors"]
    assert told["fields"][0] == {
        "field": "title",
        "source": "json-ld headline",
        "value": "The ferry sails again",
        "chosen": True,
        "why": None,
    }
    assert told["blocks"][1:3] == [
        {
            "kept": False,
            "text": "Subscribe to our letter",
            "rule": "newsletter",
            "kind": "newsletter",
            "form": None,
            "place": "/html/body/p",
            "score": 0.25,
            "start": None,
            "end": None,
            "repetition": None,
            "page": None,
        },
        {
            "kept": True,
            "text": "Two hundred people stood on deck.",
            "rule": None,
            "kind": None,
            "form": "quote",
            "place": "",
            "score": None,
            "start": 33,
            "end": 66,
            "repetition": None,
            "page": None,
        },
    ]


def test_an_article_whose_words_are_withheld_says_so(run, tmp_path):
    with Archive.open(tmp_path / "newsspider.db") as archive:
        archive.reservations.keep(1, [OptOut(source=OptOutSource.META, signal="noai")])
        archive.reservations.withhold(1)

    result = run(FERRY)

    assert "Its words are withheld" in result.output
    assert "0 blocks kept, 0 removed" in result.output


def test_an_archive_from_before_blocks_were_kept_is_told_as_far_as_it_goes(run, tmp_path):
    with sqlite_shell(tmp_path / "newsspider.db") as shell, shell:
        shell.execute("DROP VIEW kept_block")
        shell.execute("ALTER TABLE article DROP COLUMN sources")
        shell.execute("ALTER TABLE article DROP COLUMN image_caption")

    result = run(FERRY)

    assert "+ Two hundred people stood on deck." in result.output
    assert "- [7 removed blocks: 6 related, 1 newsletter; --all shows them]" in result.output


@pytest.mark.parametrize("more", [(), ("--json",), ("--html", "-")])
def test_no_code_of_a_page_reaches_the_terminal(run, more):
    result = run(uid("harbour.example/news/tug"), *more)

    assert "Tug [red]sinks[/red]" in result.output
    assert not set(result.output) & {"\x1b", "\u202e"}


def test_the_page_of_its_own_is_written_to_a_file(run, tmp_path):
    result = run(FERRY, "--html")

    page = (tmp_path / "explanation.html").read_text(encoding="utf-8")
    assert result.stderr == "explanation written to explanation.html\n"
    assert page.startswith("<!doctype html>")
    assert "Two hundred people stood on deck." in page
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("name", ["newsspider.db", "page.html", "link.html"])
def test_what_is_to_be_explained_is_never_written_over(run, tmp_path, name):
    (tmp_path / "page.html").write_text(PROSE)
    (tmp_path / "link.html").symlink_to("page.html")
    before = (tmp_path / name).read_bytes()

    result = run("page.html", "--html", name)

    assert isinstance(result.exception, UsageError)
    assert (tmp_path / name).read_bytes() == before


def test_html_and_json_exclude_each_other(run):
    assert isinstance(run(FERRY, "--json", "--html", "-").exception, UsageError)


@pytest.mark.parametrize("source", ["0123456789abcdef", "absent.html"])
def test_what_is_not_there_is_no_input(run, source):
    assert isinstance(run(source).exception, NoInputError)


def test_a_missing_archive_is_no_input(run):
    assert "no archive at attic.db" in str(run(FERRY, "--archive", "attic.db").exception)


def test_a_file_wins_over_a_uid_of_its_name(run, tmp_path):
    (tmp_path / FERRY).write_text(a_line(1)["html"])

    assert "Ferry 1 runs again" in run(FERRY).output


def test_a_page_is_told_with_its_fields_and_blocks(newsspider, tmp_path):
    (tmp_path / "page.html").write_text(a_line(1, extra="<p>Subscribe to our newsletter</p>")["html"])

    done = newsspider("explain", "page.html", "--url", "https://isle.example/a", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["url"], told["title"]) == (0, "https://isle.example/a", "Ferry 1 runs again")
    assert [block["text"] for block in told["blocks"] if block["kept"]] == told["text"].split("\n\n")
    assert {field["field"] for field in told["fields"]} >= {"title"}


def test_plain_text_is_told_by_its_lines(newsspider):
    text = "The ferry sails again\n\n" + "The ferry left the quay at six, said the captain. " * 9

    done = newsspider("explain", "-", "--title", "The ferry sails again", input=text)

    assert done.returncode == 0, done.stderr
    assert "+ The ferry left the quay" in done.stdout
    assert "- [headline title] The ferry sails again" in done.stdout


@pytest.mark.parametrize("more", [(), ("--json",), ("--html", "-")])
def test_a_page_without_an_article_is_told_with_what_was_seen(newsspider, tmp_path, more):
    (tmp_path / "front.html").write_text(f"<html><body>{TEASERS}</body></html>")

    done = newsspider("explain", "front.html", *more)

    assert (done.returncode, done.stderr.count("\n")) == (66, 1)
    assert "front.html is no article (" in done.stderr
    assert "Headline 4" in done.stdout


def test_bytes_that_are_no_page_have_a_reason(newsspider, tmp_path):
    (tmp_path / "page").write_bytes(bytes(range(256)) * 99)

    done = newsspider("explain", "page", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["error"]["reason"], told["blocks"]) == (66, "binary", [])


@pytest.mark.parametrize("kept", [True, False])
def test_a_flood_of_blocks_is_told_in_bounds(capsys, kept):
    blocks = tuple(
        ExplainedBlock(text="w" * 100_000 * (number < 2), kept=kept, rule="r", kind=BlockKind.OTHER)
        for number in range(100_000)
    )

    print_explanation(Explanation(article=an_article(), blocks=blocks), address="x")

    told = capsys.readouterr().out
    assert "[98,000 more blocks; --all shows them]" in told
    assert len(told) < 60_000


@pytest.mark.parametrize("more", [("--all",), ("--json",), ("--html", "-")])
def test_nothing_that_a_hostile_page_says_is_more_than_text(newsspider, more):
    """Invariant 12: no control code, markup or line break of a page reaches a terminal or an HTML page."""
    done = newsspider("explain", str(HOSTILE), *more)

    assert done.returncode == 0, done.stderr
    assert "laughed for some time" in done.stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.stdout)
    if "--html" in more:
        assert set(re.findall(r"<(\w+)", done.stdout.partition("</style>")[2])) <= {
            *("body", "header", "main", "footer", "section", "h1", "h2", "p", "strong", "a", "span", "s", "del"),
            *("dl", "div", "dt", "dd", "ul", "ol", "li", "details", "summary"),
        }


def test_help_is_for_strangers(run):
    assert "Examples: newsspider explain 4f1c" in CliRunner().invoke(explain, ["--help"]).output


def test_a_page_at_hand_names_witnesses_who_were_not_believed(newsspider, tmp_path):
    html = a_line(1)["html"].replace("<head>", '<head><meta name="author" content="Staff Reporter">')
    (tmp_path / "page.html").write_text(html)

    told = json.loads(newsspider("explain", "page.html", "--json").stdout)

    (author,) = [field for field in told["fields"] if field["source"] == "meta author"]
    assert (author["field"], author["value"], author["chosen"]) == ("authors", "Staff Reporter", False)
    assert author["why"]


def test_a_page_without_an_article_names_its_witnesses_too(newsspider):
    page = "<html lang=en><head><title>Soon</title></head><body><h1>Soon</h1><p>Nothing yet.</p></body></html>"

    told = json.loads(newsspider("explain", "-", "--json", input=page).stdout)

    assert {"field": "language", "source": "html lang", "value": "en", "chosen": True, "why": None} in told["fields"]


@pytest.fixture
def replayed(newsspider, tmp_path):
    """An archive of one article with its page."""
    line = a_line(1)
    line["html"] = line["html"].replace("<head>", '<head><meta name="author" content="Staff Reporter">')
    (tmp_path / "pages.jsonl").write_text(json.dumps(line))
    newsspider("replay", "pages.jsonl")
    return uid("isle.example/ferry-1")


def test_an_article_whose_page_is_kept_is_told_from_the_page(newsspider, replayed, tmp_path):
    done = newsspider("explain", replayed)

    assert "From the page that was kept on " in done.stdout
    assert "another reading" not in done.stdout
    assert "  - authors: Staff Reporter  [meta author] not chosen: " in done.stdout


def test_where_the_archive_reads_the_page_otherwise_it_is_said(newsspider, replayed, tmp_path):
    with sqlite_shell(tmp_path / "newsspider.db") as connection, connection:
        connection.execute("UPDATE article SET title = 'Spoilt'")

    done = newsspider("explain", replayed)

    assert "newsspider reextract shows how they differ" in done.stdout
    assert done.stdout.startswith("Ferry 1 runs again\n")


STORY = "https://isle.example/the-long-way-of-the-ferry/"
PAGES = {1: STORY, 2: f"{STORY}?page=2", 3: f"{STORY}?page=3"}


@pytest.fixture
def of_three_pages(newsspider, tmp_path):
    """An archive of an article of three pages, with all of them."""
    lines = [{"url": url, "html": story_page(at, others=PAGES)} for at, url in PAGES.items()]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines[::-1])))
    newsspider("replay", "pages.jsonl")
    return uid(url_key(STORY))


def test_an_article_of_several_pages_is_told_page_by_page(newsspider, of_three_pages):
    lines = newsspider("explain", of_three_pages, "--all").stdout.splitlines()

    assert any(line.startswith("From its 3 pages, the last of them kept on ") for line in lines)
    heads = [lines.index(f"Page {url}") for url in PAGES.values()]
    texts = [lines.index(f"+ {text_of(at)[0]}") for at in PAGES]
    assert heads[0] < texts[0] < heads[1] < texts[1] < heads[2] < texts[2]
    assert [line.startswith("- [headline ") for line in lines].count(True) == 3
    assert "another reading" not in "\n".join(lines)


def test_what_two_pages_say_otherwise_later_is_told_from_these_pages(newsspider, tmp_path):
    pages = [(url, story_page(at, others=PAGES)) for at, url in PAGES.items()]
    later = [(url, html.replace("was", "had been")) for url, html in pages]
    lines = [
        {"url": url, "html": html, "fetched": f"2026-11-2{day}T08:0{minute}:00Z"}
        for day, round_ in ((0, pages), (1, later))
        for minute, (url, html) in enumerate(round_)
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    newsspider("replay", "pages.jsonl")

    told = newsspider("explain", uid(url_key(STORY)), "--all").stdout

    assert told.count("had been the state of things") == 3
    assert "another reading" not in told
    assert newsspider("show", uid(url_key(STORY)), "--history").stdout.count("silent edit") == 1


def test_programs_learn_on_which_page_a_block_stands_and_where_in_the_whole(newsspider, of_three_pages):
    told = json.loads(newsspider("explain", of_three_pages, "--json").stdout)

    kept = [block for block in told["blocks"] if block["kept"]]
    assert [block["page"] for block in kept] == [url for url in PAGES.values() for _ in range(2)]
    assert [told["text"][block["start"] : block["end"]] for block in kept] == [block["text"] for block in kept]
    assert told["text"] == "\n\n".join(text for at in PAGES for text in text_of(at))


def test_the_page_of_its_own_names_the_pages(newsspider, of_three_pages):
    page = newsspider("explain", of_three_pages, "--html", "-").stdout

    assert [page.count(f">Page {url}</h3>") for url in PAGES.values()] == [1, 1, 1]


def test_where_one_of_several_pages_is_not_kept_what_was_noted_is_told(newsspider, of_three_pages, tmp_path):
    with sqlite_shell(tmp_path / "newsspider.pages.db") as connection, connection:
        connection.execute("DELETE FROM kept_page WHERE url_key LIKE '%page=2'")

    assert "From the archive: " in newsspider("explain", of_three_pages).stdout


@pytest.mark.parametrize(
    "spoil", ["UPDATE body SET packed = x'00'", "DELETE FROM kept_page", "PRAGMA application_id = 1"]
)
def test_where_the_page_can_not_be_had_what_was_noted_is_told(newsspider, replayed, tmp_path, spoil):
    with sqlite_shell(tmp_path / "newsspider.pages.db") as connection, connection:
        connection.execute(spoil)

    done = newsspider("explain", replayed)

    assert done.returncode == 0
    assert "From the archive: " in done.stdout
    assert done.stderr.count("\n") == ("kept_page" not in spoil)
