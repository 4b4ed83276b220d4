"""How a newcomer's text is related to other texts that are there: copy, excerpt, roundup or reuse.

Two texts are copies where half of the smaller is in the larger and two fifths of the larger in the smaller; else the
smaller is an excerpt where half of it is in the larger. Containment, not resemblance: a story cut to its first half
resembles the whole by a half alone. Nothing is chained: each text is held against others, never a cluster against a
cluster, and it takes one parent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt

from newsspider.article import Relation
from newsspider.dedup.fingerprint import LEAST_SAMPLES, Fingerprint
from newsspider.dedup.forms import is_form

COPIED, COPIED_LARGE = 0.5, 0.4
"""Containment of the smaller and of the larger text from which on they are copies (benchmarks/copied.py)."""
REUSED = 0.15
"""Containment of the smaller from which on it is worth a note, with at least `LEAST_SHARED` shingles."""
LEAST_SHARED = 20
PART, COVERED, MOST_OF_ONE = 0.12, 0.5, 0.75
"""A roundup: of each of two texts at least this share of it, together at least this, and of none more than this."""
CLOSE, MOST_LOOSE = 0.85, 3
"""Where a cluster has so many articles of a site, a further one that is no closer shares the site's frame with them."""
STOP_CLUSTERS = 8
"""A shingle that so many texts brought on their own tells nothing: boilerplate, or a form that is filled in."""
NEAR, AROUND = 64, 12
"""Every 16th shingle is listed: where two that tell nothing are so near, what stands between tells nothing either."""
MOST_CANDIDATES = 8
DOUBT = 2.0
"""Standard deviations about a line within which samples do not decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored article that may be related."""

    id: int
    cluster: int
    fingerprint: Fingerprint
    since: datetime = datetime.min
    """When it is held to be from (`dedup.seniority`)."""
    key: str = ""
    """Its `url_key`."""
    is_roundup: bool = False
    """Whether it is known to consist of others: whatever is in it, was taken from elsewhere."""
    is_excerpt: bool = False
    """Whether it is known to be a part of another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """What a newcomer and another text are to each other."""

    other: Candidate
    relation: Relation
    of_newcomer: float
    """Share of the newcomer that is in the other text, 0 to 1."""
    of_other: float
    is_smaller: bool
    """Whether the newcomer is the smaller one: what `relation` says is said of the smaller."""


def rank(listed: Mapping[int, Sequence[int]]) -> list[int]:
    """Return which articles to hold a newcomer against, at most 8: those listed under most of its keys, oldest first.

    Keys of too many articles say nothing. One hit is enough for a text of few keys, as a short one has.

    >>> rank({1: [7, 8], 2: [8], 3: [7, 9], 4: [8], 5: list(range(100))})
    [8, 7, 9]
    """
    hits = Counter(article for of_key in listed.values() if len(of_key) < STOP_CLUSTERS for article in of_key)
    least = 1 if len(listed) <= LEAST_SAMPLES else 2
    found = sorted((-count, article) for article, count in hits.items() if count >= least)
    return [article for _, article in found[:MOST_CANDIDATES]]


def stops(listed: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """Return the keys that tell nothing."""
    return frozenset(key for key, of_key in listed.items() if len(of_key) >= STOP_CLUSTERS)


def kinships(
    newcomer: Fingerprint,
    candidates: Iterable[Candidate],
    *,
    stop: Collection[int] = (),
    hashes: Callable[[int | None], Sequence[int]],
    texts: Callable[[int | None], str],
) -> list[Kinship]:
    """Return what *newcomer* is to each of *candidates*, closest first; those it has nothing to do with are left out.

    *hashes* gives all shingles of a candidate's text by its id, of the newcomer's by ``None``, in order, *texts* its
    words; they are asked where the samples leave a doubt.
    """
    measured = [(one, _measure(newcomer, one, frozenset(stop), hashes)) for one in candidates]
    found = [
        kinship for one, shares in measured if (kinship := _kinship(newcomer, one, shares, hashes, texts)) is not None
    ]
    found.sort(key=lambda kinship: (-kinship.of_newcomer * kinship.of_other, -kinship.of_newcomer, kinship.other.id))
    return _as_roundup(found, newcomer, stop, hashes)


def parent_of(found: Sequence[Kinship]) -> Kinship | None:
    """Return the closest copy of *found*; the text that the newcomer is most wholly an excerpt of where none is one.

    A whole story goes before an excerpt of it that is nearer, but not the same.
    """
    copies = [one for one in found if one.relation is Relation.COPY]
    if copies:
        is_apart = copies[0].other.is_excerpt and min(copies[0].of_newcomer, copies[0].of_other) < CLOSE
        return next((one for one in copies if not (is_apart and one.other.is_excerpt)), copies[0])
    excerpts = [one for one in found if one.relation is Relation.EXCERPT_OF and one.is_smaller]
    return min(excerpts, key=lambda one: parenthood(one.other, one.of_newcomer), default=None)


def parenthood(larger: Candidate, contained: float) -> tuple[bool, int, datetime, str]:
    """Return what sorts the texts that one may be an excerpt of, the best first: no roundup, has most of it, older."""
    return larger.is_roundup, -round(contained * 10), larger.since, larger.key


def is_roundup(shares: Sequence[float]) -> bool:
    """Return whether a text consists of others: *shares* of it are in texts that have nothing to do with each other.

    >>> is_roundup([0.3, 0.3, 0.25]), is_roundup([0.9, 0.05])
    (True, False)
    """
    parts = [share for share in shares if share >= PART]
    return len(parts) >= 2 and sum(parts) >= COVERED and max(parts) <= MOST_OF_ONE


def is_loose(one: Kinship) -> bool:
    """Return whether a copy has much that is its own beside what it shares."""
    return one.relation is Relation.COPY and max(one.of_newcomer, one.of_other) < CLOSE


def own_shares(parts: Iterable[tuple[int, float, Collection[int]]]) -> list[float]:
    """Return which share of a text is in each of *parts* alone: a cluster, the share in it, what of the text that is.

    What is in a greater part, too, counts for that: all pages of a site have its boilerplate.

    >>> own_shares([(1, 0.4, {1, 2}), (2, 0.4, {1, 2}), (3, 0.2, {3}), (3, 0.1, {4})])
    [0.4, 0.0, 0.2]
    """
    shares: list[float] = []
    covered: set[int] = set()
    clusters: set[int] = set()
    for cluster, share, of in sorted(parts, key=lambda part: -part[1]):
        if cluster not in clusters and of:
            clusters.add(cluster)
            shares.append(share * len(set(of) - covered) / len(of))
            covered.update(of)
    return shares


def _kinship(
    newcomer: Fingerprint,
    other: Candidate,
    shares: tuple[float, float],
    hashes: Callable[[int | None], Sequence[int]],
    texts: Callable[[int | None], str],
) -> Kinship | None:
    is_smaller = newcomer.shingles <= other.fingerprint.shingles
    smaller, larger = shares if is_smaller else (shares[1], shares[0])
    shingles = min(newcomer.shingles, other.fingerprint.shingles)
    relation = _relation(smaller, larger, shingles)
    if relation is None:
        return None
    if is_form(newcomer, other.fingerprint, other.id, relation, smaller, hashes=hashes, texts=texts):
        return None
    return Kinship(other=other, relation=relation, of_newcomer=shares[0], of_other=shares[1], is_smaller=is_smaller)


def _relation(smaller: float, larger: float, shingles: int) -> Relation | None:
    if smaller >= COPIED:
        return Relation.COPY if larger >= COPIED_LARGE else Relation.EXCERPT_OF
    return Relation.REUSE if smaller >= REUSED and smaller * shingles >= LEAST_SHARED else None


def _as_roundup(
    found: list[Kinship], newcomer: Fingerprint, stop: Collection[int], hashes: Callable[[int | None], Sequence[int]]
) -> list[Kinship]:
    """Return *found* with every part of a roundup told as such, where the newcomer is one."""
    mine = set(newcomer.samples)
    parts = [(one.other.cluster, one.of_newcomer, mine & set(one.other.fingerprint.samples)) for one in found]
    if any(one.relation is Relation.COPY for one in found) or not is_roundup(own_shares(parts)):
        return found
    if mine.isdisjoint(stop):
        whole = set(hashes(None))
        found = [replace(one, of_newcomer=len(whole & set(hashes(one.other.id))) / len(whole)) for one in found]
        exact = [(one.other.cluster, one.of_newcomer, whole & set(hashes(one.other.id))) for one in found]
        if not is_roundup(own_shares(exact)):
            return found
    return [replace(one, relation=Relation.ROUNDUP if one.of_newcomer >= PART else one.relation) for one in found]


def _measure(
    newcomer: Fingerprint,
    other: Candidate,
    stop: frozenset[int],
    hashes: Callable[[int | None], Sequence[int]],
) -> tuple[float, float]:
    """Return the share of the newcomer that is in the other text, and the other way round."""
    if not stop.isdisjoint(newcomer.samples):
        whole = hashes(None)
        frame = _frame(whole, stop)
        return _shares(set(whole) - frame, set(hashes(other.id)) - frame)
    limit = min(newcomer.limit, other.fingerprint.limit)
    mine = {value for value in newcomer.samples if value < limit}
    theirs = {value for value in other.fingerprint.samples if value < limit}
    shares = _shares(mine, theirs)
    if mine and theirs and not _is_doubtful(shares, (len(mine), len(theirs))):
        return shares
    return _shares(set(hashes(None)), set(hashes(other.id)))


def _frame(hashes: Sequence[int], stop: Collection[int]) -> set[int]:
    """Return what stands between shingles that tell nothing and are near each other, and a little around each."""
    at = [place for place, value in enumerate(hashes) if value in stop]
    found: set[int] = set()
    for place, following in zip(at, [*at[1:], len(hashes)], strict=True):
        end = following if following - place <= NEAR else place + AROUND
        found.update(hashes[max(0, place - AROUND) : end])
    return found


def _shares(mine: set[int], theirs: set[int]) -> tuple[float, float]:
    """Return both containments."""
    if not mine or not theirs:
        return 0.0, 0.0
    common = len(mine & theirs)
    return common / len(mine), common / len(theirs)


def _is_doubtful(shares: tuple[float, float], sizes: tuple[int, int]) -> bool:
    """Return whether a share is so near a line that its sample may mislead."""
    smaller, larger = sorted(zip(shares, sizes, strict=True), reverse=True)
    if smaller[0] < COPIED - DOUBT * 0.5 / sqrt(smaller[1]):
        return False
    if abs(smaller[0] - COPIED) < DOUBT * 0.5 / sqrt(smaller[1]):
        return True
    return abs(larger[0] - COPIED_LARGE) < DOUBT * 0.5 / sqrt(larger[1])
