"""Scrapy's download handler behind the guard: no connection to an address that is neither public nor allowed."""

# ruff: noqa: N802 - Twisted's names

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urldefrag

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet._resolver import GAIResolver
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.web.client import URI, Agent
from twisted.web.client import Response as TxResponse
from twisted.web.iweb import UNKNOWN_LENGTH
from zope.interface import implementer  # type: ignore[import-untyped]

from newsspider.answer import Barred
from newsspider.article import Refusal
from newsspider.gate import Gate, Held, gate_of
from newsspider.guard import Guard, RefusedAddress, is_public, refusal
from newsspider.ledger import left, refused
from newsspider.politeness import Manners
from newsspider.room import ROOM_BYTES
from newsspider.transfer import (
    BadAnswer,
    BodyReader,
    BoundedFactory,
    CountingPool,
    Exchange,
    abort,
    keep_place,
    leave_place,
)


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Downloads over HTTP/1.1 what the guard lets through, within the bounds of `transfer`.

    Settings: ``NEWSSPIDER_ALLOW`` (list of ``host:port``), ``NEWSSPIDER_PROXY`` (URL of a proxy, which then guards
    itself; literal addresses are refused all the same).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard = Guard.parse(crawler.settings.getlist("NEWSSPIDER_ALLOW"))
        self._proxy: str | None = crawler.settings.get("NEWSSPIDER_PROXY")
        self._delay_seconds = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._own_gate = Gate()
        self._pool._factory = BoundedFactory
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._leave_place, signal=signal)

    async def download_request(self, request: Request) -> Response:
        """Return the answer to *request*; note in its ``meta["newsspider_bytes"]`` how much came, also on failure.

        Raises `Barred` where the guard refuses, `BadAnswer`, or Scrapy's errors of a download.
        """
        try:
            self._guard.check(request.url)
            return await self._in_turn(request)
        except RefusedAddress as error:
            raise Barred(refused(Refusal.GUARD), detail=str(error)) from error
        except Held as held:
            raise Barred(left(held.reason), is_passing=True) from held

    async def _in_turn(self, request: Request) -> Response:
        """Ask when it is this request's turn at its host; tell the gate what came of it."""
        exchange = Exchange()
        async with self._gate().turn(request.url, self._manners()) as turn:
            self._count(request)
            try:
                response = await self._transfer(request, exchange)
                self._note_answer()
                retry_after = response.headers.get("Retry-After")
                turn.heard(
                    response.status,
                    retry_after=None if retry_after is None else retry_after.decode("latin-1"),
                    latency_seconds=request.meta.get("download_latency", 0.0),
                )
                if exchange.place is not None:
                    keep_place(response, exchange.place, more_bytes=self._unpacked_bytes(request, response))
                return response
            except BaseException:
                if exchange.place is not None:
                    exchange.place.leave()
                raise
            finally:
                turn.received_bytes = request.meta["newsspider_bytes"] = exchange.received

    def _leave_place(self, response: object) -> None:
        """What came of *response* is stored: who waits need not wait until the last reference to it is gone."""
        if isinstance(response, Response):
            leave_place(response)

    def _unpacked_bytes(self, request: Request, response: Response) -> int:
        """Return what *response* may unpack to."""
        most: int = request.meta.get("download_maxsize", self._default_maxsize)
        return most or ROOM_BYTES if "Content-Encoding" in response.headers else 0

    def _count(self, request: Request) -> None:
        """Count a request that is no article page, and is made now; retries and redirects are among them."""
        spider = self._crawler.spider
        run = getattr(spider, "run", None)
        if run is not None and spider is not None and (request.meta.get("is_seed") or request.meta.get("is_policy")):
            run.ledger.site(spider.name).seed_requests += 1

    def _note_answer(self) -> None:
        """The site's server is there, whatever it says."""
        spider = self._crawler.spider
        run = getattr(spider, "run", None)
        if run is not None and spider is not None:
            run.ledger.site(spider.name).has_answered = True

    def _gate(self) -> Gate:
        """Return the gate of the run; Scrapy's own spiders have theirs for themselves."""
        gate = gate_of(self._crawler.spider)
        return self._own_gate if gate is None else gate

    def _manners(self) -> Manners:
        spider = self._crawler.spider
        own = Manners(site=spider.name if spider else "-", delay_seconds=self._delay_seconds, is_adaptive=False)
        return getattr(spider, "manners", own)

    async def _transfer(self, request: Request, exchange: Exchange) -> Response:
        if self._proxy:
            request.meta["proxy"] = self._proxy
        agent = _GuardedAgent(
            guard=self._guard,
            exchange=exchange,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=CountingPool(self._pool, exchange),
            maxsize=self._default_maxsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except DownloadFailedError as error:
            for failure in getattr(error.__cause__, "reasons", ()):
                if isinstance(failure.value, BadAnswer):  # it was our own decision to end the answer
                    raise failure.value from error
            raise


class _GuardedAgent(_ScrapyAgent):
    """Makes one request, connected through `_GuardedReactor` unless its server is allowed or a proxy is asked."""

    def __init__(self, *, guard: Guard, exchange: Exchange, **options: Any) -> None:
        super().__init__(**options)
        self._guard = guard
        self._exchange = exchange

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent = super()._get_agent(request, timeout)
        # the server as the agent itself will read it
        uri = URI.fromBytes(urldefrag(request.url)[0].encode("ascii"))  # type: ignore[no-untyped-call]
        if not request.meta.get("proxy") and not self._guard.allows(uri.host.decode("ascii"), uri.port):
            endpoints: Any = agent._endpointFactory
            endpoints._reactor = _GuardedReactor(endpoints._reactor)
        return agent

    def _cb_bodyready(self, txresponse: TxResponse, request: Request) -> Any:
        """Take the body in. Scrapy's own form, without its signals, which cost tens of microseconds a chunk."""
        length: Any = txresponse.length
        if length == 0:  # nothing would ever be delivered
            return super()._cb_bodyready(txresponse, request)
        max_bytes = request.meta.get("download_maxsize", self._maxsize)
        if max_bytes and length is not UNKNOWN_LENGTH and length > max_bytes:
            abort(txresponse)
            raise DownloadCancelledError(f"{length} bytes announced, {max_bytes} are taken")
        finished: Deferred[Any] = Deferred(lambda _: abort(txresponse))
        reader = BodyReader(
            finished=finished,
            exchange=self._exchange,
            timeout=lambda: self._timeout_cl,
            txresponse=txresponse,
            request=request,
            maxsize=max_bytes,
            warnsize=0,
            fail_on_dataloss=request.meta.get("download_fail_on_dataloss", self._fail_on_dataloss),
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        txresponse.deliverBody(reader)  # type: ignore[no-untyped-call]
        self._txresponse = txresponse
        return finished


@implementer(IReactorPluggableNameResolver)
class _GuardedReactor:
    """What an endpoint needs of the reactor, and no way to connect but to a public address.

    Endpoints look a name up first and connect to each address that comes back: what stands here is the address that the
    packet goes to, whoever resolved it.
    """

    def __init__(self, reactor: Any) -> None:
        self._connect = reactor.connectTCP
        self.nameResolver = reactor.nameResolver
        self.callLater = reactor.callLater
        self.seconds = reactor.seconds

    def connectTCP(self, host: str, port: int, *arguments: Any, **options: Any) -> Any:
        """Connect to *host*, or raise `RefusedAddress`."""
        if not is_public(host):
            raise refusal(host, port)
        return self._connect(host, port, *arguments, **options)


class Resolver(CachingHostnameResolver):
    """Looks names up for IPv4 and IPv6; whatever goes wrong there is a name without address.

    Scrapy's default knows IPv4 only. How long a look-up may take is bounded by the request's own timeout.
    """

    def __init__(self, reactor: Any, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.original_resolver: Any = GAIResolver(reactor, getaddrinfo=_look_up)


def _look_up(*arguments: Any, **options: Any) -> Any:
    """Return what `socket.getaddrinfo` does; raise `socket.gaierror` also for a name that can't be encoded."""
    try:
        return socket.getaddrinfo(*arguments, **options)
    except (OSError, UnicodeError) as error:
        raise socket.gaierror(socket.EAI_NONAME, "no such name") from error
