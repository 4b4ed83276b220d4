"""What a command does when its streams, its arguments or its files are not as it wishes."""

import os
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "newsspider"]
BROKEN_PIPE = 141


def shell(line: str, folder, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run *line* in bash, ``newsspider`` being the command and ``$code`` the exit code of a pipe's first."""
    script = f'newsspider() {{ "{sys.executable}" -m newsspider "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | environment,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["schema", "schema --json", "schema --markdown", "--help"])
def test_a_reader_that_goes_away_ends_the_command_quietly(tmp_path, command):
    done = shell(f"newsspider {command} | (exec <&-; sleep 0); echo ${{PIPESTATUS[0]}}", tmp_path)

    assert done.stdout.strip() == str(BROKEN_PIPE)
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["schema", "schema --json", "--version"])
def test_output_that_can_t_be_written_is_told_in_one_line(tmp_path, command):
    full, closed = (
        shell(f"ulimit -f 0; newsspider {command} > out", tmp_path),
        shell(f"newsspider {command} >&-", tmp_path),
    )

    assert [done.returncode for done in (full, closed)] == [74, 74]
    assert full.stderr == "newsspider: writing failed (File too large): free space and run again\n"
    assert closed.stderr == "newsspider: standard output is closed: give it a place to go\n"


def test_a_silent_command_needs_no_output(tmp_path):
    (tmp_path / "pages.jsonl").write_text("{broken")

    assert shell("newsspider replay pages.jsonl --quiet >&-", tmp_path).returncode == 66


@pytest.mark.parametrize("command", ["extract", "extract --jsonl", "replay -"])
def test_a_closed_input_is_no_input(tmp_path, command):
    done = shell(f"newsspider {command} <&-", tmp_path)

    assert done.returncode == 66
    assert done.stderr.startswith("newsspider: standard input is closed") or "standard input" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--frobnicate"], "No such option '--frobnicate'; newsspider --help tells more"),
        (["crowl"], "No such command 'crowl'"),
        (["search"], "Missing argument 'QUERY...'; newsspider search --help tells more"),
        (["search", "a", "--limit", "9" * 30], "newsspider search --help tells more"),
        (["search", "a", "--limit", "9" * 15], "newsspider search --help tells more"),
        (["search", b"a\xff"], "is not UTF-8"),
    ],
)
def test_what_is_typed_wrongly_is_told_in_one_line(tmp_path, arguments, says):
    done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith("newsspider: ")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_output_is_utf8_whatever_the_locale(tmp_path):
    (tmp_path / "page.txt").write_text("Die Fähre fährt wieder: " + "東京 " * 60, encoding="utf-8")

    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*COMMAND, "extract", "page.txt"], cwd=tmp_path, capture_output=True, env=os.environ | environment, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "Die Fähre fährt wieder: 東京" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["search", "a", "--archive", "n" * 300], 66),
        (["search", "a", "--archive", "file/below"], 66),
        (["replay", "pages.jsonl", "--archive", "n" * 300], 73),
        (["replay", "pages.jsonl", "--archive", f"{'n' * 300}/newsspider.db"], 73),
        (["extract", "n" * 300], 66),
        (["extract", "file/below"], 66),
        (["extract", "."], 66),
        (["sites", "--config", "n" * 300], 78),
    ],
)
def test_a_name_that_can_t_be_is_told_in_one_line(tmp_path, newsspider, arguments, code):
    (tmp_path / "file").write_text("")

    done = newsspider(*arguments)

    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
