"""Jobs that tests hand to workers."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys
from pathlib import Path
from types import FrameType

from newsspider.article import Reason
from newsspider.errors import NotAnArticle


def double(number: int) -> int:
    return number * 2


def spin_for_ever() -> None:
    while True:
        pass


def take_memory(size_bytes: int) -> int:
    return len(bytearray(size_bytes))


def die() -> None:
    os._exit(3)


def be_killed_once(marker: Path) -> str:
    """Be ended as the kernel ends who takes memory that others want; survive the second time."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "read"


def refuse() -> None:
    raise NotAnArticle(Reason.LISTING, "ten teasers")


def fail() -> None:
    raise ZeroDivisionError("by nothing")


def process_id() -> int:
    return os.getpid()


def answer_at_length(size_bytes: int) -> bytes:
    return bytes(size_bytes)


def claim_an_answer(size_bytes: int, sent: int) -> None:
    """Say that an answer of *size_bytes* comes, write *sent* of them, and stay."""
    channel = own_channel()
    channel.sendall(struct.pack(">Q", size_bytes) + bytes(sent))
    spin_for_ever()


def trickle_an_answer() -> None:
    channel = own_channel()
    channel.sendall(struct.pack(">Q", 1 << 25))
    while True:
        channel.sendall(b"x")


def stop_once_answered() -> None:
    """Let the worker answer and, where it would put off its alarm and take the next job, stop."""
    signal.setitimer = lambda *_: os.kill(os.getpid(), signal.SIGSTOP)  # type: ignore[assignment]


def length(body: bytes) -> int:
    return len(body)


def open_nothing() -> None:
    raise FileNotFoundError("nothing")


def answer_nonsense() -> None:
    own_channel().sendall(struct.pack(">Q", 4) + b"\x80\xff\xff\xff")


def answer_unreadably() -> socket.socket:
    return own_channel()


def own_channel() -> socket.socket:
    """Return the worker's end of its channel."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_name != "_serve":
        frame = frame.f_back
    assert frame is not None
    end = frame.f_locals["end"]
    assert isinstance(end, socket.socket)
    return end
