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


_BLOG = b"""<html><head><title>Harbour Notes: The last lighthouse keeper</title></head><body>
<div class="header"><h1 class="title"><a href="/home">Harbour Notes</a></h1></div>
<div class="main"><h2 class="date-header"><span>Monday, September 8, 2008</span></h2>
<div class="post"><h3 class="post-title"><a href="/2008/09/keeper.html">The last lighthouse keeper</a></h3>
<div class="post-body">On Sunday the lamp was lit by hand for the last time, and forty people climbed the rock to see
it, among them the three daughters of the keeper, who had grown up without a street or a shop in sight of them.<br><br>
He will move to the town now, he says, where he has a sister, and where he means to sleep through every storm that he
has missed so far, while a switch in an office two hundred miles away does what he did for thirty-one years.<br></div>
<p class="post-footer">Posted by <span>Ada Moor</span> at 9/8/2008 10:46:00 PM</p></div>
<h4>2 comments</h4><dl><dt>Amy September 11, 2008 at 2:06 PM</dt><dd>What a story.</dd></dl></div></body></html>"""


def test_a_blogs_name_before_the_colon_is_no_part_of_the_headline(page):
    article = extract(page("magazine.html", body=_BLOG, url="https://notes.example/2008/09/keeper.html"))

    assert article.title == "The last lighthouse keeper"
    assert article.authors == ("Ada Moor",)


def test_a_story_whose_kicker_ends_in_a_colon_keeps_it(page):
    html = _BLOG.replace(b'<a href="/home">Harbour Notes</a>', b"Harbour Notes: The last lighthouse keeper")

    article = extract(page("magazine.html", body=html, url="https://notes.example/2008/09/keeper.html"))

    assert article.title == "Harbour Notes: The last lighthouse keeper"


def test_the_date_above_a_blogs_post_counts_and_not_that_of_a_comment(page):
    article = extract(page("magazine.html", body=_BLOG, url="https://notes.example/keeper.html"))

    assert article.published_day == "2008-09-08"
    assert article.published_raw == "Monday, September 8, 2008"


def test_the_month_in_the_address_tells_which_number_is_the_month(page):
    html = _BLOG.replace(b"Monday, September 8, 2008", b"9/8/2008")

    in_address = extract(page("magazine.html", body=html, url="https://notes.example/2008/09/keeper.html"))
    in_other = extract(page("magazine.html", body=html, url="https://notes.example/2008/08/keeper.html"))

    assert (in_address.published_day, in_other.published_day) == ("2008-09-08", "2008-08-09")
