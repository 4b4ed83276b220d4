"""Pages packed and unpacked: what comes out is what went in, or an error within a bound."""

import random

import pytest
from backports import zstd

from newsspider.errors import RawPageError
from newsspider.pages import codec
from newsspider.pages.codec import IDLE_LEVEL, MAX_PAGE_BYTES, may_be_dictionary, pack, unpack

CHANCE = random.Random(5)
FRAME = b"".join(b"<li><a href='/topic/%d'>Topic</a></li>" % CHANCE.randrange(10**9) for _ in range(200))


def page(number: int) -> bytes:
    return b"<html>" + FRAME + b"<p>The ferry number %d runs again.</p>" % number + FRAME[:2_000]


@pytest.mark.parametrize("body", [b"", b"x", page(1), bytes(codec.LARGE_BYTES + 1)])
@pytest.mark.parametrize("dictionary", [None, page(2)])
def test_what_is_packed_comes_out_again(body, dictionary):
    packed = pack(body, dictionary=dictionary)

    assert unpack(packed, dictionary=dictionary, size=len(body)) == body


def test_what_a_site_repeats_costs_once():
    assert len(pack(page(1), dictionary=page(2))) < len(pack(page(1))) / 10


def test_packed_later_it_is_no_longer():
    assert len(pack(page(1), level=IDLE_LEVEL)) <= len(pack(page(1)))


@pytest.mark.parametrize("size", [0, 1_000, MAX_PAGE_BYTES])
def test_a_bomb_is_unpacked_no_further_than_it_says(size):
    bomb = zstd.compress(bytes(4 * MAX_PAGE_BYTES))

    with pytest.raises(RawPageError, match="bytes long"):
        unpack(bomb, size=size)


@pytest.mark.parametrize("size", [-1, MAX_PAGE_BYTES + 1, 2**62])
def test_a_size_that_no_page_has_is_refused_before_anything_is_unpacked(size):
    with pytest.raises(RawPageError):
        unpack(pack(b"x"), size=size)


@pytest.mark.parametrize("spoil", [lambda packed: packed[:-9], lambda packed: b"noise" + packed, lambda _: b""])
def test_damage_is_told(spoil):
    with pytest.raises(RawPageError):
        unpack(spoil(pack(page(1))), size=len(page(1)))


def test_a_window_beyond_every_page_is_refused():
    wide = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    compressor = zstd.ZstdCompressor(options=wide)
    packed = compressor.compress(page(1)) + compressor.flush()

    with pytest.raises(RawPageError):
        unpack(packed, size=len(page(1)))


def test_neither_scraps_nor_giants_serve_as_dictionaries():
    assert [may_be_dictionary(bytes(size)) for size in (0, 1_023, 1_024, 1 << 20, (1 << 20) + 1)] == [
        *(False, False),
        *(True, True),
        False,
    ]
