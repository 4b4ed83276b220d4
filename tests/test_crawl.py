"""The main job on the demo site, as a cron operator does it: the command in a folder, the archive read back."""

import gzip
import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsspider.archive.store import Archive
from newsspider.demo.server import DemoServer
from newsspider.text import normalise_text
from tests.cron import Operator, sum_closes
from tests.waiting import wait_until


@pytest.fixture
def demo() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def operator(demo: DemoServer, tmp_path: Path) -> Operator:
    return Operator(
        tmp_path, {site.name: site.seeds for site in demo.sites}, {site.name: site.time_zone for site in demo.sites}
    )


def test_a_crawl_stores_every_article_as_it_was_written(demo, operator):
    result = operator.crawl()

    found = dict(operator.rows("SELECT url_key, text FROM article"))
    written = {key_of(article.url): normalise_text(article.text) for article in demo.articles}
    assert result["exit"] == 0
    assert found == written


def test_titles_days_and_authors_are_the_articles_own(demo, operator):
    operator.crawl()

    found = {
        key: (title, day, json.loads(authors))
        for key, title, day, authors in operator.rows("SELECT url_key, title, published_day, authors FROM article")
    }
    written = {
        key_of(article.url): (article.title, str(article.published_day), people(article.authors))
        for article in demo.articles
        if article.site != "bare"
    }
    assert {key: value for key, value in found.items() if key in written} == written


def test_the_sum_of_a_crawl_closes(operator):
    result = operator.crawl()

    assert sum_closes(result)
    assert result["due"] > 0
    assert result["run"] == 1


def test_a_rerun_within_the_hour_asks_for_seeds_only(demo, operator):
    operator.crawl()
    before = len(demo.requests)

    result = operator.crawl()

    paths = {path for _, _, path, _ in demo.requests[before:]}
    assert (result["due"], result["exit"]) == (0, 0)
    assert paths == {path for path in paths if is_seed(path)}


def test_what_robots_forbids_is_never_asked_for(demo, operator):
    operator.crawl()

    assert [path for _, _, path, _ in demo.requests if path.startswith("/private/")] == []


def test_robots_is_read_before_anything_else(demo, operator):
    operator.crawl()

    first = {}
    for site, _, path, _ in demo.requests:
        first.setdefault(site, path)
    assert set(first.values()) == {"/robots.txt"}


def test_a_new_article_is_found_by_the_next_run(demo, operator):
    operator.crawl()
    article = demo.add_article()

    result = operator.crawl()

    assert result["new"] == 1
    assert operator.rows("SELECT title FROM article WHERE url_key = ?", key_of(article.url)) == [(article.title,)]


def test_an_edited_article_becomes_a_revision(demo, operator):
    operator.crawl()
    article = demo.edit(at=datetime.now(UTC) + timedelta(minutes=1))

    result = operator.crawl()

    assert result["revision"] == 1
    text, revisions = operator.rows(
        "SELECT text, (SELECT count(*) FROM revision WHERE article_id = article.id) FROM article WHERE url_key = ?",
        key_of(article.url),
    )[0]
    assert (text, revisions) == (normalise_text(article.text), 1)


def test_a_syndicated_copy_is_stored_and_marked(demo, operator):
    copy = next(article for article in demo.articles if article.copy_of)
    operator.crawl()

    same = operator.rows(
        "SELECT count(*), count(DISTINCT cluster_id), sum(relation = 'copy') FROM article "
        "WHERE text_hash = (SELECT text_hash FROM article WHERE url_key = ?)",
        key_of(copy.url),
    )

    assert same == [(2, 1, 1)]


def test_a_page_budget_leaves_the_rest_for_the_next_run(demo, operator):
    first = operator.crawl("demo-magazine", "--max-pages", "5")
    second = operator.crawl("demo-magazine")

    assert first["due"] - first["left"]["budget"] == 5
    assert first["exit"] == 0
    assert first["left"]["budget"] > 0
    assert sum_closes(first)
    assert second["new"] + first["new"] == len([article for article in demo.articles if article.site == "magazine"])


