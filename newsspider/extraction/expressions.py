"""XPath expressions that ask for attributes, answered by Python: five to ten times as fast as libxml2.

trafilatura finds bodies and boxes by expressions like ``.//*[self::div or self::p][contains(@id, 'tags') or ...]``,
and lxml calls back into Python for each regular expression of each element. Names repeat on a page and on a site, so
that nearly all answers are known. What is asked is read out of the library's own expressions; one of another make is
left to XPath.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

Selection = Callable[[HtmlElement], Sequence[HtmlElement]]
"""Tells the elements below one that meet an expression, in the order of the page."""
Attributes = tuple[tuple[str, str], ...]

MAX_KNOWN = 5_000
"""So many combinations of attributes are remembered for each expression."""

_WHOLE = re.compile(
    r"(?P<first>\()?\.//\*(?:\[(?P<tags>self::\w+(?: or self::\w+)*)\])?\[(?P<clauses>[^\[\]']*(?:'[^']*'[^\[\]']*)*)\]"
    r"(?(first)\)\[1\]|(?P<each>\[1\])?)"
)
_CLAUSE = re.compile(
    r"(?P<is>@[\w-]+) ?= ?'(?P<value>[^']*)'"
    r"|(?P<function>contains|starts-with|re:test)\("
    r"(?:translate\((?P<folded>@[\w-]+), ?'(?P<upper>\w+)', ?'(?P<lower>\w+)'\)|(?P<names>@[\w-]+(?:\|@[\w-]+)?)), ?"
    r"'(?P<word>[^']*)'(?P<blind>, 'i')?\)"
    r"|(?P<has>@[\w-]+)"
)


def answered(expression: etree.XPath) -> Selection:
    """Return what finds the same as *expression*: where only the first one counts, that one alone.

    >>> page = etree.fromstring("<div><p class='x-share'/><p id='a'><b/></p></div>")
    >>> find = answered(etree.XPath(".//*[self::p][contains(@class, 'share') or @lang]"))
    >>> [found.get("class") for found in find(page)]
    ['x-share']
    """
    path = " ".join(expression.path.split())
    whole = _WHOLE.fullmatch(path.replace("[ ", "[").replace(" ]", "]").replace("( .", "("))
    clauses = [_CLAUSE.fullmatch(clause) for clause in whole["clauses"].split(" or ")] if whole else [None]
    if whole is None or None in clauses:
        return expression
    tags = re.findall(r"self::(\w+)", whole["tags"] or "") or ["*"]
    tests = [_test_of(clause) for clause in clauses if clause is not None]
    if any(test.is_met_by_nothing for test in tests):
        return expression
    return _selection(tags, tests, only_first=bool(whole["first"] or whole["each"]))


def _selection(tags: Sequence[str], tests: Sequence[_Test], *, only_first: bool) -> Selection:
    names = frozenset(name for test in tests for name in test.names)

    @lru_cache(maxsize=MAX_KNOWN)
    def is_met(attributes: Attributes) -> bool:
        return any(test.is_met(attributes) for test in tests)

    def found_in(tree: HtmlElement) -> Iterator[HtmlElement]:
        for element in tree.iterdescendants(*tags):
            attributes = element.items()
            if attributes:
                asked = tuple([each for each in attributes if each[0] in names])
                if asked and is_met(asked):
                    yield element

    def select(tree: HtmlElement) -> Sequence[HtmlElement]:
        found = found_in(tree)
        return [first for first in [next(found, None)] if first is not None] if only_first else list(found)

    return select


class _Test:
    """One condition; of two attributes it asks the one that stands first, as XPath does."""

    def __init__(self, names: Sequence[str], holds: Callable[[str], bool], *, must_be_there: bool = False) -> None:
        self.names, self._holds = names, holds
        self.is_met_by_nothing = not must_be_there and holds("")
        """Whether an element without these attributes meets it: XPath takes a missing one for an empty one."""

    def is_met(self, attributes: Attributes) -> bool:
        """Return whether *attributes* of an element, in its order, meet the condition."""
        value = next((value for name, value in attributes if name in self.names), None)
        return value is not None and self._holds(value)


def _test_of(clause: re.Match[str]) -> _Test:
    names = [
        name.strip("@") for name in (clause["is"] or clause["has"] or clause["folded"] or clause["names"]).split("|")
    ]
    if clause["has"]:
        return _Test(names, lambda value: True, must_be_there=True)
    if clause["is"]:
        return _Test(names, lambda value: value == clause["value"], must_be_there=True)
    word = clause["word"]
    if clause["function"] == "re:test":
        pattern = re.compile(word, re.IGNORECASE if clause["blind"] else 0)
        return _Test(names, lambda value: pattern.search(value) is not None)
    if clause["function"] == "starts-with":
        return _Test(names, lambda value: value.startswith(word))
    if clause["folded"]:
        table = str.maketrans(clause["upper"], clause["lower"])
        return _Test(names, lambda value: word in value.translate(table))
    return _Test(names, lambda value: word in value)
