"""A crawl of an honest server that leads everywhere: to this machine in many spellings, to files, to other protocols.

The site's own scope takes every one of these servers for the site's, so that the guard is what refuses.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cron import Operator, sum_closes
from tests.rawserver import RawServer, answer

SPELLINGS = (
    "127.0.0.1",
    "localhost",
    "127.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0177.0.0.1",
    "127.0.0.1.",
    "１２７.0.0.1",
)
SECRET = "The harbour office keeps the password of the lighthouse in its drawer and nobody may read it, said no one. "
STORY = "The ferry to the islands runs again after the storm, with a new captain at the helm, said harbour office {}. "
GOOD = "/2026/11/ferry-runs-again-today/"


def story(line: str, head: str = "") -> str:
    lines = "".join(f"<p>{line.format(number) * 2}</p>" for number in range(4))
    return f"<html><head><title>Ferry</title>{head}</head><body><article><h1>Ferry</h1>{lines}</article></body></html>"


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>Ferry</title><link>{url}</link></item>" for url in urls)
    return answer(f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>', Content_Type="text/xml")


def sitemap(*urls: str, root: str = "urlset", entry: str = "url") -> bytes:
    entries = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    return answer(f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>')


class Secret(RawServer):
    """A server on this machine that nobody may ask, at 127.0.0.1 and at ::1 where the machine has it."""

    def __init__(self) -> None:
        super().__init__({"/robots.txt": answer("User-agent: *\nAllow: /\n")})
        self.port = int(self.url.rpartition(":")[2])
        self._other: socket.socket | None = None
        try:
            self._other = socket.create_server(("::1", self.port), family=socket.AF_INET6)
            self._other.setblocking(False)
        except OSError:
            pass

    def __exit__(self, *what: object) -> None:
        super().__exit__(*what)
        if self._other is not None:
            self._other.close()

    def urls(self, path: str) -> list[str]:
        """Return *path* on this server in every spelling; ``{}`` is the number of the spelling."""
        return [f"http://{host}:{self.port}{path.format(number)}" for number, host in enumerate(SPELLINGS)]

    def was_asked(self) -> bool:
        try:
            if self._other is not None:
                self._other.accept()[0].close()
                return True
        except BlockingIOError:
            pass
        return bool(self.requests)


@pytest.fixture
def secret() -> Iterator[Secret]:
    with Secret() as server:
        stories = {
            f"/2026/11/the-secret-of-the-lighthouse-{number}/": story(SECRET) for number in range(len(SPELLINGS))
        }
        server.pages |= {path: answer(page) for path, page in stories.items()}
        server.pages["/feed/"] = feed(*(server.url + path for path in stories))
        yield server


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/robots.txt": answer("User-agent: *\nAllow: /\n"), GOOD: answer(story(STORY))}) as server:
        server.pages["/feed/"] = feed(server.url + GOOD)
        yield server


@pytest.fixture
def elsewhere(secret: Secret, tmp_path: Path) -> list[str]:
    """URLs that are no http: of a file on this machine, of what stands in the URL itself, of another protocol."""
    file = tmp_path / "2026-the-secret-of-the-lighthouse.html"
    file.write_text(story(SECRET))
    data = f"data:text/html,{story(SECRET)}".replace("<", "&lt;").replace(" ", "%20")
    return [f"file://{file}", f"file://127.0.0.1{file}", data, f"ftp://127.0.0.1:{secret.port}/2026/11/a-b-c-d/"]


def operator_of(
    folder: Path, secret: Secret, *servers: RawServer, seeds: list[str], domains: Sequence[str] = (), **lines: Any
) -> Operator:
    """Return an operator who takes all spellings for the site's and allows the *servers* alone."""
    operator = Operator(folder, {"isle": seeds})
    hosts = [server.url.removeprefix("http://") for server in servers]
    domains = [*hosts, *domains, *(f"{host}:{secret.port}" for host in SPELLINGS)]
    lines = {"allow": hosts, "contact": "crawler@isle.example", "delay": 0, "autothrottle": False} | lines
    operator.configure(requests_per_host=4, **lines)
    with (folder / "newsspider.toml").open("a") as config:
        config.write(f"\nallowed_domains = {json.dumps(domains)}\n")
    return operator


