"""A crawl of one page whose callback fails, with the log of ``newsspider crawl``: python broken_spider.py URL."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.internet import defer

from newsspider.cli.crawl import quiet_logs
from newsspider.crawl import base_settings


class BrokenSpider(Spider):
    name = "broken"
    custom_settings = {"ITEM_PIPELINES": {}, "DOWNLOADER_MIDDLEWARES": {}}  # noqa: RUF012 - Scrapy's own form

    def parse(self, response: Response, **_: Any) -> None:
        defer.fail(RuntimeError("nobody\nasked"))
        raise KeyError(response.text * 1_000)


if __name__ == "__main__":
    quiet_logs()
    settings = base_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    settings.set("NEWSSPIDER_ALLOW", [urlsplit(url).netloc for url in sys.argv[1:]])
    process = AsyncCrawlerProcess(settings)
    process.crawl(BrokenSpider, start_urls=sys.argv[1:])
    process.start()
