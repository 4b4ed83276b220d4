"""Dainik Bhaskar, India: regional editions in Hindi."""

from newsspider.spider import NewsSpider


class BhaskarSpider(NewsSpider):
    """An index of Google News sitemaps; declared from public listings, never fetched."""

    name = "bhaskar"
    country, language = "IN", "hi"
    seeds = ("https://www.bhaskar.com/sitemaps-v1--sitemap-google-news-index.xml",)
    expect = 2000
    time_zone = "Asia/Kolkata"
