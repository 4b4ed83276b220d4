"""What the headers and meta elements of a page reserve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from lxml.html import HtmlElement

from newsspider.article import OptOut, OptOutSource
from newsspider.permission.content_signal import SIGNALS_THAT_RESERVE, read_content_signals
from newsspider.permission.reservation import is_reserved, tdm_reservation
from newsspider.permission.robots import EVERYONE, product_token

DIRECTIVES = {
    "noai": "noai",
    "noimageai": "noimageai",
    "noml": "noml",
    "noindex": "noindex",
    "none": "noindex",  # noindex, nofollow
    "noarchive": "noarchive",
    "nocache": "noarchive",  # Bing's other name for it
}
"""The words of a robots directive that reserve something, and what each is kept as."""

_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
"""Directives that a colon follows, as it follows the name of an agent."""
_KEEP_NOTHING = frozenset({"noindex", "noarchive"})
_AGENT = re.compile(r"\*|[a-z][a-z0-9_.\-]*")


def read_header_signals(headers: Sequence[tuple[str, str]], agent: str) -> tuple[OptOut, ...]:
    """Return what the response's *headers* reserve for *agent* or for everyone; each once, in order.

    ``X-Robots-Tag`` as Google documents it, ``tdm-reservation`` and ``tdm-policy`` (TDMRep), ``Content-Signal``.
    """
    pairs = [(name.lower(), value) for name, value in headers]
    return _once(_of_headers(pairs, agent))


def read_meta_signals(tree: HtmlElement, agent: str) -> tuple[OptOut, ...]:
    """Return what the meta elements of *tree* reserve for *agent* (by name) or for everyone; each once, in order."""
    token = product_token(agent)
    pairs = []
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("http-equiv") or ""
        pairs.append((name.strip().lower(), element.get("content") or ""))
    return _once(_of_metas(pairs, token))


def turns_us_away(found: Iterable[OptOut], for_everyone: Iterable[OptOut]) -> bool:
    """Return whether a page tells us by name to keep nothing of it: *found* for us, not *for_everyone*."""
    return any(each.signal in _KEEP_NOTHING for each in set(found) - set(for_everyone))


def _of_headers(pairs: Sequence[tuple[str, str]], agent: str) -> Iterator[OptOut]:
    for name, value in pairs:
        if name == "x-robots-tag":
            for word in _directives(value, product_token(agent)):
                yield OptOut(source=OptOutSource.HEADER, signal=word)
        elif name in ("content-signal", "content-usage"):
            for pair in read_content_signals(value)[1]:
                if pair in SIGNALS_THAT_RESERVE:
                    yield OptOut(source=OptOutSource.CONTENT_SIGNAL, signal="=".join(pair))
    yield from _tdm(pairs, OptOutSource.HEADER)


def _of_metas(pairs: Sequence[tuple[str, str]], token: str) -> Iterator[OptOut]:
    for name, value in pairs:
        if name in ("robots", "x-robots-tag") or (token and name == token):
            for word in chain.from_iterable(map(_reserving, _parts(value))):
                yield OptOut(source=OptOutSource.META, signal=word)
    yield from _tdm(pairs, OptOutSource.META)


def _tdm(pairs: Sequence[tuple[str, str]], source: OptOutSource) -> Iterator[OptOut]:
    if any(name == "tdm-reservation" and is_reserved(value) for name, value in pairs):
        yield tdm_reservation(source, next((value for name, value in pairs if name == "tdm-policy"), None))


def _directives(value: str, token: str) -> Iterator[str]:
    """Yield the words of an ``X-Robots-Tag`` that reserve, as far as they speak to *token*.

    A name with a colon speaks to that agent alone, up to the next name. A directive with a value has a colon too, and
    its date may have commas; the words of a date are none of ours.
    """
    is_ours = True
    for part in _parts(value):
        *prefixes, words = (piece.strip() for piece in part.split(":"))
        if prefixes and prefixes[0] not in _WITH_VALUE and _AGENT.fullmatch(prefixes[0]):
            is_ours = prefixes.pop(0) in (EVERYONE, "robots", token)
        if is_ours and not prefixes:
            yield from _reserving(words)


def _parts(value: str) -> list[str]:
    return value.lower().replace(";", ",").split(",")


def _reserving(words: str) -> Iterator[str]:
    return (DIRECTIVES[word] for word in words.split() if word in DIRECTIVES)


def _once(found: Iterable[OptOut]) -> tuple[OptOut, ...]:
    return tuple(dict.fromkeys(found))
