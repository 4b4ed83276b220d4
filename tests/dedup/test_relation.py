from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.article import ALONE, Access, Relation, Verdict
from newsspider.dedup.relation import is_revision, judge

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    url_key: str
    published: datetime | None = NOON
    first_seen: datetime = NOON
    relation: Relation | None = None


@dataclass(frozen=True)
class Version:
    text: str = "The ferry left the quay at six."
    title: str | None = "The ferry sails again"
    lead: str | None = None
    access: Access = Access.FREE
    complete: bool = True


def test_an_article_unlike_any_other_is_alone():
    assert judge(Dated("a.example"), same_hash=[]) == ALONE


def test_a_younger_article_of_the_same_text_is_a_copy():
    verdict = judge(Dated("a.example", NOON + DAY), same_hash=[Dated("b.example", NOON)])

    assert verdict == Verdict(relation=Relation.COPY, original_key="b.example")


def test_an_older_article_of_the_same_text_takes_the_originals_place():
    verdict = judge(Dated("a.example", NOON - DAY), same_hash=[Dated("b.example", NOON)])

    assert verdict == Verdict(deposed_key="b.example")


def test_an_article_without_a_date_is_as_old_as_its_first_sight():
    undated = Dated("a.example", None, NOON - DAY)

    assert judge(undated, same_hash=[Dated("b.example", NOON)]).deposed_key == "b.example"
    assert judge(Dated("b.example", NOON), same_hash=[undated]).original_key == "a.example"


def test_a_tie_falls_to_the_smaller_key():
    assert judge(Dated("a.example"), same_hash=[Dated("b.example")]).deposed_key == "b.example"
    assert judge(Dated("b.example"), same_hash=[Dated("a.example")]).original_key == "a.example"


def test_what_is_a_copy_itself_can_t_be_deposed():
    copy = Dated("b.example", NOON, relation=Relation.COPY)

    verdict = judge(Dated("a.example", NOON - DAY), same_hash=[copy])

    assert verdict == Verdict(relation=Relation.COPY, original_key="b.example")


moments = st.one_of(st.none(), st.integers(0, 3).map(lambda days: NOON + days * DAY))
articles = st.lists(
    st.builds(Dated, st.sampled_from("abcdef"), moments), min_size=1, unique_by=lambda each: each.url_key
)


@given(articles)
def test_whatever_the_order_the_oldest_is_the_original(arrivals):
    original = arrivals[0]
    for number, newcomer in enumerate(arrivals[1:], 1):
        verdict = judge(newcomer, same_hash=arrivals[:number])
        if verdict.deposed_key is not None:
            assert verdict.deposed_key == original.url_key
            original = newcomer

    assert original == min(arrivals, key=lambda each: (each.published or each.first_seen, each.url_key))


@pytest.mark.parametrize("change", [{"title": "Other"}, {"lead": "Other"}, {"text": "Other"}, {"title": None}])
def test_other_words_are_a_revision(change):
    assert is_revision(Version(), Version(**change))


def test_the_same_words_are_none():
    assert not is_revision(Version(), Version(access=Access.TEASER, complete=False))


@pytest.mark.parametrize("part", [{"complete": False}, {"access": Access.TEASER}, {"access": Access.PAYWALLED}])
def test_a_part_never_replaces_a_longer_text(part):
    assert not is_revision(Version(), Version(text="The ferry left", **part))


def test_a_part_that_tells_more_does():
    longer = Version(text="The ferry left the quay at six with two hundred people", complete=False)

    assert is_revision(Version(), longer)


def test_a_whole_page_replaces_a_part_also_where_it_is_shorter():
    assert is_revision(Version(complete=False), Version(text="The ferry left."))


def test_a_teaser_may_be_edited():
    assert is_revision(Version(access=Access.TEASER), Version(text="The ferry left.", access=Access.TEASER))
