"""The doors between a spider and the web: what is not to be begun, not ours, or forbidden, does not get through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from newsspider.answer import CONDITIONAL, Barred, is_conditional, outcome_of_error, page_of
from newsspider.article import Failure, Left, OptOut, Page, Reason, Refusal
from newsspider.config import PRODUCT
from newsspider.gate import gate_of
from newsspider.guard import is_named
from newsspider.ledger import Outcome, OutcomeKind, left, not_article, refused
from newsspider.permission.robots import product_token
from newsspider.policies import ROBOTS_PATH, TDMREP_PATH, Bar, Policies, RobotsState, origin_of
from newsspider.times import utc_now

POLICY_TIMEOUT_SECONDS = 20
"""For a robots.txt or tdmrep.json, where the operator doesn't wait even less."""
POLICY_MAX_BYTES = 2 << 20
"""Of a robots.txt or tdmrep.json; a longer one counts as one that can't be had."""
SKIP = "skip"


class DoorMiddleware:
    """Bars what the run does not begin any more, what is on the operator's `never` list, and what left the site."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        config = crawler.settings["NEWSSPIDER_CONFIG"]
        self.never: tuple[str, ...] = () if config is None else config.never

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of *crawler*."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `Barred` where the request is not to be made."""
        spider: Any = self.crawler.spider
        bar_if_closing(spider)
        if request.meta.get("redirect_times"):  # what is known of one address says nothing of another
            for name in CONDITIONAL:
                request.headers.pop(name, None)
        if any(is_named(request.url, entry) for entry in self.never):
            raise Barred(refused(Refusal.GUARD))
        if request.meta.get("is_policy"):
            return
        if not getattr(spider, "is_own", lambda url: True)(request.url):
            raise Barred(not_article(Reason.OFF_SITE))
        run = getattr(spider, "run", None)
        if run is not None and not request.meta.get("is_seed") and run.leads_nowhere(spider.name, request.url):
            raise Barred(left(Left.BUDGET))


def bar_if_closing(spider: Any) -> None:
    """Raise `Barred` where the spider's run begins nothing new any more."""
    run = getattr(spider, "run", None)
    if run is not None and run.is_closing():
        raise Barred(left(run.closing or Left.BUDGET))


class PermissionMiddleware:
    """Obeys robots.txt (RFC 9309), and notes what publishers reserve; the operator may want that skipped.

    A missing robots.txt (4xx) allows everything; one that can't be had (429, 5xx, error, redirect off http, cut short,
    endless) forbids everything for this run; a host that is down is told as such.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        own = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"] or ""
        self.agents = tuple(dict.fromkeys(filter(None, (PRODUCT, product_token(own)))))
        """The names that a site owner may call us by: our own, and the one that the operator sends."""
        self._own: Policies | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of *crawler*."""
        return cls(crawler)

    @property
    def policies(self) -> Policies:
        """Those of the run; Scrapy's own spiders have theirs for themselves."""
        run = getattr(self.crawler.spider, "run", None)
        if run is not None:
            return run.policies  # type: ignore[no-any-return]
        self._own = self._own or Policies()
        return self._own

    async def process_request(self, request: Request) -> None:
        """Raise `Barred` where the request is not permitted."""
        if request.meta.get("is_policy"):
            return
        state = await self.robots(request.url)
        outcome = state.outcome(request.url, self.agents)
        if outcome is not None:
            raise Barred(outcome, is_passing=state.bar is not None, detail=state.bar.detail if state.bar else "")
        if not request.meta.get("is_seed"):
            await self._note_opt_outs(request, state)
        bar_if_closing(self.crawler.spider)

    async def robots(self, url: str) -> RobotsState:
        """Return the rules of *url*'s origin."""
        state = await self.policies.robots(url, self._fetch)
        delay = max(state.robots.crawl_delay(agent) or 0.0 for agent in self.agents)
        gate = gate_of(self.crawler.spider)
        if gate is not None:
            gate.slow_down(url, delay)
        return state

    async def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that robots.txt of *url*'s origin names."""
        return list((await self.robots(url)).robots.sitemaps)

    async def _note_opt_outs(self, request: Request, state: RobotsState) -> None:
        """Put into the request's meta what its publisher reserves; raise `Barred` where such pages are skipped."""
        opt_outs: tuple[OptOut, ...] = state.robots.opt_outs(request.url)
        if state.outcome(origin_of(request.url) + TDMREP_PATH, self.agents) is None:
            opt_outs += (await self.policies.tdmrep(request.url, self._fetch)).opt_outs(request.url)
        request.meta["opt_outs"] = opt_outs
        if opt_outs and getattr(self.crawler.spider, "opt_out_policy", None) == SKIP:
            raise Barred(refused(Refusal.TDM), opt_outs=opt_outs)

    async def _fetch(self, url: str, headers: Mapping[str, str]) -> Page | Bar:
        """Fetch a policy file through all other doors."""
        request = Request(
            url,
            priority=1000,
            callback=NO_CALLBACK,
            dont_filter=True,
            headers=dict(headers),
            meta={
                "is_policy": True,
                "dont_redirect": not url.endswith(ROBOTS_PATH),  # of which alone RFC 9309 says that it may lead away
                "download_maxsize": POLICY_MAX_BYTES,
                "download_timeout": min(POLICY_TIMEOUT_SECONDS, self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")),
            },
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever kept the file from us: RFC 9309, 2.3.1.4, complete disallow
            detail = str(error) if isinstance(error, Barred) else f"{type(error).__name__}: {error}"
            return Bar(_bar_of(outcome_of_error(error)), detail)
        if response.status == 304 and not is_conditional(response):
            return Bar(refused(Refusal.ROBOTS), f"{url} is not modified, and nobody asked")
        return page_of(response, utc_now())


def _bar_of(outcome: Outcome) -> Outcome:
    """Return what an origin's URLs come to where its robots.txt failed so: told as refused, unless the host is down."""
    is_down = outcome.kind is OutcomeKind.FAILED and outcome.reason in _DOWN
    return outcome if is_down or outcome.kind is not OutcomeKind.FAILED else refused(Refusal.ROBOTS)


_DOWN = frozenset({Failure.DNS, Failure.CONNECTION, Failure.TIMEOUT, Failure.TLS})
