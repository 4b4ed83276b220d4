"""Names that themes give to boxes which are not the article, as data. Each box proves itself on its own examples.

A word counts where it is a whole part of a class or id: parts are parted by blanks, hyphens, underscores and capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from newsspider.article import BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One sort of box."""

    name: str
    """Lower case, joined by hyphens; the key of the counters."""
    kind: BlockKind
    words: tuple[str, ...]
    """Regular expressions; ``-?`` stands where a name may be written in one word or two."""
    examples: tuple[str, ...]
    """Classes or ids that it must know."""
    max_chars: int = 400
    """Longest paragraph that the name alone can condemn."""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pattern = rf"(?:^|[\s-])(?:{'|'.join(self.words)})(?:[\s-]|$)"
        object.__setattr__(self, "compiled", re.compile(pattern))


BOXES = (
    Box(
        name="caption-box",
        kind=BlockKind.CAPTION,
        words=(
            r"(?:fig|image|img|photo|picture|media|foto|bild)?-?captions?(?:-?text)?",
            r"image-?description",
            r"(?:image|photo|picture|foto|bild)-?(?:credits?|copyright|source|quelle|desc|legend|text)",
            r"pie-?(?:de-?)?foto",
            r"bildunterschrift",
            r"bildtext",
            r"photo-?by",
        ),
        examples=("wp-caption-text", "imageDescription", "photo_credit", "pie-de-foto"),
    ),
    Box(
        name="newsletter-box",
        kind=BlockKind.NEWSLETTER,
        words=(
            r"newsletters?(?:-?\w+)?",
            r"subscribe(?:-?(?:box|form|widget|cta|now))?",
            r"sign-?up(?:-?(?:box|form|widget|cta))?",
            r"mc4wp-form",
            r"mailing-?list",
        ),
        examples=("article-newsletter", "newsletterSignup", "subscribe-box", "mc4wp-form"),
    ),
    Box(
        name="related-box",
        kind=BlockKind.RELATED,
        words=(
            r"related(?:-?(?:articles?|posts?|stories|news|content|links?|box|items?|topics?|images?|title))?",
            r"read-?(?:more|also|next)",
            r"see-?also",
            r"more-?(?:stories|news|on|from|articles)",
            r"recommend(?:ed|ations?)?(?:-?\w+)?",
            r"most-?(?:read|popular|viewed)",
            r"trending",
            r"you-?may-?(?:also-?)?like",
            r"jp-relatedposts",
            r"yarpp",
            r"link-?list",
            r"teasers|teaser-?(?:list|box|block)s?",
            r"story-?fake",
            r"(?:mehr-?)?zum-?thema",
            r"up-?next",
        ),
        examples=("relatedPosts", "td_block_related_posts", "read-more", "mostRead", "content-linklist"),
        max_chars=300,
    ),
    Box(
        name="author-box",
        kind=BlockKind.AUTHOR_BOX,
        words=(
            r"authors?-?(?:box|bio|info|infos|description|card|profile|position|details?|personal-?info|about|teaser)",
            r"about-?(?:the-?)?authors?",
            r"bio(?:graphy)?",
            r"writer-?profile",
            r"by-?line",
            r"post-?author",
            r"author-?name",
        ),
        examples=("author-box", "aboutTheAuthor", "article__byline", "cbx-Author_Position"),
        max_chars=800,
    ),
    Box(
        name="comment-box",
        kind=BlockKind.COMMENT,
        words=(
            r"comments?",
            r"comment-?(?:list|form|area|section|count|number|respond|wrapper|box)s?",
            r"respond",
            r"disqus(?:-thread)?",
            r"letters-?cta",
            r"feedback",
        ),
        examples=("comments", "comment-respond", "disqus_thread", "c-letters-cta"),
        max_chars=2_000,
    ),
    Box(
        name="share-box",
        kind=BlockKind.SHARE,
        words=(
            r"share(?:-?(?:bar|buttons?|links?|tools?|box|this))?",
            r"sharing",
            r"social(?:-?(?:bar|share|sharing|links?|icons?|media|follow))?",
            r"addtoany",
            r"sharedaddy",
            r"follow-?us",
        ),
        examples=("share-buttons", "socialIcons", "post_sharing"),
        max_chars=200,
    ),
    Box(
        name="advertisement-box",
        kind=BlockKind.ADVERTISEMENT,
        words=(
            r"advert(?:isements?|s)?",
            r"ad-?(?:container|slot|wrapper|unit|label|block|box)",
            r"promo(?:tion)?(?:-?(?:box|block|content|item))?",
            r"sponsor(?:ed)?",
            r"affiliate(?:-?\w+)?",
            r"aawp(?:-\w+)?",
            r"disclaimer",
            r"cta(?:-?(?:box|banner|block|card|content|section|wrapper|container|text|title))?",
            r"call-?to-?action(?:-?\w+)?",
        ),
        examples=("cta-content", "callToAction", "advertisement", "adSlot", "promo-box", "aawp-disclaimer"),
    ),
    Box(
        name="paywall-box",
        kind=BlockKind.PAYWALL,
        words=(
            r"pay-?wall-?(?:hint|teaser|message|box|offer|overlay|banner)",
            r"piano-?\w+",
            r"regwall",
            r"subscription(?:-?\w+)?",
            r"subscriber-?(?:only|box)",
            r"membership(?:-?\w+)?",
        ),
        examples=("paywall-message", "subscription-offer", "regwall"),
    ),
    Box(
        name="cookie-box",
        kind=BlockKind.COOKIE,
        words=(r"cookies?(?:-?\w+)?", r"consent(?:-?\w+)?", r"gdpr(?:-?\w+)?"),
        examples=("cookie-bar", "gdprConsent", "cookies"),
    ),
    Box(
        name="navigation-box",
        kind=BlockKind.NAVIGATION,
        words=(
            r"bread-?crumbs?",
            r"(?:post-?|article-?|entry-?)?tags?(?:-?(?:list|links|cloud|box|container|wrapper))?",
            r"topics?(?:-?list)?",
            r"themes",
            r"pagination",
            r"pager",
            r"post-?navigation",
            r"nav-?links",
            r"(?:visually|screen-?reader|sr)-?(?:hidden|only|text)",
            r"read(?:ing)?-?time",
            r"modal(?:-?\w+)?",
        ),
        examples=("breadcrumbs", "post-tags", "visually-hidden", "reading-time", "modal-body"),
        max_chars=200,
    ),
)
TAGS = {
    "figcaption": ("caption-box", BlockKind.CAPTION),
    "aside": ("aside", BlockKind.OTHER),
    "nav": ("navigation-box", BlockKind.NAVIGATION),
    "footer": ("footer", BlockKind.SITE),
}
"""Elements that are boxes by themselves."""

_ANY = re.compile(rf"(?:^|[\s-])(?:{'|'.join(word for box in BOXES for word in box.words)})(?:[\s-]|$)")
"""Any of them: most names tell of none, and are asked once in place of once a box."""
_JOINTS = re.compile(r"[_-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=20_000)
def box_named(name: str) -> Box | None:
    """Return the box that *name*, class and id of an element, tells of; ``None`` where it tells of none.

    >>> box_named("articleBody relatedPosts").name
    'related-box'
    """
    plain = _JOINTS.sub("-", _CAMEL.sub("-", name)).lower()
    if _ANY.search(plain) is None:
        return None
    return next((box for box in BOXES if box.compiled.search(plain)), None)
