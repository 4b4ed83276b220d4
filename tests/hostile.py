"""Hostile pages, made by multiplication: small sources of what costs a parser its time, its memory or its life."""

from __future__ import annotations

import json
from collections.abc import Callable

STORY = (
    "The ferry to the islands runs again after the storm, with a new captain at the helm and two hundred people on "
    "deck, the harbour office said on Monday. "
)
LINES_ONLY = f"<div><h2>The ferry</h2>{f'<p>{STORY * 3}</p>' * 4}</div>"
ARTICLE = f"<article><h1>The ferry runs again</h1>{''.join(f'<p>{n} {STORY * 3}</p>' for n in range(4))}</article>"

Maker = Callable[[], bytes]


def page(inside: str = "", *, before: str = "", head: str = "", article: str = ARTICLE) -> bytes:
    """Return a good page with something hostile in it."""
    return (
        f"<!DOCTYPE html><html><head><title>The ferry runs again</title>{head}</head>"
        f"<body>{before}{article}{inside}</body></html>"
    ).encode()


def paragraph(text: str) -> str:
    return f"<article><h1>The ferry runs again</h1><p>{STORY * 3}</p><p>{text}</p><p>{STORY * 3}</p></article>"


def json_ld(text: str) -> bytes:
    return page(head=f'<script type="application/ld+json">{text}</script>')


def markup(megabytes: int) -> bytes:
    """Return so many megabytes of plain paragraphs."""
    one = f"<p>{STORY * 3}</p>"
    return page(one * (megabytes * 1_000_000 // len(one)))


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
XHTML_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{ENTITIES}]>'
    f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Boom</title></head><body>{ARTICLE}<p>&e9;</p></body></html>'
).encode()

FAMOUS: dict[str, Maker] = {
    "one tag with 40k attributes": lambda: page(f"<div {' '.join(f'a{n}=v' for n in range(40_000))}>x</div>"),
    "40k nested spans": lambda: page("<span>" * 40_000 + "x" + "</span>" * 40_000),
    "40k spans side by side": lambda: page(f"<p>{'<span>word </span>' * 40_000}</p>"),
    "40k spans in the body": lambda: page(article=paragraph("<span>word </span>" * 40_000)),
    "a million <br>": lambda: page(article=paragraph("<br>" * 1_000_000)),
    "a million <br> between words": lambda: page(article=paragraph("w<br>" * 1_000_000)),
    "100k nested boxes": lambda: page("<div>" * 100_000 + "x"),
    "100k unclosed links": lambda: page("<a href=/x>x" * 100_000),
    "50k links": lambda: page("<a href='/2026/11/03/the-ferry-sails'>the ferry sails</a>" * 50_000),
    "50k unclosed <b>": lambda: page("<p><b>x" * 50_000),
    "50k unclosed tables": lambda: page("<table><tr><td>x" * 50_000),
    "a table of 300k cells": lambda: page(f"<table>{'<tr><td>1<td>2<td>3' * 100_000}</table>"),
    "a table of 300k cells in the body": lambda: page(
        article=paragraph(f"<table>{'<tr><td>1<td>2' * 150_000}</table>")
    ),
    "a list of 50k items": lambda: page(f"<ul>{'<li>The ferry sails again today' * 50_000}</ul>"),
    "a list of 50k linked items": lambda: page(f"<ul>{'<li><a href=/x>The ferry sails again</a>' * 50_000}</ul>"),
    "10k paragraphs": lambda: page(article=f"<article>{f'<p>{STORY}</p>' * 10_000}</article>"),
    "10k different paragraphs": lambda: page(
        article=f"<article>{''.join(f'<p>{n} {STORY}</p>' for n in range(10_000))}</article>"
    ),
    "entities that multiply": lambda: XHTML_BOMB,
    "half a million &#1;": lambda: page(article=paragraph("&#1;" * 500_000)),
    "half a million control bytes": lambda: page(article=paragraph("\x01" * 500_000 + "\x00" * 500_000)),
    "50k meta elements": lambda: page(head="<meta property='article:tag' content='ferry'>" * 50_000),
    "50k headings": lambda: page("<h1>The ferry</h1>" * 50_000),
    "50k times": lambda: page("<time datetime='2026-01-01'>x</time>" * 50_000),
    "50k by-lines": lambda: page("<span class=byline>By Ann</span>" * 50_000),
    "50k classes": lambda: page(f"<div class='{'related ' * 50_000}'><p>{STORY}</p></div>"),
    "50k comments": lambda: page("<!-- x -->" * 50_000),
    "50k scripts": lambda: page("<script>x</script>" * 50_000),
    "50k JSON-LD scripts": lambda: page("<script type=application/ld+json>{}</script>" * 50_000),
}
"""What FINDINGS of the open web tell of: pages of up to 6 MB, most of less."""

