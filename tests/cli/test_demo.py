"""``newsspider demo`` in a folder that may have seen it before."""

import json

from newsspider.archive.reader import Reader


def test_a_second_demo_knows_every_article(newsspider, tmp_path):
    first = json.loads(newsspider("demo", "--archive", "demo.db", "--json").stdout)

    second = json.loads(newsspider("demo", "--archive", "demo.db", "--json").stdout)

    with Reader(tmp_path / "demo.db") as reader:
        stored = sum(site.articles for site in reader.sites())
    assert (first["exit"], second["exit"]) == (0, 0)
    assert (second["new"], second["revision"], stored) == (0, 0, first["new"])


def test_what_to_type_next_can_be_typed(newsspider):
    done = newsspider("demo", "--archive", "my own.db")

    assert "newsspider search bridge --archive 'my own.db'" in done.stdout
    assert newsspider("search", "bridge", "--archive", "my own.db").stdout


def test_kept_pages_read_again_say_what_the_archive_says(newsspider):
    newsspider("demo", "--archive", "demo.db")

    again = json.loads(newsspider("reextract", "--archive", "demo.db", "--json").stdout)

    assert again["articles"] == []
