"""Pages called by a name that their text never says: sections, whatever their teasers look like; articles like them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.article import Article, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
TOLD = (
    "The council of the upper valley met for six hours on Tuesday and could not agree who pays for the new roof.",
    "A ferry with forty people on board ran aground in the fog, and all of them were brought home before supper.",
    "Bakers of the old town say that flour has become dearer than coal, and that they will close on Mondays.",
    "The choir sings for the last time under its founder, who is ninety and has never missed an evening of it.",
    "Nine otters were counted between the weir and the mill, more than in any winter since the count began.",
)
SECTION = "https://herald.example/region/"


def framed(title: str, main: str, head: str = "") -> str:
    menu = "".join(f"<li><a href=/{word}/>{word}</a></li>" for word in ("News", "Region", "Sport", "Letters"))
    return (
        f"<html lang=en><head><title>{title} | Herald</title>{head}</head><body><ul>{menu}</ul>"
        f"<main><h1>{title}</h1>{main}</main><footer>Herald Publishing</footer></body></html>"
    )


def teasers(between: str) -> str:
    """Return teasers without a linked headline, each with *between* behind it."""
    return "".join(f"<div><p>{text}</p>{between}</div>" for text in TOLD)


def read(html: str, url: str = SECTION) -> Article:
    return extract(Page(url=url, body=html.encode(), fetched=NOON))


@pytest.mark.parametrize(
    ("title", "between"),
    [
        ("Region", "<span>12 November 2026</span>"),
        ("Regional sport", "<a href=/region/story><b>On to the whole of this story</b></a>"),
        ("Région", "<span>9:30</span>"),
        ("地域", "<span>11:05</span>"),
    ],
)
def test_a_section_whose_text_never_says_its_name_is_a_listing(title, between):
    html = framed(title, teasers(between))

    with pytest.raises(NotAnArticle) as outcome:
        read(html)

    assert outcome.value.reason is Reason.LISTING
    assert f"called “{title}" in outcome.value.detail


@pytest.mark.parametrize(
    ("title", "url", "head"),
    [
        ("Otters", SECTION, ""),
        ("Region", "https://herald.example/region/nine-otters-were-counted", ""),
        ("Region", "https://herald.example/story.php?id=4411", ""),
        ("Region", "https://herald.example/2026/11/region/", ""),
        ("Region", SECTION, '<meta property="article:published_time" content="2026-11-12T08:00:00Z">'),
        (
            "Region",
            SECTION,
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Region"}</script>',
        ),
    ],
)
def test_a_name_is_the_headline_of_an_article_that_says_it_or_has_an_address_or_a_day(title, url, head):
    article = read(framed(title, teasers("<span>12 November 2026</span>"), head), url)

    assert "Nine otters" in article.text


def test_a_blog_that_calls_its_articles_by_its_own_name_keeps_them():
    html = framed("Herald", f"<p>{'</p><p>'.join(TOLD)}</p>")

    article = read(html)

    assert article.text.count("\n\n") == len(TOLD) - 1


def test_readers_comments_alone_are_no_article():
    names = ("Ann H", "Old Tom", "M. Rossi", "Kim", "Dora")
    posts = "".join(f"<div><b>{name}</b><p>{text}</p></div>" for name, text in zip(names, TOLD, strict=True))
    html = framed("All comments (312)", posts, '<link rel="next" href="?page=2">')

    with pytest.raises(NotAnArticle) as outcome:
        read(html, "https://herald.example/comments/")

    assert outcome.value.reason is Reason.LISTING


def test_a_topic_is_a_listing_though_its_description_is_that_of_an_article():
    cards = "".join(
        f"<article><h2><a href=/story-{number}>What the council said, part {number}</a></h2>"
        f"<p>{TOLD[number % 5]}</p></article>"
        for number in range(15)
    )
    described = '{"@type": "NewsArticle", "headline": "Harbour Watch", "datePublished": "2026-11-01T08:00:00Z"}'
    html = framed("Harbour Watch", cards, f'<script type="application/ld+json">{described}</script>')

    with pytest.raises(NotAnArticle) as outcome:
        read(html, "https://herald.example/harbour-watch")

    assert "nothing but teasers" in outcome.value.detail


CONSENT = (
    "Visit us with advertising and tracking. You can withdraw your consent at any time in the privacy settings.",
    "With our partners we store cookies on your device and process personal data: personalised ads and content.",
    "You may instead choose to subscribe and read without tracking; you will then see no personalised advertising.",
    "Authorities of some countries may look at what is kept there, without any court that would hear a complaint.",
)


def test_a_long_wall_of_consent_with_a_paragraph_beside_the_point_is_one():
    html = framed("Herald with advertising or without", f"<p>{'</p><p>'.join(CONSENT)}</p>")

    with pytest.raises(NotAnArticle) as outcome:
        read(html, "https://herald.example/choice/")

    assert outcome.value.reason is Reason.CONSENT_WALL


def test_an_article_about_such_walls_that_somebody_signed_is_one():
    said = "".join(f"<p>“{text}”</p>" for text in CONSENT)
    signed = '<meta name="author" content="Dora Whitlow"><meta property="article:published_time" content="2026-11-12">'
    html = framed("What the wall of the Herald says, line by line", f"<p>{TOLD[0]}</p>{said}", signed)

    article = read(html, "https://herald.example/choice/")

    assert "With our partners" in article.text
