"""Tells a monitor that a run has ended: one POST with the run's counts, behind the same guard as the crawl.

Monitors of cron jobs (healthchecks.io and its kin) raise an alarm when the ping stays away.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from newsspider.config import Config
from newsspider.guard import Guard, RefusedAddress, is_public, loopback_hosts, refusal

TIMEOUT_SECONDS = 10.0


def ping(config: Config, report: Mapping[str, Any], *, timeout_seconds: float = TIMEOUT_SECONDS) -> str | None:
    """Send *report* to the configured URL; return what went wrong in one line, ``None`` where all is well.

    No redirect is followed, and no address that is neither public nor allowed is connected to.
    """
    if config.ping is None:
        return None
    allowed = loopback_hosts([config.ping]) if config.allow is None else config.allow
    guard = Guard.parse(allowed)
    try:
        guard.check(config.ping)
        status = _post(config.ping, guard, report, config.user_agent_line(), timeout_seconds)
    except (RefusedAddress, OSError, http.client.HTTPException, ValueError) as error:
        return f"the ping was not delivered: {error}"
    return None if 200 <= status < 300 else f"the ping was answered with status {status}"


def _post(url: str, guard: Guard, report: Mapping[str, Any], agent: str, timeout_seconds: float) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    sock = _connect(host, port, guard.allows(host, port), timeout_seconds)
    try:
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=timeout_seconds)
        connection.sock = sock
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": agent, "Content-Type": "application/json", "Connection": "close"}
        connection.request("POST", target, json.dumps(report), headers)
        return connection.getresponse().status
    finally:
        sock.close()


def _connect(host: str, port: int, is_allowed: bool, timeout_seconds: float) -> socket.socket:
    """Return a connection to the first address of *host* that may be connected to and answers."""
    problem: Exception = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not is_allowed and not is_public(str(address[0])):
            problem = refusal(host, port)
            continue
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(timeout_seconds)
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            problem = error
    raise problem
