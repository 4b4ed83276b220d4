"""The embedded news site: `DemoServer` starts it, changes it as editors would, and tells what was asked of it.

with DemoServer() as demo:
    crawl([site.seeds for site in demo.sites])
    assert archived() == {article.url: article.text for article in demo.articles}
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType, ModuleType

from newsspider.demo import bare, daily, magazine
from newsspider.demo.content import DemoArticle, plain_parts, read_folder
from newsspider.demo.edition import DemoSite, Edition, Listing
from newsspider.demo.handler import HTML, Desk, Resource, SiteServer, redirect
from newsspider.errors import UsageError

_THEMES: Mapping[str, ModuleType] = {"magazine": magazine, "daily": daily, "bare": bare}
_WRAPPED = datetime.fromisoformat("2026-11-10T10:00:00+00:00")


class DemoServer:
    """The demo's sites on ports of 127.0.0.1, from ``with`` to the end of its block.

    *ports* are wished for, by the name of the site (`demo-magazine`); others, and those that are taken, are free ones.
    Raises `UsageError` where a site is unknown.
    """

    def __init__(
        self,
        *,
        sites: Sequence[str] = ("magazine", "daily", "bare"),
        ports: Mapping[str, int] = MappingProxyType({}),
        delay_seconds: float = 0.0,
    ) -> None:
        if unknown := [name for name in sites if name not in _THEMES]:
            raise UsageError(f"no demo site is called {', '.join(unknown)}; there are {', '.join(_THEMES)}")
        self._lock = threading.RLock()
        self._requests: list[tuple[str, str, str, int]] = []
        self._desks = {
            name: _SiteDesk(name, self, port=ports.get(f"demo-{name}", 0), delay_seconds=delay_seconds)
            for name in dict.fromkeys(sites)
        }

    def __enter__(self) -> DemoServer:
        for desk in self._desks.values():
            desk.server.start()
        return self

    def __exit__(self, *exception: object) -> None:
        for desk in self._desks.values():
            desk.server.stop()

    @property
    def sites(self) -> tuple[DemoSite, ...]:
        """The sites that are served, in the order asked for."""
        return tuple(desk.site for desk in self._desks.values())

    @property
    def articles(self) -> tuple[DemoArticle, ...]:
        """What an archive should hold after a crawl of every seed, as it was written, newest first for each site."""
        with self._lock:
            return tuple(article for desk in self._desks.values() for article in desk.articles)

    @property
    def requests(self) -> list[tuple[str, str, str, int]]:
        """Every request answered so far, in order: site (`magazine`), method, path with query string, status."""
        with self._lock:
            return list(self._requests)

    def edit(self, *, at: datetime | None = None) -> DemoArticle:
        """Change the text of one article of `daily`, and return it as it is now.

        *at* is the modification time that the page and its sitemap then tell; by default the one in its file.
        """
        desk = self._desk("daily")
        with self._lock:
            edited = read_folder("daily", "edited")[0]
            return desk.put(replace(edited, modified=at or edited.modified))

    def edit_silently(self) -> DemoArticle:
        """Change headline and text of another article of `daily`, and no date; return it as it is now."""
        desk = self._desk("daily")
        with self._lock:
            return desk.put(read_folder("daily", "silent")[0])

    def withdraw(self) -> DemoArticle:
        """Take one article of `daily` away: 410 from now on, in no listing; return it as it was."""
        desk = self._desk("daily")
        with self._lock:
            article = next((article for article in desk.articles if article.withdrawn), None)
            if article is None:
                raise UsageError("the demo has withdrawn its article already")
            desk.take_away(article)
            return article

    def turn_to_next_day(self) -> None:
        """Publish what was held back, edit one article with a date and one without, and take one away."""
        while any(desk.held for desk in self._desks.values()):
            self.add_article()
        self.edit()
        self.edit_silently()
        self.withdraw()

    def add_article(self) -> DemoArticle:
        """Publish the next article held back, in feed or sitemap, and return it.

        Raises `UsageError` where none is left.
        """
        with self._lock:
            for desk in self._desks.values():
                if desk.held:
                    return desk.put(desk.held.pop())
        raise UsageError("the demo has published every article it held back")

    def serve_page(
        self,
        site: str,
        path: str,
        body: bytes | str,
        *,
        content_type: str = HTML,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        in_feed: bool = False,
    ) -> str:
        """Answer *path* of *site* with exactly *body* from now on, and return its URL; text is sent as UTF-8.

        With *in_feed* the site's feed, sitemap or front page names it.
        """
        raw = body.encode() if isinstance(body, str) else body
        pairs = tuple((headers or {}).items())
        resource = Resource(body=raw, content_type=content_type, status=status, headers=pairs)
        with self._lock:
            return self._desk(site).serve(path, resource, in_feed=in_feed)

    def wrap(
        self,
        site: str,
        *,
        title: str,
        paragraphs: Sequence[str],
        slug: str = "",
        lead: str | None = None,
        authors: Sequence[str] = ("Staff Reporter",),
        published: datetime = _WRAPPED,
    ) -> str:
        """Publish a text as an article of *site*, in its theme and in its listings, and return its URL."""
        desk = self._desk(site)
        with self._lock:
            article = DemoArticle(
                site=site,
                slug=slug or magazine.slug(title),
                title=title,
                parts=plain_parts(tuple(paragraphs)),
                published=published,
                authors=tuple(authors),
                section=desk.articles[0].section,
                lead=lead,
                language=desk.articles[0].language,
            )
            return desk.put(article).url

    def answer(self, name: str, path: str) -> Resource:
        """Return what the site *name* answers at *path* at this moment."""
        with self._lock:
            return self._desk(name).answer(path)

    def record(self, name: str, method: str, path: str, status: int) -> None:
        """Note a request in the server's log."""
        with self._lock:
            self._requests.append((name, method, path, status))

    def _desk(self, name: str) -> _SiteDesk:
        if name not in self._desks:
            raise UsageError(f"the demo site {name} is not served here")
        return self._desks[name]


