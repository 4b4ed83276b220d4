"""Lines that a house puts around a story, and the words of a story that only look like them."""

from __future__ import annotations

import pytest
from lxml import html

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block, block_of
from newsspider.extraction.boxes import drop_boxes
from newsspider.extraction.correction import amid_prose
from newsspider.extraction.end_lines import END_RULES, drop_end_lines
from newsspider.extraction.extractor import extract
from newsspider.extraction.leftovers import drop_leftovers
from newsspider.extraction.lines import Sieve, is_signature, is_stamp
from newsspider.extraction.outline import Piece, read_pieces
from newsspider.text import paragraphs
from tests.extraction.conftest import PAGES
from tests.extraction.test_rules import PROSE


@pytest.fixture
def table() -> list[Piece]:
    """The pieces of a story with a table, a sub-heading and a short paragraph amid its prose."""
    return read_pieces(html.fromstring((PAGES / "amid_prose.html").read_bytes()).find("body"))


def test_the_lines_of_the_house_are_dropped_and_the_story_stays(page):
    crane = page("house_lines.html")

    article = extract(crane)

    kept = paragraphs(article.text)
    assert kept[0].startswith("The oldest crane")
    assert kept[-1].startswith("The crossing of the rails")
    assert len(kept) == 6
    assert {block.rule for block in article.removed} >= {
        "appeal",
        "by-line",
        "call",
        "commission",
        "date-line",
        "embedded",
        "first-published",
        "read-elsewhere",
        "staff-line",
    }


def test_a_sentence_that_points_at_itself_is_no_link_elsewhere(page):
    crane = page("house_lines.html")

    article = extract(crane)

    assert "Check out these figures" in article.text


@pytest.mark.parametrize("rule", END_RULES, ids=lambda rule: rule.name)
def test_a_rule_of_the_end_matches_its_examples_and_spares_prose(rule):
    assert [example for example in rule.examples if not rule.matches(example)] == []
    assert [line for line in PROSE if rule.matches(line)] == []


def test_lines_of_the_end_stay_where_the_story_goes_on():
    story = [Block(f"The ferry ran on day {day}.") for day in range(4)]
    reporting = Block("Additional reporting by Mary Poe")

    passed = drop_end_lines([*story, reporting, *story], Sieve())
    ended = drop_end_lines([*story, reporting], Sieve())

    assert reporting in passed
    assert ended == story


@pytest.mark.parametrize(
    "text",
    ["By Ann Lee", "Von Anna Lehr, Frankfurt", "Par Anne Lac et Jean du Val", "Written by Ann Lee", "Por Ana Vega"],
)
def test_by_and_names_are_a_signature(text):
    assert is_signature(text)


@pytest.mark.parametrize(
    "text",
    ["By Monday", "By Monday the river had fallen", "Von Wien nach Linz", "By Ann Lee.", "Di nuovo a Roma", "By 2030"],
)
def test_other_lines_are_no_signature(text):
    assert not is_signature(text)


@pytest.mark.parametrize(
    "text",
    [
        "Published: Jul 15, 2019",
        "Aktualisiert am 3. Mai 2026, 14:05",
        "Mis à jour le 3 mai 2026",
        "更新日時：2026年5月3日",
    ],
)
def test_a_line_that_tells_when_is_a_stamp(text):
    assert is_stamp(text)


@pytest.mark.parametrize(
    "text",
    [
        "Update July 3rd, 8:05AM ET: the tweet was added.",
        "Stand der Dinge ist, dass 2026 gebaut wird",
        "Published in 2019?",
    ],
)
def test_a_sentence_with_a_year_is_no_stamp(text):
    assert not is_stamp(text)


def test_rows_sub_headings_and_paragraphs_amid_prose_stay_although_the_model_doubts(table):
    kept = [index for index, piece in enumerate(table) if len(piece.text) > 80]
    doubted = [index for index in range(len(table)) if index not in kept]
    engine = [0.0 if piece.text.startswith("The pilot") else 1.0 for piece in table]

    found = amid_prose(table, kept, engine, dict.fromkeys(doubted, 0.3))
    lost = amid_prose(table, kept, engine, dict.fromkeys(doubted, 0.05))

    assert [table[index].text for index in found] == [
        "Ship | Tonnes",
        "Anna | 900",
        "The pilot came aboard at noon.",
        "What comes next",
    ]
    assert lost == []


def test_what_stands_outside_of_the_prose_is_as_doubtful_as_before(table):
    kept = [index for index, piece in enumerate(table) if len(piece.text) > 80]
    beside = [0, len(table) - 1]

    found = amid_prose(table, kept, [1.0] * len(table), dict.fromkeys(beside, 0.3))

    assert found == []


