"""Paths and path patterns as robots.txt and tdmrep.json write them (RFC 9309, 2.2.2 and 2.2.3).

Both sides of a comparison are spelled uniformly first; then one octet is one letter, and nothing is ever turned into a
regular expression: a pattern's literal pieces are looked for from left to right, so that no file can make a match dear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SPELLINGS = {octet: bytes([octet]) if octet in _UNRESERVED else b"%%%02X" % octet for octet in range(256)}
_UNIFORM = re.compile(r"[A-Za-z0-9\-._~/:?#\[\]@!$&'()*+,;=]*")
_ODD = re.compile(rb"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~/:?#\[\]@!$&'()*+,;=%]")
_ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://[^/?#]*")
_FREE_IN_QUERY = (("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"))
"""What a query may hold with and without encoding, and means the same (RFC 3986, 3.4)."""


def path_of(url: str) -> str:
    """Return path, parameters and query of *url*, spelled uniformly; ``*`` and ``$`` encoded, since patterns own them.

    >>> path_of("https://news.example/caf\\u00e9/%7Eann?page=2#top")
    '/caf%C3%A9/~ann?page=2'
    >>> path_of("https://news.example")
    '/'
    """
    text = url.strip()
    origin = _ORIGIN.match(text)
    path = text[origin.end() if origin else 0 :].partition("#")[0]
    return _encode(path if path.startswith("/") else f"/{path}").replace("*", "%2A").replace("$", "%24")


def without_dots(path: str) -> str:
    """Return *path* as a server walks it (RFC 3986, 5.2.4).

    >>> without_dots("/open/../secret/./page?a=../b")
    '/secret/page?a=../b'
    """
    if "/." not in path:
        return path
    walk, mark, query = path.partition("?")
    steps: list[str] = []
    for step in walk.split("/")[1:]:
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    if walk.endswith(("/.", "/..")):
        steps.append("")
    return f"/{'/'.join(steps)}{mark}{query}"


def spellings(path: str) -> tuple[str, ...]:
    """Return a path or pattern, and its other spelling where its query encodes what it need not (RFC 9309, 2.2.2).

    >>> spellings("/go?to=http%3A%2F%2Fa.example")
    ('/go?to=http%3A%2F%2Fa.example', '/go?to=http://a.example')
    """
    head, mark, query = path.partition("?")
    if "%" not in query:
        return (path,)
    for encoded, plain in _FREE_IN_QUERY:
        query = query.replace(encoded, plain)
    twin = head + mark + query
    return (path,) if twin == path else (path, twin)


def spell_pattern(text: str) -> str:
    """Return a pattern, spelled uniformly; ``$`` stands nowhere but at its end.

    >>> spell_pattern("/a$b/%7e%2f*.php$")
    '/a%24b/~%2F*.php$'
    """
    is_anchored = text.endswith("$")
    return _encode(text[:-1] if is_anchored else text).replace("$", "%24") + ("$" if is_anchored else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A path pattern: ``*`` is any run of octets, ``$`` at the end is the path's end."""

    head: str
    """What the path begins with."""
    pieces: tuple[str, ...] = ()
    """What follows behind one ``*`` each."""
    is_anchored: bool = False
    """Whether the path ends where the pattern does."""
    octets: int
    """Length of the pattern as it is written, its signs among them: the longest that matches counts."""

    def matches(self, path: str) -> bool:
        """Say whether *path*, as `path_of` spells it, fits; costs one walk along the path.

        >>> parse_pattern("/fish*.php").matches("/fish/salmon.php?id=1")
        True
        """
        if not path.startswith(self.head):
            return False
        at = len(self.head)
        if not self.pieces:
            return not self.is_anchored or at == len(path)
        for piece in self.pieces[:-1]:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        last = self.pieces[-1]
        if self.is_anchored:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


def parse_pattern(text: str) -> Pattern:
    """Return the pattern that *text* writes."""
    return compile_pattern(spell_pattern(text))


def compile_pattern(spelled: str) -> Pattern:
    """Return the pattern that `spell_pattern` spelled so."""
    is_anchored = spelled.endswith("$")
    head, *rest = spelled.removesuffix("$").split("*")
    inner = [piece for piece in rest[:-1] if piece]
    return Pattern(head=head, pieces=(*inner, *rest[-1:]), is_anchored=is_anchored, octets=len(spelled))


def _encode(text: str) -> str:
    """Return *text* in ASCII: unreserved letters plain, reserved ones as written, everything else encoded."""
    if _UNIFORM.fullmatch(text):
        return text
    return _ODD.sub(_spell, _octets(text)).decode("ascii")


def _octets(text: str) -> bytes:
    """Return the octets of *text*; those that were no UTF-8 as they came (PEP 383)."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a letter
        return text.encode("utf-8", "surrogatepass")


def _spell(match: re.Match[bytes]) -> bytes:
    return _SPELLINGS[int(match[1], 16)] if match[1] else b"%%%02X" % match[0][0]
