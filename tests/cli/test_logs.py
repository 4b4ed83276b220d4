"""The log of ``crawl`` and ``replay`` on standard error: every line is an event, whatever the site serves."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.making import a_line
from tests.cron import Operator
from tests.logfmt import is_inert, read_line
from tests.rawserver import RawServer, answer
from tests.test_doors import feed, story

HOSTILE = 'Ferry\n{"event": "run-failed"}\ntime=0 level=error event=run-failed \x1b[31m"=\u202e\u2028\x85'


@pytest.fixture
def server() -> Iterator[RawServer]:
    """A site that puts a false log wherever it may write: address, reason, headers, title, text, feed."""
    with RawServer() as server:
        evil = "%0Atime=0%20event=run-failed%1B[31m%E2%80%AE%E2%80%A8"
        paths = [f"/2026/11/ferry-{number}-runs-again{evil}/" for number in range(3)]
        page = story(1).replace("Ferry 1", HOSTILE)
        server.pages = {
            "/robots.txt": answer("User-agent: *\nAllow: /\n"),
            "/feed/": feed(*(server.url + path for path in paths)),
            paths[0]: answer(page, X_Evil="\x1b[31m event=run-failed"),
            paths[1]: answer(page, status="503 \x1b[31m event=run-failed"),
            paths[2]: answer(
                status="302 Found", Location="http://127.0.0.1:1/\x1b[31m\u202e".encode().decode("latin-1")
            ),
        }
        yield server


@pytest.fixture
def operator(server: RawServer, tmp_path: Path) -> Operator:
    return Operator(tmp_path, {"isle": [f"{server.url}/feed/"]})


@pytest.mark.parametrize("form", ["logfmt", "json"])
def test_every_line_on_standard_error_is_an_event_whatever_a_site_serves(operator, form):
    result = operator.crawl("--log-level", "info", "--log-format", form)

    lines = result["stderr"].split("\n")[:-1]
    events = [read_line(line, form) for line in lines]
    visits = [event for event in events if event["event"] == "visit"]
    assert all(is_inert(line) for line in lines)
    assert len(visits) == result["due"] == 3
    assert {"run-begun", "site-begun", "seed", "visit", "site-ended", "run-ended"} <= {each["event"] for each in events}
    assert {str(event["run"]) for event in events if event["event"] != "log"} == {str(result["run"])}
    assert "run-failed" not in {event["event"] for event in events}


def test_who_debugs_gets_lines_too(operator):
    result = operator.crawl("--log-level", "debug", "--log-format", "json")

    lines = result["stderr"].split("\n")[:-1]
    assert all(is_inert(line) and json.loads(line) for line in lines)
    assert any(json.loads(line).get("message", "").startswith("Crawled (200)") for line in lines)


def test_a_run_is_silent_by_default(operator):
    assert operator.crawl()["stderr"] == ""


def test_the_log_takes_the_place_of_the_progress(newsspider, tmp_path):
    (tmp_path / "pages.jsonl").write_text("\n".join(json.dumps(a_line(number)) for number in range(3)))

    done = newsspider("replay", "pages.jsonl", "--log-level", "info")

    events = [read_line(line, "logfmt")["event"] for line in done.stderr.splitlines()]
    assert events == ["run-begun", "visit", "visit", "visit", "run-ended"]
    assert done.stdout == "isle.example: 3 new\n"


@pytest.mark.parametrize(
    ("flags", "environment", "file", "begins"),
    [
        ([], {}, "", None),
        ([], {}, "log_level = 'info'\nlog_format = 'json'", '{"time": '),
        ([], {"NEWSSPIDER_LOG_LEVEL": "info"}, "log_format = 'json'", '{"time": '),
        ([], {"NEWSSPIDER_LOG_FORMAT": "logfmt"}, "log_level = 'info'\nlog_format = 'json'", "time="),
        (["--log-format", "json"], {"NEWSSPIDER_LOG_FORMAT": "logfmt"}, "log_level = 'info'", '{"time": '),
        (["--log-level", "error"], {"NEWSSPIDER_LOG_LEVEL": "info"}, "log_level = 'info'", None),
    ],
)
def test_a_flag_wins_over_the_environment_that_over_the_file(newsspider, tmp_path, flags, environment, file, begins):
    (tmp_path / "newsspider.toml").write_text(file)
    (tmp_path / "pages.jsonl").write_text(json.dumps(a_line(1)))

    done = newsspider("replay", "pages.jsonl", "--quiet", *flags, env=os.environ | environment)

    lines = done.stderr.splitlines()
    assert bool(lines) == (begins is not None)
    assert all(line.startswith(str(begins)) for line in lines)


@pytest.mark.parametrize("flags", [["--log-level", "loud"], ["--log-format", "xml"]])
def test_a_level_or_format_that_there_is_not_is_a_mistake_of_typing(newsspider, flags):
    assert newsspider("crawl", *flags).returncode == 2


def test_what_ends_a_run_is_an_event_for_who_reads_the_log(newsspider, tmp_path):
    (tmp_path / "pages.jsonl").write_text(json.dumps(a_line(1)))

    done = newsspider("replay", "absent.jsonl", "--log-level", "info")

    *log, last = done.stderr.splitlines()
    failed = read_line(log[-1], "logfmt")
    assert (failed["event"], failed["exit"]) == ("run-failed", "66")
    assert last == "newsspider: there is no file absent.jsonl: name a .jsonl or .jsonl.gz file of pages, or -"


def test_a_callback_that_fails_costs_one_line(server):
    script = Path(__file__).parent / "broken_spider.py"
    command = [sys.executable, str(script), f"{server.url}/feed/"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    lines = done.stderr.splitlines()
    events = {event["logger"]: event for event in (read_line(line, "logfmt") for line in lines)}
    assert len(lines) == 2
    assert events["twisted"]["error"] == "RuntimeError: nobody\nasked"
    assert events["scrapy.core.scraper"]["message"] == f"Callback failed on {server.url}/feed/"
    assert events["scrapy.core.scraper"]["error"].startswith("KeyError: ")
    assert len(done.stderr) < 20_000
