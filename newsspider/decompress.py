"""Packed bodies, unpacked off the event loop and within bounds: a bomb stops at the largest body that is taken.

A stream that breaks off or turns out damaged keeps what could be read, and is marked as incomplete.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import zlib
from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import ACCEPTED_ENCODINGS
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]

from newsspider.room import LARGE_BYTES, Place
from newsspider.transfer import LARGE_AT_ONCE, ROOM, BadAnswer, keep_place, place_of, wish

MOST_LAYERS = 8
MOST_MEMBERS = 10_000
"""Streams in one body, one after the other: a hostile one has a million, each of nothing."""
PIECE_BYTES = 64 * 1024
_ZSTD_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): 23}
"""8 MiB: the largest window that a sender may use (RFC 9659, 3)."""
_GZIP_MAGIC = b"\x1f\x8b"
_LARGE = threading.Semaphore(LARGE_AT_ONCE)
"""Of the whole process. Who holds it waits for nothing."""


class DecompressionMiddleware:
    """Asks for packed bodies, and unpacks them; codings that are unknown are left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of *crawler*."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Say what can be unpacked."""
        request.headers.setdefault("Accept-Encoding", b", ".join(ACCEPTED_ENCODINGS))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Return *response* unpacked, with the flag ``dataloss`` where a part is missing.

        Raises `DownloadCancelledError` where more than ``download_maxsize`` comes out, `BadAnswer` where nothing can be
        read, or the layers are too many.
        """
        kept, layers = split_codings(response.headers.getlist("Content-Encoding"))
        if not layers or not response.body or request.method == "HEAD":
            return response
        if len(layers) > MOST_LAYERS:
            raise BadAnswer(f"packed {len(layers)} times")
        max_bytes = request.meta.get("download_maxsize", self._max_bytes)
        place, (body, is_whole) = await _unpack_with_room(request, response, layers, max_bytes)
        unpacked = _unpacked(response, body, kept, [] if is_whole else ["dataloss"])
        if place is not None:
            keep_place(unpacked, place)
        return unpacked


async def _unpack_with_room(
    request: Request, response: Response, layers: list[bytes], max_bytes: int
) -> tuple[Place | None, tuple[bytes, bool]]:
    """Return what is in *response*, and its place where it is large; one that was large before has a place for both."""
    place = place_of(response)
    granted = asyncio.Event()
    if place is None or not place.is_granted:
        with contextlib.suppress(DownloadCancelledError):
            small = min(max_bytes or LARGE_BYTES, LARGE_BYTES)
            return None, await asyncio.to_thread(unpack, response.body, layers, max_bytes=small)
        size = (max_bytes or ROOM.most_bytes) * min(len(layers), 2)
        place = wish(size, granted.set, at_once=bool(request.meta.get("is_policy")))
    try:
        if not place.is_granted:
            await granted.wait()
        return place, await asyncio.to_thread(unpack, response.body, layers, max_bytes=max_bytes)
    except BaseException:
        place.leave()  # the error's traceback would keep it
        raise


def split_codings(values: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return the codings that stay, and those to take off, outermost first (RFC 9110, 8.4).

    >>> split_codings([b"aes128gcm, GZIP", b"br"])
    ([b'aes128gcm'], [b'br', b'gzip'])
    """
    kept = [coding.strip().lower() for coding in b",".join(values).split(b",")]
    kept = [coding for coding in kept if coding not in (b"", b"identity")]
    layers = []
    while kept and kept[-1] in _DECODERS:
        layers.append(kept.pop())
    return kept, layers


def unpack(body: bytes, layers: list[bytes], *, max_bytes: int = 0) -> tuple[bytes, bool]:
    """Return *body* without *layers*, and whether each of them was whole; *max_bytes* come out at most, 0: any.

    Raises `DownloadCancelledError` beyond that, `BadAnswer` where a layer gives nothing.
    """
    are_whole = []
    for layer in layers:
        body, is_whole = _collect(_DECODERS[layer](body), max_bytes)
        if not body and not is_whole:
            raise BadAnswer(f"is no {layer.decode()}")
        are_whole.append(is_whole)
    return body, all(are_whole)


