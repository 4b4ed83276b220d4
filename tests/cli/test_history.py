"""``newsspider show --history`` as a user reads it: in a pipe, on a terminal, as JSON."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from newsspider.archive.store import Archive
from newsspider.article import TrivialCause
from newsspider.cli.read import show
from newsspider.urls import url_key
from tests.archive.making import DAY, HOUR, NOON, add, an_article

LONG = "one two three four five six seven eight nine ten eleven twelve"
EVIL = "Ferry \x1b[31m\u202esinks\n\r [red]now[/red]"
FERRY = an_article(text=f"The ferry left at six. {LONG}\n\nIt was late.", lead="渡船六点开了", modified=NOON)
SEVEN = f"The ferry left at seven. {LONG}"
LATER = [
    replace(FERRY, text=f"{SEVEN}\n\nIt was late."),
    replace(FERRY, title=EVIL, text=SEVEN, lead="渡船七点开了", modified=NOON + DAY),
    replace(FERRY, title=EVIL, text=f"{SEVEN}\n\nغادرت العبارة.", lead="渡船七点开了", modified=NOON + 3 * DAY),
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, in a folder with an archive of a ferry that was edited, and a tug that was not."""
    monkeypatch.chdir(tmp_path)
    with Archive.open(tmp_path / "newsspider.db") as archive:
        key, article_id = url_key(FERRY.url), add(archive, FERRY)
        for day, article in enumerate(LATER, start=1):
            archive.add_revision(archive.find_article(key), article, seen=NOON + day * DAY)
        for hour in (1, 2):
            counted = replace(LATER[-1], text=f"{LATER[-1].text}\n\n{hour} views")
            archive.revisions.note_trivial(
                article_id, counted, [TrivialCause.COUNTER], seen=NOON + 4 * DAY + hour * HOUR
            )
        archive.revisions.withdraw(archive.find_article(key), seen=NOON + 9 * DAY, status=410)
        add(archive, an_article("tug"))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(show, arguments)

    return invoke


def test_edits_are_told_newest_first_word_by_word(run):
    lines = run(FERRY.url, "--history").output.splitlines()

    assert lines[2:] == [
        "",
        "2026-11-12 12:00  withdrawn (status 410)",
        "2026-11-06 12:00  edited  +2 -0 words",
        "  it stood otherwise since 2026-11-05 12:00; the page says 2026-11-06 12:00",
        "  + {+غادرت العبارة.+}",
        "2026-11-05 12:00  headline changed, edited  +1 -4 words",
        "  it stood otherwise since 2026-11-04 12:00; the page says 2026-11-04 12:00",
        "  ~ headline: [-The ferry sails again-] {+Ferry [31msinks  [red]now[/red]+}",
        "  ~ lead: 渡船[-六-]{+七+}点开了",
        "  - [-It was late.-]",
        "2026-11-04 12:00  silent edit  +1 -1 words",
        "  it stood otherwise since 2026-11-03 12:00; the page says no more than 2026-11-03 12:00",
        "  ~ The ferry left at [-six.-] {+seven.+} one two three four five six seven eight …",
        "2026-11-03 12:00  first seen, published 2026-11-03 12:00",
        "trivial edit: counter 2 times, first 2026-11-07 13:00, last 2026-11-07 14:00",
    ]


def test_a_terminal_with_colours_needs_no_marks(run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    coloured = run(FERRY.url, "--history").output
    monkeypatch.setenv("NO_COLOR", "1")
    plain = run(FERRY.url, "--history").output

    assert "[9;31msix.\x1b[0m" in coloured
    assert "[-six.-]" not in coloured
    assert "[-six.-]" in re.sub(r"\x1b\[[0-9;]*m", "", plain)


@pytest.mark.parametrize("arguments", [["--history"], ["--history", "--json"]])
def test_no_page_reaches_the_terminal_by_its_history(run, arguments):
    output = run(FERRY.url, *arguments).output

    assert not {"\x1b", "\u202e", "\r"}.intersection(output)


def test_programs_get_every_change(run):
    told = json.loads(run(FERRY.url, "--history", "--json").output)

    newest, headline, silent = told["changes"]
    assert (told["withdrawn_status"], told["trivial_edits"][0]["times"]) == (410, 2)
    assert newest["text"] == [[{"mark": "+", "text": "غادرت العبارة."}]]
    assert (headline["old_title"], headline["new_title"]) == (FERRY.title, EVIL)
    assert (silent["silent"], silent["words_added"], silent["words_removed"]) == (True, 1, 1)
    assert [run["mark"] for run in silent["text"][0]] == ["=", "-", "+", "="]


def test_show_gives_earlier_states_whole(run):
    told = json.loads(run(FERRY.url, "--json").output)

    states = [(state["title"], state["lead"], state["text"]) for state in told["revisions"]]
    assert states == [(each.title, each.lead, each.text) for each in (FERRY, *LATER[:-1])]


def test_an_article_that_was_never_edited_says_so(run):
    lines = run(an_article("tug").url, "--history").output.splitlines()

    assert lines[-2:] == [
        "2026-11-03 12:00  first seen, published 2026-11-03 12:00",
        "  no edit until 2026-11-03 12:00, when it was last seen",
    ]
