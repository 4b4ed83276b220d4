"""What sort of block a wrongly kept or missed piece of a page is, told by names of elements, place and length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

COMMENT = "comment"
RELATED = "related, teaser, navigation"
NEWSLETTER = "newsletter, share, advertisement"
CAPTION = "caption, credit"
AUTHOR = "author box"
TITLE = "title, by-line, date line"
EMBED = "embedded post, quote"
LIST = "list, table"
HEADING = "sub-heading"
LEAD = "lead"
BELOW = "other article or notice below"
ELSEWHERE = "paragraph in another container"
WITHIN = "paragraph in the body"
WHOLE_PAGE = "whole page wrong"
NOT_ON_PAGE = "not in the page's HTML"
EDGES = "edges and spelling"

_NAMES: tuple[tuple[str, str], ...] = (
    (COMMENT, r"comments?|commentary|kommentar\w*|comentarios?|commentaires?|disqus|respond|repl(?:y|ies)"),
    (
        NEWSLETTER,
        r"newsletters?|subscri\w*|signup|share|sharing|social|follow|push|promo\w*|cta|ads?|advert\w*|sponsor\w*",
    ),
    (CAPTION, r"\w*captions?|credits?|figure|legend|photos?|images?|gallery|copyright|bild\w*|foto\w*|media"),
    (AUTHOR, r"authors?|autor\w*|bio|byline|contributors?|profile"),
    (
        RELATED,
        r"related\w*|recommend\w*|more|teasers?|popular|trending|latest|sidebar|widgets?|also|tags?|topics?|links?",
    ),
    (RELATED, r"nav\w*|menu|breadcrumbs?|footer|cards?|promo|aside"),
    (EMBED, r"embed\w*|tweet|instagram|blockquote|quotes?|pullquote"),
    (LEAD, r"lead|lede|summary|standfirst|intro\w*|dek|subtitle|subheadline|excerpt|description"),
    (TITLE, r"title|headline|header|date\w*|time\w*|meta|published|updated|kicker|eyebrow"),
)
"""Parts of a class, an id or a tag, as whole words; the first that knows an element names it."""
_COMPILED = tuple((name, re.compile(words)) for name, words in _NAMES)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[^\W_]+")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LISTS = ("li", "ul", "ol", "dl", "table", "tr", "td")
_LINE = 100
"""Shorter blocks before the body are lines about the article, longer ones begin it."""


class _Asked(Protocol):
    lines: list[str]

    def has(self, block: str) -> bool: ...


@dataclass(slots=True, kw_only=True)
class _Fields:
    pieces: list[Any]
    gold: _Asked
    said: _Asked
    title: str | None


class Reading(_Fields):
    """A page with its gold and what a system said."""

    @cached_property
    def gold_prose(self) -> list[int]:
        """Indices of the paragraphs that the gold has."""
        from newsspider.extraction.outline import PROSE_CHARS

        long = (n for n, piece in enumerate(self.pieces) if len(piece.text) > PROSE_CHARS)
        return [number for number in long if self.gold.has(self.pieces[number].text)]

    @cached_property
    def body(self) -> Any:
        """The deepest element with nine tenths of the gold's paragraphs; ``None`` where there are none."""
        from newsspider.extraction.outline import container_of

        return container_of([self.pieces[number] for number in self.gold_prose], 0.9)

    @cached_property
    def found(self) -> Any:
        """The deepest element with nine tenths of the paragraphs that are in both."""
        from newsspider.extraction.outline import container_of

        both = [self.pieces[number] for number in self.gold_prose if self.said.has(self.pieces[number].text)]
        return container_of(both, 0.9)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page."""

    reading: Reading
    index: int

    @property
    def piece(self) -> Any:
        return self.reading.pieces[self.index]

    def elements(self) -> Iterator[Any]:
        """Yield its element and those around it, as far as they do not hold the body."""
        element = self.piece.element
        around = set() if self.reading.body is None else {self.reading.body, *self.reading.body.iterancestors()}
        while element is not None and element not in around and element.tag != "body":
            yield element
            element = element.getparent()

    def is_within(self, container: Any) -> bool:
        return container is not None and any(
            element is container for element in (self.piece.element, *self.piece.element.iterancestors())
        )


def class_of(block: Block, *, is_kept: bool) -> str:
    """Return the class of *block*, wrongly kept or missed."""
    told = _by_tag(block) or _by_name(block)
    if told:
        return told
    if block.piece.link_share >= 0.5:
        return RELATED
    if any(element.tag in _LISTS for element in block.elements()):
        return LIST
    return _by_place(block) if is_kept else _by_container(block)


def _by_tag(block: Block) -> str | None:
    tag = block.piece.element.tag
    if tag == "h1" or (block.reading.title and _folded(block.piece.text) == _folded(block.reading.title)):
        return TITLE
    return HEADING if tag in _HEADINGS and block.is_within(block.reading.body) else None


def _by_name(block: Block) -> str | None:
    for element in block.elements():
        name = _name_of(element)
        if name is not None:
            return TITLE if name == AUTHOR and len(block.piece.text) < _LINE else name
    return None


def _name_of(element: Any) -> str | None:
    raw = f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"
    parts = _PARTS.findall(_CAMEL.sub("-", raw).lower())
    return next((name for name, words in _COMPILED if any(words.fullmatch(part) for part in parts)), None)


def _by_place(block: Block) -> str:
    prose = block.reading.gold_prose
    if not prose or block.index < prose[0]:
        return TITLE if len(block.piece.text) < _LINE else LEAD
    return BELOW if block.index > prose[-1] else WITHIN


def _by_container(block: Block) -> str:
    prose = block.reading.gold_prose
    if prose and block.index <= prose[0]:
        return LEAD
    return WITHIN if block.is_within(block.reading.found) else ELSEWHERE


def _folded(text: str) -> str:
    return " ".join(_PARTS.findall(text.casefold()))
