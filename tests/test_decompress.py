"""What comes out of packed bodies: the whole, a part that is marked as one, or nothing beyond the bound."""

import random
import zlib
from collections.abc import Callable

import brotli
import pytest
from scrapy.exceptions import DownloadCancelledError
from scrapy.utils._compression import zstd

from newsspider.decompress import MOST_MEMBERS, split_codings, unpack
from newsspider.transfer import BadAnswer

TEXT = b"".join(b"<p>The ferry number %d runs again.</p>" % number for number in range(20_000))
NOISE = random.Random(1).randbytes(300_000)


def gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(body) + packer.flush()


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "gzip": (b"gzip", gzip),
    "x-gzip": (b"x-gzip", gzip),
    "deflate": (b"deflate", zlib.compress),
    "bare deflate": (b"deflate", bare_deflate),
    "br": (b"br", lambda body: brotli.compress(body, quality=4)),
    "zstd": (b"zstd", zstd.compress),
}
every_packer = pytest.mark.parametrize(("coding", "packer"), PACKERS.values(), ids=PACKERS)


@every_packer
@pytest.mark.parametrize("body", [b"x", TEXT, NOISE, bytes(1 << 20)], ids=["byte", "text", "noise", "zeros"])
def test_what_was_packed_comes_out(coding, packer, body):
    assert unpack(packer(body), [coding]) == (body, True)


@every_packer
@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_stream_that_breaks_off_keeps_what_could_be_read(coding, packer, kept):
    packed = packer(TEXT)

    body, is_whole = unpack(packed[: int(len(packed) * kept)], [coding])

    assert TEXT.startswith(body)
    assert len(body) > 0
    assert not is_whole


@pytest.mark.parametrize(("coding", "packer"), [(b"gzip", gzip), (b"deflate", zlib.compress)])
def test_a_stream_whose_checksum_is_wrong_is_not_whole(coding, packer):
    packed = bytearray(packer(NOISE + TEXT))
    packed[200_000:200_300] = bytes(300)

    body, is_whole = unpack(bytes(packed), [coding])

    assert body[:150_000] == NOISE[:150_000]
    assert not is_whole


@every_packer
def test_a_bomb_stops_at_the_bound(coding, packer):
    with pytest.raises(DownloadCancelledError):
        unpack(packer(bytes(20 << 20)), [coding], max_bytes=1 << 20)


@every_packer
def test_the_bound_itself_may_come_out(coding, packer):
    assert unpack(packer(bytes(1 << 20)), [coding], max_bytes=1 << 20) == (bytes(1 << 20), True)


@pytest.mark.parametrize("coding", [b"gzip", b"br", b"zstd"])
def test_what_is_not_packed_at_all_is_no_answer(coding):
    with pytest.raises(BadAnswer):
        unpack(b"<!DOCTYPE html><p>The ferry runs again.</p>", [coding])


def test_layers_come_off_from_the_outside():
    body = gzip(brotli.compress(zlib.compress(TEXT)))

    assert unpack(body, [b"gzip", b"br", b"deflate"]) == (TEXT, True)


def test_a_cut_in_an_outer_layer_marks_the_whole():
    packed = gzip(zlib.compress(NOISE))

    body, is_whole = unpack(packed[:-1000], [b"gzip", b"deflate"])

    assert NOISE.startswith(body)
    assert not is_whole


def test_members_are_joined_and_padding_is_dropped():
    assert unpack(gzip(b"one ") + gzip(b"two") + bytes(512), [b"gzip"]) == (b"one two", True)


def test_frames_are_joined():
    assert unpack(zstd.compress(b"one ") + zstd.compress(b"two"), [b"zstd"]) == (b"one two", True)


@pytest.mark.parametrize(("coding", "packer"), [(b"gzip", gzip), (b"zstd", zstd.compress)])
def test_members_without_an_end_are_no_answer(coding, packer):
    with pytest.raises(BadAnswer):
        unpack(packer(b"") * (MOST_MEMBERS + 1), [coding])


def test_a_window_that_a_sender_may_not_use_is_not_made():
    level, log = zstd.CompressionParameter.compression_level, zstd.CompressionParameter.window_log
    packer = zstd.ZstdCompressor(options={level: 3, log: 27})
    packed = packer.compress(TEXT, zstd.ZstdCompressor.FLUSH_FRAME)
    streamed = zstd.ZstdCompressor(options={level: 3, log: 27})
    unsized = streamed.compress(TEXT[:1000]) + streamed.flush(zstd.ZstdCompressor.FLUSH_FRAME)

    assert unpack(packed, [b"zstd"])[0] in (TEXT, b"")
    with pytest.raises(BadAnswer):
        unpack(unsized, [b"zstd"])


@pytest.mark.parametrize(
    ("values", "kept", "layers"),
    [
        ([], [], []),
        ([b""], [], []),
        ([b"identity"], [], []),
        ([b"GZip"], [], [b"gzip"]),
        ([b"gzip, br", b"zstd"], [], [b"zstd", b"br", b"gzip"]),
        ([b"gzip, compress"], [b"gzip", b"compress"], []),
        ([b"compress , gzip"], [b"compress"], [b"gzip"]),
    ],
)
def test_codings_are_taken_off_up_to_the_first_unknown_one(values, kept, layers):
    assert split_codings(values) == (kept, layers)
