"""A server that answers with exactly the bytes it is given: broken transfers, odd statuses, what no library sends."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from typing import Self

Answer = bytes | Callable[[str], bytes]


def answer(body: bytes | str = b"", *, status: str = "200 OK", promised: int | None = None, **headers: str) -> bytes:
    """Return an HTTP answer; *promised* is the Content-Length that it claims."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw) if promised is None else promised}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


class RawServer:
    """Serves *pages* by path; anything else is a 404. A context manager."""

    def __init__(self, pages: dict[str, Answer] | None = None) -> None:
        self.pages: dict[str, Answer] = pages or {}
        self.requests: list[tuple[str, str]] = []
        """Path and header lines of every request, in order."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                head = []
                while (line := self.rfile.readline().decode("latin-1").strip()) and len(head) < 100:
                    head.append(line)
                if head:
                    path = head[0].split()[1]
                    outer.requests.append((path, "\n".join(head)))
                    page = outer.pages.get(path, answer("not here", status="404 Not Found"))
                    self.wfile.write(page(path) if callable(page) else page)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]
