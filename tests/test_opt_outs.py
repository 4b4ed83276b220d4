"""What publishers reserve, from their server's answers to the archive and out of it again, by each policy."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cron import Operator, sum_closes
from tests.rawserver import RawServer, answer

LETTER = "Get real time updates directly on you device, subscribe now."
TERMS = "https://news.example/tdm-policy.json"
NAMES = ("plain", "robots", "signal", "tdmrep", "header", "meta", "other")
ROBOTS = """\
User-agent: *
Allow: /
Content-Signal: /2026/11/ferry-signal/ search=yes, ai-train=no

User-agent: GPTBot
Disallow: /2026/11/ferry-robots/
"""
TDMREP = [{"location": "/2026/11/ferry-tdmrep/", "tdm-reservation": 1, "tdm-policy": TERMS}]
SIGNALS = {
    ("content-signal", "ai-train=no", "signal"),
    ("header", "noai", "header"),
    ("header", "noarchive", "header"),
    ("meta", "noindex", "meta"),
    ("meta", "tdm-reservation=1", "meta"),
    ("robots", "gptbot", "robots"),
    ("tdmrep", "tdm-reservation=1", "tdmrep"),
}


def path_of(name: str) -> str:
    return f"/2026/11/ferry-{name}/"


def crew_of(name: str, number: int) -> str:
    """Return words that no other story has: else they would be copies of each other."""
    return " ".join(f"{name}{letter}{number}" for letter in "abcdefghijklmnopqrst")


def story(name: str, *, head: str = "", words: str = "", aside: str = LETTER) -> str:
    lines = [
        f"The {name} ferry left the quay at {hour} with {hour}0 people on deck, {words or name}." for hour in "6789"
    ]
    body = "".join(
        f"<p>{line} Nobody had to wait on the pier, said the harbour office at noon, {crew_of(name, number)}.</p>"
        for number, line in enumerate(lines)
    )
    meta = (
        '<meta property="article:published_time" content="2026-11-20T10:00:00Z"><meta name="author" content="Ada Quay">'
    )
    return (
        f"<html><head><title>Ferry {name}</title>{meta}{head}</head>"
        f"<body><article><h1>Ferry {name}</h1>{body}<p>{aside}</p></article></body></html>"
    )


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>Ferry</title><link>{url}</link></item>" for url in urls)
    return answer(f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>', Content_Type="text/xml")


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/robots.txt": answer(ROBOTS)}) as server:
        server.pages |= {path_of(name): answer(story(name)) for name in NAMES}
        server.pages["/.well-known/tdmrep.json"] = answer(json.dumps(TDMREP))
        server.pages[path_of("header")] = answer(story("header"), X_Robots_Tag="noarchive, newsspider: noai")
        server.pages[path_of("other")] = answer(story("other"), X_Robots_Tag="otherbot: noai, noindex")
        terms = f'<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="{TERMS}">'
        head = f'<meta name="robots" content="noindex">{terms}'
        server.pages[path_of("meta")] = answer(story("meta", head=head))
        server.pages["/feed/"] = feed(*(server.url + path_of(name) for name in NAMES))
        yield server


@pytest.fixture
def operator(server: RawServer, tmp_path: Path) -> Operator:
    return Operator(tmp_path, {"isle": [f"{server.url}/feed/"]})


@pytest.fixture
def one(server: RawServer, operator: Operator) -> str:
    """The path of the one story that the feed names; nothing is reserved."""
    server.pages["/robots.txt"] = answer("User-agent: *\nAllow: /\n")
    server.pages["/feed/"] = feed(server.url + path_of("plain"))
    return path_of("plain")


def opt_outs(operator: Operator) -> set[tuple[str, str, str]]:
    rows = operator.rows("SELECT source, signal, url FROM opt_out JOIN article ON article.id = article_id")
    return {(source, signal, url.rpartition("ferry-")[2].strip("/")) for source, signal, url in rows}


def asked(server: RawServer) -> list[str]:
    return [path.rpartition("ferry-")[2].strip("/") for path in server.paths if path.startswith("/2026/")]


def found(operator: Operator, words: str) -> list[str]:
    hits = json.loads(operator.run("search", words, "--json").stdout)
    return sorted(hit["url"].rpartition("ferry-")[2].strip("/") for hit in hits)


def exported(operator: Operator, recipe: str = "articles") -> dict[str, dict]:
    done = operator.run("export", recipe, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["url"].rpartition("ferry-")[2].strip("/"): row for row in rows}


def words_in_file(operator: Operator, words: str) -> list[str]:
    """Return the tables and columns of the archive in which *words* stand."""
    tables = operator.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'article_fts%'")
    columns = [(table, row[1]) for (table,) in tables for row in operator.rows(f"PRAGMA table_info({table})")]
    return [
        f"{table}.{column}"
        for table, column in columns
        if operator.rows(f'SELECT 1 FROM "{table}" WHERE instr("{column}", ?) LIMIT 1', words)
    ]


def let_it_have_been_in_january(operator: Operator) -> None:
    with closing(sqlite3.connect(operator.archive)) as connection, connection:
        connection.execute("UPDATE tdm SET day = '2026-01-01'")
        connection.execute("UPDATE url SET last_visit = '2026-01-01T00:00:00Z'")
        connection.execute("UPDATE article SET last_seen = '2026-01-01T00:00:00Z'")


def test_every_source_is_read_and_by_default_all_is_stored(server, operator):
    result = operator.crawl()

    ledger = operator.rows("SELECT site, source, signal, pages, policy_url FROM tdm ORDER BY source, signal")
    assert (result["new"], result["exit"]) == (7, 0)
    assert opt_outs(operator) == SIGNALS
    assert ledger == [
        ("isle", "content-signal", "ai-train=no", 1, None),
        ("isle", "header", "noai", 1, None),
        ("isle", "header", "noarchive", 1, None),
        ("isle", "meta", "noindex", 1, None),
        ("isle", "meta", "tdm-reservation=1", 1, TERMS),
        ("isle", "robots", "gptbot", 1, None),
        ("isle", "tdmrep", "tdm-reservation=1", 1, TERMS),
    ]
    assert operator.rows("SELECT count(*) FROM article WHERE text <> ''") == [(7,)]
    assert operator.rows("SELECT count(DISTINCT day) FROM tdm") == [(1,)]
    assert found(operator, "harbour office") == sorted(NAMES)


def test_a_page_counts_once_a_day_however_often_it_is_read(server, operator):
    operator.crawl()
    first = operator.rows("SELECT site, source, signal, pages FROM tdm WHERE day >= date('now', '-1 day')")
    operator.let_time_pass()
    again = operator.crawl()
    let_it_have_been_in_january(operator)
    operator.let_time_pass()

    operator.crawl()

    days = operator.rows("SELECT day = '2026-01-01', count(*), max(pages) FROM tdm GROUP BY day ORDER BY day")
    assert again["unchanged"] == 7
    assert {pages for *_, pages in first} == {1}
    assert days == [(1, 7, 1), (0, 7, 1)]


def test_the_ledger_counts_the_pages_that_say_so(server, operator):
    server.pages["/robots.txt"] = answer("User-agent: CCBot\nDisallow: /\n")

    operator.crawl()

    assert operator.rows("SELECT pages FROM tdm WHERE signal = 'ccbot'") == [(7,)]


def test_metadata_only_keeps_what_is_known_of_an_article_and_not_its_words(server, operator):
    operator.configure(opt_out="metadata-only")

    result = operator.crawl()

    bare = "SELECT lead, text, markdown, words FROM article WHERE id IN (SELECT article_id FROM opt_out)"
    known = "SELECT title, authors, published, length(text_hash) > 9 FROM article WHERE url LIKE '%ferry-header/'"
    assert result["new"] == 7
    assert set(operator.rows(bare)) == {(None, "", None, 0)}
    assert operator.rows(known) == [("Ferry header", '["Ada Quay"]', "2026-11-20T10:00:00Z", 1)]
    assert operator.rows("SELECT count(*) FROM article WHERE text <> ''") == [(2,)]
    assert operator.rows(
        "SELECT count(*) FROM article_removed WHERE article_id IN (SELECT article_id FROM opt_out)"
    ) == [(0,)]
    assert found(operator, "harbour office") == ["other", "plain"]
    assert words_in_file(operator, "The header ferry") == []


def test_words_that_are_not_kept_are_compared_all_the_same(server, operator, one):
    operator.configure(opt_out="metadata-only")
    server.pages[one] = answer(story("plain"), X_Robots_Tag="noai")
    operator.crawl()
    operator.let_time_pass()
    same = operator.crawl()
    server.pages[one] = answer(story("plain", words="and the pilot was late"), X_Robots_Tag="noai")
    operator.let_time_pass()

    changed = operator.crawl()

    assert (same["unchanged"], changed["revision"]) == (1, 1)
    assert operator.rows("SELECT lead_edits, text_edits, words FROM revision") == [(None, None, 0)]
    assert operator.rows("SELECT count(DISTINCT text_hash) FROM (SELECT text_hash FROM article UNION ALL "
                         "SELECT text_hash FROM revision)") == [(2,)]  # fmt: skip
    assert words_in_file(operator, "people on deck") == []


def test_a_publisher_who_opts_out_later_takes_the_words_out_of_the_archive(server, operator, one):
    server.pages["/feed/"] = feed(server.url + one, server.url + path_of("other"))
    operator.configure(opt_out="metadata-only")
    server.pages[one] = answer(story("plain", aside="Sign up for our newsletter, plain readers."))
    operator.crawl()
    server.pages[one] = answer(story("plain", words="and the pilot was late"))
    operator.let_time_pass()
    operator.crawl()
    before = words_in_file(operator, "The plain ferry"), found(operator, "plain ferry")
    earlier = words_in_file(operator, "and the pilot")
    server.pages["/robots.txt"] = answer(f"User-agent: GPTBot\nDisallow: {one}\n")
    operator.let_time_pass()

    result = operator.crawl()

    assert before == (["article.text"], ["plain"])
    assert earlier == ["article.text", "revision.text_edits"]
    assert result["unchanged"] == 2
    assert words_in_file(operator, "The plain ferry") == words_in_file(operator, "and the pilot") == []
    assert words_in_file(operator, "plain readers") == []
    assert words_in_file(operator, LETTER) == ["removed_block.text"]  # the other article's page has it too
    assert found(operator, "pilot") == []
    assert found(operator, "harbour office") == ["other"]


def test_a_publisher_who_opens_again_gives_the_words_back_without_an_edit(server, operator, one):
    operator.configure(opt_out="metadata-only")
    server.pages[one] = answer(story("plain"), X_Robots_Tag="noai", ETag='"1"')
    operator.crawl()
    server.pages[one] = answer(story("plain"), ETag='"1"')
    operator.let_time_pass()

    result = operator.crawl()

    assert "If-None-Match" not in server.requests[-1][1]
    assert result["unchanged"] == 1
    assert operator.rows("SELECT count(*) FROM revision") == [(0,)]
    assert found(operator, "harbour office") == ["plain"]
    assert operator.rows("SELECT words > 20 FROM article") == [(1,)]
    assert opt_outs(operator) == set()


def test_skip_fetches_nothing_that_robots_or_tdmrep_reserve_and_stores_nothing_reserved(server, operator):
    operator.configure(opt_out="skip")

    result = operator.crawl()

    again = operator.crawl()
    assert result["refused"] == {"tdm": 5}
    assert sum_closes(result)
    assert sorted(asked(server)) == ["header", "meta", "other", "plain"]
    assert operator.rows("SELECT url FROM article ORDER BY url") == [
        (server.url + path_of(name),) for name in ("other", "plain")
    ]
    assert again["due"] == 0
    assert {(source, signal) for source, signal, _ in SIGNALS} == set(operator.rows("SELECT source, signal FROM tdm"))
    assert words_in_file(operator, "The meta ferry") == []


def test_skip_takes_the_words_of_what_was_stored_before(server, operator, one):
    operator.crawl()
    operator.configure(opt_out="skip")
    server.pages["/robots.txt"] = answer(f"User-agent: GPTBot\nDisallow: {one}\n")
    operator.let_time_pass()

    result = operator.crawl()

    assert result["refused"] == {"tdm": 1}
    assert asked(server) == ["plain"]
    assert words_in_file(operator, "The plain ferry") == []
    assert exported(operator) == {}


def test_each_site_may_have_its_policy(server, operator, tmp_path):
    operator.configure(opt_out="skip")
    path = operator.folder / "newsspider.toml"
    path.write_text(path.read_text() + "\nopt_out = 'metadata-only'\n")

    result = operator.crawl()

    rows = exported(operator)
    assert result["new"] == 7
    assert operator.rows("SELECT count(*) FROM article WHERE text = ''") == [(5,)]
    assert rows["meta"]["text"] == ""
    assert rows["plain"]["text"]


def test_an_agencys_text_stays_where_it_is_free_and_goes_where_it_is_not(server, operator, tmp_path):
    wire = answer(story("plain"))
    with RawServer({"/robots.txt": answer("User-agent: GPTBot\nDisallow: /\n")}) as closed:
        closed.pages |= {path_of("copy"): wire, "/feed/": feed(closed.url + path_of("copy"))}
        server.pages |= {"/robots.txt": answer(""), "/feed/": feed(server.url + path_of("plain"))}
        folder = tmp_path / "two"
        folder.mkdir()
        two = Operator(folder, {"closed": [f"{closed.url}/feed/"], "isle": [f"{server.url}/feed/"]})
        two.configure(opt_out="metadata-only")
        two.crawl()

        rows = two.rows("SELECT site, text <> '' FROM article ORDER BY site")
        shown = {each: json.loads(two.run("show", f"{each}{path}", "--json").stdout) for each, path in
                 ((closed.url, path_of("copy")), (server.url, path_of("plain")))}  # fmt: skip

    assert rows == [("closed", 0), ("isle", 1)]
    assert two.rows("SELECT count(DISTINCT cluster_id) FROM article") == [(1,)]
    assert shown[closed.url]["opt_outs"] == [{"source": "robots", "signal": "gptbot", "policy_url": None}]
    assert "people on deck" not in json.dumps(shown[closed.url])
    assert shown[server.url]["opt_outs"] == []
    assert {row["text"] == "" for row in exported(two).values()} == {True, False}


def test_a_tdmrep_json_that_cant_be_had_today_says_what_it_said_yesterday(server, operator):
    operator.crawl()
    server.pages["/.well-known/tdmrep.json"] = answer(status="503 Service Unavailable", Retry_After="0")
    operator.let_time_pass()

    operator.crawl()

    assert opt_outs(operator) == SIGNALS


def test_replay_reads_what_pages_reserve_and_does_as_the_configuration_says(operator):
    head = '<meta name="robots" content="noai">'
    page = {"url": "https://isle.example/2026/11/ferry-meta/", "html": story("meta", head=head)}
    (operator.folder / "pages.jsonl").write_text(json.dumps(page | {"fetched": "2026-11-21T10:00:00Z"}))
    operator.configure(opt_out="metadata-only")

    operator.run("replay", "pages.jsonl")
    operator.run("replay", "pages.jsonl")

    assert opt_outs(operator) == {("meta", "noai", "meta")}
    assert operator.rows("SELECT text FROM article") == [("",)]
    assert operator.rows("SELECT day, pages FROM tdm") == [("2026-11-21", 1)]


def test_replay_does_with_a_site_as_its_own_table_says(server, operator):
    page = {
        "url": f"{server.url}/2026/11/ferry-meta/",
        "html": story("meta", head='<meta name="robots" content="noai">'),
    }
    (operator.folder / "pages.jsonl").write_text(json.dumps(page))
    path = operator.folder / "newsspider.toml"
    path.write_text(path.read_text() + "\nopt_out = 'skip'\n")

    done = operator.run("replay", "pages.jsonl", "--json")

    assert json.loads(done.stdout)["refused"] == {"tdm": 1}
    assert operator.rows("SELECT count(*) FROM article") == [(0,)]


def test_a_publisher_opts_out_by_robots_txt_while_the_page_stays_as_it_was(server, operator, one):
    operator.configure(opt_out="metadata-only")
    server.pages[one] = answer(story("plain"), ETag='"1"')
    operator.crawl()
    server.pages[one] = answer(status="304 Not Modified", ETag='"1"')
    server.pages["/robots.txt"] = answer(f"User-agent: GPTBot\nDisallow: {one}\n")
    operator.let_time_pass()

    operator.crawl()

    assert opt_outs(operator) == {("robots", "gptbot", "plain")}
    assert words_in_file(operator, "The plain ferry") == []


def test_scrapys_own_feed_gets_no_more_than_the_archive(server, tmp_path):
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = house\n")
    (tmp_path / "house.py").write_text("from newsspider.settings import *\nSPIDER_MODULES = ['sites']\n")
    (tmp_path / "newsspider.toml").write_text("opt_out = 'metadata-only'\n")
    (tmp_path / "sites.py").write_text(
        "from newsspider.spider import NewsSpider\n\n\n"
        f"class Isle(NewsSpider):\n    name = 'isle'\n    seeds = ('{server.url}/feed/',)\n"
    )
    command = [sys.executable, "-m", "scrapy", "crawl", "isle", "-O", "stories.jsonl"]

    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)

    rows = [json.loads(line) for line in (tmp_path / "stories.jsonl").read_text().splitlines()]
    assert {row["title"]: bool(row["text"]) for row in rows} == {
        f"Ferry {name}": name in ("plain", "other") for name in NAMES
    }


@pytest.mark.parametrize("policy", ["store", "metadata-only", "skip"])
def test_exports_do_as_the_configuration_says_now(server, operator, policy):
    operator.crawl()
    operator.configure(opt_out=policy)

    rows, originals = exported(operator), exported(operator, "originals")
    ledger = operator.run("export", "opt_outs", "--format", "jsonl").stdout.splitlines()
    reserved = operator.run("export", "reserved", "--format", "jsonl").stdout.splitlines()

    free = {"plain", "other"}
    with_words = {name for name, row in rows.items() if row["text"]}
    assert set(rows) == set(originals) == (free if policy == "skip" else set(NAMES))
    assert with_words == (set(NAMES) if policy == "store" else free)
    assert {name for name, row in originals.items() if row["text"]} == with_words
    assert len(ledger) == 7
    assert len(reserved) == (0 if policy == "skip" else 7)


def test_an_export_asks_the_configuration_that_is_named(server, operator):
    operator.crawl()
    strict = operator.folder / "strict.toml"
    strict.write_text("opt_out = 'skip'")

    done = operator.run("export", "articles", "--format", "jsonl", "--config", "strict.toml")

    assert len(done.stdout.splitlines()) == 2


def test_a_policy_that_nobody_knows_is_refused(server, operator):
    operator.crawl("--max-pages", "1")
    path = operator.folder / "newsspider.toml"
    path.write_text(path.read_text() + "\nopt_out = 'skpi'\n")

    done = [operator.run(*command) for command in (("export", "articles"), ("crawl", "isle"), ("replay", "x.jsonl"))]

    assert [each.returncode for each in done] == [78, 78, 78]
    assert all("metadata-only" in each.stderr for each in done)


@pytest.mark.parametrize("way", ["header", "meta"])
def test_who_names_us_is_obeyed_whatever_the_policy(server, operator, one, way):
    head = '<meta name="newsspider" content="noindex">' if way == "meta" else ""
    headers = {"X_Robots_Tag": "newsspider: noarchive"} if way == "header" else {}
    server.pages[one] = answer(story("plain", head=head), **headers)

    result = operator.crawl()

    assert (result["new"], result["refused"]) == (0, {"tdm": 1})
    assert operator.rows("SELECT count(*) FROM article") == [(0,)]
