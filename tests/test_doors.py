"""The doors of a crawl against a server that misbehaves: what is asked for, what is not, and that nothing is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.verdict import STOPPED
from tests.cron import Operator, sum_closes
from tests.rawserver import RawServer, answer
from tests.waiting import wait_until

STORY = "The ferry to the islands runs again after the storm, with a new captain at the helm, said harbour office {}. "
ROBOTS = answer("User-agent: *\nAllow: /\n")


def story(number: int) -> str:
    lines = "".join(f"<p>{STORY.format(number * 100 + line) * 2}</p>" for line in range(4))
    head = f"<html><head><title>Ferry {number}</title></head>"
    return f"{head}<body><article><h1>Ferry {number}</h1>{lines}</article></body></html>"


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>Ferry</title><link>{url}</link></item>" for url in urls)
    return answer(f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>', Content_Type="text/xml")


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/robots.txt": ROBOTS}) as server:
        paths = [f"/2026/11/ferry-runs-again-{number}/" for number in range(4)]
        server.pages |= {path: answer(story(number)) for number, path in enumerate(paths)}
        server.pages["/feed/"] = feed(*(server.url + path for path in paths))
        yield server


@pytest.fixture
def operator(server: RawServer, tmp_path: Path) -> Operator:
    return Operator(tmp_path, {"isle": [f"{server.url}/feed/"]})


def stories(server: RawServer) -> list[str]:
    return [path for path in server.paths if path.startswith("/2026/")]


def test_a_well_behaved_site_gives_all_its_stories(server, operator):
    result = operator.crawl()

    assert (result["new"], result["exit"]) == (4, 0)


@pytest.mark.parametrize(
    "robots",
    [
        answer("User-agent: *\nAllow: /\n", promised=5_000),
        answer(status="503 Service Unavailable"),
        answer(status="429 Too Many Requests"),
        answer(status="302 Found", Location="ftp://127.0.0.1/robots.txt"),
        b"",
        b"no http at all\r\n\r\n",
    ],
    ids=["cut", "503", "429", "off-http", "reset", "noise"],
)
def test_a_robots_txt_that_cant_be_had_forbids_this_run_and_costs_nothing(server, operator, robots):
    operator.crawl("--max-pages", "1")
    operator.let_pauses_pass()
    server.pages["/robots.txt"] = robots
    before = len(stories(server))
    barred = operator.crawl()
    during = len(stories(server))
    operator.let_pauses_pass()
    server.pages["/robots.txt"] = ROBOTS

    after = operator.crawl()

    assert during == before
    assert sum_closes(barred)
    assert (barred["due"], barred["new"]) == (3, 0)
    assert after["new"] == 3


@pytest.mark.parametrize("group", ["newsspider", "newsspider/0.1", "NewsSpider/0.1.0", "*"])
def test_an_owner_who_copies_our_name_from_the_log_is_obeyed(server, operator, group):
    server.pages["/robots.txt"] = answer(f"User-agent: {group}\nDisallow: /2026/\n")

    result = operator.crawl()

    assert stories(server) == []
    assert result["refused"] == {"robots": 4}


@pytest.mark.parametrize("status", ["204 No Content", "404 Not Found", "403 Forbidden"])
def test_where_there_are_no_rules_everything_is_allowed(server, operator, status):
    server.pages["/robots.txt"] = answer(status=status)

    assert operator.crawl()["new"] == 4


def test_why_a_robots_txt_cant_be_had_is_told(server, operator):
    server.pages["/robots.txt"] = answer(status="503 Service Unavailable")

    result = operator.crawl()

    assert any("robots.txt" in problem and "503" in problem for problem in result["problems"])


def without_length(body: str, *, version: str = "1.1") -> bytes:
    """Return an answer that ends where the connection is closed."""
    return f"HTTP/{version} 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n{body}".encode()


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_what_ends_where_the_connection_is_closed_in_order_is_whole(server, operator, version):
    (path,) = stories_of_feed(server, 1)
    server.pages["/robots.txt"] = without_length("User-agent: *\nDisallow: /private/\n", version=version)
    server.pages[path] = without_length(story(7), version=version)

    result = operator.crawl()

    assert result["new"] == 1
    assert operator.rows("SELECT complete FROM article") == [(1,)]


def test_a_sitemap_line_that_cant_be_read_costs_itself(server, operator, tmp_path):
    links = "".join(f"<h2><a href='{path}'>Ferry</a></h2>" for path in server.pages if path.startswith("/2026/"))
    server.pages["/"] = answer(f"<html><body><main>{links}</main></body></html>", Content_Type="text/html")
    server.pages["/robots.txt"] = answer("User-agent: *\nAllow: /\nSitemap: http://[x/sitemap.xml\n")
    front = Operator(tmp_path, {"isle": [f"{server.url}/"]})

    assert front.crawl()["new"] == 4


def test_not_modified_behind_a_redirect_renews_no_rules(server, operator):
    server.pages["/robots.txt"] = answer("User-agent: *\nAllow: /\n", Last_Modified="Tue, 03 Nov 2026 10:00:00 GMT")
    operator.crawl("--max-pages", "1")
    operator.let_pauses_pass()
    server.pages["/robots.txt"] = answer(status="301 Moved Permanently", Location="/rules.txt")
    server.pages["/rules.txt"] = lambda _: (
        answer(status="304 Not Modified")
        if "If-Modified-Since" in server.requests[-1][1]
        else answer("User-agent: *\nDisallow: /\n")
    )

    result = operator.crawl()

    assert (result["new"], result["refused"]) == (0, {"robots": 3})


def test_tdmrep_json_leads_nowhere_else(server, operator):
    server.pages["/.well-known/tdmrep.json"] = answer(status="302 Found", Location="/private/secret")
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /private/\n")

    result = operator.crawl()

    assert result["new"] == 4
    assert "/private/secret" not in server.paths


def test_the_cap_of_one_site_is_not_anothers_at_the_same_host(server, tmp_path):
    pages = [path for path in server.pages if path.startswith("/2026/")]
    server.pages["/other/"] = feed(*(server.url + path for path in pages[2:]))
    server.pages["/feed/"] = feed(*(server.url + path for path in pages[:2]))
    operator = Operator(tmp_path, {"isle": [f"{server.url}/feed/"], "marsh": [f"{server.url}/other/"]})
    lines = (tmp_path / "newsspider.toml").read_text()
    (tmp_path / "newsspider.toml").write_text(lines.replace("[site.isle]", "[site.isle]\nnight_window = '00:00-23:59'"))

    result = operator.crawl()

    assert result["sites"]["marsh"]["new"] == 2


def test_a_robots_txt_that_cant_be_unpacked_forbids(server, operator):
    server.pages["/robots.txt"] = answer("\x01\x02", Content_Encoding="lzma")

    assert operator.crawl()["new"] == 0


def test_a_site_that_forbids_everything_is_not_down(server, operator):
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /\n")

    result = operator.crawl()

    assert server.paths == ["/robots.txt"]
    assert result["exit"] == 3


def test_a_page_cut_short_is_asked_for_again_unconditionally(server, operator):
    (path,) = stories_of_feed(server, 1)
    whole = story(7)
    server.pages[path] = answer(whole[: len(whole) // 2], promised=len(whole), ETag='"7"')
    operator.crawl()
    parts = operator.rows("SELECT complete FROM article")
    server.pages[path] = answer(whole, ETag='"7"')
    operator.let_time_pass()

    operator.crawl()

    assert parts == [(0,)]
    assert "If-None-Match" not in server.requests[-1][1]
    assert operator.rows("SELECT complete FROM article") == [(1,)]


def test_an_article_that_stands_is_asked_for_conditionally(server, operator):
    (path,) = stories_of_feed(server, 1)
    server.pages[path] = answer(story(7), ETag='"7"')
    operator.crawl()
    server.pages[path] = answer(status="304 Not Modified")
    operator.let_time_pass()

    result = operator.crawl()

    assert 'If-None-Match: "7"' in server.requests[-1][1]
    assert result["unchanged"] == 1


def test_not_modified_is_no_answer_for_what_was_never_stored(server, operator):
    (path,) = stories_of_feed(server, 1)
    server.pages[path] = answer(status="304 Not Modified")

    result = operator.crawl()

    assert result["failed"] == {"bad-response": 1}
    assert operator.rows("SELECT state FROM url") == [("failed",)]


def test_a_feed_cut_short_may_not_say_not_modified(server, operator):
    whole = server.pages["/feed/"]
    head, _, body = whole.partition(b"\r\n\r\n")
    server.pages["/feed/"] = head + b'\r\nETag: "1"\r\n\r\n' + body[: len(body) // 2]
    first = operator.crawl()
    server.pages["/feed/"] = lambda _: (
        answer(status="304 Not Modified") if "If-None-Match" in server.requests[-1][1] else whole
    )

    second = operator.crawl()

    assert 0 < first["new"] < 4
    assert first["new"] + second["new"] == 4


@pytest.mark.parametrize("status", ["429 Too Many Requests", "403 Forbidden", "500 Oops", "408 Request Timeout"])
def test_a_passing_refusal_of_a_page_is_tried_again(server, operator, status):
    (path,) = stories_of_feed(server, 1)
    server.pages[path] = answer(status=status)
    first = operator.crawl()
    server.pages[path] = answer(story(7))
    operator.let_time_pass()

    second = operator.crawl()

    assert sum(first["failed"].values()) == 1
    assert second["new"] == 1


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "451 Unavailable For Legal Reasons"])
def test_what_is_gone_is_left_alone(server, operator, status):
    (path,) = stories_of_feed(server, 1)
    server.pages[path] = answer(status=status)
    operator.crawl()

    assert operator.rows("SELECT state, next_visit FROM url") == [("gone", None)]


def test_a_redirect_to_a_known_article_leaves_its_visits_alone(server, operator):
    operator.crawl()
    known = stories(server)[0]
    server.pages["/2026/11/a-short-cut-there/"] = answer(status="302 Found", Location=known)
    server.pages["/feed/"] = feed(f"{server.url}/2026/11/a-short-cut-there/")

    result = operator.crawl()

    rows = operator.rows("SELECT state, next_visit IS NOT NULL FROM url WHERE url LIKE ?", f"%{known}")
    assert result["alias"] == 1
    assert rows == [("stored", 1)]


def test_an_address_of_any_length_has_an_outcome(server, operator):
    server.pages["/feed/"] = feed(f"{server.url}/2026/11/{'long-' * 600}story/", f"{server.url}/2026/11/a-b-c-d/")

    result = operator.crawl()

    assert result["due"] == 2
    assert sum_closes(result)


def test_links_off_the_site_are_told_of(server, operator):
    server.pages["/feed/"] = feed("https://elsewhere.example/2026/11/a-story-there/")

    result = operator.crawl()

    assert any("elsewhere.example" in problem and "allowed_domains" in problem for problem in result["problems"])


def test_seeds_beyond_the_bound_are_told_of(server, operator):
    children = "".join(f"<sitemap><loc>{server.url}/sitemap-{number}.xml</loc></sitemap>" for number in range(70))
    server.pages["/feed/"] = answer(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'
    )

    result = operator.crawl()

    assert any("seeds are passed over" in problem for problem in result["problems"])


def test_nothing_is_begun_after_a_signal_also_where_a_crawl_delay_makes_them_queue(server, operator):
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 3\n")
    process = subprocess.Popen(
        operator.command("crawl", "--json"), cwd=operator.folder, stdout=subprocess.PIPE, text=True
    )
    wait_until(lambda: len(stories(server)) >= 1)

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)

    assert process.returncode == 143
    assert len(stories(server)) <= 2


def test_a_second_signal_ends_at_once(server, operator):
    stuck = answer("half", promised=100_000)
    for path in [path for path in server.pages if path.startswith("/2026/")]:
        server.pages[path] = lambda _: (wait_until(lambda: process.poll() is not None) and stuck) or b""
    process = subprocess.Popen(operator.command("crawl", "--quiet"), cwd=operator.folder)
    wait_until(lambda: len(stories(server)) >= 1)

    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    code = process.wait(timeout=60)

    assert code in (-signal.SIGINT, -signal.SIGTERM, 130)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told by /proc")
def test_no_process_is_left_when_the_parent_is_killed(server, operator):
    process = subprocess.Popen(operator.command("crawl", "--quiet"), cwd=operator.folder, start_new_session=True)
    wait_until(lambda: len(stories(server)) >= 1)
    family = session_of(process.pid)

    process.kill()
    process.wait()
    wait_until(lambda: not session_of(process.pid))

    assert len(family) > 2
    assert session_of(process.pid) == set()


def test_scrapys_own_crawl_stores_and_feeds(server, tmp_path):
    """``scrapy crawl`` from a project that has our parts, with a feed export."""
    command = project(server, tmp_path)

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert len((tmp_path / "stories.jsonl").read_text().splitlines()) == 4
    assert len(Operator(tmp_path, {}).stored()) == 4


def test_scrapys_own_crawl_ends_when_its_time_is_over(server, tmp_path):
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 50\n")
    Operator(tmp_path, {}).configure(max_time=0)

    done = subprocess.run(project(server, tmp_path), cwd=tmp_path, capture_output=True, timeout=45, check=False)

    assert done.returncode == 0
    assert "/feed/" not in server.paths
    assert Operator(tmp_path, {}).rows("SELECT finished IS NOT NULL, exit_code FROM run") == [(1, 0)]


def test_scrapys_own_crawl_waits_for_nobodys_turn_after_a_signal(server, tmp_path):
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 50\n")
    process = subprocess.Popen(project(server, tmp_path), cwd=tmp_path, stderr=subprocess.DEVNULL)
    wait_until(lambda: server.paths == ["/robots.txt"])

    process.send_signal(signal.SIGTERM)
    process.wait(timeout=45)

    assert server.paths == ["/robots.txt"]
    assert Operator(tmp_path, {}).rows("SELECT finished IS NOT NULL, exit_code FROM run") == [(1, STOPPED)]


@pytest.mark.parametrize(
    ("never", "asked"),
    [("127.0.0.1", False), ("127.0.0.1:{port}", False), ("127.0.0.1:1", True), ("m.127.0.0.1", True)],
)
def test_who_is_never_to_be_asked_is_barred_on_every_port_or_the_named_one(server, operator, never, asked):
    operator.configure(never=[never.format(port=server.url.rpartition(":")[2])])

    operator.crawl()

    assert ("/feed/" in server.paths) is asked


def test_scrapys_own_crawl_asks_for_a_contact_too(tmp_path):
    root = Path(__file__).parent.parent
    environment = os.environ | {"NEWSSPIDER_ARCHIVE": str(tmp_path / "news.db")}
    command = [sys.executable, "-m", "scrapy", "crawl", "theeasternlink"]

    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode != 0
    assert "contact" in done.stderr


def project(server: RawServer, folder: Path) -> list[str]:
    """Make a Scrapy project with our parts in *folder*; return the command that crawls its site."""
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = house\n")
    (folder / "house.py").write_text("from newsspider.settings import *\nSPIDER_MODULES = ['sites']\n")
    (folder / "sites.py").write_text(
        "from newsspider.spider import NewsSpider\n\n\n"
        f"class Isle(NewsSpider):\n    name = 'isle'\n    seeds = ('{server.url}/feed/',)\n"
    )
    return [sys.executable, "-m", "scrapy", "crawl", "isle", "-O", "stories.jsonl"]


def stories_of_feed(server: RawServer, count: int) -> list[str]:
    """Let the feed name the first *count* stories only; return their paths."""
    paths = [path for path in server.pages if path.startswith("/2026/")][:count]
    server.pages["/feed/"] = feed(*(server.url + path for path in paths))
    return paths


def session_of(leader: int) -> set[int]:
    """Return the processes of a session that are alive."""
    alive = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            alive.add(int(status.parent.name))
    return alive
