"""How much a server may send in answer to one request, and how it is taken in: small bites, large ones into a `room`.

Twisted counts neither headers nor pieces (an endless header took 1.8 GB within six seconds), and Scrapy sends a signal
a piece: both are bounded here. A body is counted as it travels; `decompress` bounds what comes out of it.
"""

# ruff: noqa: N802 - Twisted's names

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ResponseReader,
)
from scrapy.exceptions import DownloadCancelledError, StopDownload
from scrapy.http import Response
from twisted.internet.base import DelayedCall
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HTTP11ClientProtocol
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import HTTPConnectionPool
from twisted.web.iweb import UNKNOWN_LENGTH, IResponse

from newsspider.room import LARGE_BYTES, MOST_WAIT_SECONDS, ROOM_BYTES, Place, Room

MAX_HEADER_BYTES = 64 * 1024
"""Of one answer, interim ones (1xx) counted in; browsers take 256 KiB, most servers' proxies 8 to 64."""
MAX_HEADER_LINES = 500
READ_BYTES = 16 * 1024
"""Read off a socket at once: in pieces of one byte each they keep the event loop for some 10 ms."""
MAX_PIECES = 100_000
"""Chunks of a body: 64 MiB in packets are 50,000; a body in chunks of a byte would take half a minute of CPU."""
LARGE_AT_ONCE = 2
"""Large bodies that are unpacked at once."""
LOOK_SECONDS = 1.0
"""So often is looked after those who wait for room."""


class BadAnswer(Exception):
    """An answer that no honest server gives; its URL comes to `failed(bad-response)`."""


@dataclass(slots=True)
class Exchange:
    """One request and what came back for it."""

    received: int = 0
    """Bytes of the answer, headers and packing counted in; those of TLS are not."""
    place: Place | None = None
    """Of a large body: had, or waited for."""
    is_reset: bool = False
    """Whether the connection ended otherwise than by the server closing it in good order."""


def _on_the_loop(function: Callable[..., object], *arguments: Any) -> None:
    from twisted.internet import reactor

    reactor.callFromThread(function, *arguments)


ROOM = Room(ROOM_BYTES, hand_over=_on_the_loop)
"""Of the whole process: memory is."""
_PLACES: WeakKeyDictionary[Response, Place] = WeakKeyDictionary()


def wish(size: int, granted: Callable[[], object], *, at_once: bool = False, room: Room = ROOM) -> Place:
    """Wish for a place as `Room.ask` does, and see to it that no wish waits for long."""
    place = room.ask(size, granted, at_once=at_once)
    if not place.is_granted and room not in _watched:
        _watched.add(room)
        _look_after(room, idle=0, returns=room.returns)
    return place


def _look_after(room: Room, *, idle: int, returns: int) -> None:
    """Grant what waited for too long, for as long as somebody waits.

    Tracebacks of errors may keep answers in circles. Garbage is collected where *idle* looks in a row found nothing
    given back, twice as many each time: the loop stands still meanwhile, unless it has nothing to do.
    """
    from twisted.internet import reactor

    def look() -> None:
        if not room.is_full:
            _watched.discard(room)
            return
        still = idle + 1 if room.returns == returns else 0
        _look_after(room, idle=still, returns=room.returns)
        room.hurry()
        if still > 1 and still.bit_count() == 1:
            reactor.callInThread(gc.collect)

    reactor.callLater(LOOK_SECONDS, look)  # type: ignore[arg-type]


_watched: set[Room] = set()


def keep_place(response: Response, place: Place, *, more_bytes: int = 0) -> None:
    """Let *place*, shrunk to what came and *more_bytes* to come out of it, last as long as *response*."""
    place.shrink(len(response.body) + more_bytes)
    _PLACES[response] = place


def leave_place(response: Response) -> None:
    """Give the place of *response* back: it was read, whoever refers to it still."""
    place = _PLACES.pop(response, None)
    if place is not None:
        place.leave()


def place_of(response: Response) -> Place | None:
    """Return the place of a large body."""
    return _PLACES.get(response)