def assert_kept_out(
    operator: Operator, secret: Secret, result: dict[str, Any], *, refused: int = 0, problems: int = 0
) -> None:
    """Nobody was asked, by the guard's doing: so many pages and so many seeds were *refused* and told of."""
    assert not secret.was_asked()
    assert sum("refused (guard)" in problem for problem in result["problems"]) == problems
    assert sum_closes(result)
    assert result["refused"].get("guard", 0) == refused
    assert operator.rows("SELECT count(*) FROM article WHERE text LIKE '%password%'") == [(0,)]


def test_seeds_lead_nowhere(server, secret, tmp_path):
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/", *secret.urls("/feed/")])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, problems=len(SPELLINGS))
    assert result["new"] == 1


def test_entries_of_a_feed_lead_nowhere(server, secret, elsewhere, tmp_path):
    links = secret.urls("/2026/11/the-secret-of-the-lighthouse-{}/")
    server.pages["/feed/"] = feed(server.url + GOOD, *links, *elsewhere)
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, refused=len(SPELLINGS))
    assert result["new"] == 1


def test_entries_of_a_sitemap_lead_nowhere(server, secret, elsewhere, tmp_path):
    links = secret.urls("/2026/11/the-secret-of-the-lighthouse-{}/")
    server.pages["/sitemap.xml"] = sitemap(server.url + GOOD, *links, *elsewhere)
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/sitemap.xml"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, refused=len(SPELLINGS))
    assert result["new"] == 1


def test_children_of_a_sitemap_index_lead_nowhere(server, secret, elsewhere, tmp_path):
    children = [f"{server.url}/feed/", *secret.urls("/sitemap-{}.xml"), *elsewhere]
    server.pages["/sitemap.xml"] = sitemap(*children, root="sitemapindex", entry="sitemap")
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/sitemap.xml"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, problems=len(SPELLINGS))
    assert result["new"] == 1


def test_redirects_lead_nowhere(server, secret, elsewhere, tmp_path):
    targets = [*secret.urls("/2026/11/the-secret-of-the-lighthouse-{}/"), *elsewhere]
    hops = {f"/2026/11/ferry-takes-the-way-{number}/": target for number, target in enumerate(targets)}
    server.pages |= {path: answer(status="302 Found", Location=target) for path, target in hops.items()}
    server.pages["/feed/"] = feed(*(server.url + path for path in (GOOD, *hops)))
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, refused=len(SPELLINGS))
    assert result["new"] == 1
    assert result["failed"] == {"bad-redirect": len(elsewhere)}


def test_redirects_of_a_seed_lead_nowhere(server, secret, elsewhere, tmp_path):
    targets = [*secret.urls("/feed/"), *elsewhere]
    server.pages |= {f"/{n}.xml": answer(status="302 Found", Location=target) for n, target in enumerate(targets)}
    seeds = [f"{server.url}/feed/", *(f"{server.url}/{number}.xml" for number in range(len(targets)))]
    operator = operator_of(tmp_path, secret, server, seeds=seeds)

    result = operator.crawl()

    assert_kept_out(operator, secret, result, problems=len(SPELLINGS))
    assert result["new"] == 1


def test_what_a_page_says_of_itself_leads_nowhere(server, secret, elsewhere, tmp_path):
    targets = [*secret.urls("/2026/11/the-secret-of-the-lighthouse-{}/"), *elsewhere]
    heads = [f'<meta http-equiv="refresh" content="0; url={target}">' for target in targets]
    heads += [f'<link rel="canonical" href="{target}"><link rel="amphtml" href="{target}">' for target in targets]
    pages = {f"/2026/11/ferry-tells-the-way-{n}/": story(STORY + f"Way {n}. ", head) for n, head in enumerate(heads)}
    server.pages |= {path: answer(page) for path, page in pages.items()}
    server.pages["/feed/"] = feed(*(server.url + path for path in pages))
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result)
    assert result["new"] == len(pages)


