"""What classes and ids say of an element, as a set of bits: the words that themes of many languages name things by.

Only hints: the learned model (`newsspider.extraction.features`) weighs them, none decides anything by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

GROUPS: tuple[tuple[str, str], ...] = (
    (
        "content",
        "article articles artikel articolo articulo story entry post news content contenido inhalt nota noticia",
    ),
    (
        "body",
        "body articlebody storybody postbody entrycontent richtext prose copy fulltext bodytext maintext texte texto",
    ),
    (
        "comment",
        "comment comments commentary kommentar kommentare comentarios commentaires disqus respond reply replies",
    ),
    (
        "related",
        "related relateds relacionadas verwandt similar recommended recommend recommendations also more mehr next",
    ),
    ("popular", "popular trending most latest recent top ranking hot newest mostread meistgelesen"),
    ("share", "share sharing shares social socials follow facebook twitter whatsapp telegram addthis addtoany"),
    ("newsletter", "newsletter newsletters signup subscribe subscription mailing email mail abo push inbox optin"),
    ("author", "author authors autor autoren byline bio writer contributor contributors profile signature redacteur"),
    (
        "caption",
        "caption captions credit credits copyright legend figure fig photo photos picture image images img bild",
    ),
    ("tags", "tag tags topic topics keyword keywords category categories taxonomy label labels hashtag"),
    ("nav", "nav navigation navbar menu menus breadcrumb breadcrumbs crumbs pagination pager toolbar tabs tab skip"),
    ("footer", "footer foot bottom legal imprint impressum disclaimer copyright colophon"),
    ("side", "side sidebar aside widget widgets rail secondary complementary zone column"),
    ("teaser", "teaser teasers card cards tile tiles list lists item items feed grid stream carousel slider promo box"),
    ("ad", "ad ads adv advert advertisement advertising sponsor sponsored banner dfp gpt outbrain taboola partner"),
    ("cookie", "cookie cookies consent gdpr modal popup overlay notice alert dialog toast lightbox"),
    (
        "pay",
        "paywall premium plus login register registration piano gate regwall metered subscriber subscribers member",
    ),
    ("meta", "meta date dates time timestamp datetime published updated update info dateline kicker eyebrow readtime"),
    (
        "lead",
        "lead lede intro introduction standfirst summary dek deck subheadline subtitle excerpt abstract chapo sapo",
    ),
    ("embed", "embed embedded tweet instagram video player youtube iframe oembed audio podcast media gallery"),
    ("quote", "quote quotes pullquote blockquote citation zitat"),
    ("fact", "fact facts factbox infobox faq faqs keypoints glossary toc contents about highlights bullets takeaways"),
    ("hidden", "hidden hide visually invisible screen reader sr print noprint mobile tooltip collapse collapsed"),
    ("head", "head header headline heading title titles hed masthead hero"),
    ("para", "paragraph paragraphs para absatz parrafo text txt p"),
    ("live", "live liveblog ticker updates timeline entries"),
)
"""Groups by name, with their words."""

_BITS = {word: 1 << number for number, (_, words) in enumerate(GROUPS) for word in words.split()}
_STEMS = {word: bit for word, bit in _BITS.items() if len(word) >= 5}
_LENGTHS = sorted({len(word) for word in _STEMS}, reverse=True)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[a-z]+")


@lru_cache(maxsize=20_000)
def name_bits(name: str) -> int:
    """Return which `GROUPS` *name*, class and id of an element, speaks of: bit 0 is the first one's.

    A part of the name counts where it is such a word, or begins with a long one, so that ``relatedposts`` is known.

    >>> name_bits("articleBody relatedposts") == 0b1011
    True
    """
    bits = 0
    for part in _PARTS.findall(_CAMEL.sub("-", name).lower()):
        bits |= _BITS.get(part) or _stem_bit(part)
    return bits


@lru_cache(maxsize=20_000)
def _stem_bit(part: str) -> int:
    return next((_STEMS[part[:length]] for length in _LENGTHS if part[:length] in _STEMS), 0)
