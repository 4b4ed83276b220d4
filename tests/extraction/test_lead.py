"""The standfirst stands outside the body, or there is none."""

from __future__ import annotations

from newsspider.extraction.extractor import extract
from newsspider.text import paragraphs


def test_a_standfirst_that_only_its_name_tells_is_found(page):
    html = page("magazine.html").body.replace(b'<meta property="og:description"', b'<meta property="x"')

    article = extract(page("magazine.html", body=html))

    assert article.lead is not None
    assert article.lead.startswith("Volunteers stacked sandbags")


def test_a_standfirst_that_only_the_description_tells_is_found(page):
    html = page("magazine.html").body.replace(b'<p class="standfirst">', b"<p>")

    article = extract(page("magazine.html", body=html))

    assert article.lead is not None
    assert article.lead.startswith("Volunteers stacked sandbags")


def test_a_standfirst_above_the_article_is_found(page):
    article = extract(page("header_lead.html"))

    assert article.lead is not None
    assert article.lead.startswith("After forty winters under canvas")
    assert article.text.startswith("The first stall was set up")


def test_a_description_that_is_not_on_the_page_is_no_lead(page):
    html = page("magazine.html").body.replace(b'content="Volunteers stacked', b'content="Nobody ever stacked')
    html = html.replace(b'<p class="standfirst">', b"<p>").replace(b"Volunteers stacked sandbags until dawn", b"Ok")

    article = extract(page("magazine.html", body=html))

    assert article.lead is None


def test_lead_and_body_never_share_a_paragraph(page):
    for name in ("magazine.html", "first_paragraph.html", "split.html", "live.html", "dateless.html"):
        article = extract(page(name))

        assert article.lead not in paragraphs(article.text)