class BodyReader(_ResponseReader):
    """Takes a body in, up to its bound; beyond it the connection is aborted and nothing is kept.

    A large one needs a place: until it has one it is paused, so that TCP holds the server back, and its time stands
    still, for twice the longest wait at most: *timeout* returns the call that ends it.
    """

    def __init__(
        self,
        *,
        finished: Deferred[Any],
        exchange: Exchange,
        timeout: Callable[[], DelayedCall],
        room: Room = ROOM,
        **options: Any,
    ) -> None:
        super().__init__(finished=finished, **options)
        self._exchange = exchange
        self._timeout = timeout
        self._room = room
        self._pieces = 0
        self._seconds_left: float | None = None

    def dataReceived(self, data: bytes) -> None:
        """Keep *data*."""
        if self._finished.called:
            return
        self._pieces += 1
        self._bytes_received += len(data)
        if self._maxsize and self._bytes_received > self._maxsize:
            self._abort(DownloadCancelledError(f"more than {self._maxsize} bytes"))
        elif self._pieces > MAX_PIECES:
            self._abort(BadAnswer(f"more than {MAX_PIECES} pieces"))
        else:
            self._bodybuf.write(data)
            if self._bytes_received > LARGE_BYTES and self._exchange.place is None:
                self._ask_for_room()

    def _ask_for_room(self) -> None:
        is_policy = bool(self._request.meta.get("is_policy"))
        place = self._exchange.place = wish(self._most_bytes(), self._go_on, at_once=is_policy, room=self._room)
        if not place.is_granted:
            call = self._timeout()
            self._seconds_left = call.getTime() - call.seconds()
            call.delay(2 * MOST_WAIT_SECONDS)
            self._txresponse._transport.pauseProducing()

    def _most_bytes(self) -> int:
        """Return what the body may come to, and what it unpacks to beside it."""
        length: Any = self._txresponse.length
        most = self._maxsize or self._room.most_bytes
        is_packed = self._txresponse.headers.hasHeader(b"Content-Encoding")
        return (most if length is UNKNOWN_LENGTH else length) + (most if is_packed else 0)

    def _go_on(self) -> None:
        if self._seconds_left is not None and not self._finished.called:
            self._timeout().reset(self._seconds_left)
            self._txresponse._transport.resumeProducing()

    def _finish_response(self, flags: list[str] | None = None, stop_download: StopDownload | None = None) -> None:
        """Hand the body over and keep nothing of it: readers and connections refer to each other for a while.

        A body without a length ends where the server closes the connection (RFC 9112, 6.3): it is whole if that was
        done in good order.
        """
        self._leave(only_wish=True)
        is_closed_in_order = flags == ["partial"] and not self._exchange.is_reset
        super()._finish_response(None if is_closed_in_order else flags, stop_download)
        self._bodybuf = BytesIO()

    def _abort(self, error: Exception) -> None:
        self._bodybuf = BytesIO()
        self._leave()
        abort(self._txresponse)
        self._finished.errback(error)

    def _leave(self, *, only_wish: bool = False) -> None:
        """Give the place back, or no more than the wish for one: what ends just beyond the bound is small enough."""
        place = self._exchange.place
        if place is not None and not (only_wish and place.is_granted):
            place.leave()
            self._exchange.place = None


def abort(response: Any) -> None:
    """End the connection of a Twisted *response* at once, with what is still under way."""
    connection = response._transport._producer
    if connection is not None:
        connection.abortConnection()


class _BoundedParser(_LenientHTTPClientParser):
    """Ends an answer whose headers don't end. The counts outlive interim answers, which make the rest anew."""

    MAX_LENGTH = MAX_HEADER_BYTES
    header_bytes = 0
    header_lines = 0

    def lineReceived(self, line: bytes) -> None:
        self.header_lines += 1
        self.header_bytes += len(line) + len(self.delimiter)
        if self.header_lines > MAX_HEADER_LINES or self.header_bytes > MAX_HEADER_BYTES:
            self.lineLengthExceeded(line)
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        raise BadAnswer(f"headers of more than {MAX_HEADER_LINES} lines or {MAX_HEADER_BYTES} bytes")


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """An HTTP/1.1 client that reads in small bites, counts, and aborts where an answer can't be meant."""

    exchange: Exchange | None = None
    """What is under way; counts the bytes."""

    def connectionMade(self) -> None:
        """Make the bites small, below TLS too."""
        super().connectionMade()
        socket: Any = self.transport
        while hasattr(socket, "wrappedProtocol"):
            socket = socket.transport
        socket.bufferSize = READ_BYTES

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        """Send *request*; return its answer."""
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _BoundedParser
        return answer

    def dataReceived(self, data: bytes) -> None:
        """Count *data* and read it."""
        if self.exchange is not None:
            self.exchange.received += len(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """Note how the connection ended, before whoever reads an answer hears of it."""
        if self.exchange is not None:
            self.exchange.is_reset = not isinstance(reason.value, ConnectionDone)
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _giveUp(self, reason: Failure) -> None:
        if not isinstance(reason.value, ConnectionDone) and self.transport is not None:
            self.transport.abortConnection()
        super()._giveUp(reason)  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes `BoundedProtocol`."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:
        """Return the protocol of a new connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class CountingPool:
    """The connection pool as one request sees it: whichever connection it gets counts for *exchange*."""

    def __init__(self, pool: HTTPConnectionPool, exchange: Exchange) -> None:
        self._pool = pool
        self._exchange = exchange
        self.persistent = pool.persistent

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[Any]:
        """Return a connection, kept or new."""
        counting: Any = _CountingEndpoint(endpoint, self)
        return self._pool.getConnection(key, counting).addCallback(self.count)

    def count(self, connection: Any) -> Any:
        """Let *connection* count; a kept one comes in a wrapper that makes a new one where it turns out dead."""
        getattr(connection, "_clientProtocol", connection).exchange = self._exchange
        return connection


class _CountingEndpoint:
    def __init__(self, endpoint: Any, pool: CountingPool) -> None:
        self._endpoint = endpoint
        self._pool = pool

    def connect(self, factory: Any) -> Deferred[Any]:
        connected: Deferred[Any] = self._endpoint.connect(factory)
        return connected.addCallback(self._pool.count)
