"""Which addresses are one article's: claims of pages, confirmed by their texts.

A page's claim alone proves nothing: whole sites call their front page canonical, and templates repeat one address on
every page. Two addresses are one article's where the one claims the other, or both claim a third, on one site, and
their texts are the same in the main.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsspider.archive.record import StoredArticle
from newsspider.archive.store import Archive
from newsspider.article import Access, Article
from newsspider.dedup.fingerprint import fingerprint, whole_text
from newsspider.dedup.forms import have_numbers_apart
from newsspider.dedup.retelling import shares
from newsspider.errors import BadURL
from newsspider.kin import renew, retire
from newsspider.text import text_hash, words
from newsspider.urls import is_front_page, same_site, url_key

CONFIRMED, CONFIRMED_LARGE = 0.8, 0.5
"""Share of the smaller and of the larger text that is in the other: AMP and print pages leave out what stands aside."""
ALIKE = 0.5
"""Share of the words of the shorter headline that are in the longer one, where two pages may be of one article."""
MOST_COMPARED = 5
"""So many texts are compared where all pages of a site claim one address."""
OG_URL = "og:url"
"""What names the address that the page says it stands at; other names are of lesser addresses."""
_OPENNESS = (Access.PAYWALLED, Access.TEASER, Access.FREE)


@dataclass(frozen=True, slots=True)
class Marks:
    """By what an article is known: its identity, the ones that its page claims and names, its text."""

    key: str
    claims: tuple[str, ...]
    """Addresses that its page says it stands at: rel=canonical first, then og:url."""
    text_hash: str
    named: frozenset[str] = frozenset()
    """Lesser addresses that its page names: shortlink, AMP page, mobile page."""

    @property
    def all(self) -> set[str]:
        """Any of them, which another article may share."""
        return {self.key, self.text_hash, *self.named, *self.claims}

    @property
    def canonical(self) -> str:
        """The first claim; the address itself where there is none."""
        return self.claims[0] if self.claims else self.key


def marks_of(article: Article) -> Marks:
    """Return by what *article* is known; may raise `BadURL`."""
    claims = [claimed_key(article.canonical_url, article.url)]
    claims += [url_key(url) for url, name in article.addresses if name == OG_URL]
    return Marks(
        key=url_key(article.url),
        claims=tuple(dict.fromkeys(filter(None, claims))),
        text_hash=text_hash(article.text),
        named=frozenset(url_key(url) for url, name in article.addresses if name != OG_URL),
    )


def names_of(article: Article) -> list[tuple[str, str]]:
    """Return pairs of an address's identity and how *article*'s page calls it the article's, too."""
    return [(url_key(url), name) for url, name in article.addresses]


def are_titles_alike(one: str | None, other: str | None) -> bool:
    """Return whether both may be headlines of pages of one article; true where a page has none.

    >>> are_titles_alike("The bridge of Khamdang", "The bridge of Khamdang (2/3)"), are_titles_alike("Storm", "Harvest")
    (True, False)
    """
    sets = [{word for word in words((title or "").casefold()) if not word.isdigit()} for title in (one, other)]
    shorter, longer = sorted(sets, key=len)
    return not shorter or len(shorter & longer) >= ALIKE * len(shorter)


def claimed_key(claim: str | None, url: str) -> str | None:
    """Return the identity of the address that the page at *url* claims, where the claim deserves a look."""
    if not claim or is_front_page(claim) or not same_site(claim, url):
        return None
    try:
        return url_key(claim)
    except BadURL:
        return None


def twins_of(archive: Archive, article: Article, marks: Marks, alike: Iterable[StoredArticle]) -> list[StoredArticle]:
    """Return the stored articles that *article* is, at another address; *alike* are those of the same text."""
    claimed = [archive.find_article(key) for key in (*marks.claims, *sorted(marks.named)) if key != marks.key]
    claimants = archive.addresses.claimants(marks.key, filter(None, [article.url, article.canonical_url]))
    found = {each.id: each for each in (*filter(None, claimed), *claimants, *alike) if each.url_key != marks.key}
    claims = [each for _, each in sorted(found.items()) if _is_claimed(archive, article, marks, each)]
    same = [each for each in claims if each.text_hash == marks.text_hash]
    other = [each for each in claims if each not in same and are_titles_alike(each.title, article.title)]
    return same + [each for each in other[:MOST_COMPARED] if is_confirmed(each, article)]


def is_confirmed(stored: StoredArticle, article: Article) -> bool:
    """Return whether both texts are the same in the main."""
    if stored.text_hash == text_hash(article.text):
        return True
    if not stored.text or not article.text:
        return False
    one, other = whole_text(stored.lead, stored.text), whole_text(article.lead, article.text)
    smaller, larger = sorted(shares(one, other), reverse=True)
    if smaller < CONFIRMED or larger < CONFIRMED_LARGE:
        return False
    prints = fingerprint(stored.lead, stored.text), fingerprint(article.lead, article.text)
    return prints[0] is None or prints[1] is None or not have_numbers_apart(prints[0].numbers, prints[1].numbers)


