"""Which servers may be asked: those at public addresses, and those that the operator allows by name and port.

Two looks are taken. `Guard.check` reads the URL, so that an address in any spelling is refused before a packet is sent;
`is_public` is asked again with the address that is connected to, since a name may lead anywhere and somewhere else each
time (DNS rebinding).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self
from urllib.parse import unquote, urlsplit

from newsspider.errors import ConfigError

DEFAULT_PORTS = {"http": 80, "https": 443}
_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is given out for the internet (IANA, IPv6 Address Space)."""
_RESERVED = tuple(
    map(
        ip_network,
        (
            # RFC 6890 and the registry it founds: IANA IPv4 Special-Purpose Address Space
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "168.63.129.16/32",  # looks public, and is a cloud's own control channel to each of its machines
            # IANA IPv6 Special-Purpose Address Space, as far as it lies in what is given out: protocols of the IETF
            # (Teredo, ORCHID, benchmarks), documentation, and 6to4, which hides an IPv4 address
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NAME = re.compile(r"(?=.{1,253}\Z)[\w-]{1,63}(?:\.[\w-]{1,63})*")
_LETTERS = re.compile(r"[\w.-]+")
_ENTRY = re.compile(r"(\[[^\[\]]*\]|[^\[\]:/@\s]+):([0-9]{1,5})")
_NO_HOST = re.compile(r"^(?:[a-z]+://)?(?:\*?\.)?|/.*$", re.IGNORECASE | re.DOTALL)
"""What an operator may write around a host on the `never` list."""
_UNCLEAN = re.compile(r"[\x00-\x20\x7f\\]")


class RefusedAddress(Exception):
    """A URL that is not asked for; the message says why, and which line of the configuration would allow it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets requests to public servers through, and those to what the operator allows."""

    allowed: frozenset[str] = frozenset()
    """``host:port``, spelled as URLs spell it, in lower case, IPv6 compressed."""

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """Return the guard that allows *entries*; raise `ConfigError` where one is no ``host:port``.

        >>> sorted(Guard.parse(["Intranet:8080", "[::1]:80"]).allowed)
        ['[::1]:80', 'intranet:8080']
        """
        return cls(frozenset(map(_read_entry, entries)))

    def allows(self, host: str, port: int) -> bool:
        """Return whether the operator allows the server that a URL names *host*, in this very spelling, and *port*.

        An IPv6 address is one in all its spellings.

        >>> Guard.parse(["127.0.0.1:80"]).allows("127.1", 80)
        False
        """
        return _entry(host, port) in self.allowed

    def check(self, url: str) -> None:
        """Raise `RefusedAddress` where *url* is not http(s), hides its host, or names an address that is not public.

        A name passes: where it leads is seen only when it is connected to.
        """
        _, host, port = _read(url)
        if self.allows(host, port):
            return
        if not _may_be_public(_plain(host)):
            raise refusal(host, port)


def is_named(url: str, entry: str) -> bool:
    """Return whether *url* leads to the host that *entry* names or to a subdomain of it, and never to a parent.

    An entry names every port of its host, or with ``:port`` that one. Both may spell the host as they like: letters of
    any script, numbers of any base. False where either names no host.

    >>> is_named("https://m.news.example:8443/a", "News.example"), is_named("https://example/", "news.example")
    (True, False)
    """
    try:
        parts = urlsplit(url)
        host, port = _one_spelling(parts.hostname or ""), parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return False
    named = _NO_HOST.sub("", entry.strip())
    match = _ENTRY.fullmatch(named)
    barred = _one_spelling(match[1] if match else named)
    if not barred or (match and int(match[2]) != port):
        return False
    return host == barred or (not _is_address(barred) and host.endswith("." + barred))


def refusal(host: str, port: int) -> RefusedAddress:
    """Return the error that tells how a server whose address is not public is allowed."""
    return RefusedAddress(f'{host} is no public address; where it is meant, write  allow = ["{_entry(host, port)}"]')


def is_public(address: str) -> bool:
    """Return whether *address*, as a socket takes it, belongs to the open internet; false where it is no address.

    >>> is_public("93.184.215.14"), is_public("::ffff:10.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.scope_id is not None:
            return False
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found not in _UNICAST:
            return False
    return found.is_global and not any(found in network for network in _RESERVED if network.version == found.version)


def loopback_hosts(seeds: Iterable[str]) -> frozenset[str]:
    """Return ``host:port`` of the seeds that are written with this machine's own name or address.

    >>> sorted(loopback_hosts(["http://localhost:8000/feed/", "http://127.1/", "https://news.example/"]))
    ['localhost:8000']
    """
    found = set()
    for seed in seeds:
        try:
            _, host, port = _read(seed)
        except RefusedAddress:
            continue
        if host == "localhost" or _is_loopback(host):
            found.add(_entry(host, port))
    return frozenset(found)


def read_inet(host: str) -> IPv4Address | None:
    """Return the address that ``inet_aton`` reads in *host*: one to four numbers, each decimal, octal or hexadecimal.

    ``None`` where it is none.

    >>> str(read_inet("0x7f.1")), read_inet("127.example")
    ('127.0.0.1', None)
    """
    parts = host.lower().split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *head, last = [_read_number(part) for part in parts]
    except ValueError:
        return None
    if any(number > 255 for number in head) or last >= 256 ** (4 - len(head)):
        return None
    return IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(head)))


def _read_number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _read(url: str) -> tuple[str, str, int]:
    """Return scheme, host as spelled but in lower case, and port; raise `RefusedAddress` where they can be misread."""
    shown = url[:200].encode("ascii", "backslashreplace").decode()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(f"{shown} can't be read: {error}") from error
    authority = parts.netloc
    if parts.scheme not in DEFAULT_PORTS:
        raise RefusedAddress(f"{shown} is neither http nor https")
    if not authority or "@" in authority or _UNCLEAN.search(url.partition(authority)[0] + authority):
        raise RefusedAddress(f"{shown} does not name its host plainly")
    return parts.scheme, _bare(parts.hostname or ""), DEFAULT_PORTS[parts.scheme] if port is None else port


def _bare(host: str) -> str:
    """Return *host* as it is compared: lower case, and IPv6 in its one short spelling, which links are given too."""
    bare = host.strip("[]").lower().removesuffix(".")
    try:
        return IPv6Address(bare).compressed if ":" in bare else bare
    except ValueError:
        return bare


def _plain(host: str) -> str:
    """Return *host* as a resolver may come to see it: nothing escaped, every digit and dot an ASCII one."""
    seen = unicodedata.normalize("NFKC", _DOTS.sub(".", unquote(unquote(host))))
    return seen.strip("[]").rstrip(".").lower()


def _one_spelling(host: str) -> str:
    """Return *host* with one spelling for each server: an address in its usual form, a name in ASCII (RFC 3492)."""
    plain = _plain(host)
    inet = read_inet(plain)
    try:
        address = inet or IPv6Address(plain)
    except ValueError:
        labels = (
            label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in plain.split(".")
        )
        return ".".join(labels)
    return str(getattr(address, "ipv4_mapped", None) or address)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _may_be_public(host: str) -> bool:
    """Return false where *host* is an address that is not public, or hides what it is; a name passes."""
    if ":" in host:
        return is_public(host)
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, 6.3
        return False
    if _NUMBER.fullmatch(host.rpartition(".")[2]):  # no top-level domain is a number: whoever reads it takes an address
        address = read_inet(host)
        return address is not None and is_public(str(address))
    return _LETTERS.fullmatch(host) is not None


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address in ip_network("127.0.0.0/8") if address.version == 4 else address == IPv6Address("::1")


def _entry(host: str, port: int) -> str:
    bare = _bare(host)
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def _read_entry(entry: str) -> str:
    match = _ENTRY.fullmatch(entry.strip())
    host, port = (_bare(match[1]), int(match[2])) if match else ("", 0)
    if not 0 < port < 65536 or not (_is_ipv6(host) if match and match[1].startswith("[") else _NAME.fullmatch(host)):
        raise ConfigError(f'allow: {entry!r} is no server; write host:port, like allow = ["intranet.example:8080"]')
    return _entry(host, port)


def _is_ipv6(host: str) -> bool:
    try:
        return IPv6Address(host).scope_id is None
    except ValueError:
        return False
