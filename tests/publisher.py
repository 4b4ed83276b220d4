"""A publisher on loopback who keeps a log: when each request came, and when its answer was about to be whole."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from tests.rawserver import answer

Pieces = Iterable[bytes]
Answer = bytes | Pieces | Callable[["Asked"], "bytes | Pieces"]

ROBOTS = "/robots.txt"
FEED = "/feed/"
OPEN = answer("User-agent: *\nAllow: /\n")
TALE = (
    "The ferry to isle {0} sails again after the storm number {0}, with a new captain at the helm and a crew of ten. "
)


@dataclass(slots=True)
class Asked:
    """One request."""

    moment: float
    """When its head was read, on the steady clock: never before it was sent, never after it was answered."""
    path: str
    head: str
    """Request line and headers."""
    answered: float = 0.0
    """Right before the last piece of the answer was sent; 0 until then."""


class Reset(Exception):
    """Raised in place of an answer: the connection is torn down."""


class Publisher:
    """Serves `pages` by path, piece by piece where an answer is no plain bytes; else a 404. A context manager."""

    def __init__(self, pages: dict[str, Answer] | None = None) -> None:
        self.pages: dict[str, Answer] = {} if pages is None else pages
        self.log: list[Asked] = []
        self.most_at_once = 0
        self.busy = 0
        self.changed = threading.Condition()
        self._server = _server_of(self)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"
        self.feed_url = self.url + FEED

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.log]

    @property
    def stories(self) -> list[str]:
        """The stories that were asked for, in order."""
        return [path for path in self.paths if path.startswith("/2026/")]

    @property
    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        moments = [asked.moment for asked in self.log]
        return [after - before for before, after in pairwise(moments)]

    def publish(self, paths: Sequence[str], *, feed: str = FEED, lines: int = 3) -> None:
        """Put a story on each of *paths*, and a *feed* that names them."""
        self.pages |= {path: answer(story(number, lines)) for number, path in enumerate(paths)}
        self.pages[feed] = feed_of(self.url + path for path in paths)

    def begin(self) -> None:
        with self.changed:
            self.busy += 1
            self.most_at_once = max(self.most_at_once, self.busy)
            self.changed.notify_all()

    def end(self) -> None:
        with self.changed:
            self.busy -= 1


def _server_of(publisher: Publisher) -> socketserver.ThreadingTCPServer:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head: list[str] = []
            while (line := self.rfile.readline().decode("latin-1").strip()) and len(head) < 100:
                head.append(line)
            if not head:
                return
            asked = Asked(time.monotonic(), head[0].split()[1], "\n".join(head))
            publisher.log.append(asked)
            publisher.begin()
            try:
                last = self._send_all_but_last(asked)
            except Reset:
                abandon(self.connection)
                last = b""
            publisher.end()
            asked.answered = time.monotonic()
            send(self.connection, last)

        def _send_all_but_last(self, asked: Asked) -> bytes:
            page = publisher.pages.get(asked.path, answer("not here", status="404 Not Found"))
            pieces = page(asked) if callable(page) else page
            last = b""
            for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                send(self.connection, last)
                last = piece
            return last

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    return Server(("127.0.0.1", 0), Handler)


def send(connection: socket.socket, piece: bytes) -> None:
    """Send *piece*; a client that went away need not have it."""
    try:
        connection.sendall(piece)
    except OSError:
        return


def abandon(connection: socket.socket) -> None:
    """Close *connection* with a reset and no farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def story(number: int, lines: int = 3) -> str:
    """Return a page with an article that no other number has."""
    text = "".join(f"<p>{TALE.format(number * 100 + line) * 3}</p>" for line in range(lines))
    head = f"<html><head><title>The ferry to isle {number} sails</title></head>"
    return f"{head}<body><article><h1>The ferry to isle {number} sails</h1>{text}</article></body></html>"


def feed_of(urls: Iterable[str]) -> bytes:
    """Return a feed of *urls*."""
    items = "".join(f"<item><title>Ferry</title><link>{url}</link></item>" for url in urls)
    return answer(f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>', Content_Type="text/xml")
