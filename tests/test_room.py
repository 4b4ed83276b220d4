"""Room for large bodies: who waits for it, in which order it is granted, when it is there again."""

import pytest
from scrapy.http import Response

from newsspider.room import MOST_WAIT_SECONDS, Place, Room
from newsspider.transfer import keep_place, leave_place


@pytest.fixture
def granted() -> list[str]:
    """Names of those whose wish was granted, in order."""
    return []


def asks(room: Room, granted: list[str], **sizes: int) -> list[Place]:
    return [room.ask(size, lambda name=name: granted.append(name)) for name, size in sizes.items()]  # type: ignore[misc]


def test_what_fits_is_granted_at_once_and_the_rest_in_order(granted):
    room = Room(10)
    first, *_ = asks(room, granted, first=6, second=6, third=4)

    before = list(granted)
    first.leave()

    assert (before, granted) == (["first"], ["first", "second", "third"])


def test_what_turns_out_small_makes_room(granted):
    room = Room(10)
    first, _ = asks(room, granted, first=9, second=5)

    first.shrink(5)
    first.shrink(7)

    assert granted == ["first", "second"]


def test_a_wish_beyond_the_room_is_granted_when_it_is_empty(granted):
    room = Room(10)
    first, _ = asks(room, granted, first=1, second=99)

    before = list(granted)
    first.leave()

    assert (before, granted) == (["first"], ["first", "second"])


def test_who_gave_up_waiting_takes_nobodys_place(granted):
    room = Room(10)
    first, second, _ = asks(room, granted, first=10, second=10, third=10)

    second.leave()
    second.leave()
    first.leave()
    first.leave()

    assert granted == ["first", "third"]


def test_what_nobody_refers_to_is_given_back(granted):
    room = Room(10)
    places = asks(room, granted, first=10, second=10)

    del places[0]

    assert granted == ["first", "second"]


def test_what_others_wait_for_does_not_wait(granted):
    room = Room(10)
    places = asks(room, granted, first=10, second=1)

    hurried = room.ask(5, lambda: granted.append("hurried"), at_once=True)
    places[0].shrink(5)
    before = list(granted)
    hurried.leave()

    assert (before, granted) == (["first", "hurried"], ["first", "hurried", "second"])


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_nobody_waits_longer_than_the_longest_wait(granted):
    clock = Clock()
    room = Room(10, clock=clock)
    places = asks(room, granted, first=10, second=10)
    clock.seconds += 1
    places += asks(room, granted, third=1)

    clock.seconds = MOST_WAIT_SECONDS
    room.hurry()
    before = list(granted)
    clock.seconds += 1
    room.hurry()

    assert (before, granted) == (["first", "second"], ["first", "second", "third"])


def test_who_was_let_in_without_room_is_made_up_for(granted):
    clock = Clock()
    room = Room(10, clock=clock)
    first, second = asks(room, granted, first=10, second=10)
    clock.seconds = MOST_WAIT_SECONDS
    room.hurry()

    third = asks(room, granted, third=10)
    first.leave()
    before = list(granted)
    second.leave()

    assert (before, granted) == (["first", "second"], ["first", "second", "third"])
    assert third[0].is_granted


def test_who_gave_up_is_not_let_in_by_the_clock_either(granted):
    clock = Clock()
    room = Room(10, clock=clock)
    _first, second, _third = asks(room, granted, first=10, second=10, third=10)

    second.leave()
    clock.seconds = MOST_WAIT_SECONDS
    room.hurry()

    assert granted == ["first", "third"]


def test_who_fails_to_take_a_place_costs_the_others_none(granted, caplog):
    room = Room(10)
    (first,) = asks(room, granted, first=10)

    def fail() -> None:
        raise RuntimeError("the connection is gone")

    failing = room.ask(10, fail)
    rest = asks(room, granted, third=10)
    first.leave()

    assert granted == ["first", "third"]
    assert (failing.size, rest[0].is_granted) == (0, True)
    assert "the connection is gone" in caplog.text


def test_who_turns_out_small_while_waiting_waits_for_less(granted):
    room = Room(10)
    first, second, _ = asks(room, granted, first=6, second=10, third=2)

    second.shrink(2)
    first.shrink(5)

    assert granted == ["first", "second", "third"]


def test_what_was_read_is_given_back_whoever_refers_to_it(granted):
    room = Room(10)
    first, _ = asks(room, granted, first=10, second=5)
    response = Response("http://isle.example/", body=b"some" * 2)
    keep_place(response, first)

    before = list(granted)
    leave_place(response)
    leave_place(response)

    assert (before, granted, first.size) == (["first"], ["first", "second"], 0)
