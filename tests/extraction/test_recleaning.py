"""An article from before a line of its site became known: cleaned by its blocks alone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from newsspider.article import Article, BlockForm, KeptBlock
from newsspider.extraction.digests import digest_of
from newsspider.extraction.outline import letters_of
from newsspider.extraction.recleaning import reclean
from newsspider.repeats import Repeats

STORY = [
    f"{who} said that the ferry to the islands would run again after the storm, with a new captain at the helm."
    for who in ("The mayor", "The harbour master", "The owner")
]


def stored(*lines: str, markdown: bool = False, headings: tuple[str, ...] = ()) -> Article:
    kept, start = [], 0
    for order, line in enumerate(lines):
        form = BlockForm.HEADING if line in headings else BlockForm.PARAGRAPH
        place = f"/html/body/p[{order + 1}]"
        kept.append(KeptBlock(start=start, end=start + len(line), place=place, order=order, form=form))
        start += len(line) + 2
    marked = "\n\n".join(f"## {line}" if line in headings else line for line in lines) if markdown else None
    return Article(url="", title="Ferry", text="\n\n".join(lines), kept=tuple(kept), markdown=marked)


def known(*lines: str, sure: bool = False) -> Repeats:
    own = frozenset(digest_of(letters_of(line)) for line in lines)
    return Repeats(lines=own, prose=own, sure=own if sure else frozenset())


def test_a_known_line_goes_and_is_told_with_its_place():
    article = reclean(stored(*STORY, "Follow us"), known("Follow us"))

    assert article.text == "\n\n".join(STORY)
    assert [(block.text, block.rule, block.place) for block in article.removed] == [
        ("Follow us", "site-block", "/html/body/p[4]")
    ]


def test_an_article_of_known_lines_alone_stays_as_it_is():
    article = stored(*STORY)

    assert reclean(article, known(*STORY)) is article


def test_a_paragraph_between_others_stays():
    article = stored(*STORY)

    assert reclean(article, known(STORY[1], sure=True)) is article


def test_a_paragraph_needs_the_evidence_of_a_paragraph():
    tagline = "The Post is written by people who live in the valley and pay for their paper, as they did. " * 2
    article = stored(*STORY, tagline.strip())
    as_line = replace(known(tagline.strip()), prose=frozenset())

    assert reclean(article, as_line) is article
    assert reclean(article, known(tagline.strip())).text == "\n\n".join(STORY)


def test_what_somebody_kept_or_the_article_had_first_stays():
    article = stored(*STORY, "Follow us")
    own = known("Follow us").lines

    assert reclean(article, replace(known("Follow us"), kept=own)) is article
    assert reclean(article, known("Follow us").sparing(own)) is article


def test_a_number_counts_in_what_was_kept():
    article = stored(*STORY, "Tomorrow 12 degrees")

    assert reclean(article, known("Tomorrow 0 degrees")) is article


def test_a_heading_stays_with_what_follows_it():
    article = stored(*STORY, "Verdict", "Seven of ten.", headings=("Verdict",))

    assert reclean(article, known("Verdict")) is article


def test_markdown_follows_the_text():
    article = reclean(
        stored(*STORY, "More", "Follow us", headings=("More",), markdown=True), known("More", "Follow us")
    )

    assert article.text == "\n\n".join(STORY)
    assert article.markdown is None  # the same as the text


@given(
    some.lists(some.sampled_from([*STORY, "Follow us", "Verdict", "12 comments"]), min_size=1),
    some.sets(some.sampled_from([*STORY, "Follow us", "Verdict"])),
    some.booleans(),
)
def test_recleaning_only_ever_takes_whole_lines(lines, repeated, sure):
    before = stored(*lines, markdown=True, headings=("Verdict",))

    after = reclean(before, known(*repeated, sure=sure))

    orders = [block.order for block in after.kept]
    assert orders == sorted(set(orders))
    assert [after.text[block.start : block.end] for block in after.kept] == [lines[order] for order in orders]
    assert "\n\n".join(lines[order] for order in orders) == after.text
    assert {lines[order] for order in set(range(len(lines))) - set(orders)} <= repeated
    assert reclean(after, known(*repeated, sure=sure)).text  # a second look never empties it
