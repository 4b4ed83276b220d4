"""Names of people inside what by-lines and declarations say: lists split; roles, places, accounts, houses left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from newsspider.extraction.agencies import BY_SPELLING

MAX_AUTHORS = 12
MAX_BYLINE = 80
"""Longest text, in letters, of an element that is an author's name."""
MAX_NAME_WORDS = 6
MAX_DECLARED = 2_000
"""Of a longer text, in letters, only the beginning is looked at: it names more authors than are kept."""

BY = re.compile(
    r"^(?:(?:an?|eine?r?|un[ae]?)\s+(?:[\w-]+\s+)?(?=(?:by|von|par|por|di)\s))?"
    r"(?:(?:written by|story by|text by|words by|posted by|reported by|published by|recipe by"
    r"|(?:article|analysis|opinion|commentary|review|report|interview|column|essay) by|por:?"
    r"|by|von|par|di|door|av|af|przez|oleh|napsala?|scris de|skrevet av|skrevet af|geschreven door"
    r"|escrito por|scritto da|publié par|publicado por"
    r"|a cura di|eingestellt von|veröffentlicht von|ein gastbeitrag von|ein kommentar von|eine analyse von)\b"
    r"|(?:autor(?:a|en|in|es)?(?:/autor(?:in)?)?|authors?|auteurs?|autore|texte?|teksti?|testo|texto|penulis|reporter|yazar"
    r"|yazan|kirjoittaja|автор|текст|συντάκτης|कलमः?|لेखक|लेखक|作者|记者|記者|撰文|文)\b\s*(?=[:：/]|\s))\s*[:：/]?\s*",
    re.IGNORECASE,
)
"""What stands before the name in a by-line."""
OTHERS = re.compile(
    r"(?:^|[\s|,;(])(?:(?:(?:copy |technically )?edited|(?:medically |expert )?reviewed|fact[- ]checked|translated"
    r"|illustrated|photograph(?:ed|s|y)|photos?|pictures?|graphics?|bearbeitet|übersetzt|redigiert)\s+(?:by|von)\b"
    r"|(?:editors?|penyunting|redaktur|redaktion|fotos?|photos?|bilder|bild|illustration(?:en)?|grafik|quelle|source|fuente"
    r"|fonte|design|code|kamera|video|责编|责任编辑|编辑|editor in chief)\s*[:：])",
    re.IGNORECASE,
)
"""Where a by-line goes on to those who are not its authors."""
_PARTS = re.compile(
    r"\s*(?:,\s*(?:and|und|et|&)\s|[;|/•·、]|,(?!\s*(?:jr|sr|ii|iii)\b)|\s(?:and|und|et|en|och|og|ja|dan|ve|και|&|(?-i:[yeiaи]))\s)\s*",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary|uar|vier|eiro)?|feb(?:ruary|ruar)?|f[ée]v(?:rier|ereiro)?|mar(?:ch|s|zo|ço)?|märz|apr(?:il)?"
    r"|avr(?:il)?|abr(?:il)?|ma[iy]o?|june?|jun[io]o?|july?|jul[io]o?|aug(?:ust)?|ago(?:sto)?|août|sep(?:t(?:ember|embre|iembre)?)?"
    r"|o[ck]t(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre|iembre)?|déc(?:embre)?)"
)
_TAIL = re.compile(
    r"\s+@\w+.*$"
    rf"|\s+(?i:\(?{_MONTH}\.?\s+\d.*"
    r"|[-–|]?\s*(?:last |first )?(?:published|updated?|posted|sponsored|aktualisiert|veröffentlicht"
    r"|publicado|publié)\b.*"
    r"|(?:more about|follow|bio|profile)\b.*|[-–(]?\s*\d.*|(?:last|updated):?|기자|記者|记者)$"
    r"|\s+(?:for|für|pour)\s+(?:the\s+|The\s+)?[A-Z].*$|\s+(?:For The)\s.*$|\s+(?:mit|with|from|aus|at|on|in)(?:\s.*)?$"
)
_DATE_OR_UI = re.compile(
    rf"^(?:{_MONTH}\.?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|[ap]\.?m\.?|\+?\s*follow(?:ing)?"
    r"|shares?|comments?|read more|min(?:utes?)?(?: read)?"
    r"|(?:published|posted|updated|veröffentlicht|publicado|publié|reading)\b.*"
    r"|.*\breading time|subscribe|print|zapisz.*|home|history|news"
    r"|more|about.*|see.*|view.*|all|guest|anonymous|none|null|unknown|undefined|no author|various.*|agenc(?:y|ies)"
    r"|author|by|(?:log|sign) ?in\b.*|cc by.*|sponsored by.*)$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?:[A-Z]{2,6}(?:-[A-Z]{1,4})?[®™]?|Ph\.?D\.?|M\.?D\.?|[JS]r\.?|M\.?Sc\.?|B\.?A\.?)")
