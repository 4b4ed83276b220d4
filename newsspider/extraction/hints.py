"""What a spider and a seed know of a page before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsspider.article import DateSource
from newsspider.repeats import NO_REPEATS, Repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Knowledge from outside the page; every field may be left out."""

    title_css: str | None = None
    """Selector of the headline; its first match wins over everything the page declares."""
    body_css: str | None = None
    """Selector of the article's container; what stands outside is not looked at for the text."""
    author_css: str | None = None
    """Selector of the authors' names, one match each."""
    date_css: str | None = None
    """Selector of the publication date; ``datetime`` or ``content`` attribute, else text."""
    prune: tuple[str, ...] = ()
    """Selectors of elements to remove before anything is read from the body."""
    keep_blocks: tuple[str, ...] = ()
    """Texts, or beginnings of texts, that no rule may remove."""
    time_zone: str | None = None
    """IANA name for dates that are spelled without an offset, and for the local day."""
    language: str | None = None
    """Language of the site, used where the page declares none."""
    published: datetime | None = None
    """Publication date that the feed or sitemap gives, aware."""
    published_source: DateSource | None = None
    """`DateSource.FEED` or `DateSource.SITEMAP`; where `published` comes from."""
    now: datetime | None = None
    """The moment that counts as now for dates in the future; the page's fetch time where left out."""
    rules: bool = True
    """Whether leftover lines are dropped by the declared rules."""
    repeats: Repeats = NO_REPEATS
    """What the page's site is known to repeat; left out before anything is read from the body."""
    learns: bool = False
    """Whether `Article.lines` are wanted, for the memory of the site."""


NO_HINTS = Hints()
