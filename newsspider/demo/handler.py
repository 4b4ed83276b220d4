"""HTTP as a well-kept news site speaks it: validators, gzip, HEAD, keep-alive; on 127.0.0.1 only."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=UTF-8"
_WORTH_PACKING_BYTES = 400
_IDLE_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What a site answers at one path."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    """When it last changed, aware; ``None`` where the site gives no validators."""
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.body).hexdigest()[:20]
        object.__setattr__(self, "etag", f'W/"{digest}"')

    @property
    def has_validators(self) -> bool:
        """Whether a client may ask for it conditionally."""
        return self.modified is not None and self.status == 200

    @property
    def last_modified(self) -> str:
        """Value of the Last-Modified header; empty where there is none."""
        return format_datetime(self.modified.astimezone(UTC), usegmt=True) if self.modified else ""


def redirect(url: str, status: int = 301) -> Resource:
    """Return the answer that sends a client on to *url*."""
    return Resource(body=b"", status=status, headers=(("Location", url),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a request handler asks of the demo."""

    answer: Callable[[str], Resource]
    """Path with query string in, resource out."""
    record: Callable[[str, str, int], None]
    """Called with method, path and status before the answer is sent."""
    delay_seconds: float = 0.0


class SiteServer(ThreadingHTTPServer):
    """One site's HTTP server on 127.0.0.1; it answers from `start` to `stop`.

    It takes *port* where nobody has it, else a free one.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, desk: Desk, *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler, bind_and_activate=False)
        self._bind(port)
        self.desk = desk
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def _bind(self, port: int) -> None:
        try:
            self.server_bind()
        except (OSError, OverflowError):
            if not port:
                raise
            self.server_address = ("127.0.0.1", 0)
            self.server_bind()
        self.server_activate()

    @property
    def base_url(self) -> str:
        """Origin without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End the server, and the connections that clients keep alive; its threads are gone on return."""
        self.shutdown()
        self._thread.join()
        with self._open_lock:
            for connection in self._open:
                _hang_up(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection before its thread begins."""
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and close it."""
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away in mid-answer is no fault of the demo."""


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client was faster


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the server's desk."""

    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1
    server: SiteServer

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        desk = self.server.desk
        if desk.delay_seconds:
            time.sleep(desk.delay_seconds)
        resource = desk.answer(self.path)
        status = 304 if self._is_fresh(resource) else resource.status
        desk.record(self.command, self.path, status)
        self._send(resource, status)

    def _is_fresh(self, resource: Resource) -> bool:
        """Whether the client holds this very resource; an ETag outranks a date (RFC 9110, 13.1.3)."""
        if not resource.has_validators or resource.modified is None:
            return False
        if known := self.headers.get("If-None-Match"):
            return known.strip() == "*" or resource.etag in [tag.strip() for tag in known.split(",")]
        since = _read_date(self.headers.get("If-Modified-Since"))
        return since is not None and resource.modified.replace(microsecond=0) <= since

    def _send(self, resource: Resource, status: int) -> None:
        packed = self._is_packed(resource)
        body = gzip.compress(resource.body, 6, mtime=0) if packed else resource.body
        self.send_response(status)
        if resource.has_validators:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", resource.last_modified)
        for name, value in resource.headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Vary", "Accept-Encoding")
            if packed:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if status != 304 and self.command != "HEAD":
            self.wfile.write(body)

    def _is_packed(self, resource: Resource) -> bool:
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        is_coded = any(name.lower() == "content-encoding" for name, _ in resource.headers)
        return accepted and not is_coded and len(resource.body) >= _WORTH_PACKING_BYTES

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the parent's own name
        """Write nothing to the terminal; the desk records."""


def _read_date(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