_NO_NAME = re.compile(
    r"https?://|www\.|@|\d|[<>{}=_#!?]|\w\.\w+\.\w|\.(?:com|de|net|org|pl|at|ch|is|info)\b", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(r"www\.|(?<![\w@])[\w-]{2,}\.(?:com|de|net|org|pl|at|ch|is|info)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\b\w*(?:reporter(?:in)?|writer|editors?|correspondent|journalist(?:e|a|in)?|redakteur(?:in)?|redaktor|korrespondent(?:in)?"
    r"|expert[ein]?|expertin|experte|periodista|corresponsal|redactora?|giornalista|jornalista|repórter|rédact(?:eur|rice)"
    r"|correspondant|contributor|columnist|analyst|founder|co-founder|ceo|producer|specialist|manager|director|professor"
    r"|strategist|reviewer|photographer|intern|author|autorin|jurnalis|wartawan|muhabir|toimittaja)\b",
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    r"\b(?:senior|chief|lead|deputy|associate|assistant|managing|executive|staff|special|freelance|contributing|guest"
    r"|political|sports?|business|health|home|digital|national|regional|web|news|crime|court|education|founder|content|edtech)\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:news\w*|media|staff|team|desk|agenc(?:y|ies)|agentur(?:en)?|agencias?|magazine?|administrator|admin|webmaster"
    r"|editors|editorial|newsroom|online|radio|tv|bureau|wire|service|nachrichtenagentur|inc|llc|ltd|gmbh|verlag|university|institute"
    r"|foundation|community|company|store|redacci[oó]n|redazione|r[ée]daction|redacție|redakcja|redakce|redactie|redaksi"
    r"|redaksjonen|redaktionen|toimitus|редакци[яј]|редакцията|редакція|редакції|σύνταξη|szerkesztőség|redakcij[ae]|toimetus"
    r"|haber merkezi|ban biên tập|التحرير|تحریریه|המערכת|contributors?|nachrichten|sponsored|promoted|developer)\b"
    r"|\w*(?:redaktion|zeitung|nachrichten|tidning(?:en)?)\b",
    re.IGNORECASE,
)
_NOBODY_S = frozenset(
    (
        *("the", "our", "and", "of", "by", "report", "reports"),
        *("la", "le", "die", "der", "a", "az", "tim", "équipe", "equipo", "equipe", "ekibi", "هيئة"),
    )
)
"""Words that give no desk a name of its own."""
_PARTICLES_TEXT = (
    "von van de der den del della di da do dos das du la le el al bin ibn ben binti zu zum zur ten ter y e i af av st"
)
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_ACCOUNT = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*|[A-Z]?[a-z]+[A-Z]\w*|\w*\d\w*")
_INITIALS = re.compile(r"(?:[a-zäöü]{1,4}|[A-Z]{1,3})\.?")


def clean_authors(texts: Iterable[str], site_names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the people named in *texts*, each once, in order.

    >>> clean_authors(["By Ann Lee and Bob Ray", "https://facebook.com/x", "Valley Herald"], ["Valley Herald"])
    ('Ann Lee', 'Bob Ray')
    >>> clean_authors(["Von Ann Lee, Berlin", "Cy Dow, Senior Sports Reporter"])
    ('Ann Lee', 'Cy Dow')
    """
    found: dict[str, str] = {}
    for text in texts:
        for name in _names_in(text, site_names):
            found.setdefault(name.casefold(), name)
    return tuple(_without_doubles(list(found.values()))[:MAX_AUTHORS])


def clean_desks(texts: Iterable[str], site_names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the desks and teams in *texts* that have a name of their own; "Staff" has none, nor has the site's.

    >>> clean_desks(["Gear Team", "News Desk", "Valley Herald Staff", "Staff Reports"], ["Valley Herald"])
    ('Gear Team',)
    """
    found: dict[str, str] = {}
    for text in texts:
        name = _bare(BY.sub("", " ".join(html.unescape(text[:MAX_BYLINE]).split())))
        own = _MODIFIER.sub(" ", _ROLE.sub(" ", _HOUSE.sub(" ", name)))
        for site in site_names[:1]:
            own = re.sub(
                rf"\b{re.escape(site.removeprefix('The ').removeprefix('the '))}\b", " ", own, flags=re.IGNORECASE
            )
        bare = [word for word in own.split() if word.casefold() not in _NOBODY_S and len(word) > 1]
        named = bare and own.split() != name.split() and name[0].isupper() and 2 <= len(name.split()) <= 4
        if named and not _NO_NAME.search(name) and not _DATE_OR_UI.match(name):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def looks_like_account(name: str) -> bool:
    """Guess whether *name* is what somebody logs in with.

    >>> [looks_like_account(name) for name in ("KatieS", "andrew.keaveney", "Ann Lee", "Heryadi")]
    [True, True, False, False]
    """
    return _ACCOUNT.fullmatch(name) is not None


def looks_like_full_name(name: str) -> bool:
    """Guess whether *name* is a person's in full: two words or more, all but particles with a capital.

    In scripts without capitals any two words are.
    """
    parts = name.replace(".", ". ").split()
    return 2 <= len(parts) <= MAX_NAME_WORDS and all(
        part.casefold() in _PARTICLES or not part[0].islower() for part in parts
    )


def name_of_account(account: str) -> str:
    """Return the name that an account is spelled after, else the account.

    >>> name_of_account("andrew.keaveney"), name_of_account("ibby")
    ('Andrew Keaveney', 'ibby')
    """
    first, dot, last = account.partition(".")
    return f"{first.capitalize()} {last.capitalize()}" if dot and first.isalpha() and last.isalpha() else account


def _names_in(text: str, site_names: Sequence[str]) -> list[str]:
    text = " ".join(html.unescape(text[:MAX_DECLARED]).replace("\u200b", "").split())
    text = _MAIL.sub("", text)
    if "://" in text or _SITE.search(text):
        return []
    text = BY.sub("", text)
    if text.strip("() ").casefold() in BY_SPELLING:
        return [_bare(text)]  # an agency that is named alone is the author; beside people it is a credit
    others = OTHERS.search(text)
    text = text[: others.start()] if others else text
    names = [name for part in _PARTS.split(text) if (name := _person(part, site_names))]
    full = [name for name in names if " " in name]
    if full and len(names) > len(full) and text.isascii() | (max(map(ord, text)) < 0x500):
        return full  # what stands beside a full name as one word is a place, a desk, a degree
    return names


def _person(part: str, site_names: Sequence[str]) -> str | None:
    """Return the person's name in *part*; ``None`` where it holds none."""
    name = _bare(BY.sub("", _bare(part)))
    name = _bare(_TAIL.sub("", re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", name)))
    name = _without_house(_without_role(name), site_names)
    if not 2 <= len(name) <= 60 or len(name.split()) > MAX_NAME_WORDS:
        return None
    if _NO_NAME.search(name) or _DATE_OR_UI.match(name) or _DEGREE.fullmatch(name) or _INITIALS.fullmatch(name):
        return None if not looks_like_account(name) or _INITIALS.fullmatch(name) or "@" in name else _account(name)
    if _HOUSE.search(name) or name.casefold() in BY_SPELLING or name.startswith(("The ", "the ", "Our ")):
        return None
    if " " in name and name[0].islower() and not name.islower() and name.split()[0].casefold() not in _PARTICLES:
        return None  # what stands before is somebody's initials
    return None if _is_the_site(name, site_names) else name


def _is_the_site(name: str, site_names: Sequence[str]) -> bool:
    """Return whether *name* is the site's own, or in one word its host's; a full name in the host is its owner's."""
    told = site_names if " " not in name else site_names[:1]
    return _key(name) in {_key(own) for own in told}


def _account(name: str) -> str | None:
    return (
        name
        if name.count(".") < 3
        and not re.search(r"\.\w{1,3}$", name)
        and not name.isdigit()
        and not _DATE_OR_UI.match(name)
        else None
    )


def _bare(name: str) -> str:
    return name.strip(" -–—,.:*\"'“”„|»«+⋅·")


def _without_role(name: str) -> str:
    """Return *name* without a role before or behind it; empty where nothing but a role is there."""
    role = _ROLE.search(name)
    if role is None:
        return name
    modifier = _MODIFIER.search(name, 0, role.start())
    before = _bare(name[: min(role.start(), modifier.start() if modifier else len(name))])
    behind = _bare(name[role.end() :])
    return next((side for side in (before, behind) if looks_like_full_name(side)), "")


def _without_house(name: str, site_names: Sequence[str]) -> str:
    """Return *name* without the site's name, or another house's, behind a full name."""
    for own in site_names:
        if len(own) > 2 and name.casefold().endswith(" " + own.casefold()):
            rest = _bare(name[: -len(own)])
            return rest if looks_like_full_name(rest) else name
    head, dash, tail = name.partition(" - ")
    return head if dash and _HOUSE.search(tail) and looks_like_full_name(head) else name


def _without_doubles(names: list[str]) -> list[str]:
    """Return *names* without those that are another one with more behind it, or with initials for first names."""
    kept: list[str] = []
    for name in names:
        if any(_is_longer(name, other) or _is_shortened(name, other) for other in names if other != name):
            continue
        kept.append(name)
    return kept


def _is_longer(name: str, other: str) -> bool:
    """Return whether *name* is the full name *other* with something that is no name before or behind it."""
    return " " in other and (name.startswith(other + " ") or name.endswith(" " + other))


def _is_shortened(name: str, other: str) -> bool:
    """Return whether *name* is *other* with initials for first names.

    >>> _is_shortened("J. Doe", "John Doe")
    True
    """
    short, long = name.split(), other.split()
    return (
        len(short) == len(long) > 1
        and short[-1] == long[-1]
        and short != long
        and all(
            own == full or (len(own.rstrip(".")) == 1 and full.startswith(own[0]))
            for own, full in zip(short, long, strict=True)
        )
    )


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