def test_strict_tells_of_work_carried_over(operator):
    result = operator.crawl("demo-magazine", "--max-pages", "5", "--strict")

    assert result["exit"] == 4


def test_no_time_means_no_page_and_no_loss(operator):
    first = operator.crawl("demo-magazine", "--max-time", "0s")
    second = operator.crawl("demo-magazine")

    assert first["new"] == 0
    assert sum_closes(first)
    assert second["new"] > 0


def test_quiet_says_nothing_while_all_is_well(operator):
    done = operator.run("crawl", "--quiet")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_plain_lines_elsewhere_than_on_a_terminal(operator):
    done = operator.run("crawl", "demo-magazine")

    assert done.returncode == 0
    assert "demo-magazine: " in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_a_site_that_is_down_does_not_stop_the_others(demo, operator, tmp_path):
    lonely = Operator(tmp_path, {**operator.sites, "down": ["http://127.0.0.1:9/feed/"]})

    result = lonely.crawl()

    assert result["exit"] == 3
    assert result["sites"]["demo-magazine"]["new"] > 0
    assert any("down" in problem for problem in result["problems"])


def test_for_cron_a_failing_site_is_told_when_it_begins_to_fail(operator, tmp_path):
    lonely = Operator(tmp_path, {"demo-bare": operator.sites["demo-bare"], "down": ["http://127.0.0.1:9/feed/"]})

    first, second = lonely.run("crawl", "--quiet"), lonely.run("crawl", "--quiet")
    third = lonely.run("crawl", "--quiet", "--exit-on", "always")

    assert (first.returncode, second.returncode, third.returncode) == (3, 0, 3)
    assert len(first.stderr.strip().splitlines()) == 1
    assert (second.stdout, second.stderr) == ("", "")


def test_no_site_reachable_has_its_own_code(tmp_path):
    done = Operator(tmp_path, {"down": ["http://127.0.0.1:9/feed/"]}).run("crawl")

    assert done.returncode == 69
    assert "127.0.0.1:9" in done.stderr


def test_a_term_signal_stores_what_is_in_flight(demo, tmp_path):
    with DemoServer(sites=["magazine"], delay_seconds=0.4) as slow:
        operator = Operator(tmp_path, {site.name: site.seeds for site in slow.sites})
        process = subprocess.Popen(
            operator.command("crawl", "--json"), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        wait_for_pages(slow, 6)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
        result = json.loads(output)
        again = operator.crawl()

    assert process.returncode == 143
    assert result["exit"] == 143
    assert sum_closes(result)
    assert result["left"]["signal"] > 0
    assert result["new"] + again["new"] == len(operator.stored())
    assert again["left"] == {}


def test_a_second_crawl_at_once_is_told_who_holds_the_archive(operator):
    with Archive.open(operator.archive):
        second = operator.run("crawl")
    third = operator.run("crawl", "--quiet")

    assert second.returncode == 75
    assert str(os.getpid()) in second.stderr
    assert "--wait" in second.stderr
    assert third.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["crawl", "demo-magasine"], 2, "did you mean demo-magazine"),
        (["crawl", "theeasternlink"], 78, "contact"),
        (["crawl", "--archive", "no/such/folder/a.db"], 73, "no/such/folder"),
        (["crawl", "--config", "absent.toml"], 78, "absent.toml"),
        (["extract", "absent.html"], 66, "absent.html"),
        (["extract", "http://127.0.0.1:9/"], 69, "127.0.0.1:9"),
        (["replay", "absent.jsonl"], 66, "absent.jsonl"),
        (["search", "bridge"], 66, "no archive"),
        (["export", "no-such-recipe"], 2, "no-such-recipe"),
    ],
)
def test_an_error_says_what_to_do_in_one_line(operator, arguments, code, words):
    done = operator.run(*arguments)

    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_a_crawl_without_any_site_is_a_usage_error(newsspider):
    done = newsspider("crawl")

    assert done.returncode == 2
    assert "newsspider.toml" in done.stderr


