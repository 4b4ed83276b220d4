"""The doors between a spider and the web: what is not to be begun, not ours, or forbidden, does not get through."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newsspider.answer import Barred, is_cut_off, outcome_of_error
from newsspider.article import Left, Reason, Refusal
from newsspider.ledger import Outcome, left, not_article, refused
from newsspider.urls import same_site

ROBOTS_MAX_BYTES = 512 * 1024
"""RFC 9309, 2.5: at least 500 KiB are parsed."""
ROBOTS_TIMEOUT_SECONDS = 20
MOST_CRAWL_DELAY_SECONDS = 60.0
_VERSION = re.compile(r"^(\s*user-agent\s*:\s*[a-z_-]+)/\S*", re.IGNORECASE | re.MULTILINE)
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class DoorMiddleware:
    """Bars what the run does not begin any more, what is on the operator's `never` list, and what left the site."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.never = tuple(f"http://{host}/" for host in crawler.settings.getlist("NEWSSPIDER_NEVER"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of *crawler*."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `Barred` where the request is not to be made."""
        spider: Any = self.crawler.spider
        if request.meta.get("is_robots"):
            return
        bar_if_closing(spider)
        if any(same_site(request.url, host) for host in self.never):
            raise Barred(refused(Refusal.GUARD))
        if not getattr(spider, "is_own", lambda url: True)(request.url):
            raise Barred(not_article(Reason.OFF_SITE))


def bar_if_closing(spider: Any) -> None:
    """Raise `Barred` where the spider's run begins nothing new any more."""
    run = getattr(spider, "run", None)
    if run is not None and run.is_closing():
        raise Barred(left(run.closing or Left.BUDGET))


class SeedCountMiddleware:
    """Counts the requests for seeds and robots.txt that are really made, retries and redirects among them."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of *crawler*."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Count *request* where it is no article page."""
        spider: Any = self.crawler.spider
        run = getattr(spider, "run", None)
        if run is not None and (request.meta.get("is_seed") or request.meta.get("is_robots")):
            run.ledger.site(spider.name).seed_requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        """Note that the site's server is there, whatever it says."""
        spider: Any = self.crawler.spider
        run = getattr(spider, "run", None)
        if run is not None:
            run.ledger.site(spider.name).has_answered = True
        return response


@dataclass(frozen=True, slots=True)
class Robots:
    """What an origin's robots.txt says; without rules and without a bar everything is allowed (RFC 9309, 2.3.1.3)."""

    rules: Protego | None = None
    bar: Outcome | None = None
    """What every URL of the origin comes to in this run; set where robots.txt can't be had (RFC 9309, 2.3.1.4)."""

    def outcome(self, url: str, user_agent: str) -> Outcome | None:
        """Return what *url* comes to where *user_agent* may not fetch it; ``None`` where it may."""
        if self.bar is not None or self.rules is None:
            return self.bar
        return None if self.rules.can_fetch(url, user_agent) else refused(Refusal.ROBOTS)


class RobotsMiddleware:
    """Obeys RFC 9309. Every request of an origin waits for one shared fetch of its robots.txt.

    A missing file (4xx) allows everything; one that can't be had (429, 5xx, error, redirect off http) forbids
    everything for this run; a host that is down is told as such.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.user_agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or "newsspider"
        self._tasks: dict[tuple[str, str], asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of *crawler*."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise `Barred` where robots.txt forbids the request."""
        if request.meta.get("is_robots"):
            return
        robots = await self.robots(request.url)
        outcome = robots.outcome(request.url, self.user_agent)
        if outcome is not None:
            raise Barred(outcome, is_passing=robots.bar is not None)
        bar_if_closing(self.crawler.spider)

    async def robots(self, url: str) -> Robots:
        """Return the rules of *url*'s origin, fetched once."""
        parts = urlsplit(url)
        origin = (parts.scheme, parts.netloc)
        if origin not in self._tasks:
            self._tasks[origin] = asyncio.ensure_future(self._load(origin))
        return await asyncio.shield(self._tasks[origin])

    async def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that robots.txt of *url*'s origin names."""
        rules = (await self.robots(url)).rules
        return [] if rules is None else list(rules.sitemaps)

    async def _load(self, origin: tuple[str, str]) -> Robots:
        scheme, netloc = origin
        request = Request(
            f"{scheme}://{netloc}/robots.txt",
            priority=1000,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"is_robots": True, "download_maxsize": 8 << 20, "download_timeout": ROBOTS_TIMEOUT_SECONDS},
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever kept robots.txt from us: RFC 9309, 2.3.1.4, complete disallow
            return Robots(bar=outcome_of_error(error))
        robots = await self._read(response)
        self._slow_down(netloc, robots)
        return robots

    async def _read(self, response: Response) -> Robots:
        if is_cut_off(response) or response.status == 429 or response.status >= 500 or 300 <= response.status < 400:
            return Robots(bar=refused(Refusal.ROBOTS))
        if response.status != 200:
            return Robots()
        return Robots(rules=await asyncio.to_thread(Protego.parse, read_robots(response.body)))

    def _slow_down(self, netloc: str, robots: Robots) -> None:
        """Honour Crawl-delay, up to a bound."""
        delay = None if robots.rules is None else robots.rules.crawl_delay(self.user_agent)
        if delay:
            host = urlsplit(f"//{netloc}").hostname or netloc
            assert self.crawler.engine is not None
            downloader = self.crawler.engine.downloader
            seconds = max(self.crawler.settings.getfloat("DOWNLOAD_DELAY"), min(float(delay), MOST_CRAWL_DELAY_SECONDS))
            downloader.per_slot_settings[host] = {"concurrency": 1, "delay": seconds, "jitter": 0.0}
            if host in downloader.slots:
                slot = downloader.slots[host]
                slot.concurrency, slot.delay, slot.jitter = 1, seconds, 0.0


def read_robots(body: bytes) -> str:
    """Return the text of a robots.txt, bounded; versions behind product tokens are cut off (RFC 9309, 2.2.1).

    >>> read_robots(b"User-agent: newsspider/0.1\\nDisallow: /")
    'User-agent: newsspider\\nDisallow: /'
    """
    bounded = body[:ROBOTS_MAX_BYTES]
    encoding = next((encoding for bom, encoding in _BOMS if bounded.startswith(bom)), "utf-8-sig")
    return _VERSION.sub(r"\1", bounded.decode(encoding, "replace"))
