from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def xml_of(fetch, url):
    return etree.fromstring(fetch(url).body)


def locations_of(tree):
    return [element.text for element in tree.iter(f"{SITEMAP}loc")]


def articles_of(demo, site):
    return [article for article in demo.articles if article.site == site]


def test_the_feed_names_every_article_under_a_tracking_link(demo, fetch):
    feed = xml_of(fetch, demo.sites[0].seeds[0])

    links = [link.text for link in feed.iterfind("channel/item/link")]

    tracked = [link for link in links if "utm_source=rss&utm_medium=rss&utm_campaign=" in link]
    assert {link.partition("?")[0] for link in tracked} == {article.url for article in articles_of(demo, "magazine")}


def test_the_feed_tells_titles_dates_and_authors(demo, fetch):
    feed = xml_of(fetch, demo.sites[0].seeds[0])

    told = {
        item.findtext("title"): (
            parsedate_to_datetime(item.findtext("pubDate")),
            item.findtext("{http://purl.org/dc/elements/1.1/}creator"),
        )
        for item in feed.iterfind("channel/item")
    }

    for article in articles_of(demo, "magazine"):
        assert told[article.title] == (article.published, article.authors[0])


def test_the_feed_names_a_missing_page_and_forbidden_ones_too(demo, fetch):
    feed = xml_of(fetch, demo.sites[0].seeds[0])

    others = [link.text.removeprefix(demo.sites[0].base_url) for link in feed.iterfind("channel/item/link")]

    assert [path for path in others if "utm_" not in path] == [
        "/private/a-letter-to-those-who-paid-for-the-roof/",
        "/private/minutes-of-the-trustees-autumn-meeting/",
        "/ferry-timetable-for-the-lantern-week/",
    ]


def test_the_guid_is_the_short_link(demo, fetch):
    feed = xml_of(fetch, demo.sites[0].seeds[0])
    base = demo.sites[0].base_url

    guids = {item.findtext("guid") for item in feed.iterfind("channel/item")}

    assert {f"{base}/?p={article.number}" for article in articles_of(demo, "magazine")} <= guids


@pytest.mark.parametrize(("number", "index"), [(0, "/wp-sitemap.xml"), (1, "/sitemap.xml")])
def test_a_sitemap_index_leads_to_every_article(demo, fetch, number, index):
    children = locations_of(xml_of(fetch, demo.sites[number].base_url + index))

    found = {url for child in children for url in locations_of(xml_of(fetch, child))}

    assert len(children) > 1
    assert {article.url for article in demo.articles if article.url.startswith(demo.sites[number].base_url)} <= found


def test_the_news_sitemap_tells_titles_and_dates(demo, fetch):
    tree = xml_of(fetch, f"{demo.sites[1].base_url}/sitemap-news.xml")

    told = {
        element.findtext(f"{SITEMAP}loc"): (
            element.findtext(f"{NEWS}news/{NEWS}title"),
            datetime.fromisoformat(element.findtext(f"{NEWS}news/{NEWS}publication_date")),
            element.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language"),
        )
        for element in tree
    }

    assert told == {a.url: (a.title, a.published, a.language) for a in articles_of(demo, "daily")}


def test_lastmod_is_the_modification_where_there_is_one(demo, fetch):
    tree = xml_of(fetch, f"{demo.sites[1].base_url}/sitemap-news.xml")

    told = {
        element.findtext(f"{SITEMAP}loc"): datetime.fromisoformat(element.findtext(f"{SITEMAP}lastmod"))
        for element in tree
    }

    assert told == {a.url: a.modified or a.published for a in articles_of(demo, "daily")}


def test_robots_forbids_a_section_and_names_the_sitemap(demo, fetch):
    base = demo.sites[0].base_url

    answer = fetch(f"{base}/robots.txt")

    assert "\nDisallow: /private/\n" in answer.text
    assert f"\nSitemap: {base}/wp-sitemap.xml\n" in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_bare_site_has_neither_feed_nor_sitemap_nor_robots(demo, fetch):
    base = demo.sites[2].base_url

    statuses = [fetch(base + path).status for path in ("/feed/", "/rss.xml", "/sitemap.xml", "/robots.txt")]

    assert statuses == [404] * 4
