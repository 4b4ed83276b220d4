"""Where an article belongs among those whose text is like its own: found by the index, measured by `dedup`, written.

Runs in a transaction of `kin`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from newsspider.archive.cluster import Age, Pair
from newsspider.archive.fingerprint import StoredFingerprint
from newsspider.archive.store import Archive
from newsspider.article import Relation
from newsspider.dedup.fingerprint import NOTHING, Fingerprint, pack, shingle_hashes, unpack, whole_text
from newsspider.dedup.kinship import (
    MOST_LOOSE,
    PART,
    STOP_CLUSTERS,
    Candidate,
    Kinship,
    is_loose,
    is_roundup,
    kinships,
    own_shares,
    parent_of,
    parenthood,
    rank,
    stops,
)
from newsspider.dedup.passages import passages
from newsspider.dedup.seniority import Claim, origin_of

MOST_REUSED = 4
"""So many texts that an article shares passages with are noted when it comes, those with the largest shares."""
MOST_ASKED = 20
"""So many members of a cluster are asked for their age when another one comes."""
_PARTLY = (Relation.REUSE, Relation.ROUNDUP, Relation.EXCERPT_OF)
_NO_PARENT = frozenset({None, Relation.EXCERPT_OF, Relation.DECLARED_COPY_OF})


class Place:
    """One stored article on its way to its place."""

    def __init__(self, archive: Archive, article_id: int, words: tuple[str | None, str] | None = None) -> None:
        self._archive = archive
        self._prints, self._clusters = archive.fingerprints, archive.clusters
        self._id = article_id
        self._words = words
        self._stored: dict[int, StoredFingerprint] = {}
        self._listed: dict[int, list[int]] = {}
        self._twin: int | None = None
        self._twins: list[Kinship] | None = None
        self._known_hashes: dict[int | None, list[int]] = {}

    def find(self, own: Fingerprint | None, *, among: Collection[int] = ()) -> list[Kinship]:
        """Return what the article shares with others, closest first: those the index names, and *among*."""
        self._listed = {} if own is None else self._others(self._prints.listed(own.keys))
        ids = dict.fromkeys([*rank(self._listed), *among])
        self._stored = {one.id: one for one in self._prints.find(ids, before=self._id)}
        found: list[Kinship] = []
        if own is not None:
            candidates = [candidate(one) for one in self._stored.values()]
            found = kinships(own, candidates, stop=stops(self._listed), hashes=self._hashes, texts=self._text)
            found = self._without_frame(self._unless_first(found))
        twin = self.twin()
        return found if twin is None else [twin, *(one for one in found if one.other.id != twin.other.id)]

    def twin(self) -> Kinship | None:
        """Return what it is to one that has every word of it, the original of that one's cluster if it can be."""
        if self._twins is None:
            found = self._prints.twin_of(self._id)
            self._twins = [] if found is None else [self._equal_to(*found)]
        return self._twins[0] if self._twins else None

    def _equal_to(self, twin: int, cluster: int) -> Kinship:
        self._twin = twin
        original = self._clusters.original_of(cluster)
        if original != self._id and self._prints.have_one_text(self._id, original):
            self._twin = original
        other = Candidate(id=self._twin, cluster=cluster, fingerprint=NOTHING)
        return Kinship(other=other, relation=Relation.COPY, of_newcomer=1.0, of_other=1.0, is_smaller=True)

    def _unless_first(self, found: list[Kinship]) -> list[Kinship]:
        """Return *found* without a roundup's parts where all of them are from later: they took from the article."""
        parts = [one.other for one in found if one.relation is Relation.ROUNDUP]
        if not parts or min(part.since for part in parts) <= self._since():
            return found
        return [replace(one, relation=Relation.REUSE) if one.other in parts else one for one in found]

    def _since(self) -> datetime:
        (age,) = self._clusters.ages([self._id])
        return claim_of(age).until

    def _without_frame(self, found: list[Kinship]) -> list[Kinship]:
        """Return *found* without the copies that it is their site's frame that makes alike, and not the story."""
        site = self._clusters.site_of(self._id)
        here = [one for one in found if one.relation is Relation.COPY and self._stored[one.other.id].site == site]
        here = [one for one in here if min(one.of_newcomer, one.of_other) < 1.0]
        clusters = {one.other.cluster for one in here}
        if not any(self._clusters.count_of_site(each, self._id, most=MOST_LOOSE) >= MOST_LOOSE for each in clusters):
            return found
        framed = {one.other.id for one in here if is_loose(self._exact(one))}
        return [replace(one, relation=Relation.REUSE) if one.other.id in framed else one for one in found]

    def list_up(self, own: Fingerprint, found: Sequence[Kinship]) -> None:
        """List the article where no copy of it is: one story's many copies take the room of one."""
        copies = {self._twin, *(one.other.id for one in found if one.relation is Relation.COPY)}
        keys = [
            key
            for key in own.keys
            if len(self._listed.get(key, ())) < STOP_CLUSTERS and copies.isdisjoint(self._listed.get(key, ()))
        ]
        self._prints.add(self._id, pack(own), keys)

    def enter(self, found: Sequence[Kinship]) -> None:
        """Write what was *found*: the cluster that the article joins, its one parent, its excerpts, what was reused."""
        home = self._clusters.of(self._id)
        copies = [one for one in found if one.relation is Relation.COPY]
        parent = next((one for one in copies if one.other.cluster == home), None) or parent_of(found)
        if parent is not None and (parent.relation is Relation.COPY or self._clusters.of(parent.other.id) != home):
            self._clusters.note(self.pair(parent))
            if parent.relation is Relation.COPY:
                self._join(home, parent, copies)
        home = self._clusters.of(self._id)
        for one in found:
            if one.relation is Relation.EXCERPT_OF and not one.is_smaller:
                self._adopt(one, home)
        parts = [one for one in found if one.relation is Relation.ROUNDUP]
        for one in [*parts, *[one for one in found if one.relation is Relation.REUSE][:MOST_REUSED]]:
            if self._clusters.of(one.other.id) != home:
                self._note_passages(one)
        if found:
            self._clusters.settle([self._id])

    def pair(self, one: Kinship) -> Pair:
        """Return what is noted of the article and *one*; a roundup goes first, however large it is."""
        mine, theirs = (self._id, round(one.of_newcomer, 4)), (one.other.id, round(one.of_other, 4))
        is_first = one.is_smaller or one.relation is Relation.ROUNDUP
        small, large = (mine, theirs) if is_first else (theirs, mine)
        return Pair(small=small[0], large=large[0], relation=one.relation, of_small=small[1], of_large=large[1])

    def look_again(self, article_id: int) -> None:
        """See whether what an article shares with others makes it a roundup, or does so no more."""
        home = self._clusters.of(article_id)
        if self._clusters.original_of(home) != article_id:
            return
        pairs: list[Pair] = []
        parts: list[tuple[int, float, Collection[int]]] = []
        for pair in self._clusters.pairs_of(article_id, _PARTLY):
            cluster = self._clusters.of(pair.other(article_id))
            if cluster != home and _tells_of_parts(pair, article_id):
                pairs.append(pair)
                parts.append((cluster, pair.share_of(article_id), _covered(pair, article_id)))
        is_one = is_roundup(own_shares(parts)) and self._has_older(article_id, pairs)
        changed = [pair for pair in pairs if is_one is (pair.relation is not Relation.ROUNDUP)]
        for pair in changed:
            if not is_one:
                self._clusters.note(replace(pair, relation=Relation.REUSE))
            elif pair.share_of(article_id) >= PART:
                first = pair if pair.small == article_id else _turned(pair)
                self._clusters.note(replace(first, relation=Relation.ROUNDUP))
        self._clusters.settle([article_id, *(pair.other(article_id) for pair in changed)])

    def _has_older(self, article_id: int, pairs: Iterable[Pair]) -> bool:
        """Return whether one of those that the article shares words with was there before it, or with it."""
        others = [pair.other(article_id) for pair in pairs if pair.share_of(article_id) >= PART]
        since = {age.id: claim_of(age).until for age in self._clusters.ages([article_id, *others])}
        return any(since[each] <= since[article_id] for each in others)

    def _others(self, listed: dict[int, list[int]]) -> dict[int, list[int]]:
        return {key: [each for each in of_key if each != self._id] for key, of_key in listed.items()}

    def _hashes(self, article_id: int | None) -> list[int]:
        known = self._known_hashes.get(article_id)
        if known is None:
            known = self._known_hashes[article_id] = shingle_hashes(self._text(article_id))
        return known

    def _text(self, article_id: int | None) -> str:
        return whole_text(*(self._own_words() if article_id is None else self._prints.words_of(article_id)))

    def _own_words(self) -> tuple[str | None, str]:
        if self._words is None:
            self._words = self._prints.words_of(self._id)
        return self._words

    def _join(self, own: int, parent: Kinship, copies: Sequence[Kinship]) -> None:
        """Enter the parent's cluster; another one whose original is a copy of the article comes along."""
        cluster = parent.other.cluster
        joined = [] if own == cluster else [own]
        for one in copies:
            other = one.other.cluster
            if other not in {cluster, *joined} and self._clusters.original_of(other) == one.other.id:
                joined.append(other)
                self._clusters.note(self.pair(one))
        were = self._relations([self._clusters.original_of(each) for each in (cluster, *joined)])
        for each in joined:
            self._clusters.join(cluster, each)
        asked = {self._id, *were, *self._clusters.first_members(cluster, limit=MOST_ASKED)}
        self._crown(cluster, self._clusters.ages(asked), were)

    def crown_anew(self, cluster: int) -> None:
        """Find the original of a cluster among all that are in it."""
        were = self._relations([self._clusters.original_of(cluster)])
        self._crown(cluster, self._clusters.oldest(cluster), were)

    def _relations(self, originals: Iterable[int]) -> dict[int, Relation | None]:
        return {each: self._clusters.relation_of(each) for each in originals}

    def _crown(self, cluster: int, ages: Iterable[Age], were: Mapping[int, Relation | None]) -> None:
        """Let the oldest be the original; *were* tells what those were until now that were one."""
        origin = origin_of([claim_of(age) for age in ages])
        self._clusters.crown(cluster, origin.id, reason=origin.reason, confidence=origin.confidence)
        for each in were:
            if were[each] in {Relation.EXCERPT_OF, Relation.ROUNDUP}:
                self._forget_inner(each, cluster)
        for each in were:
            if each != origin.id:
                self._hand_over(each, origin.id, were)
        self._clusters.settle(were)

    def _hand_over(self, former: int, heir: int, were: Mapping[int, Relation | None]) -> None:
        """What the former original was an excerpt of, the new one is where it is; copies that equal both follow."""
        is_equal = self._prints.have_one_text(former, heir)
        if is_equal:
            self._clusters.note(Pair(small=former, large=heir, relation=Relation.COPY, of_small=1.0, of_large=1.0))
            self._clusters.repoint(former, heir)
        pair = self._parent_pair(former) if were[former] is Relation.EXCERPT_OF else None
        if pair is not None:
            self._clusters.forget(pair)
            inherited = replace(pair, small=heir) if is_equal else _excerpt_pair(self._archive, heir, pair.large)
            if inherited is not None and were.get(heir) is not Relation.EXCERPT_OF:
                self._clusters.note(inherited)
        for pair in self._clusters.pairs_of(former, [Relation.ROUNDUP]) if were[former] is Relation.ROUNDUP else ():
            if pair.small == former:
                self._clusters.note(replace(pair, relation=Relation.REUSE))
        self._clusters.settle([former, heir])

    def _forget_inner(self, article_id: int, cluster: int) -> None:
        """What is held to be a copy of an article is no whole that it is an excerpt of, and no part of it."""
        for pair in self._clusters.pairs_of(article_id, _PARTLY):
            is_its = pair.small == article_id and pair.relation is not Relation.REUSE
            if is_its and self._clusters.of(pair.large) == cluster:
                self._clusters.forget(pair)

    def _parent_pair(self, article_id: int) -> Pair | None:
        pairs = self._clusters.pairs_of(article_id, [Relation.EXCERPT_OF])
        return next((pair for pair in pairs if pair.small == article_id), None)

    def _adopt(self, excerpt: Kinship, home: int) -> None:
        """Let a stored text be an excerpt of the article, unless it is one of a better parent."""
        stored = self._stored[excerpt.other.id]
        if stored.relation not in _NO_PARENT or self._clusters.of(stored.id) == home:
            return
        (age,) = self._clusters.ages([self._id])
        claim = claim_of(age)
        own = Candidate(id=self._id, cluster=home, fingerprint=NOTHING, since=claim.until, key=claim.key)
        pair = self._parent_pair(stored.id)
        if pair is not None:
            former = self._prints.get(pair.large)
            if former is not None and parenthood(candidate(former), pair.of_small) <= parenthood(own, excerpt.of_other):
                return
            self._clusters.forget(pair)
        self._clusters.note(self.pair(excerpt))
        self._clusters.settle([stored.id])

    def _exact(self, one: Kinship) -> Kinship:
        """Return *one* with shares of all words, where samples told them."""
        if stops(self._listed):
            return one
        mine, theirs = set(self._hashes(None)), set(self._hashes(one.other.id))
        common = len(mine & theirs)
        return replace(one, of_newcomer=common / max(1, len(mine)), of_other=common / max(1, len(theirs)))

    def _note_passages(self, one: Kinship) -> None:
        """Note what a text took over; without a passage that can be shown, nothing."""
        (_, mine), (_, theirs) = self._own_words(), self._prints.words_of(one.other.id)
        one = self._exact(one)
        if max(one.of_newcomer, one.of_other) < PART:
            return
        pair = self.pair(one)
        shared = passages(mine, theirs) if pair.small == self._id else passages(theirs, mine)
        if not shared:
            return
        self._clusters.note(replace(pair, passages=tuple(shared)))
        if one.relation is Relation.REUSE:
            self.look_again(one.other.id)


