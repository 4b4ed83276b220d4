"""A page in, an article out, and nothing but `NotAnArticle` whatever the bytes are."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from newsspider.article import Access, Article, BlockKind, DateSource, Kind, Page, RemovedBlock
from newsspider.errors import NotAnArticle
from newsspider.extraction.body import article_of
from newsspider.extraction.extractor import EXTRACTOR, Hints, extract
from newsspider.text import paragraphs
from tests.extraction.conftest import FETCHED, PAGES

BODY = (PAGES / "magazine.txt").read_text(encoding="utf-8").strip()


def rules_of(article: Article) -> dict[str, RemovedBlock]:
    return {block.rule: block for block in article.removed}


def test_the_body_of_a_magazine_page_is_its_paragraphs_and_nothing_else(page):
    magazine = page("magazine.html")

    article = extract(magazine)

    assert article.text == BODY


def test_the_lead_stands_apart_from_the_body(page):
    magazine = page("magazine.html")

    article = extract(magazine)

    assert article.lead == (
        "Volunteers stacked sandbags until dawn while the gauge at Millbridge crept towards its record."
    )


def test_a_first_paragraph_is_no_lead_although_the_description_repeats_it(page):
    bakery = page("first_paragraph.html")

    article = extract(bakery)

    assert article.lead is None
    assert paragraphs(article.text)[0].startswith("The bakery on Salt Lane opened its doors")


def test_what_the_page_declares_becomes_the_articles_fields(page):
    magazine = page("magazine.html")

    article = extract(magazine)

    assert article.title == "River wall holds through the night"
    assert article.authors == ("Ann Lee", "Bob Ray")
    assert article.language == "en-gb"
    assert article.section == "Local"
    assert article.tags == ("flood", "Millbridge")
    assert article.image_url == "https://herald.example/media/river.jpg"
    assert article.canonical_url == "https://herald.example/2026/03/river-wall-holds/"
    assert article.extractor == EXTRACTOR
    assert article.complete


def test_the_day_is_the_sites_own_where_utc_is_still_on_the_day_before(page):
    magazine = page("magazine.html")

    article = extract(magazine)

    assert article.published == datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert article.published_day == "2026-03-04"
    assert article.published_raw == "2026-03-04T00:30:00+01:00"
    assert article.published_source is DateSource.JSON_LD
    assert article.modified == datetime(2026, 3, 4, 8, 15, 10, tzinfo=UTC)


def test_every_line_that_was_dropped_is_kept_with_rule_kind_and_place(page):
    magazine = page("magazine.html")

    removed = rules_of(extract(magazine))

    assert removed["read-more"].text == "Read more: Where the shelters are"
    assert removed["newsletter-box"].text.startswith("Get the river bulletin")
    assert removed["newsletter-box"].place == "/html/body/main/article/div[3]/div/p"
    assert removed["cookie-box"].kind is BlockKind.COOKIE
    assert removed["comment-box"].kind is BlockKind.COMMENT
    assert removed["push-notification"].text == "Get real time updates directly on you device, subscribe now."


def test_a_block_that_the_spider_keeps_is_kept(page):
    magazine = page("magazine.html")

    article = extract(magazine, hints=Hints(keep_blocks=("Get the river bulletin",)))

    assert "Get the river bulletin every morning" in article.text


def test_without_rules_leftover_lines_stay(page):
    magazine = page("magazine.html")

    article = extract(magazine, hints=Hints(rules=False))

    assert "Read more: Where the shelters are" in article.text


def test_selectors_of_the_spider_win(page):
    magazine = page("magazine.html")
    hints = Hints(title_css="h2", author_css=".byline a:first-child", body_css=".entry-content", prune=("ul",))

    article = extract(magazine, hints=hints)

    assert article.title == "A record within reach"
    assert article.authors == ("Ann Lee",)
    assert "lower road stays closed" not in article.text
    assert article.text.startswith("The flood wall at Millbridge held")


def test_a_body_split_over_two_containers_is_whole(page):
    split = page("split.html")

    article = extract(split)

    assert len(paragraphs(article.text)) == 7
    assert (
        article.text.index("leave everything")
        < article.text.index("Above the tree line")
        < article.text.index("new sheet")
    )


def test_an_article_far_shorter_than_its_discussion_is_still_the_article(page):
    discussed = page("discussed.html")

    article = extract(discussed)

    assert len(paragraphs(article.text)) == 2
    assert article.text.endswith("before the end of the week.")


def test_a_teaser_in_front_of_a_wall_is_told_as_one(page):
    walled = page("paywall.html")

    article = extract(walled)

    assert article.access is Access.TEASER
    assert "Subscribe to continue" not in article.text
    assert article.agency == "PTI"


def test_a_body_that_only_json_ld_holds_whole_is_taken_from_there(page):
    folded = page("ld_body.html")

    article = extract(folded)

    assert len(paragraphs(article.text)) == 5
    assert article.text.endswith("to the weir below the mill.")


def test_a_live_blog_is_told_by_its_type_even_from_broken_json(page):
    live = page("live.html")

    article = extract(live)

    assert article.kind is Kind.LIVE_BLOG
    assert article.published == datetime(2026, 1, 5, 6, tzinfo=UTC)


def test_extracting_leaves_the_page_as_it_was(page):
    magazine = page("magazine.html")

    once, twice = extract(magazine), extract(magazine)

    assert once == twice


@pytest.mark.parametrize("cut", range(300, 3300, 300))
def test_a_page_that_breaks_off_is_no_whole_article(page, cut):
    whole = page("magazine.html")
    part = page("magazine.html", body=whole.body[:cut])

    with suppress(NotAnArticle):
        assert not extract(part).complete


MARKUP = st.sampled_from(
    [
        b"<html>",
        b"<body class='archive'>",
        b"<article>",
        b"<div class='x-comments'>",
        b"</div>",
        b"<p>",
        b"<table><tr><td>",
        b"<ul><li>",
        b"<a href='http://[bad'>",
        b"<base href='//['>",
        b"<link rel=canonical href='http://[::1'>",
        b"<meta property='article:published_time' content='9999-99-99T99:99:99'>",
        b"<meta name=date content='0000-00-00'>",
        b'<script type=\'application/ld+json\'>{"@type": [1, "Article"], "author": [[{"name": [1]}]]}',
        b"<script type='application/ld+json'>[[[[{",
        b"</script>",
        b"<time datetime='2026-13-40'>",
        b"<meta charset='rot13'>",
        b"&#0;&#1;&#xD800;&#x110000;&#99999999;&zwj;",
        b"\x00\x0b\xff\xfe",
        b"<![CDATA[",
        b"<!--",
        "Кириллица, 漢字, \u200d and more words to make a paragraph of prose that is long enough. ".encode() * 3,
        b"<svg><math><annotation encoding='application/x-tex'>",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.one_of(MARKUP, st.binary(max_size=30)), max_size=40), st.sampled_from(["", "text/html; charset=hex"])
)
def test_no_bytes_raise_anything_but_not_an_article(pieces, content_type):
    page = Page(
        url="https://x.example/a", body=b"".join(pieces), fetched=FETCHED, headers=(("content-type", content_type),)
    )

    with suppress(NotAnArticle):
        assert extract(page).text


_BRIEF = (
    "The council of Isle Harbour approved the new ferry timetable on Monday evening.",
    "Two early crossings were added, and the last boat now leaves at ten.",
)


def _beside_teasers(story: str) -> Page:
    teasers = "".join(
        f'<div class="card"><h3><a href="/n/{number}">The {number}th boat is late</a></h3><p>Passengers waited for '
        "hours on the quay, as the captain, the harbour master said, had gone home. He promised to be back.</p></div>"
        for number in range(24)
    )
    html = f"<html><body><header>The Isle Post</header>{story}<aside>{teasers}</aside></body></html>"
    return Page(url="https://isle.example/2026/timetable", body=html.encode(), fetched=FETCHED)


def test_a_brief_amid_many_teasers_is_the_article_and_no_teaser_is():
    body = "".join(f"<p>{paragraph}</p>" for paragraph in _BRIEF)

    article = extract(_beside_teasers(f"<article><h1>New timetable for the ferry</h1>{body}</article>"))

    assert paragraphs(article.text) == list(_BRIEF)


@pytest.mark.parametrize(
    "body",
    [
        '<article><h1><a href="/n/99">Timetable</a></h1><p>The council approved it.</p></article>',
        "<article><h1>Timetable</h1></article><article><h1>Harvest</h1></article>",
        "<h1>Timetable</h1><article><p>The council approved it.</p></article>",
    ],
    ids=["a teaser", "two headlines", "a headline outside"],
)
def test_an_article_element_without_the_page_s_one_headline_proves_nothing(body):
    tree = html.fromstring(f"<html><body>{body}</body></html>")

    assert article_of(tree) is None
