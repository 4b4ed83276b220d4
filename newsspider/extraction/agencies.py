"""The news agency that an article credits."""

from __future__ import annotations

import re
from collections.abc import Iterable

AGENCIES = {
    "AFP": ("AFP", "Agence France-Presse"),
    "ANI": ("ANI", "Asian News International"),
    "ANSA": ("ANSA",),
    "AP": ("AP", "The Associated Press", "Associated Press"),
    "APA": ("APA",),
    "Bloomberg": ("Bloomberg",),
    "dpa": ("dpa", "Deutsche Presse-Agentur"),
    "EFE": ("EFE", "Agencia EFE"),
    "IANS": ("IANS",),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "PAP": ("PAP",),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters",),
    "TASS": ("TASS",),
    "UNI": ("UNI",),
    "UPI": ("UPI",),
    "Xinhua": ("Xinhua",),
    "Yonhap": ("Yonhap",),
}
"""Agencies by their short name, with the spellings that count."""
DATE_LINE_CHARS = 80
"""How far into the text a credit in brackets may stand."""

_BY_SPELLING = {spelling.casefold(): name for name, spellings in AGENCIES.items() for spelling in spellings}
_BRACKETS = re.compile(r"[(\[]([\w .-]{2,30})[)\]]")


def agency_of(text: str, authors: Iterable[str]) -> str | None:
    """Return the agency credited as author, in the date-line, or at the end; ``None`` where there is none.

    >>> agency_of("LONDON, Oct 3 (Reuters) - Rain fell.", [])
    'Reuters'
    """
    for author in authors:
        if name := _BY_SPELLING.get(author.casefold()):
            return name
    last = text.rpartition("\n\n")[2].strip("()[]. ")
    if name := _BY_SPELLING.get(last.casefold()):
        return name
    bracketed = _BRACKETS.findall(text[:DATE_LINE_CHARS])
    return next((name for credit in bracketed if (name := _BY_SPELLING.get(credit.casefold()))), None)
