"""Stored pages through the whole path, as the command does it."""

import json

import pytest

from tests.cron import sum_closes

PROSE = "<p>" + "The ferry to the islands runs again after the storm, with a new captain at the helm. " * 6 + "</p>"


def page(number: int, url: str, extra: str = "") -> dict:
    title = f"Ferry {number}"
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{PROSE}{extra}</article>"
    return {"id": number, "url": url, "html": html}


@pytest.fixture
def replay(newsspider, tmp_path):
    def run(*lines, code: int = 0) -> dict:
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        (tmp_path / "pages.jsonl").write_text("\n".join(texts))
        done = newsspider("replay", "pages.jsonl", "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}

    return run


def test_a_second_replay_stores_nothing_new(replay):
    lines = [
        page(number, f"https://isle.example/ferry-{number}", f"<p>Part {number} of it.</p>") for number in range(5)
    ]

    first, second = replay(*lines), replay(*lines)

    assert (first["new"], first["exit"]) == (5, 0)
    assert (second["new"], second["revision"], second["unchanged"]) == (0, 0, 5)
    assert sum_closes(first)
    assert sum_closes(second)


def test_two_versions_of_one_page_in_one_replay_stay_one(replay):
    lines = [
        page(1, "https://isle.example/ferry", "<p>First version of the story.</p>"),
        page(2, "https://isle.example/ferry", "<p>Second version of the story, with more in it.</p>"),
    ]

    first, second = replay(*lines), replay(*lines)

    assert first["new"] == 1
    assert (second["new"], second["revision"]) == (0, 0)


def test_sites_are_told_by_their_spider_or_their_host(replay):
    result = replay(page(1, "https://www.theeasternlink.com/a-b-c/"), page(2, "https://www.isle.example/a"))

    assert set(result["sites"]) == {"theeasternlink", "isle.example"}


def test_bad_lines_are_counted_and_the_rest_is_stored(replay):
    result = replay(
        "{broken", page(1, "https://isle.example/a"), {"id": 2, "url": "ftp://isle.example/b", "html": ""}, code=3
    )

    assert result["new"] == 1
    assert result["failed"] == {"bad-url": 1, "unreadable": 1}
    assert result["problems"][0].startswith("-: pages.jsonl, line 1: no JSON")
    assert "pages.jsonl, line 3: " in result["problems"][1]
    assert sum_closes(result)


def test_nothing_usable_has_its_own_code(replay):
    assert replay("{broken", code=66)["exit"] == 66