def is_another(stored: StoredArticle, article: Article, marks: Marks) -> bool:
    """Return whether *article*, at an address that is held for an alias of *stored*, is one of its own by now.

    So a template that names one address on all pages keeps no article away.
    """
    if marks.canonical == stored.url_key or not stored.text or not article.text:
        return False
    return not is_confirmed(stored, article) and max(_shares(stored, article)) < CONFIRMED_LARGE


def unite(
    archive: Archive, twins: Sequence[StoredArticle], article: Article, marks: Marks, *, bare: Article, now: datetime
) -> int:
    """Let *article* and its *twins* be one article, at the address that is claimed; return its row.

    *bare* is what may be kept of it.
    """
    home = next((each for each in twins if _is_at(archive, each, marks)), None)
    if home is None and any(_is_lesser(archive, each, marks) for each in twins):
        head = twins[0]
        _move(archive, head, article, marks, bare=bare, now=now)
    else:
        head = home or twins[0]
        archive.add_alias(article.url, article_id=head.id, reason=_how(archive, marks, head), seen=now)
    for each in twins:
        if each.id != head.id:
            fold_twin(archive, each.id, head.id, reason="canonical", seen=now)
    return head.id


def name_again(archive: Archive, stored: StoredArticle, article: Article, *, now: datetime) -> None:
    """Note addresses that the stored article's page names by now; articles that stood there, and are this one, go."""
    names = dict(names_of(article))
    fresh = names.keys() - archive.addresses.names(stored.id).keys()
    archive.addresses.name(stored.id, [(key, names[key]) for key in sorted(fresh)])
    for key in sorted(fresh):
        other = archive.find_article(key)
        if other is None or other.id == stored.id or other.url_key != key or names[key] == OG_URL:
            continue
        if same_site(other.url, stored.url) and is_confirmed(other, article):
            fold_twin(archive, other.id, stored.id, reason=names[key], seen=now)


def fold(archive: Archive, article_id: int, into: int, *, reason: str, seen: datetime) -> None:
    """Let a stored article be an alias of another one: it leaves its cluster and the index, and its row goes."""
    retire(archive, article_id)
    archive.fold(article_id, into, reason=reason, seen=seen)


def fold_twin(archive: Archive, article_id: int, into: int, *, reason: str, seen: datetime) -> None:
    """Fold an article into one that it is, with what it was before the other one was seen."""
    archive.succeed(article_id, into)  # first: whose cluster the former leaves knows by then how old the other one is
    fold(archive, article_id, into, reason=reason, seen=seen)


def _move(
    archive: Archive, head: StoredArticle, article: Article, marks: Marks, *, bare: Article, now: datetime
) -> None:
    """Let the stored article stand at the newcomer's address, with its words unless these are fewer."""
    archive.adopt(head, bare, url_key=marks.key, seen=now)
    archive.reservations.keep(head.id, article.opt_outs)
    if bare.text != article.text:
        archive.reservations.withhold(head.id)
    elif not head.text:
        archive.reservations.give_back(head, article, seen=now)
        renew(archive, head.id, article)
    elif head.text_hash != marks.text_hash and not _is_part(head, article):
        archive.recleaning.rewrite(head.id, article)
        renew(archive, head.id, article)


def _is_part(head: StoredArticle, article: Article) -> bool:
    return not article.complete or _OPENNESS.index(article.access) < _OPENNESS.index(head.access)


def _is_claimed(archive: Archive, article: Article, marks: Marks, stored: StoredArticle) -> bool:
    """Say whether one side claims the other, or both a third; the page's own word for its shortlink counts."""
    if not same_site(article.url, stored.url):
        return False
    if _is_at(archive, stored, marks) or stored.url_key in marks.named:
        return True
    if marks.key in archive.addresses.names(stored.id):
        return True
    return claimed_key(stored.canonical_url, stored.url) in {marks.key, marks.canonical}


def _is_at(archive: Archive, stored: StoredArticle, marks: Marks) -> bool:
    """Return whether the article stands where the newcomer says that it stands, also as an alias."""
    found = (archive.find_article(key) for key in marks.claims if key != marks.key)
    return any(each is not None and each.id == stored.id for each in found)


def _is_lesser(archive: Archive, stored: StoredArticle, marks: Marks) -> bool:
    """Return whether the newcomer's address is nearer to the canonical one."""
    if claimed_key(stored.canonical_url, stored.url) == marks.key or stored.url_key in marks.named:
        return True
    return archive.addresses.names(stored.id).get(marks.key) == OG_URL


def _how(archive: Archive, marks: Marks, head: StoredArticle) -> str:
    """Return how the newcomer's address is told to be the article's."""
    return archive.addresses.names(head.id).get(marks.key, "canonical")


def _shares(stored: StoredArticle, article: Article) -> tuple[float, float]:
    return shares(whole_text(stored.lead, stored.text), whole_text(article.lead, article.text))
