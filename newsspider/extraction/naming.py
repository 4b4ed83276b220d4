"""What a page is called, beside what its text and its address tell: a section's name stands in none of its teasers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsspider.text import has_unspaced_script, words

STEM = 5
"""Letters of a word that stay where it is inflected."""
SHORT = 4
"""Shorter words stand in any text."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d{3,}")
_SLUG = re.compile(r"[^\W\d_]+(?:[-_+](?:\w|%[0-9A-Fa-f]{2})+){2,}")
_BY_DAY = re.compile(r"/(?:19|20)\d\d/(?:\d{1,2}/){0,2}(?!\d{1,2}$)[^/]{3,}$")


def share_told(title: str, text: str) -> float:
    """Return the share of the words of *title* that *text* has in some form, 0 to 1; 1 where *title* has none.

    >>> share_told("Harbour", "The mayor resigned on Monday."), share_told("Harbours", "The old harbour is deep.")
    (0.0, 1.0)

    In scripts that part no words, two letters side by side count as one.

    >>> share_told("社会", "市議会は月曜日、予算案を可決した。"), share_told("港の橋", "新しい港の橋が開通した。")
    (0.0, 1.0)
    """
    stems = frozenset(_stems(title.casefold()))
    body = text.casefold()
    return sum(stem in body for stem in stems) / len(stems) if stems else 1.0


def _stems(title: str) -> Iterator[str]:
    said = words(title)
    if has_unspaced_script(title):
        letters = "".join(said)
        yield from (letters[place : place + 2] for place in range(len(letters) - 1))
        return
    long = [word for word in said if len(word) >= SHORT]
    yield from (word[:STEM] for word in long or said)


def is_address_of_one(url: str) -> bool:
    """Return whether *url* is spelled as that of a single piece: with its number, its day or its headline.

    >>> is_address_of_one("https://post.example/sport/"), is_address_of_one("https://post.example/2026/11/")
    (False, False)
    >>> is_address_of_one("https://post.example/?p=4411"), is_address_of_one("https://post.example/2026/11/fire/")
    (True, True)
    >>> is_address_of_one("https://post.example/news/mayor-to-resign.html")
    True
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    last = path.rpartition("/")[2]
    numbered = _NUMBER.search(_YEAR.sub("", f"{last} {parts.query}")) is not None
    return numbered or _SLUG.search(last) is not None or _BY_DAY.search(path) is not None
