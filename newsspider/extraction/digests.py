"""By what a line of a page is known again on other pages of its site.

A page's lines are its pieces (`newsspider.extraction.outline`). A digest of a subtree would be that of its lines, in
order: an element is known where its lines are, so lines alone are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from newsspider.extraction.outline import PROSE_CHARS, Piece, letters_of
from newsspider.repeats import SiteLine

MAX_LINES = 400
"""So many lines of a page are told to its site's memory, from its head and its foot; threads go on for ever."""
SAMPLE = 200
"""Letters of a line that are kept to show it."""
OWN_LINES = 5
"""So many of the article's own lines, the longest, tell it from others: of poems and lists of results, too."""
MOST_WORDS = 40
"""So many words of a box are looked through for a line that is known."""
EDGE = 3
"""So many paragraphs at either end of the article may be the site's."""
_NUMBER = re.compile(r"\d+")


def digest_of(key: str) -> int:
    """Return the digest of the letters *key*, 64 bits, signed.

    >>> digest_of(letters_of("Sign up")) == digest_of(letters_of("SIGN  UP")) != digest_of(letters_of("Sign in"))
    True
    """
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=8_192)
def digests_of(key: str) -> tuple[int, int]:
    """Return the digest of the letters *key*, exact and with every number counting as any other.

    What stands outside the article is the same line under another number: "12 comments", "Monday, 3 May". Inside it
    is not: a report of the weather says the same sentences every day, with other degrees.
    """
    exact = digest_of(key)
    return exact, digest_of(_NUMBER.sub("0", key)) if _NUMBER.search(key) else exact


def lines_of(
    pieces: Sequence[Piece],
    kept: Collection[int],
    restore: Callable[[str], str] = str,
    *,
    known: Collection[int] = frozenset(),
) -> tuple[SiteLine, ...]:
    """Return what the memory of the site is told of a page: all *pieces* but the midst of the article's prose.

    *kept* are the indices of those that are the article. Of paragraphs between others, which nothing but a person's
    word removes, the longest are told, to tell the article from a copy of it. *restore* gives shielded letters back.

    A line that is known by its very letters is told by them, too, now that it is no article's any more: else it would
    be forgotten for the reason that it is known.
    """
    prose = [index for index in sorted(kept) if len(pieces[index].text) >= PROSE_CHARS]
    inner = set(prose[EDGE:-EDGE])
    longest = set(sorted(sorted(kept), key=lambda index: -len(pieces[index].text))[:OWN_LINES])
    told = [index for index in range(len(pieces)) if index not in inner or index in longest]
    if len(told) > MAX_LINES:
        told = [*told[: MAX_LINES // 2], *told[-MAX_LINES // 2 :]]
    lines: dict[int, SiteLine] = {}
    for index in told:
        piece = pieces[index]
        exact, folded = digests_of(restore(piece.key))
        is_kept = index in kept
        own = len(piece.text) if index in longest else 0
        for digest in {exact} if is_kept else {folded, exact} if exact in known else {folded}:
            if digest not in lines:
                lines[digest] = SiteLine(digest, restore(piece.text[:SAMPLE]), own)
    return tuple(lines.values())


def digests_of_text(text: str) -> tuple[int, int]:
    """Return `digests_of` a paragraph of an article."""
    return digests_of(letters_of(text))


def digests_within(text: str) -> Iterator[int]:
    """Yield the digests by which a removed box may be known: of all its *text*, then of lines that it may hold.

    Where its lines ended is not kept: earlier beginnings go first, and of those at one place the longer.
    """
    yield from digests_of_text(text)
    words = text.split()[:MOST_WORDS]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            yield from digests_of_text(" ".join(words[start:end]))
