import pytest

from newsspider.demo.content import Part, PartKind
from newsspider.demo.theme import Html, element, fill, lists_closed, picture


def test_a_template_escapes_words_and_keeps_html():
    filled = fill("daily", "plain", title="Q & <A>", body=Html("<i>kept</i>"))

    assert "Q &amp; &lt;A&gt;" in filled
    assert "<i>kept</i>" in filled


def test_a_template_that_lacks_a_value_says_which():
    with pytest.raises(KeyError, match="body"):
        fill("daily", "plain", title="Only a title")


def test_a_run_of_items_becomes_one_list():
    parts = [Part(kind=PartKind.ITEM, source=word) for word in ("one", "two")]
    after = Part(kind=PartKind.PARAGRAPH, source="then")

    closed = lists_closed([element(part) for part in (*parts, after)])

    assert closed == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<p>then</p>"


def test_a_picture_is_the_same_for_the_same_words_only():
    assert picture("bridge") == picture("bridge") != picture("ferry")
