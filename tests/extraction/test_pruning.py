"""What a site repeats leaves the page: whole lines, and never what is the story's."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import html

from newsspider.extraction.digests import digest_of, lines_of
from newsspider.extraction.outline import letters_of, read_pieces
from newsspider.extraction.pruning import prune
from newsspider.repeats import Repeats

FIRST, SECOND, THIRD = (
    f"{who} said that the ferry to the islands would run again after the storm, with a new captain at the helm."
    for who in ("The mayor", "The harbour master", "The owner")
)
BACKGROUND = "The ferry sank in the spring of 2019, in the worst storm of the century, with all its freight. " * 2


def known(*lines: str, sure: Sequence[str] = (), kept: Sequence[str] = (), dropped: Sequence[str] = ()) -> Repeats:
    own = frozenset(digest_of(letters_of(line)) for line in lines)
    return Repeats(
        lines=own,
        prose=own,
        sure=frozenset(digest_of(letters_of(line)) for line in sure),
        kept=frozenset(digest_of(letters_of(line)) for line in kept),
        dropped=frozenset(digest_of(letters_of(line)) for line in dropped),
    )


def left(body: str, repeats: Repeats, keep: tuple[str, ...] = ()) -> list[str]:
    tree = html.fromstring(f"<html><body>{body}</body></html>")
    return [piece.text for piece in prune(read_pieces(tree), repeats, keep=keep).pieces]


def test_a_line_that_is_known_goes_at_either_end():
    body = f"<p>Our app</p><p>{FIRST}</p><p>{SECOND}</p><p>Follow us</p>"

    assert left(body, known("Our app", "Follow us")) == [FIRST, SECOND]


def test_a_headline_stays_though_it_is_known():
    body = f"<p>Live: the storm</p><article><h1>Live: the storm</h1><p>{FIRST}</p></article>"

    assert left(body, known("Live: the storm")) == ["Live: the storm", "Live: the storm", FIRST]


def test_a_headline_stays_in_a_box_of_the_site_and_though_somebody_dropped_it():
    body = f"<div><h1>The storm</h1><p>Our app</p><p>Follow us</p></div><p>{FIRST}</p>"

    assert left(body, known("Our app", "Follow us")) == ["The storm", FIRST]
    assert "The storm" in left(body, known(dropped=["The storm"]))


@pytest.mark.parametrize(("tag", "pictures"), [("article", 1), ("main", 1), ("div", 0)])
def test_what_stands_in_an_article_beside_a_known_line_stays_in_the_tree(tag, pictures):
    tree = html.fromstring(f"<html><body><{tag}>Follow us<img src=a.png></{tag}><p>{FIRST}</p></body></html>")

    prune(read_pieces(tree), known("Follow us"))

    assert len(tree.findall(".//img")) == pictures


def test_a_paragraph_between_two_others_stays_though_it_is_known():
    body = f"<p>{FIRST}</p><p>{BACKGROUND}</p><p>{SECOND}</p>"

    assert left(body, known(BACKGROUND.strip(), sure=[BACKGROUND.strip()])) == [FIRST, BACKGROUND.strip(), SECOND]


@pytest.mark.parametrize(("sure", "stays"), [([], True), (["Advertisement"], False)])
def test_a_short_line_between_paragraphs_goes_where_nearly_all_pages_have_it(sure, stays):
    body = f"<p>{FIRST}</p><p>Advertisement</p><p>{SECOND}</p>"

    assert ("Advertisement" in left(body, known("Advertisement", sure=sure))) is stays


def test_a_heading_stays_with_what_follows_it():
    body = f"<p>{FIRST}</p><h2>Verdict</h2><p>Seven of ten.</p><h2>More news</h2><p>Follow us</p>"

    assert left(body, known("Verdict", "More news", "Follow us")) == [FIRST, "Verdict", "Seven of ten."]


def test_what_changes_in_a_box_of_the_site_goes_with_it():
    body = f"<article><p>{FIRST}</p></article><div><p>Most read</p><p>Sign up</p><p>Storm sinks ferry</p></div>"

    assert left(body, known("Most read", "Sign up")) == [FIRST]


def test_a_long_text_among_known_lines_is_no_box():
    body = f"<div><p>Most read</p><p>Sign up</p><p>{FIRST * 5}</p></div>"

    assert left(body, known("Most read", "Sign up")) == [FIRST * 5]


def test_a_line_of_paragraph_length_needs_the_evidence_of_a_paragraph():
    paragraph = BACKGROUND.strip()
    short = Repeats(lines=frozenset({digest_of(letters_of(paragraph))}))

    assert left(f"<p>{FIRST}</p><p>{paragraph}</p>", short) == [FIRST, paragraph]
    assert left(f"<p>{FIRST}</p><p>{paragraph}</p>", known(paragraph)) == [FIRST]


def test_a_persons_word_is_above_what_was_learned():
    body = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>Follow us</p>"

    assert left(body, known("Follow us", kept=["Follow us"])) == [FIRST, SECOND, THIRD, "Follow us"]
    assert left(body, known(dropped=[SECOND])) == [FIRST, THIRD, "Follow us"]
    assert left(body, known("Follow us"), keep=("Follow",)) == [FIRST, SECOND, THIRD, "Follow us"]


def test_a_number_in_a_line_of_the_page_counts_as_any_other():
    assert left(f"<p>{FIRST}</p><p>12 comments</p>", known("0 comments")) == [FIRST]


def test_the_midst_of_a_story_is_not_told_to_the_memory():
    texts = [f"{FIRST} Part {each}." for each in range(20)]
    pieces = read_pieces(html.fromstring("".join(f"<p>{text}</p>" for text in texts)))

    told = lines_of(pieces, range(20))

    assert len(told) <= 3 + 3 + 5
    assert {line.sample for line in told} >= {texts[0][:200], texts[-1][:200]}


LINES = ["Our app", "Follow us", "Verdict", "12 comments", FIRST, SECOND, BACKGROUND.strip()]
TAGS = ["p", "h2", "li", "div", "h1", "blockquote"]


@given(
    some.lists(some.tuples(some.sampled_from(TAGS), some.sampled_from(LINES), some.booleans()), min_size=1),
    some.sets(some.sampled_from(LINES)),
    some.sets(some.sampled_from(LINES)),
)
def test_pruning_only_ever_takes_whole_lines_and_all_others_keep_their_order_and_place(parts, repeated, sure):
    body = "".join(
        f"<div><{tag}>{text}</{tag}></div>" if boxed else f"<{tag}>{text}</{tag}>" for tag, text, boxed in parts
    )
    page = f"<html><body><main>{body}</main></body></html>"
    before = read_pieces(html.fromstring(page))

    pruned = prune(read_pieces(html.fromstring(page)), known(*repeated, sure=list(sure)))

    assert len(pruned.orders) == len(pruned.pieces)
    assert list(pruned.orders) == sorted(set(pruned.orders))
    for order, piece in zip(pruned.orders, pruned.pieces, strict=True):
        assert (piece.text, piece.place) == (before[order].text, before[order].place)
    for order, text, node in pruned.boxes:
        assert text.startswith(before[order].text)
        assert html.fromstring(page).getroottree().xpath(node.element.getroottree().getpath(node.element))
    assert {before[order].text for order in set(range(len(before))) - set(pruned.orders)} <= set(LINES)
