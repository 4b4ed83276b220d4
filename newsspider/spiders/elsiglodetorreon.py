"""El Siglo de Torreón, Mexico: regional news in Spanish."""

from newsspider.spider import NewsSpider


class ElSigloDeTorreonSpider(NewsSpider):
    """An RSS feed; declared from public listings, never fetched."""

    name = "elsiglodetorreon"
    country, language = "MX", "es"
    seeds = ("https://www.elsiglodetorreon.com.mx/index.xml",)
    expect = 300
    time_zone = "America/Monterrey"
