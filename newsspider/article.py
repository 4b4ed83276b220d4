"""The words of the house: the values that its rooms hand to each other, and the closed sets they draw from.

Every set here is closed: the archive's data dictionary lists it, and a test holds code and dictionary together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsspider.repeats import SiteLine


class DateSource(StrEnum):
    """Where a date was read."""

    JSON_LD = "json-ld"
    META = "meta"
    TIME = "time"
    URL = "url"
    FEED = "feed"
    SITEMAP = "sitemap"
    TEXT = "text"


class Access(StrEnum):
    """How much of the article the page gives away."""

    FREE = "free"
    TEASER = "teaser"
    PAYWALLED = "paywalled"


class Kind(StrEnum):
    """What sort of piece it is."""

    ARTICLE = "article"
    LIVE_BLOG = "live-blog"
    VIDEO = "video"
    GALLERY = "gallery"
    PRESS_RELEASE = "press-release"
    NOTICE = "notice"


class BlockKind(StrEnum):
    """What sort of boilerplate a removed block was."""

    TITLE = "title"
    COMMENT = "comment"
    NEWSLETTER = "newsletter"
    RELATED = "related"
    CAPTION = "caption"
    COOKIE = "cookie"
    SHARE = "share"
    PAYWALL = "paywall"
    AUTHOR_BOX = "author-box"
    NAVIGATION = "navigation"
    ADVERTISEMENT = "advertisement"
    SITE = "site"
    OTHER = "other"


class BlockStatus(StrEnum):
    """Who decides whether a line that a site repeats is left out of its articles."""

    AUTO = "auto"
    """How often the site repeats it."""
    KEEP = "keep"
    """A person: it is never left out as the site's."""
    DROP = "drop"
    """A person: it always is."""


class BlockForm(StrEnum):
    """What a block of the text is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    """Of a list."""
    QUOTE = "quote"
    ROW = "row"
    """Of a table, its cells parted by ``|``."""
    CODE = "code"


class Reason(StrEnum):
    """Why a page that was read is not an article."""

    TOO_SHORT = "too-short"
    LISTING = "listing"
    """A list of articles, or a page of the site about itself: terms, contact, prices, a table of figures."""
    SOFT_404 = "soft-404"
    EMPTY = "empty"
    NOT_HTML = "not-html"
    BINARY = "binary"
    OFF_SITE = "off-site"
    LOGIN_WALL = "login-wall"
    """Logging in, registering or subscribing comes first, and nothing of the article is shown."""
    NEEDS_SCRIPT = "needs-script"
    CONSENT_WALL = "consent-wall"
    """A consent or an age comes first. Passing."""
    BLOCKED = "blocked"
    """The server doubts that a person asks, or does not serve this address or country. Passing."""
    UNAVAILABLE = "unavailable"
    """Maintenance, a fault told with status 200, a site not yet there or a domain for sale. Passing."""


PASSING = frozenset({Reason.CONSENT_WALL, Reason.BLOCKED, Reason.UNAVAILABLE})
"""Reasons that tell of the visit, not of the address: another visit may find an article there."""


class Refusal(StrEnum):
    """Why a URL was not fetched although it was due."""

    ROBOTS = "robots"
    GUARD = "guard"
    TDM = "tdm"


class Failure(StrEnum):
    """Why a URL that was tried gave no page, or a page no answer."""

    DNS = "dns"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    GONE = "gone"
    """404, 410, 451: final."""
    HTTP_429 = "http-429"
    HTTP_4XX = "http-4xx"
    """Any other: 401, 403, ..."""
    HTTP_5XX = "http-5xx"
    TOO_LARGE = "too-large"
    BAD_REDIRECT = "bad-redirect"
    BAD_RESPONSE = "bad-response"
    EXTRACTION_TIMEOUT = "extraction-timeout"
    EXTRACTION_CRASH = "extraction-crash"
    EXTRACTION_ERROR = "extraction-error"
    BAD_URL = "bad-url"
    UNREADABLE = "unreadable"


class Left(StrEnum):
    """Why a due URL is carried over to the next run."""

    BUDGET = "budget"
    """Of pages, time, or patience with addresses that lead nowhere."""
    SIGNAL = "signal"
    NIGHT = "night"
    """The site's hours without requests."""
    COOL_DOWN = "cool-down"
    """The server asked for a pause: Retry-After, 429, 503."""
    DAILY_CAP = "daily-cap"
    """The site's requests or bytes of the day are used up."""


class TrivialCause(StrEnum):
    """What another page may differ in without a word of the story being another."""

    TYPOGRAPHY = "typography"
    """White space, quotes, dashes, where paragraphs end."""
    COUNTER = "counter"
    """Of views, comments, shares."""
    DATE_LINE = "date-line"
    RELATED = "related"
    """Other stories, and the lines that lead to them."""
    ADVERTISEMENT = "advertisement"
    SITE_BLOCK = "site-block"
    """What the site is known to repeat."""


class UrlState(StrEnum):
    """State of a URL in the frontier."""

    DUE = "due"
    STORED = "stored"
    ALIAS = "alias"
    NOT_ARTICLE = "not-article"
    REFUSED = "refused"
    FAILED = "failed"
    GONE = "gone"
    TRAPPED = "trapped"
    """Not visited: addresses of its shape led nowhere again and again."""


class OptOutSource(StrEnum):
    """Where a publisher reserves text and data mining, or indexing."""

    ROBOTS = "robots"
    """A group of robots.txt for crawlers of AI or text mining forbids the URL; the signal is their name."""
    CONTENT_SIGNAL = "content-signal"
    """``Content-Signal`` in robots.txt or as a header."""
    HEADER = "header"
    """``X-Robots-Tag``, ``tdm-reservation``."""
    META = "meta"
    """The same as a meta element of the page."""
    TDMREP = "tdmrep"
    """``/.well-known/tdmrep.json``."""


