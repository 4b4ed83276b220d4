"""What becomes of an article when a later reading of its page is accepted."""

from dataclasses import replace

import pytest

from newsspider.archive.reader import Reader
from newsspider.archive.record import FoundLink
from newsspider.archive.reextraction import OLD_TEXT_KEPT
from newsspider.article import DateSource, KeptBlock, Link, OptOut, OptOutSource
from newsspider.text import text_hash
from newsspider.urls import url_key
from tests.archive.making import DAY, HOUR, NOON, a_block, add, an_article, rows

FERRY = an_article(extractor="newsspider-1", removed=(a_block(),), markdown="**Ferry**")
BETTER = replace(
    FERRY,
    title="A better title",
    text="The tug left the quay at six.",
    markdown=None,
    authors=("Ada Quay",),
    published=NOON + HOUR,
    extractor="newsspider-9",
    removed=(a_block("Sign up"),),
    kept=(KeptBlock(start=0, end=29, place="/html/body/p"),),
)
REEXTRACTIONS = "SELECT accepted, extractor, title, text, words FROM reextraction ORDER BY id"


@pytest.fixture
def candidate(archive, path):
    def of(article=FERRY):
        with Reader(path) as reader:
            (found,) = [each for each in reader.candidates() if url_key(article.url) in each.url_keys]
            return found

    return of


def test_text_and_what_follows_from_it_become_the_later_reading(archive, path, candidate):
    add(archive, FERRY)

    assert archive.reextractions.accept(candidate(), BETTER, now=NOON + DAY)

    with Reader(path) as reader:
        (uid,) = [hit.uid for hit in reader.search("tug better")]
        stored = reader.article(uid)
        assert reader.search("hundred people") == []
    assert (stored.title, stored.text, stored.markdown, stored.authors) == (
        "A better title",
        BETTER.text,
        None,
        ("Ada Quay",),
    )
    assert (stored.published, stored.extractor, stored.kept) == (NOON + HOUR, "newsspider-9", BETTER.kept)
    assert [block.text for block in stored.removed] == ["Sign up"]
    assert rows(path, "SELECT text_hash, words FROM article") == [(text_hash(BETTER.text), 7)]


def test_it_is_no_revision_and_what_was_before_can_be_looked_up(archive, path, candidate):
    add(archive, FERRY)

    archive.reextractions.accept(candidate(), BETTER, now=NOON + DAY)

    assert rows(path, "SELECT count(*) FROM revision") == [(0,)]
    assert rows(path, REEXTRACTIONS) == [("2026-11-04T12:00:00Z", "newsspider-1", FERRY.title, FERRY.text, 13)]
    assert rows(path, "SELECT first_seen, last_seen FROM article") == [("2026-11-03T12:00:00Z",) * 2]


def test_old_texts_are_forgotten_after_a_while(archive, path, candidate):
    add(archive, FERRY)
    archive.reextractions.accept(candidate(), BETTER, now=NOON)

    archive.reextractions.accept(candidate(), FERRY, now=NOON + OLD_TEXT_KEPT + DAY)

    assert [text for _, _, _, text, _ in rows(path, REEXTRACTIONS)] == [None, BETTER.text]


def test_an_article_that_became_another_meanwhile_is_left_alone(archive, path, candidate):
    add(archive, FERRY)
    before = candidate()
    edited = replace(FERRY, text="Edited.")
    archive.add_revision(archive.find_article(url_key(FERRY.url)), edited, seen=NOON + HOUR)

    assert not archive.reextractions.accept(before, BETTER, now=NOON + DAY)

    assert rows(path, "SELECT text FROM article") == [("Edited.",)]
    assert rows(path, REEXTRACTIONS) == []


def test_a_date_that_an_earlier_state_told_stays(archive, path, candidate):
    add(archive, FERRY)
    archive.add_revision(archive.find_article(url_key(FERRY.url)), replace(FERRY, text="Edited."), seen=NOON + HOUR)

    archive.reextractions.accept(candidate(), BETTER, now=NOON + DAY)

    assert rows(path, "SELECT published, text FROM article") == [("2026-11-03T12:00:00Z", BETTER.text)]


def test_the_page_of_an_article_lies_between_its_last_change_and_its_last_visit(archive, candidate):
    article_id = add(archive, FERRY)
    archive.add_alias("https://www.harbour.example/old", article_id=article_id, reason="redirect", seen=NOON)
    archive.add_revision(archive.find_article(url_key(FERRY.url)), replace(FERRY, text="Edited."), seen=NOON + HOUR)
    archive.touch(article_id, seen=NOON + DAY)

    found = candidate()

    assert (found.since, found.until) == (NOON + HOUR, NOON + DAY)
    assert found.url_keys == ("harbour.example/news/ferry", "harbour.example/old")


def test_candidates_are_chosen_by_site_day_and_name(archive, path):
    add(archive, FERRY)
    add(archive, an_article("tug", url="https://isle.example/tug"), site="isle", seen=NOON + DAY)
    add(archive, an_article("barge", text=""))

    with Reader(path) as reader:
        uid = next(reader.candidates(site="isle")).uid
        by_site, by_day, by_name = (
            [each.site for each in reader.candidates(**chosen)]
            for chosen in ({"site": "harbour"}, {"since": NOON + HOUR}, {"name": uid[:6]})
        )
        assert reader.count_candidates() == len(list(reader.candidates())) == 2

    assert (by_site, by_day, by_name) == (["harbour"], ["isle"], ["isle"])


def test_words_that_are_withheld_are_withheld_here_too(archive, path, candidate):
    article_id = add(archive, FERRY)
    archive.reextractions.accept(candidate(), BETTER, now=NOON)
    archive.reservations.keep(article_id, [OptOut(source=OptOutSource.META, signal="noai")])

    archive.reservations.withhold(article_id)

    assert rows(path, "SELECT lead, text, words FROM reextraction") == [(None, None, 0)]
    assert archive.reservations.lately_withheld() == {"harbour.example/news/ferry"}
    assert archive.reservations.lately_withheld() == set()


@pytest.mark.parametrize("named", ["https://isle.example/short", FERRY.url])
def test_what_a_seed_said_is_known_by_whichever_address_it_named(archive, candidate, named):
    link = Link(url=named, published=NOON - HOUR, source=DateSource.FEED)
    archive.frontier.add_links("isle", [FoundLink(link=link, url_key=url_key(named))], discovered_from="", now=NOON)
    add(archive, FERRY)
    stored = archive.find_article(url_key(FERRY.url))
    if named != FERRY.url:
        archive.add_alias(named, article_id=stored.id, reason="redirect", seen=NOON)

    found = candidate()

    assert (found.published, found.published_source) == (NOON - HOUR, DateSource.FEED)


@pytest.mark.parametrize(("source", "known"), [(DateSource.FEED, True), (DateSource.JSON_LD, False)])
def test_where_no_address_tells_the_row_does_if_its_date_is_a_seeds(archive, candidate, source, known):
    add(archive, replace(FERRY, published=NOON, published_source=source))

    found = candidate()

    assert found.published == (NOON if known else None)
