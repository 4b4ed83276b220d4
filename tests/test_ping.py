"""A monitor is told that a run has ended, and nobody else is."""

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from newsspider.config import Config
from newsspider.ping import ping
from tests.waiting import wait_until

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
    [
        "127.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
        "127.0.0.1",
        "localhost",
        "127.0.0.1.",
        "localhost.",
        "127.0.1",
        "[::ffff:7f00:1]",
    ],
)
def test_an_address_that_is_not_allowed_is_not_asked(monitor, host):
    problem = ping(Config(ping=f"http://{host}:{monitor.port}/", allow=()), REPORT)

    assert problem is not None
    assert "allow" in problem or "public" in problem
    assert monitor.heard == b""


class Dripper:
    """Sends *head* and then *drop* again and again, until nobody listens any more or it has done so for long enough.

    Each drop comes before a socket gives up waiting for it.
    """

    def __init__(self, head: bytes, drop: bytes, tail: bytes) -> None:
        self._answer = head, drop, tail
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        head, drop, tail = self._answer
        peer, _ = self._listener.accept()
        try:
            with peer:
                peer.sendall(head)
                for _ in range(200):
                    peer.sendall(drop)
                    threading.Event().wait(DEADLINE_SECONDS / 5)
                peer.sendall(tail)
        except OSError:  # shut: what is hoped for
            pass

    def close(self) -> None:
        self._listener.close()
        self._thread.join()


DEADLINE_SECONDS = 0.25
DRIPS = {
    "headers": (b"HTTP/1.1 200 OK\r\nA: ", b"a", b"\r\nContent-Length: 0\r\n\r\n"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "handshake": (b"\x16\x03\x03\x40\x00", b"\x02", b""),
}


@pytest.mark.parametrize("what", DRIPS)
def test_a_monitor_that_drips_is_left_alone_at_the_deadline(what):
    dripper = Dripper(*DRIPS[what])
    scheme = "https" if what == "handshake" else "http"

    problem = ping(Config(ping=f"{scheme}://127.0.0.1:{dripper.port}/"), REPORT, timeout_seconds=DEADLINE_SECONDS)

    assert problem is not None
    assert problem.startswith("the ping was not delivered: ")
    assert wait_until(lambda: not is_pinging())
    dripper.close()


def test_a_name_that_is_looked_up_for_ever_is_not_waited_for(monitor, monkeypatch):
    look_up, is_resolved = socket.getaddrinfo, threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *of, **more: is_resolved.wait(20) and look_up(*of, **more))

    problem = ping(Config(ping=f"http://127.0.0.1:{monitor.port}/"), REPORT, timeout_seconds=DEADLINE_SECONDS)
    was_waiting = is_pinging()
    is_resolved.set()

    assert problem == "the ping was not delivered: no answer within 0.25 s"
    assert was_waiting
    assert wait_until(lambda: not is_pinging())
    assert monitor.heard == b""


def is_pinging() -> bool:
    return any(thread.name == "ping" for thread in threading.enumerate())


def test_a_monitor_that_is_down_costs_one_line():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    problem = ping(Config(ping=f"http://127.0.0.1:{port}/"), REPORT)

    assert problem is not None
    assert "\n" not in problem
