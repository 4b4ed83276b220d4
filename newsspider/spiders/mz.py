"""Mitteldeutsche Zeitung, Halle, Germany: regional news in German."""

from newsspider.spider import NewsSpider


class MitteldeutscheZeitungSpider(NewsSpider):
    """An index of Google News sitemaps; declared from public listings, never fetched."""

    name = "mz"
    country, language = "DE", "de"
    seeds = ("https://www.mz.de/sitemaps/newssitemap-index.xml",)
    expect = 500
    time_zone = "Europe/Berlin"
