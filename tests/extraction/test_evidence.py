"""What a page gives away, what sort of piece it is, whom it credits: each with its evidence."""

from __future__ import annotations

import builtins
import sys
from types import SimpleNamespace

import pytest

from newsspider.article import Access, Kind
from newsspider.extraction import languages
from newsspider.extraction.agencies import AGENCIES, agency_of
from newsspider.extraction.extractor import extract
from newsspider.extraction.images import file_of

BEFORE = b"<h2>A record within reach</h2>"
LONGER = "".join(
    f"<p>At mile {mile} of the river the farmers moved their cattle to the upper fields before night fell on them.</p>"
    for mile in range(1, 15)
).encode()


def with_head(page, head: bytes, **fields):
    html = page("magazine.html").body
    return page("magazine.html", body=html.replace(b"<head>", b"<head>" + head), **fields)


def with_value(page, value: bytes):
    html = page("magazine.html").body
    assert b'"headline"' in html
    return page("magazine.html", body=html.replace(b'"headline"', value + b', "headline"'))


@pytest.mark.parametrize(
    ("value", "access"),
    [
        (b'"isAccessibleForFree": false', Access.TEASER),
        (b'"isAccessibleForFree": "False"', Access.TEASER),
        (b'"isAccessibleForFree": "http://schema.org/False"', Access.TEASER),
        (b'"isAccessibleForFree": 0', Access.TEASER),
        (b'"isAccessibleForFree": true', Access.FREE),
        (b'"isAccessibleForFree": {"odd": []}', Access.FREE),
        (b'"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False"}', Access.TEASER),
        (b'"hasPart": [{"isAccessibleForFree": true}, null]', Access.FREE),
    ],
)
def test_json_ld_tells_whether_it_must_be_paid_for(page, value, access):
    assert extract(with_value(page, value)).access is access


@pytest.mark.parametrize(
    ("tier", "access"), [(b"locked", Access.TEASER), (b"metered", Access.TEASER), (b"free", Access.FREE)]
)
def test_a_content_tier_tells_it_too(page, tier, access):
    head = b'<meta property="article:content_tier" content="' + tier + b'">'

    assert extract(with_head(page, head)).access is access


def test_a_long_article_behind_a_wall_is_no_teaser(page):
    long = with_value(page, b'"isAccessibleForFree": false').body.replace(BEFORE, LONGER + BEFORE)

    assert extract(page("magazine.html", body=long)).access is Access.PAYWALLED


def test_a_box_that_sells_counts_where_the_text_ends_early(page):
    box = b'<div class="paywall-offer">Subscribe</div></article>'
    short = page("magazine.html").body.replace(b"</article>", box)
    long = short.replace(BEFORE, LONGER + BEFORE)

    assert extract(page("magazine.html", body=short)).access is Access.TEASER
    assert extract(page("magazine.html", body=long)).access is Access.FREE


@pytest.mark.parametrize(
    ("head", "path", "kind", "evidence"),
    [
        (b"", "/2026/03/river", Kind.ARTICLE, None),
        (b'<meta property="og:type" content="video.other">', "/river", Kind.VIDEO, "og:type video.other"),
        (b"", "/press-releases/river", Kind.PRESS_RELEASE, "url press-releases"),
        (b"", "/obituaries/river", Kind.NOTICE, "url obituaries"),
        (b"", "/press-release-season-begins", Kind.ARTICLE, None),
        (b"", "/press-release-season/river", Kind.ARTICLE, None),
        (b"", "/live-updates/river", Kind.ARTICLE, None),
    ],
)
def test_it_is_an_article_unless_something_says_otherwise(page, head, path, kind, evidence):
    article = extract(with_head(page, head, url=f"https://herald.example{path}"))

    assert article.kind is kind
    assert dict(article.sources).get("kind") == evidence


def test_the_credit_of_a_press_wire_makes_a_press_release(page):
    html = page("magazine.html").body.replace(
        b"The flood wall at Millbridge held", b"MILLBRIDGE, March 4 /PRNewswire/ -- The flood wall at Millbridge held"
    )

    article = extract(page("magazine.html", body=html))

    assert article.kind is Kind.PRESS_RELEASE
    assert dict(article.sources)["kind"] == "text PRNewswire"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("LONDON, Oct 3 (Reuters) - Rain fell.", "Reuters"),
        ("NEW DELHI (PTI): Rain fell.", "PTI"),
        ("Berlin (dpa/lrs) - Regen fiel.", "dpa"),
        ("PARIS — (AFP) La pluie.", "AFP"),
        ("Regen fiel.\n\ndpa/lrs", "dpa"),
        ("Rain fell.\n\n(With inputs from PTI)", "PTI"),
        ("Rain fell.\n\n(with agency inputs from ANI)", "ANI"),
        ("Rain fell.\n\n© Agence France-Presse", "AFP"),
        ("Lluvia.\n\n(Con información de EFE)", "EFE"),
        ("The PAP won in Singapore, and UNI voted.", None),
        ("Rain fell.\n\nHe met the TT riders on the AP course.", None),
        ("An AP class in Ohio (Reuters photo desk reported it far into the text, not as a credit).\n\nEnd.", None),
    ],
)
def test_an_agency_is_credited_in_the_date_line_or_at_the_end(text, agency):
    assert agency_of(text)[0] == agency


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_spelling_of_an_agency_is_a_byline(agency):
    for spelling in AGENCIES[agency]:
        assert agency_of("Rain fell.", [("byline", f"Ann Lee/{spelling}")]) == (agency, "byline")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://cdn.example/river-wall-1024x683.jpg?w=800", "/media/river-wall.webp"),
        ("https://cdn.example/a/river-wall_large.jpg", "https://herald.example/river-wall-scaled.jpg"),
    ],
)
def test_sizes_of_one_image_have_one_name(one, other):
    assert file_of(one) == file_of(other)


def test_the_caption_is_the_figures_that_shows_the_image(page):
    article = extract(page("magazine.html"))

    assert article.image_caption == "The wall at Millbridge."
    assert article.image_credit == "Valley Herald"


def test_no_caption_is_taken_from_another_figure(page):
    html = page("magazine.html").body.replace(b'<img src="/media/river.jpg">', b'<img src="/media/other.jpg">')

    article = extract(page("magazine.html", body=html))

    assert (article.image_caption, article.image_credit) == (None, None)


def test_the_language_is_told_from_the_words_where_nothing_declares_it(page, monkeypatch):
    monkeypatch.setattr(languages, "_identifier", lambda: SimpleNamespace(classify=lambda text: ("en", 0.99)))
    html = page("magazine.html").body.replace(b' lang="en-GB"', b"")

    article = extract(page("magazine.html", body=html))

    assert article.language == "en"
    assert dict(article.sources)["language"] == "text"


@pytest.mark.parametrize(("text", "share"), [("Too short.", 1.0), ("Words of two languages. " * 20, 0.5)])
def test_a_guess_that_is_not_sure_is_none(monkeypatch, text, share):
    monkeypatch.setattr(languages, "_identifier", lambda: SimpleNamespace(classify=lambda text: ("en", share)))

    assert languages.detect_language(text) is None


def test_without_the_extra_no_language_is_told_from_the_words(monkeypatch):
    real = builtins.__import__

    def absent(name, *arguments, **named):
        if name.startswith("py3langid"):
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    languages._identifier.cache_clear()

    assert languages.detect_language("A quiet day in the valley. " * 20) is None

    languages._identifier.cache_clear()


def test_a_declared_language_needs_no_model(page):
    extract(page("magazine.html"))

    assert "py3langid" not in sys.modules
