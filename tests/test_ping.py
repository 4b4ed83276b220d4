"""A monitor is told that a run has ended, and nobody else is."""

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from newsspider.config import Config
from newsspider.ping import ping

REPORT = {"run": 7, "exit": 0, "new": 3}


class Monitor:
    """Takes one request and answers it with *status*."""

    def __init__(self, status: str = "200 OK", **headers: str) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.heard = b""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._answer = f"HTTP/1.1 {status}\r\n{lines}Content-Length: 0\r\n\r\n".encode()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            peer, _ = self._listener.accept()
        except OSError:
            return
        with peer:
            while b"}" not in self.heard:
                self.heard += peer.recv(65_536)
            peer.sendall(self._answer)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    monitor = Monitor()
    yield monitor
    monitor.close()


def test_a_monitor_gets_the_runs_counts(monitor):
    problem = ping(Config(ping=f"http://127.0.0.1:{monitor.port}/cron?job=news"), REPORT)

    head, _, body = monitor.heard.partition(b"\r\n\r\n")
    assert problem is None
    assert head.startswith(b"POST /cron?job=news HTTP/1.1\r\n")
    assert json.loads(body) == REPORT


def test_without_a_monitor_nothing_is_sent():
    assert ping(Config(), REPORT) is None


def test_a_redirect_is_told_and_not_followed(monitor):
    away = Monitor("302 Found", Location=f"http://127.0.0.1:{monitor.port}/")

    problem = ping(Config(ping=f"http://127.0.0.1:{away.port}/"), REPORT)
    away.close()

    assert problem is not None
    assert "302" in problem
    assert monitor.heard == b""


@pytest.mark.parametrize(
    "host",
    ["127.1", "0x7f000001", "2130706433", "017700000001", "0.0.0.0", "[::ffff:127.0.0.1]", "127.0.0.1", "localhost"],
)
def test_an_address_that_is_not_allowed_is_not_asked(monitor, host):
    problem = ping(Config(ping=f"http://{host}:{monitor.port}/", allow=()), REPORT)

    assert problem is not None
    assert "allow" in problem or "public" in problem
    assert monitor.heard == b""


def test_a_monitor_that_is_down_costs_one_line():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    problem = ping(Config(ping=f"http://127.0.0.1:{port}/"), REPORT)

    assert problem is not None
    assert "\n" not in problem
