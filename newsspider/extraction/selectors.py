"""CSS selectors of spiders, compiled once; a wrong one selects nothing."""

from __future__ import annotations

from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement


@lru_cache(maxsize=1000)
def _compiled(css: str) -> etree.XPath | None:
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(css))
    except (SelectorError, etree.XPathSyntaxError):
        return None


def select(tree: HtmlElement, css: str | None) -> list[HtmlElement]:
    """Return the elements that *css* matches; none where it is ``None`` or no selector."""
    xpath = _compiled(css) if css else None
    return [] if xpath is None else [found for found in xpath(tree) if isinstance(found, HtmlElement)]


def select_texts(tree: HtmlElement, css: str | None, attributes: tuple[str, ...] = ("content",)) -> list[str]:
    """Return the matches' values: the first of *attributes* that is there, else the text on one line."""
    values = []
    for element in select(tree, css):
        attribute = next((element.get(name) for name in attributes if element.get(name)), None)
        values.append(" ".join((attribute or "".join(element.itertext())).split()))
    return [value for value in values if value]
