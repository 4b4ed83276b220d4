"""What a reader and a crawler meet on the demo's pages."""

import json
import re
from urllib.parse import urlsplit

import pytest
from lxml import html

from newsspider.article import Access, Kind
from newsspider.text import fold_space

NAMES_THAT_ARE_NO_ADDRESSES = re.compile(
    r"https?://(?:www\.w3\.org|schema\.org|purl\.org|www\.sitemaps\.org|www\.google\.com/schemas)[/\w.-]*"
)
MAGAZINE_LINES = (
    "Connecting the Hills and the River.",
    "Get real time updates directly on you device, subscribe now.",
    "Leave A Reply",
    "Your email address will not be published.",
    "This website uses cookies to improve your experience. We'll assume you're ok with this, but you can opt-out",
)


def tree_of(answer):
    return html.document_fromstring(answer.body, html.HTMLParser(encoding="utf-8"))


def words_of(answer):
    return fold_space(tree_of(answer).text_content())


def articles_of(demo, site):
    return [article for article in demo.articles if article.site == site]


def test_every_page_shows_its_article_in_order(demo, fetch):
    for article in demo.articles:
        rest = words_of(fetch(article.url)).split(article.title, 2)[-1]

        for paragraph in article.paragraphs:
            _, found, rest = rest.partition(paragraph)
            assert found, f"{article.slug}: {paragraph[:60]}"


def test_every_title_stands_in_a_heading(demo, fetch):
    headings = {
        article.title: [fold_space(h.text_content()) for h in tree_of(fetch(article.url)).iter("h1", "h2")]
        for article in demo.articles
    }

    assert [title for title, found in headings.items() if title not in found] == []


def test_a_lead_stands_outside_the_body(demo, fetch):
    led = [article for article in demo.articles if article.lead]
    pages = {article.lead: tree_of(fetch(article.url)) for article in led}

    bodies = {lead: page.xpath("string(//div[@class='article__body'])") for lead, page in pages.items()}

    assert len(led) > 10
    assert [lead for lead, body in bodies.items() if lead in body] == []
    assert [page.xpath("string(//p[@class='article__lead'])") for page in pages.values()] == list(pages)


def test_the_furniture_is_on_the_page_and_not_in_the_text(demo, fetch):
    for article in articles_of(demo, "magazine"):
        page = words_of(fetch(article.url))

        assert [line for line in MAGAZINE_LINES if line not in page] == []
        assert [line for line in MAGAZINE_LINES if line in article.text] == []


def test_comments_stand_below_the_magazines_articles(demo, fetch):
    commented = [article for article in demo.articles if article.comments]

    shown = [[c.text in words_of(fetch(article.url)) for c in article.comments] for article in commented]

    assert len(commented) >= 4
    assert all(map(all, shown))


def test_links_lead_somewhere(every_page):
    broken = {url: answer.status for url, answer in every_page.items() if answer.status >= 400}

    assert broken == {}
    assert len(every_page) > 100


def test_nothing_is_remote(every_page, demo):
    own = tuple(site.base_url for site in demo.sites)

    remote = {
        address
        for answer in every_page.values()
        for address in re.findall(r"""(?:https?:|(?<=["'(]))//[^\s"'<>)]+""", answer.text)
        if not address.startswith(own) and not NAMES_THAT_ARE_NO_ADDRESSES.match(address)
    }

    assert remote == set()


def test_a_site_links_to_no_other(every_page):
    crossing = {
        (url, port)
        for url, answer in every_page.items()
        for port in re.findall(r"127\.0\.0\.1:(\d+)", answer.text)
        if int(port) != urlsplit(url).port
    }

    assert crossing == set()


@pytest.mark.parametrize("twin", ["print/", "amp/"])
def test_a_twin_names_its_original_and_holds_its_text(demo, fetch, twin):
    for article in articles_of(demo, "magazine"):
        answer = fetch(article.url + twin)

        assert tree_of(answer).xpath("//link[@rel='canonical']/@href") == [article.url]
        assert [p for p in article.paragraphs if p not in words_of(answer)] == []


def test_short_links_and_forgotten_slashes_lead_to_the_article(demo, fetch):
    article = articles_of(demo, "magazine")[0]
    base = demo.sites[0].base_url

    answers = [fetch(f"{base}/?p={article.number}"), fetch(article.url.rstrip("/"))]

    assert [(answer.status, answer.headers["Location"]) for answer in answers] == [(301, article.url)] * 2


def test_the_print_parameter_leads_to_the_print_twin(demo, fetch):
    article = articles_of(demo, "magazine")[0]

    answer = fetch(f"{article.url}?print=1")

    assert (answer.status, answer.headers["Location"]) == (302, f"{article.url}print/")


