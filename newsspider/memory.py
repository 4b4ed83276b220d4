"""What gate and policies keep between runs, asked of the writer's thread without stopping the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from newsspider.archive.record import Grant, HostState, PolicyFile
from newsspider.archive.store import Archive
from newsspider.writer import Writer

R = TypeVar("R")


class DoorMemory:
    """What gate and policies must remember, kept by the writer. Lives on one event loop."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def keep_host(self, name: str, state: HostState) -> None:
        """Write what is known of a host."""
        await self._ask(lambda archive: archive.door.keep_host(name, state))

    async def grant(self, site: str, day: str, *, requests: int, most: int, received: int) -> Grant:
        """Take *requests* out of the *most* of a day, note the bytes *received*, and tell what is granted."""
        return await self._ask(
            lambda archive: archive.door.grant(site, day, requests=requests, most=most, received=received)
        )

    async def policy_file(self, url: str) -> PolicyFile | None:
        """Return the file as it was read last."""
        return await self._ask(lambda archive: archive.door.policy_file(url))

    async def keep_policy_file(self, file: PolicyFile) -> None:
        """Keep it."""
        await self._ask(lambda archive: archive.door.keep_policy_file(file))

    async def _ask(self, question: Callable[[Archive], R]) -> R:
        return await asyncio.wrap_future(self._writer.call(question))
