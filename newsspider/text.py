"""Text as the house counts it: one definition of paragraph, word and hash for every room."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn
from unicodedata import category, is_normalized, normalize

from newsspider.spellings import one_spelling

_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SCRIPTS_WITHOUT_SPACES = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # radicals, Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
UNSPACED_LETTERS = _SCRIPTS_WITHOUT_SPACES
"""Ranges of a character class: letters of scripts that are written without spaces."""
_UNSPACED = re.compile(f"[{_SCRIPTS_WITHOUT_SPACES}]")
_MARKS_BELOW = "".join(
    chr(code)
    for first, last in ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3099, 0x309A), (0xAA60, 0xAA7F))
    for code in range(first, last + 1)
    if category(chr(code)).startswith("M")
)
_WITH_SPACE = re.compile(
    rf"\s*(?:[{_SCRIPTS_WITHOUT_SPACES}][{_MARKS_BELOW}\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
    rf"|[^\s{_SCRIPTS_WITHOUT_SPACES}]+)|\s+"
)
"""A word with its marks and what stands before it; a letter with its marks in scripts without spaces."""
_LONG_RUN = r"[^\w\s\x00-\x7f]{500,}"
_UNLIKE = "\u1fef\u1ffd\u2329\u232a\uf900-\ufaff\U0002f800-\U0002fa1f"
"""What NFC exchanges for a letter of another shape: Han letters of Korean and Japanese names, accents, brackets."""
_LEFT_ALONE = re.compile(f"({_LONG_RUN}|[{_UNLIKE}])")
_LONG_RUNS = re.compile(f"({_LONG_RUN})")
_LINE_ENDS = re.compile(r"[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_ACTIVE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_IN_JSON = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_IN_WORD = r"[\w\u0300-\u036f\u0900-\u0dff\u200c\u200d'’]"
_WORD = re.compile(rf"[{_SCRIPTS_WITHOUT_SPACES}]|(?:(?![{_SCRIPTS_WITHOUT_SPACES}]){_IN_WORD})+")
_INSIDE_WORDS = ("'", "’", "\u02bc", "\u0640", "\u200c", "\u200d", "\u00ad")
_POINTS = ("“", "”", "„", "‘", "–", "—", "…", "«", "»", "\u00a0")
"""Signs that tell a text of plain letters, but for its typography, from others; none is part of a word."""
_SPACED_WORD = re.compile(f"{_IN_WORD}+")
"""The same where no letter is of those scripts; to look for one first and take this costs a third."""

_ASCII_WORD = re.compile("[a-z0-9]+")
_MARKED_WORD = re.compile(
    r"[\w\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u109f\u1780-\u17ff]+"
)
"""A word with the marks that are written above, below and around its letters."""

LONG_TEXT = 200_000
"""Letters from which on a text is hashed in lots: a list of all words of 14 MB takes 120 MB."""
_CHARSET = re.compile(
    r"ascii|utf-?_?(8|16|32)|cp\d|windows|iso|latin|euc|shift|gb|big5|koi8|mac|tis|ptcp|kz|hz|johab", re.IGNORECASE
)


def is_charset(name: str) -> bool:
    """Return whether *name* is a charset's, and not that of another codec of Python's: rot13, hex, zlib, punycode.

    >>> is_charset("iso8859-1"), is_charset("rot13")
    (True, False)
    """
    return _CHARSET.match(name) is not None


def fold_space(text: str) -> str:
    """Return *text* on one line, every run of white space one blank, none at the ends.

    >>> fold_space("  Barely a day before,\\n  the Taliban ")
    'Barely a day before, the Taliban'
    """
    return " ".join(text.split())


def drop_unprintable(text: str) -> str:
    """Return *text* without control codes and halves of letters (lone surrogates), which no file or table can hold.

    >>> drop_unprintable("Storm\\x00 \\ud83d hits")
    'Storm  hits'
    """
    return _UNPRINTABLE.sub("", text)


def compose(text: str) -> str:
    """Return *text* in NFC, except where that would exchange a letter for one that looks otherwise.

    NFC joins what is one letter, and takes U+FA19 and U+795E for one although names tell them apart. A run of hundreds
    of marks stays as it is, since sorting it takes the square of its length.

    >>> compose("Cafe\u0301 \ufa19"), normalize("NFC", "\ufa19")
    ('Café \ufa19', '神')
    """
    return _normalise(text, _LEFT_ALONE)


def _normalise(text: str, left_alone: re.Pattern[str]) -> str:
    if text.isascii() or is_normalized("NFC", text):
        return text
    parts = left_alone.split(text)
    parts[::2] = [normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def normalise_text(text: str) -> str:
    """Return *text* as an article stores it: composed, one blank line between paragraphs, blanks folded inside them.

    A line break ends a paragraph. Control codes are removed; letters, joiners and marks are never touched.

    >>> normalise_text("One.\\n Two  words.\\n\\n\\nThree.")
    'One.\\n\\nTwo words.\\n\\nThree.'
    """
    clean = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    folded = _SPACE.sub(" ", compose(clean))
    return "\n\n".join(line for line in _BREAKS.split(folded.strip()) if line)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of an article's text, in order; none is empty.

    >>> paragraphs("One.\\n\\nTwo.")
    ['One.', 'Two.']
    """
    return [paragraph for paragraph in text.split("\n\n") if paragraph]


