"""What two articles are to each other, and the words for it.

A relation is told in one direction: what "is an excerpt of" another one, the other "has as excerpt".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsspider.article import DateSource, Relation
from newsspider.dedup.fingerprint import whole_text
from newsspider.dedup.retelling import shares
from newsspider.dedup.seniority import FIRST_SEEN, PUBLISHED, Claim
from newsspider.times import read_utc, read_utc_or_none, utc_text

Words = tuple[str | None, str]
"""Lead and text of an article."""


DAY = "day"
"""Why an article is held to be from the end of a day: its page tells no more than that day."""


class Direction(StrEnum):
    """Which way words went between two articles."""

    FROM = "from"
    """The article has them from the other one."""
    TO = "to"
    """The other one has them from the article."""
    BOTH = "both"
    """Nobody says, or both have them from a third."""


_TOLD = {
    (Relation.COPY, Direction.FROM): "is a copy of",
    (Relation.COPY, Direction.TO): "has as copy",
    (Relation.COPY, Direction.BOTH): "has one original with",
    (Relation.EXCERPT_OF, Direction.FROM): "is an excerpt of",
    (Relation.EXCERPT_OF, Direction.TO): "has as excerpt",
    (Relation.ROUNDUP, Direction.FROM): "is a roundup that holds part of",
    (Relation.ROUNDUP, Direction.TO): "is in part in the roundup",
    (Relation.REUSE, Direction.BOTH): "shares passages with",
    (Relation.DECLARED_COPY_OF, Direction.FROM): "calls itself a copy of",
    (Relation.DECLARED_COPY_OF, Direction.TO): "is called the original by",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An article as far as it must be known to be told apart."""

    uid: str
    url: str
    site: str
    title: str | None
    published: str | None
    """As its page says, UTC, ISO 8601."""
    first_seen: str
    since: str
    """By when it was there for certain; what decides who is the original."""
    since_source: str
    """`published` where that can be trusted, `day` for the end of the day that the page tells, `first-seen`."""


RANKS = {relation: rank for rank, relation in enumerate(Relation)}
"""Which relation is told first."""


def told(relation: Relation, direction: Direction) -> str:
    """Return the words for what an article is to another one."""
    return _TOLD[relation, direction]


def direction_of(
    relation: Relation, article: Mapping[str, Any], other: Mapping[str, Any], *, original_id: int
) -> Direction:
    """Return which way words went; *other* says by `is_smaller` whether the article is what `relation` says."""
    match relation:
        case Relation.REUSE:
            return Direction.BOTH
        case Relation.COPY:
            ids = {other["id"]: Direction.FROM, article["id"]: Direction.TO}
            return ids.get(original_id, Direction.BOTH)
        case _:
            return Direction.FROM if other["is_smaller"] else Direction.TO


def shares_of(mine: Words, theirs: Words, *, is_same_text: bool) -> tuple[float, float]:
    """Return how much of the one is in the other, and the other way round, 0 to 1."""
    if is_same_text:
        return 1.0, 1.0
    one, other = shares(whole_text(*mine), whole_text(*theirs))
    return round(one, 4), round(other, 4)


def named(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `Named` for a row of `newsspider.archive.relatives`."""
    claim = claim_of(row)
    names = ("uid", "url", "site", "title", "published", "first_seen")
    return {name: row[name] for name in names} | {
        "since": utc_text(claim.until),
        "since_source": PUBLISHED if claim.is_trustworthy else DAY if claim.until < claim.first_seen else FIRST_SEEN,
    }


def claim_of(row: Mapping[str, Any]) -> Claim:
    """Return what a row of `newsspider.archive.relatives` tells of its article's age."""
    return Claim(
        id=row["id"],
        first_seen=read_utc(row["first_seen"]),
        published=read_utc_or_none(row["published"]),
        published_raw=row["published_raw"],
        published_source=None if row["published_source"] is None else DateSource(row["published_source"]),
    )
