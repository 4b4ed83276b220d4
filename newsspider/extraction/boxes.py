"""Which boxes of a page are not the article: told by the names of elements, lists of links, places above the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from newsspider.article import BlockKind
from newsspider.extraction.content import Block
from newsspider.extraction.lines import key_of
from newsspider.extraction.outline import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A sort of box, told by a word in the class or id of its element."""

    name: str
    kind: BlockKind
    pattern: re.Pattern[str]


def _box(name: str, kind: BlockKind, *tokens: str) -> Box:
    return Box(name=name, kind=kind, pattern=re.compile(rf"(?:^|[\s_-])(?:{'|'.join(tokens)})(?:[\s_-]|$)"))


BOXES = (
    _box(
        "caption-box",
        BlockKind.CAPTION,
        r"(?:fig|image|img|photo|picture|media|foto|bild)?-?captions?(?:-?text)?",
        "image-?description",
        "(?:image|photo|picture|foto|bild)-?(?:credits?|copyright|source|quelle|desc|legend|text)",
        "pie-?(?:de-?)?foto",
        "bildunterschrift",
        "bildtext",
        "photo-?by",
        "legende?",
    ),
    _box(
        "newsletter-box",
        BlockKind.NEWSLETTER,
        r"newsletters?(?:-?\w+)?",
        "subscribe(?:-?(?:box|form|widget|cta|now))?",
        "sign-?up(?:-?(?:box|form|widget|cta))?",
        "mc4wp-form",
        "mailing-?list",
    ),
    _box(
        "related-box",
        BlockKind.RELATED,
        r"related(?:-?(?:articles?|posts?|stories|news|content|links?|box|items?|topics?|images?|title))?",
        "read-?(?:more|also|next)",
        "see-?also",
        "more-?(?:stories|news|on|from|articles)",
        "recommend(?:ed|ations?)?(?:-?\\w+)?",
        "most-?(?:read|popular|viewed)",
        "trending",
        "you-?may-?(?:also-?)?like",
        "jp-relatedposts",
        "yarpp",
        "link-?list",
        "teasers|teaser-?(?:list|box|block)s?",
        "story-?fake",
        "zum-?thema",
        "mehr-?zum-?thema",
        "up-?next",
    ),
    _box(
        "author-box",
        BlockKind.AUTHOR_BOX,
        r"authors?-?(?:box|bio|info|infos|description|card|profile|position|details?|personal-?info|about|teaser)",
        "about-?(?:the-?)?authors?",
        "bio(?:graphy)?",
        "writer-?profile",
        "by-?line",
        "post-?author",
        "author-?name",
    ),
    _box(
        "comment-box",
        BlockKind.COMMENT,
        "comments?",
        "comment-?(?:list|form|area|section|count|number|respond|wrapper|box)s?",
        "respond",
        "disqus(?:-thread)?",
        "letters-?cta",
        "feedback",
    ),
    _box(
        "share-box",
        BlockKind.SHARE,
        "share(?:-?(?:bar|buttons?|links?|tools?|box|this))?",
        "sharing",
        "social(?:-?(?:bar|share|sharing|links?|icons?|media|follow))?",
        "addtoany",
        "sharedaddy",
        "follow-?us",
    ),
    _box(
        "advertisement-box",
        BlockKind.ADVERTISEMENT,
        "advert(?:isements?|s)?",
        "ad-?(?:container|slot|wrapper|unit|label|block|box)",
        "promo(?:tion)?(?:-?(?:box|block|content|item))?",
        "sponsor(?:ed)?",
        "affiliate(?:-?\\w+)?",
        "aawp(?:-\\w+)?",
        "disclaimer",
    ),
    _box(
        "paywall-box",
        BlockKind.PAYWALL,
        "pay-?wall-?(?:hint|teaser|message|box|offer|overlay|banner)",
        "piano-?\\w+",
        "regwall",
        "subscription(?:-?\\w+)?",
        "subscriber-?(?:only|box)",
        "membership(?:-?\\w+)?",
    ),
    _box("cookie-box", BlockKind.COOKIE, r"cookies?(?:-?\w+)?", "consent(?:-?\\w+)?", "gdpr(?:-?\\w+)?"),
    _box(
        "navigation-box",
        BlockKind.NAVIGATION,
        "breadcrumbs?",
        "bread-crumbs?",
        "(?:post-?|article-?|entry-?)?tags?(?:-?(?:list|links|cloud|box|container|wrapper))?",
        "topics?(?:-?list)?",
        "themes",
        "table-?of-?contents?",
        "toc",
        "pagination",
        "pager",
        "post-?navigation",
        "nav-?links",
        "(?:visually|screen-?reader|sr)-?(?:hidden|only|text)",
        "read(?:ing)?-?time",
        "modal(?:-?\\w+)?",
        "me-dis",
    ),
)
"""Knowledge of names that themes give to boxes; a name counts only on elements inside the body's own container."""

