"""DVB, Myanmar: news in Burmese."""

from newsspider.spider import NewsSpider


class DvbSpider(NewsSpider):
    """An RSS feed; declared from public listings, never fetched."""

    name = "dvb"
    country, language = "MM", "my"
    seeds = ("http://www.dvb.no/feed",)
    expect = 70
    time_zone = "Asia/Yangon"