def test_an_announcement_that_the_model_is_sure_of_stays_without_what_it_announced():
    pieces = read_pieces(
        html.fromstring("<div><p>Here is what happened:</p><p><a href='/x'>A list of links</a></p></div>")
    )

    sure = drop_leftovers([Block(pieces[0].text, index=0, score=0.9)], pieces, (), Sieve())
    unsure = drop_leftovers([Block(pieces[0].text, index=0, score=0.6)], pieces, (), Sieve())

    assert [block.form for block in sure] == [BlockForm.PARAGRAPH]
    assert unsure == []


def test_what_is_left_of_a_box_that_sells_goes_with_its_heading(page):
    torn = page("torn_box.html")

    article = extract(torn)

    kept = paragraphs(article.text)
    assert [block.text for block in article.removed if block.rule == "torn-box"] == [
        "On supporting local journalism",
        "Cancel whenever you wish",
    ]
    assert len(kept) == 6
    assert "Where the stones come from" in kept


def test_a_mark_of_an_advertisement_below_a_heading_leaves_it_to_its_paragraph(page):
    html_with_mark = page("magazine.html").body.replace(
        b"<h2>A record within reach</h2>", b"<h2>A record within reach</h2><p>Advertisement</p>"
    )

    article = extract(page("magazine.html", body=html_with_mark))

    assert "A record within reach" in paragraphs(article.text)
    assert "Advertisement" not in article.text


def test_a_section_of_the_story_stays_although_a_line_in_it_sells():
    section = (
        "<div><section><p>The boat is the smallest of the six, and by far the easiest of them all to sail alone.</p>"
        "<p>Sign up for our newsletter</p></section><p>{}</p></div>"
    )
    pieces = read_pieces(html.fromstring(section.format("Six boats were sailed in all weathers by three of us. " * 20)))
    sieve = Sieve()
    sieve.note(pieces[1].text, "newsletter", BlockKind.NEWSLETTER, order=1)
    blocks = [Block(pieces[index].text, index=index, score=0.9) for index in (0, 2)]

    passed = drop_leftovers(blocks, pieces, (), sieve)

    assert passed == blocks


def test_headlines_of_other_stories_behind_labels_are_lines_of_links_although_the_model_likes_them():
    linked = "<li>Weather: <a href='/{0}'>Storm {0} hits the coast at night</a></li>"
    told = "<li><a href='/{0}'>Course {0} for sailors of small boats</a>: by post</li>"
    prose = "<p>" + "The harbour was calm, and nobody had seen it coming. " * 20 + "</p>"
    lists = [f"{prose}<ul>{''.join(map(item.format, range(3)))}</ul>" for item in (linked, told)]
    pieces = read_pieces(html.fromstring(f"<div>{''.join(lists)}</div>"))
    blocks = [block_of(pieces, index, 0.75) for index in range(len(pieces))]

    passed = drop_boxes(blocks, pieces, Sieve())

    assert [block.text for block in blocks if block not in passed] == [
        f"Weather: Storm {number} hits the coast at night" for number in range(3)
    ]


def dropped_from(body: str) -> list[str]:
    """The texts of *body*, all of which the engine kept, that stand in a box or are lines of links."""
    pieces = read_pieces(html.fromstring(f"<div>{body}</div>"))
    blocks = [block_of(pieces, index) for index in range(len(pieces))]
    passed = drop_boxes(blocks, pieces, Sieve())
    return [block.text for block in blocks if block not in passed]


def test_a_linked_heading_with_text_below_it_is_a_heading():
    links = "<h3><a href='/{0}'>Harbour {0} of the north</a></h3>"
    long = "<p>" + "The harbour was calm, and nobody had seen it coming. " * 20 + "</p>"

    assert dropped_from(f"{long}{links.format('Norra')}<p>Open at night.</p>{long}") == []
    assert dropped_from(f"{long}{links.format('Norra')}{links.format('Vik')}{long}") == ["Harbour Norra of the north"]


def test_a_post_that_the_story_quotes_stays_in_a_box_named_like_what_is_for_sharing():
    long = "<p>" + "The harbour was calm, and nobody had seen it coming. " * 20 + "</p>"
    post = "<blockquote><p>Nobody told us that the ferry had left</p></blockquote><p>Send this to a friend</p>"

    assert dropped_from(f'{long}<div class="share-buttons">{post}</div>{long}') == ["Send this to a friend"]
