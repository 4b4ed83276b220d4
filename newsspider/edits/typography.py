"""A text without what typesetting adds: two that are equal then say the same to the letter."""

from __future__ import annotations

import re

from newsspider.text import UNSPACED_LETTERS, compose

_DROPPED = "\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Soft hyphens, joiners, marks of direction, the Arabic stretcher, variants of a sign."""
_DASHES = "-\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES = '"\u201c-\u201f\u00ab\u00bb\u2033\u300c-\u300f\u301d-\u301f\uff02\u05f4'
_SINGLE_QUOTES = "'`\u00b4\u2018-\u201b\u2032\u2039\u203a\u02bc\uff07\u05f3"

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (f"[{_DROPPED}]+", ""),
        ("\u2026", "..."),
        (f"[{_DASHES}]+", "-"),
        (f"[{_SINGLE_QUOTES}]", "'"),
        (r"(?<!\w)'+|'+(?!\w)|''+", '"'),
        (f"[{_DOUBLE_QUOTES}]+", '"'),
        (r"\s+", " "),
        (r" ?([\"-]) ?", r"\1"),
        (r" (?=[,.;:!?)\]])|(?<=[(\[]) ", ""),
        (f"(?<=[{UNSPACED_LETTERS}]) | (?=[{UNSPACED_LETTERS}])", ""),
    )
)
_FULL_WIDTH = {0xFF00 + code: 0x20 + code for code in range(1, 0x5F)}
_LETTERS = _FULL_WIDTH | {
    ord(one): several for one, several in (("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl"))
}


def plain(text: str) -> str:
    """Return *text* on one line with one sort of quote, dash and blank, composed, without soft hyphens and joiners.

    Letters, case, figures, and whether there is a quote, stay.

    >>> plain("„Das  geht\u00a0nicht“ – sagte er …") == plain('"Das geht nicht" - sagte er...')
    True
    >>> plain("He was “late”.") == plain("He was late."), plain("It’s 10.") == plain("It's 11.")
    (False, False)
    """
    text = compose(text).translate(_LETTERS)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.strip()