def _collect(pieces: Iterator[bytes], max_bytes: int) -> tuple[bytes, bool]:
    """Join *pieces*; tell whether they came to their end. Beyond `LARGE_BYTES` a few bodies at once go on."""
    joined = BytesIO()
    is_large = False
    try:
        for piece in pieces:
            joined.write(piece)
            if max_bytes and joined.tell() > max_bytes:
                joined.close()  # the error's traceback would keep it for as long as the error is passed on
                raise DownloadCancelledError(f"more than {max_bytes} bytes unpacked")
            if joined.tell() > LARGE_BYTES and not is_large:
                is_large = _LARGE.acquire()
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError):
        return joined.getvalue(), False
    finally:
        if is_large:
            _LARGE.release()
    return joined.getvalue(), True


def _gunzip(body: bytes) -> Iterator[bytes]:
    """Yield what is in the members; what follows the last and is none is padding (as gzip(1) has it)."""
    at = 0
    for _ in range(MOST_MEMBERS):
        at = yield from _inflate_with(zlib.decompressobj(wbits=31), body, at)
        if not body.startswith(_GZIP_MAGIC, at):
            return
    raise BadAnswer(f"more than {MOST_MEMBERS} members")


def _inflate(body: bytes) -> Iterator[bytes]:
    """Yield what is in zlib's format (RFC 9110, 8.4.1.2), or in the bare one that some servers send."""
    try:
        zlib.decompressobj().decompress(body[:PIECE_BYTES], 1)
    except zlib.error:
        yield from _inflate_with(zlib.decompressobj(wbits=-15), body, 0)
    else:
        yield from _inflate_with(zlib.decompressobj(), body, 0)


def _inflate_with(decoder: Any, body: bytes, at: int) -> Generator[bytes, None, int]:
    """Yield what *decoder* makes of *body* from *at* on; return where it ended. Slices: zlib copies what it leaves."""
    while not decoder.eof:
        given = body[at : at + PIECE_BYTES]
        piece = decoder.decompress(given, PIECE_BYTES)
        at += len(given) - len(decoder.unconsumed_tail) - len(decoder.unused_data)
        if not piece and not given:
            raise EOFError
        yield piece
    return at


def _unbrotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    at = 0
    while not decoder.is_finished():
        given = body[at : at + PIECE_BYTES] if decoder.can_accept_more_data() else b""
        at += len(given)
        piece = decoder.process(given, output_buffer_limit=PIECE_BYTES)
        if not piece and at == len(body) and decoder.can_accept_more_data() and not decoder.is_finished():
            raise EOFError
        yield piece


def _unzstd(body: bytes) -> Iterator[bytes]:
    at = 0
    for _ in range(MOST_MEMBERS):
        decoder = zstd.ZstdDecompressor(options=_ZSTD_OPTIONS)
        while not decoder.eof:
            given = body[at : at + PIECE_BYTES] if decoder.needs_input else b""
            at += len(given)
            piece = decoder.decompress(given, PIECE_BYTES)
            if not piece and at == len(body) and decoder.needs_input and not decoder.eof:
                raise EOFError
            yield piece
        at -= len(decoder.unused_data)
        if at == len(body):
            return
    raise BadAnswer(f"more than {MOST_MEMBERS} frames")


def _unpacked(response: Response, body: bytes, codings: list[bytes], flags: list[str]) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    if codings:
        headers["Content-Encoding"] = b", ".join(codings)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return kind(  # not response.replace(): that guesses the encoding of the packed bytes, all of them, on the loop
        response.url,
        status=response.status,
        headers=headers,
        body=body,
        flags=[*response.flags, *flags],
        request=response.request,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )


_DECODERS: dict[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _inflate,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
