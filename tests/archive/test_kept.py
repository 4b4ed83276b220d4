"""What the view `kept_block` reads is what was packed."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.archive.kept import pack
from newsspider.archive.store import Archive
from newsspider.article import BlockForm, KeptBlock
from tests.archive.making import NOON, a_newcomer, add, an_article, rows, sqlite_shell

READ = (
    "SELECT position, start, end, form, place, page_order, score FROM kept_block WHERE article_id = ? ORDER BY position"
)
SCORES = st.none() | st.integers(0, 100).map(lambda per_cent: per_cent / 100)
ORDERS = st.none() | st.integers(0, 900)
PLACES = st.just("") | st.sampled_from(
    ["/html/body/p", "/html/body/p[2]", "/html/body/div/h2", "/p[02]", "/p[]", "/p[9", "line 4", "[7]", '/a"\\/ü']
)
SIZES = st.tuples(st.integers(0, 3), st.integers(0, 900))


@st.composite
def kept_blocks(draw):
    blocks, end = [], 0
    for number, (gap, length) in enumerate(draw(st.lists(SIZES, max_size=9))):
        start = end + (gap if number == 0 else 2 * gap)
        end = start + length
        places = {"place": draw(PLACES), "order": draw(ORDERS), "score": draw(SCORES)}
        blocks.append(KeptBlock(start=start, end=end, form=draw(st.sampled_from(BlockForm)), **places))
    return blocks


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "newsspider.db"
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article(name)) for name in ("one", "two")])
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@given(blocks=kept_blocks())
@settings(max_examples=150, deadline=None)
def test_blocks_come_back_as_they_were_packed(shell, blocks):
    other = pack([KeptBlock(start=5, end=9, order=3)])
    shell.executemany("INSERT OR REPLACE INTO article_kept VALUES (?, ?)", [(1, pack(blocks)), (2, other)])

    found = shell.execute(READ, (1,)).fetchall()

    assert found == [
        (number, block.start, block.end, block.form, block.place, block.order, block.score)
        for number, block in enumerate(blocks)
    ]
    assert shell.execute(READ, (2,)).fetchall() == [(0, 5, 9, "paragraph", "", 3, None)]


def test_sqlite_alone_reads_paragraphs_by_their_places(path, archive):
    text = "Die Fähre 🚢 fuhr.\n\nزۆر خەڵک\u200cیان هات.\n\nEnde."
    ends = [text.index("\n\n"), text.rindex("\n\n"), len(text)]
    starts = [0, ends[0] + 2, ends[1] + 2]
    kept = tuple(KeptBlock(start=start, end=end) for start, end in zip(starts, ends, strict=True))

    add(archive, an_article(text=text, kept=kept))

    sql = "SELECT substr(text, start + 1, end - start) FROM kept_block JOIN article ON article.id = article_id"
    assert [row[0] for row in rows(path, sql)] == text.split("\n\n")


def test_one_article_is_read_without_the_others(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article(), seen=NOON)])

    with sqlite_shell(path) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {READ}", (1,)).fetchall()

    assert any("SEARCH article_kept" in step for *_, step in plan)
