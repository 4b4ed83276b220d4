"""Room for large bodies: how much of them is in memory at once, from the transfer until nobody reads them any more.

Servers can send faster than workers read: without a bound, what waits for a worker grows with the number of sites.
Who has a place waits for nothing but its server and a worker, each with a timeout of its own: no deadlock. Should a
place be kept all the same, nobody waits for it for long: the bound of memory gives way, the end of a crawl does not.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

ROOM_BYTES = 64 << 20
"""benchmarks/neighbours.py: beside these a crawl of twenty sites takes some 200 MB. The largest seed fits in."""
LARGE_BYTES = 1 << 20
"""Smaller bodies need no place: a few per site wait at most."""
MOST_WAIT_SECONDS = 20.0
"""A wish that waited so long is granted, room or not."""

logger = logging.getLogger(__name__)


class Place:
    """Some bytes of a room: wished for, then had, and given back with the last reference to it."""

    def __init__(self, room: Room, size: int, granted: Callable[[], object], asked_seconds: float) -> None:
        self.size = size
        self.is_granted = False
        self.granted = granted
        self.asked_seconds = asked_seconds
        """On the room's clock."""
        self._room = room

    def shrink(self, size: int) -> None:
        """Give back all but *size* bytes; who waits still waits for so many."""
        if size < self.size:
            spare, self.size = self.size - size, size
            if self.is_granted:
                self._room.give_back(spare)

    def leave(self) -> None:
        """Give everything back, a wish as well; once is enough."""
        if self.is_granted:
            self.shrink(0)
        else:
            self._room.forget(self)

    def __del__(self) -> None:
        if self.is_granted and self.size and not sys.is_finalizing():
            self._room.give_back_later(self.size)


class Room:
    """Grants places in the order of the wishes. Lives on one thread, but for the end of places."""

    def __init__(
        self,
        most_bytes: int,
        *,
        hand_over: Callable[..., Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a room; *hand_over* calls a function with arguments on the room's own thread, *clock* tells seconds."""
        self.most_bytes = most_bytes
        self.returns = 0
        """How often something was given back: where it stands still, somebody keeps what they don't need."""
        self._free = most_bytes
        self._clock = clock
        self._wishes: deque[Place] = deque()
        self._hand_over = hand_over or (lambda function, *arguments: function(*arguments))

    @property
    def is_full(self) -> bool:
        """Whether somebody waits."""
        return bool(self._wishes)

    def ask(self, size: int, granted: Callable[[], object], *, at_once: bool = False) -> Place:
        """Wish for a place of *size*, of the whole room at most; *granted* is called once it is there, maybe now.

        With *at_once* it is, and others wait for longer: for what those with a place may wait for.
        """
        place = Place(self, min(size, self.most_bytes), granted, self._clock())
        if at_once:
            self._grant(place)
        else:
            self._wishes.append(place)
            self._admit()
        return place

    def give_back(self, size: int) -> None:
        """Take *size* bytes back and let those in who wait for them."""
        self._free += size
        self.returns += 1
        self._admit()

    def hurry(self) -> None:
        """Grant what waited for `MOST_WAIT_SECONDS`, though there is no room for it."""
        due = self._clock() - MOST_WAIT_SECONDS
        while self._wishes and self._wishes[0].asked_seconds <= due:
            self._grant(self._wishes.popleft())

    def give_back_later(self, size: int) -> None:
        """Do so on the room's own thread."""
        with contextlib.suppress(RuntimeError):  # that thread's loop is closed, and nobody waits any more
            self._hand_over(self.give_back, size)

    def forget(self, place: Place) -> None:
        """Let *place* wait no more."""
        if place in self._wishes:
            self._wishes.remove(place)
            self._admit()

    def _admit(self) -> None:
        while self._wishes and self._wishes[0].size <= self._free:
            self._grant(self._wishes.popleft())

    def _grant(self, place: Place) -> None:
        self._free -= place.size
        place.is_granted = True
        try:
            place.granted()
        except Exception:  # theirs; it must not cost those who wait behind them
            logger.exception("A place could not be taken")
            place.leave()