COLUMN = '<div class="column wide">' * 190
NAMED = f'<div class="{"x" * 10_000}">' * 150
RULES: dict[str, Maker] = {
    "comments before the root": lambda: b"<!-- x -->" * 400 + page(),
    "deep paragraphs": lambda: page(article=COLUMN + "".join(f"<p>{n} {STORY}</p>" for n in range(8_000))),
    "deep boxes": lambda: page(article=COLUMN + f"<div><p>{STORY}</p></div>" * 8_000),
    "long classes around paragraphs": lambda: page(article=NAMED + f"<p>{STORY}</p>" * 5_000),
    "long classes around boxes": lambda: page(article=NAMED + f"<div><p>{STORY}</p></div>" * 5_000),
    "a class of 2 MB around paragraphs": lambda: page(f"<div class='{'a b ' * 500_000}'>{f'<p>{STORY}</p>' * 5_000}"),
    "a text of 1 MB and 8k lines beside it": lambda: page(
        "".join(f"<li>The harbour office of isle {n}" for n in range(8_000)),
        article=f"<article>{''.join(f'<p>{n} {STORY}</p>' for n in range(8_000))}</article>",
    ),
    "20k newsletter boxes": lambda: page("<div class=newsletter><p>Sign up here</p></div>" * 20_000),
    "500k pieces below the deepest": lambda: page("<div>" * 230 + "<b>x</b>" * 500_000),
    "nested tables": lambda: page("<table><tr><td>" * 60 + "<table><tr><td><p>x<p>y</table>" * 8_000),
    "a title of bars": lambda: page(
        head=f'<meta property="og:title" content="{"abc | " * 100_000}">', article=LINES_ONLY
    ),
    "an author behind entities": lambda: page(head=f"<meta name=author content='a{'&amp;amp;nbsp;' * 20_000}b'>"),
    "marks out of order": lambda: page(article=paragraph("e" + "\u0301\u0316" * 500_000)),
    "marks out of order in the head": lambda: page(head=f"<title>{'e' + chr(0x301) + chr(0x316) * 2}</title>" * 5_000),
    "addresses of 1 MB": lambda: page(head=f"<link rel=canonical href='https://isle.example/{'../a/' * 200_000}'>"),
    "10k lists in lists": lambda: page("<ul><li>x" * 10_000),
    "10k quotes in quotes": lambda: page("<blockquote>x" * 10_000),
    "10k tables in tables": lambda: page("<table><tr><td>x" * 10_000),
    "10k <b> in <b>": lambda: page("<b>x" * 10_000),
    "lists in lists, 180 deep, of 20k items": lambda: page("<ul><li>x" * 90 + "<li>The ferry sails" * 20_000),
    "10k forms": lambda: page("<form><input type=password><p>Log in</p></form>" * 10_000),
    "10k forms in forms": lambda: page("<form><input name=q><div>" * 10_000),
    "10k frames in frames": lambda: page("<iframe srcdoc='<iframe>'>" * 10_000 + "<frameset><frame src=/a>" * 10_000),
    "100k classes": lambda: page("".join(f"<p class='c{n} d{n} e{n} f{n} g{n}'>x</p>" for n in range(20_000))),
    "20k odd names of elements": lambda: page("".join(f"<x{n}:y>z</x{n}:y>" for n in range(20_000))),
    "20k odd names in each other": lambda: page("".join(f'<x{n}"y>z' for n in range(20_000))),
    "200k odd names in a script": lambda: page(f"<script>{''.join(f'a<b{n};' for n in range(200_000))}</script>"),
    "50k open scripts": lambda: page("<p>x</p>" + "<script a<b;" * 50_000),
    "200k private letters": lambda: page(article=paragraph("a\ue000b" * 200_000)),
    "200k icons": lambda: page(article=paragraph(" \ue000x" * 200_000)),
    "300 letters of the future": lambda: page("".join(f"<p>{chr(0x31350 + n % 300)} x</p>" for n in range(20_000))),
    "100k places to break": lambda: page(article=paragraph("a<wbr>" * 100_000)),
    "20k readings": lambda: page(article=paragraph("<ruby>\u6f22<rt>kan</rt></ruby>" * 20_000)),
    "20k open readings": lambda: page(article=paragraph("<ruby><rb>\u6f22<rt>kan<rb>\u5b57" * 20_000)),
    "half letters": lambda: page(article=paragraph("\xe9\xe8 " * 50)) + b"\xe2\x80 \x93" * 500_000,
    "half letters in UTF-8": lambda: page(article=paragraph("\xe9" * 200_000)) + b"\xe2\x80 \x93" * 40_000,
    "controls of Windows-1252": lambda: page(article=paragraph("it\x92s \xe2\x80\x99" * 100_000)),
    "references by name": lambda: page(article=paragraph("&hellip;&NoBreak;&comma;&nosuch;" * 50_000)),
    "lines of every length": lambda: page(
        article=f"<article>{''.join(f'<p>{STORY[: n % 90]}' for n in range(10_000))}"
    ),
}
"""What our own rules could be slow at."""

