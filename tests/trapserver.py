"""Sites without an end, each a maze of one kind, and what their pages say; every page is made when it is asked for."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from tests.rawserver import Answer, RawServer, answer

WORDS = """
    ferry harbour captain island storm bridge council market school river winter morning engineer farmer doctor
    minister budget repair festival lantern orchard village station railway timber bakery library museum fisher
    quarry window garden journey letter painter teacher singer sailor mason weaver wheat barley copper silver
    granite amber valley meadow forest summit glacier lagoon canal tunnel tower castle chapel square avenue corner
    cellar kitchen carries opens closes builds repairs paints visits leaves reaches follows answers promises
    refuses remembers early quiet heavy narrow golden distant broken careful patient famous humble
""".split()  # noqa: SIM905
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
LINKS = 60
"""So many links a seed of a maze gives."""
FIRST_DAY = date(2031, 1, 1)


def prose(seed: object, sentences: int = 12) -> str:
    """Return paragraphs of *sentences* made-up sentences, the same for the same seed."""
    dice = random.Random(repr(seed))
    lines = (" ".join(dice.choices(WORDS, k=12)).capitalize() + "." for _ in range(sentences))
    return "".join(f"<p>{line}</p>" for line in lines)


def html(title: str, inner: str, head: str = "") -> bytes:
    page = (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{inner}</article></body></html>"
    )
    return answer(page, Content_Type="text/html")


def sitemap(*urls: str) -> bytes:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return answer(f'<urlset xmlns="{SITEMAP}">{entries}</urlset>', Content_Type="text/xml")


def sitemap_index(*urls: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return answer(f'<sitemapindex xmlns="{SITEMAP}">{entries}</sitemapindex>', Content_Type="text/xml")


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>News</title><link>{url}</link></item>" for url in urls)
    return answer(f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>', Content_Type="text/xml")


def links(urls: Iterable[str]) -> str:
    return "".join(f'<h2><a href="{url}">Read on</a></h2>' for url in urls)


def redirect(url: str) -> bytes:
    return answer(status="302 Found", Location=url)


@dataclass(frozen=True)
class Maze:
    """One kind of a site without an end."""

    name: str
    address: Callable[[int, str], str]
    """Return the path with this number; the second argument is a token that never comes again."""
    page: Callable[[TrapServer, str], bytes]
    """Answer a page's path."""
    seed: str = "/sitemap.xml"


class TrapServer(RawServer):
    """Serves a maze: whoever asks for a seed gets addresses that never were before."""

    def __init__(self, maze: Maze) -> None:
        super().__init__()
        self.pages = _Made(self._answer)
        self.maze = maze
        self._numbers = count(100)

    @property
    def seed(self) -> str:
        return self.url + self.maze.seed

    def number(self) -> int:
        return next(self._numbers)

    def token(self) -> str:
        return f"{random.Random(self.number()).getrandbits(96):024x}"

    def address(self) -> str:
        return self.url + self.maze.address(self.number(), self.token())

    def addresses(self) -> list[str]:
        return [self.address() for _ in range(LINKS)]

    def _answer(self, path: str) -> bytes:
        match path.partition("?")[0]:
            case "/robots.txt":
                return answer("User-agent: *\nAllow: /\n")
            case "/":
                return html("Front", links(self.addresses()))
            case "/feed/":
                return feed(*self.addresses())
            case name if name.startswith("/sitemap"):
                return sitemap(*self.addresses())
            case name if name.startswith("/index"):
                return sitemap_index(*(f"{self.url}/sitemap-{self.number()}.xml" for _ in range(20)))
            case name if name.startswith("/crowd"):
                return sitemap_index(*(f"{self.url}/sitemap-{number}.xml" for number in range(10_000)))
            case name if name.startswith("/ring"):
                return sitemap_index(f"{self.url}/ring-a.xml", f"{self.url}/ring-b.xml", self.seed)
            case "/tdmrep.json" | "/.well-known/tdmrep.json":
                return answer("not here", status="404 Not Found")
        return self.maze.page(self, path)


class _Made(dict[str, Answer]):
    """Pages by path, the others made on demand."""

    def __init__(self, make: Callable[[str], bytes]) -> None:
        super().__init__()
        self._make = make

    def get(self, path: str, default: object = None) -> Answer:  # type: ignore[override]
        return self[path] if path in self else self._make(path)


def _slug(number: int) -> str:
    return "-".join(random.Random(number).choices(WORDS, k=4))


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).strftime("%Y/%m/%d")


