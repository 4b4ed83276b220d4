"""The time line of a cluster: who ran the story when, and what they made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsspider.archive.reader import Reader
from newsspider.article import Relation
from newsspider.dedup.retelling import FAITHFUL, Retelling, retelling
from newsspider.difference import Mark, Passage, Run, passages
from newsspider.syndication.kinds import RANKS, Direction, Named, Words, claim_of, direction_of, named, shares_of, told
from newsspider.text import fold_space, spaced_words

LONG, AROUND = 16, 8
"""Words in a row that stayed the same, from which on they part two places; words of them that are told with each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a member made of its cluster's original."""

    is_same_text: bool
    has_other_title: bool
    words_added: int
    words_removed: int
    cut: float
    """Share of the original that stood in paragraphs of which nothing is left, 0 to 1."""
    own_paragraphs: tuple[str, ...]
    """Paragraphs that the original has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Named):
    """An article of a cluster."""

    is_original: bool
    hours_later: float
    """After the original; less than 0 where it is older, and the original was chosen otherwise."""
    agency: str | None
    """Whom it credits."""
    share: float | None
    """How much of it is in the original, 0 to 1; ``None`` for the original, and where words are withheld."""
    share_of_original: float | None
    change: Change | None
    """``None`` for the original, and where words are withheld."""
    diff: tuple[Passage, ...] | None = None
    """The changed places of lead and text in order, where that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Below(Named):
    """An article that took words from a member of a cluster, or shares some, and is no copy."""

    relation: Relation
    direction: Direction
    """Seen from this article."""
    member: str
    """The member's uid."""
    share: float
    """How much of this article is in the member, 0 to 1."""
    share_of_member: float

    @property
    def told(self) -> str:
        """What this article is to the member, in words."""
        return told(self.relation, self.direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """A cluster: who ran the story when."""

    id: int
    original: str
    """Its uid."""
    reason: str | None
    """`published` or `first-seen`: which time made it the original; ``None`` where that was not noted."""
    confidence: float | None
    """0 to 1."""
    articles: int
    sites: int
    members: tuple[Member, ...]
    """Oldest first."""
    more: int
    """Members beyond the limit."""
    below: tuple[Below, ...]
    more_below: int


def time_line(reader: Reader, name: str, *, limit: int = 100, with_diff: bool = False) -> TimeLine:
    """Return the cluster of that number, or of the article *name*; errors as `Reader.cluster`."""
    rows = reader.cluster(name)
    members = sorted(rows.members, key=lambda each: (claim_of(each).until, each["id"]))
    original = next(each for each in members if each["id"] == rows.cluster["original_id"])
    shown = members[:limit]
    words = reader.texts([original["id"], *(each["id"] for each in shown)])
    below = _below(rows.around)
    return TimeLine(
        id=rows.cluster["id"],
        original=original["uid"],
        reason=rows.cluster["reason"],
        confidence=rows.cluster["confidence"],
        articles=len(members),
        sites=len({each["site"] for each in members}),
        members=tuple(_member(each, original, words, with_diff=with_diff) for each in shown),
        more=len(members) - len(shown),
        below=tuple(below[:limit]),
        more_below=max(0, len(below) - limit),
    )


def _member(
    row: Mapping[str, Any],
    original: Mapping[str, Any],
    words: Mapping[int, Words],
    *,
    with_diff: bool,
) -> Member:
    old, new = words[original["id"]], words[row["id"]]
    is_original = row["id"] == original["id"]
    is_same_text = row["text_hash"] == original["text_hash"]
    is_comparable = not is_original and (is_same_text or bool(old[1] and new[1]))
    of_copy, of_original = shares_of(new, old, is_same_text=is_same_text) if is_comparable else (None, None)
    later = claim_of(row).until - claim_of(original).until
    return Member(
        **named(row),
        is_original=is_original,
        hours_later=round(later.total_seconds() / 3600, 1),
        agency=row["agency"],
        share=of_copy,
        share_of_original=of_original,
        change=_change(row, original, _retelling(old, new, is_same_text=is_same_text)) if is_comparable else None,
        diff=_diff(old, new) if with_diff and is_comparable else None,
    )


def _retelling(old: Words, new: Words, *, is_same_text: bool) -> Retelling:
    return FAITHFUL if is_same_text else retelling(_paragraphs(old), _paragraphs(new))


def _change(row: Mapping[str, Any], original: Mapping[str, Any], retold: Retelling) -> Change:
    return Change(
        is_same_text=row["text_hash"] == original["text_hash"],
        has_other_title=_plain(row["title"]) != _plain(original["title"]),
        words_added=retold.words_added,
        words_removed=retold.words_removed,
        cut=round(retold.cut, 4),
        own_paragraphs=retold.own,
    )


def _diff(old: Words, new: Words) -> tuple[Passage, ...]:
    """Return the changed places with the words around them; where paragraphs begin does not count, as sites differ."""
    before, after = (fold_space(_paragraphs(words)) for words in (old, new))
    return tuple(place for passage in passages(before, after) for place in _places(passage))


def _places(passage: Passage) -> Iterator[Passage]:
    """Yield *passage* in pieces, parted in the middle of what stayed the same for long."""
    piece: list[Run] = []
    for run in passage:
        words = spaced_words(run.text)
        if run.mark is not Mark.SAME or len(words) <= LONG:
            piece.append(run)
            continue
        if piece:
            yield (*piece, replace(run, text=f"{''.join(words[:AROUND])} …"))
        piece = [replace(run, text=f"… {''.join(words[-AROUND:]).lstrip()}", gap="")]
    if any(run.mark is not Mark.SAME for run in piece):
        yield tuple(piece)


def _below(rows: list[dict[str, Any]]) -> list[Below]:
    """Return the articles around a cluster, each with the member that it is closest to."""
    closest = sorted(
        rows, key=lambda each: (RANKS[Relation(each["relation"])], -each["share_of_other"], each["member_id"])
    )
    first = {row["id"]: row for row in reversed(closest)}
    found = [_one_below(row) for row in first.values()]
    return sorted(found, key=lambda each: (RANKS[each.relation], each.since, each.uid))


def _one_below(row: Mapping[str, Any]) -> Below:
    relation = Relation(row["relation"])
    member = {"id": row["member_id"]}
    of_member = direction_of(relation, member, row, original_id=0)
    turned = {Direction.FROM: Direction.TO, Direction.TO: Direction.FROM, Direction.BOTH: Direction.BOTH}
    return Below(
        **named(row),
        relation=relation,
        direction=turned[of_member],
        member=row["member_uid"],
        share=row["share_of_other"],
        share_of_member=row["share"],
    )


def _paragraphs(words: Words) -> str:
    return "\n\n".join(filter(None, words))


def _plain(title: str | None) -> str:
    return fold_space(title or "").casefold()
