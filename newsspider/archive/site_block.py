"""What each site repeats: lines of its pages, on how many of them they stood, and what somebody decided about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsspider.archive.database import Database
from newsspider.article import BlockStatus
from newsspider.errors import UsageError
from newsspider.repeats import LONG_CHARS, NO_REPEATS, Repeats, SiteLine
from newsspider.times import utc_text

LEAST_PAGES = 3
"""A line on fewer pages of its site is nobody's but theirs."""
LEAST_PROSE_PAGES = 5
"""The same for a paragraph."""
SURE_PAGES, SURE_SHARE = 10, 0.8
"""The same for a line in the midst of stories: so many pages, and this share of those since it was first seen."""
RECENT = 30
"""A line that the site's last so many pages lack is not the site's any more."""
SWEPT_AFTER, FORGOTTEN_AFTER = 25, 100
"""So many pages of its site later, a line of one or two pages is swept, and one of more is forgotten."""
SWEEP_EVERY = 10
"""Pages of a site."""
EARLY = 3
"""What one of a site's first pages shows, and later ones repeat, is its frame. Of what comes up later the first article
that has it might be the one that all others copy."""
SETTLED_PAGES = 12
"""From so many on, and nearly all, it is the site's new frame, in its first article, too, unless it is prose."""
OWN_LETTERS = 80
"""A line of so many letters that comes up later stays in its first article for good. However many have it, and though
all have it in one place, it may have been written there and copied ever since; a new frame costs one article a line."""
COPIED = 0.5
"""A page with this share of its own letters on earlier pages, in more than this share of its lines, is a copy, and no
evidence: one line, however long, may be what the site puts below every brief."""
SHORT = 4
"""A line of less than a fourth of the longest one's letters makes no article another."""
MOST_KNOWN = 5_000
"""So many lines of a site are told of, those on most pages."""

