"""What a text must hold for a regular expression to match it: told without compiling, so that most are never compiled.

Known as a prefilter (RE2's ``FilteredRE2``): a few strings one of which stands in every match. To look for them costs a
tenth of a microsecond, the expression itself a hundred to compile and some to try. What can't be read, any syntax
beyond letters, groups, classes and counts, demands nothing: then the expression is tried.
"""

from __future__ import annotations

import re

Needles = tuple[str, ...]
"""Strings one of which a text must hold; empty: any text may match."""

MOST = 80
"""More needles are not worth looking for."""
_PLAIN = r"[^\\.^$*+?{}\[\]|()]"
_WORDS = re.compile(f"{_PLAIN}+")
_TOKEN = re.compile(
    rf"(?P<run>{_PLAIN}+)(?![?*+{{])|(?P<letter>{_PLAIN}|\\\W)|(?P<open>\((?:\?[:=!]|\?<[=!])?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<count>[?*+]|\{\d*,?\d*\})[?+]?|(?P<other>\\.|.)",
    re.DOTALL,
)
_CASES = (("i\u0307", "i"), ("ı", "i"), ("ſ", "s"), ("µ", "μ"), ("ς", "σ"))
_UNREAD = re.compile(r"(?<!\\)\(\?(?![:=!]|<[=!])")
"""A group with a name, flags or a condition."""
_GROUPS = ("(", "(?:")
_OPTIONAL = ("?", "*", "{0", "{,")


def folded_case(text: str) -> str:
    """Return *text* in lower case, so that what `re.IGNORECASE` holds equal is: i of all sorts, long s, micro, sigma.

    Of rarer shapes of Greek and Cyrillic letters, like ϐ and β, the phrases have none.

    >>> folded_case("ISTANBUL’DA Kıyı")
    'istanbul’da kiyi'
    """
    folded = text.lower()
    if not text.isascii():
        for letter, plain in _CASES:
            folded = folded.replace(letter, plain)
    return folded


def needles_of(pattern: str) -> Needles:
    """Return strings one of which stands in every text that *pattern* matches.

    >>> needles_of(r"(?:sign up|subscribe)\\b.*\\bnewsletters?\\b.*")
    ('newsletter',)
    >>> needles_of(r"(?:síguenos|suivez-nous) .{0,60}")
    ('síguenos', 'suivez-nous')
    >>> needles_of(r"\\d+.?"), needles_of("(?P<name>ferry)")
    ((), ())
    """
    if _UNREAD.search(pattern):
        return ()
    if _WORDS.fullmatch(pattern):
        return (pattern,)
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(pattern)]
    needles, _ = _alternatives(tokens, 0)
    return tuple(dict.fromkeys(needles))


def _alternatives(tokens: list[tuple[str, str]], start: int) -> tuple[Needles, int]:
    """Return what the alternatives from *start* on demand together, and where their group ends."""
    found: list[Needles] = []
    while True:
        needles, start = _sequence(tokens, start)
        found.append(needles)
        if start >= len(tokens) or tokens[start][0] == "close":
            break
        start += 1
    if not all(found) or sum(map(len, found)) > MOST:
        return (), start
    return tuple(needle for needles in found for needle in needles), start


def _sequence(tokens: list[tuple[str, str]], start: int) -> tuple[Needles, int]:
    """Return the best of what the parts from *start* on demand, up to a bar or the group's end."""
    demands: list[Needles] = []
    run = ""
    while start < len(tokens) and (sort := tokens[start][0]) not in {"bar", "close"}:
        token = tokens[start][1]
        if sort == "run" or (sort == "letter" and _is_there(tokens, start + 1)):
            run += token[-1] if sort == "letter" else token
        if sort != "run" and run:
            demands.append((run,))
            run = ""
        if sort == "open":
            needles, start = _alternatives(tokens, start + 1)
            if needles and token in _GROUPS and _is_there(tokens, start + 1):
                demands.append(needles)
        start += 1
    if run:
        demands.append((run,))
    return max(demands, key=_worth, default=()), start


def _is_there(tokens: list[tuple[str, str]], start: int) -> bool:
    """Return whether what stands before *start* must be there: no count allows it to be left out."""
    return start >= len(tokens) or tokens[start][0] != "count" or not tokens[start][1].startswith(_OPTIONAL)


def _worth(needles: Needles) -> float:
    """Return how much *needles* spare: short ones are everywhere, many cost as many looks."""
    return min(map(len, needles)) - 0.1 * len(needles)
