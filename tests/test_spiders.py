"""The built-in sites can't be fetched from a test: what is proved is the declaration."""

import re
from zoneinfo import ZoneInfo

import pytest
from scrapy.spiderloader import SpiderLoader

from newsspider.crawl import Site, base_settings
from newsspider.politeness import is_loopback
from newsspider.spider import NewsSpider
from newsspider.urls import site_of, url_key

LOADER = SpiderLoader.from_settings(base_settings())
SPIDERS = [LOADER.load(name) for name in LOADER.list()]


def test_there_are_six_sites_in_six_languages():
    languages = {spider.language for spider in SPIDERS}

    assert len(SPIDERS) >= 6
    assert len(languages) >= 6


@pytest.mark.parametrize("spider", SPIDERS, ids=LOADER.list())
def test_a_declaration_is_whole(spider):
    site = spider()

    assert issubclass(spider, NewsSpider)
    assert re.fullmatch("[A-Z]{2}", site.country)
    assert re.fullmatch("[a-z]{2,3}", site.language)
    assert site.expect > 0
    assert ZoneInfo(site.time_zone).key == site.time_zone


@pytest.mark.parametrize("spider", SPIDERS, ids=LOADER.list())
def test_seeds_lie_on_the_site_and_not_on_this_machine(spider):
    site = spider()

    for seed in site.seeds:
        assert url_key(seed)
        assert not is_loopback(seed)
        assert site.is_own(f"https://{site_of(seed)}/2026/11/a-story-of-three-words")
        assert not site.is_own("https://elsewhere.example/2026/11/a-story-of-three-words")


def test_language_and_country_that_the_operator_sets_are_the_sites():
    site = Site(name="isle", spider=NewsSpider, attributes={"language": "gd", "country": "GB"})

    assert (site.info.language, site.info.country) == ("gd", "GB")
