"""A reader's words as a search that never fails: what FTS5 would take for syntax is quoted."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsspider.text import has_unspaced_script

HIT_BEGINS, HIT_ENDS = "\x02", "\x03"
"""Stand around a hit in a snippet; no stored text has them."""
_SNIPPET_WORDS = 24
_SNIPPET_LETTERS = 30
_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Query:
    """What must be in an article: all of it."""

    match: str
    """FTS5 expression; empty where nothing is left for the index."""
    parts: tuple[str, ...] = ()
    """Pieces to look for letter by letter: words of scripts without spaces, which the index does not part."""

    def __bool__(self) -> bool:
        return bool(self.match or self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a search found."""

    uid: str
    url: str
    site: str
    title: str | None
    published: str | None
    """UTC, ISO 8601."""
    snippet: str
    """Where it was found, hits between `HIT_BEGINS` and `HIT_ENDS`."""
    rank: float
    """BM25; the smaller the better; 0 where only letters were compared."""

    @property
    def plain_snippet(self) -> str:
        """The snippet without marks."""
        return self.snippet.replace(HIT_BEGINS, "").replace(HIT_ENDS, "")


def read_query(text: str) -> Query:
    """Return the search that *text* asks for: words in any order, "a phrase", begin*; all must be there.

    Empty where *text* has no letter or digit.

    >>> read_query('storm "north coast" vacc* don\\'t col:x').match
    '"storm" "north coast" "vacc" * "don\\'t" "col:x"'
    """
    terms = list(_terms(text.translate(_QUOTES)))
    indexed = [f'"{term}"{" *" * prefix}' for term, prefix in terms if not has_unspaced_script(term)]
    return Query(" ".join(indexed), tuple(term for term, _ in terms if has_unspaced_script(term)))


def _terms(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word or phrase, and whether it is only the beginning of one."""
    for phrase, phrase_star, word in _TERM.findall(text):
        term = (phrase or word.rstrip("*")).replace("\0", " ").strip()
        if any(letter.isalnum() for letter in term):
            yield term, bool(phrase_star) or word.endswith("*")


def search_sql(query: Query, *, newest: bool, originals: bool) -> str:
    """Return the SELECT for *query*: parameters `match`, `part0` and so on, `site`, `since`, `until`, `limit`.

    With *originals* one hit a cluster: its original where that is found, else the best of its copies.
    """
    where = [
        "(:site IS NULL OR site = :site)",
        "(:since IS NULL OR published_day >= :since)",
        "(:until IS NULL OR published_day <= :until)",
        *(f"instr(coalesce(article.title, '') || char(10) || coalesce(article.lead, '') || char(10) || article.text, "
          f":part{number}) > 0" for number in range(len(query.parts))),
    ]  # fmt: skip
    source, rank, snippet = "article", "0.0", "NULL"
    if query.match:
        source = "article_fts JOIN article ON article.id = article_fts.rowid"
        rank = "bm25(article_fts, 5.0, 2.0, 1.0)"
        snippet = f"snippet(article_fts, -1, char({ord(HIT_BEGINS)}), char({ord(HIT_ENDS)}), '…', {_SNIPPET_WORDS})"
        where.insert(0, "article_fts MATCH :match")
    if originals:
        where = [where[0]] * bool(query.match) + [f"article.id IN ({_best_of_clusters(source, rank, where)})"]
    order = "coalesce(published, first_seen) DESC, article.id" if newest or not query.match else "rank, article.id"
    return (
        f"SELECT uid, url, site, article.title, published, article.text, {snippet} AS snippet, {rank} AS rank "
        f"FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT :limit"
    )


def _best_of_clusters(source: str, rank: str, where: Sequence[str]) -> str:
    """Return a SELECT of one article a cluster, of those that *where* finds: the original, else the best one."""
    return (
        "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY cluster_id ORDER BY is_copy, rank, id) AS turn "
        f"FROM (SELECT article.id, cluster_id, relation IS 'copy' AS is_copy, {rank} AS rank "
        f"FROM {source} WHERE {' AND '.join(where)})) WHERE turn = 1"
    )


def hit_of(row: sqlite3.Row, query: Query) -> Hit:
    """Return what a row of `search_sql` found for *query*."""
    values = dict(row)
    text = values.pop("text")
    values["snippet"] = values["snippet"] or _snippet(text, query.parts[0])
    return Hit(**values)


def _snippet(text: str, part: str) -> str:
    """Return the surroundings of *part* in *text*, or the beginning where it stands in the title."""
    at = text.find(part)
    if at < 0:
        return text[: 2 * _SNIPPET_LETTERS]
    end = at + len(part)
    before, after = text[max(0, at - _SNIPPET_LETTERS) : at], text[end : end + _SNIPPET_LETTERS]
    return f"{before}{HIT_BEGINS}{part}{HIT_ENDS}{after}"