def _figure(path: str) -> str:
    return re.sub(r"\D", "", path)[-6:]


def _one_story(server: TrapServer, path: str) -> bytes:
    return html("The one story", prose("one story"))


def _nothing_on(server: TrapServer, path: str) -> bytes:
    return html(f"Events on {path}", f"<p>No events on {_figure(path)}.</p>{links(server.addresses()[:2])}")


def _not_found(server: TrapServer, path: str) -> bytes:
    return html(f"Notice {_figure(path)}", f"<p>Story number {_figure(path)} can't be shown.</p>{prose('sorry')}")


def _echo(server: TrapServer, path: str) -> bytes:
    return html("Notice", f"<p>What you asked for, {path}, can't be shown to you here today.</p>{prose('sorry')}")


def _listing(server: TrapServer, path: str) -> bytes:
    heads = "".join(f'<h2><a href="{server.address()}">{_slug(server.number())}</a></h2>' for _ in range(10))
    body = f'<body class="archive"><main>{heads}</main></body>'
    return answer(
        f"<html><head><title>News, page {_figure(path)}</title></head>{body}</html>", Content_Type="text/html"
    )


def _other_story(server: TrapServer, path: str) -> bytes:
    return html(_slug(len(path)), prose(path))


def _onward(server: TrapServer, path: str) -> bytes:
    return redirect(server.address())


def _home(server: TrapServer, path: str) -> bytes:
    return redirect(server.url + "/")


def _refresh(server: TrapServer, path: str) -> bytes:
    return html("On", "<p>Wait.</p>", f'<meta http-equiv="refresh" content="0; url={server.address()}">')


MAZES = (
    Maze("calendar", lambda number, _: f"/calendar/{_day(number)}/", _nothing_on),
    Maze("calendar-front", lambda number, _: f"/events/{_day(number)}/what-is-on-today/", _nothing_on, "/"),
    Maze("programme", lambda number, _: f"/programme/{_day(number)}/what-is-on-today/", _nothing_on),
    Maze("day-feed", lambda number, _: f"/day?on={_day(number)}", _nothing_on, "/feed/"),
    Maze("token-path", lambda _, token: f"/s/{token}/2026/11/22/the-one-story/", _one_story),
    Maze("token-folder", lambda _, token: f"/news/{token[:12]}/the-one-story/", _one_story, "/feed/"),
    Maze("token-jsessionid", lambda _, token: f"/2026/11/22/the-one-story/;jsessionid={token}", _one_story),
    Maze("token-sid", lambda _, token: f"/2026/11/22/the-one-story/?sid={token}", _one_story, "/feed/"),
    Maze("token-foo", lambda _, token: f"/2026/11/22/the-one-story/?foo={token}", _one_story),
    Maze("token-name", lambda _, token: f"/2026/11/22/the-one-story/?x{token[:8]}={token}", _one_story, "/"),
    Maze("pages", lambda number, _: f"/news/page/{number}/", _listing, "/feed/"),
    Maze("pages-index", lambda number, _: f"/news/page/{number}/", _listing, "/index.xml"),
    Maze("same-text", lambda number, _: f"/2026/11/22/story-number-{number}/", _one_story, "/index.xml"),
    Maze("soft-404", lambda number, _: f"/2026/11/22/story-number-{number}/", _not_found, "/index.xml"),
    Maze("soft-404-echo", lambda number, _: f"/2026/11/22/story-number-{number}/", _echo),
    Maze("listings", lambda number, _: f"/2026/11/22/{_slug(number)}-{number}/", _listing, "/index.xml"),
    Maze("redirects", lambda number, _: f"/2026/11/22/story-number-{number}/", _onward),
    Maze("redirects-home", lambda number, _: f"/2026/11/22/story-number-{number}/", _home),
    Maze("refresh", lambda number, _: f"/2026/11/22/story-number-{number}/", _refresh),
    Maze("repeats", lambda number, _: f"/news{'/a/b' * (number % 90)}/story-of-the-day/", _one_story),
    Maze("crowd", lambda number, _: f"/2026/11/22/story-number-{number}/", _one_story, "/crowd.xml"),
    Maze("ring", lambda number, _: f"/2026/11/22/story-number-{number}/", _one_story, "/ring-a.xml"),
)
FARM = Maze("farm", lambda number, _: f"/{WORDS[number % 40]}/{_slug(number)}/", _other_story, "/index.xml")
