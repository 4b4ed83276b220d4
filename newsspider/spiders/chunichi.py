"""Chunichi Shimbun, Nagoya, Japan: regional news in Japanese."""

from newsspider.spider import NewsSpider


class ChunichiSpider(NewsSpider):
    """A Google News sitemap; declared from public listings, never fetched."""

    name = "chunichi"
    country, language = "JP", "ja"
    seeds = ("https://www.chunichi.co.jp/sitemap.xml",)
    expect = 500
    time_zone = "Asia/Tokyo"
