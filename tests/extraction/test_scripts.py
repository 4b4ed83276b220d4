"""Text is never altered: letters, joiners and marks of every script survive."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from newsspider.extraction.extractor import extract

LINES = (Path(__file__).parent / "scripts.tsv").read_text(encoding="utf-8").splitlines()
SCRIPTS = dict(line.split("\t") for line in LINES)


def written(page, name, sentence):
    template = page("bare.html")
    html = (
        template.body.decode()
        .replace("@TITLE@", name)
        .replace("@FIRST@", sentence)
        .replace("@SECOND@", sentence[::1] + " 2.")
    )
    return page("bare.html", body=html.encode())


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_letter_joiner_and_mark_survives(page, name):
    sentence = SCRIPTS[name]

    article = extract(written(page, f"Report in {name}", sentence))

    assert unicodedata.normalize("NFC", sentence) in article.text.split("\n\n")


@pytest.mark.parametrize("name", ["Persian", "Bengali", "Emoji"])
def test_joiners_survive_where_only_json_ld_has_the_text(page, name):
    template = page("ld_only.html").body.decode()

    article = extract(page("ld_only.html", body=template.replace("@BODY@", SCRIPTS[name]).encode()))

    assert article.text == unicodedata.normalize("NFC", SCRIPTS[name])


def test_joiners_spelled_as_entities_survive(page):
    sentence = SCRIPTS["Persian"]
    spelled = sentence.replace("\u200c", "&zwnj;", 1).replace("\u200c", "&#8204;", 1).replace("\u200c", "&#x200C;", 1)

    article = extract(written(page, "Report", spelled))

    assert unicodedata.normalize("NFC", sentence) in article.text


def test_a_title_keeps_its_joiners(page):
    article = extract(written(page, "می‌خواهم خانه‌ای بسازم", SCRIPTS["Persian"]))

    assert article.title == "می‌خواهم خانه‌ای بسازم"


def test_text_is_composed(page):
    decomposed = unicodedata.normalize("NFD", SCRIPTS["Vietnamese"])

    article = extract(written(page, decomposed[:40], decomposed))

    assert SCRIPTS["Vietnamese"] in article.text
    assert article.title is not None
    assert SCRIPTS["Vietnamese"].startswith(article.title)
