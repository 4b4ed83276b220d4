"""``newsspider reextract`` as a user types it: the report, what is taken over, what can't be read."""

import json

import pytest

from newsspider.archive.quarantine import body_digest
from newsspider.pages.codec import pack
from tests.archive.making import rows, sqlite_shell
from tests.cli.making import a_line

SPOILT = """
    UPDATE article SET title = 'Spoilt', text = text || char(10) || char(10) || 'Read more here.', extractor = 'old'
"""


@pytest.fixture
def archive(newsspider, tmp_path):
    """An archive of three articles on two sites, two of which an older extractor spoilt."""
    lines = [a_line(1), a_line(2), a_line(3, url="https://rock.example/ferry")]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = newsspider("replay", "pages.jsonl")
    assert done.returncode == 0, done.stderr
    change(tmp_path / "newsspider.db", f"{SPOILT} WHERE id IN (1, 3)")
    return tmp_path / "newsspider.db"


def change(path, *statements: str) -> None:
    with sqlite_shell(path) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def told(newsspider, *arguments: str, code: int = 0) -> dict:
    done = newsspider("reextract", "--json", *arguments)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def titles(archive) -> list[str]:
    return [title for (title,) in rows(archive, "SELECT title FROM article ORDER BY id")]


def test_the_report_shows_what_changes_and_changes_nothing(newsspider, archive):
    done = newsspider("reextract")

    uid, title = rows(archive, "SELECT uid, title FROM article WHERE id = 1")[0]
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == [f"{uid}  {title}", "  https://isle.example/ferry-1"]
    assert lines[2:4] == ["  title: Spoilt -> Ferry 1 runs again", "  - [-Read more here.-]"]
    assert "2 of 3 articles change" in done.stdout
    assert lines[-1] == "nothing was written; to take it over: newsspider reextract --accept UID, or --accept-all"
    assert titles(archive) == ["Spoilt", "Ferry 2 runs again", "Spoilt"]


def test_programs_get_every_change(newsspider, archive):
    report = told(newsspider, "isle.example")

    (article,) = report.pop("articles")
    assert (report["read"], report["changed"], report["accepted"], report["words_removed"]) == (2, 1, 0, 3)
    assert article["fields"] == {"title": {"old": "Spoilt", "new": "Ferry 1 runs again"}}
    assert article["passages"] == [[{"mark": "-", "text": "Read more here."}]]
    assert (article["extractor"], article["accepted"], article["error"]) == ("old", False, None)


def test_one_article_is_taken_over(newsspider, archive):
    (uid,) = rows(archive, "SELECT uid FROM article WHERE id = 3")[0]

    report = told(newsspider, "--accept", uid[:8])

    assert (report["changed"], report["accepted"]) == (1, 1)
    assert titles(archive) == ["Spoilt", "Ferry 2 runs again", "Ferry 3 runs again"]
    assert rows(archive, "SELECT article_id, extractor, title FROM reextraction") == [(3, "old", "Spoilt")]


def test_all_are_taken_over_and_the_next_crawl_finds_nothing_changed(newsspider, archive):
    report = told(newsspider, "--accept-all")
    again = told(newsspider)

    assert (report["accepted"], again["changed"]) == (2, 0)
    assert rows(archive, "SELECT count(*) FROM revision") == [(0,)]
    assert json.loads(newsspider("replay", "pages.jsonl", "--json").stdout)["unchanged"] == 3


def test_articles_without_a_page_and_pages_without_an_article_are_told(newsspider, archive, tmp_path):
    change(tmp_path / "newsspider.pages.db", "DELETE FROM kept_page WHERE id = 1")
    change(tmp_path / "newsspider.pages.db", "UPDATE body SET packed = x'00' WHERE id = 3")

    report = told(newsspider, code=3)

    assert (report["read"], report["without_page"], report["failed"]) == (1, 1, {"unreadable": 1})
    assert "is damaged" in report["articles"][0]["error"]["message"]


def test_an_article_whose_page_is_none_any_more_stays(newsspider, archive, tmp_path):
    page = b"<html><body><p>Nothing yet.</p></body></html>"
    with sqlite_shell(tmp_path / "newsspider.pages.db") as connection, connection:
        connection.execute(
            "UPDATE body SET packed = ?, bytes = ?, digest = ?, dictionary_id = NULL WHERE id = 3",
            (pack(page), len(page), body_digest(page)),
        )

    report = told(newsspider, "rock.example", "--accept-all")

    assert (report["refused"], report["accepted"]) == ({"too-short": 1}, 0)
    assert titles(archive)[2] == "Spoilt"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--accept", "4f1c4f1c"], 66, "no article"),
        (["nowhere.example"], 66, "no article of nowhere.example"),
        (["isle.example", "--accept", "4f1c"], 2, "leave out SITE"),
        (["--since", "yesterday"], 2, "does not match"),
        (["--archive", "absent.db"], 66, "no archive"),
    ],
)
def test_what_can_not_be_meant_is_said_in_one_line(newsspider, archive, arguments, code, words):
    done = newsspider("reextract", *arguments)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert words in done.stderr


def test_without_kept_pages_there_is_nothing_to_read(newsspider, archive, tmp_path):
    (tmp_path / "newsspider.pages.db").unlink()

    done = newsspider("reextract", "--accept-all")

    assert (done.returncode, done.stderr.count("\n")) == (66, 1)
    assert "no raw pages" in done.stderr


def test_only_articles_seen_since_a_day_are_looked_at(newsspider, archive):
    change(archive, "UPDATE article SET last_seen = '2020-01-02T00:00:00Z' WHERE id < 3")

    report = told(newsspider, "--since", "2026-01-01")

    assert [article["site"] for article in report["articles"]] == ["rock.example"]


def test_nothing_of_a_page_acts_on_the_terminal(newsspider, archive):
    change(archive, "UPDATE article SET title = 'Tug [red]sinks[/red]' || char(27) || '[31m' WHERE id = 1")

    done = newsspider("reextract")

    assert "Tug [red]sinks[/red][31m" in done.stdout
    assert "\x1b" not in done.stdout
