"""Expressions that are tried only where their words stand find what they would find together."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction.messages import folded, phrases
from newsspider.extraction.needle import folded_case, needles_of
from newsspider.extraction.prefilter import Phrases, Prefilter
from newsspider.extraction.rules import RULES
from tests.extraction.test_rules import ABROAD, PROSE

TABLES = sorted(table.name.removesuffix(".txt") for table in (files("newsspider.extraction") / "phrases").iterdir())
PATTERNS = ("ab", "ab?c", "a{0,2}bc", "(?:ab|c)?d", "(?:a|bc)+", "[ab]cd", r"a\.b", r"(?<!\w)(?:ab cd|e)", "ab*?c|d")
UNREAD = ("(?P<x>ab)", "(?i:AB)c")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_finds_what_one_pattern_of_all_its_phrases_finds(name):
    table = phrases(name)
    joined = re.compile("|".join(table._patterns))
    texts = [folded(text) for text in (*PROSE, *(line for _, line in ABROAD))]
    texts.append(folded(" | ".join(re.sub(r"[^\w '.:-]", "", pattern) for pattern in table._patterns[:200])))

    assert [[match.span() for match in table.finditer(text)] for text in texts] == [
        [match.span() for match in joined.finditer(text)] for text in texts
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_example_of_a_rule_holds_a_needle_of_the_pattern_it_is_for(rule):
    matched = [
        (pattern, example)
        for pattern in rule.patterns
        for example in rule.examples
        if re.fullmatch(pattern, example, re.IGNORECASE)
    ]

    assert [
        (pattern, example)
        for pattern, example in matched
        if (needles := needles_of(pattern)) and not any(folded_case(each) in folded_case(example) for each in needles)
    ] == []


@given(st.text(alphabet="abcde .", max_size=30))
def test_no_match_is_lost_to_the_filter(text):
    patterns = (*PATTERNS, *UNREAD)
    joined = re.compile("|".join(patterns))

    assert [match.span() for match in Phrases(patterns).finditer(text)] == [
        match.span() for match in joined.finditer(text)
    ]


@given(st.text(alphabet="abcdé", max_size=40), st.integers(0, 30), st.integers(1, 12))
def test_a_needle_is_found_wherever_it_stands(text, start, length):
    needle = text[start : start + length] or "x"

    assert list(Prefilter([("zzzzzz",), (needle,), ()]).candidates(text)) == ([1, 2] if needle in text else [2])


def test_letters_that_are_equal_without_case_are_equal_as_needles():
    assert folded_case("İLETİŞİM ſtop \u212aey ΛΌΓΟΣ") == folded_case("iletişim Stop key λόγος")
