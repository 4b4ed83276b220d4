"""Tables that lay out a page, as sites were built until about 2010, turned into the elements that they stand for."""

from __future__ import annotations

from itertools import takewhile

from lxml import etree
from lxml.html import HtmlElement

MAX_CAPTION = 250
"""Longest text, in letters, of a table that is a picture with its caption."""

_TABLES = etree.XPath("//table")
_IS_PICTURE = etree.XPath("boolean(.//td[.//img]) and count(.//td) <= 3 and not(.//p or .//h1 or .//h2 or .//h3)")
_ROWS = etree.XPath("./tr | ./tbody | ./thead | ./tfoot | ./*/tr")
_CELLS = etree.XPath("./tr/*[self::td or self::th] | ./*/tr/*[self::td or self::th]")


def unfold_layout_tables(tree: HtmlElement) -> None:
    """Turn tables that lay out a page into boxes, and those around a picture into figures; tables of data stay.

    A cell with several paragraphs or headings, or with a table of its own, is no datum. Readers behind us take what is
    left of a table for one paragraph.
    """
    tables = _TABLES(tree)
    layout = _layout_tables(tree) if tables else set()
    for table in tables:
        if table in layout:
            _rename(table, "div", "div")
        elif _IS_PICTURE(table) and len("".join(table.itertext()).strip()) <= MAX_CAPTION:
            _rename(table, "figure", "figcaption")


def _layout_tables(tree: HtmlElement) -> set[HtmlElement]:
    """Return the tables with a cell that is no datum, and those around them.

    Every part of a cell is counted for all cells around it as well: from one that is no datum on, all outer ones are
    none, and nothing is left to count.
    """
    layout: set[HtmlElement] = set()
    parts: dict[HtmlElement, int] = {}
    for part in tree.iter("table", "p", "h1", "h2", "h3"):
        for cell in part.iterancestors("td"):
            if parts.get(cell, 0) > 1:
                break
            parts[cell] = parts.get(cell, 0) + (2 if part.tag == "table" else 1)
            if parts[cell] > 1:
                layout.update(takewhile(lambda table: table not in layout, cell.iterancestors("table")))
    return layout


def _rename(table: HtmlElement, whole: str, cell: str) -> None:
    rows, cells = _ROWS(table), _CELLS(table)
    table.tag = whole
    for element in rows:
        element.tag = "div"
    for element in cells:
        element.tag = "div" if element.find(".//img") is not None else cell
