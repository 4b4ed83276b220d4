from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.article import Article, Page
from newsspider.extraction.extractor import extract

PAGE = Path(__file__).parent / "pages" / "layout_tables.html"


@pytest.fixture(scope="module")
def article() -> Article:
    fetched = datetime(2026, 11, 22, tzinfo=UTC)
    return extract(Page(url="https://marsh.example/news.php?id=7", body=PAGE.read_bytes(), fetched=fetched))


def test_a_page_laid_out_by_tables_keeps_its_paragraphs_apart(article):
    paragraphs = article.text.split("\n\n")

    assert paragraphs[0].startswith("The harvest of samphire")
    assert paragraphs[-1].endswith("weigh the barrels.")
    assert not any(word in article.text for word in ("Guestbook", "All rights reserved", "the paper of"))


def test_a_table_of_data_stays_in_the_text(article):
    assert "980" in article.text


def test_a_table_around_a_picture_is_a_figure_and_its_words_a_caption(article):
    assert "Pickers on the eastern bank" not in article.text


def test_a_title_with_an_unknown_site_name_is_told_by_the_heading_on_the_page(article):
    assert article.title == "Samphire harvest is the best for thirty years"
