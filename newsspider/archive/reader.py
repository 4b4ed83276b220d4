"""Readers: search, show, counts. They can't write, need no lock and import neither Scrapy nor trafilatura."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsspider.archive.faults import system_fault, told_plainly
from newsspider.archive.identity import Age, age_of, connect_reader
from newsspider.archive.part import MISSING
from newsspider.archive.query import Hit, hit_of, read_query, search_sql
from newsspider.archive.reextraction import Candidate, candidates, count_candidates
from newsspider.archive.relatives import ClusterRows, Relatives, cluster_rows, relatives, texts
from newsspider.archive.revision import told, told_whole
from newsspider.archive.row import KEPT, REMOVED, REMOVED_IN_ORDER, article_of, cells_of
from newsspider.archive.site_block import BOXES, EVERY, HAS_LINE, LIST, SiteBlock, repeats_of, site_blocks_of, young_of
from newsspider.article import Article
from newsspider.errors import BadURL, NoInputError, NoPermissionError, UsageError
from newsspider.repeats import NO_REPEATS, Repeats
from newsspider.urls import url_key

_UID_LENGTH = 16
_SHORTEST_PREFIX = 4
_MOST_NAMED = 20
"""Sites that are told of."""


_SAMPLES = """
    SELECT uid FROM (
        SELECT uid, published, row_number() OVER (PARTITION BY site ORDER BY published DESC, id) AS turn FROM article
    )
    ORDER BY turn, published DESC LIMIT ?
"""

_CHANGED = """
    SELECT uid FROM (
        SELECT article_id AS id, max(replaced) AS at FROM revision GROUP BY article_id
        UNION ALL SELECT id, withdrawn_at FROM article WHERE withdrawn_at IS NOT NULL
    ) JOIN article USING (id)
    GROUP BY uid ORDER BY max(at) DESC, uid LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCounts:
    """How much the archive has of a site."""

    site: str
    articles: int
    originals: int
    words: int
    first_day: str | None
    last_day: str | None
    due: int
    """URLs that wait for a visit."""


