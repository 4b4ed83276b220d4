"""``newsspider replay`` as a user types it: sources, exit codes, what it says."""

import gzip
import json
import signal

import pytest

from newsspider.cli.replay import Stop
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