class Relation(StrEnum):
    """How an article relates to another one."""

    COPY = "copy"
    EXCERPT_OF = "excerpt_of"
    ROUNDUP = "roundup"
    REUSE = "reuse"
    DECLARED_COPY_OF = "declared_copy_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedBlock:
    """A piece of the page that was taken out of the article."""

    text: str
    """Its words, white space folded."""
    rule: str
    """Name of the rule that removed it."""
    kind: BlockKind
    place: str = ""
    """XPath of the element it stood in, or ``line N`` for plain text; empty where not known."""
    order: int | None = None
    """Which piece of the page it is, from 0 in reading order; ``None`` where not known."""
    score: float | None = None
    """How likely the learned model held it to be part of the article; ``None`` where it was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBlock:
    """A piece of the page that stands in the article's text."""

    start: int
    """Offset of its first letter in `Article.text`, in code points."""
    end: int
    """Offset behind its last letter."""
    form: BlockForm = BlockForm.PARAGRAPH
    place: str = ""
    """As `RemovedBlock.place`."""
    order: int | None = None
    """As `RemovedBlock.order`."""
    score: float | None = None
    """How likely the learned model held it to be part of the article; ``None`` where it was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """One reservation that a publisher makes for a page."""

    source: OptOutSource
    signal: str
    """What it says, in lower case: ``noai``, ``noarchive``, ``tdm-reservation=1``, ``ai-train=no``, ``gptbot``."""
    policy_url: str | None = None
    """Where the publisher says under which terms, if at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article, stripped of boilerplate."""

    url: str
    """URL as fetched, verbatim; its `url_key` is the article's identity."""
    title: str | None
    """Headline without the site's name; ``None`` where the page is silent."""
    text: str
    """Main content; paragraphs parted by one blank line."""
    lead: str | None = None
    """Standfirst outside the body; never a paragraph of `text`."""
    markdown: str | None = None
    """`text` with headings, lists, quotes and tables marked; ``None`` where it equals `text`."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    """First publication, UTC to the second; ``None`` where the page is silent or tells the future."""
    published_day: str | None = None
    """The site's local day of `published`, YYYY-MM-DD."""
    published_raw: str | None = None
    """The page's own spelling."""
    published_source: DateSource | None = None
    modified: datetime | None = None
    """Last modification as the page declares it, UTC to the second."""
    language: str | None = None
    """BCP 47 tag as the page declares it, lower case."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    image_caption: str | None = None
    """What the page writes below that image."""
    image_credit: str | None = None
    """Whom it names for that image."""
    agency: str | None = None
    """News agency credited, for example ``Reuters``."""
    access: Access = Access.FREE
    kind: Kind = Kind.ARTICLE
    canonical_url: str | None = None
    """What the page claims in rel=canonical or og:url, absolute; evidence, not identity."""
    addresses: tuple[tuple[str, str], ...] = ()
    """Pairs of an address of the site that the page calls the article's, too, and how it says so; evidence."""
    parts: tuple[str, ...] = ()
    """Addresses of the other pages of the article, as its pagination names them."""
    complete: bool = True
    """``False`` where the page was truncated or the parse stopped early."""
    removed: tuple[RemovedBlock, ...] = ()
    kept: tuple[KeptBlock, ...] = ()
    """Where each paragraph of `text` stands on the page, in the order of the text."""
    sources: tuple[tuple[str, str], ...] = ()
    """Pairs of a field's name and where its value was read: ``("title", "json-ld headline")``; for `access` and `kind`
    the evidence. Fields that are empty, or what they are by default, are left out."""
    opt_outs: tuple[OptOut, ...] = ()
    """What its publisher reserves, as far as the page and its headers say."""
    turns_us_away: bool = False
    """Whether its page tells newsspider by name to keep nothing."""
    extractor: str = ""
    """Version of the extraction that made it."""
    lines: tuple[SiteLine, ...] = ()
    """What the memory of its site is told of the page; see `newsspider.extraction.digests`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One response, as bytes."""

    url: str
    """Final URL, verbatim."""
    body: bytes
    fetched: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers in order, names in lower case."""
    complete: bool = True
    """``False`` where the transfer broke off."""

    @property
    def content_type(self) -> str:
        """Value of the Content-Type header, lower case; empty where there is none."""
        return next((value.lower() for name, value in self.headers if name == "content-type"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that a seed gives, with what the seed says of it."""

    url: str
    title: str | None = None
    published: datetime | None = None
    """As the feed or sitemap says, UTC."""
    modified: datetime | None = None
    """Sitemap ``lastmod`` or Atom ``updated``, UTC."""
    source: DateSource | None = None
    """`DateSource.FEED` or `DateSource.SITEMAP`; ``None`` for a front page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What one seed gave."""

    links: tuple[Link, ...] = ()
    """Article links, in the seed's order, each URL once."""
    seeds: tuple[str, ...] = ()
    """Further seeds to read: children of a sitemap index, feeds and sitemaps that a page or robots.txt names."""
    is_page: bool = False
    """Whether the seed is an HTML page: its links are an educated guess, feeds and sitemaps go first."""
    problems: tuple[str, ...] = field(default=())
    """What was wrong with the seed, one short line each: bad entries, truncation, a bound reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One earlier state of an article."""

    seen: datetime
    """When this state was first fetched, UTC."""
    title: str | None
    lead: str | None
    text: str
