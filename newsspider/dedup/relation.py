"""What a second look at an article found."""

from __future__ import annotations

from typing import Protocol

from newsspider.article import Access
from newsspider.text import count_words

_OPENNESS = (Access.PAYWALLED, Access.TEASER, Access.FREE)


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


def is_revision(stored: Version, fetched: Version) -> bool:
    """Say whether *fetched* is a new state of the article: other words, and not merely a part of what is there.

    A page that broke off, or gives away less than before, never replaces a longer text.
    """
    if (stored.title, stored.lead, stored.text) == (fetched.title, fetched.lead, fetched.text):
        return False
    return not (_is_part(stored, fetched) and _length(fetched) < _length(stored))


def _is_part(stored: Version, fetched: Version) -> bool:
    return not fetched.complete or _OPENNESS.index(fetched.access) < _OPENNESS.index(stored.access)


def _length(version: Version) -> int:
    return count_words(version.lead or "") + count_words(version.text)
