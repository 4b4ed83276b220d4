"""All selected sites in one Scrapy process; one run, one archive, bounded in pages and time."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import difflib
import gc
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure as TwistedFailure

from newsspider.answer import outcome_of_error, page_of
from newsspider.archive.record import SiteInfo
from newsspider.article import Left, Page
from newsspider.config import Config
from newsspider.errors import ConfigError, NoInputError, UnreachableError, UsageError
from newsspider.gate import Gate
from newsspider.ledger import Outcome
from newsspider.politeness import Manners, check_contact, manners_of, shared_settings, site_settings
from newsspider.replay import Origin
from newsspider.run import Run
from newsspider.spider import NewsSpider, site_info
from newsspider.times import utc_now

GRACE_SECONDS = 60.0
"""What is in flight at the end of a run's time may take as long; then it waits for the next run."""
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h
_COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS")
_CLASSES = (
    "DUPEFILTER_CLASS",
    "SCHEDULER",
    "SCHEDULER_PRIORITY_QUEUE",
    "SCHEDULER_MEMORY_QUEUE",
    "SCHEDULER_START_MEMORY_QUEUE",
    "STATS_CLASS",
    "DOWNLOADER",
)
"""Settings that name what a crawl is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A spider and what the operator set for it."""

    name: str
    spider: type[NewsSpider]
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seeds(self) -> tuple[str, ...]:
        """The seeds in force."""
        return tuple(self.attributes.get("seeds", self.spider.seeds))

    @property
    def info(self) -> SiteInfo:
        """What the archive keeps of the site."""
        info = site_info(self.spider, name=self.name, seeds=self.seeds)
        told = {name: self.attributes.get(name, getattr(info, name)) for name in ("country", "language", "time_zone")}
        return replace(info, **told)

    @property
    def homes(self) -> tuple[str, ...]:
        """URLs of every host that its crawl would ask."""
        domains = self.attributes.get("allowed_domains", self.spider.allowed_domains)
        return (*self.seeds, *(f"https://{domain}/" for domain in domains))


def find_sites(names: Sequence[str], config: Config) -> list[Site]:
    """Return the sites *names*, else those of the configuration, ready to crawl.

    Raises `UsageError` where none or an unknown one is named, `ConfigError` where a site is declared wrongly.
    """
    wanted = list(dict.fromkeys(names or config.sites))
    if not wanted:
        raise UsageError('no site named: newsspider crawl SITE, or add  sites = ["SITE"]  to newsspider.toml')
    loader = SpiderLoader.from_settings(base_settings())
    return [_site(name, loader, config) for name in wanted]


def known_sites(config: Config) -> list[str]:
    """Return the names of all spiders, those that only the configuration declares among them."""
    return sorted({*SpiderLoader.from_settings(base_settings()).list(), *config.site})


def crawl(sites: Sequence[Site], run: Run, config: Config) -> int | None:
    """Crawl *sites* into *run*; return the signal that ended it, ``None`` where none did.

    Returns when every site is done, the time is over, or a signal came and what was in flight is stored.
    """
    process = AsyncCrawlerProcess(process_settings(config))
    for site in sites:
        process.crawl(process.create_crawler(_configured(site, config)), run=run, **site.attributes)
    _give_memory_back()
    gc.freeze()  # what is there by now stays: a collection that walks all of it stops the loop for 50 ms
    with _Conductor(process, run, config) as conductor:
        process.start(install_signal_handlers=False)
    return conductor.signal


