"""Light Markdown is the text: what a renderer makes of it has the same words, and the forms of the page."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsspider.article import BlockForm
from newsspider.extraction.markdown import MAX_COLUMNS, escaped, markdown_of

RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PARAGRAPH, HEADING, ITEM, QUOTE, ROW, CODE = BlockForm


@dataclass(frozen=True, slots=True)
class Block:
    """What `markdown_of` asks of a block."""

    text: str
    form: BlockForm = PARAGRAPH
    level: int = 0
    ordered: int = 0
    container: int = 0


def lines_of(markdown):
    """Return the texts of a rendered page: a paragraph, heading, item or cell each, with what they stand in."""
    around, found = [], []
    for token in RENDERER.parse(markdown):
        if token.nesting == 1:
            around.append(token.tag)
        elif token.nesting == -1:
            around.pop()
        elif token.type in ("fence", "code_block"):
            found.append((token.content.rstrip("\n"), "pre"))
        elif token.type == "inline":
            text = "".join(child.content for child in token.children if child.type == "text")
            marks = [child.type for child in token.children if child.type not in ("text", "softbreak")]
            found.append((text, " ".join([tag for tag in around if tag != "p"] + marks)))
        else:
            found.append((token.content, token.type))
    return found


def test_a_text_of_paragraphs_needs_no_markdown():
    blocks = [Block("The ferry sails."), Block("It is late - 5 * 3 minutes, says snake_case [sic].")]

    assert markdown_of(blocks) is None
    assert markdown_of([]) is None


def test_every_form_is_written_in_its_own_way():
    blocks = [
        Block("The ferry", HEADING, level=3),
        Block("It sails."),
        Block("By day", ITEM, level=1, container=1),
        Block("at noon", ITEM, level=2, container=2),
        Block("By night", ITEM, level=1, container=1),
        Block("Late again.", QUOTE, container=3),
        Block("Never mind.", QUOTE, container=3),
        Block("Isle | Day", ROW, container=4),
        Block("North | Monday", ROW, container=4),
        Block("x = ```1```", CODE),
    ]

    markdown = markdown_of(blocks)

    assert markdown == (
        "### The ferry\n\nIt sails.\n\n- By day\n  - at noon\n- By night\n\n> Late again.\n>\n> Never mind.\n\n"
        "| Isle | Day |\n| --- | --- |\n| North | Monday |\n\n````\nx = ```1```\n````"
    )


def test_a_heading_is_never_the_pages_own():
    for level in (0, 1, 2):
        assert markdown_of([Block("The ferry", HEADING, level=level)]) == "## The ferry"
    assert markdown_of([Block("The ferry", HEADING, level=9)]) == "###### The ferry"


def test_numbers_of_a_list_are_those_of_the_page():
    items = [Block("a", ITEM, level=1, ordered=9), Block("b", ITEM, level=1, ordered=10)]

    assert markdown_of(items) == "9. a\n10. b"


def test_what_stands_below_a_number_is_set_in_as_far_as_its_text():
    items = [Block("a", ITEM, level=1, ordered=10, container=1), Block("b", ITEM, level=2, container=2)]

    assert markdown_of(items) == "10. a\n    - b"


def test_a_number_that_is_told_twice_is_one_item_of_two_paragraphs():
    texts = (("a", 1), ("b", 2), ("c", 2), ("d", 3))
    items = [Block(text, ITEM, level=1, ordered=number) for text, number in texts]

    assert markdown_of(items) == "1. a\n2. b\n\n   c\n3. d"


def test_lists_side_by_side_stay_two():
    items = [Block(text, ITEM, level=1, container=number) for number, text in ((1, "a"), (1, "b"), (2, "c"), (3, "d"))]

    assert markdown_of(items) == "- a\n- b\n\n* c\n\n- d"


def test_an_item_without_a_list_around_it_is_set_in_no_deeper_than_can_be():
    assert markdown_of([Block("a", ITEM, level=4), Block("b", ITEM, level=9)]) == "- a\n  - b"


def test_quotes_side_by_side_stay_two():
    assert markdown_of([Block("a", QUOTE, container=1), Block("b", QUOTE, container=2)]) == "> a\n\n> b"


def test_rows_of_every_length_lose_no_cell():
    rows = [Block("a | b", ROW), Block("1 | 2 | 3", ROW), Block("x", ROW)]

    rendered = [text for text, _ in lines_of(markdown_of(rows)) if text]

    assert rendered == ["a", "b", "1", "2", "3", "x"]


@pytest.mark.parametrize("text", ["a cell alone", " | ".join("x" * (MAX_COLUMNS + 1))])
def test_what_makes_no_table_is_a_paragraph(text):
    assert markdown_of([Block(text, ROW)]) is None


@pytest.mark.parametrize(
    "text",
    [
        "# one", "#", "####### seven", "> quoted", "- item", "-", "+ item", "* item", "1. May", "1) May", "12.", "2026",
        "---", "- - -", "***", "* * *", "___", "===", "```", "~~~", "~20 of ~30", "~~gone~~", "*", "**bold**", "a*b*c",
        "_so_", "__init__", "snake_case_name", "`code`", "``a`b``", "[x](y)", "![x](y)", "[x]: y", "[x][y]", "[^1]: n",
        "<b>", "</b>", "<!-- x -->", "<?x", "<https://isle.example>", "5 < 7 > 3", "&amp;", "&#65;", "AT&T; R&D", "\\*",
        "\\", "a\\", "C:\\new\\[x]", "| a | b |", "a | b", "# heading #", "heading ##", "heading \\#", "1986\\. A year",
        "\u0661. ١", "« *oui* »", "漢*字*", "！*重要*。", "[ ] open", "[x] done", "+1 for it", "-5 degrees", ">:(",
        "http://isle.example/a_b_c", "Ann_", "_", "a _ b", "!", "&", "<", "]( x", "$1", "a  b", "#tag",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [PARAGRAPH, HEADING, ITEM, QUOTE])
def test_no_letter_of_the_text_is_read_as_a_mark(text, form):
    folded = " ".join(text.split())

    markdown = markdown_of([Block("Before."), Block(folded, form, level=2, container=1), Block("Behind.")])

    rendered = lines_of(markdown or "\n\n".join(["Before.", folded, "Behind."]))
    tags = {PARAGRAPH: "", HEADING: "h2", ITEM: "ul li", QUOTE: "blockquote"}
    assert rendered == [("Before.", ""), (folded, tags[form]), ("Behind.", "")]


MARKS = st.sampled_from("*_`~\\[]()<>#&;!|+-=.:\"'1a9 \u200c\u0301\u3000漢क्")
LETTERS = st.text(st.one_of(MARKS, st.characters(exclude_categories=("C", "Z"))), min_size=1, max_size=25)
TEXTS = LETTERS.map(lambda text: " ".join(text.split())).filter(bool)
BLOCKS = st.builds(
    Block,
    TEXTS,
    st.sampled_from([PARAGRAPH, HEADING, ITEM, ITEM, QUOTE, ROW, CODE]),
    level=st.integers(0, 7),
    ordered=st.integers(0, 12),
    container=st.integers(0, 3),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(BLOCKS, max_size=8))
def test_what_a_renderer_shows_is_the_text(blocks):
    markdown = markdown_of(blocks) or "\n\n".join(block.text for block in blocks)

    rendered = [text for text, _ in lines_of(markdown)]

    assert letters_of(rendered) == letters_of(block.text for block in blocks)
    assert not {mark for _, place in lines_of(markdown) for mark in place.split()} - PLACES


PLACES = {
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
}


def letters_of(texts):
    """Return all letters in order; a bar may be a cell's border."""
    return "".join("".join(texts).replace("|", "").split())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(TEXTS)
def test_little_is_escaped(text):
    plain = text.translate(dict.fromkeys(map(ord, "*_`~\\[]<>#&|+-=.)0123456789")))

    assert escaped(plain) == plain


@pytest.mark.parametrize("mark", ["*", "[", "#", "- ", "`", "~", "1", "\\", "]("])
def test_a_line_of_one_mark_is_written_once(mark):
    text = (mark * 100_000).strip()

    markdown = markdown_of([Block(text, CODE), Block(text), Block(text, HEADING)])

    assert len(markdown) < 9 * len(text)
