"""Lines of a stored text that are no words of the story: counters, dates of the page, ad markers, other stories.

Extraction leaves most of them out; a site's next template, or the next language, lets one through. A line counts only
where all of it is such: "3 views" is a counter, "Her views changed" a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from newsspider.article import TrivialCause
from newsspider.edits import vocabulary as known
from newsspider.extraction.stop_lines import OTHERS
from newsspider.text import count_words

MAX_LETTERS = 160
"""A longer line is prose, or the title of another story and more."""
MAX_WORDS = 14
"""So many words a date line or counter has at the most."""
MOST_TITLES = 6
"""Other stories that stand below a heading for them; more are a list of the story's own."""
LEAST_TITLE_WORDS = 4
"""A shorter line may be an item of the story's own list."""
LEAST_BUTTONS = 3
"""So many words a row of buttons has at least: of two, one may be a name."""
TOP = 2
"""So many lines from the beginning a date alone is the page's, if there is no other: those of a time line are not."""

_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u109f\u1780-\u17ff\u0e31-\u0e4e"
)
_BETWEEN_WORDS = re.compile(rf"(?:(?![{_MARKS}\u200c\u200d])[\W_])+")
_BESIDE_FIGURES = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_MONEY = re.compile(r"[$€£¥₹₽₩%‰]")
_TIME = re.compile(r"\d[:.h]\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d\d?[./]\d\d?\.")
_SENTENCE_ENDS = (".", "。", "।", "؟", "!", "።", ";", ",", "،")
_LEADS_ON = re.compile(r"\s*[:：|>»→›]\s*|\s+[-–—]\s+")
_ASIDE = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{2,80})[)\]）】]\s*")
_OWN_SECTIONS = """
sources|references|notes|footnotes|disclaimer|thoughts|tags|topics|categories|archives|filed under|posted in|themen
schlagwörter|etiquetas|newsletter|subscribe|sign up|share|share this|discussion|responses|more|mehr|más información
recommended|recommendations|popular|trending|latest|empfehlungen|recomendados|te recomendamos|polecane
おすすめ|ランキング|更多
in this article|about the author|plus d articles|promoted stories|follow us
"""
"""Headings that a story may have of its own."""
_BUTTONS = """
read|read more|read next|continue reading|watch|watch also|up next|next article|previous article|en savoir plus|leer más
saiba mais|leia mais|lees meer|läs mer|czytaj więcej|अधिक पढ़ें|और पढ़ें|آگے پڑھیں
"""
"""Below them stands what the story goes on with, as often as not."""


def _phrases(table: str) -> frozenset[str]:
    return frozenset(_bare(phrase) for row in table.splitlines() for phrase in row.split("|") if phrase)


def _bare(text: str) -> str:
    """Return the words and figures of *text*, blind to case, one blank between them."""
    return _BESIDE_FIGURES.sub(" ", _BETWEEN_WORDS.sub(" ", text.casefold())).strip()


def _words(*tables: str) -> frozenset[str]:
    return frozenset(word for table in tables for phrase in _phrases(table) for word in phrase.split())


def _row(*tables: str) -> re.Pattern[str]:
    """Return what matches a row of the entries of *tables*, which have no spaces around them."""
    entries = {entry.replace(" ", "") for table in tables for entry in _phrases(table)}
    return re.compile(f"(?>{'|'.join(map(re.escape, sorted(entries, key=lambda entry: (-len(entry), entry))))})++")


_UPDATED, _PUBLISHED = _phrases(known.UPDATED), _phrases(known.PUBLISHED)
_OF_THINGS = _phrases(
    "stand|modified|last modified|revised|last revised|edited|last edited|geändert|zuletzt geändert|modifié"
)
"""What inside a story is said of things: "(Stand: Oktober)" dates its figures."""
_AGO, _COUNTED, _READING = _phrases(known.AGO), _phrases(known.COUNTED), _phrases(known.READING)
_ADS, _READ_ALSO = _phrases(known.ADS), _phrases(known.READ_ALSO)
_HEADINGS = (_phrases(OTHERS) | _READ_ALSO) - _phrases(_OWN_SECTIONS)
_BOXES = _HEADINGS - _phrases(_BUTTONS)
_UNITS = _words(known.UNITS)
_OF_TIME = _words(known.UNITS, known.CLOCK, known.MONTHS, known.WEEKDAYS)
_OF_READING = _words(known.READING, known.UNITS, known.CLOCK)
_OF_DATES = _OF_TIME | _OF_READING | _words(known.UPDATED, known.PUBLISHED, known.AGO)
_OF_COUNTERS = _words(known.COUNTED, known.COUNTED_AROUND)
_SHARING, _SIGN_UP, _NEWSLETTERS = _phrases(known.SHARING), _phrases(known.SIGN_UP), _phrases(known.NEWSLETTERS)
_OF_SHARING = _words(known.SHARING)
_IN_TIMES = _row(known.CLOCK_WITHOUT_SPACES)
_IN_DATES = _row(
    known.CLOCK_WITHOUT_SPACES,
    known.AGO_WITHOUT_SPACES,
    known.UPDATED_WITHOUT_SPACES,
    known.PUBLISHED_WITHOUT_SPACES,
)
_IN_COUNTERS = _row(known.COUNTED_WITHOUT_SPACES, known.COUNTED_AROUND_WITHOUT_SPACES)
_STAMPS = _row(known.UPDATED_WITHOUT_SPACES, known.PUBLISHED_WITHOUT_SPACES, known.AGO_WITHOUT_SPACES)
_UPDATES = _row(known.UPDATED_WITHOUT_SPACES)
_COUNTERS = _row(known.COUNTED_WITHOUT_SPACES)
_ADVERTS = _row(known.ADS_WITHOUT_SPACES)
_QUOTED = re.compile(r"[\"“”„«»「」]")
_NOTHING = re.compile(r"(?!)")


