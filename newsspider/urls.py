"""Addresses: what makes two of them one article, which site they belong to, and what they promise."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urljoin

from newsspider.errors import BadURL
from newsspider.slug import looks_like_story
from newsspider.tracking import is_tracking

MAX_URL_CHARS = 8192
"""Longer addresses are refused; the sitemap protocol allows 2,048, servers rarely take more than 8,192."""

_PATH_SAFE = "!$&'()*+,:=@~"
_QUERY_SAFE = "!$'()*,:=@~/?;"
_BLANKS = "\ufeff\u200b\u2060" + "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u2028\u2029\u3000"
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*")
_BROKEN_LINE = re.compile(r"[\t\r\n]+")
_URL = re.compile(r"(https?):[/\\]{2}([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_CLEAN_URL = re.compile(
    r"https?://(?=[^/]{3,253}/)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/[!$%&'()*+,./0-9:;=?@A-Z_a-z~-]{0,2000}"
)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_IGNORED_IN_HOST = re.compile("[\u00ad\u200b\u2060\ufeff\ufe00-\ufe0f]")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_TWIN_LABELS = frozenset({"m", "mobile", "amp"})
_REGISTRY_LABELS = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "net", "or", "org"})
_SESSION_PARAMETER = re.compile(r";(?:jsessionid|phpsessid|sid)=[^;]*", re.IGNORECASE)
_SESSION_SEGMENT = re.compile(r"\([A-Z]\([0-9a-z]{20,}\)\)", re.IGNORECASE)
_STRAY_MARK = re.compile(r"\?(?=utm_|[fg]clid=)")  # "?id=5?utm_source=x": joined by a careless script
_STRAY_TRACKING = re.compile(r"&(?:amp;)?utm_.*", re.DOTALL)
_INDEX_PAGE = re.compile(r"(?:index|default)\.(?:[xs]?html?|php\d?|aspx?|jspx?|jsf|cfm|cgi|pl)", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?<=.)\.amp(?=(?:\.s?html?)?$)", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"(?:(?:[^/]+\.)?(?:cdn\.ampproject\.org|amp\.cloudflare\.com|bing-amp\.com)/(?:[acirv]|wp)"
    r"|google\.[a-z.]{2,6}/amp)/(?:s/)?([^/?#]+\.[^/?#]+(?:[/?#].*)?)"
)


class _Parts(NamedTuple):
    scheme: str
    host: str
    port: int | None
    """``None`` where it is the scheme's default."""
    path: str
    query: str
    fragment: str


def url_key(url: str) -> str:
    """Return the identity of *url*: equal for all spellings of one article's address.

    In doubt two addresses stay apart. ``url_key("https://" + key)`` is *key* again. Raises `BadURL` where it is no
    http(s) URL with a host.

    >>> url_key("HTTP://www.News.example/a/?utm_source=x&page=2#top")
    'news.example/a?page=2'
    """
    key = _key_of(_split(url))
    while wrapped := _AMP_CACHE.fullmatch(key):
        try:
            key = _key_of(_split("https://" + wrapped[1]))
        except BadURL:
            break
    return key


def uid(key: str) -> str:
    """Return the short name of the article with this `url_key`: 16 hex digits of its SHA-256.

    >>> uid("news.example/a?page=2")
    'b412809b16d8dd44'
    """
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def site_of(url: str) -> str:
    """Return the host of *url* without ``www.``, with its port where that is not the scheme's own; may raise `BadURL`.

    >>> site_of("https://www.news.example/a"), site_of("http://127.0.0.1:8000/")
    ('news.example', '127.0.0.1:8000')
    """
    parts = _split(url)
    return _with_port(parts.host.removeprefix("www."), parts.port)


def same_site(url: str, other: str) -> bool:
    """Tell whether both belong to one site: hosts equal but for ``www. m. mobile. amp.``, or one inside the other.

    Addresses in numbers and names without a dot must be equal, port included. False where either is no URL.

    >>> same_site("https://news.example.com/a", "http://example.com/"), same_site("http://a.example/", "http://b.example/")
    (True, False)
    """
    try:
        one, two = _split(url), _split(other)
    except BadURL:
        return False
    if _is_bare_host(one.host) or _is_bare_host(two.host):
        return (one.host, one.port) == (two.host, two.port)
    host, other_host = _drop_twin_labels(one.host), _drop_twin_labels(two.host)
    return host == other_host or host.endswith("." + other_host) or other_host.endswith("." + host)


