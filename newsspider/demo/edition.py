"""What a theme is given to print: a site, its articles of the moment, and links that tests have added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsspider.demo.content import DemoArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """One site of the demo."""

    name: str
    """As a spider is named: ``demo-magazine``."""
    base_url: str
    """Origin without a slash at its end."""
    seeds: tuple[str, ...]
    """Where a crawl begins, absolute."""
    language: str
    """BCP 47 tag."""
    country: str
    """ISO 3166-1 alpha-2."""
    title: str
    motto: str
    """The line that stands on top of every page."""
    time_zone: str
    """IANA name; the site's days are counted in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page outside the articles that a site's feed, sitemap or front page names."""

    url: str
    title: str
    published: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A site at one moment."""

    site: DemoSite
    articles: tuple[DemoArticle, ...]
    """Newest first, with their URLs."""
    withheld: tuple[DemoArticle, ...] = ()
    """Pages that exist under a path that robots.txt forbids."""
    listings: tuple[Listing, ...] = ()

    @property
    def newest(self) -> datetime:
        """When the site last changed."""
        return max(article.modified or article.published for article in (*self.articles, *self.withheld))

    @property
    def sections(self) -> tuple[str, ...]:
        """Names of the sections, in the order of the newest article of each."""
        return tuple(dict.fromkeys(article.section for article in self.articles))

    def others(self, article: DemoArticle, count: int) -> list[DemoArticle]:
        """Return *count* articles that are not *article*, the ones of its section first, then the ones after it."""
        at = next((i for i, other in enumerate(self.articles) if other.slug == article.slug), 0)
        around = [other for other in self.articles[at + 1 :] + self.articles[:at] if other.slug != article.slug]
        return sorted(around, key=lambda other: other.section != article.section)[:count]
