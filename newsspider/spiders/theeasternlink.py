"""The Eastern Link, India: regional news in English."""

from newsspider.spider import NewsSpider


class TheEasternLinkSpider(NewsSpider):
    """WordPress with the "Publisher" theme; the feed is assumed, it could not be fetched when this was written."""

    name = "theeasternlink"
    country, language = "IN", "en"
    seeds = ("https://theeasternlink.com/feed/",)
    expect = 5
    time_zone = "Asia/Kolkata"
