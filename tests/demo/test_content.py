from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from newsspider.demo.content import Comment, PartKind, parse_article, read_folder
from newsspider.errors import NoInputError
from newsspider.text import count_words, normalise_text, words

SITES = ("magazine", "daily", "bare")
FOLDERS = [(site, folder) for site in SITES for folder in ("", "held", "private")]
MIXED = Path(__file__).with_name("mixed.txt").read_text("utf-8")
SHARED_WORDS = 12
SHARED_LETTERS = 40


@pytest.fixture(scope="module")
def written():
    return [article for site, folder in FOLDERS for article in read_folder(site, folder)]


def test_furniture_is_no_part_of_the_text():
    article = parse_article(MIXED, site="daily", slug="mixed")

    assert article.paragraphs == (
        "A strong word and a link in one paragraph of two lines.",
        "Between",
        "one",
        "two",
        "said",
        "News at ten",
        "Last.",
    )


def test_the_head_is_read_to_the_letter():
    article = parse_article(MIXED, site="daily", slug="mixed")

    assert (article.title, article.lead) == ("A head: with a colon", "What stands above.")
    assert article.published == datetime(2026, 10, 12, 4, 10, tzinfo=UTC)
    assert article.authors == ("One Writer", "Another Writer")
    assert article.comments == (
        Comment(author="Reader", text="First, I think."),
        Comment(author="Other", text="Second | really."),
    )


def test_an_entry_keeps_its_time():
    article = parse_article(MIXED, site="daily", slug="mixed")

    assert [part.name for part in article.parts if part.kind is PartKind.ENTRY] == ["2026-10-12T10:00:00+05:30"]


def test_a_head_without_a_date_is_refused():
    with pytest.raises(NoInputError, match="daily/dateless"):
        parse_article("title: Dateless\n---\nWords.", site="daily", slug="dateless")


def test_the_demo_is_as_large_as_a_small_news_site(written):
    assert len(written) >= 48
    assert {article.language for article in written} == {"en-us", "de", "en", "th", "fa"}


def test_every_text_is_an_article_by_length(written):
    sizes = {article.slug: (len(article.paragraphs), count_words(article.text)) for article in written}

    assert {slug: size for slug, size in sizes.items() if not (3 <= size[0] <= 14 and size[1] > 100)} == {}


def test_texts_are_written_as_an_archive_stores_them(written):
    assert [article.slug for article in written if article.text != normalise_text(article.text)] == []


def test_every_day_lies_in_the_autumn_of_2026(written):
    moments = [moment for article in written for moment in (article.published, article.modified) if moment]

    assert all(datetime(2026, 10, 1, tzinfo=UTC) < moment < datetime(2026, 11, 16, tzinfo=UTC) for moment in moments)


def test_numbers_and_slugs_name_one_article_each(written):
    names = [(article.site, article.slug) for article in written]
    numbers = [(article.site, article.number) for article in written]

    assert len(set(names)) == len(set(numbers)) == len(written)


def test_no_two_texts_share_a_run_of_words_but_those_that_say_so(written):
    runs = {article.slug: runs_of(article) for article in written}

    pairs = [{one, other} for one, other in combinations(runs, 2) if runs[one] & runs[other]]

    declared = [
        {article.slug, name.partition("/")[2]}
        for article in written
        for name in (article.copy_of, *article.takes_from)
        if name
    ]
    assert sorted(map(sorted, pairs)) == sorted(map(sorted, declared))
    assert sorted(len(article.takes_from) for article in written)[-3:] == [0, 1, 3]


def test_the_copy_repeats_its_original_to_the_letter(written):
    texts = {f"{article.site}/{article.slug}": article.text for article in written}

    copies = [article for article in written if article.copy_of]

    assert [article.text for article in copies] == [texts[article.copy_of] for article in copies]


def test_persian_is_written_with_its_joiners(written):
    persian = [article for article in written if article.language == "fa"]

    assert len(persian) == 3
    assert all("\u200c" in article.text for article in persian)


def runs_of(article):
    length = SHARED_LETTERS if article.language == "th" else SHARED_WORDS
    every = words(article.text.casefold())
    return {tuple(every[at : at + length]) for at in range(len(every) - length + 1)}