class _SiteDesk:
    """One site: its articles of the moment, and what it answers; the server's lock guards it."""

    def __init__(self, name: str, demo: DemoServer, *, port: int, delay_seconds: float) -> None:
        self._theme = _THEMES[name]
        self.server = SiteServer(
            Desk(
                answer=lambda path: demo.answer(name, path),
                record=lambda method, path, status: demo.record(name, method, path, status),
                delay_seconds=delay_seconds,
            ),
            port=port,
        )
        self.site: DemoSite = self._theme.site(self.server.base_url)
        self.articles = [self._placed(article) for article in read_folder(name)]
        self.withheld = [self._placed(article) for article in read_folder(name, "private")]
        self.held = read_folder(name, "held")
        self._listings: list[Listing] = []
        self._own: dict[str, Resource] = {}
        self._routes: dict[str, Resource] = {}
        self._print()

    def put(self, article: DemoArticle) -> DemoArticle:
        """Publish *article*, in place of the one with its slug if there is one."""
        placed = self._placed(article)
        others = [other for other in self.articles if other.slug != article.slug]
        self.articles = sorted([*others, placed], key=lambda one: (one.published, one.slug), reverse=True)
        self._print()
        return placed

    def take_away(self, article: DemoArticle) -> None:
        """Answer 410 in the place of *article*."""
        self.articles = [other for other in self.articles if other.slug != article.slug]
        self._own[article.path] = self._theme.gone(self._edition())
        self._print()

    def serve(self, path: str, resource: Resource, *, in_feed: bool) -> str:
        """Answer *path* with *resource*, and return its URL."""
        self._own[path] = resource
        url = self.site.base_url + path
        if in_feed:
            title = path.strip("/").replace("-", " ").capitalize()
            self._listings.append(Listing(url=url, title=title, published=_WRAPPED))
            self._print()
        return url

    def answer(self, target: str) -> Resource:
        """Return the resource at a path with query string; tracking keys count for nothing."""
        path, _, query = target.partition("?")
        kept = "&".join(pair for pair in query.split("&") if pair and not pair.startswith("utm_"))
        key = f"{path}?{kept}" if kept else path
        routes = self._routes | self._own
        for known in (target, key, path):
            if known in routes:
                return routes[known]
        if f"{path}/" in routes:
            return redirect(f"{self.site.base_url}{path}/")
        missing: Resource = self._theme.missing(self._edition())
        return missing

    def _placed(self, article: DemoArticle) -> DemoArticle:
        path = self._theme.path_of(article)
        return replace(article, path=path, url=self.site.base_url + path)

    def _edition(self) -> Edition:
        return Edition(
            site=self.site,
            articles=tuple(self.articles),
            withheld=tuple(self.withheld),
            listings=tuple(self._listings),
        )

    def _print(self) -> None:
        self._routes = self._theme.pages(self._edition())
