"""What hangs on Scrapy's signals and log."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import cache
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.logger import globalLogBeginner

from newsspider.article import Left
from newsspider.logs import Event, log_event

OPENING_SECONDS = 0.1
"""How often a run is looked for whose time was over before it began."""


class PlainLogFormatter(LogFormatter):
    """Keeps expected outcomes out of the log: they are counted in the ledger, with their reasons.

    Tells addresses, never what stands there: an item is a page of any size.
    """

    def scraped(self, item: Any, response: Any, *_: Any) -> LogFormatterResult:
        """Tell that a page gave an item."""
        return _result(logging.DEBUG, "Scraped from %(url)s", response)

    def dropped(self, item: Any, exception: BaseException, *_: Any) -> LogFormatterResult:
        """Tell of an item that ends here without its contents, and for the curious only."""
        return LogFormatterResult(level=logging.DEBUG, msg="Dropped: %(why)s", args={"why": exception})

    def item_error(self, item: Any, exception: BaseException, response: Any, *_: Any) -> LogFormatterResult:
        """Tell which page's item failed, without the page."""
        return _result(logging.ERROR, "Error on %(url)s: %(why)s", response, why=exception)

    def spider_error(self, failure: Any, request: Request, *_: Any) -> LogFormatterResult:
        """Tell for which request a callback failed."""
        return _result(logging.ERROR, "Callback failed on %(url)s", request)


class SiteLog:
    """Tells when a site's crawl begins and ends, and what it came to."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of *crawler*."""
        log = cls()
        crawler.signals.connect(log.begun, signal=signals.spider_opened)
        crawler.signals.connect(log.ended, signal=signals.spider_closed)
        return log

    def begun(self, spider: Spider) -> None:
        """Tell that *spider* begins, and from how many seeds."""
        self._begun = time.monotonic()
        log_event(Event.SITE_BEGUN, site=spider.name, seeds=len(list(getattr(spider, "seeds", ()))))

    def ended(self, spider: Spider, reason: str) -> None:
        """Tell what became of the URLs that *spider* took; those that it left are counted with the run."""
        run = getattr(spider, "run", None)
        counts = {} if run is None else run.ledger.site(spider.name).as_dict()
        seconds = round(time.monotonic() - self._begun, 3)
        log_event(Event.SITE_ENDED, **{"site": spider.name, "reason": reason, **counts, "seconds": seconds})


class OwnRunConductor:
    """Ends in time what ``scrapy crawl`` began, for spiders that open a run of their own: by the clock or by a signal.

    Scrapy waits for every request that was begun, and those that wait for their turn may do so for hours.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension of *crawler*."""
        conductor = cls(crawler)
        crawler.signals.connect(conductor.begun, signal=signals.spider_opened)
        crawler.signals.connect(conductor.ended, signal=signals.spider_closed)
        return conductor

    def begun(self, spider: Any) -> None:
        """Set the clock, unless the run is somebody else's or there will be none."""
        if getattr(spider, "run", spider) is None:
            self._call_later(spider.config.max_time_seconds, spider)
            self._close_doors_first(spider)

    def ended(self) -> None:
        """Stop the clock."""
        if self._timer is not None:
            self._timer.cancel()

    def _call_later(self, seconds: float, spider: Any) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._time_is_over, spider)

    def _time_is_over(self, spider: Any) -> None:
        if spider.run is None:  # its archive is still being opened
            self._call_later(OPENING_SECONDS, spider)
        else:
            spider.run.close_doors(Left.BUDGET)

    def _close_doors_first(self, spider: Any) -> None:
        """Turn back who waits before Scrapy waits for them: it has no signal for the beginning of the end."""
        engine = self._crawler.engine
        assert engine is not None
        close = engine.close_spider_async

        async def close_spider_async(*, reason: str = "cancelled") -> None:
            if spider.run is not None and reason != "finished":
                spider.run.close_doors(Left.SIGNAL)
            await close(reason=reason)

        engine.close_spider_async = close_spider_async  # type: ignore[method-assign]


@cache
def let_twisted_log_once() -> None:
    """Keep Twisted from printing tracebacks beside the log, which it does until somebody asks for its events."""
    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)


def _result(level: int, message: str, about: Any, **more: Any) -> LogFormatterResult:
    return LogFormatterResult(level=level, msg=message, args={"url": getattr(about, "url", "-"), **more})
