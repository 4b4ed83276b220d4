"""What an archive remembers of a site's lines: from how many pages they are known, and when they are forgotten."""

import pytest

from newsspider.archive.site_block import FORGOTTEN_AFTER, RECENT, SWEPT_AFTER, SiteBlocks, hex_of
from newsspider.archive.store import Archive
from newsspider.article import BlockStatus
from newsspider.errors import UsageError
from newsspider.repeats import NO_REPEATS, SiteLine
from tests.archive.making import NOON, add, an_article

LINE = SiteLine(1, "Follow us")


@pytest.fixture
def blocks(archive: Archive) -> SiteBlocks:
    add(archive, an_article())
    return archive.site_blocks


def learn(blocks: SiteBlocks, pages: int, *lines: SiteLine, first: int = 0) -> None:
    """Let *pages* articles have *lines* beside a paragraph of their own, of 200 letters."""
    for number in range(first, first + pages):
        assert blocks.learn("harbour", [SiteLine(1_000 + number, "Of its own", 200), *lines], seen=NOON)


def rows(archive: Archive) -> set[int]:
    return {row["digest"] for row in archive._database.execute("SELECT digest FROM site_block")}


@pytest.mark.parametrize(
    ("pages", "is_line", "is_prose", "is_sure"),
    [(2, False, False, False), (3, True, False, False), (4, True, False, False), (5, True, True, False)]
    + [(9, True, True, False), (10, True, True, True)],
)
def test_a_line_is_known_from_three_pages_a_paragraph_from_five_the_midst_of_a_story_from_ten(
    blocks, pages, is_line, is_prose, is_sure
):
    learn(blocks, pages, LINE)

    known = blocks.known("harbour")

    assert (1 in known.lines, 1 in known.prose, 1 in known.sure) == (is_line, is_prose, is_sure)


def test_a_line_on_half_of_the_pages_is_nobodys_but_theirs(blocks):
    learn(blocks, 3, LINE)
    learn(blocks, 4, first=10)

    assert blocks.known("harbour") == NO_REPEATS


def test_a_line_on_most_but_not_nearly_all_pages_is_not_sure(blocks):
    learn(blocks, 10, LINE)
    learn(blocks, 3, first=20)

    known = blocks.known("harbour")

    assert 1 in known.prose
    assert 1 not in known.sure


def test_a_line_is_known_no_more_when_the_last_pages_lack_it(blocks):
    learn(blocks, 40, LINE)
    learn(blocks, RECENT - 1, first=100)
    before = blocks.known("harbour")

    learn(blocks, 1, first=200)

    assert 1 in before.lines
    assert blocks.known("harbour") == NO_REPEATS


def test_a_copy_of_an_article_is_no_evidence(blocks):
    own = SiteLine(7, "The ferry left the quay", 300)
    blocks.learn("harbour", [own, LINE], seen=NOON)

    taken = [
        blocks.learn("harbour", [own, SiteLine(100 + each, "Another date line", 40), LINE], seen=NOON)
        for each in range(40)
    ]

    assert not any(taken)
    assert blocks.learned("harbour") == 1
    assert blocks.known("harbour") == NO_REPEATS


def test_a_page_with_less_than_half_of_anothers_prose_is_evidence(blocks):
    shared = SiteLine(7, "The ferry left the quay", 199)
    blocks.learn("harbour", [shared], seen=NOON)

    assert blocks.learn("harbour", [shared, SiteLine(8, "Of its own", 201)], seen=NOON)


def test_lines_of_one_page_are_swept_and_those_that_repeat_stay(archive, blocks):
    learn(blocks, 3, LINE)
    learn(blocks, SWEPT_AFTER + 15, first=100)

    left = rows(archive)

    assert 1 in left
    assert not left & {1_000, 1_001, 1_002}
    assert len(left) <= SWEPT_AFTER + 10 + 1


def test_a_line_that_stopped_repeating_is_forgotten_in_the_end(archive, blocks):
    learn(blocks, 9, LINE)
    learn(blocks, FORGOTTEN_AFTER + 20, first=100)

    assert 1 not in rows(archive)


def test_what_somebody_decided_holds_and_is_never_swept(archive, blocks):
    learn(blocks, 3, LINE, SiteLine(-2, "Read more"))
    blocks.decide("harbour", [hex_of(1)], BlockStatus.KEEP)
    blocks.decide("harbour", [hex_of(-2)], BlockStatus.DROP)
    learn(blocks, FORGOTTEN_AFTER + 20, first=100)

    known = blocks.known("harbour")

    assert (known.kept, known.dropped, known.lines) == ({1}, {-2}, frozenset())


def test_a_block_that_the_site_does_not_have_is_an_error(blocks):
    with pytest.raises(UsageError):
        blocks.decide("harbour", [hex_of(5)], BlockStatus.DROP)


def test_sites_do_not_learn_of_each_other(archive, blocks):
    add(archive, an_article("lighthouse"), site="lighthouse")
    learn(blocks, 10, LINE)

    assert archive.site_blocks.known("lighthouse") == NO_REPEATS


def test_what_was_cleaned_is_not_asked_for_again_until_more_is_known(blocks):
    learn(blocks, 3, LINE)
    before = blocks.uncleaned_since("harbour")

    blocks.note_cleaned("harbour")
    after = blocks.uncleaned_since("harbour")
    learn(blocks, 2, LINE, SiteLine(2, "Read more"), first=10)
    at_two = blocks.uncleaned_since("harbour")
    learn(blocks, 1, SiteLine(2, "Read more"), first=20)

    assert before is not None
    assert (after, at_two) == (None, None)
    assert blocks.uncleaned_since("harbour") is not None
