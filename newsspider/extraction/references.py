"""Character references: what a page spells as ``&zwnj;`` or ``&#8204;`` is written out before any library reads it."""

from __future__ import annotations

import html
import re
from html.entities import html5, name2codepoint

_REFERENCE = re.compile(
    rb"&(?:#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))(?![0-9a-fA-F]);?"
    rb"|(?!amp;|nbsp;|quot;|lt;|gt;)([A-Za-z][A-Za-z0-9]{1,31});)"
)
_INVISIBLE = ("zwj", "zwnj", "lrm", "rlm", "shy")
_HTML4 = {name: chr(code) for name, code in name2codepoint.items() if name not in _INVISIBLE}
_NAMED = {
    name.removesuffix(";").encode(): html.escape(letters).encode()
    for name, letters in html5.items()
    if name.endswith(";") and letters not in ("\\", _HTML4.get(name[:-1]))
}
"""Those that libxml2, which knows the names of HTML 4, leaves as they are or takes for others, and invisible ones."""
_CP1252 = {code: letter for code in range(0x80, 0xA0) if (letter := html.unescape(f"&#{code};")) != chr(code)}
"""What references to control characters mean (HTML, 13.2.5.80): Windows-1252."""

_MOJIBAKE = re.compile(
    "[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\x84\x86-\x9f])"
)
_JOINER_ESCAPE = re.compile(rb"(?<!\\)\\u200([cdCD])")
_JOINER_OF = {b"c": "\u200c".encode(), b"d": "\u200d".encode()}


def written_out(page: bytes) -> bytes:
    """Return *page*, UTF-8, with its references to letters as letters; a blank for each to a control character.

    One reference to a control character anywhere makes trafilatura drop the article, and joiners have to be seen to be
    shielded.

    >>> written_out(b"a&#1;b&#39;&amp;&lt;&LT;").decode()
    'a b&#39;&amp;&lt;&lt;'
    >>> written_out(b"it&#146;s &period; &#x1F600;").decode()
    'it’s . 😀'
    """
    return _REFERENCE.sub(_letter, page)


def joiners_written_out(page: bytes) -> bytes:
    r"""Return *page* with the joiners in its scripts as the text around has them, so that the two compare.

    >>> joiners_written_out(b'"\\u200c, \\\\u200c"').decode() == '"\u200c, \\\\u200c"'
    True
    """
    return _JOINER_ESCAPE.sub(lambda match: _JOINER_OF[match[1].lower()], page)


def _letter(match: re.Match[bytes]) -> bytes:
    if match[3] is not None:
        return _NAMED.get(match[3], match[0])
    code = int(match[1], 16) if match[1] else int(match[2])
    if 0x80 <= code < 0xA0:
        return _CP1252.get(code, " ").encode()
    control = code < 32 and code not in (9, 10, 13)
    if control or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return b" "
    return chr(code).encode() if code > 0xA0 or chr(code).isalnum() else match[0]


def misread_controls_mended(page: bytes) -> bytes:
    """Return *page*, UTF-8, with the control characters U+0080 to U+009F as the letters of Windows-1252 they once were.

    Whoever took Windows-1252 for Latin-1 made them. Text that was encoded twice is left alone.

    >>> misread_controls_mended("don\x92t â\x80\x99".encode()).decode()
    'don’t â\x80\x99'
    """
    return _MOJIBAKE.sub(_letter_of_control, page.decode("utf-8", "ignore")).encode()


def _letter_of_control(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else _CP1252.get(ord(match[1]), match[1])
