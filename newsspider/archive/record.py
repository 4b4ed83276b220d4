"""What goes into the archive and what comes out of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsspider.article import Access, Article, DateSource, Link, OptOut, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article on its way into the archive."""

    article: Article
    site: str
    """Name of the spider, or the host without ``www.``."""
    url_key: str
    """Identity, taken of the final fetched URL."""
    seen: datetime
    """When its page was fetched, UTC."""
    opt_outs: tuple[OptOut, ...] = ()
    """What its publisher reserves."""
    text_hash: str | None = None
    """Of the text that is withheld; ``None`` where the article has its text."""
    has_twin: bool = False
    """Whether its words stood at another address before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """The essentials of an article's row."""

    id: int
    uid: str
    url: str
    url_key: str
    site: str
    title: str | None
    lead: str | None
    text: str
    text_hash: str
    canonical_url: str | None
    published: datetime | None
    first_seen: datetime
    last_seen: datetime
    """Of the state that is stored: an older page tells nothing new."""
    cluster_id: int
    relation: Relation | None
    access: Access
    complete: bool
    withdrawn_at: datetime | None = None
    """When it was first found gone, UTC; ``None`` while it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """A site as its spider declares it."""

    name: str
    host: str
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    language: str | None = None
    """BCP 47."""
    time_zone: str | None = None
    """IANA name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link that a seed gave, with its identity."""

    link: Link
    url_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueUrl:
    """A URL to visit, with what is known of it."""

    url: str
    url_key: str
    found: datetime
    """When a seed gave it first, UTC."""
    etag: str | None = None
    last_modified: str | None = None
    """As the server spelled it."""
    visited: datetime | None = None
    """When it was visited last, UTC; ``None``: never."""
    failures: int = 0
    """How often it failed in a row."""
    discovered_from: str | None = None
    """URL of the seed that gave it."""
    title: str | None = None
    """As the seed says."""
    published: datetime | None = None
    """As the seed says, UTC."""
    source: DateSource | None = None
    """Which kind of seed said it."""


@dataclass(frozen=True, slots=True)
class SeedState:
    """What a seed's server said of its last answer, for a conditional request."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class HostState:
    """What must be kept in mind of a server between two runs."""

    next_request: datetime | None = None
    """Before that it is not asked, for its delay's sake, UTC."""
    cool_until: datetime | None = None
    """Before that it is not asked, as it said, UTC."""
    refusals: int = 0
    """How often in a row it asked for a pause."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a site may still be asked for on a day."""

    requests: int
    """Granted now; the archive counts them as made."""
    received: int
    """Bytes received on that day so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A robots.txt or tdmrep.json as its server gave it."""

    url: str
    fetched: datetime
    expires: datetime
    """Until when it is obeyed without being asked for again, UTC."""
    status: int
    etag: str | None = None
    last_modified: str | None = None
    body: bytes = b""
