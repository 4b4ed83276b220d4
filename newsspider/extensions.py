"""What hangs on Scrapy's signals and log."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class PlainLogFormatter(LogFormatter):
    """Keeps expected outcomes out of the log: they are counted in the ledger, with their reasons."""

    def dropped(self, item: Any, exception: BaseException, *_: Any) -> LogFormatterResult:
        """Tell of an item that ends here without its contents, and for the curious only."""
        return LogFormatterResult(level=logging.DEBUG, msg="Dropped: %(why)s", args={"why": exception})

    def item_error(self, item: Any, exception: BaseException, response: Any, *_: Any) -> LogFormatterResult:
        """Tell which page's item failed, without the page."""
        about = {"url": getattr(response, "url", "-"), "why": exception}
        return LogFormatterResult(level=logging.ERROR, msg="Error on %(url)s: %(why)s", args=about)
