"""Paragraphs that speak to the reader about the page, in many languages, and those that tell news."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.article import Reason
from newsspider.extraction.notice import read_notice

LINES = (Path(__file__).parent / "notices.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES]
NOTICES = [(Reason(reason), text) for reason, text in ROWS if reason != "news"]
NEWS = [text for reason, text in ROWS if reason == "news"]


@pytest.mark.parametrize(("reason", "text"), NOTICES)
def test_a_notice_is_known_by_its_words_in_any_language(reason, text):
    notice = read_notice([text])

    assert notice is not None
    assert notice.reason is reason
    assert len(notice.words) >= 2
    assert notice.left == 0


@pytest.mark.parametrize("text", NEWS)
def test_news_about_such_things_is_none(text):
    notice = read_notice([text])

    assert notice is None or len(notice.words) < 3 or notice.share < 0.6


def test_a_story_above_a_notice_is_left():
    story = NEWS[2]

    notice = read_notice([story, NOTICES[0][1]])

    assert notice is not None
    assert notice.left >= 20
