"""Refuses every connection that leaves this machine, in whatever Python process starts with this folder in PYTHONPATH.

An audit hook sees `connect`, `connect_ex`, `sendto` and name look-ups before the system does, and can't be removed.
"""

import ipaddress
import sys
from typing import Any


class LeavesThisMachineError(PermissionError):
    """Somebody tried to send a packet beyond loopback."""


def is_loopback(host: Any) -> bool:
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_to_leave(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise LeavesThisMachineError(f"tests stay on loopback: {event} to {address!r}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not is_loopback(arguments[0]):
        raise LeavesThisMachineError(f"tests stay on loopback: look-up of {arguments[0]!r}")


sys.addaudithook(refuse_to_leave)
