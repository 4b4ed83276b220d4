"""The site's own name behind a headline, which a template puts there or leaves out."""

from __future__ import annotations

import re
import unicodedata

_PARTED = re.compile(r"(?P<headline>.*\S)\s*(?:[|·•»]|::|(?<=\s)-|-(?=\S))\s*(?P<name>[^|·•]{2,40})", re.DOTALL)
_ARTICLES = re.compile(r"^(?:the|der|die|das|le|la|les|el|los|il|lo|de|het|o|a) ", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "gob", "gouv"})
"""What stands before the country's in addresses like ``news.co.uk``."""


def without_signature(title: str, host: str) -> str:
    """Return *title*, on one line, without the site's name at its end; as it is where that is not the host's own.

    Only a name that is the whole of the host's is believed: "Fire in the city - Leeds" on leedslive.example says where.

    >>> without_signature("Bridge opens | The Daily Quay", "www.dailyquay.co.uk")
    'Bridge opens'
    >>> without_signature("Bridge opens - Leeds", "leedslive.example")
    'Bridge opens - Leeds'
    """
    parted = _PARTED.fullmatch(title) if host else None
    if parted is None:
        return title
    name = parted["name"].strip()
    names = {_letters(name), _letters(_ARTICLES.sub("", name))}
    return parted["headline"].strip() if names & _names_of(host) else title


def _names_of(host: str) -> set[str]:
    """Return what a site at *host* may call itself: its registered name, with and without what stands behind it."""
    labels = host.lower().partition(":")[0].split(".")
    while len(labels) > 2 and labels[-2] in _SECOND_LEVEL:
        del labels[-2]
    own = _letters(labels[-2] if len(labels) > 1 else labels[0])
    return {own, own + _letters(labels[-1])} if own else set()


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())