def furniture_of(
    lines: Sequence[str], is_known: Callable[[str], bool] = lambda line: False
) -> list[TrivialCause | None]:
    """Return of each paragraph what it is beside the story, or ``None`` where it is of the story.

    *is_known* says of a line whether the site is known to repeat it.
    """
    causes = [_cause_of(line) or (TrivialCause.SITE_BLOCK if is_known(line) else None) for line in lines]
    dates = [number for number, line in enumerate(lines) if causes[number] is None and _is_date_alone(line)]
    if len(dates) == 1 and dates[0] < TOP:
        causes[dates[0]] = TrivialCause.DATE_LINE
    for number, line in enumerate(lines):
        bare = _bare_line(line)
        if bare in _HEADINGS:
            causes[number] = causes[number] or TrivialCause.RELATED
        for title in _titles_below(lines, number) if bare in _BOXES else ():
            causes[title] = TrivialCause.RELATED
    return causes


def without_asides(line: str) -> tuple[str, set[TrivialCause]]:
    """Return *line* without when it was updated and ad markers in brackets or before it, and what these were.

    >>> without_asides("Update, 17:30: The bridge is open. (Anzeige)")[0]
    'The bridge is open.'
    """
    causes: set[TrivialCause] = set()

    def drop(match: re.Match[str]) -> str:
        cause = _cause_of_aside(match[1])
        if cause is None:
            return match[0]
        causes.add(cause)
        return " "

    rest = _ASIDE.sub(drop, line) if any(bracket in line for bracket in "([（【") else line
    for match in _LEADS_ON.finditer(rest[:MAX_LETTERS]):
        if match.end() < len(rest) and is_update_stamp(rest[: match.start()]):
            return rest[match.end() :].strip(), causes | {TrivialCause.DATE_LINE}
    return (rest.strip(), causes) if causes else (line, causes)


def is_update_stamp(line: str) -> bool:
    """Return whether *line* tells when the page was updated, and nothing else.

    >>> is_update_stamp("Zuletzt aktualisiert: 5. Mai, 17:30 Uhr"), is_update_stamp("Update: 4 dead")
    (True, False)
    """
    bare = _bare_line(line)
    return _is_date_line(line, bare) and (_has(bare, _UPDATED - _OF_THINGS) or _UPDATES.search(bare) is not None)


def _cause_of_aside(words: str) -> TrivialCause | None:
    if is_ad(words):
        return TrivialCause.ADVERTISEMENT
    has_figure = any(map(str.isdecimal, words))
    return TrivialCause.DATE_LINE if has_figure and is_update_stamp(words) else None


def _cause_of(line: str) -> TrivialCause | None:
    if len(line) > MAX_LETTERS:
        return None
    if is_ad(line):
        return TrivialCause.ADVERTISEMENT
    if _leads_to_another(line) or is_row_of_buttons(line) or is_sign_up(line):
        return TrivialCause.RELATED
    parts = [part for part in re.split(r"\s*[|·•]\s*", line) if part.strip()]
    causes = [_cause_of_part(part) for part in parts]
    return causes[0] if causes and None not in causes else None


def _cause_of_part(part: str) -> TrivialCause | None:
    bare = _bare_line(part)
    if not bare:
        return None
    if is_counter(part):
        return TrivialCause.COUNTER
    return TrivialCause.DATE_LINE if _is_date_line(part, bare) else None


def is_ad(line: str) -> bool:
    """Return whether *line* marks an advertisement, or says that the story goes on below one.

    >>> is_ad("- ADVERTISEMENT -"), is_ad("The advertisement was withdrawn.")
    (True, False)
    """
    if len(line) > MAX_LETTERS:
        return False
    bare = _bare_line(line).rstrip(" 0123456789")
    return bare in _ADS or _ADVERTS.fullmatch(bare.replace(" ", "")) is not None