def is_front_page(url: str) -> bool:
    """Tell whether *url* is the entrance of its site, or of one of its languages.

    >>> is_front_page("https://news.example/index.html?utm_source=x"), is_front_page("https://news.example/?p=1")
    (True, False)
    """
    try:
        path = url_key(url).partition("/")[2]
    except BadURL:
        return False
    return re.fullmatch(r"(?:home|[a-z]{2}(?:[-_][A-Za-z]{2})?)?", path) is not None


def looks_like_article(url: str) -> bool:
    """Guess from the address alone whether it leads to an article: a date, a slug of words, a number.

    Listings, forms, feeds, files and the front page do not.

    >>> looks_like_article("https://news.example/city/2024/05/12/bridge-reopens")
    True
    >>> looks_like_article("https://news.example/tag/the-old-bridge/page/2/")
    False
    """
    try:
        path, _, query = url_key(url).partition("#")[0].partition("/")[2].partition("?")
    except BadURL:
        return False
    return looks_like_story([unquote(segment) for segment in path.split("/") if segment], query)


def absolute_url(base: str, href: str) -> str | None:
    """Return where *href* leads on a page at *base*: http(s), without credentials, its fragment only if ``#!``.

    ``None`` where it leads to no page.

    >>> absolute_url("https://news.example/a/", " ../b c#top")
    'https://news.example/b%20c'
    """
    if _CLEAN_URL.fullmatch(href):
        return href
    clean = _BROKEN_LINE.sub("", href.strip(_BLANKS))
    if not clean or len(clean) > MAX_URL_CHARS or re.match("#(?!!)", clean):
        return None
    path, mark, query = clean.partition("?")
    path = path.replace("\\", "/")
    slashes = "//" if path.lower().startswith("www.") else ""  # a host whose scheme was forgotten, never a folder
    try:
        joined = urljoin(base, slashes + path + mark + query)
        parts = _split(joined)
    except (BadURL, ValueError):
        return None
    fragment = "#" + _escape_blanks(parts.fragment) if parts.fragment.startswith("!") else ""
    query = "?" + _escape_blanks(parts.query) if parts.query else ""
    return f"{parts.scheme}://{_with_port(parts.host, parts.port)}{_escape_blanks(parts.path) or '/'}{query}{fragment}"


def _split(url: str) -> _Parts:
    """Return the parts of an http(s) URL, host made uniform, the rest verbatim; raise `BadURL` where it is none."""
    clean = _BROKEN_LINE.sub("", url.strip(_BLANKS))
    match = _URL.fullmatch(clean)
    if match is None or len(clean) > MAX_URL_CHARS or not _is_encodable(clean):
        raise BadURL(f"not an http(s) URL: {url[:200]!a}; it must begin with https:// or http:// and name a host")
    scheme, authority, path, query, fragment = match.groups(default="")
    address = authority.rpartition("@")[2]
    host, port = _host_and_port(address, url)
    default = 80 if scheme.lower() == "http" else 443
    return _Parts(scheme.lower(), host, None if port == default else port, path.replace("\\", "/"), query, fragment)