def test_feeds_that_a_front_page_names_lead_nowhere(server, secret, elsewhere, tmp_path):
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}">'
        for url in [*secret.urls("/feed/"), *elsewhere, f"{server.url}/feed/"]
    )
    server.pages["/"] = answer(f"<html><head><title>Isle</title>{links}</head><body><p>News</p></body></html>")
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, problems=len(SPELLINGS) - 2)  # two are other spellings of the first
    assert result["new"] == 1


def test_sitemaps_that_robots_txt_names_lead_nowhere(server, secret, elsewhere, tmp_path):
    lines = [f"Sitemap: {url}" for url in [*secret.urls("/feed/"), *elsewhere, f"{server.url}/feed/"]]
    server.pages["/robots.txt"] = answer("User-agent: *\nAllow: /\n\n" + "\n".join(lines))
    server.pages["/"] = answer("<html><head><title>Isle</title></head><body><p>News</p></body></html>")
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result, problems=len(SPELLINGS))
    assert result["new"] == 1


def test_redirects_of_robots_txt_lead_nowhere(server, secret, elsewhere, tmp_path):
    targets = [*secret.urls("/robots.txt"), *elsewhere]
    servers = [RawServer({"/robots.txt": answer(status="301 Moved", Location=target)}) for target in targets]
    for each in servers:
        each.__enter__()
        each.pages["/feed/"] = feed(each.url + GOOD)
    seeds = [f"{each.url}/feed/" for each in (server, *servers)]
    operator = operator_of(tmp_path, secret, server, *servers, seeds=seeds)

    result = operator.crawl()

    for each in servers:
        each.__exit__()
    assert_kept_out(operator, secret, result, problems=len(SPELLINGS))
    assert result["new"] == 1
    assert {path for each in servers for path in each.paths} == {"/robots.txt"}


def test_an_image_of_this_machine_in_a_page_leads_nowhere(server, secret, tmp_path):
    pictures = "".join(f'<meta property="og:image" content="{url}">' for url in secret.urls("/picture.png"))
    server.pages[GOOD] = answer(story(STORY, pictures))
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/"])

    result = operator.crawl()

    assert_kept_out(operator, secret, result)
    assert result["new"] == 1


def test_what_is_allowed_is_asked(server, secret, tmp_path):
    links = secret.urls("/2026/11/the-secret-of-the-lighthouse-{}/")[:2]
    server.pages["/feed/"] = feed(*links)
    hosts = [server.url.removeprefix("http://"), *(f"{host}:{secret.port}" for host in SPELLINGS[:2])]
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/"], allow=hosts)

    result = operator.crawl()

    assert "guard" not in result["refused"]
    assert len([path for path in secret.paths if path.startswith("/2026/")]) == 2


@pytest.mark.parametrize(
    "turns",
    [
        [["127.0.0.1"]],
        [["::1"]],
        [["::ffff:127.0.0.1"], ["127.0.0.1"]],
        [["0.0.0.0"], ["::"]],
        [["::1", "127.0.0.1", "169.254.169.254", "10.0.0.1", "fe80::1%lo"]],
        [[], ["127.0.0.1"]],
    ],
    ids=["at once", "IPv6", "mapped", "this host", "all at once", "nowhere first"],
)
def test_a_name_that_is_bound_to_this_machine_is_not_connected_to(server, secret, tmp_path, turns):
    links = [f"http://rebind.test:{secret.port}/2026/11/the-secret-of-the-lighthouse-{number}/" for number in range(3)]
    server.pages["/feed/"] = feed(server.url + GOOD, *links)
    domains = [f"rebind.test:{secret.port}"]
    operator = operator_of(tmp_path, secret, server, seeds=[f"{server.url}/feed/"], domains=domains)
    command = [sys.executable, "-m", "tests.rebinding", json.dumps(turns), *operator.command("crawl", "--json")[3:]]
    path = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])

    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, timeout=120, check=False
    )
    result = json.loads(done.stdout)

    assert_kept_out(operator, secret, result, refused=3)
    assert (result["new"], result["due"]) == (1, 4)
