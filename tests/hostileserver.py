"""Hostile sites: servers that answer in every way that an honest one does not, and feeds that lead to all of them."""

from __future__ import annotations

import gzip
import itertools
import random
import re
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from typing import Self

from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]

from tests import hostile

SPELLINGS = ("127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]")
DRIBBLE_SECONDS = 0.05
BOMB_BYTES = 100_000_000
HTML = b"Content-Type: text/html\r\n"
XML = b"Content-Type: application/xml\r\n"
NOISE = random.Random(2026).randbytes(100_000)


class Peer:
    """A client at the other end of a connection."""

    def __init__(self, connection: socket.socket, path: str, url: str, is_over: threading.Event) -> None:
        self.path = path
        self.url = url
        """Of the server."""
        self.send = connection.sendall
        self.pause = is_over.wait
        """Waits for so many seconds; true once the server is to end."""
        self._connection = connection

    def reset(self) -> None:
        """Break the connection off, so that the client sees an error and no end."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


Way = Callable[[Peer], None]
"""One way to answer."""


class WayServer:
    """Answers *ways* by path, to any path that begins so; others with 404. A context manager."""

    def __init__(self, ways: Mapping[str, Way]) -> None:
        self.ways = dict(ways)
        self._is_over = threading.Event()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                try:
                    path = outer._path(self.rfile)
                    outer._way(path)(Peer(self.connection, path, outer.url, outer._is_over))
                except OSError:
                    return

            def finish(self) -> None:
                try:
                    super().finish()
                except (OSError, ValueError):
                    return

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()

    def _path(self, lines: object) -> str:
        head = list(itertools.islice(iter(lines.readline, b"\r\n"), 100))  # type: ignore[attr-defined]
        words = head[0].split() if head and head[0] else [b"GET", b"/"]
        return words[1].decode("latin-1") if len(words) > 1 else "/"

    def _way(self, path: str) -> Way:
        names = (path, path[: path.find("/", 1) + 1])
        return next((self.ways[name] for name in names if name in self.ways), NOT_HERE)


def raw(answer: bytes | Callable[[], bytes]) -> Way:
    """Send exactly that."""
    return lambda peer: peer.send(answer if isinstance(answer, bytes) else answer())


def body(content: bytes | Callable[[], bytes], headers: bytes = HTML, status: bytes = b"200 OK") -> Way:
    """Send *content*, which is made once, as an honest server would."""
    made = content if callable(content) else lambda: content
    make = cache(made)

    def send(peer: Peer) -> None:
        bytes_ = make()
        head = b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n" % (status, len(bytes_), headers)
        peer.send(head)
        peer.send(bytes_)

    return send


def here(content: Callable[[str], bytes], headers: bytes = XML) -> Way:
    """Send what *content* makes of the server's own URL."""
    return lambda peer: body(content(peer.url), headers)(peer)


def at_home(content: Callable[[], bytes]) -> Way:
    """Send *content* with its addresses on the server itself."""
    return here(lambda url: content().replace(b"https://isle.example", url.encode()), b"")


def endless(head: bytes, piece: bytes) -> Way:
    def send(peer: Peer) -> None:
        peer.send(head)
        while not peer.pause(0):
            peer.send(piece)

    return send


def dribble(head: bytes, letter: bytes) -> Way:
    """Send *head* at once, and a *letter* at a time from then on."""

    def send(peer: Peer) -> None:
        peer.send(head)
        while not peer.pause(DRIBBLE_SECONDS):
            peer.send(letter)

    return send


def broken(part: bytes) -> Way:
    def send(peer: Peer) -> None:
        peer.send(part)
        peer.reset()

    return send


def silence(peer: Peer) -> None:
    while not peer.pause(1):
        pass


