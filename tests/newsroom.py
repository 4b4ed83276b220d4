"""An archive of stories that went from site to site, made for a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsspider.archive.store import Archive
from newsspider.article import DateSource
from newsspider.kin import relate
from newsspider.urls import uid
from tests.archive.making import DAY, HOUR, NOON, a_newcomer, an_article
from tests.dedup.stories import first, story

WHOLE, LOCAL = story(1, 400), story(2, 60)
CUT = "\n\n".join(WHOLE.split("\n\n")[:6])
EVIL = "Storm [red]sinks[/red] \x1b[31m\u202ethe tug"


def uid_of(name: str) -> str:
    """The uid of the article of site *name*."""
    return uid(f"{name}.example/story")


def store(archive: Archive, name: str, text: str, **changes: Any) -> int:
    """Store an article of site *name*, published at noon as its page says, and relate it to what is there."""
    told = {"published": NOON, "published_raw": "2026-11-03T12:00:00Z", "published_source": DateSource.JSON_LD}
    article = an_article(name, **(told | {"text": text, "url": f"https://{name}.example/story"} | changes))
    new = [a_newcomer(article, site=name, seen=NOON + DAY)]
    with archive.transaction():
        (article_id,) = archive.add_articles(new)
        relate(archive, [article_id], new)
    return article_id


def fill(path: Path) -> None:
    """Make an archive in which `wire` has three copies, an excerpt, a part in a roundup, and a page that names it."""
    with Archive.open(path) as archive:
        store(archive, "wire", WHOLE, title="Storm hits the coast")
        store(archive, "paper", f"{CUT}\n\n{LOCAL}", published=NOON + HOUR, agency="HPS", title=EVIL)
        store(archive, "weekly", f"{WHOLE}\n\nAgain.", published=NOON + 3 * HOUR, title="Storm hits the coast")
        store(archive, "undated", CUT, published=None, published_raw=None, published_source=None)
        store(archive, "teaser", first(WHOLE, 90), published=NOON + 5 * HOUR)
        store(archive, "other", story(8, 300))
        store(archive, "third", story(9, 300))
        parts = [first(text, 90) for text in (WHOLE, story(8, 300), story(9, 300))]
        store(archive, "roundup", "\n\n".join(parts), published=NOON + 6 * HOUR)
        store(archive, "fan", story(15, 200), canonical_url="https://wire.example/story")
        store(archive, "alone", story(20, 200))
