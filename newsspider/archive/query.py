"""A reader's words as a search that never fails: what FTS5 would take for syntax is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsspider.text import has_unspaced_script

_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Query:
    """What must be in an article: all of it."""

    match: str
    """FTS5 expression; empty where nothing is left for the index."""
    parts: tuple[str, ...] = ()
    """Pieces to look for letter by letter: words of scripts without spaces, which the index does not part."""

    def __bool__(self) -> bool:
        return bool(self.match or self.parts)


def read_query(text: str) -> Query:
    """Return the search that *text* asks for: words in any order, "a phrase", begin*; all must be there.

    Empty where *text* has no letter or digit.

    >>> read_query('storm "north coast" vacc* don\\'t col:x').match
    '"storm" "north coast" "vacc" * "don\\'t" "col:x"'
    """
    terms = list(_terms(text.translate(_QUOTES)))
    indexed = [f'"{term}"{" *" * prefix}' for term, prefix in terms if not has_unspaced_script(term)]
    return Query(" ".join(indexed), tuple(term for term, _ in terms if has_unspaced_script(term)))


def _terms(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word or phrase, and whether it is only the beginning of one."""
    for phrase, phrase_star, word in _TERM.findall(text):
        term = (phrase or word.rstrip("*")).replace("\0", " ").strip()
        if any(letter.isalnum() for letter in term):
            yield term, bool(phrase_star) or word.endswith("*")
