"""trafilatura's questions are answered by Python as XPath answers them."""

from __future__ import annotations

import pytest
from lxml import etree, html
from trafilatura import xpaths

from newsspider.extraction.expressions import answered
from newsspider.extraction.parse import parse

ASKED = {
    f"{name} {number}": expression
    for name in ("BODY_XPATH", "OVERALL_DISCARD_XPATH", "DISCARD_IMAGE_ELEMENTS", "TEASER_DISCARD_XPATH")
    for number, expression in enumerate(getattr(xpaths, name))
}
ODD = html.fromstring(
    """<div><p id="x" class="cookie-law"><span class="cookie-law" id="x">a</span></p><p style="hidden" id="b">c</p>
    <section role="Navigation"><div id="hidden" style="b">d</div></section><div data-lp-replacement-content>e</div>
    <div class="art-content"><div class="story">f</div></div><p aria-hidden="true">g</p>
    <p class="x-Teaser">h</p></div>"""
)


@pytest.mark.parametrize("name", ["magazine.html", "split.html", "live.html", "dateless.html", "paywall.html"])
@pytest.mark.parametrize("expression", ASKED.values(), ids=ASKED)
def test_the_answers_are_those_of_xpath(page, name, expression):
    tree = parse(page(name)).tree
    told = expression(tree)

    found = answered(expression)(tree)

    assert found[:1] == told[:1]
    assert found in (told, told[:1])


@pytest.mark.parametrize("expression", ASKED.values(), ids=ASKED)
def test_of_two_attributes_the_one_that_stands_first_is_asked(expression):
    told = expression(ODD)

    found = answered(expression)(ODD)

    assert found in (told, told[:1])


def test_most_of_them_are_answered_by_python():
    left_to_xpath = [name for name, expression in ASKED.items() if answered(expression) is expression]

    assert left_to_xpath == ["BODY_XPATH 1", "BODY_XPATH 4"]


@pytest.mark.parametrize(
    "path", [".//p", ".//*[self::p][not(@id)]", ".//*[self::p][contains(@id, '')]", ".//*[self::p][@id][1][2]"]
)
def test_what_is_not_understood_is_left_to_xpath(path):
    expression = etree.XPath(path)

    assert answered(expression) is expression
