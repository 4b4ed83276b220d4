"""The article's image, what the page writes below it, and whom it names for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement

from newsspider.extraction import jsonld
from newsspider.extraction.facts import Facts, absolute
from newsspider.extraction.outline import name_of
from newsspider.extraction.witness import Unfit, Witness, choose

MAX_CAPTION = 1_000
"""What is longer, in letters, is no caption."""
MAX_CREDIT = 120
MAX_FIGURES = 30
"""A gallery has more; the lead image stands among the first."""

_METAS = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "parsely-image-url",
)
_CREDIT_NAME = re.compile(r"credit|copyright|photographer|fotograf|bildnachweis|bildquelle|attribution", re.IGNORECASE)
_CAPTION_NAME = re.compile(r"caption|bildtext|bildunterschrift|legende|didascalia|pie-de-foto|undertext", re.IGNORECASE)
_BRACKETED = re.compile(
    r"[(\[|]\s*((?:(?:ap )?photos?\b|fotos?\b|bild\b|image\b|picture\b|credit\b|illustration\b|grafik\b|©)"
    r"[^()\[\]|]{1,110})[)\]]?\s*$",
    re.IGNORECASE,
)
_WORD = (
    r"(?:photo(?:graph)?s?(?: credits?)?|image(?: credits?)?|pictures?|foto(?:grafie)?s?|bild(?:quelle)?"
    r"|credits?|crédits?|illustration|grafik|kuva|zdjęcie|фото|imagen?|quelle)"
)
_TRAILING = re.compile(
    rf"(?:^|(?<=[\s.|–—/-]))((?:{_WORD}\s*(?:[:：]|\b(?:by|von|par|de)\b)|©|\(c\)|copyright)\s*[^\n]{{2,110}})$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"^(?:(?:{_WORD}|copyright)\s*(?:[:：]\s*|\s+(?:by|von|par|de)\s+)|copyright\s|©|\(c\)\s*|by\s+)+\s*",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"(?:[-_](?:\d{2,4}x\d{2,4}|scaled|\d{3,4}w?|large|medium|small|thumb(?:nail)?))+(?=\.\w{2,5}$|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Image:
    """What a page tells of its article's image."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    sources: tuple[tuple[str, str], ...] = ()


def read_image(facts: Facts, witnesses: list[Witness] | None = None) -> Image:
    """Return the image with the caption of the figure that shows it; of another figure nothing is taken."""

    def judge(address: str) -> str | Unfit:
        return absolute(facts.base, address) or Unfit("is no address")

    url, source = choose("image_url", _told(facts), judge, witnesses)
    if url is None:
        return Image()
    figure = _figure_of(facts, url)
    written = _caption_of(figure) if figure is not None else ""
    node = _described(facts, url)
    captions = [("figure", _without_credit(written)), ("json-ld image caption", jsonld.text_of(node.get("caption")))]
    caption, caption_source = choose("image_caption", captions, _fitting, witnesses)
    credit, credit_source = choose("image_credit", _credits(figure, written, node), _credited, witnesses)
    told = (("image_url", source), ("image_caption", caption_source), ("image_credit", credit_source))
    return Image(url, caption, credit, tuple(pair for pair in told if pair[1]))


def file_of(url: str) -> str:
    """Return the name of the file at *url* without the marks of its size: equal for all sizes of one image.

    >>> file_of("https://cdn.example/2026/river-wall-1024x683.jpg?w=800")
    'river-wall'
    """
    path = unquote(url.partition("?")[0].partition("#")[0]).rstrip("/")
    name = _SIZE.sub("", path.rpartition("/")[2])
    return name.rpartition(".")[0].casefold() or name.casefold()


def _told(facts: Facts) -> Iterator[tuple[str, str]]:
    yield from facts.of_metas(_METAS)
    for node in _nodes(facts.article.get("image")):
        address = node.get("url") or node.get("contentUrl")
        if isinstance(address, str):
            yield "json-ld image", address


def _nodes(value: Any) -> list[dict[str, Any]]:
    """Return the images of a JSON-LD value as objects, an address being one."""
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, dict) else {"url": item} for item in items[:MAX_FIGURES] if item]


def _described(facts: Facts, url: str) -> dict[str, Any]:
    """Return the object of the page's JSON-LD that is this image; empty where there is none."""
    file = file_of(url)
    nodes = [*_nodes(facts.article.get("image")), *(n for n in facts.objects if "ImageObject" in jsonld.types_of(n))]
    addresses = ((node, node.get("url") or node.get("contentUrl")) for node in nodes)
    return next((node for node, address in addresses if isinstance(address, str) and file_of(address) == file), {})


def _figure_of(facts: Facts, url: str) -> HtmlElement | None:
    """Return the figure that shows the image at *url*."""
    file = file_of(url)
    if len(file) < 4:
        return None
    for figure in facts.elements["figure"][:MAX_FIGURES]:
        if any(
            file in unquote(address).casefold()
            for image in figure.iter("img", "source")
            for address in image.attrib.values()
        ):
            return figure
    return None


def _caption_of(figure: HtmlElement) -> str:
    caption = next(figure.iter("figcaption"), None)
    if caption is None:
        caption = next((node for node in figure.iter("div", "p", "span") if _CAPTION_NAME.search(name_of(node))), None)
    return "" if caption is None else _text(caption)


def _credits(figure: HtmlElement | None, written: str, node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield who is named for an image: in an element of its own, in the caption, in JSON-LD."""
    if figure is not None:
        marked = (
            node for node in figure.iter("span", "div", "p", "small", "cite", "em", "i", "li", "a") if node.get("class")
        )
        yield from (("figure credit", _text(node)) for node in marked if _CREDIT_NAME.search(node.get("class") or ""))
    if match := _BRACKETED.search(written) or _TRAILING.search(written):
        yield "caption", match[1]
    for key in ("creditText", "copyrightHolder", "author", "creator", "copyrightNotice"):
        if names := jsonld.names_of(node.get(key)):
            yield f"json-ld image {key}", ", ".join(names)


def _credited(text: str) -> str | Unfit:
    bare = _LABEL.sub("", text.strip(" ([|")).strip(" |.")
    bare = bare if bare.count("(") == bare.count(")") else bare.strip(" ()")
    return bare if 1 < len(bare) <= MAX_CREDIT and any(map(str.isalpha, bare)) else Unfit("is no name")


def _without_credit(caption: str) -> str:
    """Return *caption* without the credit that ends it.

    >>> _without_credit("The river wall at night. Photo: Ann Lee/dpa")
    'The river wall at night.'
    """
    match = _BRACKETED.search(caption) or _TRAILING.search(caption)
    return caption[: match.start()].rstrip(" |–—/-") if match else caption


def _fitting(caption: str) -> str | Unfit:
    return caption if 2 < len(caption) <= MAX_CAPTION else Unfit("is empty, or too long")


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext())[: 2 * MAX_CAPTION].split())
