"""What is kept of a text to find its copies by: a sample of the hashes of its shingles, the same in every process.

A hash is a polynomial of the CRC-32 of five words in a row (or of ten letters), mixed to 35 bits. The sample is what
lies below an eighth of all values, the least ones where that is too few or too many: two texts are compared below the
smaller of their limits, and each part of one that is in the other stands for eight (Broder 1997, bottom-k and mod-m
sketches).
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from zlib import crc32

from newsspider.spellings import plain_digits
from newsspider.text import LONG_TEXT, shingle_parts

BITS = 35
ALL = 1 << BITS
EIGHTH = ALL >> 3
LEAST_SAMPLES, MOST_SAMPLES = 16, 192
LEAST_SHINGLES = 12
"""A text of fewer says too little to be held against others."""
LEAST_VARIETY = 0.25
"""The same where its shingles repeat each other: so many of 1 must be distinct."""
MOST_NUMBERS = 48
LISTED, LEAST_LISTED = ALL >> 4, 8
"""Samples below this are listed, so that others find the text by them; of a short text its least ones, so many."""
BEGINNING = 128
"""Of so many shingles at the beginning every sample is listed: most excerpts are a story's first paragraphs."""
_FACTOR, _MIXER = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
_HEAD = struct.Struct("<cQIBBB")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What a text is found by."""

    samples: tuple[int, ...]
    """Hashes of shingles, ascending; all that lie below `limit`."""
    limit: int
    """At most `ALL`."""
    shingles: int
    """How many distinct ones the text has."""
    keys: tuple[int, ...] = ()
    """Those of `samples` that it is listed and looked up by, ascending."""
    numbers: tuple[int, ...] = ()
    """Hashes of the numbers in it, of 16 bits, ascending; the least `MOST_NUMBERS`."""


NOTHING = Fingerprint(samples=(), limit=ALL, shingles=0)
"""That of a text which is not looked at."""


def fingerprint(lead: str | None, text: str) -> Fingerprint | None:
    """Return the fingerprint of an article; ``None`` where it says too little: some ten words, or one line for ever.

    Of a long text the first 200,000 letters are looked at.
    """
    whole = whole_text(lead, text)
    hashes = shingle_hashes(whole)
    distinct = set(hashes)
    if len(distinct) < max(LEAST_SHINGLES, LEAST_VARIETY * len(hashes)):
        return None
    samples, limit = _sample(distinct)
    return Fingerprint(
        samples=tuple(samples),
        limit=limit,
        shingles=len(distinct),
        keys=_keys(samples, set(hashes[:BEGINNING])),
        numbers=_numbers(whole),
    )


def whole_text(lead: str | None, text: str) -> str:
    """Return what is looked at of an article."""
    return f"{lead}\n{text}"[:LONG_TEXT] if lead else text[:LONG_TEXT]


def shingle_hashes(text: str) -> list[int]:
    """Return the hash of each shingle of *text*, in order, of `BITS` bits."""
    parts, size = shingle_parts(text)
    if len(parts) < size:
        return []
    sums = _sums(list(map(crc32, map(str.encode, parts))), size)
    return [value >> (64 - BITS) for value in _low_halves(_mixed(sums, len(parts)))[size - 1 : len(parts)]]


def _sums(values: Sequence[int], size: int) -> int:
    """Return, in lanes of 128 bits, for each of *values* the polynomial of it and those before it, *size* in all.

    One product of two long integers, which C makes, in place of a step of Python for each word: a third of the time.
    """
    lanes = array("Q", bytes(16 * len(values)))
    lanes[::2] = array("Q", values)
    powers = sum((pow(_FACTOR, at, 1 << 64) << 128 * at) for at in range(size))
    return int.from_bytes(_in_order(lanes).tobytes(), "little") * powers


def _mixed(lanes: int, count: int) -> int:
    """Return the lower half of each of *count* lanes, mixed: what was alike is no longer."""
    lower = int.from_bytes((b"\xff" * 8 + bytes(8)) * count, "little")
    lanes &= lower
    upper = int.from_bytes((b"\xff" * 4 + bytes(12)) * count, "little")
    return (lanes ^ (lanes >> 32 & upper)) * _MIXER


def _low_halves(lanes: int) -> list[int]:
    """Return the lower 64 bits of each lane."""
    halves = array("Q", lanes.to_bytes(-(-lanes.bit_length() // 128) * 16, "little"))
    return _in_order(halves)[::2].tolist()


def _in_order(values: array[int]) -> array[int]:
    """Return *values* with their lowest byte first, as the arithmetic above takes them."""
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _sample(distinct: set[int]) -> tuple[list[int], int]:
    if len(distinct) <= LEAST_SAMPLES:
        return sorted(distinct), ALL
    samples = sorted([value for value in distinct if value < EIGHTH])
    if len(samples) < LEAST_SAMPLES:
        samples = nsmallest(LEAST_SAMPLES, distinct)
        return samples, samples[-1] + 1
    if len(samples) > MOST_SAMPLES:
        del samples[MOST_SAMPLES:]
        return samples, samples[-1] + 1
    return samples, EIGHTH


def _keys(samples: list[int], beginning: set[int]) -> tuple[int, ...]:
    keys = tuple([value for value in samples if value < LISTED or value in beginning])
    return keys if len(keys) >= LEAST_LISTED else tuple(samples[:LEAST_LISTED])


def _numbers(text: str) -> tuple[int, ...]:
    numbers = plain_digits("\n".join(set(_NUMBER.findall(text)))).encode()
    found = {crc32(number) & 0xFFFF for number in numbers.split()}
    return tuple(sorted(found)[:MOST_NUMBERS])


def pack(one: Fingerprint) -> bytes:
    """Return *one* as few bytes, of a news article some 400: its keys, its other samples, its numbers."""
    wide = "Q" if one.limit > 1 << 32 else "I"
    keys = set(one.keys)
    samples = [*one.keys, *(value for value in one.samples if value not in keys)]
    head = _HEAD.pack(wide.encode(), one.limit, one.shingles, len(samples), len(keys), len(one.numbers))
    return head + struct.pack(f"<{len(samples)}{wide}{len(one.numbers)}H", *samples, *one.numbers)


def unpack(packed: bytes) -> Fingerprint:
    """Return what `pack` packed."""
    wide, limit, shingles, of_samples, of_keys, of_numbers = _HEAD.unpack_from(packed)
    values: Sequence[int] = struct.unpack_from(f"<{of_samples}{wide.decode()}{of_numbers}H", packed, _HEAD.size)
    return Fingerprint(
        samples=tuple(sorted(values[:of_samples])),
        limit=limit,
        shingles=shingles,
        keys=tuple(values[:of_keys]),
        numbers=tuple(values[of_samples:]),
    )
