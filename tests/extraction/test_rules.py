"""Rules and boxes prove themselves on their own examples, and spare prose."""

from __future__ import annotations

import pytest

from newsspider.extraction.box_names import BOXES, box_named
from newsspider.extraction.rules import RULES
from newsspider.text import paragraphs
from tests.extraction.conftest import PAGES
from tests.extraction.test_scripts import SCRIPTS

PROSE = [
    *paragraphs((PAGES / "magazine.txt").read_text(encoding="utf-8").strip()),
    *SCRIPTS.values(),
    "Cookies were served at noon.",
    "He said that he would follow up on the matter.",
    "Share prices fell by a third on Monday.",
    "Subscribers of the paper rose to 680,000 in a year.",
    "More news from the front reached the capital at dawn.",
    "Home is where the river bends.",
    "Next week the council votes.",
    "Related matters were left to the committee.",
    "Photographs were not allowed in the court.",
    "Comments made by the mayor angered the council.",
    "شارك المئات في المسيرة",
    "Читайте книги зимой, советует библиотекарь.",
    "Tilaa oli kaikille, kertoo järjestäjä.",
    "Les mer enn før, sier læreren.",
    "Kommentaren fra ordføreren kom sent.",
    "Реклама на зданиях будет запрещена с мая.",
    "関連死は三人にのぼった。",
    "分享会在图书馆举行。",
    "공유 자전거가 늘었다.",
    "Baca puisi menjadi acara utama.",
    "Ruch na rynku pracy maleje.",
    "Sledujte hladinu řeky, varuje starosta.",
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_matches_its_own_examples(rule):
    assert rule.examples
    assert [example for example in rule.examples if not rule.matches(example)] == []


ABROAD = [line.split("\t") for line in (PAGES.parent / "abroad.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("name", "line"), ABROAD)
def test_a_rule_knows_its_line_in_further_languages(name, line):
    assert next(rule for rule in RULES if rule.name == name).matches(line)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_spares_prose(rule):
    assert [line for line in PROSE if rule.matches(line)] == []


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.name)
def test_a_box_is_known_by_its_own_examples(box):
    assert box.examples
    assert [name for name in box.examples if box_named(name) is not box] == []


@pytest.mark.parametrize(
    "name",
    ["article-body", "entry-content", "story", "socialism", "commentary", "authority", "metadata", "authors-note-free"],
)
def test_a_word_that_only_begins_like_a_box_is_none(name):
    assert box_named(name) is None


def test_names_are_unique():
    names = [rule.name for rule in RULES] + [box.name for box in BOXES]

    assert len(names) == len(set(names))