JSON_LD: dict[str, Maker] = {
    "JSON-LD of blanks behind an arrow": lambda: json_ld("{-->" + " " * 1_000_000 + "x"),
    "JSON-LD of depth 100k": lambda: json_ld("[" * 100_000 + "]" * 100_000),
    "JSON-LD of unclosed depth": lambda: json_ld('{"a":' * 100_000),
    "JSON-LD with a string of 4 MB": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "headline": "x" * 4_000_000, "articleBody": STORY * 2})
    ),
    "JSON-LD with a body of 4 MB": lambda: json_ld(json.dumps({"@type": "NewsArticle", "articleBody": STORY * 25_000})),
    "JSON-LD with a keyword of 4 MB": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "keywords": "a," * 2_000_000})
    ),
    "JSON-LD with an author of 1 MB": lambda: json_ld(json.dumps({"@type": "NewsArticle", "author": "By " * 300_000})),
    "JSON-LD with 100k authors": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "author": [{"name": f"Ann {n}"} for n in range(100_000)]})
    ),
    "JSON-LD with an author in an author": lambda: json_ld(
        '{"@type": "NewsArticle", "author": ' + '{"name":[' * 20_000 + '"x"' + "]}" * 20_000 + "}"
    ),
    "JSON-LD with a number of 1 MB": lambda: json_ld('{"@type": "NewsArticle", "n": ' + "9" * 1_000_000 + "}"),
    "JSON-LD with a date of 1 MB": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "datePublished": "2026-" + "1/" * 500_000})
    ),
    "JSON-LD of blanks": lambda: json_ld("{" + " " * 1_000_000),
    "JSON-LD of commas": lambda: json_ld("{" + ", " * 500_000),
    "JSON-LD with an image in an image": lambda: json_ld(
        '{"@type": "Article", "image": ' + '{"url":' * 900 + "1" + "}" * 901
    ),
}
"""What stands in scripts."""

LINES = {
    "blanks": " " * 2_000_000,
    "no-break blanks": "\u00a0" * 1_000_000,
    "letters": "a" * 2_000_000,
    "capital letters": "A" * 2_000_000,
    "Han letters": "\u4e00" * 1_000_000,
    "joiners": "\u200d" * 500_000,
    "By By By": "By " * 500_000,
    "dates": "1/" * 500_000,
    "days": "12 May 2024 " * 100_000,
    "digits": "1" * 1_000_000,
    "dots": "." * 1_000_000,
    "commas": ", " * 500_000,
    "at signs": "a@" * 500_000,
    "slashes": "/" * 1_000_000,
    "brackets": "(" * 1_000_000,
    "less-than signs": "< " * 500_000,
    "ampersands": "&" * 1_000_000,
    "hyphens": "a-" * 500_000,
    "bars": " | " * 300_000,
    "references": "&amp;" * 300_000,
    "named references": "&zwj;" * 300_000,
    "newsletters": "newsletter " * 100_000,
    "marks": "e" + "\u0301" * 500_000,
    "emoji": "\U0001f600" * 300_000,
}
"""Regex traps: one line of one thing, in every place that a rule of ours looks at."""


