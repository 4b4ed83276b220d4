from dataclasses import replace

import pytest

from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.article import Failure, KeptBlock, OptOut, OptOutSource, Page, UrlState
from newsspider.text import text_hash
from newsspider.urls import uid, url_key
from tests.archive.making import DAY, HOUR, NOON, a_block, add, an_article, rows, sqlite_shell, states

NOAI = OptOut(source=OptOutSource.META, signal="noai")
TDM = OptOut(source=OptOutSource.TDMREP, signal="tdm-reservation=1", policy_url="https://harbour.example/tdm")
FERRY = an_article(
    "ferry",
    lead="A standfirst.",
    markdown="**Ferry**",
    image_caption="The ferry at the quay.",
    image_credit="Ada Quay",
    removed=(a_block(), a_block("Sign up, ferrymen")),
    kept=(KeptBlock(start=0, end=31, place="/html/body/p"),),
)
KEY = url_key(FERRY.url)


def met(archive, *opt_outs, key=KEY, now=NOON):
    archive.reservations.note("harbour", f"https://{key}", opt_outs, key=key, now=now)


def visited(archive, key=KEY, state=UrlState.STORED, now=NOON):
    archive.frontier.settle(key, state=state, reason=None, now=now)


def pages(path):
    return rows(path, "SELECT day, signal, pages FROM tdm ORDER BY day, signal")


def test_pages_are_counted_by_day_source_and_signal(archive, path):
    met(archive, NOAI, TDM)
    met(archive, NOAI, key="harbour.example/news/other")
    met(archive, NOAI, now=NOON + DAY)

    assert pages(path) == [("2026-11-03", "noai", 2), ("2026-11-03", "tdm-reservation=1", 1), ("2026-11-04", "noai", 1)]


def test_a_page_that_was_read_and_said_so_that_day_counts_no_second_time(archive, path):
    article_id = add(archive, FERRY)
    met(archive, NOAI)
    archive.reservations.keep(article_id, [NOAI])
    visited(archive)

    met(archive, NOAI, TDM, now=NOON + HOUR)

    assert pages(path) == [("2026-11-03", "noai", 1), ("2026-11-03", "tdm-reservation=1", 1)]


def test_a_page_without_an_article_counts_once_a_day_too(archive, path):
    met(archive, NOAI)
    visited(archive, state=UrlState.REFUSED)

    met(archive, NOAI, now=NOON + HOUR)

    assert pages(path) == [("2026-11-03", "noai", 1)]


def test_a_page_that_failed_that_day_has_not_said_anything_yet(archive, path):
    visited(archive, state=UrlState.FAILED)

    met(archive, NOAI, now=NOON + HOUR)

    assert pages(path) == [("2026-11-03", "noai", 1)]


def test_the_ledger_keeps_the_first_page_and_the_terms(archive, path):
    met(archive, NOAI)
    terms = OptOut(source=OptOutSource.META, signal="noai", policy_url="https://harbour.example/terms")

    met(archive, terms, key="harbour.example/news/other")

    assert rows(path, "SELECT url, policy_url FROM tdm") == [(f"https://{KEY}", "https://harbour.example/terms")]


def test_what_is_reserved_is_what_was_seen_last(archive):
    article_id = add(archive, FERRY)
    archive.reservations.keep(article_id, [TDM, NOAI, NOAI])
    both = archive.reservations.of(article_id)

    archive.reservations.keep(article_id, [TDM])

    assert both == (NOAI, TDM)
    assert archive.reservations.of(article_id) == (TDM,)


def test_withheld_words_are_nowhere_and_what_is_known_of_the_article_stays(archive, path):
    article_id = add(archive, FERRY)
    stored = archive.find_article(KEY)
    archive.add_revision(stored, an_article("ferry", text="Corrected.", removed=()), seen=NOON + HOUR)

    archive.reservations.withhold(article_id)

    assert rows(path, "SELECT title, lead, text, markdown, words, text_hash FROM article") == [
        (FERRY.title, None, "", None, 0, text_hash("Corrected."))
    ]
    (state,) = states(path, FERRY.url)
    assert [state[name] for name in ("title", "lead", "text", "words", "text_hash")] == [
        *(FERRY.title, None, "", 0, text_hash(FERRY.text))
    ]
    assert rows(path, "SELECT * FROM edited_passage") == []
    assert rows(path, "SELECT text FROM removed_block") == []
    assert rows(path, "SELECT * FROM article_kept") == []
    assert rows(path, "SELECT image_caption, image_credit FROM article") == [(None, None)]
    assert rows(path, "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'corrected OR quay'") == [(0,)]
    assert rows(path, "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'ferry'") == [(1,)]


