"""A page's bytes packed by zstd, an older page of its site being the dictionary: what a site repeats costs once."""

from __future__ import annotations

import sys
from functools import lru_cache

from newsspider.errors import RawPageError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WRITE_LEVEL = 6
"""When a page comes in. benchmarks/pages.py: 6 packs 4 % tighter than 3 for twice its CPU, still below half a ms."""
IDLE_LEVEL = 10
"""Later, when nobody waits: 2 to 4 % tighter than 6; from 12 on, 1 % more costs five times as much."""
LARGE_LEVEL = 1
"""For pages over `LARGE_BYTES`, at any time: one of 16 MiB took 60 ms instead of 300."""
LARGE_BYTES = 1 << 20
MAX_PAGE_BYTES = 4 << 20
"""Of one page, unpacked; larger ones are not kept."""
DICTIONARY_BYTES = range(1 << 10, LARGE_BYTES + 1)
"""How long a page may be that serves as a dictionary."""
_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): 25}
"""32 MiB: the longest page with the longest dictionary."""


def pack(body: bytes, *, dictionary: bytes | None = None, level: int = WRITE_LEVEL) -> bytes:
    """Return *body* packed; whoever unpacks it needs the same *dictionary*.

    >>> page = b"<title>Ferry</title>" + bytes(range(256)) * 8
    >>> len(pack(page)) > 8 * len(pack(page, dictionary=page))
    True
    """
    level = level if len(body) <= LARGE_BYTES else LARGE_LEVEL
    prefix = None if dictionary is None else _dictionary(dictionary).as_prefix
    return zstd.compress(body, level=level, zstd_dict=prefix)


def unpack(packed: bytes, *, dictionary: bytes | None = None, size: int) -> bytes:
    """Return the page of *size* bytes in *packed*; no more is ever unpacked.

    Raises `RawPageError` where that is not what comes out.
    """
    if not 0 <= size <= MAX_PAGE_BYTES:
        raise RawPageError(f"says that it is {size} bytes long")
    prefix = None if dictionary is None else _dictionary(dictionary).as_prefix
    decoder = zstd.ZstdDecompressor(zstd_dict=prefix, options=_OPTIONS)
    try:
        body = decoder.decompress(packed, max_length=size + 1)
    except zstd.ZstdError as error:
        raise RawPageError(str(error)) from error
    if len(body) != size or not decoder.eof:
        raise RawPageError(f"is not the {size} bytes long that it should be")
    return body


def may_be_dictionary(body: bytes) -> bool:
    """Return whether *body* is of a length that serves."""
    return len(body) in DICTIONARY_BYTES


@lru_cache(maxsize=8)
def _dictionary(content: bytes) -> zstd.ZstdDict:
    return zstd.ZstdDict(content, is_raw=True)