def fetch(url: str, config: Config) -> Page:
    """Fetch one page through the doors of a crawl: robots.txt, timeout, size.

    Raises `ConfigError` without a contact, `UnreachableError` where the server can't be had, `NoInputError` where it
    gives no page.
    """
    check_contact(url, [url], config)
    settings, manners = process_settings(config), manners_of("-", config, [url])
    settings.update(site_settings(config, [url], manners), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    answers: list[Page | Outcome] = []
    process.crawl(process.create_crawler(_OnePage), url=url, manners=manners, answers=answers)
    process.start()
    answer = answers[0] if answers else None
    if isinstance(answer, Page) and answer.status == 200:
        return answer
    if isinstance(answer, Page):
        raise NoInputError(f"{url} answered with status {answer.status}")
    if answer is not None and str(answer.reason) in ("dns", "connection", "timeout", "tls"):
        raise UnreachableError(f"{url} can't be reached ({answer.reason})")
    reason = "no answer" if answer is None else f"{answer.kind} ({answer.reason})"
    raise NoInputError(f"{url} gave no page: {reason}")


def claimant(config: Config) -> Callable[[str], Origin | None]:
    """Return the function that tells whose a URL is: the spider that claims its host, ``None`` where none does."""
    sites = find_sites(known_sites(config), config) if known_sites(config) else []
    spiders = [(site, site.spider(name=site.name, **site.attributes)) for site in sites]

    @lru_cache(maxsize=10_000)
    def of_host(host: str) -> Origin | None:
        for site, spider in spiders:
            if spider.scope.has(f"https://{host}/"):
                return Origin(site.name, spider.hints(), spider.opt_out)
        return None

    return lambda url: of_host(urlsplit(url).netloc)


def base_settings() -> Settings:
    """Return Scrapy's settings as the package sets them."""
    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    return settings


def process_settings(config: Config) -> Settings:
    """Return the settings that all sites of a crawl share."""
    settings = base_settings()
    own = {"REACTOR_THREADPOOL_MAXSIZE": 20, "LOG_INSTALL_ROOT_HANDLER": False}
    settings.update(shared_settings(config) | own, priority="cmdline")
    _import_ahead(settings)
    return settings


def _give_memory_back() -> None:
    """Let glibc map large bodies apart and unmap them at their end: by default it learns to keep holes of 32 MB."""
    with contextlib.suppress(AttributeError, OSError):  # another C library
        c_library = ctypes.CDLL(None)
        c_library.mallopt(_M_MMAP_THRESHOLD, 1 << 20)
        c_library.mallopt(_M_ARENA_MAX, 2)


def _import_ahead(settings: Settings) -> None:
    """Import what *settings* name: the first crawler would do it on the event loop, for a quarter of a second."""
    for name in _COMPONENTS:
        for each in {**settings.getwithbase(name)}:
            if isinstance(each, str) and "." in each:
                load_object(each)
    for name in _CLASSES:
        load_object(settings[name])


def _site(name: str, loader: SpiderLoader, config: Config) -> Site:
    attributes = dict(config.site.get(name, {}))
    try:
        spider = loader.load(name)
    except KeyError:
        spider = _declared(name, attributes, loader, config)
    if not issubclass(spider, NewsSpider):
        raise ConfigError(f"spider {name} is no NewsSpider: derive it from newsspider.spider.NewsSpider")
    unknown = [each for each in attributes if not hasattr(spider, each)]
    if unknown:
        raise ConfigError(f"[site.{name}]: {unknown[0]!r} is unknown; a spider has seeds, article_path, prune, ...")
    site = Site(name=name, spider=spider, attributes=attributes)
    if not site.seeds or not all(seed.startswith(("http://", "https://")) for seed in site.seeds):
        raise ConfigError(
            f'site {name} needs seeds that are http(s) URLs, like seeds = ["https://{name}.example/feed/"]'
        )
    return site


def _declared(name: str, attributes: Mapping[str, Any], loader: SpiderLoader, config: Config) -> type[NewsSpider]:
    """Return a spider for a site that only the configuration knows."""
    if attributes.get("seeds"):
        return type(name, (NewsSpider,), {"name": name})
    close = difflib.get_close_matches(name, [*loader.list(), *config.site], 1)
    hint = f"did you mean {close[0]}?" if close else "newsspider sites lists them"
    raise UsageError(f"there is no site {name!r}: {hint}")


def _configured(site: Site, config: Config) -> type[NewsSpider]:
    """Return the site's spider with its politeness."""
    manners = site.spider.manners_of(site.name, config, site.attributes)
    settings = {**site_settings(config, site.homes, manners), **(site.spider.custom_settings or {})}
    return type(site.spider.__name__, (site.spider,), {"name": site.name, "custom_settings": settings})


class _Conductor:
    """Ends a crawl in time: by the clock or by a signal, with what is in flight stored.

    Its signal handlers outlive the crawl: the run is finished and closed after it, which no first signal may break. A
    second one ends the process at once.
    """

    def __init__(self, process: AsyncCrawlerProcess, run: Run, config: Config) -> None:
        self.signal: int | None = None
        self._process = process
        self._run = run
        self._max_time_seconds = config.max_time_seconds
        self._loop = asyncio.get_event_loop()
        self._is_over = False

    def __enter__(self) -> Self:
        self._loop.call_later(self._max_time_seconds, self._close, Left.BUDGET)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True

    def _on_signal(self, number: int, _: Any) -> None:
        if self.signal is not None:
            self._end_at_once(number)
        self.signal = number
        if not self._is_over:
            self._loop.call_soon_threadsafe(self._close, Left.SIGNAL)

    def _end_at_once(self, number: int) -> None:
        """The second signal: what was committed stays, nothing else is waited for."""
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _close(self, reason: Left) -> None:
        if self._run.closing is None:
            self._run.close_doors(reason)
            self._loop.call_later(GRACE_SECONDS, lambda: self._loop.create_task(self._process.stop()))


class _OnePage(Spider):
    """Fetches one page and keeps the answer."""

    name = "one-page"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own form

    def __init__(self, *, url: str, manners: Manners, answers: list[Page | Outcome], **attributes: Any) -> None:
        super().__init__(**attributes)
        self.manners = manners
        self.gate = Gate()
        self._url = url
        self._answers = answers

    async def start(self) -> Any:
        yield Request(self._url, callback=self._take, errback=self._fail, dont_filter=True)

    def _take(self, response: Response) -> None:
        self._answers.append(page_of(response, utc_now()))

    def _fail(self, failure: TwistedFailure) -> None:
        self._answers.append(outcome_of_error(failure.value))
