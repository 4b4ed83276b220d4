"""The headline, without the site's name."""

from __future__ import annotations

import pytest

from newsspider.extraction.extractor import extract
from newsspider.extraction.titles import drop_site_name


@pytest.mark.parametrize(
    ("declared", "names", "title"),
    [
        ("Flood hits valley - Daily Star", ["Daily Star"], "Flood hits valley"),
        ("Flood hits valley | The Daily Star", ["Daily Star"], "Flood hits valley"),
        ("Daily Star: Flood hits valley", ["Daily Star"], "Daily Star: Flood hits valley"),
        ("Daily Star | Flood hits valley", ["Daily Star"], "Flood hits valley"),
        ("Flood hits valley | Local | Daily Star", ["Daily Star"], "Flood hits valley | Local"),
        ("Flood - what now?", ["Daily Star"], "Flood - what now?"),
        ("Flood hits valley – dailystar.example", ["dailystar.example"], "Flood hits valley"),
        ("Daily Star", ["Daily Star"], "Daily Star"),
    ],
)
def test_the_sites_name_is_cut_at_separators_only(declared, names, title):
    assert drop_site_name(declared, names) == title


def test_the_visible_headline_wins_over_the_declared_one_that_it_resembles(page):
    html = page("magazine.html").body.replace(b'content="River wall holds', b'content="Wall holds')

    article = extract(page("magazine.html", body=html))

    assert article.title == "River wall holds through the night"


def test_a_heading_that_resembles_nothing_declared_is_not_the_headline(page):
    html = page("magazine.html").body.replace(
        b'<h1 class="entry-title">River wall holds through the night</h1>', b"<h1>Valley Herald</h1>"
    )

    article = extract(page("magazine.html", body=html))

    assert article.title == "River wall holds through the night"


def test_a_kicker_inside_the_heading_is_not_the_headline(page):
    html = page("magazine.html").body.replace(
        b'title">River wall', b'title"><span>Flood in the valley</span> River wall'
    )

    article = extract(page("magazine.html", body=html))

    assert article.title == "River wall holds through the night"
    assert "Flood in the valley" not in article.text


@pytest.mark.parametrize(
    ("trail", "end"),
    [
        (b"<nav>", b"</nav>"),
        (b'<div class="c-breadcrumb__list">', b"</div>"),
        (b'<ol aria-label="Breadcrumbs"><li>', b"</li></ol>"),
    ],
)
def test_a_heading_in_a_trail_of_links_is_not_the_headline(page, trail, end):
    html = page("conflicts.html").body.replace(b'<nav aria-label="Breadcrumb">', trail).replace(b"</nav>", end)

    article = extract(page("conflicts.html", body=html))

    assert article.title == "Die Talsperre läuft über"


def test_a_heading_that_leads_to_the_front_page_is_the_masthead(page):
    html = page("magazine.html").body.replace(
        b'<h1 class="entry-title">River wall holds through the night</h1>', b'<h1><a href="/">River wall holds</a></h1>'
    )

    article = extract(page("magazine.html", body=html))

    assert article.title == "River wall holds through the night"


def test_a_headline_in_capitals_is_spelled_as_it_is_declared(page):
    html = page("magazine.html").body.replace(
        b'title">River wall holds through the night', b'title">RIVER WALL HOLDS THROUGH THE NIGHT'
    )

    article = extract(page("magazine.html", body=html))

    assert article.title == "River wall holds through the night"


def test_two_declared_headlines_with_one_kicker_give_it_to_the_visible_one(page):
    html = page("magazine.html").body
    html = html.replace(b'"headline": "River', b'"headline": "Millbridge: River')
    html = html.replace(b'content="River wall holds', b'content="Millbridge: River wall holds')

    article = extract(page("magazine.html", body=html))

    assert article.title == "Millbridge: River wall holds through the night"
    section = extract(page("magazine.html", body=html.replace(b"Millbridge: River", b"Sport: River")))
    assert section.title == "River wall holds through the night"
