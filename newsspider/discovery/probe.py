"""Sitemaps that a site names in its robots.txt."""

from __future__ import annotations

import re

from newsspider.discovery.harvest import Harvest
from newsspider.urls import absolute_url

_SITEMAP_LINE = re.compile(rb"^[^\S\n]*site-?map[^\S\n]*:[^\S\n]*([^\s#]{1,4000})", re.IGNORECASE | re.MULTILINE)
_ROBOTS_LINE = re.compile(
    rb"^[^\S\n]*(?:user-?agent|disallow|allow|sitemap|site-map|crawl-delay|host|content-signal)[^\S\n]*:",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_robots(text: bytes) -> bool:
    """Guess whether *text* is a robots.txt.

    >>> looks_like_robots(b"# Hello\\nUser-agent: *\\nDisallow:\\n")
    True
    """
    return _ROBOTS_LINE.search(text, 0, 64 * 1024) is not None


def read_robots(text: bytes, url: str, harvest: Harvest) -> None:
    """Put the sitemaps that the robots.txt at *url* names into *harvest*."""
    for line in _SITEMAP_LINE.finditer(text.replace(b"\r", b"\n")):
        found = absolute_url(url, line[1].decode("utf-8", "replace"))
        if found:
            harvest.add_seed(found)
        else:
            harvest.add_problem("a Sitemap line names no http(s) address")
