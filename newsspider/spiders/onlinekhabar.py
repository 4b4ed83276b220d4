"""Onlinekhabar, Nepal: news in Nepali."""

from newsspider.spider import NewsSpider


class OnlinekhabarSpider(NewsSpider):
    """An RSS feed; declared from public listings, never fetched."""

    name = "onlinekhabar"
    country, language = "NP", "ne"
    seeds = ("http://www.onlinekhabar.com/feed/",)
    expect = 300
    time_zone = "Asia/Kathmandu"
