"""Whatever the bytes: an article or the word that there is none, a part told as a part, and no letter made up."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsspider.article import Page
from newsspider.errors import NotAnArticle
from newsspider.extraction.charset import MAX_MENDED, decode
from newsspider.extraction.extractor import extract
from newsspider.extraction.parse import MAX_ODD_NAMES, parse

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
BODIES = [path.read_bytes() for path in PAGES]
MAGAZINE = (Path(__file__).parent / "pages" / "magazine.html").read_bytes()
PIECES = [
    b"<", b">", b"</", b"<!--", b"-->", b"<table><tr><td>", b"</td>", b"<ruby>", b"<rt>", b"<rb>", b"<li>", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"&#", b"&#x110000;", b"&nbsp", b"<![CDATA[", b"<script>", b"<svg><p>", b"<template>",
    b"<frameset>", b"<plaintext>", b"<wbr>", b"<select>", b"<title>", b"<body>", b"</html>", b"<blockquote>", b"<pre>",
    b"<a href='http://[':x>", b"<base href='//['>", b"<time datetime='9999-99-99'>", b"<x:y z:w='q'>", b"<dl><dt>",
    b"\xf0\x9f\x98", b"\xed\xa0\x80", b"<?xml version='1.0' encoding='utf-16'?>", b"<meta charset=utf-7>", b"\x1b$B",
    b"<\xc3\xa9>", b"<div \xc3\xa9=1>", b'<p"class="x">', b"<a{b>", b"<p=>", b"\xee\x80\x80",
]  # fmt: skip


def a_page(body, **fields):
    return Page(url="https://herald.example/a", body=body, fetched=datetime(2026, 3, 5, 12, tzinfo=UTC), **fields)


@st.composite
def spoilt_pages(draw):
    """Return a page of ours with bits flipped, bytes left out or doubled, and pieces of markup thrown in."""
    body = bytearray(draw(st.sampled_from(BODIES)))
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(body) - 1))
        end = place + draw(st.sampled_from([1, 5, 50, 500]))
        match draw(st.integers(0, 4)):
            case 0:
                body[place] ^= 1 << draw(st.integers(0, 7))
            case 1:
                del body[place : min(end, len(body) - 1)]
            case 2:
                body[place:place] = body[place:end]
            case 3:
                body[place:place] = draw(st.sampled_from(PIECES)) * draw(st.sampled_from([1, 1, 3, 50]))
            case _:
                body[place:place] = draw(st.binary(max_size=20))
    return bytes(body)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(spoilt_pages())
@example(MAGAZINE.replace(b"<body>", b'<body"class="x">'))
@example(MAGAZINE.replace(b"<p>", b'<p"class="x">'))
@example(MAGAZINE.replace(b"<article", b"<article<div"))
@example(MAGAZINE.replace(b"<article", b"<x:article z:w='q'"))
@example(MAGAZINE.replace(b"<div", b"<scripts:x"))
@example(MAGAZINE.replace(b"<article", '<aÑ"ÈA<'.encode()))
@example(MAGAZINE.replace(b"<article", b'<art"}</script></head><article'))
@example(MAGAZINE.replace(b"<article", b"<ar&" + b"#&" * 60))
@example(MAGAZINE.replace(b"<p>", b"<p><ruby><rb>x<rt>y<rb>z<rt>q<rb>r"))
def test_a_spoilt_page_is_an_article_or_none(body):
    with suppress(NotAnArticle):
        article = extract(a_page(body))

        article.text.encode()
        assert article.text


TEXTS = st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace"))
SOUP = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=30), TEXTS), max_size=30)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(SOUP)
def test_a_soup_of_bytes_is_an_article_or_none(parts):
    with suppress(NotAnArticle):
        extract(a_page(b"".join(parts)))


def test_element_names_that_none_can_write_cost_nothing():
    odd = MAGAZINE.replace(b"<p>", b'<p"class="x">').replace(b"<article", b"<article'id='a' ")

    article = extract(a_page(odd))

    assert "hours after the river rose" in article.text


def test_many_odd_names_are_made_plain():
    odd = "".join(f"<x{number}:y>" for number in range(3 * MAX_ODD_NAMES))

    tree = parse(a_page(f"<script>if (a<b;c) d</script><p>{odd}x".encode())).tree

    assert {element.tag for element in tree.iter()} <= {"html", "head", "body", "script", "p", "span", "div"}


CUTS = [len(MAGAZINE) * number // 51 for number in range(1, 51)]


@pytest.mark.parametrize("cut", CUTS)
def test_a_page_cut_anywhere_is_no_article_or_a_part(cut):
    end = MAGAZINE.rindex(b"</article>")

    with suppress(NotAnArticle):
        article = extract(a_page(MAGAZINE[:cut], complete=False))

        assert not article.complete

    with suppress(NotAnArticle):
        article = extract(a_page(MAGAZINE[:cut]))

        assert cut > end or not article.complete


@pytest.mark.parametrize("name", [path.name for path in PAGES])
def test_a_whole_page_is_whole(name):
    with suppress(NotAnArticle):
        article = extract(a_page((Path(__file__).parent / "pages" / name).read_bytes()))

        assert article.complete


STRAYS = {
    b"It\x92s late \x96 \x93caf\xe9\x94 \x85 na\xefve": "It’s late – “café” … naïve",
    b"gr\xc3... gr\xc3\xb6\xc3": "gr\ufffd... grö\ufffd",
    b"\xe2\x80 and \xf0\x9f\x98": "\ufffd and \ufffd",
    b"\xff": "\ufffd",
}


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("header", ["", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"])
def test_runs_of_windows_1252_in_utf_8_are_read_and_halves_of_letters_told(stray, header):
    around = "größere Übel “für” alle Äpfel — " * 20

    text = decode(around.encode() + stray + b"\n" + around.encode(), header)

    assert text == f"{around}{STRAYS[stray]}\n{around}"


def test_stray_bytes_among_letters_of_another_script_are_no_latin_letters():
    around = "Мэр вчера заявил " * 20

    assert decode(around.encode() + b"\xe9\xe8 \x93a\x94") == f"{around}\ufffd “a”"


def test_a_flood_of_stray_bytes_is_read_in_one_go():
    body = ("é" * 100 * MAX_MENDED).encode() + b"\xe9 " * (MAX_MENDED + 1)

    assert decode(body).count("\ufffd") == MAX_MENDED + 1


def test_text_that_was_encoded_twice_is_left_alone():
    twice = "Größe – it’s".encode().decode("cp1252")

    assert decode(f"{twice} ü".encode()) == f"{twice} ü"


@pytest.mark.parametrize(
    ("header", "meta", "codec"),
    [
        ("windows-1251", "utf-8", "utf-8"),
        ("utf-8", "windows-1251", "utf-8"),
        ("utf-8", "windows-1251", "cp1251"),
        ("windows-1251", "koi8-r", "cp1251"),
        ("gb2312", "big5", "utf-8"),
        ("utf-16", "windows-1251", "cp1251"),
        ("utf-32", "", "utf-8"),
        ("x-unknown", "windows-1251", "cp1251"),
        ("", "x-user-defined", "utf-8"),
    ],
)
def test_of_charsets_that_disagree_the_one_that_fits_is_taken(header, meta, codec):
    html = f'<meta charset="{meta}"><p>Мэр вчера заявил, что мост закроют</p>'

    assert decode(html.encode(codec), f"text/html; charset={header}") == html


def test_plain_letters_are_no_utf_16_whatever_is_declared():
    html = b'<meta charset="utf-16"><p>The ferry sails.</p>'

    assert decode(html, "text/html; charset=utf-16") == html.decode()


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_where_it_is_one(codec):
    html = "<p>The ferry sails. Мэр</p>"

    assert decode(html.encode(codec), f"text/html; charset={codec}") == html


def test_a_bom_or_nul_in_the_midst_parts_no_word():
    spoilt = MAGAZINE.replace(b"The flood wall", b"The fl\xef\xbb\xbfood w\x00all")

    assert "The flood wall" in extract(a_page(spoilt)).text


@pytest.mark.parametrize("spelling", ["it\x92s", "it&#146;s", "it&#x92;s", "it&rsquo;s", "it’s"])
def test_an_apostrophe_of_windows_1252_is_one(spelling):
    page = MAGAZINE.replace(b"The flood wall", f"The {spelling} flood wall".encode())

    assert "The it’s flood wall" in extract(a_page(page)).text
