"""What a page says of its article."""

from __future__ import annotations

from datetime import UTC, datetime

from newsspider.article import DateSource
from newsspider.extraction.extractor import Hints, extract


def without(page, *fragments: bytes) -> bytes:
    html = page("magazine.html").body
    for fragment in fragments:
        assert fragment in html
        html = html.replace(fragment, b"")
    return html


def test_opengraph_tells_what_json_ld_does_not(page):
    html = page("live.html").body
    html = (
        html[: html.index(b"<script")]
        + b'<meta property="article:published_time" content="2026-01-05T07:00+02:00">'
        + html[html.index(b"</head>") :]
    )

    article = extract(page("live.html", body=html))

    assert article.published == datetime(2026, 1, 5, 5, tzinfo=UTC)
    assert article.published_source is DateSource.META


def test_a_comments_time_is_not_the_articles_and_the_text_tells_the_day(page):
    article = extract(page("dateless.html"))

    assert article.published_day == "2026-02-03"
    assert article.published_source is DateSource.TEXT


def test_the_address_tells_the_day_where_the_page_is_silent(page):
    article = extract(page("first_paragraph.html", url="https://post.example/2026/02/17/bakery/"))

    assert article.published_day == "2026-02-17"
    assert article.published_source is DateSource.URL


def test_the_feeds_date_counts_before_guesses(page):
    feed = datetime(2026, 2, 16, 8, 30, tzinfo=UTC)
    hints = Hints(published=feed, published_source=DateSource.FEED)

    article = extract(page("dateless.html"), hints=hints)

    assert article.published == feed
    assert article.published_source is DateSource.FEED


def test_a_date_in_the_future_is_none_with_its_spelling_kept(page):
    hints = Hints(now=datetime(2026, 3, 1, tzinfo=UTC))

    article = extract(page("magazine.html"), hints=hints)

    assert article.published is None
    assert article.published_day is None
    assert article.published_raw == "2026-03-04T00:30:00+01:00"


def test_the_sites_time_zone_reads_dates_without_offset(page):
    html = page("magazine.html").body.replace(b"2026-03-04T00:30:00+01:00", b"2026-03-04 00:30:00")

    article = extract(page("magazine.html", body=html), hints=Hints(time_zone="Asia/Kolkata"))

    assert article.published == datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
    assert article.published_day == "2026-03-04"


def test_the_sites_time_zone_gives_the_day_of_a_date_told_in_utc(page):
    html = page("magazine.html").body.replace(b"2026-03-04T00:30:00+01:00", b"2026-03-03T22:30:00Z")

    article = extract(page("magazine.html", body=html), hints=Hints(time_zone="Asia/Kolkata"))

    assert article.published_day == "2026-03-04"


def test_the_site_is_no_author(page):
    html = page("magazine.html").body.replace(
        b'[{"@id": "#ann"}, {"@type": "Person", "name": "Bob Ray"}]', b'"Valley Herald"'
    )

    article = extract(page("magazine.html", body=html))

    assert article.authors == ("Ann Lee", "Bob Ray")


def test_the_spiders_language_counts_where_the_page_is_silent(page):
    article = extract(
        page("bare.html", body=page("magazine.html").body.replace(b' lang="en-GB"', b"")), hints=Hints(language="en")
    )

    assert article.language == "en"


def test_an_address_that_is_none_is_left_out(page):
    html = (
        page("magazine.html")
        .body.replace(b"/2026/03/river-wall-holds/", b"javascript:void(0)")
        .replace(b"/media/river.jpg", b"http://[bad")
    )

    article = extract(page("magazine.html", body=html))

    assert article.canonical_url is None
    assert article.image_url is None


def test_what_no_table_can_hold_is_dropped_from_every_field(page):
    article = extract(page("half_letters.html"))

    fields = [article.section, article.image_url, article.published_raw, *article.tags, *article.authors]
    assert "".join(filter(None, fields)).encode()
    assert article.authors == ("Mina Okoro",)
    assert not any("\x00" in field for field in fields if field)
