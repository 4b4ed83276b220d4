"""Pages whose story is not there: shells, footers, withdrawn stories, gates; short articles that look like them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.article import Article, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
HOUSE = (
    "The Herald of the Upper Valley is an independent paper that was founded in 1921. No text or picture may be used "
    "without the leave of the publisher. The office in Mill Street is open from Monday to Friday, and by appointment."
)
STORY = (
    "The council of the upper valley met for six hours on Tuesday and could not agree who pays for the new roof.",
    "The mayor said that she would ask the county again, and that the bell would stay silent until it answered.",
)


def read(body: str, head: str = "<title>Herald</title>") -> Article:
    html = f"<html lang=en><head>{head}</head><body><ul><li><a href=/a>News</a></ul>{body}</body></html>"
    return extract(Page(url="https://herald.example/news/roof-of-the-chapel", body=html.encode(), fetched=NOON))


def reason_of(body: str, head: str = "<title>Herald</title>") -> Reason:
    with pytest.raises(NotAnArticle) as refused:
        read(body, head)
    return refused.value.reason


@pytest.mark.parametrize("box", ["<div aria-busy=true></div>", '<div class="skeleton"></div>'])
def test_boxes_that_wait_for_a_script_are_no_article(box):
    assert reason_of(f"<div id=root><div>{box}</div><div class=ft>{HOUSE}</div></div>") is Reason.NEEDS_SCRIPT


def test_nothing_but_the_footer_of_a_site_is_no_article():
    with pytest.raises(NotAnArticle, match="nothing but the footer"):
        read(f"<div class=page><div></div></div><footer class=ftr><div><p>{HOUSE}</p></div></footer>")


def test_comments_that_wait_for_a_script_take_nothing_from_a_story():
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)

    article = read(f"<h1>No roof for the chapel</h1>{paragraphs}<div class=skeleton></div><footer>{HOUSE}</footer>")

    assert article.text == "\n\n".join(STORY)


def test_a_withdrawn_story_whose_tags_were_left_is_no_article():
    head = (
        "<title>Man charged after crash - Herald</title><meta property=og:type content=article>"
        "<meta property=article:published_time content=2026-11-02T08:00:00Z>"
    )
    told = "This article has been taken down for legal reasons. We can say no more about it, and ask you to understand."

    reason = reason_of(f"<article><h1>This story is no longer available</h1><p>{told}</p></article>", head)

    assert reason is Reason.SOFT_404


@pytest.mark.parametrize(
    "heading",
    [
        "Ben je 18 jaar of ouder?",
        "Är du över 20 år?",
        "Oletko täyttänyt 18 vuotta?",
        "Você é maior de 18 anos?",
        "您是否已年满18周岁",
        "あなたは20歳以上ですか",
    ],
)
def test_a_gate_that_asks_for_the_age_is_no_article(heading):
    told = (
        "We write about wine and beer on these pages. To go on, tell us when you were born; we keep none of it at all."
    )

    assert reason_of(f"<h1>{heading}</h1><p>{told}</p><form><input></form>") is Reason.CONSENT_WALL


def test_a_signed_poem_is_an_article():
    verse = (
        "The bell is silent on the hill,<br>the roof is gone to rain,<br>the council sits in session still<br>and sits"
    )
    verse += (
        " in it again.</p><p>We pay in autumn what we owe,<br>in winter what we can,<br>and in the spring we let it go"
    )

    article = read(
        f"<article><h1>Chapel, Closed</h1><p class=byline>by Anne Weaver, 10 November 2026</p><p>{verse}</p></article>",
        "<title>Chapel, Closed</title>",
    )

    assert article.text.startswith("The bell is silent on the hill,")


MOVED = (
    "This story has been moved or is no longer available on our website. If you followed a link from one of our own "
    "pages, please let us know, and check that the address is spelled correctly. You can use the search box at the top "
    "of the page, or go back to the front page. We apologise: the page that you are looking for may have been removed."
)
SIGNED = """<title>{title}</title><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",
    "datePublished": "2026-07-03T08:00:00Z", "author": {{"@type": "Person", "name": "Ann Lee"}}}}</script>"""


def test_a_notice_below_the_headline_of_the_story_that_is_gone_is_no_article():
    title = "Baker who fed the crews is given freedom of the borough"

    assert reason_of(f"<h1>{title}</h1><p>{MOVED}</p>", SIGNED.format(title=title)) is Reason.SOFT_404


def test_a_story_about_such_a_notice_stays():
    title = "Why a story has been moved and its page removed"
    note = f"<p>{STORY[0]}</p><p>{MOVED} That is what readers of the story saw for a week.</p><p>{STORY[1]}</p>"

    assert read(f"<h1>{title}</h1>{note}", SIGNED.format(title=title)).title == title
