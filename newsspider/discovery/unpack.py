"""Bytes as they came made into bytes that can be read: unzipped to a bound, in UTF-8, without control codes."""

from __future__ import annotations

import codecs
import re
import zlib

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from newsspider.text import is_charset

MAX_SEED_BYTES = 64 * 1024 * 1024
"""What one seed may be unpacked to; the sitemap protocol allows 50 MiB."""

_STEP_BYTES = 1024 * 1024
_MAX_LAYERS = 3
_GZIP = b"\x1f\x8b"
_CONTROL_CODES = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
_DECLARATION_BYTES = 4096
_SEVEN_BIT_CODECS = ("iso2022", "hz")


def unzip(body: bytes, max_bytes: int = MAX_SEED_BYTES) -> tuple[bytes, str | None]:
    """Return *body* unzipped as often as it was zipped, at most *max_bytes* of it, and what was wrong, if anything.

    A broken stream gives what stands before the break.
    """
    problem = None
    for _ in range(_MAX_LAYERS):
        if not body.startswith(_GZIP):
            break
        body, problem = _unzip_once(body, max_bytes)
    if len(body) > max_bytes:
        return body[:max_bytes], f"longer than {max_bytes // 2**20} MiB: the rest was not read"
    return body, problem


def _unzip_once(body: bytes, max_bytes: int) -> tuple[bytes, str | None]:
    """Return the content of all members of the gzip stream, a little above *max_bytes* where there is more."""
    content = bytearray()
    member = zlib.decompressobj(wbits=31)
    position, waiting = 0, b""
    while len(content) <= max_bytes:
        if not waiting:
            waiting = body[position : position + _STEP_BYTES]
            position += len(waiting)
        if member.eof:
            if not waiting.startswith(_GZIP):
                return bytes(content), None
            member = zlib.decompressobj(wbits=31)
        elif not waiting:
            return bytes(content), "the gzip stream breaks off: the rest is missing"
        try:
            content += member.decompress(waiting, _STEP_BYTES)
        except zlib.error:
            return bytes(content), "the gzip stream is damaged: the rest was not read"
        waiting = member.unused_data if member.eof else member.unconsumed_tail
    return bytes(content), None


def to_utf8(body: bytes, content_type: str) -> bytes:
    """Return *body* in UTF-8 without byte order mark and control codes, whatever encoding it declares.

    Bytes that are valid UTF-8 are taken for UTF-8: a declaration is wrong more often than they are valid by chance.
    """
    encoding, body = _marked_encoding(body)
    if encoding is None:
        encoding = _declared_encoding(body, content_type)
        if not (encoding or "").startswith(_SEVEN_BIT_CODECS) and _is_utf8(body):
            return body.translate(None, _CONTROL_CODES)
    return _decode(body, encoding).encode("utf-8", "replace").translate(None, _CONTROL_CODES)


def _marked_encoding(body: bytes) -> tuple[str | None, bytes]:
    """Return the encoding that the first bytes give away, ``None`` for UTF-8, and *body* without its mark."""
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return (None if encoding == "utf-8" else encoding), body[len(mark) :]
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(body[:2]), body


def _declared_encoding(body: bytes, content_type: str) -> str | None:
    """Return the text codec that the XML declaration, the page's meta element or the header names."""
    head = body[:_DECLARATION_BYTES]
    encoding = html_body_declared_encoding(head) or http_content_type_encoding(content_type or None)
    is_told = encoding is not None and encoding != "utf-8" and is_charset(encoding)
    return encoding if is_told else None


def _decode(body: bytes, encoding: str | None) -> str:
    """Return the text of bytes that are not valid UTF-8."""
    if encoding is not None:
        return body.decode(encoding, "replace")
    text = body.decode("utf-8", "replace")
    if re.search(r"[^\x00-\x7f\ufffd]", text):
        return text  # mostly UTF-8, a few bytes spoilt
    return body.decode("cp1252", "replace")


def _is_utf8(body: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _STEP_BYTES):
            decoder.decode(body[start : start + _STEP_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