def candidate(stored: StoredFingerprint) -> Candidate:
    """Return a stored article as `dedup` holds others against it."""
    return Candidate(
        id=stored.id,
        cluster=stored.cluster,
        fingerprint=unpack(stored.samples),
        since=claim_of(stored.age).until,
        key=stored.age.url_key,
        is_roundup=stored.relation is Relation.ROUNDUP,
        is_excerpt=stored.relation is Relation.EXCERPT_OF,
    )


def claim_of(age: Age) -> Claim:
    """Return what an article's row tells of its age as `dedup` judges it."""
    return Claim(
        id=age.id,
        first_seen=age.first_seen,
        published=age.published,
        published_raw=age.published_raw,
        published_source=age.published_source,
        agency=age.agency,
        key=age.url_key,
    )


def _excerpt_pair(archive: Archive, small: int, large: int) -> Pair | None:
    """Return that *small* is an excerpt of *large*, where it is."""
    stored = archive.fingerprints.get(small)
    if stored is None:
        return None
    place = Place(archive, small)
    others = [candidate(one) for one in archive.fingerprints.find([large], before=small) if one.id == large]
    for one in kinships(unpack(stored.samples), others, hashes=place._hashes, texts=place._text):
        if one.relation is Relation.EXCERPT_OF and one.is_smaller:
            return place.pair(one)
    return None


def _tells_of_parts(pair: Pair, article_id: int) -> bool:
    """Return whether *pair* can be that of a roundup and a part of it: not where the article is the part itself."""
    return pair.relation is Relation.REUSE or (pair.small == article_id) is (pair.relation is Relation.ROUNDUP)


def _covered(pair: Pair, article_id: int) -> set[int]:
    """Return what of the article the pair is about, in lots of eight letters; a number of its own where not known."""
    at = 0 if pair.small == article_id else 2
    found = {lot for passage in pair.passages for lot in range(passage[at] // 8, passage[at + 1] // 8 + 1)}
    return found or {-pair.other(article_id)}


def _turned(pair: Pair) -> Pair:
    return Pair(
        small=pair.large,
        large=pair.small,
        relation=pair.relation,
        of_small=pair.of_large,
        of_large=pair.of_small,
        passages=tuple((there, its_end, start, end) for start, end, there, its_end in pair.passages),
    )