def test_of_the_picture_only_whom_it_is_by_is_known_of_a_withheld_article(archive, path):
    article_id = add(archive, FERRY)

    archive.reservations.withhold(article_id)

    assert rows(path, "SELECT image_caption, image_credit FROM article") == [(None, "Ada Quay")]
    assert rows(path, "SELECT * FROM kept_block") == []


def test_an_article_that_comes_without_its_words_has_no_places_and_no_caption(archive, path):
    add(archive, replace(FERRY, text="", removed=()))

    assert rows(path, "SELECT image_caption FROM article") == [(None,)]
    assert rows(path, "SELECT * FROM article_kept") == []


def test_a_block_that_another_page_has_too_is_not_withheld(archive, path):
    article_id = add(archive, FERRY)
    add(archive, an_article("barge", removed=(a_block(),)))

    archive.reservations.withhold(article_id)

    assert rows(path, "SELECT text FROM removed_block") == [(a_block().text,)]
    assert rows(path, "SELECT count(*) FROM article_removed") == [(1,)]


def test_passages_that_a_withheld_article_shares_go_too(archive, path):
    article_id = add(archive, FERRY)
    other = add(archive, an_article("barge"))
    with sqlite_shell(path) as shell, shell:
        shell.execute("INSERT INTO similarity VALUES (?, ?, 'reuse', 0.5, 0.5, '[\"at six\"]')", (other, article_id))

    archive.reservations.withhold(article_id)

    assert rows(path, "SELECT relation, passages FROM similarity") == [("reuse", "[]")]


def test_words_that_come_back_are_found_and_make_no_revision(archive, path):
    article_id = add(archive, FERRY)
    archive.reservations.withhold(article_id)

    archive.reservations.give_back(archive.find_article(KEY), FERRY, seen=NOON + HOUR)

    assert rows(path, "SELECT lead, text, markdown FROM article") == [(FERRY.lead, FERRY.text, FERRY.markdown)]
    assert rows(path, "SELECT count(*) FROM revision") == [(0,)]
    assert rows(path, "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'quay'") == [(1,)]
    assert rows(path, "SELECT text FROM article_removed JOIN removed_block ON id = block_id ORDER BY position") == [
        (block.text,) for block in FERRY.removed
    ]
    assert rows(path, "SELECT start, end, place FROM kept_block") == [(0, 31, "/html/body/p")]
    assert rows(path, "SELECT image_caption FROM article") == [(FERRY.image_caption,)]


def test_a_page_in_quarantine_can_be_there_without_its_bytes(archive, path):
    page = Page(url=FERRY.url, body=b"<p>words</p>", fetched=NOON)
    archive.quarantine.add(page, url_key=KEY, site="harbour", extractor="1", reason=Failure.EXTRACTION_CRASH)

    archive.reservations.withhold_page(KEY)

    assert rows(path, "SELECT url, bytes, body FROM quarantine") == [(FERRY.url, 12, None)]


@pytest.mark.parametrize("has_table", [True, False], ids=["this version", "an older archive"])
def test_show_tells_what_is_reserved(path, has_table):
    with Archive.open(path) as archive:
        archive.reservations.keep(add(archive, FERRY), [TDM])
    if not has_table:
        with sqlite_shell(path) as shell:
            shell.execute("DROP TABLE opt_out")

    with Reader(path) as reader:
        shown = reader.show(uid(KEY))["opt_outs"]

    expected = {"source": "tdmrep", "signal": "tdm-reservation=1", "policy_url": TDM.policy_url}
    assert shown == ([expected] if has_table else [])
