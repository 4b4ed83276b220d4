"""Bytes in, one tree out, and an honest word on whether it is the whole page."""

from __future__ import annotations

import codecs

import pytest

from newsspider.errors import NotAnArticle
from newsspider.extraction.charset import decode
from newsspider.extraction.extractor import extract
from newsspider.extraction.parse import MAX_DEPTH, parse

SPELLINGS = ("&#%d;", "&#x%x;", "&#x%X", "&#%05d;")
UNWANTED = [*(code for code in range(1, 32) if code not in (9, 10, 13)), 0xD800, 0xFFFE, 0xFFFF, 0x110000]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_reference_to_a_control_character_costs_the_article(page, spelling):
    html = page("magazine.html").body.decode()

    texts = {extract(page("magazine.html", body=spoilt(html, spelling % code))).text for code in UNWANTED}

    assert len(texts) == 1
    assert "hours after the river rose" in texts.pop()


def spoilt(html: str, reference: str) -> bytes:
    return html.replace("The flood wall", f"The {reference} flood wall").encode()


def test_references_to_emoji_and_quotes_mean_what_they_say(page):
    html = page("magazine.html").body.replace(b"The flood wall", b"The &#x1F600; &#128512; &#39;flood&#39; wall")

    article = extract(page("magazine.html", body=html))

    assert "The \U0001f600 \U0001f600 'flood' wall at" in article.text


def test_raw_control_characters_do_not_cost_the_article(page):
    html = page("magazine.html").body.replace(b"The flood wall", b"The \x00\x01\x0b\x1fflood wall")

    article = extract(page("magazine.html", body=html))

    assert article.text.startswith("The flood wall held") or article.text.startswith("The flood wall at Millbridge")


@pytest.mark.parametrize(
    ("charset", "header"),
    [
        ("utf-8", ""),
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("utf-8", "text/html; charset=rot13"),
        ("utf-8", "text/html; charset=hex"),
        ("utf-8", "text/html; charset=no-such-charset"),
        ("utf-8-sig", "text/html; charset=utf-16"),
        ("utf-16", ""),
        ("cp1251", "text/html; charset=windows-1251"),
        ("koi8-r", "text/html; charset=koi8-r"),
        ("shift_jis", "text/html; charset=Shift_JIS"),
    ],
)
def test_the_charset_is_found_though_headers_lie(charset, header):
    text = "<p>日本語の文</p>" if charset == "shift_jis" else "<p>Річка вийшла з берегів</p>"
    text = text.replace("і", "и")

    decoded = decode(text.encode(charset), header)

    assert decoded == text


def test_a_few_bad_bytes_do_not_overturn_the_declared_charset():
    body = "größere Übel ".encode() * 400 + b"\xff" + "größer".encode()

    text = decode(body, "text/html; charset=utf-8")

    assert text.startswith("größere Übel")
    assert text.count("\ufffd") == 1


@pytest.mark.parametrize("codec", ["rot13", "hex", "base64", "zlib", "idna", "punycode", "undefined", "unicode_escape"])
def test_codecs_that_are_no_charsets_lose_their_turn(codec):
    assert codecs.lookup(codec)

    assert decode("größer".encode(), f"text/html; charset={codec}") == "größer"


@pytest.mark.parametrize("depth", [MAX_DEPTH - 10, 254, 255, 256, 1_000, 1_900])
def test_deep_nesting_hides_nothing(page, depth):
    html = page("magazine.html").body
    deep = html.replace(b"<p>By noon", b"<div>" * depth + b"<p>By noon").replace(
        b"for the town.</p>", b"for the town.</p>" + b"</div>" * depth
    )

    article = extract(page("magazine.html", body=deep))

    assert article.complete
    assert "By noon the water had begun to fall" in article.text


def test_no_element_stays_deeper_than_the_cap(page):
    html = page("magazine.html").body
    deep = html.replace(b"<p>By noon", b"<div>" * 1_000 + b"<p>By noon")

    tree = parse(page("magazine.html", body=deep)).tree

    assert max(sum(1 for _ in element.iterancestors()) for element in tree.iter()) <= MAX_DEPTH
    assert "By noon the water had begun to fall" in "".join(tree.itertext())


def test_nesting_beyond_the_parsers_limit_is_told(page):
    html = page("magazine.html").body.replace(b"<h2>", b"<div>" * 3_000 + b"<h2>")

    parsed = parse(page("magazine.html", body=html))

    assert not parsed.complete


def test_a_text_node_of_ten_megabytes_is_read_to_its_end(page):
    long = b"The river is long and the tale of it is longer. " * 230_000
    html = page("magazine.html").body.replace(b"</head>", b"</head><!-- " + b" -->")
    html = html.replace(b"<footer><p>", b"<footer><p>" + long)

    parsed = parse(page("magazine.html", body=html))

    assert parsed.complete
    assert "All rights reserved" in "".join(parsed.tree.itertext())[-200:]


def test_what_is_beyond_the_cap_is_told(page):
    html = page("magazine.html").body + b"<p>x</p>" * 2_600_000

    parsed = parse(page("magazine.html", body=html))

    assert not parsed.complete


def test_a_broken_transfer_is_told(page):
    article = extract(page("magazine.html", complete=False))

    assert not article.complete


@pytest.mark.parametrize("body", [b"", b"   \n", b"\x00" * 50])
def test_nothing_gives_no_article(page, body):
    with pytest.raises(NotAnArticle):
        extract(page("magazine.html", body=body))
