"""What newcomers share with the articles that are there: rows go from the archive to `dedup`, what it finds back.

Runs in the writer's transaction, once an article has its row. Copies by `text_hash` are told before, by `intake`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from newsspider.archive.fingerprint import Age, Fingerprints, Pair, StoredFingerprint
from newsspider.archive.record import NewArticle
from newsspider.archive.store import Archive
from newsspider.article import ALONE, Article, Relation
from newsspider.dedup.fingerprint import Fingerprint, fingerprint, pack, shingle_hashes, unpack, whole_text
from newsspider.dedup.kinship import (
    PART,
    STOP_CLUSTERS,
    Candidate,
    Kinship,
    is_roundup,
    kinships,
    parent_of,
    parenthood,
    rank,
    stops,
)
from newsspider.dedup.passages import passages
from newsspider.dedup.seniority import Claim, origin_of
from newsspider.errors import BadURL
from newsspider.urls import is_front_page, same_site, url_key

_PARTLY = (Relation.REUSE, Relation.ROUNDUP, Relation.EXCERPT_OF)


def relate(archive: Archive, ids: Sequence[int], new: Sequence[NewArticle], *, window_days: int | None = None) -> None:
    """Find what the articles *new*, stored under *ids*, share with others of the last *window_days*, and write it."""
    for article_id, newcomer in zip(ids, new, strict=True):
        if newcomer.verdict == ALONE and newcomer.article.text:
            since = None if window_days is None else newcomer.seen - timedelta(days=window_days)
            _Arrival(archive, article_id, newcomer.article).take_place(since)


def renew(archive: Archive, article_id: int, article: Article) -> None:
    """Let the article be found by the text that it has now; what was found before stays."""
    prints = archive.fingerprints
    for stored in prints.find([article_id]):
        prints.drop(article_id, unpack(stored.samples).keys)
    own = fingerprint(article.lead, article.text)
    if own is not None:
        listed = prints.listed(own.keys)
        prints.add(article_id, pack(own), [key for key in own.keys if len(listed[key]) < STOP_CLUSTERS])


class _Arrival:
    """One newcomer on its way to its place."""

    def __init__(self, archive: Archive, article_id: int, article: Article) -> None:
        self._archive = archive
        self._prints: Fingerprints = archive.fingerprints
        self._id = article_id
        self._article = article
        self._stored: dict[int, StoredFingerprint] = {}

    def take_place(self, since: datetime | None) -> None:
        own = fingerprint(self._article.lead, self._article.text)
        found: list[Kinship] = []
        if own is not None:
            listed = self._prints.listed(own.keys)
            found = self._kin(own, listed, since)
            self._write(found)
            self._list(own, listed, found)
        self._declare(found)

    def _kin(self, own: Fingerprint, listed: dict[int, list[int]], since: datetime | None) -> list[Kinship]:
        self._stored = {one.id: one for one in self._prints.find(rank(listed), since=since)}
        candidates = [_candidate(one) for one in self._stored.values()]
        return kinships(own, candidates, stop=stops(listed), hashes=self._hashes)

    def _hashes(self, article_id: int | None) -> list[int]:
        lead, text = (
            (self._article.lead, self._article.text) if article_id is None else self._prints.words_of(article_id)
        )
        return shingle_hashes(whole_text(lead, text))

    def _list(self, own: Fingerprint, listed: dict[int, list[int]], found: Sequence[Kinship]) -> None:
        """List the newcomer where no copy of it is: one story's many copies take the room of one."""
        copies = {one.other.id for one in found if one.relation is Relation.COPY}
        keys = [key for key in own.keys if len(listed[key]) < STOP_CLUSTERS and copies.isdisjoint(listed[key])]
        self._prints.add(self._id, pack(own), keys)

    def _write(self, found: Sequence[Kinship]) -> None:
        parent = parent_of(found)
        if parent is not None:
            self._prints.note(self._pair(parent))
            if parent.relation is Relation.COPY:
                self._join(parent, found)
            else:
                self._prints.mark(self._id, Relation.EXCERPT_OF)
        for one in found:
            if one.relation is Relation.EXCERPT_OF and not one.is_smaller:
                self._adopt(one)
            elif one.relation in {Relation.REUSE, Relation.ROUNDUP} and one.other.cluster != self._cluster(parent):
                self._note_passages(one)
        if any(one.relation is Relation.ROUNDUP for one in found) and parent is None:
            self._prints.mark(self._id, Relation.ROUNDUP)

    def _cluster(self, parent: Kinship | None) -> int | None:
        return None if parent is None else parent.other.cluster

    def _join(self, parent: Kinship, found: Sequence[Kinship]) -> None:
        """Enter the parent's cluster; another one whose original is a copy of the newcomer comes along."""
        cluster = parent.other.cluster
        joined = {self._id}  # the number of its own cluster, as `add_articles` makes them
        for one in found:
            if one.relation is not Relation.COPY or one.other.cluster in {cluster, *joined}:
                continue
            if self._prints.original_of(one.other.cluster) == one.other.id:
                joined.add(one.other.cluster)
                self._prints.note(self._pair(one))
        first = [self._prints.original_of(each) for each in (cluster, *sorted(joined))]
        for each in sorted(joined):
            self._prints.join(cluster, each)
        origin = origin_of([_claim(age) for age in self._prints.ages(first)])
        self._prints.crown(cluster, origin.id, reason=origin.reason, confidence=origin.confidence)

    def _adopt(self, excerpt: Kinship) -> None:
        """Let a stored text be an excerpt of the newcomer, unless it is one of a better parent."""
        stored = self._stored[excerpt.other.id]
        if stored.relation not in {None, Relation.EXCERPT_OF}:
            return
        own = Candidate(id=self._id, cluster=0, fingerprint=excerpt.other.fingerprint, since=self._since())
        for pair in self._prints.pairs_of(stored.id, [Relation.EXCERPT_OF]):
            if pair.small != stored.id:
                continue
            (former,) = self._prints.find([pair.large]) or (None,)
            if former is not None and parenthood(_candidate(former), pair.of_small) <= parenthood(
                own, excerpt.of_other
            ):
                return
            self._prints.forget(pair)
        self._prints.note(self._pair(excerpt))
        self._prints.mark(stored.id, Relation.EXCERPT_OF)

    def _since(self) -> str:
        return self._prints.since_of(self._id)

    def _note_passages(self, one: Kinship) -> None:
        """Note what a text took over; without a passage that can be shown, nothing."""
        _, theirs = self._prints.words_of(one.other.id)
        mine = self._article.text
        shared = passages(mine, theirs) if one.is_smaller else passages(theirs, mine)
        if not shared:
            return
        self._prints.note(replace(self._pair(one), passages=tuple(shared)))
        if one.relation is Relation.REUSE:
            self._look_again(one.other.id)

    def _look_again(self, article_id: int) -> None:
        """See whether what a stored text shares with others makes it a roundup by now."""
        pairs = self._prints.pairs_of(article_id, _PARTLY)
        shares = [(pair, pair.of_small if pair.small == article_id else pair.of_large) for pair in pairs]
        if not is_roundup([share for _, share in shares]):
            return
        for pair, share in shares:
            if share >= PART:
                self._prints.note(replace(pair, relation=Relation.ROUNDUP))
        self._prints.mark(article_id, Relation.ROUNDUP)

    def _declare(self, found: Sequence[Kinship]) -> None:
        """Note that the page calls another site's article the real one, where that is there."""
        claim = self._article.canonical_url
        if not claim or is_front_page(claim) or same_site(claim, self._article.url):
            return
        try:
            other = self._archive.find_article(url_key(claim))
        except BadURL:
            return
        if other is None or other.id == self._id or any(one.other.id == other.id for one in found):
            return
        self._prints.note(
            Pair(small=self._id, large=other.id, relation=Relation.DECLARED_COPY_OF, of_small=0.0, of_large=0.0)
        )
        if parent_of(found) is None:
            self._prints.mark(self._id, Relation.DECLARED_COPY_OF)

    def _pair(self, one: Kinship) -> Pair:
        mine, theirs = (self._id, one.of_newcomer), (one.other.id, one.of_other)
        small, large = (mine, theirs) if one.is_smaller else (theirs, mine)
        return Pair(
            small=small[0],
            large=large[0],
            relation=one.relation,
            of_small=round(small[1], 4),
            of_large=round(large[1], 4),
        )


def _candidate(stored: StoredFingerprint) -> Candidate:
    return Candidate(
        id=stored.id,
        cluster=stored.cluster,
        fingerprint=unpack(stored.samples),
        since=stored.since,
        is_roundup=stored.relation is Relation.ROUNDUP,
    )


def _claim(age: Age) -> Claim:
    return Claim(
        id=age.id,
        first_seen=age.first_seen,
        published=age.published,
        published_raw=age.published_raw,
        published_source=age.published_source,
        agency=age.agency,
    )
