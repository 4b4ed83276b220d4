"""The short cut through trafilatura gives what trafilatura gives."""

from __future__ import annotations

from copy import copy

import pytest
import trafilatura

from newsspider.extraction import content
from newsspider.extraction.content import main_content
from newsspider.extraction.parse import parse

NAMES = ["magazine.html", "first_paragraph.html", "split.html", "live.html", "dateless.html", "paywall.html"]


def test_trafilatura_is_inside_as_the_short_cut_expects():
    assert content.HAS_KNOWN_CASCADE


@pytest.mark.parametrize("name", NAMES)
def test_the_short_cut_finds_the_same_words(page, name):
    tree = parse(page(name)).tree
    plain = trafilatura.bare_extraction(copy(tree), include_comments=False)

    paragraphs = main_content(tree)

    assert plain is not None
    assert " ".join(paragraphs).split() == plain.text.replace("- ", "").split()


@pytest.mark.parametrize("name", NAMES)
def test_without_the_short_cut_the_words_are_the_same(page, name, monkeypatch):
    tree = parse(page(name)).tree
    quick = main_content(tree)
    monkeypatch.setattr(content, "HAS_KNOWN_CASCADE", False)

    slow = main_content(tree)

    assert slow == quick