class Reader:
    """An open archive that can't be changed."""

    def __init__(self, path: Path) -> None:
        """Open the archive at *path*; raises `NoInputError` where there is none, and what `age_of` raises."""
        if not _is_file(path) or age_of(path) is Age.EMPTY:
            raise NoInputError(
                f"no archive at {path}: run `newsspider crawl` or `newsspider demo` first, or name one with --archive"
            )
        self.path = path
        with self._told_plainly():
            self._connection = connect_reader(path)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The read-only connection, for exports."""
        return self._connection

    def search(
        self,
        text: str,
        *,
        limit: int = 20,
        site: str | None = None,
        since: str | None = None,
        until: str | None = None,
        newest: bool = False,
        originals: bool = False,
    ) -> list[Hit]:
        """Return the articles that have all words of *text*, best first; with *newest*, latest first.

        With *originals* one hit a cluster: its original where that is among them, else the best of its copies.

        *since* and *until* are days as `published_day` has them, both included. Any *text* is allowed; one without a
        letter or digit finds nothing.
        """
        query = read_query(text)
        if not query:
            return []
        sql = search_sql(query, newest=newest, originals=originals)
        parameters = {"match": query.match, "limit": limit, "site": site, "since": since, "until": until}
        parameters |= {f"part{number}": part for number, part in enumerate(query.parts)}
        with self._told_plainly():
            return [hit_of(row, query) for row in self._connection.execute(sql, parameters)]

    def copies(self, hits: Sequence[Hit]) -> dict[str, int]:
        """Return of how many other articles each hit shares the cluster, by uid."""
        with self._told_plainly():
            return {hit.uid: self._connection.execute(_COUNT_OTHERS, (hit.uid,)).fetchone()[0] for hit in hits}

    def show(self, name: str) -> dict[str, Any]:
        """Return everything on one article: its row, and `aliases`, `revisions`, `relations`, `removed`, `opt_outs`.

        *name* is a uid, the beginning of one (four digits or more), or a URL, also one that is now an alias.
        Raises `NoInputError` where there is none, `UsageError` where several begin so.
        """
        with self._told_plainly():
            article_id = self._find(name)
            (row,) = self._rows("SELECT * FROM article WHERE id = ?", article_id)
            return row | {
                "aliases": self._rows(_ALIASES, article_id),
                "revisions": self._revisions(row),
                "relations": self._rows(_RELATIONS, article_id),
                "removed": self._rows(REMOVED, article_id),
                "opt_outs": self._rows(_OPT_OUTS, article_id) if self._has("opt_out") else [],
            }

    def missing_parts(self, name: str) -> list[dict[str, Any]]:
        """Return `url`, `state`, `reason` of the pages of an article that are not there; *name*, errors as in `show`.

        State and reason are those of the frontier, ``None`` where it does not know the page.
        """
        with self._told_plainly():
            article_id = self._find(name)
            return self._rows(MISSING, article_id) if self._has("article_part") else []

    def article(self, name: str) -> Article:
        """Return an article with its blocks, as its latest page gave it; *name* and errors as in `show`.

        An archive from before blocks were kept gives those that were removed, without their order.
        """
        with self._told_plainly():
            article_id = self._find(name)
            (row,) = self._rows("SELECT * FROM article WHERE id = ?", article_id)
            is_explained = self._has("kept_block")
            kept = self._rows(KEPT, article_id) if is_explained else []
            removed = self._rows(REMOVED_IN_ORDER if is_explained else REMOVED, article_id)
        return article_of(row, kept, removed)

    def relatives(self, name: str) -> Relatives:
        """Return who shares text with an article; *name* and errors as in `show`."""
        with self._told_plainly():
            return relatives(self._connection, self._find(name))

    def cluster(self, name: str) -> ClusterRows:
        """Return the cluster of that number, or of the article *name*; errors as in `show`.

        A number that is both, a cluster's and the beginning of a uid, is the cluster's.
        """
        with self._told_plainly():
            is_number = name.isascii() and name.isdigit() and len(name) < _UID_LENGTH
            found = cluster_rows(self._connection, int(name)) if is_number else None
            if found is None:
                article = relatives(self._connection, self._find(name)).article
                found = cluster_rows(self._connection, article["cluster_id"])
        assert found is not None
        return found

    def texts(self, ids: Sequence[int]) -> dict[int, tuple[str | None, str]]:
        """Return lead and text of those articles, by `article.id`."""
        with self._told_plainly():
            return texts(self._connection, ids)

    def candidates(
        self, name: str | None = None, *, site: str | None = None, since: datetime | None = None
    ) -> Iterator[Candidate]:
        """Yield the articles with words that can be read again: the one of *name* as in `show`, or those of *site*."""
        with self._told_plainly():
            yield from candidates(
                self._connection, only=None if name is None else self._find(name), site=site, since=since
            )

    def count_candidates(self, *, site: str | None = None, since: datetime | None = None) -> int:
        """Return how many articles `candidates` yields."""
        with self._told_plainly():
            return count_candidates(self._connection, site=site, since=since)

    def repeats(self, site: str) -> Repeats:
        """Return what *site* is known to repeat."""
        with self._told_plainly():
            return repeats_of(self._connection, site) if self._has("site_block") else NO_REPEATS

    def young_lines(self, site: str) -> dict[int, str]:
        """Return which of these are not settled yet, and when each was first seen; see `SiteBlocks.young`."""
        with self._told_plainly():
            return young_of(self._connection, site) if self._has("site_block") else {}

    def samples(self, count: int) -> list[str]:
        """Return the uids of *count* articles, newest first, of as many sites as there are."""
        rows = self._connection.execute(_SAMPLES, (count,))
        with self._told_plainly():
            return [row["uid"] for row in rows]

    def changed(self, count: int) -> list[str]:
        """Return the uids of *count* articles that were edited or withdrawn, those first that were so last."""
        with self._told_plainly():
            return [row["uid"] for row in self._connection.execute(_CHANGED, (count,))]

    def sites(self) -> list[SiteCounts]:
        """Return what the archive has of each site, by name."""
        with self._told_plainly():
            return [SiteCounts(**row) for row in self._connection.execute(_SITES)]

    def hosts(self) -> dict[str, str]:
        """Return the host of each site that a run declared, with its port where that is not the usual one."""
        with self._told_plainly():
            return {row["name"]: row["host"] for row in self._connection.execute("SELECT name, host FROM site")}

    def time_zone(self, site: str) -> str | None:
        """Return the IANA name that *site*'s spider declared last; ``None`` where none did, or the archive is older."""
        with self._told_plainly():
            rows = list(self._connection.execute("SELECT * FROM site WHERE name = ?", (site,)))
            return rows[0]["time_zone"] if rows and "time_zone" in rows[0].keys() else None  # noqa: SIM118

    def site_blocks(self, site: str, *, is_every: bool = False) -> list[SiteBlock]:
        """Return the lines that *site* is known to repeat, those first that are left out, then by pages.

        With *is_every* also what one page alone has. Raises `NoInputError` where the archive has no such site; an older
        archive has none of its lines.
        """
        with self._told_plainly():
            names = sorted(row["name"] for row in self._connection.execute("SELECT name FROM site"))
            if site not in names:
                others = f": there is {', '.join(names[:_MOST_NAMED])}" if names else ""
                raise NoInputError(f"no site {site!r} in {self.path}{others}{', …' * (len(names) > _MOST_NAMED)}")
            asked = EVERY if is_every else LIST
            return site_blocks_of(self._connection.execute(asked, (site,))) if self._has("site_block") else []

    def site_boxes(self, site: str) -> list[str]:
        """Return the words of each piece that was taken out of pages of *site* as what it repeats."""
        with self._told_plainly():
            rows = self._connection.execute(BOXES, (site,)) if self._has("removed_block") else ()
            return [row["text"] for row in rows]

    def has_line(self, site: str, line: str) -> bool:
        """Return whether an article of *site* has the *line*, or had it before it was taken out."""
        with self._told_plainly():
            asked = {"site": site, "line": line}
            return self._has("removed_block") and self._connection.execute(HAS_LINE, asked).fetchone() is not None

    def site_blocks_around(self, name: str) -> list[SiteBlock]:
        """Return the lines that the site of an article is known to repeat; *name* and errors as in `show`."""
        with self._told_plainly():
            (row,) = self._rows("SELECT site FROM article WHERE id = ?", self._find(name))
            return site_blocks_of(self._connection.execute(LIST, (row["site"],))) if self._has("site_block") else []

    def history(self, name: str) -> dict[str, Any]:
        """Return an article's row with its `revisions`, oldest first, and `trivial_edits`; otherwise as `show`."""
        with self._told_plainly():
            article_id = self._find(name)
            (row,) = self._rows("SELECT * FROM article WHERE id = ?", article_id)
            trivial = self._rows(_TRIVIAL_EDITS, article_id) if self._has("trivial_edit") else []
            return row | {"revisions": self._revisions(row), "trivial_edits": trivial}

    def _revisions(self, article: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the earlier states of *article*, whole; an older archive has them so."""
        rows = [dict(row) for row in self._connection.execute(_REVISIONS, (article["id"],))]
        return told(article, rows) if not rows or "text_edits" in rows[0] else told_whole(article, rows)

    def _find(self, name: str) -> int:
        found = self._ids_by_url(name) if _looks_like_url(name) else self._ids_by_uid(name.lower())
        if not found:
            raise NoInputError(f"no article {name!r} in {self.path}: `newsspider search WORDS` shows uids")
        if len(found) > 1:
            raise UsageError(f"{name!r} is the beginning of several uids: {', '.join(sorted(found))}")
        return next(iter(found.values()))

    def _has(self, table: str) -> bool:
        """Say whether the archive is of a version that has *table*."""
        return self._connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is not None

    def _ids_by_url(self, url: str) -> dict[str, int]:
        try:
            key = url_key(url if "://" in url else f"http://{url}")
        except BadURL:
            return {}
        rows = self._connection.execute(_BY_KEY, {"key": key})
        return {row["uid"]: row["id"] for row in rows}

    def _ids_by_uid(self, prefix: str) -> dict[str, int]:
        if not _SHORTEST_PREFIX <= len(prefix) <= _UID_LENGTH:
            return {}
        rows = self._connection.execute(_BY_UID, {"from": prefix, "to": prefix + "g"})
        return {row["uid"]: row["id"] for row in rows}

    def _rows(self, sql: str, article_id: int) -> list[dict[str, Any]]:
        cursor = self._connection.execute(sql, [article_id] * sql.count("?"))
        return [cells_of(row) for row in cursor]

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        with told_plainly(self.path):
            yield


def _is_file(path: Path) -> bool:
    """Say whether a file is at *path*; raises `NoPermissionError` where that can't be seen."""
    try:
        return path.is_file()
    except OSError as error:
        fault = system_fault(error, path)
        if isinstance(fault, NoPermissionError):
            raise fault from error
        return False


def _looks_like_url(name: str) -> bool:
    return "/" in name or "." in name


_BY_KEY = """
    SELECT id, uid FROM article WHERE url_key = :key
    UNION SELECT article.id, article.uid FROM url_alias JOIN article ON article.id = article_id
    WHERE url_alias.url_key = :key
"""
_BY_UID = """
    SELECT id, uid FROM article WHERE uid >= :from AND uid < :to
    UNION SELECT article.id, article.uid FROM url_alias JOIN article ON article.id = article_id
    WHERE url_alias.uid >= :from AND url_alias.uid < :to
    LIMIT 6
"""
_ALIASES = "SELECT uid, url, reason, seen FROM url_alias WHERE article_id = ? ORDER BY seen, url"
_REVISIONS = "SELECT * FROM revision WHERE article_id = ? ORDER BY replaced, id"
_TRIVIAL_EDITS = "SELECT cause, times, first_seen, last_seen FROM trivial_edit WHERE article_id = ? ORDER BY cause"
_RELATIONS = """
    SELECT similarity.relation, iif(small_id = ?, 'smaller', 'larger') AS side, other.uid, other.url, other.site,
        other.title, other.published, containment_small, containment_large, passages
    FROM similarity JOIN article AS other ON other.id = iif(small_id = ?, large_id, small_id)
    WHERE small_id = ? OR large_id = ? ORDER BY other.published, other.url_key
"""
_COUNT_OTHERS = "SELECT count(*) - 1 FROM article WHERE cluster_id = (SELECT cluster_id FROM article WHERE uid = ?)"
_OPT_OUTS = "SELECT source, signal, policy_url FROM opt_out WHERE article_id = ? ORDER BY source, signal"
_SITES = """
    SELECT site, count(*) AS articles, sum(relation IS NULL) AS originals, sum(words) AS words,
        min(published_day) AS first_day, max(published_day) AS last_day,
        (SELECT count(*) FROM url WHERE url.site = article.site AND state = 'due') AS due
    FROM article GROUP BY site ORDER BY site
"""