_KNOWN = (
    f"pages >= {LEAST_PAGES} AND 2 * pages > site.learned - first_page "
    f"AND site.learned - last_page < {RECENT} AND status = 'auto'"
)
"""Enough pages, half of those since the line was first seen, and one of the last.

Measured by benchmarks/sites.py: see docs/site-memory.md.
"""
_ONCE = (
    f"pages >= {SURE_PAGES} AND first_page <= {EARLY} AND pages >= {SURE_SHARE} * (last_page - first_page + 1) "
    "AND status = 'auto'"
)
"""The site's first frame, as long as it had it: its articles lose that, though another frame came before they were
cleaned."""
_COUNT = """
    INSERT INTO site_block (site, digest, pages, first_page, last_page, first_seen, last_seen)
    VALUES (:site, :digest, 1, :page, :page, :seen, :seen)
    ON CONFLICT (site, digest) DO UPDATE SET pages = pages + 1, last_page = :page,
        first_seen = min(first_seen, :seen), last_seen = max(last_seen, :seen), sample = coalesce(sample, :sample)
"""
_REMEMBER = """
    INSERT INTO site_block (site, digest, pages, first_page, last_page, first_seen, last_seen, sample)
    SELECT name, :digest, 0, learned + 1, learned, :seen, :seen, :sample FROM site WHERE name = :site
    ON CONFLICT (site, digest) DO UPDATE SET sample = coalesce(sample, :sample)
"""
_SWEEP = f"""
    DELETE FROM site_block WHERE site = :site AND status = 'auto'
    AND last_page < :page - iif(pages < {LEAST_PAGES}, {SWEPT_AFTER}, {FORGOTTEN_AFTER})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBlock:
    """One line that a site repeats."""

    digest: str
    """16 hex digits, by which a person names it."""
    pages: int
    of: int
    """How many pages of the site were looked at since it was first seen."""
    first_seen: str
    last_seen: str
    sample: str
    status: BlockStatus
    is_known: bool
    """Whether it is left out of pages now."""

    @property
    def number(self) -> int:
        """The digest as the reader of a page has it."""
        return number_of(self.digest)


class SiteBlocks:
    """The memory of the sites; part of the archive, written with the articles it is learned from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def learn(self, site: str, lines: Sequence[SiteLine], *, seen: datetime) -> bool:
        """Count *lines* of one more article's page; whether they are evidence: those of a copy are not.

        The site must have its row. Call it once an article, and never for another address or state of one.
        """
        if not lines or self._is_copied(site, lines):
            return False
        with self._database.transaction():
            self._database.execute("UPDATE site SET learned = learned + 1 WHERE name = ?", (site,))
            page = self.learned(site)
            common = {"site": site, "page": page, "seen": utc_text(seen)}
            self._database.execute_many(
                _COUNT, [common | {"digest": line.digest, "sample": line.sample} for line in lines]
            )
            if page % SWEEP_EVERY == 0:
                self._database.execute(_SWEEP, common)
        return True

    def learned(self, site: str) -> int:
        """Return how many articles' pages of *site* were counted."""
        row = self._database.execute("SELECT learned FROM site WHERE name = ?", (site,)).fetchone()
        return int(row["learned"])

    def known(self, site: str) -> Repeats:
        """Return what *site* is known to repeat now."""
        return repeats_of(self._database, site)

    def known_once(self, site: str) -> Repeats:
        """Return what *site* is known to repeat now, or repeated in its first frame: for its stored articles."""
        return repeats_of(self._database, site, condition=f"(({_KNOWN}) OR ({_ONCE}))")

    def young(self, site: str) -> dict[int, str]:
        """Return lines that came up in mid-life of *site* and are prose or not settled, and when each was first seen.

        An article that was there by then may be whom the others copy: it keeps them.
        """
        return young_of(self._database, site)

    def uncleaned_since(self, site: str) -> str | None:
        """Return when the oldest line was first seen that is left out by now, and was not of earlier pages."""
        row = self._database.execute(
            "SELECT min(first_seen) AS since FROM site_block JOIN site ON site.name = site_block.site "
            f"WHERE site_block.site = ? AND cleaned = 0 AND (({_KNOWN}) OR ({_ONCE}) OR status <> 'auto')",
            (site,),
        ).fetchone()
        return None if row["since"] is None else str(row["since"])

    def note_cleaned(self, site: str) -> None:
        """Note that earlier articles of *site* are without what is known of it now.

        Of what the first article with it still keeps (`young`), that is not noted before many pages have it.
        """
        with self._database.transaction():
            self._database.execute(
                "UPDATE site_block SET cleaned = 1 FROM site WHERE site.name = site_block.site "
                f"AND site_block.site = ? AND cleaned = 0 AND (({_KNOWN}) OR ({_ONCE}) OR status <> 'auto') "
                f"AND (first_page <= {EARLY} OR pages >= {SETTLED_PAGES} OR status <> 'auto')",
                (site,),
            )

    def remember(self, site: str, lines: Mapping[str, str], *, seen: datetime) -> None:
        """Let *lines* of *site*, by 16 hex digits, be there to be decided, on no page so far where none told them."""
        added = [
            {"site": site, "digest": number_of(digest), "sample": sample, "seen": utc_text(seen)}
            for digest, sample in lines.items()
        ]
        with self._database.transaction():
            self._database.execute_many(_REMEMBER, added)

    def decide(self, site: str, digests: Iterable[str], status: BlockStatus) -> int:
        """Let *status* hold for the lines of *site* that *digests* name, by 16 hex digits; return how many there are.

        Raises `UsageError` for what is no digest or none of the site's.
        """
        changed = 0
        with self._database.transaction():
            for digest in digests:
                cursor = self._database.execute(
                    "UPDATE site_block SET status = ?, cleaned = 0 WHERE site = ? AND digest = ?",
                    (status, site, number_of(digest)),
                )
                if cursor.rowcount == 0:
                    raise UsageError(f"{site} has no block {digest}: `newsspider site {site} blocks` lists them")
                changed += cursor.rowcount
        return changed

    def _is_copied(self, site: str, lines: Sequence[SiteLine]) -> bool:
        longest = max(line.own for line in lines)
        own = {line.digest: line.own for line in lines if SHORT * line.own >= longest > 0}
        places = ", ".join("?" * len(own))
        rows = self._database.execute(
            f"SELECT digest FROM site_block WHERE site = ? AND digest IN ({places})", (site, *own)
        )
        seen = [own[row["digest"]] for row in rows]
        return len(seen) > COPIED * len(own) and sum(seen) >= COPIED * sum(own.values())