def words(text: str) -> list[str]:
    """Return the words of *text*; in scripts written without spaces every letter counts as one.

    >>> words("It's 5 o’clock in 東京")
    ["It's", '5', 'o’clock', 'in', '東', '京']
    """
    return _word_of(text).findall(text)


def each_word(text: str) -> Iterator[str]:
    """Yield the `words` of *text*; a list of those of a text of megabytes is ten times its size.

    >>> list(each_word("At six."))
    ['At', 'six']
    """
    return (found[0] for found in _word_of(text).finditer(text))


def spaced_words(text: str) -> list[str]:
    """Return *text* cut before the white space of each word; in scripts without spaces, at every letter.

    Joined, they are the text again.

    >>> spaced_words("At six, 東京.")
    ['At', ' six,', ' 東', '京', '.']
    """
    return _WITH_SPACE.findall(text)


def count_words(text: str) -> int:
    """Return how many words *text* has, as `words` counts them."""
    return sum(1 for _ in _word_of(text).finditer(text))


SHINGLE_WORDS, SHINGLE_LETTERS = 5, 10
"""What is compared of two texts: so many words in a row; letters, in scripts without spaces (Broder 1997)."""


def shingle_parts(text: str) -> tuple[list[str], int]:
    """Return of what the shingles of *text* are made, in order, and of how many of them one is.

    Words, marks kept, blind to case, punctuation, compatible forms and habits of spelling; letters where at least a
    third of them are of scripts without spaces.

    >>> shingle_parts("Don’t PANIC, ﬁne")
    (['dont', 'panic', 'fine'], 5)
    >>> shingle_parts("東京 2026年")
    (['東', '京', '2', '0', '2', '6', '年'], 10)
    """
    plain = text.replace("’", "").replace("'", "")
    if not plain.isascii():
        for sign in _POINTS:
            plain = plain.replace(sign, " ")
    if plain.isascii():
        return _ASCII_WORD.findall(plain.lower()), SHINGLE_WORDS
    folded = _compatible(plain).casefold().replace("_", " ")
    for sign in _INSIDE_WORDS:
        folded = folded.replace(sign, "")
    is_western = _is_latin(folded)
    folded = folded if is_western else one_spelling(folded)
    found = _MARKED_WORD.findall(folded)
    unspaced = 0 if is_western else len(_UNSPACED.findall(folded))
    if unspaced and 3 * unspaced >= sum(map(len, found)):
        return list("".join(found)), SHINGLE_LETTERS
    return found, SHINGLE_WORDS


def _is_latin(text: str) -> bool:
    """Return whether every letter is of Western European languages; what C decides costs nothing."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _compatible(text: str) -> str:
    """Return *text* in NFKC; a run of hundreds of marks, which would take the square of its length, stays."""
    if is_normalized("NFKC", text):
        return text
    parts = _LONG_RUNS.split(text)
    parts[::2] = [normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts)


def _word_of(text: str) -> re.Pattern[str]:
    return _SPACED_WORD if text.isascii() or _UNSPACED.search(text) is None else _WORD


def text_hash(text: str) -> str:
    """Return the exact identity of *text*: 32 hex digits, blind to case, white space, punctuation and spelling in NFC.

    Two articles with equal hashes are copies; SHA-256 cut to 128 bits.
    """
    text = _normalise(text, _LONG_RUNS)
    if len(text) < LONG_TEXT:
        return hashlib.sha256(" ".join(words(text.casefold())).encode()).hexdigest()[:32]
    digest, found = hashlib.sha256(), (match[0] for match in _WORD.finditer(text.casefold()))
    digest.update(next(found, "").encode())
    while lot := list(islice(found, 10_000)):
        digest.update(("".join(f" {word}" for word in lot)).encode())
    return digest.hexdigest()[:32]


def inert(text: str) -> str:
    """Return *text* so that no terminal, log or cell acts on it: on one line, without control and direction codes.

    Joiners and marks stay. What the surrounding format takes for markup is for its writer to escape.

    >>> inert("Storm \\x1b[31mhits\\r\\nthe coast")
    'Storm [31mhits the coast'
    """
    return _ACTIVE.sub("", _LINE_ENDS.sub(" ", text))


def inert_json(text: str) -> str:
    """Return the JSON *text* with every control and direction code in it escaped; it still says the same.

    >>> inert_json('"\\u202eabc"') == r'"\\u202eabc"'
    True
    """
    return _IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_of(value: Any, *, indent: int | None = None) -> str:
    """Return *value* as JSON that any reader takes and no terminal acts on; NaN and infinity raise `ValueError`."""
    return inert_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def read_json(text: str | bytes) -> Any:
    """Return the value of *text*; raises `ValueError` where it is no JSON by RFC 8259, or a number has no double.

    >>> read_json('{"id": 12345678901234567890}')
    {'id': 12345678901234567890}
    """
    return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is too large a number")
    return value


def has_unspaced_script(text: str) -> bool:
    """Say whether *text* has letters of a script written without spaces between words.

    >>> has_unspaced_script("東京 Tokyo")
    True
    """
    return _UNSPACED.search(text) is not None
