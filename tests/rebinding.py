"""The command line with a name server of the test's own, by which a name leads elsewhere each time it is looked up."""

from __future__ import annotations

import json
import sys
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer


@implementer(IHostnameResolver)
class Resolver:
    """Answers ``rebind.test`` with the addresses of *turns*, look-up for look-up; all else is an address."""

    turns: list[list[str]] = []  # noqa: RUF012 - set once, before the reactor makes the resolver

    def __init__(self, reactor: Any) -> None:
        self.reactor = reactor
        self.asked = 0

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Resolver:
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *_: Any) -> Resolver:  # noqa: N802, N803
        receiver.resolutionBegan(self)
        for address in self._addresses(name):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, portNumber))
        receiver.resolutionComplete()
        return self

    def _addresses(self, name: str) -> list[str]:
        if name != "rebind.test":
            return [name]
        turn = min(self.asked, len(self.turns) - 1)
        self.asked += 1
        return self.turns[turn]

    def cancel(self) -> None:
        pass


if __name__ == "__main__":
    import newsspider.settings
    from newsspider.cli import main

    Resolver.turns = json.loads(sys.argv.pop(1))
    newsspider.settings.TWISTED_DNS_RESOLVER = Resolver  # type: ignore[assignment]
    main()
