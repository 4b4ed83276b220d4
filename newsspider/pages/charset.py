"""Plain text out of bytes, or the word that they are none."""

from __future__ import annotations

import codecs

from w3lib.encoding import http_content_type_encoding, read_bom

from newsspider.article import Page
from newsspider.text import is_charset

_CONTROL_CODES = {code: None for code in range(0x20) if chr(code) not in "\t\n\r\f\x1b"}
_MOST_CONTROL = 0.01
"""Share of control codes up to which bytes pass for text."""


def read_text(page: Page) -> str | None:
    """Return the plain text in *page*; ``None`` where its bytes are no text.

    A byte order mark decides; else it is UTF-8 where it can be, the charset of the response's header, or cp1252.
    """
    marked, mark = read_bom(page.body)
    if marked and mark:
        return _decoded(page.body[len(mark) :], marked, is_whole=page.complete)
    declared = http_content_type_encoding(page.content_type)
    declared = declared if declared and is_charset(declared) else None
    for charset in filter(None, ("utf-8", declared, "cp1252")):
        text = _decoded(page.body, charset, is_whole=page.complete)
        if text is not None:
            return text
    return None


def _decoded(body: bytes, charset: str, *, is_whole: bool) -> str | None:
    """Return *body* by *charset*, ``None`` where it is not; a page that broke off may end inside a letter."""
    try:
        text = codecs.getincrementaldecoder(charset)().decode(body, final=is_whole)
    except (LookupError, UnicodeError):
        return None
    control_codes = len(text) - len(text.translate(_CONTROL_CODES))
    return text if control_codes <= _MOST_CONTROL * len(text) else None
