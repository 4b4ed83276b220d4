"""Sources that contradict each other: ranked, and each kept for telling."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from newsspider.article import Access
from newsspider.extraction.extractor import extract
from newsspider.extraction.hints import NO_HINTS
from newsspider.extraction.metadata import read_metadata, settle
from newsspider.extraction.parse import parse
from newsspider.text import json_of

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
URL = "https://www.talbote.example/land/talsperre"


@pytest.fixture
def conflicts(page):
    return page("conflicts.html", url=URL)


def heard(page):
    witnesses = []
    metadata = read_metadata(parse(page).tree, page.url, NO_HINTS, NOW, witnesses)
    settle(metadata, "", witnesses=witnesses)
    return metadata, witnesses


def test_each_field_has_one_value_and_names_its_source(conflicts):
    article = extract(conflicts)

    assert article.title == "Die Talsperre läuft über"
    assert article.authors == ("Mina Okoro",)
    assert article.published == datetime(2026, 3, 1, 17, tzinfo=UTC)
    assert article.tags == ("Hochwasser", "Steyr")
    assert article.language == "de-at"
    assert article.image_caption == "Wasser stürzt über die Mauer."
    assert article.image_credit == "Ben Nadler/APA"
    assert article.agency == "APA"
    assert article.access is Access.TEASER
    assert dict(article.sources) == {
        "title": "h2",
        "authors": "byline",
        "published": "json-ld datePublished",
        "language": "html lang",
        "tags": "meta news_keywords",
        "image_url": "meta og:image",
        "image_caption": "figure",
        "image_credit": "figure credit",
        "canonical_url": "link rel=canonical (the front page)",
        "agency": "end of text",
        "access": "json-ld isAccessibleForFree=false",
    }


@pytest.mark.parametrize(
    ("field", "source", "why"),
    [
        ("title", "h1", "stands in a trail of links"),
        ("title", "json-ld headline", "ranked below"),
        ("authors", "json-ld author", "not a person"),
        ("authors", "meta author", "not a person"),
        ("published", "meta article:published_time", "ranked below"),
        ("canonical_url", "meta og:url", "ranked below"),
    ],
)
def test_who_lost_is_kept_with_the_reason(conflicts, field, source, why):
    _, witnesses = heard(conflicts)

    told = [witness.why for witness in witnesses if (witness.field, witness.source) == (field, source)]

    # a house that is declared as the author says nothing, and is not even asked
    assert told == [why] or (source == "json-ld author" and told == [])


def test_one_witness_a_field_is_chosen_and_is_the_one_that_is_named(conflicts):
    metadata, witnesses = heard(conflicts)

    chosen = [(witness.field, witness.source) for witness in witnesses if witness.chosen]
    named = {name: source.partition(" (")[0] for name, source in metadata.sources}
    assert len(chosen) == len(dict(chosen))
    assert {name: source for name, source in chosen if name in named} == named


def test_asking_every_source_changes_no_value(conflicts):
    metadata, _ = heard(conflicts)

    assert metadata == read_metadata(parse(conflicts).tree, conflicts.url, NO_HINTS, NOW)


def test_a_date_to_come_is_told_as_such(page):
    body = page("conflicts.html").body.replace(b"2026-03-02T08", b"2031-03-02T08")

    _, witnesses = heard(page("conflicts.html", body=body))

    assert [w.why for w in witnesses if w.source == "meta article:published_time"] == ["in the future"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    *(
                        "@type",
                        "@id",
                        "@graph",
                        "name",
                        "headline",
                        "author",
                        "publisher",
                        "image",
                        "url",
                        "datePublished",
                    ),
                    *("keywords", "articleSection", "hasPart", "isAccessibleForFree", "itemListElement", "caption"),
                )
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)
articles = st.builds(
    lambda values: {"@type": "NewsArticle", "headline": "x", **(values if isinstance(values, dict) else {})},
    json_values,
)


@settings(max_examples=150, deadline=None)
@given(value=articles | json_values)
def test_no_json_ld_is_too_odd_to_be_read(value):
    script = json_of(value).replace("<", "\\u003c")
    tree = document_fromstring(
        f'<html><body><script type="application/ld+json">{script}</script><h1>A quiet day</h1><p>x</p></body></html>'
    )

    metadata = read_metadata(tree, URL, NO_HINTS, NOW, [])

    assert all(isinstance(name, str) and name for name in metadata.authors)
    assert all(isinstance(source, str) and source for _, source in metadata.sources)


@pytest.mark.parametrize("name", ["author", "image", "hasPart", "keywords", "publisher"])
def test_deep_and_wide_json_ld_is_read_in_bounds(name):
    deep = "[" * 900 + '{"name": "Ann Lee"}' + "]" * 900
    wide = "[" + ",".join(['{"@type": "Person", "name": "Ann Lee"}'] * 20_000) + "]"

    for value in (deep, wide):
        script = f'{{"@type": "NewsArticle", "headline": "x", "{name}": {value}}}'
        tree = document_fromstring(
            f'<html><body><script type="application/ld+json">{script}</script><p>x</p></body></html>'
        )
        assert len(read_metadata(tree, URL, NO_HINTS, NOW, []).authors) <= 12
