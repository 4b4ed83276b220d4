"""Blocks in reading order, and who was believed."""

from dataclasses import replace

from newsspider.article import KeptBlock, Kind
from newsspider.explanation import Explanation, Witness, blocks_of, runs_of, witnesses_in, witnesses_of
from tests.webpage.making import TEXT, a_block, a_witness, an_article, an_explanation


def texts(blocks):
    return [block.text for block in blocks]


def test_blocks_stand_in_the_order_of_the_page():
    found = blocks_of(an_article())

    assert texts(found)[:6] == [
        *("Home", "The ferry left the quay at six.", "Subscribe to our letter", "Who was on board"),
        *("Two hundred people stood on deck.", "Headline 0"),
    ]


def test_every_paragraph_of_the_text_is_there_whatever_is_known_of_its_place():
    some = (KeptBlock(start=33, end=49, order=9),)

    for kept in ((), some, (KeptBlock(start=2, end=5, order=1),)):
        found = [block for block in blocks_of(an_article(kept=kept)) if block.kept]
        assert texts(found) == TEXT.split("\n\n")
        assert [TEXT[block.start : block.end] for block in found] == texts(found)


def test_what_was_removed_nobody_knows_where_comes_last():
    found = blocks_of(an_article(removed=(a_block("Lost"), a_block("Late", order=99), a_block("First", order=0))))

    assert texts(found)[0] == "First"
    assert texts(found)[-2:] == ["Late", "Lost"]


def test_a_text_in_another_order_than_its_page_loses_nothing():
    kept = tuple(replace(block, order=order) for block, order in zip(an_article().kept, (9, 1, 5), strict=True))

    found = blocks_of(an_article(kept=kept))

    assert len(found) == 12
    assert texts(block for block in found if block.kept) == TEXT.split("\n\n")


def test_a_withheld_text_has_no_block():
    assert blocks_of(an_article(text="", kept=(), removed=())) == ()


def test_long_runs_of_removed_blocks_stay_together_short_ones_come_one_by_one():
    runs = [(kept, len(run)) for kept, run in runs_of(blocks_of(an_article()))]

    assert runs == [(False, 1), (True, 1), (False, 1), (True, 2), (False, 7)]


def test_a_field_is_told_in_the_articles_own_words_before_who_was_not_believed():
    loser = a_witness(source="meta og:title", value="Ferry | Harbour", chosen=False, why="ranked below")
    told = witnesses_of(an_explanation(loser, a_witness(value="THE FERRY SAILS AGAIN")))

    assert told[:2] == [a_witness(), loser]


def test_a_field_that_nobody_would_ask_for_is_left_out():
    fields = [witness.field for witness in witnesses_of(an_explanation())]

    assert fields == ["title", "language"]


def test_a_default_is_told_where_there_is_evidence_for_it():
    told = witnesses_of(an_explanation(sources=(("kind", "json-ld NewsArticle"),)))

    assert Witness(field="kind", source="json-ld NewsArticle", value=Kind.ARTICLE, chosen=True) in told


def test_who_was_heard_in_vain_is_told_also_without_an_article():
    loser = a_witness(chosen=False, why="empty")

    heard = (loser, a_witness("section", value="Harbour"), a_witness("weather", value="fine"))

    told = witnesses_of(Explanation(article=None, witnesses=heard))

    assert told == list(heard)


def test_who_had_nothing_to_say_is_not_told():
    told = witnesses_of(an_explanation(a_witness(), a_witness(value="", chosen=False, why="is empty")))

    assert told[0] == a_witness()
    assert all(witness.value for witness in told)


def test_sources_alone_make_witnesses_who_were_believed():
    article = an_article(authors=("Ada Quay", "Bo Jetty"))

    (witness,) = witnesses_in([("authors", "json-ld author")], article)

    assert (witness.value, witness.chosen) == ("Ada Quay; Bo Jetty", True)
