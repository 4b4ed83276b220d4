"""Whether a page lists articles instead of being one: signs are weighed, and no weak one decides alone."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.extraction.claims import Claims
from newsspider.extraction.layout import Layout

ENOUGH = 3
"""Weight from which on a page is a listing; no article of benchmarks/quality.py's corpora has more than one."""
FEW_WORDS = 60
MANY_HEADLINES = 8
LITTLE = 120
"""Letters that are no text."""
SHORT, PARAGRAPH = 700, 70
"""A text of so many letters has a paragraph of so many; of 1,400 recorded articles five have not."""
SOME_ROWS = 0.35
"""Share of the text in rows of figures from which on a paragraph beside them explains them."""
LINES = 5
"""Fewer lines may be a blurb."""
ROWS = 6
"""So many rows of figures, or entries with a day, are what a page is made for."""
SOME_TEXT = 350
"""Letters in three and more paragraphs without a break: somebody tells something."""


UNBROKEN = 390
"""Letters of kept paragraphs side by side that a text has which tells one thing; teasers and comments have fewer."""
BETWEEN = 3
"""So many headlines that are links, or lines with a day, between what was kept are those of teasers."""
COMMENTS = 250
"""Letters of a paragraph or two of one comment."""
MANY_TEASERS = 12
"""So many, in boxes alike, and nothing else: whatever the page's description says, they are what it is made for."""


def weigh_listing(claims: Claims, layout: Layout, count: int) -> tuple[int, str]:
    """Return how much speaks for a listing, and the signs in words; *count* is the words of the text."""
    signs = [*_of_layout(claims, layout), *_of_claims(claims), *_of_little_text(claims, layout, count)]
    against = [*_against(claims, layout)]
    return sum(weight for weight, _ in (*signs, *against)), "; ".join(told for _, told in (*signs, *against))


def _of_layout(claims: Claims, layout: Layout) -> Iterator[tuple[int, str]]:
    if layout.teased >= 0.6:
        yield (2 if layout.teased >= 0.8 else 1), f"{layout.teasers} teasers are {layout.teased:.0%} of the text"
    if layout.boxes >= 3 and layout.teased >= 0.6:
        yield 1, f"{layout.boxes} of them in boxes alike"
    if layout.linked >= 0.8 and layout.teasers >= 3:
        yield 1, f"{layout.linked:.0%} of the text is links"
    is_made_of = layout.teased >= 0.95 and min(layout.boxes, layout.teasers) >= MANY_TEASERS
    if is_made_of and layout.steady < UNBROKEN and not claims.has_headline:
        yield 3, "nothing but teasers"
    if layout.teased >= 0.8 and not claims.has_main_heading:
        yield 1, "no main heading"
    if layout.teased >= 0.6 and layout.stamped >= 3 and layout.stamped * 2 >= layout.teasers:
        is_sure = min(layout.stamped, layout.boxes) >= 5 and layout.page_unbroken < SOME_TEXT
        yield (2 if is_sure else 1), f"{layout.stamped} of them with a day or an hour"
    if layout.teased >= 0.6 and max(layout.cut_short, layout.read_on) >= 3:
        yield 1, f"{layout.cut_short} paragraphs cut short, {layout.read_on} links to read on"


def _of_claims(claims: Claims) -> Iterator[tuple[int, str]]:
    if claims.listing_title:
        yield 2, f"called “{claims.listing_title[:60]}”"
    elif not claims.has_headline:
        yield 1, "no headline"
    if claims.is_named_like_author:
        yield 2, "called as its author is"
    if claims.list_types and not claims.has_own_article:
        yield 1, " ".join(sorted(claims.list_types))
    if claims.list_classes:
        yield 1, "body class " + " ".join(sorted(claims.list_classes))
    if claims.is_website_type:
        yield 1, "og:type of a site"
    if claims.is_goods_type:
        yield 3, "og:type of a product"
    if claims.has_pages:
        yield 1, "one page of several"
    if claims.is_list_url:
        yield 1, "address of a list"


def _of_little_text(claims: Claims, layout: Layout, count: int) -> Iterator[tuple[int, str]]:
    if claims.listing_title and (count <= FEW_WORDS or layout.unbroken == 0):
        yield 1, "next to no text"
    elif count <= 2 * FEW_WORDS and layout.headlines >= MANY_HEADLINES:
        is_sure = count <= FEW_WORDS and not claims.has_headline
        yield (2 if is_sure else 1), f"{count} words among {layout.headlines} headlines"
    own = layout.letters * (1 - layout.linked)
    if layout.linked >= 0.8 and own <= LITTLE and layout.headlines >= MANY_HEADLINES // 2:
        yield 3, "nothing but links"
    if count <= FEW_WORDS and layout.figures >= ROWS and layout.unbroken < LITTLE:
        yield 1, f"{count} words beside {layout.figures} rows of figures"
    if layout.unbroken == layout.page_unbroken == 0 and min(layout.headlines, layout.dated) >= ROWS:
        yield 2, f"no prose among {layout.headlines} headlines and {layout.dated} days or hours"
    is_verse = claims.is_single and layout.teasers == layout.figures == 0
    if layout.letters <= SHORT and layout.longest < PARAGRAPH and layout.lines >= LINES and not is_verse:
        yield 2, f"no paragraph, the longest line has {layout.longest} letters"
    if layout.rowed >= 0.6 and layout.longest < LITTLE and layout.letters <= 2 * SHORT:
        yield 2, f"{layout.rowed:.0%} of the text is rows"
    elif layout.rowed >= SOME_ROWS and layout.figures > 2 and layout.letters <= SHORT and count <= 2 * FEW_WORDS:
        yield 2, f"{layout.rowed:.0%} of a short text is rows of figures"
    if layout.celled >= 0.5 and layout.unbroken == 0 and not claims.is_article_type:
        yield 3, "nothing but a table"


def _against(claims: Claims, layout: Layout) -> Iterator[tuple[int, str]]:
    if claims.has_own_article:
        yield -4, "but JSON-LD of an article"
    elif claims.is_dated:
        yield -2, "but a date of publication"
    if claims.is_article_type:
        yield -1, "but og:type of an article"
    is_chat = claims.listing_title and not claims.is_article and layout.steady < COMMENTS
    if max(layout.page_unbroken, layout.unbroken) >= SOME_TEXT and not is_chat:
        yield (-1 if layout.teased >= 0.7 and layout.page_unbroken < SOME_TEXT else -2), "but a continuous text"
