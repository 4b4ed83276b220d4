"""What articles share with others that are there: rows go from the archive to `dedup`, what it finds back.

Runs in the writer's transaction: once a newcomer has its row, once a stored text changed, just before an article goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsspider.archive.cluster import MOST_REPOINTED, Pair
from newsspider.archive.record import NewArticle
from newsspider.archive.store import Archive
from newsspider.article import Article, Relation
from newsspider.dedup.fingerprint import fingerprint, pack, unpack
from newsspider.dedup.kinship import COPIED, COPIED_LARGE, Kinship
from newsspider.errors import BadURL
from newsspider.place import Place
from newsspider.urls import is_front_page, same_site, url_key

MOST_MENDED = 100
"""So many articles are judged anew because one that they were held against changed; of more, the rest stay."""
MOST_LISTED_ANEW = 16
_CLAIM = Relation.DECLARED_COPY_OF


def relate(archive: Archive, ids: Sequence[int], new: Sequence[NewArticle]) -> None:
    """Find what the articles *new*, stored under *ids*, share with others, and write it."""
    with archive.transaction():
        for article_id, newcomer in zip(ids, new, strict=True):
            article = newcomer.article
            place = Place(archive, article_id, (article.lead, article.text))
            _settle_newcomer(archive, place, article_id, article)
            _declare(archive, article_id, article)
            _answer_claims(archive, article_id, newcomer.url_key)


def renew(archive: Archive, article_id: int, article: Article) -> None:
    """Judge a stored article by the words that it has now, and those anew that were held against its former words."""
    with archive.transaction():
        _renew(archive, article_id, article)


def _renew(archive: Archive, article_id: int, article: Article) -> None:
    clusters = archive.clusters
    former = _untie(archive, article_id)
    _drop_print(archive, article_id)
    own = fingerprint(article.lead, article.text) if article.text else None
    place = Place(archive, article_id, (article.lead, article.text))
    among = [pair.other(article_id) for pair in former][:MOST_MENDED]
    found = place.find(own, among=among)
    left: int | None = None
    if not _is_at_home(found, clusters.of(article_id)):
        left = _part(archive, article_id, place)
        found = found if left is None else place.find(own, among=among)
    place.enter(found)
    _note_former(archive, place, article_id, former, found)
    if own is not None:
        place.list_up(own, found)
    clusters.settle([article_id])
    place.look_again(article_id)
    _mend(archive, [article_id, *_lost(archive, article_id, former)] if former else [], left)
    _declare(archive, article_id, article)


def retire(archive: Archive, article_id: int) -> None:
    """Take an article out of the index and out of its cluster, just before its row goes."""
    with archive.transaction():
        archive.fingerprints.forget_words(article_id)
        former = _untie(archive, article_id, with_claims=True)
        _drop_print(archive, article_id)
        left = _part(archive, article_id, Place(archive, article_id))
        archive.clusters.settle([article_id])
        _mend(archive, [pair.other(article_id) for pair in former], left)


def _settle_newcomer(archive: Archive, place: Place, article_id: int, article: Article) -> None:
    own = fingerprint(article.lead, article.text) if article.text else None
    twin = place.twin()
    if twin is not None and archive.fingerprints.get(twin.other.id) is not None:
        place.enter([twin])  # whatever is known of its words is known by their listing
        if own is not None:
            archive.fingerprints.add(article_id, pack(own), [])
        return
    found = place.find(own)
    place.enter(found)
    if own is not None:
        place.list_up(own, found)


def _untie(archive: Archive, article_id: int, *, with_claims: bool = False) -> list[Pair]:
    """Forget what the article shares with others, and return it; what other pages claim of it stays."""
    clusters = archive.clusters
    equal = next((pair for pair in clusters.pairs_of(article_id, [Relation.COPY]) if _is_equal(pair)), None)
    while equal is not None and clusters.repoint(article_id, equal.other(article_id)) == MOST_REPOINTED:
        pass
    found: list[Pair] = []
    relations = tuple(Relation) if with_claims else tuple(each for each in Relation if each is not _CLAIM)
    while pairs := clusters.pairs_of(article_id, relations):
        found += pairs
        for pair in pairs:
            clusters.forget(pair)
    for pair in clusters.pairs_of(article_id, [_CLAIM]):
        if pair.small == article_id:
            clusters.forget(pair)
    return found


def _part(archive: Archive, article_id: int, place: Place) -> int | None:
    """Let the article leave its cluster; return the number that what is left of it has, ``None`` where nothing is."""
    clusters = archive.clusters
    was_original = clusters.original_of(clusters.of(article_id)) == article_id
    left = clusters.part([article_id])
    if left is not None and was_original:
        place.crown_anew(left)
    return left


def _is_at_home(found: Iterable[Kinship], home: int) -> bool:
    return any(one.relation is Relation.COPY and one.other.cluster == home for one in found)


def _note_former(
    archive: Archive, place: Place, article_id: int, former: Iterable[Pair], found: Iterable[Kinship]
) -> None:
    """Note again whom the article is still a copy of, beside the closest."""
    home = archive.clusters.of(article_id)
    were = {pair.other(article_id) for pair in former if pair.relation is Relation.COPY}
    for one in found:
        if one.relation is Relation.COPY and one.other.id in were and archive.clusters.of(one.other.id) == home:
            archive.clusters.note(place.pair(one))


def _lost(archive: Archive, article_id: int, former: Iterable[Pair]) -> list[int]:
    """Return who shares no longer what it shared with the article."""
    now = {(pair.small, pair.large, pair.relation) for pair in archive.clusters.pairs_of(article_id)}
    return [pair.other(article_id) for pair in former if (pair.small, pair.large, pair.relation) not in now]


def _mend(archive: Archive, lost: Sequence[int], left: int | None) -> None:
    """Find another tie for those who lost one; who finds none leaves its cluster, with what hangs on it."""
    if left is not None:
        lost = [*lost, archive.clusters.original_of(left)]
        for member in archive.clusters.first_members(left, limit=MOST_LISTED_ANEW):
            _list_anew(archive, member)
    for turn, each in enumerate(dict.fromkeys(lost)):
        if turn < MOST_MENDED:
            _tie_anew(archive, each)
        else:
            _tie_as_it_was(archive, each)


def _list_anew(archive: Archive, article_id: int) -> None:
    """List a member of a cluster under what no other one is listed under any more."""
    stored = archive.fingerprints.get(article_id)
    if stored is not None:
        own, place = unpack(stored.samples), Place(archive, article_id)
        place.list_up(own, place.find(own))


def _tie_anew(archive: Archive, article_id: int) -> None:
    clusters = archive.clusters
    stored = archive.fingerprints.get(article_id)
    own = None if stored is None else unpack(stored.samples)
    place, home = Place(archive, article_id), clusters.of(article_id)
    original = clusters.original_of(home)
    found = place.find(own, among=[original])
    linked = clusters.linked(article_id)
    if original not in linked:
        tie = next((one for one in found if _is_at_home([one], home) and one.other.id not in linked), None)
        if tie is not None:
            clusters.note(place.pair(tie))
        linked = clusters.linked(article_id)
        if original not in linked:
            clusters.part(linked)
            place.crown_anew(clusters.of(article_id))
            found = place.find(own, among=[original])
    if clusters.original_of(clusters.of(article_id)) == article_id:
        place.enter(_unnoted(archive, article_id, found))
    if own is not None:
        place.list_up(own, found)
    place.look_again(article_id)
    clusters.settle([article_id])


def _unnoted(archive: Archive, article_id: int, found: Sequence[Kinship]) -> list[Kinship]:
    """Return what of *found* is not known yet; no second text that the article would be an excerpt of."""
    pairs = archive.clusters.pairs_of(article_id)
    noted = {pair.other(article_id) for pair in pairs}
    has_parent = any(pair.relation is Relation.EXCERPT_OF and pair.small == article_id for pair in pairs)
    return [
        one
        for one in found
        if one.other.id not in noted and not (has_parent and one.is_smaller and one.relation is Relation.EXCERPT_OF)
    ]


def _tie_as_it_was(archive: Archive, article_id: int) -> None:
    """Let one of very many stay in its cluster unmeasured, as a copy of the original that this has by now."""
    original = archive.clusters.original_of(archive.clusters.of(article_id))
    if original not in archive.clusters.linked(article_id):
        pair = Pair(small=article_id, large=original, relation=Relation.COPY, of_small=COPIED, of_large=COPIED_LARGE)
        archive.clusters.note(pair)
    archive.clusters.settle([article_id])


def _drop_print(archive: Archive, article_id: int) -> None:
    stored = archive.fingerprints.get(article_id)
    if stored is not None:
        archive.fingerprints.drop(article_id, unpack(stored.samples).keys)


def _declare(archive: Archive, article_id: int, article: Article) -> None:
    """Note that the page calls another site's article the real one: where that is there, else once it comes."""
    key = _claimed_key(article.canonical_url, article.url)
    if key is None:
        return
    other = archive.find_article(key)
    if other is None:
        archive.fingerprints.claim(article_id, key)
    else:
        _note_claim(archive, article_id, other.id)


def _answer_claims(archive: Archive, article_id: int, own_key: str) -> None:
    """Note whose pages called the newcomer the real one before it came."""
    for claimant, url, claim in archive.fingerprints.claims(own_key):
        if _claimed_key(claim, url) == own_key:
            _note_claim(archive, claimant, article_id)


def _note_claim(archive: Archive, claimant: int, target: int) -> None:
    """Note a claim, unless the texts themselves say what both are to each other."""
    clusters = archive.clusters
    is_known = any(pair.other(claimant) == target for pair in clusters.pairs_of(claimant))
    if claimant == target or is_known or clusters.of(claimant) == clusters.of(target):
        return
    clusters.note(Pair(small=claimant, large=target, relation=_CLAIM, of_small=0.0, of_large=0.0))
    clusters.settle([claimant])


def _claimed_key(claim: str | None, url: str) -> str | None:
    """Return the identity of another site's article that the page at *url* claims to be a copy of."""
    if not claim or is_front_page(claim) or same_site(claim, url):
        return None
    try:
        return url_key(claim)
    except BadURL:
        return None


def _is_equal(pair: Pair) -> bool:
    return pair.of_small == pair.of_large == 1.0