def long_body(megabytes: int, *, is_announced: bool) -> Way:
    piece = b"<p>The ferry to the islands runs again after the storm.</p>" * 2_000

    def send(peer: Peer) -> None:
        length = b"Content-Length: %d\r\n" % (megabytes * 1_000_000) if is_announced else b""
        peer.send(OK + length + b"\r\n")
        for _ in range(megabytes * 1_000_000 // len(piece)):
            peer.send(piece)

    return send


def redirect(to: str, status: bytes = b"302 Found") -> Way:
    return raw(b"HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, to.encode("utf-8")))


def sitemap_of_sitemaps(peer: Peer) -> None:
    """Name ten more of its kind, wherever it is asked for."""
    children = (f"{peer.url}/maze/{index}{peer.path[6:]}" for index in range(10))
    listing = "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children)
    body(f"<sitemapindex>{listing}</sitemapindex>".encode(), XML)(peer)


@cache
def zeros() -> bytes:
    return bytes(BOMB_BYTES)


@cache
def brotli_bomb() -> bytes:
    return brotli.compress(zeros(), quality=1)  # type: ignore[no-any-return]


def packed(codings: bytes, content: Callable[[], bytes]) -> Way:
    return body(content, HTML + b"Content-Encoding: " + codings + b"\r\n")


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NOT_HERE = body(b"not here", status=b"404 Not Found")
GOOD_PAGE = hostile.page()

TRANSFERS: dict[str, Way] = {
    "no end of headers": endless(OK, b"X-Ferry: sails\r\n" * 500),
    "a header without end": endless(OK + b"X-Ferry: ", b"sails " * 5_000),
    "an endless body": endless(OK + b"\r\n", b"<p>The ferry sails." * 2_000),
    "an endless body of chunks": endless(CHUNKED, b"4000\r\n" + b"x" * 0x4000 + b"\r\n"),
    "endless tiny chunks": endless(CHUNKED, b"1\r\nx\r\n" * 2_000),
    "an endless chunk extension": endless(CHUNKED + b"1;", b"a" * 20_000),
    "an endless chunk size": endless(CHUNKED, b"0" * 20_000),
    "endless trailers": endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-Ferry: sails\r\n" * 500),
    "a flood of early hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n" * 300),
    "a flood of continues": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    "dribbling headers": dribble(b"HTTP/1.1 200 OK\r\n", b"X-Ferry: sails\r\n"),
    "a dribbling header": dribble(b"HTTP/1.1 200 OK\r\nX-Ferry: ", b"s"),
    "a dribbling body": dribble(OK + b"\r\n<html>", b" "),
    "dribbling chunks": dribble(CHUNKED, b"1\r\nx\r\n"),
    "silence": silence,
    "a reset": broken(b""),
    "a reset in the headers": broken(OK),
    "a reset in the body": broken(OK + b"Content-Length: 90000\r\n\r\n" + GOOD_PAGE),
    "an early end": raw(OK + b"Content-Length: 90000\r\n\r\n" + GOOD_PAGE),
    "nothing": raw(b""),
    "noise": raw(NOISE),
    "TLS": raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + NOISE[:600]),
    "a TLS alert": raw(b"\x15\x03\x01\x00\x02\x02\x0a"),
    "no headers": raw(GOOD_PAGE),
    "zeros": endless(b"", bytes(20_000)),
    "line ends": endless(b"", b"\r\n" * 10_000),
    "200 MB announced": long_body(200, is_announced=True),
    "200 MB": long_body(200, is_announced=False),
    "20 MB announced": long_body(20, is_announced=True),
    "20 MB": long_body(20, is_announced=False),
    "a gzip bomb": packed(b"gzip", lambda: gzip.compress(zeros(), 6)),
    "a gzip bomb in a gzip bomb": packed(b"gzip, gzip", lambda: gzip.compress(gzip.compress(zeros(), 6), 6)),
    "a deflate bomb": packed(b"deflate", lambda: gzip.zlib.compress(zeros(), 6)),  # type: ignore[attr-defined]
    "a brotli bomb": packed(b"br", brotli_bomb),
    "a zstd bomb": packed(b"zstd", lambda: zstd.compress(zeros())),
    "a million gzip members": packed(b"gzip", lambda: gzip.compress(b"") * 500_000),
    "a zstd window of 2 GB": packed(b"zstd", lambda: b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x02\x00\x00x" * 100),
    "fifty codings": packed(b"gzip, " * 49 + b"gzip", lambda: gzip.compress(GOOD_PAGE)),
    "no gzip": packed(b"gzip", lambda: GOOD_PAGE),
    "unknown codings": packed(b"ferry, sails", lambda: GOOD_PAGE),
    "a negative length": raw(OK + b"Content-Length: -5\r\n\r\n" + GOOD_PAGE),
    "an absurd length": raw(OK + b"Content-Length: " + b"9" * 4_000 + b"\r\n\r\n" + GOOD_PAGE),
    "a length of words": raw(OK + b"Content-Length: many\r\n\r\n" + GOOD_PAGE),
    "two lengths": raw(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + GOOD_PAGE),
    "a negative chunk": raw(CHUNKED + b"-5\r\n" + GOOD_PAGE),
    "a chunk of 16 EB": endless(CHUNKED + b"FFFFFFFFFFFFFFFF\r\n", b"x" * 20_000),
    "two transfer codings": raw(OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + GOOD_PAGE),
    "an unknown transfer coding": raw(OK + b"Transfer-Encoding: ferry\r\n\r\n" + GOOD_PAGE),
    "400 cookies": body(GOOD_PAGE, HTML + b"".join(b"Set-Cookie: a%d=%s\r\n" % (n, b"x" * 100) for n in range(400))),
    "a cookie of 60 kB": body(GOOD_PAGE, HTML + b"Set-Cookie: a=" + b"x" * 60_000 + b"\r\n"),
    "a content type of 60 kB": body(GOOD_PAGE, b"Content-Type: text/html;" + b" a=b;" * 12_000 + b"\r\n"),
    "a charset of 10 kB": body(GOOD_PAGE, b"Content-Type: text/html; charset=" + b"x" * 10_000 + b"\r\n"),
    "a lying charset": body(GOOD_PAGE, b"Content-Type: text/html; charset=utf-16\r\n"),
    "an odd charset": body(GOOD_PAGE, b"Content-Type: text/html; charset=utf-7\r\n"),
    "a charset that is none": body(GOOD_PAGE, b"Content-Type: text/html; charset=rot13\r\n"),
    "an image": body(NOISE, b"Content-Type: image/jpeg\r\n"),
    "an image by another name": body(b"\xff\xd8\xff\xe0" + NOISE),
    "an absurd ETag": body(GOOD_PAGE, HTML + b'ETag: "' + b"e" * 50_000 + b'"\r\n'),
    "an absurd date": body(GOOD_PAGE, HTML + b"Last-Modified: " + b"1" * 50_000 + b"\r\n"),
    "control codes in a header": body(GOOD_PAGE, HTML + b"ETag: \x1b[2J\x00\x07\r\n"),
    "an absurd status": raw(b"HTTP/1.1 99999999999 Ferry\r\nContent-Length: 0\r\n\r\n"),
    "a status of words": raw(b"HTTP/1.1 ferry sails\r\nContent-Length: 0\r\n\r\n"),
    "an absurd version": raw(b"HTTP/99.99 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "a reason of 50 kB": raw(b"HTTP/1.1 200 " + b"O" * 50_000 + b"\r\nContent-Length: 0\r\n\r\n"),
    "not modified, unasked": raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "a part, unasked": body(GOOD_PAGE, status=b"206 Partial Content"),
    "no content with content": raw(b"HTTP/1.1 204 No Content\r\nContent-Length: 500\r\n\r\n" + GOOD_PAGE),
    "switching protocols": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: ferry\r\n\r\n" + NOISE),
    "an upgrade": body(GOOD_PAGE, HTML + b'Upgrade: h2c\r\nAlt-Svc: h3=":1"; ma=99999999999\r\n'),
    "a loop of redirects": lambda peer: redirect(peer.path)(peer),
    "redirects without end": lambda peer: redirect(peer.path + "x")(peer),
    "a redirect of 60 kB": redirect("/" + "x" * 60_000),
    "a redirect to nowhere": redirect(""),
    "a redirect to a file": redirect("file:///etc/passwd"),
    "a redirect to data": redirect("data:text/html,<p>ferry"),
    "a redirect to a script": redirect("javascript:alert(1)"),
    "a redirect to nonsense": redirect("http://[::1/\x7f:x"),
    "a redirect to a port that is none": redirect("http://127.0.0.1:99999999/"),
    "a redirect to a private network": redirect("http://10.0.0.1/"),
    "a redirect to the cloud's own address": redirect("http://169.254.169.254/latest/meta-data/"),
    **{f"a redirect to {name}": redirect(f"http://{name}:9/") for name in SPELLINGS},
}
"""What a server may do on the way; a feed names them as stories."""

PAGES: dict[str, Way] = {
    name: body(make) for name, make in {**hostile.FAMOUS, **hostile.RULES, **hostile.JSON_LD}.items()
} | {
    "15 MB of paragraphs": body(lambda: hostile.markup(15)),
    "a text node of 15 MB": body(lambda: hostile.page(article=hostile.paragraph("word " * 3_000_000))),
    "a text node of 50 MB": body(lambda: hostile.page(article=hostile.paragraph("word " * 10_000_000))),
    "15 MB of noise": body(lambda: NOISE * 150),
    "15 MB of zeros": body(bytes(15_000_000)),
}

SEEDS: dict[str, Way] = {name: at_home(make) for name, make in hostile.SEEDS.items()} | {
    "an endless feed": endless(OK + b"\r\n<rss><channel>", b"<item><link>/a</link></item>" * 1_000),
    "a dribbling feed": dribble(OK + b"\r\n<rss><channel>", b" "),
    "a feed of 60 MB": body(
        lambda: b"<rss><channel>" + b"<item><title>Ferry</title><link>/2026/11/03/ferry</link></item>" * 1_000_000, XML
    ),
    "a packed sitemap that swells": packed(b"gzip", lambda: gzip.compress(b"<urlset>" + zeros(), 6)),
    "a sitemap.xml.gz that swells": body(lambda: gzip.compress(b"<urlset>" + zeros(), 6), b""),
    "a sitemap.xml.gz of 500k addresses": body(
        lambda: gzip.compress(hostile.SEEDS["a sitemap of 500k addresses"](), 6), b""
    ),
    "/maze/": sitemap_of_sitemaps,
    "other worlds": here(lambda url: feed_of([*OTHER_WORLDS, *(f"http://{name}:9/ferry" for name in SPELLINGS)])),
    "a calendar": here(
        lambda url: feed_of([f"{url}/calendar/{1800 + n // 12}/{n % 12 + 1:02}/" for n in range(4_000)])
    ),
    "sessions": here(lambda url: feed_of([f"{url}/gone/{n:032x}/ferry?sid={n:032x}" for n in range(3_000)])),
}
"""What stands where a feed should. A name that is a path keeps it."""

OTHER_WORLDS = ("file:///etc/passwd", "javascript:alert(1)", "data:text/html,ferry", "//[", "http://", "ftp://x/y", "#")

ROBOTS: dict[str, Way] = {
    "429 for ever": raw(b"HTTP/1.1 429 Slow Down\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n"),
    "503 until a date": raw(
        b"HTTP/1.1 503 Busy\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n"
    ),
    "500": raw(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"),
    "a loop": lambda peer: redirect(peer.path)(peer),
    "elsewhere": redirect("http://169.254.169.254/robots.txt"),
    "a file": redirect("file:///etc/passwd"),
    "endless": endless(OK + b"\r\nUser-agent: *\n", b"Disallow: /a\n" * 2_000),
    "9 MB": body(lambda: b"User-agent: *\n" + b"Disallow: /a\n" * 700_000, b""),
    "7 MB": body(lambda: b"User-agent: *\n" + b"Disallow: /a\n" * 550_000, b""),
    "a bomb": packed(b"gzip", lambda: gzip.compress(zeros(), 6)),
    "wildcards": body(lambda: b"User-agent: *\n" + b"Disallow: /%sb\n" % (b"*a" * 100) * 2_500, b""),
    "a wildcard of 400 kB": body(lambda: b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"b\n", b""),
    "a thousand agents": body(lambda: b"".join(b"User-agent: a%d\n" % n for n in range(9_999)) + b"Allow: /\n", b""),
    "ten thousand sitemaps": body(lambda: b"".join(b"Sitemap: http://10.0.0.1/%d\n" % n for n in range(10_000)), b""),
    "a pause of years": body(b"User-agent: *\nCrawl-delay: 99999999999\n", b""),
    "dribbling": dribble(OK + b"\r\nUser-agent: *\n", b"#"),
    "silence": silence,
    "noise": raw(NOISE),
    "a reset": broken(b""),
    "cut short": raw(OK + b"Content-Length: 900\r\n\r\nUser-agent: *\n"),
}
"""What a server may do with robots.txt; each is a server of its own."""


def feed_of(urls: Sequence[str]) -> bytes:
    items = "".join(f"<item><title>The ferry sails</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>Isle</title>{items}</channel></rss>'.encode()


def slug(name: str) -> str:
    """Return the path at which *name* is served."""
    return name if name.startswith("/") else f"/{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}/"


class HostileSite:
    """Serves *stories*, named by a feed, *seeds*, and a server more for each of *robots*. A context manager."""

    def __init__(self, *, stories: Mapping[str, Way], seeds: Mapping[str, Way], robots: Mapping[str, Way]) -> None:
        self._seeds = {slug(name): way for name, way in seeds.items()}
        pages = {slug(name): way for name, way in stories.items()}
        listing = here(lambda url: feed_of([f"{url}{path}" for path in pages]))
        self._main = WayServer({**pages, **self._seeds, "/feed/": listing})
        listing = here(lambda url: feed_of([f"{url}/ferry-sails-{number}/" for number in range(3)]))
        self._others = [WayServer({"/robots.txt": way, "/feed/": listing}) for way in robots.values()]
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for server in (self._main, *self._others):
            self._open.enter_context(server)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def seeds(self) -> list[str]:
        """The feed of each server, and what looks like one."""
        feeds = [f"{server.url}/feed/" for server in (self._main, *self._others)]
        return feeds + [f"{self._main.url}{path}" for path in self._seeds]


def in_shares(ways: Mapping[str, Way], count: int) -> Iterator[dict[str, Way]]:
    """Deal *ways* out to *count* sites."""
    for number in range(count):
        yield dict(itertools.islice(ways.items(), number, None, count))
