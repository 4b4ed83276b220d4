"""Ilanga, Durban, South Africa: regional news in Zulu."""

from newsspider.spider import NewsSpider


class IlangaSpider(NewsSpider):
    """A WordPress sitemap; declared from public listings, never fetched."""

    name = "ilanga"
    country, language = "ZA", "zu"
    seeds = ("https://ilanganews.co.za/wp-sitemap.xml",)
    expect = 30
    time_zone = "Africa/Johannesburg"
