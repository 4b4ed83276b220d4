"""An article's address that leads elsewhere by now: the article moved, or is gone.

Runs in the writer's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

from newsspider.addresses import fold_twin, is_confirmed
from newsspider.archive.record import StoredArticle
from newsspider.archive.store import Archive
from newsspider.article import PASSING, Article, Reason
from newsspider.errors import BadURL
from newsspider.urls import is_front_page, same_site, url_key

REDIRECT = "redirect"
"""Why a former address is an alias."""
_LISTINGS = frozenset({Reason.LISTING, Reason.SOFT_404})
"""What stands where an article is no more."""


def move(archive: Archive, key: str, article: Article, *, now: datetime) -> StoredArticle | None:
    """Let the article that stands at *key*, which leads to *article* by now, stand there, if the text is the same.

    Where another one stands there that is the same, it is folded into that one. Return what moved.
    """
    stored = archive.find_article(key)
    target_key = url_key(article.url)
    if stored is None or stored.url_key != key or target_key == key or archive.parts.of(stored.id):
        return None
    if not same_site(stored.url, article.url) or not is_confirmed(stored, article):
        return None
    target = archive.find_article(target_key)
    if target is not None:
        if target.id != stored.id:
            fold_twin(archive, stored.id, target.id, reason=REDIRECT, seen=now)
        return None
    as_it_was = replace(archive.recleaning.article(stored.id), url=article.url)
    archive.adopt(stored, as_it_was, url_key=target_key, seen=stored.last_seen)
    archive.add_alias(stored.url, article_id=stored.id, reason=REDIRECT, seen=now)
    return archive.find_article(target_key)


def stands(archive: Archive, key: str) -> bool:
    """Return whether an article stands at *key* itself, so that it is no alias of another one."""
    stored = archive.find_article(key)
    return stored is not None and stored.url_key == key


def is_elsewhere(url: str, final: str, reason: str | None) -> bool:
    """Return whether *final*, where *url* leads to, is no more what stood there: its section, a list, another article.

    *reason* is why the page there is no article; ``None`` where it is one. A wall, a page that knows the way back, and
    one of another site tell nothing; nor does a page without an article that is none of the section's.

    >>> is_elsewhere("https://news.example/isle/storm", "https://news.example/isle/", Reason.TOO_SHORT)
    True
    >>> is_elsewhere("https://news.example/isle/storm", "https://news.example/login", Reason.TOO_SHORT)
    False
    """
    try:
        key, end = url_key(url), url_key(final)
    except BadURL:
        return False
    if key == end or is_front_page(final) or not same_site(url, final) or _knows_the_way_back(final, key):
        return False
    return reason is None or reason in _LISTINGS or (reason not in PASSING and _is_section_of(end, key))


def _knows_the_way_back(final: str, key: str) -> bool:
    """Say whether the address names the one that led to it, as those of walls do."""
    return (key.partition("?")[0].rpartition("/")[2] or key) in unquote(final.partition("?")[2])


def _is_section_of(section: str, key: str) -> bool:
    return "?" not in section and key.startswith(f"{section.rstrip('/')}/")
