"""The news agency that an article bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable

AGENCIES = {
    "AAP": ("AAP", "Australian Associated Press"),
    "Adnkronos": ("Adnkronos",),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "AGI": ("AGI", "Agenzia Italia"),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "Agence Anadolu"),
    "ANI": ("ANI", "Asian News International"),
    "ANP": ("ANP",),
    "ANSA": ("ANSA", "Agenzia ANSA"),
    "Antara": ("Antara", "ANTARA News"),
    "AP": ("AP", "The Associated Press", "Associated Press"),
    "APA": ("APA", "Austria Presse Agentur"),
    "Belga": ("Belga", "Agence Belga"),
    "Bernama": ("Bernama",),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "BTA": ("BTA",),
    "Canadian Press": ("The Canadian Press", "Canadian Press", "La Presse Canadienne"),
    "CNA": ("Central News Agency",),
    "CTK": ("CTK", "ČTK"),
    "dapd": ("dapd",),
    "dpa": ("dpa", "Deutsche Presse-Agentur"),
    "dts": ("dts Nachrichtenagentur",),
    "EFE": ("EFE", "Agencia EFE"),
    "epd": ("epd", "Evangelischer Pressedienst"),
    "Europa Press": ("Europa Press",),
    "Hina": ("Hina",),
    "IANS": ("IANS", "Indo-Asian News Service"),
    "Interfax": ("Interfax", "Интерфакс"),
    "Jiji": ("Jiji", "Jiji Press", "時事通信", "時事通信社"),
    "KNA": ("KNA", "Katholische Nachrichten-Agentur"),
    "Kyodo": ("Kyodo", "Kyodo News", "共同通信", "共同通信社"),
    "Lusa": ("Lusa", "Agência Lusa"),
    "MTI": ("MTI",),
    "NTB": ("NTB",),
    "PA": ("PA Media", "Press Association"),
    "PAP": ("PAP", "Polska Agencja Prasowa"),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "RIA": ("RIA Novosti", "РИА Новости"),
    "Ritzau": ("Ritzau", "Ritzaus Bureau"),
    "SDA": ("SDA", "Keystone-SDA", "Keystone-ATS"),
    "SID": ("SID", "Sport-Informations-Dienst"),
    "STT": ("STT", "Suomen Tietotoimisto"),
    "TASS": ("TASS", "ITAR-TASS", "ТАСС"),
    "TT": ("TT", "TT Nyhetsbyrån", "Tidningarnas Telegrambyrå"),
    "Ukrinform": ("Ukrinform", "Укрінформ"),
    "UNI": ("UNI", "United News of India"),
    "UPI": ("UPI", "United Press International"),
    "Xinhua": ("Xinhua", "Xinhua News Agency", "新华社", "新華社"),
    "Yonhap": ("Yonhap", "Yonhap News Agency", "연합뉴스"),
}
"""Agencies by their short name, with the spellings that count."""
DATE_LINE_CHARS = 80
"""How far into the text a credit in brackets may stand."""
MAX_CREDIT = 120
"""Longest last line, in letters, that is read as a credit."""

BY_SPELLING = {spelling.casefold(): name for name, spellings in AGENCIES.items() for spelling in spellings}
_SHORT = frozenset(spelling for spellings in AGENCIES.values() for spelling in spellings if len(spelling) <= 4)
_ANY = "|".join(sorted((re.escape(key) for key in BY_SPELLING), key=len, reverse=True))
_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,40})[)\]]")
_VIA = re.compile(
    r"\b(?:via|with (?:agency )?(?:inputs?|reporting|material|files) from(?: the)?|source|quelle|fuente|fonte"
    r"|mit material (?:von|der)|con informaci[oó]n de|avec|\(c\)|©)"
    rf"\s*:?\s*(?:@?{_ANY})(?!\w)(?:\s*(?:,|and|&|/)\s*\w+)*",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(rf"[^\n.!?]{{2,60}}?[,:]?\s*(?:[-–—,/]\s*)({_ANY})\s*(?:[-–—:.]|\|)\s", re.IGNORECASE)
_SLASHED = re.compile(r"[\w.-]{2,25}(?:\s*[/,|+&]\s*[\w.-]{2,25}){1,4}")
_FIRST = re.compile(rf"(?<!\w)(?:{_ANY})(?!\w)", re.IGNORECASE)


def agency_of(text: str, bylines: Iterable[tuple[str, str]] = ()) -> tuple[str | None, str]:
    """Return the agency credited, and where: among *bylines* (source and spelling), in the date-line, or at the end.

    ``(None, "")`` where none is.

    >>> agency_of("LONDON, Oct 3 (Reuters) - Rain fell.")
    ('Reuters', 'date-line')
    >>> agency_of("Rain fell.", [("byline", "Ann Lee/dpa")])
    ('dpa', 'byline')
    >>> agency_of("The PAP won in Singapore.\\n\\n(With inputs from PTI)")
    ('PTI', 'end of text')
    """
    for source, credit in bylines:
        parts = re.split(r"\s*[/,|+&]\s*|\s(?:und|and|et|y)\s", credit[:MAX_CREDIT])
        if name := _credited(credit[:MAX_CREDIT]) or next(filter(None, map(_named, parts)), None):
            return name, source
    beginning = text[:DATE_LINE_CHARS].partition("\n\n")[0]
    for bracketed in _BRACKETS.findall(beginning):
        if name := _credited(bracketed):
            return name, "date-line"
    if (match := _DATE_LINE.match(beginning)) and (name := _named(match[1])):
        return name, "date-line"
    last = text.rpartition("\n\n")[2]
    name = _credited(last.strip()) if len(last) <= MAX_CREDIT else _closing(last)
    return (name, "end of text") if name else (None, "")


def _credited(credit: str) -> str | None:
    """Return the agency that a whole short line bylines: by its name alone, in a list with slashes, or after "via"."""
    bare = credit.strip("()[]. –—-©*")
    if name := _named(bare):
        return name
    if via := _VIA.search(credit):
        found = _FIRST.search(via[0].partition(" ")[2] or via[0])
        return _named(found[0]) if found else None
    if _SLASHED.fullmatch(bare):
        return next((name for part in re.split(r"\s*[/,|+&]\s*", bare) if (name := _named(part))), None)
    inner = _BRACKETS.search(credit)
    return _named(inner[1]) if inner else None


def _closing(paragraph: str) -> str | None:
    """Return the agency in brackets, or behind a dash, that ends a long last paragraph."""
    match = re.search(r"(?:[(\[]([^()\[\]\n]{2,40})[)\]]|\s[-–—]+\s*(\w{2,12}))\.?\s*$", paragraph[-MAX_CREDIT:])
    return _credited(match[1] or match[2]) if match else None


def _named(text: str) -> str | None:
    """Return the agency called *text*; short names count in their own case alone: "TT" is one, "tt" a beginning."""
    text = text.strip(" .@")
    name = BY_SPELLING.get(text.casefold())
    return None if name and len(text) <= 4 and text not in _SHORT and text not in (name, name.upper()) else name
