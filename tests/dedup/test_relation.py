from dataclasses import dataclass

import pytest

from newsspider.article import Access
from newsspider.dedup.relation import is_revision


@dataclass(frozen=True)
class Version:
    text: str = "The ferry left the quay at six."
    title: str | None = "The ferry sails again"
    lead: str | None = None
    access: Access = Access.FREE
    complete: bool = True


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
