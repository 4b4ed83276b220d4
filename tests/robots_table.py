"""What servers answer to /robots.txt, and what may be fetched after that: the table of RFC 9309 as data."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import cycle

from tests.publisher import ROBOTS, Answer, Asked, Publisher, Reset
from tests.rawserver import answer

OPEN, SHUT, BUT, PAGE = "open", "shut", "but", "page"
ALL = frozenset({OPEN, SHUT, BUT, PAGE})
NONE: frozenset[str] = frozenset()
STORIES = {
    f"/2026/11/{folder}/the-ferry-sails-{kind}-{number}{end}": kind
    for kind, folder, end in ((OPEN, "fair", "/"), (SHUT, "shut", "/"), (BUT, "shut/but", "/"), (PAGE, "fair", ".html"))
    for number in range(10)
}
"""Forty stories, by path, with what they are to the rules below."""

RULES = "User-agent: *\nDisallow: /2026/11/shut/\nAllow: /2026/11/shut/but/\n"
BY_RULES = frozenset({OPEN, BUT, PAGE})
CLOSED = "User-agent: *\nDisallow: /\n"
MEGABYTE = 1 << 20
PIECE_SECONDS = 0.1
"""Between the pieces of a slow answer: all of them are far within `TIMEOUT_SECONDS`."""
TIMEOUT_SECONDS = 5
MOVED = ("301 Moved", "302 Found", "307 Temporary", "308 Permanent")


@dataclass(frozen=True)
class Behaviour:
    """One way to answer."""

    answer: Answer
    allowed: Set[str] = NONE
    """Kinds of stories that may be fetched."""
    is_had: bool = True
    """Whether the file can be had; where not, nothing at all is fetched and nothing is lost."""
    redirects: int = 0
    """Before the answer comes, from the publisher to the one next door and back."""
    asked: int = 1
    """Requests that the publisher itself gets until the file is there, or given up."""

    def set_up(self, own: Publisher, next_door: Publisher) -> None:
        """Let *own* behave so, with *next_door* for redirects."""
        stations = [ROBOTS, *(f"/hop-{number}" for number in range(self.redirects))]
        owners = [(own, next_door)[number % 2] for number in range(len(stations))]
        owners[-1].pages[stations[-1]] = self.answer
        for at, status in zip(range(self.redirects), cycle(MOVED), strict=False):
            there = owners[at + 1].url + stations[at + 1]
            owners[at].pages[stations[at]] = answer(status=status, Location=there)


def barred(robots: Answer, *, redirects: int = 0, asked: int = 1) -> Behaviour:
    return Behaviour(robots, is_had=False, redirects=redirects, asked=asked)


def ruled(text: str | bytes, allowed: Set[str] = BY_RULES, **headers: str) -> Behaviour:
    return Behaviour(answer(text, **headers), allowed)


def slow(asked: Asked) -> Iterator[bytes]:
    """Answer with the rules in a dozen pieces."""
    whole = answer(RULES)
    width = len(whole) // 11
    for at in range(0, len(whole), width):
        threading.Event().wait(PIECE_SECONDS)
        yield whole[at : at + width]


def silent(asked: Asked) -> bytes:
    """Say nothing for longer than anyone waits."""
    threading.Event().wait(10 * TIMEOUT_SECONDS)
    return b""


def reset(asked: Asked) -> bytes:
    raise Reset


def endless(asked: Asked) -> Iterator[bytes]:
    """Answer with rules that allow everything and 40 MiB of comment."""
    yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nUser-agent: *\nAllow: /\n"
    for _ in range(40):
        yield b"# nothing to see here\n" * (MEGABYTE // 22)


def bomb() -> bytes:
    """Return rules and 4 GiB of zeros, packed: gzip members may follow each other (RFC 1952, 2.2)."""
    zeros = gzip.compress(bytes(16 * MEGABYTE), 9)
    packed = gzip.compress(b"User-agent: *\nAllow: /\n# ") + zeros * 256
    return answer(packed, Content_Encoding="gzip")


def cut_gzip() -> bytes:
    """Return half of a packed file, of which the first rules can be read."""
    packed = gzip.compress((RULES + "".join(f"Disallow: /private/{n * n}/\n" for n in range(2_000))).encode())
    return answer(packed[: len(packed) // 2], Content_Encoding="gzip")


LONG = RULES + "# " + "x" * (490 * 1024) + "\nDisallow: /2026/11/fair/*.html\n" + "# tail\n" * 20_000
"""Its last rule stands within the first 500 KiB, which must be read (RFC 9309, 2.5)."""
GROUPS = """
User-agent: otherbot
Disallow: /

