"""A list of links is kept or dropped as a whole, with the line or heading that announces it."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.article import BlockKind
from newsspider.extraction.block import Block, block_of
from newsspider.extraction.end_lines import drop_end_lines
from newsspider.extraction.leftovers import drop_leftovers
from newsspider.extraction.lines import Sieve
from newsspider.extraction.lists import drop_lists
from newsspider.extraction.outline import Piece, read_pieces

STORY = "The ferry to the islands runs again after a winter in the dock, and the first to board it were the teachers."
STORY_LINE = f"<p>{STORY}</p>"
LINKS = "".join(f'<li><a href="/{name}">{name} by boat</a></li>' for name in ("Norra", "Sule", "Havn", "Kross"))
CONTENTS = "".join(f'<li><a href="#{name}">{name} by boat</a></li>' for name in ("Norra", "Sule", "Havn"))


def pieces_of(body: str) -> list[Piece]:
    return read_pieces(html.fromstring(f"<html><body><p>{STORY}</p>{body}</body></html>").find("body"))


def kept_of(pieces: list[Piece], *without: str) -> list[Block]:
    numbers = [index for index, piece in enumerate(pieces) if not piece.text.startswith(without or "\0")]
    return [block_of(pieces, index) for index in numbers]


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_a_list_of_links_of_which_most_is_gone_goes():
    pieces = pieces_of(f"<ul>{LINKS}</ul><p>{STORY}</p>")

    rest = drop_lists(kept_of(pieces, "Sule", "Havn"), pieces, Sieve())

    assert texts(rest) == [STORY, STORY]


def test_a_list_of_links_that_the_text_announces_is_whole_again():
    pieces = pieces_of(f"<p>Four islands have a harbour:</p><ul>{LINKS}</ul><p>{STORY}</p>")
    sieve = Sieve()
    sieve.note("Sule by boat", "link-line", BlockKind.RELATED, order=3, score=0.4)

    rest = drop_lists(kept_of(pieces, "Sule", "Havn"), pieces, sieve)

    assert texts(rest) == [piece.text for piece in pieces]
    assert rest[3].score == 0.4
    assert sieve.removed == []


def test_a_list_of_links_that_the_text_announces_comes_back_though_nothing_of_it_was_kept():
    announced = pieces_of(f"<h3>Harbours:</h3><ul>{LINKS}</ul><p>{STORY}</p>")
    other = pieces_of(f"<p>Some of our other guides:</p><ul>{LINKS}</ul><p>{STORY}</p>")
    last = pieces_of(f"<h3>Harbours:</h3><ul>{LINKS}</ul>")

    names = ("Norra", "Sule", "Havn", "Kross")

    assert texts(drop_lists(kept_of(announced, *names), announced, Sieve())) == [piece.text for piece in announced]
    for pieces in (other, last):
        assert "Norra by boat" not in texts(drop_lists(kept_of(pieces, *names), pieces, Sieve()))


def test_a_list_of_other_stories_is_not_brought_back():
    pieces = pieces_of(f"<p>Read these, too:</p><ul>{LINKS}</ul><p>{STORY}</p>")

    rest = drop_lists(kept_of(pieces, "Sule", "Havn"), pieces, Sieve())

    assert "Norra by boat" not in texts(rest)


def test_contents_go_with_their_heading():
    pieces = pieces_of(f"<h2>Jump ahead</h2><ul>{CONTENTS}</ul><h2>Norra by boat</h2><p>{STORY}</p>")
    sieve = Sieve()

    rest = drop_lists(kept_of(pieces), pieces, sieve)

    assert texts(rest) == [STORY, "Norra by boat", STORY]
    assert {block.rule for block in sieve.removed} == {"contents-list", "empty-section"}


@pytest.mark.parametrize("target", ["/norra", "https://isles.example/#norra", ""])
def test_links_to_other_pages_are_no_contents(target):
    pieces = pieces_of(f"<ul>{CONTENTS.replace('#Norra', target)}</ul>")

    assert len(drop_lists(kept_of(pieces), pieces, Sieve())) == len(pieces)


def test_a_list_of_where_the_house_can_be_read_goes_and_one_of_the_story_stays():
    offers = (
        '<li>News on your phone? <a href="/app">Here is our app</a>.</li>'
        '<li>We are on WhatsApp: <a href="/w">join</a></li>'
    )
    story = (
        '<li>WhatsApp: two billion users (<a href="/a">Review</a>)</li><li>Letters: none (<a href="/b">Mail</a>)</li>'
    )

    own, told = pieces_of(f"<ul>{offers}</ul>"), pieces_of(f"<ul>{story}</ul>")

    assert texts(drop_lists(kept_of(own), own, Sieve())) == [STORY]
    assert len(drop_lists(kept_of(told), told, Sieve())) == len(told)


def test_a_call_that_is_the_one_item_at_the_end_goes_and_an_item_below_another_stays():
    call = "<li>Sign up to our newsletter</li>"
    one, several = pieces_of(4 * STORY_LINE + f"<ul>{call}</ul>"), pieces_of(4 * STORY_LINE + f"<ul>{call}{call}</ul>")

    assert texts(drop_end_lines(kept_of(one), Sieve())) == [STORY] * 5
    assert len(drop_end_lines(kept_of(several), Sieve())) == len(several)


def test_a_page_without_blocks_has_no_lists():
    assert drop_lists([], [], Sieve()) == []


def test_what_tells_about_the_author_goes_below_its_heading_and_a_story_about_authors_stays():
    end = "<p>About the author</p><p>Ann Lee keeps bees and writes of boats.</p>"
    pieces = pieces_of(f"<p>{STORY}</p>" * 3 + end)
    sieve = Sieve()

    rest = drop_leftovers(kept_of(pieces), pieces, (), sieve)

    assert texts(rest) == [STORY] * 4
    assert {block.rule for block in sieve.removed} == {"about-author"}


def test_a_line_that_tells_who_the_author_is_goes_and_one_about_another_stays():
    line = "Ann Lee, an editor of the Review, has crossed the strait by every boat there is."
    pieces = pieces_of(f"<p>{STORY}</p><p>{line}</p>")

    by_her = drop_leftovers(kept_of(pieces), pieces, ["Ann Lee"], Sieve())
    by_him = drop_leftovers(kept_of(pieces), pieces, ["Tom Fox"], Sieve())

    assert line not in texts(by_her)
    assert line in texts(by_him)


def test_a_by_line_of_the_page_tells_who_the_author_is():
    line = "Ann Lee is the harbour reporter of the Review."
    signed = pieces_of(f"<p>Posted by Ann Lee on 3 May</p>{3 * STORY_LINE}<p>{line}</p>")
    other = pieces_of(f"<p>Posted by Tom Fox on 3 May</p>{3 * STORY_LINE}<p>{line}</p>")

    assert line not in texts(drop_leftovers(kept_of(signed), signed, (), Sieve()))
    assert line in texts(drop_leftovers(kept_of(other), other, (), Sieve()))


@pytest.mark.parametrize(
    ("last", "score", "stays"),
    [
        (f"<div><p>{STORY}</p></div>", 0.4, False),
        (f"<div><p>{STORY}</p></div>", 0.6, True),
        (f"<p>{STORY}</p>", 0.4, True),
        (f"<ul><li>{STORY}</li></ul>", 0.4, True),
    ],
    ids=["apart", "sure", "beside", "item"],
)
def test_a_doubtful_last_paragraph_that_stands_apart_goes(last, score, stays):
    pieces = pieces_of(f"{3 * STORY_LINE}{last}")
    blocks = [block_of(pieces, index, score) for index in range(len(pieces))]

    rest = drop_leftovers(blocks, pieces, (), Sieve())

    assert (len(rest) == len(blocks)) is stays


def test_cards_that_ask_to_read_on_go_below_a_dropped_heading_of_other_stories():
    card = '<div><p>The islands live on wool and on the boats of summer. <a href="/w">Read more</a></p></div>'
    pieces = pieces_of(f"{card}<div><h3>You may also enjoy</h3></div>{card}")
    sieve = Sieve()
    sieve.note("You may also enjoy", "other-stories", BlockKind.RELATED, order=2)

    rest = drop_leftovers(kept_of(pieces, "You may"), pieces, (), sieve)

    assert [block.index for block in rest] == [0, 1]


def test_a_list_that_is_kept_in_part_and_what_the_text_is_founded_on_are_no_cards():
    box = (
        "<ul><li>Boats of the Coast by Ann Lee</li><li>See also</li><li>The Ferry Book by Tom Fox</li></ul>"
        "<div><p>See also</p><p>The winter dock</p><h3>Sources:</h3><p>The harbour log of May</p></div>"
    )
    pieces = pieces_of(6 * STORY_LINE + box)

    rest = drop_leftovers(kept_of(pieces, "See also"), pieces, (), Sieve())

    assert texts(rest)[7:] == [
        "Boats of the Coast by Ann Lee",
        "The Ferry Book by Tom Fox",
        "Sources:",
        "The harbour log of May",
    ]


def test_a_list_of_links_that_ends_the_text_below_an_offer_of_more_goes_with_it():
    pieces = pieces_of(f"{4 * STORY_LINE}<p>More articles by the harbour:</p><ul>{LINKS}</ul>")

    rest = drop_lists(kept_of(pieces), pieces, Sieve())

    assert texts(rest) == 5 * [STORY]


def test_a_list_of_links_that_ends_the_text_below_a_line_of_its_own_stays():
    pieces = pieces_of(f"{4 * STORY_LINE}<p>The ferry calls at these islands:</p><ul>{LINKS}</ul>")

    assert len(drop_lists(kept_of(pieces), pieces, Sieve())) == len(pieces)


def test_a_doubtful_heading_with_nothing_below_it_goes():
    pieces = pieces_of("<h2>Join the crew</h2>")

    doubted = [block_of(pieces, 0, 0.9), block_of(pieces, 1, 0.4)]
    believed = [block_of(pieces, 0, 0.9), block_of(pieces, 1, 0.8)]

    assert texts(drop_lists(doubted, pieces, Sieve())) == [STORY]
    assert len(drop_lists(believed, pieces, Sieve())) == 2
