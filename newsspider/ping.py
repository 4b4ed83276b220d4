"""Tells a monitor that a run has ended: one POST with the run's counts, behind the same guard as the crawl.

Monitors of cron jobs (healthchecks.io and its kin) raise an alarm when the ping stays away.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from newsspider.config import Config
from newsspider.guard import Guard, RefusedAddress, is_public, loopback_hosts, refusal

TIMEOUT_SECONDS = 10.0


def ping(config: Config, report: Mapping[str, Any], *, timeout_seconds: float = TIMEOUT_SECONDS) -> str | None:
    """Send *report* to the configured URL; return what went wrong in one line, ``None`` where all is well.

    No redirect is followed, and no address that is neither public nor allowed is connected to. After *timeout_seconds*
    nothing is waited for any more: no look-up of the name, no handshake, no answer however it drips.
    """
    if config.ping is None:
        return None
    call = _Call(config, config.ping, report, timeout_seconds)
    try:
        threading.Thread(target=call.run, name="ping", daemon=True).start()  # nothing else leaves a look-up behind
        status = call.status.result(timeout_seconds)
    except TimeoutError as error:
        return f"the ping was not delivered: {str(error) or f'no answer within {timeout_seconds:g} s'}"
    except (RefusedAddress, OSError, http.client.HTTPException, ValueError, RuntimeError) as error:
        return f"the ping was not delivered: {error}"
    finally:
        call.end()
    return None if 200 <= status < 300 else f"the ping was answered with status {status}"


class _Call:
    """One POST, made in a thread of its own, that another thread may end."""

    def __init__(self, config: Config, url: str, report: Mapping[str, Any], timeout_seconds: float) -> None:
        self.status: Future[int] = Future()
        self._url = url
        self._guard = Guard.parse(loopback_hosts([url]) if config.allow is None else config.allow)
        self._agent = config.user_agent_line()
        self._report = report
        self._timeout_seconds = timeout_seconds
        self._socket: socket.socket | None = None
        self._is_over = False

    def run(self) -> None:
        """Make the call; its outcome is in `status`."""
        try:
            self._guard.check(self._url)
            self.status.set_result(self._post())
        except BaseException as error:  # whoever waits for the status raises it
            self.status.set_exception(error)

    def end(self) -> None:
        """Wake whoever waits for the server; where the call has ended, do nothing."""
        self._is_over = True
        sock = self._socket
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not that of TLS, which belongs to the other thread

    def _post(self) -> int:
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        sock = self._connect(host, port)
        try:
            if parts.scheme == "https":
                context = ssl.create_default_context()
                sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
                self._keep(sock)
                sock.do_handshake()
            connection = http.client.HTTPConnection(host, port, timeout=self._timeout_seconds)
            connection.sock = sock
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": self._agent, "Content-Type": "application/json", "Connection": "close"}
            connection.request("POST", target, json.dumps(self._report), headers)
            return connection.getresponse().status
        finally:
            sock.close()

    def _connect(self, host: str, port: int) -> socket.socket:
        """Return a connection to the first address of *host* that may be connected to and answers."""
        is_allowed = self._guard.allows(host, port)
        problem: Exception = OSError(f"{host} has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            if not is_allowed and not is_public(str(address[0])):
                problem = refusal(host, port)
                continue
            sock = socket.socket(family, kind, protocol)
            try:
                self._keep(sock)
                sock.settimeout(self._timeout_seconds)
                sock.connect(address)
                self._keep(sock)
                return sock
            except OSError as error:
                sock.close()
                problem = error
        raise problem

    def _keep(self, sock: socket.socket) -> None:
        """Let *sock* be what `end` shuts; raises `OSError` where it is over already."""
        self._socket = sock
        if self._is_over:
            raise OSError("it is over")
