"""The page as its reader sees it: every piece of text with the element it stands in, in order."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_SKIPPED = frozenset(
    (
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "map",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    )
)
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "rt",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    )
)


@dataclass(slots=True)
class Piece:
    """A run of text that no block boundary parts."""

    text: str
    """Blanks folded, not empty."""
    element: HtmlElement
    """The nearest block element around it."""
    linked: int
    """How many of its letters stand inside links."""

    @property
    def link_share(self) -> float:
        """Share of the letters inside links, 0 to 1."""
        return self.linked / len(self.text)

    @property
    def place(self) -> str:
        """XPath of the element."""
        return str(self.element.getroottree().getpath(self.element))


def read_pieces(root: HtmlElement) -> list[Piece]:
    """Return all visible text below *root* in pieces, in document order; scripts and form controls left out."""
    pieces: list[Piece] = []
    words: list[str] = []
    blocks = [root]
    links = linked = 0

    def flush() -> None:
        nonlocal linked
        if words and (text := " ".join("".join(words).split())):
            pieces.append(Piece(text, blocks[-1], min(linked, len(text))))
        words.clear()
        linked = 0

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED:
                walk.skip_subtree()
                continue
            if tag == "br":
                flush()
                continue
            if tag == "a":
                links += 1
            elif tag not in _INLINE:
                flush()
                blocks.append(element)
            text = element.text
        else:
            if tag == "a":
                links -= 1
            elif tag not in _INLINE and tag not in _SKIPPED and tag != "br":
                flush()
                blocks.pop()
            text = element.tail if element is not root else None
        if text:
            words.append(text)
            if links:
                linked += len(" ".join(text.split()))
    flush()
    return pieces
