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


def test_the_next_day_tells_what_was_edited_and_withdrawn(newsspider, tmp_path):
    newsspider("demo", "--archive", "demo.db")

    shown = newsspider("demo", "--next-day", "--archive", "demo.db").stdout

    with Reader(tmp_path / "demo.db") as reader:
        changed = [reader.show(uid) for uid in reader.changed(10)]
    assert [bool(article["withdrawn_at"]) for article in changed].count(True) == 1
    assert len(changed) == 3
    assert all(f"{article['uid']}  {article['title']}" in shown for article in changed)
    assert "withdrawn (status 410)" in shown
    assert "headline changed, silent edit" in shown
    assert newsspider("export", "silent_edits", "--archive", "demo.db").stdout


def test_there_is_no_next_day_before_the_first(newsspider, tmp_path):
    done = newsspider("demo", "--next-day", "--archive", "demo.db")

    assert done.returncode == 2
    assert "newsspider demo --archive demo.db" in done.stderr
    assert not (tmp_path / "demo.db").exists()
