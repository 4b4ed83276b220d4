"""Articles told over several pages, read again: an edit of any page is one of the whole, words go with their page."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.article import Access, Article, Failure, OptOut, OptOutSource
from newsspider.intake import settle
from newsspider.ledger import UNCHANGED, failed
from newsspider.urls import url_key
from newsspider.visit import Visit
from tests.dedup.stories import story
from tests.test_parts import BASE, NOW, TEXTS, URLS, WHOLE, pages, visited

EDITED = TEXTS[1].replace(".", ", they said.", 1)
REVISIONS = "SELECT changed, silent, words_added, words_removed FROM revision"


def second(text: str = EDITED, **changes) -> Article:
    fields = {"url": URLS[1], "title": "The long way", "text": text, "parts": (URLS[0], URLS[2])}
    return Article(**(fields | changes))


def asked(archive: Archive, url: str, *, hours: int, **fields) -> str:
    """Let a crawl visit *url*, as the frontier has it due, so many hours after noon."""
    now = NOW + timedelta(hours=hours)
    (due,) = (each for each in archive.frontier.due("isle", now=now, limit=99) if each.url == url)
    with archive.transaction():
        (outcome,) = settle(archive, [Visit(site="isle", url=url, now=now, due=due, **fields)])
    return outcome.kind.value


def due(archive: Archive, *, hours: int) -> list[str]:
    return [each.url for each in archive.frontier.due("isle", now=NOW + timedelta(hours=hours), limit=99)]


def test_an_edit_of_a_later_page_is_a_revision_of_the_whole(archive, ask):
    visited(archive, *pages())

    kinds = visited(archive, second(), start=5)

    assert kinds == ["revision"]
    assert ask("SELECT text, complete FROM article") == [("\n\n".join([TEXTS[0], EDITED, TEXTS[2]]), 1)]
    assert ask(REVISIONS) == [('["text"]', 1, 3, 1)]


def test_a_later_page_that_says_the_same_is_no_revision(archive, ask):
    visited(archive, *pages())

    kinds = visited(archive, pages()[1], pages()[2], pages()[1], start=5)

    assert kinds == ["alias", "alias", "alias"]
    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask(REVISIONS) == []


def test_an_edit_that_another_page_told_of_is_not_silent(archive, ask):
    visited(archive, *pages(modified=NOW - timedelta(hours=1)))
    later = NOW + timedelta(hours=4)

    visited(archive, pages(modified=later)[0], second(modified=later), start=5)

    assert ask(REVISIONS) == [('["text"]', 0, 3, 1)]


def test_white_space_of_a_later_page_is_a_trivial_edit(archive, ask):
    visited(archive, *pages())

    kinds = visited(archive, second(TEXTS[1].replace(" ", "\u00a0", 1)), start=5)

    assert kinds == ["alias"]
    assert ask(REVISIONS) == []
    assert ask("SELECT cause FROM trivial_edit") == [("typography",)]


@pytest.mark.parametrize("less", [{"complete": False}, {"access": Access.TEASER}])
def test_a_later_page_that_gives_away_less_changes_nothing(archive, ask, less):
    visited(archive, *pages())

    visited(archive, second(TEXTS[1][:300], **less), start=5)
    visited(archive, pages()[2], pages()[0], start=7)

    assert ask("SELECT text FROM article") == [(WHOLE,)]
    assert ask(REVISIONS) == []


def test_a_first_page_that_broke_off_comes_in_by_no_other_page(archive, ask):
    visited(archive, *pages())
    broken = Article(url=BASE, title="The long way", text=TEXTS[0][:200], parts=tuple(URLS[1:]), complete=False)

    visited(archive, broken, second(), start=5)

    assert ask("SELECT text FROM article") == [("\n\n".join([TEXTS[0], EDITED, TEXTS[2]]),)]


def test_edits_of_two_pages_are_both_told(archive, ask):
    visited(archive, *pages())
    first = Article(url=BASE, title="The long way", text=story(9, 140), parts=tuple(URLS[1:]))

    visited(archive, first, second(), start=5)

    assert ask("SELECT text FROM article") == [("\n\n".join([story(9, 140), EDITED, TEXTS[2]]),)]
    assert ask("SELECT changed, silent FROM revision") == [('["text"]', 1)]


def test_edits_of_two_looks_are_two_revisions(archive, ask):
    visited(archive, *pages())
    first = Article(url=BASE, title="The long way", text=story(9, 140), parts=tuple(URLS[1:]))

    visited(archive, first, pages()[1], pages()[2], start=5)
    visited(archive, first, second(), start=30)

    assert ask("SELECT text FROM article") == [("\n\n".join([story(9, 140), EDITED, TEXTS[2]]),)]
    assert len(ask(REVISIONS)) == 2


def test_what_was_before_an_edit_of_two_pages_is_read_back(archive, tmp_path):
    visited(archive, *pages())
    first = Article(url=BASE, title="The longer way", text=story(9, 140), parts=tuple(URLS[1:]))

    visited(archive, first, second(), (URLS[2], failed(Failure.GONE)), start=5, status=410)

    with Reader(tmp_path / "news.db") as reader:
        (told,) = reader.show(BASE)["revisions"]
    assert (told["title"], told["text"], told["changed"]) == ("The long way", WHOLE, ["title", "text"])


def test_a_page_that_is_added_to_a_whole_article_is_an_edit(archive, ask):
    visited(archive, replace(pages()[0], parts=tuple(URLS[1:2])), second(TEXTS[1], parts=tuple(URLS[:1])))
    assert ask("SELECT complete FROM article") == [(1,)]

    visited(archive, pages()[0], start=30)
    assert ask("SELECT text, complete FROM article") == [("\n\n".join(TEXTS[:2]), 0)]
    visited(archive, pages()[2], start=31)

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask(REVISIONS) == [('["text"]', 1, 150, 0)]
    assert ask(f"SELECT reason FROM url_alias WHERE url = '{URLS[2]}'") == [("part",)]


def test_a_second_page_of_what_was_one_page_is_an_edit(archive, ask):
    visited(archive, Article(url=BASE, title="The long way", text=TEXTS[0]))

    visited(archive, *pages()[:2], start=30)

    assert ask("SELECT text, complete FROM article") == [("\n\n".join(TEXTS[:2]), 0)]
    assert ask(REVISIONS) == [('["text"]', 0, 150, 0)]


def test_a_page_that_came_late_in_the_first_look_is_no_edit(archive, ask):
    visited(archive, *pages()[:2])

    visited(archive, pages()[0], pages()[2], start=30)

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask(REVISIONS) == []


@pytest.mark.parametrize("status", [410, 451])
def test_the_words_of_a_later_page_go_with_it_as_an_edit(archive, ask, status):
    visited(archive, *pages())

    visited(archive, (URLS[2], failed(Failure.GONE)), start=5, status=status)

    assert ask("SELECT text, complete, withdrawn_at FROM article") == [("\n\n".join(TEXTS[:2]), 1, None)]
    assert ask(REVISIONS) == [('["text"]', 1, 0, 150)]


def test_one_stray_answer_takes_no_words_away(archive, ask):
    visited(archive, pages()[0], due=True)
    for url, page in zip(URLS[1:], pages()[1:], strict=True):
        asked(archive, url, hours=1, result=page)
    asked(archive, BASE, hours=48, result=UNCHANGED)

    asked(archive, URLS[2], hours=48, result=failed(Failure.GONE), status=404)
    assert due(archive, hours=53) == [URLS[1]]
    asked(archive, URLS[2], hours=54, result=pages()[2])

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask(REVISIONS) == []


def test_a_page_that_is_not_found_twice_takes_its_words_along(archive, ask):
    visited(archive, *pages())

    visited(archive, *[(URLS[2], failed(Failure.GONE))] * 2, start=5, status=404)

    assert ask("SELECT text, complete, withdrawn_at FROM article") == [("\n\n".join(TEXTS[:2]), 1, None)]
    assert ask(REVISIONS) == [('["text"]', 1, 0, 150)]


def test_a_later_page_that_comes_back_is_an_edit_too(archive, ask):
    visited(archive, *pages())
    visited(archive, (URLS[2], failed(Failure.GONE)), start=5, status=410)

    visited(archive, pages()[0], pages()[2], start=17)

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask(REVISIONS) == [('["text"]', 1, 0, 150), ('["text"]', 1, 150, 0)]


def test_trouble_of_a_server_takes_no_words_away(archive, ask):
    visited(archive, *pages())

    visited(archive, (URLS[1], failed(Failure.TIMEOUT)), (URLS[2], failed(Failure.HTTP_5XX)), start=5)

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]


def test_a_later_page_that_leads_to_the_first_one_is_gone(archive, ask):
    visited(archive, *pages())
    first = Article(url=BASE, title="The long way", text="\n\n".join(TEXTS), parts=())

    visited(archive, first, (URLS[1], first), (URLS[2], first), start=5)

    assert ask("SELECT text, complete FROM article") == [(WHOLE, 1)]
    assert ask(REVISIONS) == []


def test_pages_that_no_page_leads_to_any_more_are_not_missed(archive, ask):
    visited(archive, pages()[0], pages()[1])
    first = Article(url=BASE, title="The long way", text=TEXTS[0], parts=tuple(URLS[1:2]))

    visited(archive, first, second(TEXTS[1], parts=tuple(URLS[:1])), start=5)

    assert ask("SELECT text, complete FROM article") == [("\n\n".join(TEXTS[:2]), 1)]


def test_a_crawl_looks_at_the_later_pages_with_the_first_one_only(archive):
    visited(archive, pages()[0], due=True)
    for url, page in zip(URLS[1:], pages()[1:], strict=True):
        asked(archive, url, hours=1, result=page, etag=f'"{url}"')

    assert due(archive, hours=48) == [BASE]
    asked(archive, BASE, hours=48, result=UNCHANGED)
    assert sorted(due(archive, hours=48)) == URLS[1:]


def test_a_later_page_is_asked_for_on_a_condition_and_may_answer_that_it_is_the_same(archive, ask):
    visited(archive, pages()[0], due=True)
    for url, page in zip(URLS[1:], pages()[1:], strict=True):
        asked(archive, url, hours=1, result=page, etag=f'"{url}"')
    asked(archive, BASE, hours=48, result=pages()[0])

    kinds = [asked(archive, url, hours=49, result=UNCHANGED) for url in URLS[1:]]

    assert kinds == ["alias", "alias"]
    assert due(archive, hours=50) == []
    assert ask("SELECT etag, state, next_visit FROM url WHERE url LIKE '%page=%' ORDER BY url") == [
        (f'"{url}"', "alias", None) for url in URLS[1:]
    ]


def test_a_later_page_that_was_not_believed_is_asked_for_without_a_condition(archive, ask):
    visited(archive, pages()[0], due=True)
    for url, page in zip(URLS[1:], pages()[1:], strict=True):
        asked(archive, url, hours=1, result=page, etag=f'"{url}"')
    asked(archive, BASE, hours=48, result=pages()[0])

    asked(archive, URLS[1], hours=49, result=second(TEXTS[1][:200], access=Access.TEASER), etag='"wall"')

    assert ask(f"SELECT etag FROM url WHERE url = '{URLS[1]}'") == [(None,)]


def test_where_words_are_withheld_no_later_page_brings_some_back(archive, ask):
    visited(archive, *pages())
    reserved = OptOut(source=OptOutSource.META, signal="noai")
    visited(archive, pages()[0], start=5, opt_outs=(reserved,), opt_out_policy="metadata-only")

    visited(archive, second(), start=6, opt_out_policy="metadata-only")

    assert ask("SELECT text FROM article") == [("",)]
    assert ask("SELECT count(*) FROM article WHERE url_key = '" + url_key(BASE) + "'") == [(1,)]


def test_what_was_cleaned_out_of_the_whole_comes_back_by_no_page(archive, ask):
    line = "Follow us wherever you are."
    first, _, third = pages()
    visited(archive, first, second(TEXTS[1]), replace(third, text=f"{TEXTS[2]}\n\n{line}"))
    (article_id,) = ask("SELECT id FROM article")[0]
    whole = archive.recleaning.article(article_id)
    archive.recleaning.rewrite(article_id, replace(whole, text=whole.text.replace(f"\n\n{line}", "")))

    visited(archive, second(), start=5)

    assert ask("SELECT text FROM article") == [("\n\n".join([TEXTS[0], EDITED, TEXTS[2]]),)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_page_that_shows_all_loses_no_words_to_the_single_ones(archive, ask, order):
    everything = f"{BASE}?view=all"
    every = [*pages(canonical_url=everything), Article(url=everything, title="The long way", text=WHOLE)]

    visited(archive, *(every[at] for at in order))
    visited(archive, *pages(canonical_url=everything), start=9)

    assert {text for (text,) in ask("SELECT text FROM article")} == {WHOLE}