def test_tracking_keys_change_nothing(demo, fetch):
    one, other = articles_of(demo, "magazine")[0], articles_of(demo, "bare")[0]

    answers = [fetch(f"{one.url}?utm_source=rss&utm_medium=rss"), fetch(f"{other.url}&utm_source=rss")]

    assert [answer.body for answer in answers] == [fetch(one.url).body, fetch(other.url).body]


def test_a_soft_404_looks_like_a_real_one(demo, fetch):
    base = demo.sites[0].base_url

    soft, real = fetch(f"{base}/ferry-timetable-for-the-lantern-week/"), fetch(f"{base}/never-was/")

    assert (soft.status, real.status) == (200, 404)
    assert soft.body == real.body
    assert "Page not found" in words_of(soft)


def test_listings_name_articles_and_hold_no_whole_one(demo, fetch):
    base = demo.sites[0].base_url
    for path in ("/", "/category/hills/", "/tag/morunga/", "/author/lila-pazo/"):
        page = words_of(fetch(base + path))

        assert sum(article.title in page for article in articles_of(demo, "magazine")) > 1
        assert not any(article.paragraphs[1] in page for article in demo.articles)


def test_the_forbidden_section_is_linked_and_no_article_of_the_demo(demo, fetch):
    base = demo.sites[0].base_url
    article = articles_of(demo, "magazine")[0]

    links = tree_of(fetch(article.url)).xpath("//a/@href")

    assert f"{base}/private/minutes/" in links
    assert not any("/private/" in article.url for article in demo.articles)


def test_the_daily_tells_all_in_json_ld(demo, fetch):
    for article in articles_of(demo, "daily"):
        (script,) = tree_of(fetch(article.url)).xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(script)

        assert told["headline"] == article.title
        assert told["datePublished"] == article.published.isoformat()
        assert told["@type"] == ("LiveBlogPosting" if article.kind is Kind.LIVE_BLOG else "NewsArticle")
        assert told["isAccessibleForFree"] is (article.access is Access.FREE)


def test_a_live_blog_shows_each_entry_with_its_time(demo, fetch):
    (article,) = [article for article in demo.articles if article.kind is Kind.LIVE_BLOG]

    times = tree_of(fetch(article.url)).xpath("//section[@class='live__entry']/time/@datetime")

    assert times == [part.name for part in article.parts if part.name]
    assert times == sorted(times, reverse=True)


def test_a_teaser_ends_at_the_paywall(demo, fetch):
    (article,) = [article for article in demo.articles if article.access is Access.TEASER]

    answer = fetch(article.url)

    page = words_of(answer)
    assert page.index(article.paragraphs[-1]) < page.index("Weiterlesen mit HN plus")
    assert '"cssSelector": ".paywall"' in answer.text


def test_one_body_is_parted_into_containers(demo, fetch):
    (article,) = [article for article in demo.articles if article.slug.startswith("saegewerk")]

    containers = tree_of(fetch(article.url)).xpath("//article/div[@class='article__body']")

    assert len(containers) == 3
    assert all(container.xpath("p") for container in containers)


def test_lists_and_quotes_are_marked_up(demo, fetch):
    (article,) = [article for article in demo.articles if "apfel" in article.slug]

    items = tree_of(fetch(article.url)).xpath("//div[@class='article__body']/ul/li/text()")

    assert len(items) == 3
    assert set(items) <= set(article.paragraphs)


def test_the_day_overview_lists_what_the_day_brought(demo, fetch):
    base = demo.sites[1].base_url
    article = next(article for article in demo.articles if article.slug.startswith("scheune"))

    page = fetch(f"{base}/archiv/2026-10-17/")

    assert article.url in page.text
    assert "Tagesübersicht 17. Oktober 2026" in words_of(page)


def test_the_bare_site_tells_nothing_but_words(demo, fetch):
    for article in articles_of(demo, "bare"):
        page = tree_of(fetch(article.url))

        assert page.xpath("//meta[@name or @property] | //link | //time | //script[@type] | //@itemprop") == []


def test_the_bare_sites_front_page_leads_to_all_of_it(demo, fetch):
    links = tree_of(fetch(demo.sites[2].seeds[0])).xpath("//td/a/@href")

    assert {article.url for article in articles_of(demo, "bare")} <= set(links)


def test_persian_runs_from_right_to_left(demo, fetch):
    persian = [article for article in demo.articles if article.language == "fa"]

    directions = [tree_of(fetch(article.url)).xpath("//div[@lang='fa']/@dir") for article in persian]

    assert directions == [["rtl"]] * 3