def young_of(database: Database | sqlite3.Connection, site: str) -> dict[int, str]:
    """Return `SiteBlocks.young`."""
    rows = database.execute(
        "SELECT digest, first_seen FROM site_block JOIN site ON site.name = site_block.site "
        f"WHERE site_block.site = ? AND first_page > {EARLY} AND {_KNOWN} "
        f"AND NOT (pages >= {SETTLED_PAGES} AND pages >= {SURE_SHARE} * (site.learned - first_page + 1) "
        f"AND coalesce(length(sample), 0) < {OWN_LETTERS})",
        (site,),
    )
    return {row["digest"]: row["first_seen"] for row in rows}


def repeats_of(database: Database | sqlite3.Connection, site: str, *, condition: str = _KNOWN) -> Repeats:
    """Return what *site* is known to repeat now, or by another SQL *condition*."""
    rows = database.execute(
        "SELECT digest, pages, status, learned - first_page + 1 AS of "
        "FROM site_block JOIN site ON site.name = site_block.site "
        f"WHERE site_block.site = ? AND (({condition}) OR status <> 'auto') ORDER BY pages DESC LIMIT ?",
        (site, MOST_KNOWN),
    ).fetchall()
    if not rows:
        return NO_REPEATS
    auto = [row for row in rows if row["status"] == BlockStatus.AUTO]
    sure = (row for row in auto if row["pages"] >= max(SURE_PAGES, SURE_SHARE * row["of"]))
    return Repeats(
        lines=frozenset(row["digest"] for row in auto),
        prose=frozenset(row["digest"] for row in auto if row["pages"] >= LEAST_PROSE_PAGES),
        sure=frozenset(row["digest"] for row in sure),
        dropped=frozenset(row["digest"] for row in rows if row["status"] == BlockStatus.DROP),
        kept=frozenset(row["digest"] for row in rows if row["status"] == BlockStatus.KEEP),
    )


def site_blocks_of(rows: Iterable[Any]) -> list[SiteBlock]:
    """Return the lines that rows of `LIST` tell of."""
    return [
        SiteBlock(
            digest=hex_of(row["digest"]),
            pages=row["pages"],
            of=row["of"],
            first_seen=row["first_seen"],
            last_seen=row["last_seen"],
            sample=row["sample"] or "",
            status=BlockStatus(row["status"]),
            is_known=bool(row["is_known"]),
        )
        for row in rows
    ]


EVERY = (
    "SELECT digest, pages, site.learned - first_page + 1 AS of, first_seen, last_seen, sample, status, "
    f"(({_KNOWN}) AND (pages >= {LEAST_PROSE_PAGES} OR coalesce(length(sample), 0) < {LONG_CHARS}) "
    "OR status = 'drop') AS is_known FROM site_block JOIN site ON site.name = site_block.site "
    "WHERE site_block.site = ? ORDER BY is_known DESC, pages DESC, digest"
)
"""All that a site's memory has."""
LIST = EVERY.replace("ORDER BY", "AND (pages > 1 OR status <> 'auto') ORDER BY")
"""What a person is shown of it."""
BOXES = """
    SELECT text FROM removed_block WHERE site = ?
    AND coalesce((SELECT max(rule = 'site-block') FROM article_removed WHERE block_id = removed_block.id), 1)
"""
"""What was taken out of a site's articles, or from beside them, in one piece, as what it repeats; also what came back
since."""
HAS_LINE = """
    SELECT 1 FROM article WHERE site = :site AND instr(char(10) || text || char(10), char(10) || :line || char(10))
    UNION ALL SELECT 1 FROM removed_block WHERE site = :site AND text = :line LIMIT 1
"""
"""Whether an article of a site has a line, or lost it."""


def hex_of(digest: int) -> str:
    """Return *digest* as 16 hex digits.

    >>> hex_of(-1), number_of("ffffffffffffffff")
    ('ffffffffffffffff', -1)
    """
    return f"{digest & (1 << 64) - 1:016x}"


def number_of(digest: str) -> int:
    """Return the digest of 16 hex digits; raise `UsageError` for anything else."""
    try:
        number = int(digest, 16)
    except ValueError:
        number = -1
    if number < 0 or len(digest) != 16:
        raise UsageError(f"{digest!r} is no block: a block is named by 16 hex digits")
    return number - (1 << 64) if number >> 63 else number