def test_a_foreign_file_is_left_alone(operator):
    operator.archive.write_bytes(b"my holiday diary, not an archive\n" * 40)
    before = operator.archive.read_bytes()

    done = operator.run("crawl")

    assert done.returncode == 65
    assert operator.archive.read_bytes() == before


def test_a_full_disk_stops_the_run_with_its_own_code(operator):
    def small_files_only() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    done = operator.run("crawl", preexec_fn=small_files_only)

    assert done.returncode == 74
    assert "space" in done.stderr
    again = operator.crawl()
    assert again["exit"] == 0
    assert operator.rows("PRAGMA integrity_check") == [("ok",)]


def test_hostile_pages_cost_themselves_only(demo, operator):
    demo.serve_page("magazine", "/2026/11/empty-page-of-nothing/", "", in_feed=True)
    demo.serve_page("magazine", "/2026/11/binary-page-of-noise/", os.urandom(50_000), in_feed=True)
    demo.serve_page("magazine", "/2026/11/a-page-of-many-attributes/", attributes(40_000), in_feed=True)
    packed = gzip.compress(b"<p>" + b"a " * (40 << 20))
    headers = {"Content-Encoding": "gzip"}
    demo.serve_page("magazine", "/2026/11/a-page-that-swells-up/", packed, headers=headers, in_feed=True)
    operator.configure(deadline="2s")

    result = operator.crawl()

    good = len(list(demo.articles))
    assert result["new"] == good
    assert sum_closes(result)
    assert sum(result["sites"]["demo-magazine"]["not_article"].values()) >= 2


def test_scrapys_own_commands_keep_working(demo, operator):
    root = Path(__file__).parent.parent
    environment = os.environ | {"NEWSSPIDER_ARCHIVE": str(operator.archive)}
    run = {"cwd": root, "capture_output": True, "text": True, "env": environment, "timeout": 60}
    scrapy = [operator.command()[0], "-m", "scrapy"]

    listed = subprocess.run([*scrapy, "list"], check=True, **run)

    assert "theeasternlink" in listed.stdout.split()


def test_one_page_is_fetched_through_the_same_doors(demo, operator):
    article = next(each for each in demo.articles if each.site == "daily")

    done = operator.run("extract", article.url, "--json")

    found = json.loads(done.stdout)
    assert (found["title"], found["lead"]) == (article.title, article.lead)
    assert next(path for _, _, path, _ in demo.requests) == "/robots.txt"


def test_a_redirect_is_an_alias(demo, operator):
    article = next(each for each in demo.articles if each.site == "magazine")
    base = next(site.base_url for site in demo.sites if site.name == "demo-magazine")
    short = f"/?p={article.number}"
    demo.serve_page(
        "magazine", "/2026/11/a-link-to-a-short-link/", "", status=302, headers={"Location": short}, in_feed=True
    )

    result = operator.crawl()

    aliases = Counter(dict(operator.rows("SELECT url, 1 FROM url_alias")))
    assert result["alias"] >= 1
    assert aliases[f"{base}/2026/11/a-link-to-a-short-link/"] == 1


def key_of(url: str) -> str:
    from newsspider.urls import url_key

    return url_key(url)


def people(authors: Sequence[str]) -> list[str]:
    """Return the authors that are somebody: a staff credit names nobody."""
    return [author for author in authors if not author.startswith("Staff")]


def is_seed(path: str) -> bool:
    return path == "/" or path.startswith("/feed/") or path.endswith(".xml")


def attributes(count: int) -> str:
    """Return a page with one tag of so many attributes that a parser needs seconds for it."""
    return f"<html><body><p {' '.join(f'a{number}=1' for number in range(count))}>text</p></body></html>"


def wait_for_pages(server: DemoServer, count: int) -> None:
    """Return when *count* pages were asked for."""
    wait_until(lambda: sum(not is_seed(path) and path != "/robots.txt" for _, _, path, _ in server.requests) >= count)