MAX_SHARE = 0.3
"""A box that holds more of the kept text than this is the article, whatever it is called."""
_TAGS = {
    "figcaption": ("caption-box", BlockKind.CAPTION),
    "aside": ("aside", BlockKind.OTHER),
    "nav": ("navigation-box", BlockKind.NAVIGATION),
    "footer": ("footer", BlockKind.SITE),
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HASHED = re.compile(r"__[\w-]{5,}$")


@lru_cache(maxsize=20_000)
def box_named(name: str) -> tuple[str, BlockKind] | None:
    """Return rule and kind of the box that *name*, a tag, class and id, tells of.

    >>> box_named("div articleBody relatedPosts")
    ('related-box', <BlockKind.RELATED: 'related'>)
    """
    plain = _CAMEL.sub("-", name.partition(" ")[2]).lower()
    for box in BOXES:
        if box.pattern.search(plain):
            return box.name, box.kind
    return None


def container_of(elements: Sequence[HtmlElement], weights: Sequence[int], share: float = 0.75) -> HtmlElement | None:
    """Return the deepest element that holds at least *share* of the weight."""
    total = sum(weights)
    held: dict[HtmlElement, int] = {}
    for element, weight in zip(elements, weights, strict=True):
        node: HtmlElement | None = element
        while node is not None:
            held[node] = held.get(node, 0) + weight
            node = node.getparent()
    best, depth = None, -1
    for node, weight in held.items():
        if weight >= share * total and (level := sum(1 for _ in node.iterancestors())) > depth:
            best, depth = node, level
    return best


def align(blocks: Sequence[Block], pieces: Sequence[Piece]) -> list[int | None]:
    """Return for each block the piece it comes from; ``None`` where it is made of several or of none."""
    places: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        places.setdefault(key_of(piece.text), []).append(index)
    found: list[int | None] = []
    last = -1
    for block in blocks:
        indices = places.get(key_of(block.text))
        if indices:
            last = next((index for index in indices if index > last), indices[-1])
            found.append(last)
        else:
            found.append(None)
    return found


def box_of(piece: Piece, container: HtmlElement | None, heavy: set[str]) -> tuple[str, BlockKind] | None:
    """Return rule and kind of the box around *piece*, looked for up to *container*; names in *heavy* tell of no box."""
    node: HtmlElement | None = piece.element
    while node is not None and node is not container and node.tag not in ("body", "html"):
        name = name_of(node)
        if name not in heavy and (found := _TAGS.get(str(node.tag)) or box_named(name)):
            return found
        node = node.getparent()
    return None


def name_of(element: HtmlElement) -> str:
    """Return tag, class and id on one line."""
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


def heavy_names(pieces: Iterable[Piece], share: float = MAX_SHARE) -> set[str]:
    """Return the names of elements that together hold more than *share* of the letters of *pieces*."""
    held: dict[str, int] = {}
    total = 0
    for piece in pieces:
        total += len(piece.text)
        names = {name_of(node) for node in (piece.element, *piece.element.iterancestors())}
        for name in names:
            held[name] = held.get(name, 0) + len(piece.text)
    return {name for name, weight in held.items() if weight > share * total}
