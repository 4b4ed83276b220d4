"""What a newcomer is to the articles that are there, and what a second look at an article found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from newsspider.article import ALONE, Access, Relation, Verdict
from newsspider.text import count_words

_OPENNESS = (Access.PAYWALLED, Access.TEASER, Access.FREE)


class Dated(Protocol):
    """An article as far as its age goes, stored or on its way."""

    @property
    def url_key(self) -> str:
        """Its identity."""

    @property
    def published(self) -> datetime | None:
        """First publication as its page says, UTC."""

    @property
    def first_seen(self) -> datetime:
        """When it was first fetched, UTC."""

    @property
    def relation(self) -> Relation | None:
        """``None`` for an original."""


class Version(Protocol):
    """An article as far as its words go, stored or just extracted."""

    @property
    def title(self) -> str | None:
        """Headline."""

    @property
    def lead(self) -> str | None:
        """Standfirst."""

    @property
    def text(self) -> str:
        """Main content."""

    @property
    def access(self) -> Access:
        """How much of it the page gave away."""

    @property
    def complete(self) -> bool:
        """Whether the page was whole."""


def judge(newcomer: Dated, *, same_hash: Sequence[Dated]) -> Verdict:
    """Return what *newcomer* is to the articles that have its text: the oldest is the original, all others copies.

    The oldest by `published`, or by `first_seen` where the page is silent; ties fall to the smaller URL key. So the
    order in which articles arrive does not matter.
    """
    if not same_hash:
        return ALONE
    oldest = min(same_hash, key=_age)
    if _age(newcomer) < _age(oldest) and oldest.relation is None:
        return Verdict(deposed_key=oldest.url_key)
    return Verdict(relation=Relation.COPY, original_key=oldest.url_key)


def is_revision(stored: Version, fetched: Version) -> bool:
    """Say whether *fetched* is a new state of the article: other words, and not merely a part of what is there.

    A page that broke off, or gives away less than before, never replaces a longer text.
    """
    if (stored.title, stored.lead, stored.text) == (fetched.title, fetched.lead, fetched.text):
        return False
    return not (_is_part(stored, fetched) and _length(fetched) < _length(stored))


def _age(article: Dated) -> tuple[datetime, str]:
    return article.published or article.first_seen, article.url_key


def _is_part(stored: Version, fetched: Version) -> bool:
    return not fetched.complete or _OPENNESS.index(fetched.access) < _OPENNESS.index(stored.access)


def _length(version: Version) -> int:
    return count_words(version.lead or "") + count_words(version.text)