def _host_and_port(address: str, url: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?", address)
    if match is None:
        raise BadURL(f"host can't be read: {url[:200]!a}")
    port = int(match[2]) if match[2] else None
    if port is not None and not 0 < port < 65536:
        raise BadURL(f"no such port: {url[:200]!a}")
    return _uniform_host(match[1], url), port


def _uniform_host(host: str, url: str) -> str:
    """Return *host* in lower case and ASCII (UTS 46 without its transitional mappings), without a closing dot."""
    if host.startswith("["):
        return f"[{_ipv6(host[1:-1], url)}]"
    if not host.isascii() or "%" in host:
        host = _IGNORED_IN_HOST.sub("", unquote(host))
        host = _DOTS.sub(".", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", host).lower()))
    labels = [_ascii_label(label) for label in host.lower().removesuffix(".").split(".")]
    uniform = ".".join(labels)
    if len(uniform) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadURL(f"no such host: {url[:200]!a}")
    return uniform


def _ascii_label(label: str) -> str:
    if label.isascii() or not all(
        letter in "-\u00b7\u200c\u200d" or letter.isalnum() or _is_mark(letter) for letter in label
    ):
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _ipv6(address: str, url: str) -> str:
    try:
        return ipaddress.IPv6Address(address).compressed
    except ValueError as error:
        raise BadURL(f"no such IPv6 address: {url[:200]!a}") from error


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_bare_host(host: str) -> bool:
    return "." not in host or host.startswith("[") or _NUMERIC_HOST.fullmatch(host) is not None


def _with_port(host: str, port: int | None) -> str:
    return host if port is None else f"{host}:{port}"


def _drop_twin_labels(host: str) -> str:
    """Return *host* without ``www.`` and the labels of mobile and AMP twins; ``mobile.de`` is a site of its own."""
    while not _is_bare_host(host):
        label, _, rest = host.partition(".")
        is_twin = label in _TWIN_LABELS and rest.split(".")[0] not in _REGISTRY_LABELS
        if "." not in rest or not (label == "www" or is_twin):
            break
        host = rest
    return host


def _key_of(parts: _Parts) -> str:
    host = _drop_twin_labels(parts.host)
    port = None if parts.port in (80, 443) else parts.port  # a key has no scheme, so neither is worth a word
    segments = _drop_twin_segments(_segments(parts.path), host)
    query = _uniform_query(parts.query)
    fragment = _uniform(parts.fragment, _PATH_SAFE + "/?#;") if re.match("!.", parts.fragment) else ""
    path = "/".join(segments)
    return f"{_with_port(host, port)}/{path}{'?' + query if query else ''}{'#' + fragment if fragment else ''}"


def _segments(path: str) -> list[str]:
    """Return the path's segments, spelled uniformly, dot segments resolved, empty ones and sessions left out."""
    segments: list[str] = []
    for raw in path.split("/"):
        segment = ";".join(_uniform(part, _PATH_SAFE) for part in _SESSION_PARAMETER.sub("", raw).split(";"))
        segment = _STRAY_TRACKING.sub("", segment)
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", ".") and not _SESSION_SEGMENT.fullmatch(segment):
            segments.append(segment)
    return segments


def _drop_twin_segments(segments: list[str], host: str) -> list[str]:
    """Return *segments* without what leads to the AMP or print twin, and without the name of an index page."""
    while segments:
        if _INDEX_PAGE.fullmatch(segments[-1]) or (len(segments) > 1 and segments[-1].lower() in ("amp", "print")):
            segments = segments[:-1]
        elif len(segments) > 1 and segments[0].lower() == "amp" and not host.startswith("google."):
            segments = segments[1:]
        elif _AMP_SUFFIX.search(segments[-1]):
            segments = [*segments[:-1], _AMP_SUFFIX.sub("", segments[-1])]
        else:
            break
    return segments


def _uniform_query(query: str) -> str:
    """Return the parameters that may tell articles apart, spelled uniformly, sorted, each once."""
    kept = set()
    for parameter in re.sub("&(?:amp;)+", "&", "&" + query, flags=re.IGNORECASE).split("&"):
        for piece in _STRAY_MARK.split(_uniform(parameter.replace("+", " "), _QUERY_SAFE)):
            key, _, value = piece.partition("=")
            if (key or value) and not is_tracking(unquote(key), unquote(value)):
                kept.add(f"{key}={value}" if value else key)
    return "&".join(sorted(kept))


def _uniform(part: str, safe: str) -> str:
    """Return *part* of a path or query with one spelling for each character: NFC, and escaped only where it must be."""
    if _UNRESERVED.fullmatch(part):
        return part
    raw = unquote_to_bytes(part)
    try:
        return quote(unicodedata.normalize("NFC", raw.decode()), safe=safe)
    except UnicodeDecodeError:
        return quote(raw, safe=safe)


def _escape_blanks(part: str) -> str:
    return re.sub(r"[\x00-\x20\x7f-\xa0\"<>\u2028\u2029]", lambda match: quote(match[0]), part)
