"""The path of an item: a visit's page becomes an article in a worker, and lands in the archive."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsspider.article import Failure
from newsspider.errors import NewsspiderError, NotAnArticle
from newsspider.ledger import NEW, REVISION, failed, outcome_of
from newsspider.run import Run
from newsspider.spider import NewsSpider
from newsspider.visit import Visit, kept_article

logger = logging.getLogger(__name__)


class _RunPipeline:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of *crawler*."""
        return cls(crawler)

    @property
    def run(self) -> Run:
        """The run that the spider belongs to."""
        spider = self.crawler.spider
        assert isinstance(spider, NewsSpider)
        return spider.joined_run()


class ExtractionPipeline(_RunPipeline):
    """Turns a fetched page into an article, or into the reason why there is none."""

    async def process_item(self, item: Any) -> Any:
        """Return the visit with its result; other items pass."""
        if not isinstance(item, Visit) or item.result is not None or item.page is None:
            return item
        try:
            article = await asyncio.wrap_future(self.run.extract(item.page, item.hints, site=item.site))
        except (NotAnArticle, NewsspiderError) as error:
            return replace(item, result=outcome_of(error), detail=str(error))
        except Exception as error:  # a fault of ours costs its page, and is told: the sum must close
            logger.exception("Extraction of %s failed", item.url)
            return replace(item, result=failed(Failure.EXTRACTION_ERROR), detail=f"{type(error).__name__}: {error}")
        return replace(item, result=article)


class ArchivePipeline(_RunPipeline):
    """Writes a visit's result; articles that are new or changed go on, for example to a feed export."""

    async def process_item(self, item: Any) -> Any:
        """Return the article as it was stored; raise `DropItem` with the outcome for all else."""
        if not isinstance(item, Visit):
            return item
        outcome = await asyncio.wrap_future(self.run.store(item))
        article = kept_article(item)
        if article is not None and outcome in (NEW, REVISION):
            return article
        raise DropItem(f"{outcome.kind} {outcome.reason or ''} {item.url}")