def is_counter(line: str) -> bool:
    """Return whether *line* counts views, comments or shares, or the minutes that reading takes.

    >>> is_counter("1,234 views · 12 Comments"), is_counter("Shares: 4,200"), is_counter("4 shares")
    (True, False, True)
    """
    bare = _bare_line(line)
    words = bare.split()
    if not bare or _MONEY.search(line) or words[0] == "shares":
        return False
    if any(map(str.isdecimal, words)) and _has(bare, _READING) and _is_made_of(words, _OF_READING, _NOTHING):
        return True
    has_count = any(map(str.isdecimal, words)) or words[0] in {"no", "keine", "aucun", "sin", "nenhum", "geen", "inga"}
    is_told = _has(bare, _COUNTED) or _COUNTERS.search(bare) is not None
    return has_count and is_told and _is_made_of(words, _OF_COUNTERS, _IN_COUNTERS)


def is_row_of_buttons(line: str) -> bool:
    """Return whether *line* holds nothing but ways to send a story on, three words of them at least.

    >>> is_row_of_buttons("Teilen | Merken | Drucken"), is_row_of_buttons("Share Facebook")
    (True, False)
    """
    words = _bare_line(line).split()
    if len(words) < LEAST_BUTTONS or line.rstrip().endswith(_SENTENCE_ENDS):
        return False
    return (
        len(set(words)) == len(words)
        and _is_made_of(words, _OF_SHARING, _NOTHING)
        and not any(map(str.isdecimal, words))
    )


def is_sign_up(line: str) -> bool:
    """Return whether *line* asks the reader to have a newsletter sent.

    >>> is_sign_up("Sign up to our newsletter!"), is_sign_up("The newsletter asked to sign up voters.")
    (True, False)
    """
    words = _bare_line(line).split()
    if not words or _QUOTED.search(line) or any(map(str.isdecimal, words)):
        return False
    begins = any(" ".join(words[:end]) in _SIGN_UP for end in range(1, 4))
    return begins and any(" ".join(words[at : at + end]) in _NEWSLETTERS for at in range(len(words)) for end in (1, 2))


def _is_date_line(line: str, bare: str) -> bool:
    """Return whether *line* tells when the page was made or updated, or how long ago, and nothing else."""
    words = bare.split()
    if bare in _UPDATED:
        return True
    if not any(map(str.isdecimal, words)) or not _is_made_of(words, _OF_DATES, _IN_DATES) or _MONEY.search(line):
        return False
    if _has(bare, _AGO) and not _UNITS.isdisjoint(words):
        return True
    is_stamp = _has(bare, _UPDATED) or _has(bare, _PUBLISHED) or _STAMPS.search(bare) is not None
    return is_stamp and _tells_time(line, words)


def _is_date_alone(line: str) -> bool:
    """Return whether *line* is a date or time and no more: the page's own above the story, or an entry's in it."""
    words = _bare_line(line).split()
    return (
        any(map(str.isdecimal, words))
        and _is_made_of(words, _OF_TIME | _OF_READING, _IN_TIMES)
        and _tells_time(line, words)
    )


def _tells_time(line: str, words: Sequence[str]) -> bool:
    is_worded = not _OF_TIME.isdisjoint(words) or any(map(_IN_TIMES.fullmatch, words))
    return is_worded or _TIME.search(line) is not None or bool(_STAMPS.search("".join(words)))


def _is_made_of(words: Sequence[str], known_words: frozenset[str], row: re.Pattern[str]) -> bool:
    return len(words) <= MAX_WORDS and all(
        word.isdecimal() or word in known_words or row.fullmatch(word) for word in words
    )


def _has(bare: str, phrases: frozenset[str]) -> bool:
    """Return whether one of *phrases* stands in *bare*."""
    words = bare.split()
    return any(
        " ".join(words[begin:end]) in phrases for begin in range(len(words)) for end in range(begin + 1, begin + 5)
    )


def _leads_to_another(line: str) -> bool:
    """Return whether *line* is the title of another story behind words like "read also"."""
    for match in _LEADS_ON.finditer(line[:60]):
        title = line[match.end() :]
        if _bare(line[: match.start()]) in _READ_ALSO:
            return not title or (not title.endswith(_SENTENCE_ENDS) and count_words(title) >= LEAST_TITLE_WORDS - 1)
    return False


def _titles_below(lines: Sequence[str], heading: int) -> Iterable[int]:
    """Return the lines below a heading that read like titles of other stories; none where they are too many."""
    end, most = heading + 1, min(len(lines), heading + 2 + MOST_TITLES)
    while end < most and _looks_like_title(lines[end]):
        end += 1
    return range(heading + 1, end) if end - heading - 1 <= MOST_TITLES else ()


def _looks_like_title(line: str) -> bool:
    is_long_enough = count_words(line) >= LEAST_TITLE_WORDS
    return is_long_enough and len(line) <= MAX_LETTERS and not line.rstrip("\"'”’»“").endswith(_SENTENCE_ENDS)


def _bare_line(line: str) -> str:
    return _bare(line) if len(line) <= MAX_LETTERS else ""
