"""What the web writes wrongly is read all the same: charsets that lie, broken feeds and sitemaps, dates to come."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider import jobs
from newsspider.article import DateSource, Link, Page
from newsspider.extraction.hints import Hints
from tests import hostile

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
URL = "https://isle.example/2026/11/03/die-faehre-faehrt-wieder"
SCOPE = jobs.Scope(homes=("https://isle.example/",))
SENTENCE = "Die Fähre fährt wieder über den Sund, sagte der Kapitän am Montag, und größer als früher. "
NO_CHARSETS = (
    *("rot13", "rot_13", "hex", "hex_codec", "base64", "quopri", "uu", "zlib", "bz2", "idna", "punycode", "undefined"),
    *("unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf-7", "none", "binary", "no-such-charset", "x" * 5_000),
    *("", " ", ";", '"', "utf-8,utf-8", "\u00fctf-8", "../etc/passwd", "%s", "iso-8859-99"),
)
"""Names of Python's codecs that are no charsets, and of nothing at all."""
BEFORE = ("", "\ufeff", "\n \t", "<!-- cache -->\n", "Warning: x in y.php\n", "\x00\x01")


def a_page(body: str | bytes, *, encoding: str = "utf-8", content_type: str = "") -> Page:
    encoded = body if isinstance(body, bytes) else body.encode(encoding)
    return Page(url=URL, body=encoded, fetched=NOW, headers=(("content-type", content_type),))


def html(charset: str, *, head: str = "") -> str:
    return (
        f'<html><head><meta charset="{charset}"><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>Die Fähre fährt wieder</title>{head}</head><body><article><h1>Die Fähre fährt wieder</h1>"
        f"{''.join(f'<p>{number}. {SENTENCE * 3}</p>' for number in range(4))}</article></body></html>"
    )


def feed(charset: str) -> str:
    return (
        f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><item>'
        f"<title>Die Fähre fährt wieder</title><link>{URL}</link></item></channel></rss>"
    )


def sitemap(charset: str) -> str:
    return (
        f'<?xml version="1.0" encoding="{charset}"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<url><loc>{URL}</loc><news:news><news:title>Die Fähre fährt wieder</news:title></news:news></url></urlset>"
    )


def links_of(page: Page) -> list[Link]:
    return [found.link for found in jobs.find_links(page, SCOPE).links]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("charset", NO_CHARSETS, ids=lambda name: name[:20])
def test_a_page_is_read_whatever_it_calls_its_charset(charset, encoding):
    page = a_page(html(charset.encode("ascii", "replace").decode()), encoding=encoding)

    article = jobs.extract_page(page)

    assert article.title == "Die Fähre fährt wieder"
    assert article.text.count("größer") == 12


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("charset", NO_CHARSETS, ids=lambda name: name[:20])
def test_a_page_is_read_whatever_its_server_calls_the_charset(charset, encoding):
    page = a_page(html("utf-8"), encoding=encoding, content_type=f"text/html; charset={charset}")

    article = jobs.extract_page(page)

    assert article.title == "Die Fähre fährt wieder"
    assert article.text.count("größer") == 12


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("charset", NO_CHARSETS, ids=lambda name: name[:20])
@pytest.mark.parametrize("seed", [feed, sitemap])
def test_a_seed_is_read_whatever_it_and_its_server_call_the_charset(seed, charset, encoding):
    name = charset.encode("ascii", "replace").decode()

    declared = links_of(a_page(seed(name), encoding=encoding))
    told = links_of(a_page(seed("utf-8"), encoding=encoding, content_type=f"text/xml; charset={charset}"))

    assert [(link.url, link.title) for link in declared] == [(URL, "Die Fähre fährt wieder")]
    assert told == declared


@pytest.mark.parametrize("seed", [feed, sitemap])
@pytest.mark.parametrize("before", BEFORE, ids=repr)
@pytest.mark.parametrize("behind", ["", "\n\n", "<!-- 0.3 s -->", "<script>x</script>", "\x00" * 9, "</rss>"], ids=repr)
def test_a_seed_is_read_whatever_stands_around_it(seed, before, behind):
    found = links_of(a_page(f"{before}{seed('utf-8')}{behind}"))

    assert [(link.url, link.title) for link in found] == [(URL, "Die Fähre fährt wieder")]


@pytest.mark.parametrize(
    "loc",
    [
        "",
        "   ",
        "http://",
        "http://[::1",
        "https://isle.example:99999/a",
        "javascript:x",
        "file:///etc/passwd",
    ],
)
def test_one_bad_address_costs_a_sitemap_nothing_else(loc):
    good = f"<url><loc>{URL}</loc></url>"
    body = f"<urlset>{good.replace('wieder', '1-wieder')}<url><loc>{loc}</loc></url>{good}</urlset>"

    found = jobs.find_links(a_page(body), SCOPE)

    assert [each.link.url for each in found.links] == [URL.replace("wieder", "1-wieder"), URL]
    assert len(found.problems) == 1


def test_half_a_million_addresses_are_read_up_to_the_bound():
    found = jobs.find_links(a_page(hostile.SEEDS["a sitemap of 500k addresses"]()), SCOPE)

    assert len(found.links) == 50_000
    assert not found.is_whole
    assert any("over the bound" in problem for problem in found.problems)


FUTURE = "2027-05-03T10:41:00+02:00"


@pytest.mark.parametrize(
    ("head", "source"),
    [
        (f'<meta property="article:published_time" content="{FUTURE}">', DateSource.META),
        (
            f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{FUTURE}"}}</script>',
            DateSource.JSON_LD,
        ),
    ],
)
def test_a_publication_to_come_is_no_date_but_keeps_its_spelling(head, source):
    article = jobs.extract_page(a_page(html("utf-8", head=head)))

    assert (article.published, article.published_day) == (None, None)
    assert (article.published_raw, article.published_source) == (FUTURE, source)


def test_a_date_that_the_page_tells_rightly_wins_over_one_to_come():
    head = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{FUTURE}"}}</script>'
        '<meta property="article:published_time" content="2026-11-02T08:00:00Z">'
    )

    article = jobs.extract_page(a_page(html("utf-8", head=head)))

    assert article.published == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_a_seeds_date_to_come_is_no_date_either():
    hints = Hints(published=datetime(2027, 5, 3, tzinfo=UTC), published_source=DateSource.FEED)

    article = jobs.extract_page(a_page(html("utf-8")), hints)

    assert article.published is None
    assert article.published_raw == "2027-05-03T00:00:00+00:00"


def test_a_change_to_come_is_no_change():
    head = f'<meta property="article:modified_time" content="{FUTURE}">'

    assert jobs.extract_page(a_page(html("utf-8", head=head))).modified is None


@pytest.mark.parametrize("charset", NO_CHARSETS, ids=lambda name: name[:20])
def test_plain_text_is_read_whatever_its_server_calls_the_charset(charset):
    page = a_page(SENTENCE * 6, encoding="cp1252", content_type=f"text/plain; charset={charset}")

    assert jobs.extract_any(page).text.count("größer") == 6
