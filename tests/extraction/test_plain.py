"""A page's text as a plain scraper leaves it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsspider.article import BlockKind
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract_plain_text
from newsspider.text import paragraphs
from tests.extraction.conftest import PAGES

CORPUS = Path(os.environ.get("NEWSSPIDER_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
SEED = CORPUS.parent / "seed"


def plain_text() -> str:
    return (PAGES / "plain.txt").read_text(encoding="utf-8")


def test_every_line_is_a_paragraph_and_the_site_is_left_out():
    article = extract_plain_text(plain_text())

    magazine = paragraphs((PAGES / "magazine.txt").read_text(encoding="utf-8").strip())
    assert paragraphs(article.text) == [
        magazine[0],
        "” We did not sleep ,” said one of the volunteers.",
        "At three in the morning the gauge stood at 6.12 metres.",
        magazine[-1],
    ]


def test_what_was_dropped_names_its_rule_and_line():
    article = extract_plain_text(plain_text())

    assert [(block.rule, block.kind, block.place) for block in article.removed] == [
        ("tagline", BlockKind.SITE, "line 1"),
        ("headline", BlockKind.TITLE, "line 3"),
        ("push-notification", BlockKind.NEWSLETTER, "line 12"),
        ("comment-form", BlockKind.COMMENT, "line 14"),
        ("comment-form", BlockKind.COMMENT, "line 16"),
        ("cookie-bar", BlockKind.COOKIE, "line 18"),
    ]


def test_the_title_is_only_what_is_given():
    assert extract_plain_text(plain_text()).title is None
    assert extract_plain_text(plain_text(), title="River wall").title == "River wall"


def test_a_text_without_headline_loses_nothing():
    body = "\n".join(paragraphs(extract_plain_text(plain_text()).text))

    article = extract_plain_text(body)

    assert "\n".join(paragraphs(article.text)) == body
    assert article.removed == ()


def test_a_mark_of_byte_order_is_no_letter():
    article = extract_plain_text("\ufeff" + plain_text().replace("volunteers", "volun\ufeffteers"))

    assert article.text == extract_plain_text(plain_text()).text


@pytest.mark.parametrize("text", ["", " \n\n ", "Too short to be anything."])
def test_too_little_text_is_no_article(text):
    with pytest.raises(NotAnArticle):
        extract_plain_text(text)


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed is a publisher's text and not in the repository")
def test_the_seed_gives_exactly_its_body():
    text = (SEED / "panjshir-page.txt").read_text(encoding="utf-8")
    body = (SEED / "panjshir-body.txt").read_text(encoding="utf-8").strip()

    article = extract_plain_text(text)

    assert article.text == body
    assert {block.rule for block in article.removed} >= {"push-notification", "comment-form", "cookie-bar"}
