"""The hardest letters of each script survive in every place of a page, in every spelling and charset."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from html.entities import html5
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.article import Page
from newsspider.extraction.extractor import extract
from newsspider.text import compose, text_hash

LINES = (Path(__file__).parent / "letters.tsv").read_text(encoding="utf-8").splitlines()
LETTERS = dict(line.split("\t") for line in LINES)
FILLER = (
    "The ferry to the islands runs again after the storm, with a new captain at the helm and two hundred people on "
    "deck, the harbour office said on Monday morning."
)


def in_spans(text):
    return "".join(f"<b>{each}</b>" if place % 2 and each != " " else each for place, each in enumerate(text))


def in_links(text):
    tags = ("a href='/x'", "span", "em")
    return "".join(
        each if each == " " else f"<{tags[place % 3]}>{each}</{tags[place % 3].partition(' ')[0]}>"
        for place, each in enumerate(text)
    )


PLACES = {
    "a paragraph": lambda text: f"<p>{text} {FILLER}</p>",
    "a short paragraph": lambda text: f"<p>{text}</p>",
    "an item": lambda text: f"<ul><li>{FILLER} {text}</li><li>{text} {FILLER}</li></ul>",
    "a definition": lambda text: f"<dl><dt>{text}</dt><dd>{text} {FILLER}</dd></dl>",
    "a quote": lambda text: f"<blockquote><p>{text} {FILLER}</p></blockquote>",
    "a heading": lambda text: f"<h2>A {text} b</h2><p>{FILLER}</p>",
    "a cell": lambda text: f"<table><tr><td>{text}</td><td>North</td></tr><tr><td>1</td><td>2</td></tr></table>",
    "lines": lambda text: f"<p>{FILLER}<br>{text} {FILLER}</p>",
    "preformatted text": lambda text: f"<pre>{text} {FILLER}</pre>",
    "decimal references": lambda text: f"<p>{''.join(f'&#{ord(each)};' for each in text)} {FILLER}</p>",
    "hexadecimal references": lambda text: f"<p>{''.join(f'&#x{ord(each):X};' for each in text)} {FILLER}</p>",
    "bold letters": lambda text: f"<p>{in_spans(text)} {FILLER}</p>",
    "inline elements": lambda text: f"<p>{in_links(text)} {FILLER}</p>",
    "places to break": lambda text: f"<p>{'<wbr>'.join(text)} {FILLER}</p>",
}


def page_with(page, inside, *, title="The ferry runs again", head=""):
    body = f"<article><h1>{title}</h1><p>{FILLER}</p>{inside}<p>{FILLER} It is said twice.</p></article>"
    head = f'<meta charset="utf-8"><title>{title}</title>{head}'
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return page("bare.html", body=html.encode())


def spelled(text):
    """Return *text* with blanks folded, and composed as Unicode has it."""
    return normalize("NFC", " ".join((text or "").split()))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LETTERS)
def test_the_hardest_letters_survive_in(page, place, name):
    text = LETTERS[name]

    article = extract(page_with(page, PLACES[place](text)))

    assert spelled(text) in spelled(article.text)


@pytest.mark.parametrize("name", LETTERS)
def test_fields_keep_their_letters(page, name):
    text = LETTERS[name]
    head = f'<meta property="article:tag" content="{text}"><meta property="article:section" content="{text}">'

    article = extract(page_with(page, "", title=f"Ab {text} cd ef", head=head))

    assert spelled(article.title) == spelled(f"Ab {text} cd ef")
    assert [spelled(tag) for tag in article.tags] == [spelled(text)]
    assert spelled(article.section) == spelled(text)


@pytest.mark.parametrize("name", LETTERS)
def test_a_lead_and_what_is_removed_keep_their_letters(page, name):
    text = LETTERS[name]
    lead = f"{text} In short: the ferry sails again, and the isles are glad of it after so long a time."
    form = f"<p>Subscribe to our newsletter {text}</p>"
    story = f"<div class='standfirst'>{lead}</div><div class=body>{f'<p>{FILLER}</p>' * 3}{form}</div>"
    body = f"<article><h1>The ferry</h1>{story}</article>"
    html = f"<html><head><meta charset=utf-8><meta name=description content='{lead}'></head><body>{body}</body></html>"

    article = extract(page("bare.html", body=html.encode()))

    told = [article.lead, article.text, *(block.text for block in article.removed)]
    assert spelled(lead) in spelled(" ".join(filter(None, told)))
    assert spelled(f"newsletter {text}") in spelled(" ".join(filter(None, told)))


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_is_exchanged_for_one_that_looks_otherwise(name):
    text = LETTERS[name]

    composed = compose(text)

    assert normalize("NFC", composed) == normalize("NFC", text)
    assert [each for each in composed if "\uf900" <= each <= "\ufaff"] == [
        each for each in text if "\uf900" <= each <= "\ufaff"
    ]
    assert text_hash(composed) == text_hash(normalize("NFC", text))


RUBY = [
    "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字が",
    "<ruby>漢<rt>かん</ruby>字が",
    "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>が",
    "<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>が",
    "<ruby>漢<rt>かん<rb>字<rt>じ</ruby>が",
    "<ruby><rb>漢</rb><rb>字</rb><rtc><rt>かん</rt><rt>じ</rt></rtc></ruby>が",
    "<RUBY>漢<RT>かん</RT></RUBY>字が",
]


@pytest.mark.parametrize("spelling", RUBY)
def test_letters_with_a_reading_above_stay_together(page, spelling):
    article = extract(page_with(page, f"<p>{spelling}。{FILLER}</p>"))

    assert "漢字が。" in article.text
    assert "かん" not in article.text


def test_icons_of_a_font_are_no_letters(page):
    article = extract(page_with(page, f"<p><i>\ue8b6</i> {FILLER} \uf101</p>"))

    assert not {"\ue8b6", "\uf101"} & set(article.text)


def test_more_new_letters_than_there_are_selectors_survive(page):
    text = "".join(map(chr, range(0x31350, 0x31350 + 600)))

    article = extract(page_with(page, f"<p>{text} {FILLER}</p>"))

    assert text in article.text


@pytest.mark.parametrize(
    "name", ["hellip", "NoBreak", "comma", "zwj", "rang", "nbsp", "AMP", "lt", "eacute", "shy", "bne"]
)
def test_a_named_reference_is_its_letter(page, name):
    article = extract(page_with(page, f"<p>A&{name};b {FILLER}</p>"))

    letters = html5[f"{name};"]
    assert spelled(f"A{letters}b") in spelled(article.text)


def test_a_quoted_attribute_ends_where_it_ended(page):
    head = "<meta property='og:title' content='The ferry&#39;s captain&apos;s hat'>"

    article = extract(page_with(page, "", title="The ferry's captain's hat", head=head))

    assert article.title == "The ferry's captain's hat"


TEXTS = {
    "windows-1256": "قال رئيس البلدية أمس",
    "tis-620": "นายกเทศมนตรีกล่าวเมื่อวานนี้",
    "windows-874": "สะพานเก่า",
    "gb18030": "市长昨天表示㐀𠀀",
    "gbk": "市长昨天表示",
    "x-gbk": "市长昨天表示",
    "big5": "市長昨天表示舊橋",
    "euc-kr": "시장은 어제 오래된",
    "windows-949": "시장은 똠방",
    "shift_jis": "市長は昨日、古い橋を",
    "x-sjis": "市長は昨日、古い橋を",
    "euc-jp": "市長は昨日、古い橋を",
    "iso-2022-jp": "市長は昨日、古い橋を",
    "koi8-r": "Мэр вчера заявил",
    "windows-1251": "Мэр вчера заявил",
    "x-cp1251": "Мэр вчера заявил",
    "windows-1255": "ראש העיר אמר אתמול",
    "iso-8859-8-i": "ראש העיר אמר אתמול",
    "windows-1253": "Ο δήμαρχος είπε",
    "iso-8859-9": "Belediye başkanı dün",
    "iso-8859-2": "Burmistrz powiedział",
    "iso-8859-1": "Der Bürgermeister – “gestern”",
    "utf8mb4": "Мэр 😀",
}
CODECS = {
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "tis-620": "cp874",
    "utf8mb4": "utf-8",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1251": "cp1251",
    "x-gbk": "gbk",
    "x-sjis": "cp932",
}


@pytest.mark.parametrize("declares", ["header", "meta", "http-equiv"])
@pytest.mark.parametrize("charset", TEXTS)
def test_letters_of_every_charset_survive(page, charset, declares):
    text = TEXTS[charset]
    head = {
        "meta": f'<meta charset="{charset}">',
        "http-equiv": f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">',
    }
    body = f"<p>{text} {FILLER}</p><p>{FILLER} {text}</p>"
    html = f"<html><head>{head.get(declares, '')}<title>{text}</title></head><body>{body}</body></html>"
    headers = (("content-type", f"text/html; charset={charset}"),) if declares == "header" else ()

    article = extract(page("bare.html", body=html.encode(CODECS.get(charset, charset)), headers=headers))

    assert spelled(article.text) == spelled(f"{text} {FILLER} {FILLER} {text}")
    assert article.title == text


WORDS = st.text(
    st.one_of(
        st.characters(categories=("L", "M", "N")),
        st.sampled_from("".join(LETTERS.values()).replace(" ", "")),
        st.sampled_from("\u200c\u200d\u200b\u2060\ufe0f"),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(words=st.lists(WORDS, min_size=3, max_size=15), is_marked=st.booleans())
def test_letters_of_any_script_survive(words, is_marked):
    text = " ".join(words)
    inside = in_spans(text) if is_marked else escape(text)
    html = f"<html><body><p>{FILLER}</p><p>On deck: {inside} {FILLER}</p><p>{FILLER} Twice.</p></body></html>"
    page = Page(url="https://isle.example/a", body=html.encode(), fetched=datetime(2026, 3, 5, tzinfo=UTC))

    article = extract(page)

    assert spelled(f"On deck: {text} {FILLER}") in spelled(article.text)
