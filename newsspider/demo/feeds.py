"""What the demo tells crawlers: RSS, sitemaps, sitemap indexes and robots.txt, as their formats ask."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from newsspider.demo.content import DemoArticle
from newsspider.demo.edition import Edition, Listing
from newsspider.demo.handler import Resource
from newsspider.demo.theme import excerpt

XML = "application/xml; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"
_SITEMAP_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS_SPACE = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_RSS_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
TRACKING = "?utm_source=rss&utm_medium=rss&utm_campaign="


def rss(edition: Edition, *, path: str, items: Iterable[DemoArticle], listings: Iterable[Listing]) -> Resource:
    """Return an RSS 2.0 feed with tracking links, as WordPress writes it; listings stand first."""
    site = edition.site
    head = (
        f"<title>{_(site.title)}</title>"
        f'<atom:link href="{site.base_url}{path}" rel="self" type="application/rss+xml" />'
        f"<link>{site.base_url}</link><description>{_(site.motto)}</description>"
        f"<lastBuildDate>{format_datetime(edition.newest)}</lastBuildDate><language>{site.language}</language>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>"
    )
    entries = [_listing_item(listing) for listing in listings] + [_item(site.base_url, article) for article in items]
    body = f'<rss version="2.0" {_RSS_SPACES}>\n<channel>\n{head}\n' + "\n".join(entries) + "\n</channel>\n</rss>\n"
    return _xml(body, edition.newest, content_type=RSS)


def sitemap(entries: Iterable[tuple[str, datetime | None]], *, newest: datetime) -> Resource:
    """Return a sitemap of ``(URL, lastmod)``."""
    rows = [f"<url><loc>{_(url)}</loc>{_lastmod(changed)}</url>" for url, changed in entries]
    return _xml(f"<urlset {_SITEMAP_SPACE}>\n" + "\n".join(rows) + "\n</urlset>\n", newest)


def sitemap_index(entries: Iterable[tuple[str, datetime | None]], *, newest: datetime) -> Resource:
    """Return a sitemap index of ``(URL, lastmod)``."""
    rows = [f"<sitemap><loc>{_(url)}</loc>{_lastmod(changed)}</sitemap>" for url, changed in entries]
    return _xml(f"<sitemapindex {_SITEMAP_SPACE}>\n" + "\n".join(rows) + "\n</sitemapindex>\n", newest)


def news_sitemap(edition: Edition, articles: Iterable[DemoArticle], listings: Iterable[Listing]) -> Resource:
    """Return a Google News sitemap: dates and titles beside the addresses."""
    rows = [_news(edition.site.title, a.url, a.title, a.language, a.published, a.modified) for a in articles]
    rows += [
        _news(edition.site.title, entry.url, entry.title, edition.site.language, entry.published, None)
        for entry in listings
    ]
    body = f"<urlset {_SITEMAP_SPACE} {_NEWS_SPACE}>\n" + "\n".join(rows) + "\n</urlset>\n"
    return _xml(body, edition.newest)


def robots(lines: Iterable[str]) -> Resource:
    """Return a robots.txt."""
    return Resource(body="\n".join([*lines, ""]).encode(), content_type="text/plain; charset=utf-8")


def _item(base_url: str, article: DemoArticle) -> str:
    categories = "".join(f"<category>{_(word)}</category>" for word in (article.section, *article.tags))
    description = f"<p>{_(excerpt(article, letters=240))}</p>"
    return (
        f"<item><title>{_(article.title)}</title><link>{_(article.url + TRACKING + article.slug)}</link>"
        f"<dc:creator>{_(', '.join(article.authors))}</dc:creator>"
        f"<pubDate>{format_datetime(article.published)}</pubDate>{categories}"
        f'<guid isPermaLink="false">{base_url}/?p={article.number}</guid>'
        f"<description>{_(description)}</description></item>"
    )


def _listing_item(listing: Listing) -> str:
    return (
        f"<item><title>{_(listing.title)}</title><link>{_(listing.url)}</link>"
        f"<pubDate>{format_datetime(listing.published)}</pubDate>"
        f'<guid isPermaLink="true">{_(listing.url)}</guid></item>'
    )


def _news(name: str, url: str, title: str, language: str, published: datetime, modified: datetime | None) -> str:
    return (
        f"<url><loc>{_(url)}</loc>{_lastmod(modified or published)}<news:news><news:publication>"
        f"<news:name>{_(name)}</news:name><news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{published.isoformat()}</news:publication_date><news:title>{_(title)}</news:title>"
        "</news:news></url>"
    )


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat()}</lastmod>" if moment else ""


def _xml(body: str, modified: datetime, *, content_type: str = XML) -> Resource:
    whole = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return Resource(body=whole.encode(), content_type=content_type, modified=modified)


def _(text: str) -> str:
    return html.escape(text, quote=False)
