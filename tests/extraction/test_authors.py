"""Who wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.extraction.extractor import extract
from newsspider.extraction.names import clean_authors, clean_desks

BYLINES = [
    line.split("\t") for line in (Path(__file__).parent / "bylines.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_a_byline_names_its_people(line, names):
    assert "; ".join(clean_authors([line], ["Valley Herald"])) == names


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (["Ann Lee", "ann lee"], ("Ann Lee",)),
        (["Ann Lee December 18, 2025"], ("Ann Lee",)),
        (["Ann Lee @annlee"], ("Ann Lee",)),
        (["Ann Lee, MD, PhD"], ("Ann Lee",)),
        (["Ann Lee", "Ann Lee Valley Herald Staff"], ("Ann Lee",)),
        (["https://facebook.com/ann.lee"], ()),
        (["ann@herald.example"], ()),
        (["admin", "Staff Reporter", "Valley Herald"], ()),
        (["Conan O&#8217;Brien"], ("Conan O’Brien",)),
        (["渡辺洋介"], ("渡辺洋介",)),
    ],
)
def test_persons_are_told_from_what_surrounds_them(told, names):
    assert clean_authors(told, ["Valley Herald"]) == names


def test_a_desk_needs_a_name_of_its_own():
    assert clean_desks(["Gear Team", "Staff", "Editorial Team", "Valley Herald Staff"], ["Valley Herald"]) == (
        "Gear Team",
    )


def magazine(page, author: bytes, byline: bytes = b"") -> bytes:
    html = page("magazine.html").body
    told = b'[{"@id": "#ann"}, {"@type": "Person", "name": "Bob Ray"}]'
    shown = b'<div class="byline">By <a href="/author/ann">Ann Lee</a> and <a href="/author/bob">Bob Ray</a></div>'
    assert told in html
    assert shown in html
    return html.replace(told, author).replace(shown, byline)


@pytest.mark.parametrize(
    ("declared", "shown", "authors", "source"),
    [
        (b'"admin"', b'<div class="byline">By Cy Dow</div>', ("Cy Dow",), "byline"),
        (b'"KatieS"', b'<div class="byline">By Cy Dow</div>', ("Cy Dow",), "byline"),
        (b'"katie.smith"', b"", ("Katie Smith",), "json-ld author"),
        (b'"Valley Herald"', b"<p>By Cy Dow</p>", ("Cy Dow",), "line by the headline"),
        (b'"Valley Herald"', b'<p><a href="/staff/cy-dow">Cy Dow</a></p>', ("Cy Dow",), "line by the headline"),
        (b'{"givenName": "Cy", "familyName": "Dow"}', b"", ("Cy Dow",), "json-ld author"),
        (b'{"name": "Val H", "url": "/author/admin/"}', b"<p>By Cy Dow</p>", ("Cy Dow",), "line by the headline"),
        (
            b'"Heryadi"',
            b'<p class="author">Cy Dow</p><p class="author">Editor : Heryadi</p>',
            ("Cy Dow",),
            "byline",
        ),
        (b'"CY DOW"', b'<div class="byline">By Cy Dow</div>', ("Cy Dow",), "json-ld author"),
        (b'"Staff Reporter"', b"", (), None),
    ],
)
def test_people_are_believed_before_accounts_desks_and_the_site(page, declared, shown, authors, source):
    article = extract(page("magazine.html", body=magazine(page, declared, shown)))

    assert article.authors == authors
    assert dict(article.sources).get("authors") == source
