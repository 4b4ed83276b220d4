"""Readings above letters: the text keeps the letters, which stand side by side without what is written above them."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

_READINGS = ("rt", "rp", "rtc")


def drop_readings(tree: HtmlElement) -> None:
    """Take the readings of ruby out of *tree*: ``<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字`` reads ``漢字``.

    A reading whose end tag is left out, as HTML permits, holds the next base (``<rb>``); it is hung up beside it.
    """
    for base in tree.xpath(".//rt//rb | .//rp//rb"):
        reading = next(base.iterancestors(*_READINGS), None)
        if reading is not None:
            reading.addnext(base)
    etree.strip_elements(tree, *_READINGS, with_tail=False)
