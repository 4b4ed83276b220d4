"""The standfirst stands outside the body, or there is none."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.extraction.extractor import extract
from newsspider.extraction.lead import find_lead, is_named_lead
from newsspider.extraction.outline import Piece, read_pieces
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


def test_a_first_paragraph_with_a_drop_cap_is_the_body_s_however_it_is_called(page):
    body = page("magazine.html").body.replace(b"standfirst", b"drop-cap drop-cap__lead-large")

    pieces = read_pieces(html.fromstring(body))

    (piece,) = (piece for piece in pieces if piece.text.startswith("Volunteers stacked sandbags"))
    assert not is_named_lead(piece)


SUMMARY = "Forty winters went by before the ferry to the islands found a crew that sails on Sundays."


@pytest.mark.parametrize(
    "head",
    [
        f"<header><h1>A ferry</h1><p>{SUMMARY}</p></header>",
        f"<div><hgroup><h1>A ferry</h1></hgroup><div><p>{SUMMARY}</p></div><p>3 May</p></div>",
        f"<figure><figcaption><h1>A ferry</h1><p>{SUMMARY}</p></figcaption></figure><p>3 May</p>",
        f"<h1>A ferry</h1><p>3 May</p><div><div><p>{SUMMARY}</p></div></div>",
    ],
)
def test_a_sentence_between_headline_and_body_is_one_that_nothing_marks(head):
    assert find_lead(*told_of(head), [], ["A ferry"]) == SUMMARY


@pytest.mark.parametrize(
    "head",
    [
        f"<h1>A ferry</h1><p>3 May</p><p>{SUMMARY}</p><p>By Ann Lee</p>",
        f"<header><h1>A ferry</h1><p class='label'>{SUMMARY}</p></header>",
        "<header><h1>A ferry</h1><p>A ferry with a crew.</p></header>",
        f"<h1>A ferry</h1><aside><p>{SUMMARY}</p></aside>",
        "<h1>A ferry</h1><div class='subhead'><div class='meta'>by Ann M. Lee <time>3 May | 6:03 pm</time></div></div>",
        "<h1>A ferry</h1><p>This website uses cookies to improve your experience and the one of all others.</p>",
    ],
)
def test_what_only_stands_there_is_none(head):
    assert find_lead(*told_of(head), [], ["A ferry"]) is None


def told_of(head: str) -> tuple[list[Piece], set[int]]:
    """Return the pieces of a page with *head* above its body, and those of the body."""
    page = f"<html><body>{head}<main><p>The first board it.</p><p>The second follow.</p></main></body></html>"
    pieces = read_pieces(html.fromstring(page).find("body"))
    return pieces, {len(pieces) - 2, len(pieces) - 1}


def test_a_headline_that_the_description_begins_with_is_no_line_of_the_body(page):
    text = page("magazine.html").body
    title, begin = b"River wall holds through the night", b'og:description" content="'
    text = text.replace(begin, begin + title + b". ")
    text = text.replace(b'<p class="standfirst">', b"<p>" + title + b'</p><p class="standfirst">')

    article = extract(page("magazine.html", body=text))

    assert title.decode() not in paragraphs(article.text)
    assert article.lead is not None
    assert article.lead.startswith("Volunteers stacked sandbags")