User-agent: NewsSpider
Disallow: /2026/11/shut/
Crawl-Pace: slow

User-agent: *
Disallow: /

user-agent: somebot
user-agent: newsspider
disallow: /2026/11/fair/*.html
"""
PAGE_OF_HTML = f"<!DOCTYPE html><html><head><title>Isle</title></head><body><pre>\n{CLOSED}</pre></body></html>"

TABLE = {
    "plain": ruled(RULES, ETag='"7"'),
    "empty": ruled("", ALL),
    "bom": ruled(b"\xef\xbb\xbf" + RULES.encode()),
    "utf-16-le": ruled(b"\xff\xfe" + RULES.encode("utf-16-le")),
    "utf-16-be": ruled(b"\xfe\xff" + RULES.encode("utf-16-be")),
    "cr": ruled(RULES.replace("\n", "\r")),
    "spelling": ruled("USER-AGENT:*#all\r\n\r\n\tdisallow :/2026/11/%73hut/ # not that\r\n", frozenset({OPEN, PAGE})),
    "wildcards": ruled("User-agent: *\nDisallow: /*/shut\nDisallow: /*.html$\nDisallow: /2026/11/fair$\n", {OPEN}),
    "tie": ruled("User-agent: *\nDisallow: /2026/11/shut/\nAllow: /2026/11/shut/\nDisallow: *.html\n", ALL - {PAGE}),
    "groups": ruled(GROUPS, frozenset({OPEN})),
    "others": ruled("User-agent: otherbot\nDisallow: /\n", ALL),
    "packed": ruled(gzip.compress(RULES.encode()), Content_Encoding="gzip"),
    "long": ruled(LONG, frozenset({OPEN, BUT})),
    "html": ruled(PAGE_OF_HTML, ALL, Content_Type="text/html"),
    "slow": Behaviour(slow, BY_RULES),
    "redirects-5": Behaviour(answer(RULES), BY_RULES, redirects=5, asked=3),
    "401": Behaviour(answer(CLOSED, status="401 Unauthorized"), ALL),
    "403": Behaviour(answer(CLOSED, status="403 Forbidden"), ALL),
    "404": Behaviour(answer(CLOSED, status="404 Not Found"), ALL),
    "410": Behaviour(answer(CLOSED, status="410 Gone"), ALL),
    "429": barred(answer("User-agent: *\nAllow: /\n", status="429 Too Many Requests")),
    "500": barred(answer("User-agent: *\nAllow: /\n", status="500 Oops")),
    "503": barred(answer("User-agent: *\nAllow: /\n", status="503 Service Unavailable")),
    "timeout": barred(silent),
    "reset": barred(reset),
    "cut": barred(answer("User-agent: *\nAllow: /\n", promised=5_000)),
    "cut-gzip": barred(cut_gzip()),
    "gzip-bomb": barred(bomb()),
    "oversize": barred(endless),
    "redirects-6": barred(answer(RULES), redirects=6, asked=3),
    "loop": barred(answer(status="301 Moved", Location=ROBOTS), asked=6),
    "ftp": barred(answer(status="302 Found", Location="ftp://127.0.0.1/robots.txt")),
    "file": barred(answer(status="302 Found", Location="file:///etc/hosts")),
    "data": barred(answer(status="301 Moved", Location="data:text/plain,User-agent:%20*%0AAllow:%20/")),
    "nowhere": barred(answer(status="302 Found")),
}
