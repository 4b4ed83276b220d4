"""What a site is: a class of five to eight lines over `NewsSpider`, which knows how to crawl any of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure as TwistedFailure

from newsspider.answer import Barred, conditions, is_conditional, outcome_of_error, page_of, state_of, visit_of
from newsspider.archive.record import DueUrl, SeedState, SiteInfo
from newsspider.article import Failure, Left
from newsspider.config import Config, archive_path, read_config
from newsspider.errors import ConfigError, NewsspiderError
from newsspider.extraction.hints import Hints
from newsspider.jobs import Finding, Scope
from newsspider.ledger import OutcomeKind, SiteLedger, failed
from newsspider.logs import Event, log_event
from newsspider.middlewares import PermissionMiddleware
from newsspider.politeness import Manners, check_contact, manners_of, shared_settings, site_settings
from newsspider.run import Run
from newsspider.transfer import leave_place
from newsspider.urls import site_of
from newsspider.verdict import STOPPED
from newsspider.visit import Visit

MOST_SEEDS = 50
"""Seeds read in one run: children of sitemap indexes and feeds that pages name count."""
MOST_SEED_DEPTH = 3
AHEAD = 40
"""URLs of a site that may wait for their outcome: it is outcomes that give a trap away, and what is begun is asked."""
CLAIM = 10
"""URLs that are worth a claim, where there is room for as many."""


class NewsSpider(Spider):
    """A regional news site. A subclass names the site and its seeds; everything else has a default."""

    country: ClassVar[str | None] = None
    """ISO 3166-1 alpha-2."""
    language: ClassVar[str | None] = None
    """BCP 47; used where a page declares none."""
    seeds: ClassVar[Iterable[str]] = ()
    """URLs of feeds, sitemaps, or the front page; what they are is read off their bytes."""
    allowed_domains: ClassVar[list[str]] = []
    """Domains whose articles are the site's; default: those of the seeds."""
    expect: ClassVar[float | None] = None
    """Articles a week, until four weeks have been seen."""
    article_path: ClassVar[str | None] = None
    """Regular expression that an article's path must match; default: an educated guess."""
    time_zone: ClassVar[str | None] = None
    """IANA name, for dates without an offset."""
    title_css: ClassVar[str | None] = None
    body_css: ClassVar[str | None] = None
    author_css: ClassVar[str | None] = None
    date_css: ClassVar[str | None] = None
    prune: ClassVar[tuple[str, ...]] = ()
    """Selectors of what is not the article."""
    keep_blocks: ClassVar[tuple[str, ...]] = ()
    """Beginnings of lines that no rule may remove."""
    valid_until: ClassVar[str | None] = None
    """Last day, YYYY-MM-DD, of an older layout that this class describes."""
    browser: ClassVar[bool] = False
    """Whether pages need a script engine."""
    delay: ClassVar[float | str | None] = None
    """Between two requests to a host, for example ``5s``; this and what follows: default as in `newsspider.toml`."""
    requests_per_host: ClassVar[int | None] = None
    night_window: ClassVar[str | None] = None
    """Hours without any request, ``HH:MM-HH:MM`` in the site's time zone, else UTC."""
    daily_requests: ClassVar[int | None] = None
    daily_bytes: ClassVar[int | str | None] = None
    opt_out: ClassVar[str | None] = None
    """What is done with articles whose publisher reserves text mining: ``store``, ``metadata-only``, ``skip``."""

    def __init__(self, name: str | None = None, *, run: Run | None = None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.run = run
        """The run that this crawl belongs to; ``None`` until ``scrapy crawl`` has opened one."""
        self.config = Config()
        self.manners = Manners(site=self.name)
        self._owns_run = False
        self._begun = time.monotonic()
        self._claimed = 0
        self._claiming = asyncio.Lock()
        self._seeds: set[str] = set()
        self._open_seeds = 0
        self._fallback: tuple[str, Finding] | None = None
        self._found_links = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Take the operator's decisions from `newsspider.toml` where ``scrapy crawl`` was typed."""
        super().update_settings(settings)
        if settings.get("NEWSSPIDER_CONFIG") is None:
            config = read_config(archive=archive_path(None))
            manners = cls.manners_of(cls.name, config)
            own = site_settings(config, cls.homes(cls.seeds), manners)
            settings.update({**shared_settings(config), **own}, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make the spider and let it tidy up at the end; raises `ConfigError` without a contact."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        config: Config = crawler.settings["NEWSSPIDER_CONFIG"]
        spider.config = config
        spider.manners = cls.manners_of(spider.name, config, vars(spider))
        if spider.run is None:
            check_contact(spider.name, cls.homes(spider.seeds), config)
        crawler.signals.connect(spider._finish, signal=signals.spider_closed)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._go_on, signal=signal)
        return spider

    def joined_run(self) -> Run:
        """Return the run that this crawl belongs to; raises `ConfigError` before there is one."""
        if self.run is None:
            raise ConfigError(f"spider {self.name} was not started: use newsspider crawl {self.name}")
        return self.run

    @classmethod
    def manners_of(cls, name: str, config: Config, own: Mapping[str, Any] | None = None) -> Manners:
        """Return how the site is asked: what stands in *own*, else the class's word, else that of *config*."""
        names = ("delay", "requests_per_host", "night_window", "daily_requests", "daily_bytes", "time_zone")
        given = own or {}
        asked = {each: given.get(each, getattr(cls, each)) for each in names}
        domains = given.get("allowed_domains", cls.allowed_domains)
        homes = (*given.get("seeds", cls.seeds), *(f"https://{domain}/" for domain in domains))
        return manners_of(name, config, homes, asked)

    @classmethod
    def homes(cls, seeds: Iterable[str]) -> tuple[str, ...]:
        """Return URLs of every host that a crawl of *seeds* would ask."""
        return (*seeds, *(f"https://{domain}/" for domain in cls.allowed_domains))

    @property
    def opt_out_policy(self) -> str:
        """What is done with articles whose publisher reserves text mining."""
        return self.opt_out or self.config.opt_out

    @property
    def scope(self) -> Scope:
        """Which links are the site's."""
        domains = tuple(f"https://{domain}/" for domain in self.allowed_domains)
        return Scope(homes=domains or tuple(self.seeds), article_path=self.article_path)

    def is_own(self, url: str) -> bool:
        """Return whether *url* may be fetched in this site's name: on the site, or at a seed's own address."""
        try:
            host = urlsplit(url).netloc
        except ValueError:
            return False
        return self.scope.has(url) or any(urlsplit(seed).netloc == host for seed in self.seeds)

    def hints(self, due: DueUrl | None = None) -> Hints:
        """Return what is known of a page before it is read."""
        return Hints(
            title_css=self.title_css,
            body_css=self.body_css,
            author_css=self.author_css,
            date_css=self.date_css,
            prune=tuple(self.prune),
            keep_blocks=tuple(self.keep_blocks),
            time_zone=self.time_zone,
            language=self.language,
            published=None if due is None else due.published,
            published_source=None if due is None else due.source,
        )

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every seed, then for what earlier runs left."""
        if self.run is None:
            self.run = await asyncio.to_thread(self._open_own_run)
            self._owns_run = True
        for seed in await self._seed_requests(self.seeds, depth=0):
            yield seed
        async for request in self._page_requests():
            yield request

    async def parse_seed(self, response: Response, seed: str, depth: int) -> AsyncIterator[Any]:
        """Read the links of a feed, sitemap or front page; ask for the articles among them."""
        try:
            finding = await self._find(response)
            leave_place(response)
            self._log_seed(response, finding)
            if finding is not None:
                state = state_of(response) if finding.is_whole else None
                async for request in self._take(finding, seed, state, depth):
                    yield request
        except Exception as error:  # counted and told: one seed must not cost the others of its site
            self._ledger().seeds_failed += 1
            self._problem(seed, f"{type(error).__name__}: {error}")
        async for request in self._seed_is_done():
            yield request

    async def seed_failed(self, failure: TwistedFailure) -> AsyncIterator[Any]:
        """Note a seed that could not be had."""
        outcome = outcome_of_error(failure.value)
        url: str = failure.request.url  # type: ignore[attr-defined]
        log_event(Event.SEED, site=self.name, url=url, reason=outcome.reason)
        if outcome.kind is not OutcomeKind.LEFT:  # why the whole site waits is told once
            self._ledger().seeds_failed += 1
            detail = getattr(failure.value, "detail", "")
            why = f": {detail}" if detail else ""
            self._problem(url, f"{outcome.kind} ({outcome.reason}){why}")
        drop_frames(failure)
        async for request in self._seed_is_done():
            yield request

    def parse_page(self, response: Response, due: DueUrl) -> Any:
        """Turn an answer into a visit; the pipelines read and store it."""
        yield visit_of(
            response,
            site=self.name,
            due=due,
            hints=self.hints(due),
            now=self.joined_run().clock(),
            opt_out=self.opt_out_policy,
        )

    def page_failed(self, failure: TwistedFailure) -> Any:
        """Turn a failure into a visit with its outcome."""
        due: DueUrl = failure.request.cb_kwargs["due"]  # type: ignore[attr-defined]
        barred = failure.value if isinstance(failure.value, Barred) else None
        yield Visit(
            site=self.name,
            url=due.url,
            due=due,
            now=self.joined_run().clock(),
            result=outcome_of_error(failure.value),
            is_passing=barred is not None and barred.is_passing,
            opt_outs=() if barred is None else barred.opt_outs,
            detail=failure.getErrorMessage(),
        )
        drop_frames(failure)

    async def _seed_requests(self, urls: Iterable[str], *, depth: int) -> list[Request]:
        fresh = [url for url in dict.fromkeys(urls) if url not in self._seeds]
        self._seeds.update(fresh)
        self._open_seeds += len(fresh)
        states = await asyncio.wrap_future(self.joined_run().seed_states(fresh))
        return [self._seed_request(url, depth, state) for url, state in zip(fresh, states, strict=True)]

    def _seed_request(self, url: str, depth: int, state: SeedState) -> Request:
        return Request(
            url,
            callback=self.parse_seed,
            errback=self.seed_failed,
            cb_kwargs={"seed": url, "depth": depth},
            meta={"is_seed": True, "download_maxsize": self.config.max_seed_bytes},
            headers=conditions(state.etag, state.last_modified),
            dont_filter=True,
            priority=100,
        )

    async def _page_requests(self) -> AsyncIterator[Request | Visit]:
        """Claim what is due, as much as there is room for and within the site's budget."""
        while claimed := await self._claim():
            for due in claimed:
                yield self._page_request(due)

    async def _go_on(self) -> None:
        """An outcome is there: ask for more."""
        assert self.crawler.engine is not None
        async for request in self._page_requests():
            if isinstance(request, Visit):
                await asyncio.wrap_future(self.joined_run().store(request))
            else:
                self.crawler.engine.crawl(request)

    async def _claim(self) -> list[DueUrl]:
        async with self._claiming:
            open_urls = max(0, self._ledger().due - self._ledger().settled)
            limit = min(AHEAD - open_urls, self.config.max_pages - self._claimed)
            if limit <= 0 or AHEAD - open_urls < CLAIM or self.joined_run().is_closing():
                return []
            claimed = await asyncio.wrap_future(self.joined_run().claim(self.name, limit=limit))
            self._claimed += len(claimed)
            return claimed

    def _page_request(self, due: DueUrl) -> Request | Visit:
        """Return the request for a due URL; where Scrapy can't take it, the visit with its outcome."""
        try:
            return Request(
                due.url,
                callback=self.parse_page,
                errback=self.page_failed,
                cb_kwargs={"due": due},
                headers=conditions(due.etag, due.last_modified),
                dont_filter=True,
            )
        except ValueError as error:
            now, outcome = self.joined_run().clock(), failed(Failure.BAD_URL)
            return Visit(site=self.name, url=due.url, due=due, now=now, result=outcome, detail=str(error))

    def _log_seed(self, response: Response, finding: Finding | None) -> None:
        links, problems = (0, 0) if finding is None else (len(finding.links), len(finding.problems))
        told = {"site": self.name, "url": response.url, "status": response.status}
        log_event(Event.SEED, **told, links=links, problems=problems)

    async def _find(self, response: Response) -> Finding | None:
        if response.status == 304 and is_conditional(response):
            self._found_links = True
            self._ledger().seeds_read += 1
            return None
        if response.status != 200:
            self._ledger().seeds_failed += 1
            odd = ", though nobody asked" if response.status == 304 else ""
            self._problem(response.url, f"status {response.status}{odd}")
            return None
        page = page_of(response, self.joined_run().clock())
        try:
            scope = replace(self.scope, closed_shapes=await self.joined_run().closed_shapes(self.name))
            finding = await asyncio.wrap_future(self.joined_run().find_links(page, scope))
        except NewsspiderError as error:
            self._ledger().seeds_failed += 1
            self._problem(response.url, str(error))
            return None
        self._ledger().seeds_read += 1
        for problem in finding.problems:
            self._problem(response.url, problem)
        return finding

    async def _take(
        self, finding: Finding, seed: str, state: SeedState | None, depth: int
    ) -> AsyncIterator[Request | Visit]:
        seeds = list(finding.seeds)
        if finding.is_page:
            seeds += [] if seeds else await self._robots_sitemaps(seed)
            self._fallback = self._fallback or (seed, finding)
        elif finding.links:
            await self._add(finding, seed, None if seeds else state)
        for request in await self._seed_requests(self._allowed_seeds(seeds, seed, depth), depth=depth + 1):
            yield request
        async for page in self._page_requests():
            yield page

    def _allowed_seeds(self, seeds: Iterable[str], seed: str, depth: int) -> list[str]:
        """Return the seeds that a seed names, as many as a run may read; say how many are passed over."""
        fresh = [url for url in dict.fromkeys(seeds) if url not in self._seeds]
        allowed = fresh[: max(0, MOST_SEEDS - len(self._seeds))] if depth < MOST_SEED_DEPTH else []
        if len(allowed) < len(fresh):
            self._problem(
                seed, f"{len(fresh) - len(allowed)} more seeds are passed over, {MOST_SEEDS} are read in a run"
            )
        return allowed

    async def _seed_is_done(self) -> AsyncIterator[Request | Visit]:
        """After the last seed: a front page's own links count where neither feed nor sitemap gave any."""
        self._open_seeds -= 1
        if self._open_seeds == 0 and self._fallback is not None and not self._found_links:
            (seed, finding), self._fallback = self._fallback, None
            await self._add(finding, seed, None)
            async for request in self._page_requests():
                yield request

    async def _add(self, finding: Finding, seed: str, state: SeedState | None) -> None:
        self._found_links = True
        await asyncio.wrap_future(
            self.joined_run().add_links(self.name, finding.links, discovered_from=seed, state=state)
        )

    async def _robots_sitemaps(self, url: str) -> list[str]:
        robots = self.crawler.get_downloader_middleware(PermissionMiddleware)
        return [] if robots is None else [each for each in await robots.sitemaps(url) if self.is_own(each)]

    def _ledger(self) -> SiteLedger:
        return self.joined_run().ledger.site(self.name)

    def _problem(self, url: str, what: str) -> None:
        self._ledger().add_problem(f"{url}: {what}")

    def _open_own_run(self) -> Run:
        """``scrapy crawl`` was typed: the archive is where the environment says."""
        path = archive_path(None)
        info = site_info(type(self), name=self.name, seeds=self.seeds)
        return Run.open(path, config=self.config, command=f"scrapy crawl {self.name}", sites=[info])

    async def _finish(self, reason: str) -> None:
        """Note how long the site took; end the run where nobody else does."""
        if self.run is not None:
            self._ledger().seconds = time.monotonic() - self._begun
        if self._owns_run:
            run = self.joined_run()
            run.closing = run.closing or (None if reason == "finished" else Left.SIGNAL)
            await asyncio.to_thread(run.finish)
            await asyncio.to_thread(run.close, 0 if reason == "finished" else STOPPED)


def drop_frames(failure: TwistedFailure) -> None:
    """Let go of the frames that *failure* has seen: they hold each other, and collections would walk them."""
    if failure.value is not None:
        failure.value.__traceback__ = None
    failure.cleanFailure()  # type: ignore[no-untyped-call]


def site_info(spider: type[NewsSpider], *, name: str, seeds: Iterable[str]) -> SiteInfo:
    """Return what the archive keeps of a site."""
    first = next(iter(seeds), "")
    host = site_of(first) if first else ""
    return SiteInfo(name=name, host=host, country=spider.country, language=spider.language, time_zone=spider.time_zone)
