"""Fetches what standard input asks for through the package's download handler; prints what each request came to.

A process of its own, since a reactor runs once. Nothing of a crawl stands between: no robots.txt, no scope, no retries.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from newsspider.answer import outcome_of_error

SETTINGS = {
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "newsspider.decompress.DecompressionMiddleware": 590,
    },
    "ITEM_PIPELINES": {},
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "RETRY_ENABLED": False,
}


def fetch(
    *urls: str, settings: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, **meta: Any
) -> list[dict[str, Any]]:
    """Return what *urls* came to, in their order, asked for at once; *meta* goes with each request."""
    asked = json.dumps({"urls": urls, "settings": settings or {}, "meta": meta})
    command = [sys.executable, "-m", "tests.fetcher"]
    variables = os.environ | (environment or {})
    done = subprocess.run(command, input=asked, capture_output=True, text=True, env=variables, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


class Fetcher(Spider):
    name = "fetcher"

    def __init__(self, *, urls: Sequence[str], extra: Mapping[str, Any], answers: dict[int, Any], **rest: Any) -> None:
        super().__init__(**rest)
        self.urls, self.extra, self.answers = urls, extra, answers

    async def start(self) -> Any:
        for number, url in enumerate(self.urls):
            meta = {"handle_httpstatus_all": True, "number": number, **self.extra}
            yield Request(url, callback=self.take, errback=self.fail, dont_filter=True, meta=meta)

    def take(self, response: Response) -> None:
        self.answers[response.meta["number"]] = {
            "status": response.status,
            "flags": response.flags,
            "length": len(response.body),
            "digest": hashlib.sha256(response.body).hexdigest(),
            "packed": "Content-Encoding" in response.headers,
            "bytes": response.meta["newsspider_bytes"],
        }

    def fail(self, failure: Any) -> None:
        outcome = outcome_of_error(failure.value)
        meta = failure.request.meta
        self.answers[meta["number"]] = {
            "outcome": f"{outcome.kind}({outcome.reason})",
            "bytes": meta.get("newsspider_bytes", 0),
        }


def main() -> None:
    asked = json.load(sys.stdin)
    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    settings.update(SETTINGS | asked["settings"], priority="cmdline")
    answers: dict[int, Any] = {}
    process = AsyncCrawlerProcess(settings)
    process.crawl(Fetcher, urls=asked["urls"], extra=asked["meta"], answers=answers)
    process.start()
    print(json.dumps([answers.get(number) for number in range(len(asked["urls"]))]))


if __name__ == "__main__":
    main()
