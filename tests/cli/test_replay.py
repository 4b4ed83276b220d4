"""``newsspider replay`` as a user types it: sources, exit codes, what it says."""

import gzip
import json
import signal

import pytest

from newsspider.cli.replay import Stop
from tests.archive.making import rows, sqlite_shell
from tests.cli.making import a_line


def lines_of(folder, *lines) -> str:
    (folder / "pages.jsonl").write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return "pages.jsonl"


def test_what_was_wrong_is_said_with_the_line(newsspider, tmp_path):
    done = newsspider("replay", lines_of(tmp_path, a_line(1), "{broken", '{"id": NaN}'), "--quiet")

    first, second = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (3, "")
    assert first.startswith("newsspider: -: pages.jsonl, line 2: no JSON: ")
    assert second == "newsspider: -: pages.jsonl, line 3: no JSON: NaN is no JSON"


@pytest.mark.parametrize("content", ["", "{broken", '{"url": "ftp://isle.example/a", "html": ""}'])
def test_no_page_at_all_is_said_in_one_line_also_quietly(newsspider, tmp_path, content):
    done = newsspider("replay", lines_of(tmp_path, content), "--quiet")

    assert done.returncode == 66
    assert done.stderr.splitlines()[-1].startswith("newsspider: no page in pages.jsonl: a line is ")


@pytest.mark.parametrize("name", ["absent.jsonl", ".", "n" * 300])
def test_a_mistyped_source_is_no_input(newsspider, tmp_path, name):
    done = newsspider("replay", lines_of(tmp_path, a_line(1)), name, "--json")

    assert (done.returncode, json.loads(done.stdout)["exit"]) == (66, 66)
    assert json.loads(done.stdout)["new"] == 0
    assert done.stderr.count("\n") == 1


def test_a_fault_of_the_archive_goes_before_one_of_the_source(newsspider, tmp_path):
    (tmp_path / "newsspider.db").write_bytes(b"this is no archive")

    done = newsspider("replay", "absent.jsonl")

    assert done.returncode == 65


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_is_a_source_also_packed(newsspider, name):
    done = newsspider("replay", name, "--json", input=gzip.compress(json.dumps(a_line(1)).encode()), text=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] == 1


def test_a_source_that_breaks_off_keeps_what_was_read(newsspider, tmp_path):
    lines = b"\n".join(json.dumps(a_line(number)).encode() for number in range(3)) + b"\n"
    packed = gzip.compress(lines, 0)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[:-100])

    done = newsspider("replay", "cut.jsonl.gz", "--json")

    result = json.loads(done.stdout)
    assert (done.returncode, result["exit"], result["new"]) == (3, 3, 2)
    assert result["failed"] == {"unreadable": 1}


def test_versions_are_told_by_when_they_were_fetched(newsspider, tmp_path):
    versions = [
        a_line(day, url="https://isle.example/a", extra=f"Part {day} is new.", fetched=f"2026-11-0{day}")
        for day in (1, 2, 2)
    ]

    result = json.loads(newsspider("replay", lines_of(tmp_path, *versions), "--json").stdout)

    assert (result["new"], result["revision"], result["unchanged"]) == (1, 1, 1)


def test_the_first_signal_is_a_question_and_the_second_ends_a_wait_for_input():
    with Stop() as stop:
        signal.raise_signal(signal.SIGINT)

        assert stop.is_asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_raw_pages_of_one_archive_fill_another(newsspider, tmp_path):
    later = a_line(1, extra="The captain is new.", fetched="2026-11-02")
    lines = lines_of(tmp_path, a_line(1, fetched="2026-11-01"), later, a_line(2, fetched="2026-11-01"))
    newsspider("replay", lines, "--archive", "old.db")

    done = newsspider("replay", "old.pages.db", "--archive", "new.db", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["due"], told["new"], told["revision"]) == (0, 3, 2, 1)
    assert stories(tmp_path / "new.db") == stories(tmp_path / "old.db")


def test_an_archive_replays_its_own_pages_without_any_change(newsspider, tmp_path):
    newsspider("replay", lines_of(tmp_path, a_line(1), a_line(2)))

    told = json.loads(newsspider("replay", "newsspider.pages.db", "--json").stdout)

    assert (told["due"], told["unchanged"]) == (2, 2)


def test_an_archive_that_was_lost_is_made_again_of_its_pages(newsspider, tmp_path):
    newsspider("replay", lines_of(tmp_path, *map(a_line, range(4))))
    before = stories(tmp_path / "newsspider.db")
    (tmp_path / "newsspider.db").unlink()

    told = json.loads(newsspider("replay", "newsspider.pages.db", "--json").stdout)

    assert (told["due"], told["new"]) == (4, 4)
    assert stories(tmp_path / "newsspider.db") == before
    assert rows(tmp_path / "newsspider.pages.db", "SELECT count(*) FROM page") == [(4,)]


def test_an_archive_is_no_source_of_pages(newsspider, tmp_path):
    newsspider("replay", lines_of(tmp_path, a_line(1)), "--archive", "old.db")

    done = newsspider("replay", "old.db")

    assert (done.returncode, done.stderr.count("\n")) == (65, 1)


def test_a_damaged_raw_page_costs_itself(newsspider, tmp_path):
    newsspider("replay", lines_of(tmp_path, a_line(1), a_line(2)))
    with sqlite_shell(tmp_path / "newsspider.pages.db") as connection, connection:
        connection.execute("UPDATE body SET packed = x'00' WHERE id = 2")

    done = newsspider("replay", "newsspider.pages.db", "--archive", "new.db", "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["new"], told["failed"]) == (3, 1, {"unreadable": 1})
    assert "is damaged" in told["problems"][0]


@pytest.mark.parametrize("line", ["raw = false", 'opt_out = "metadata-only"'])
def test_raw_pages_are_kept_unless_somebody_says_otherwise(newsspider, tmp_path, line):
    (tmp_path / "newsspider.toml").write_text(line)
    reserved = a_line(1)
    reserved["html"] = reserved["html"].replace("<head>", '<head><meta name="robots" content="noai">')

    newsspider("replay", lines_of(tmp_path, reserved))

    pages = tmp_path / "newsspider.pages.db"
    assert not pages.exists() or rows(pages, "SELECT count(*) FROM page") == [(0,)]
    assert rows(tmp_path / "newsspider.db", "SELECT count(*) FROM article") == [(1,)]


def test_a_damaged_file_of_pages_ends_the_run_before_it_begins_and_says_what_to_do(newsspider, tmp_path):
    (tmp_path / "newsspider.pages.db").write_bytes(b"Dear diary")

    done = newsspider("replay", lines_of(tmp_path, a_line(1)))

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (65, "", 1)
    assert "move it away" in done.stderr
    assert rows(tmp_path / "newsspider.db", "SELECT count(*) FROM run") == [(0,)]


def stories(archive) -> list[tuple]:
    return rows(archive, "SELECT url, title, text FROM article ORDER BY url")