def in_body(text: str) -> bytes:
    return page(article=paragraph(text))


def in_head(text: str) -> bytes:
    """Return a page whose declarations and attributes all are *text*."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    metas = "".join(
        f'<meta property="{name}" content="{plain}">'
        for name in ("og:title", "og:description", "author", "article:published_time", "keywords", "og:url", "og:image")
    )
    return page(
        f'<p class="byline">{plain}</p><time datetime="{plain}"></time><h1>{plain}</h1>'
        f'<div class="{plain}"><p>{STORY}</p></div><a href="{plain}">x</a>',
        head=f"<title>{plain}</title>{metas}",
    )


def in_short_lines(text: str) -> bytes:
    """Return a page with *text* in lines of every length that the rules look at."""
    return in_body("</p><p>".join(text[: 50 + number % 400] for number in range(500)))


def in_feed(text: str) -> bytes:
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<rss><channel><item><title>{plain}</title><link>{plain}</link><pubDate>{plain}</pubDate></item>"
        "<item><title>Ferry</title><link>https://isle.example/2026/11/03/the-ferry-sails</link></item></channel></rss>"
    ).encode()


SEEDS: dict[str, Maker] = {
    "a feed of 100k unclosed entries": lambda: b"<rss><channel>" + b"<item><title>x" * 100_000,
    "a feed of 100k open sections": lambda: b"<rss><item><link>/a</link>" + b"<![CDATA[" * 100_000,
    "a feed nested 100k deep": lambda: b"<rss><item>" + b"<a>" * 100_000 + b"</item></rss>",
    "an entry with 40k attributes": lambda: (
        b"<rss><item " + b" ".join(b"a%d='v'" % n for n in range(40_000)) + b"><link>/a</link></item></rss>"
    ),
    "a feed of bare ampersands": lambda: b"<rss><item><title>" + b"&" * 2_000_000 + b"</title></item></rss>",
    "a feed whose entities multiply": lambda: XHTML_BOMB.replace(
        b"<html", b"<rss><item><title>&e9;</title></item><html"
    ),
    "an address of 4 MB": lambda: (
        b"<urlset><url><loc>https://isle.example/" + b"a/" * 2_000_000 + b"</loc></url></urlset>"
    ),
    "a sitemap of 500k addresses": lambda: (
        b"<urlset>"
        + b"".join(b"<url><loc>https://isle.example/2026/11/03/story-%d</loc></url>" % n for n in range(500_000))
        + b"</urlset>"
    ),
    "a sitemap index of 200k sitemaps": lambda: (
        b"<sitemapindex>"
        + b"".join(b"<sitemap><loc>https://isle.example/%d.xml</loc></sitemap>" % n for n in range(200_000))
        + b"</sitemapindex>"
    ),
    "a robots.txt of a million lines": lambda: b"User-agent: *\n" + b"Disallow: /a\n" * 1_000_000,
    "addresses without an end": lambda: b"https://isle.example/a\n" + b"https://" * 500_000,
    "a front page of 100k unclosed links": FAMOUS["100k unclosed links"],
    "a front page of 50k links": FAMOUS["50k links"],
    "a front page of 40k attributes": FAMOUS["one tag with 40k attributes"],
    "a front page of 100k boxes": FAMOUS["100k nested boxes"],
    "a page that never leaves its comments": lambda: b"<!--" * 500_000,
    "titles of open comments": lambda: (
        (b"<rss>" + b"<item><link>/a</link><title><![CDATA[" + b"<!--" * 2_500 + b"]]></title></item>" * 1 + b"</rss>")
        * 400
    ),
    "a feed of bare colons": lambda: b"<rss><item><" + b"a:" * 500_000 + b"></item></rss>",
}
"""What stands where a feed, sitemap or front page should."""
