"""What a person keeps comes back to the text that it was taken out of."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.article import Article, BlockForm, BlockKind, KeptBlock, RemovedBlock
from newsspider.extraction.digests import digests_of_text
from newsspider.extraction.recleaning import reclean, restore
from newsspider.repeats import SITE_BLOCK, Repeats

LINE = "Follow us at sea"


def an_article(*texts: str, forms: dict[int, BlockForm] | None = None, is_placed: bool = True, **more) -> Article:
    kept, start = [], 0
    for order, text in enumerate(texts):
        form = (forms or {}).get(order, BlockForm.PARAGRAPH)
        block = KeptBlock(start=start, end=start + len(text), form=form)
        kept.append(replace(block, place=f"/body/p[{order + 1}]", order=order * 5, score=0.5) if is_placed else block)
        start += len(text) + 2
    return Article(url="", title=None, text="\n\n".join(texts), kept=tuple(kept), **more)


def pruned(text: str = LINE, *, place: str, order: int) -> RemovedBlock:
    return RemovedBlock(text=text, rule=SITE_BLOCK, kind=BlockKind.SITE, place=place, order=order)


def kept(*texts: str) -> Repeats:
    return Repeats(kept=frozenset(digests_of_text(text)[0] for text in texts))


def dropped(*texts: str) -> Repeats:
    return Repeats(dropped=frozenset(digests_of_text(text)[0] for text in texts))


@pytest.mark.parametrize("texts", [(LINE, "One.", "Two."), ("One.", LINE, "Two."), ("One.", "Two.", LINE)])
def test_a_line_comes_back_to_its_place(texts):
    before = an_article(*texts)

    after = restore(reclean(before, dropped(LINE)), kept(LINE))

    assert after == before


@given(st.lists(st.sampled_from(["One.", "Two.", "Three.", LINE]), min_size=1, max_size=8))
def test_dropping_and_keeping_is_no_change(texts):
    before = an_article(*texts)

    assert restore(reclean(before, dropped(LINE)), kept(LINE)) == before


def test_an_article_without_the_line_stays_itself():
    article = an_article("One.", "Two.")

    assert restore(article, kept(LINE)) is article


def test_what_other_rules_removed_stays_out():
    block = replace(pruned(place="/body/p[2]", order=1), rule="newsletter")
    article = an_article("One.", "Two.", removed=(block,))

    assert restore(article, kept(LINE)) is article


def test_what_was_pruned_between_paragraphs_comes_back():
    article = an_article("One.", "Two.", removed=(pruned(place="/body/div", order=3),))

    after = restore(article, kept(LINE))

    assert (after.text, after.removed) == (f"One.\n\n{LINE}\n\nTwo.", ())
    assert [after.text[block.start : block.end] for block in after.kept] == ["One.", LINE, "Two."]


def test_what_was_pruned_beside_a_paragraph_comes_back():
    article = an_article("One.", "Two.", removed=(pruned(place="/body/p[3]", order=6),))

    assert restore(article, kept(LINE)).text == f"One.\n\nTwo.\n\n{LINE}"


@pytest.mark.parametrize(("place", "order"), [("/footer/p", 6), ("/body/p[9]", 40)])
def test_what_was_pruned_elsewhere_stays_out(place, order):
    article = an_article("One.", "Two.", removed=(pruned(place=place, order=order),))

    assert restore(article, kept(LINE)) is article


def test_a_box_of_several_lines_stays_out():
    article = an_article("One.", "Two.", removed=(pruned(f"{LINE} Share", place="/body/p[3]", order=3),))

    assert restore(article, kept(LINE, "Share")) is article


def test_numbers_are_one_where_the_page_was_counted_so():
    article = an_article("One.", "Two.", removed=(pruned("12 comments", place="/body/p", order=3),))

    assert "12 comments" in restore(article, kept("0 comments")).text


def test_a_line_whose_place_is_not_known_comes_back_at_the_end():
    before = an_article(LINE, "One.", is_placed=False)

    after = restore(reclean(before, dropped(LINE)), kept(LINE))

    assert after.text == f"One.\n\n{LINE}"


def test_an_article_that_is_nothing_else_keeps_it():
    article = an_article(LINE)

    assert reclean(article, dropped(LINE)) is article


@pytest.mark.parametrize(
    ("markdown", "after"),
    [
        ("## One.\n\nTwo.", f"## One.\n\n{LINE}\n\nTwo."),
        ("- One.\n- Two.", f"- One.\n\n{LINE}\n\n- Two."),
        ("| One. |\n| --- |\n\nTwo.", f"| One. |\n| --- |\n\n{LINE}\n\nTwo."),
        ("| One. | a |\n| --- | --- |\n| Two. | b |", None),
    ],
)
def test_markdown_has_it_between_the_same_lines(markdown, after):
    article = an_article("One.", "Two.", markdown=markdown, removed=(pruned(place="/body/div", order=3),))

    assert restore(article, kept(LINE)).markdown == after


def test_marks_in_a_line_are_escaped():
    line = "1. *Follow* us"
    article = an_article(
        "One.", "Two.", markdown="## One.\n\nTwo.", removed=(pruned(line, place="/body/div", order=3),)
    )

    assert restore(article, kept(line)).markdown == "## One.\n\n1\\. \\*Follow\\* us\n\nTwo."
