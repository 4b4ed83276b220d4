"""Content signals (contentsignals.org): what may be done with a page once it was fetched."""

from __future__ import annotations

import re

SIGNALS_THAT_RESERVE = frozenset({("ai-train", "no"), ("ai-input", "no"), ("train-ai", "n")})
"""Those that reserve the page from models; ``train-ai`` is the word of the IETF's aipref drafts."""

_MOST_PAIRS = 20
_PAIR = re.compile(r"\s*([a-z][a-z0-9-]{0,29})\s*=\s*([a-z0-9-]{1,30})\s*")


def read_content_signals(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the path pattern that a line of signals is for, ``/`` where it names none, and its pairs.

    >>> read_content_signals("/news/ search=yes, AI-train=no")
    ('/news/', (('search', 'yes'), ('ai-train', 'no')))
    """
    path, rest = "/", value.strip()
    if rest.startswith(("/", "*")):
        path, _, rest = rest.partition(" ")
    parts = rest.lower().replace(";", ",").split(",", _MOST_PAIRS)[:_MOST_PAIRS]
    return path, tuple((pair[1], pair[2]) for pair in map(_PAIR.fullmatch, parts) if pair)
