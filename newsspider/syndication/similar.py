"""Who shares text with an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsspider.archive.reader import Reader
from newsspider.archive.relatives import Relatives
from newsspider.article import Relation
from newsspider.dedup.passages import passages
from newsspider.syndication.kinds import RANKS, Direction, Named, Words, claim_of, direction_of, named, shares_of, told


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """A passage of an article's text that stands in another one's, too; offsets as Python counts letters."""

    start: int
    end: int
    other_start: int
    other_end: int
    text: str
    """As the article has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative(Named):
    """An article that shares text with the one that was asked for."""

    relation: Relation
    direction: Direction
    is_paired: bool
    """Whether the two were held against each other; else they are of one cluster."""
    share: float
    """How much of the article is in the relative, 0 to 1."""
    share_of_other: float
    """How much of the relative is in the article."""
    is_same_text: bool
    passages: tuple[SharedPassage, ...] = ()

    @property
    def told(self) -> str:
        """What the article that was asked for is to this one, in words."""
        return told(self.relation, self.direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar(Named):
    """An article and its relatives."""

    cluster_id: int
    relation: Relation | None
    """What it is to another one; ``None`` for an original."""
    relatives: tuple[Relative, ...]
    more: int
    """Relatives beyond the limit."""


def similar(reader: Reader, name: str, *, limit: int = 100, with_passages: bool = True) -> Similar:
    """Return the article *name* and who shares text with it, closest relation first; errors as `Reader.show`.

    Members of its cluster are told, too, where the two were never held against each other.
    """
    rows = reader.relatives(name)
    found = _ranked(rows)
    ids = [rows.article["id"], *(each["id"] for each in found[:limit])]
    words = reader.texts(ids) if with_passages or any("share" not in each for each in found[:limit]) else {}
    return Similar(
        **named(rows.article),
        cluster_id=rows.article["cluster_id"],
        relation=None if rows.article["own_relation"] is None else Relation(rows.article["own_relation"]),
        relatives=tuple(_relative(rows, each, words, with_passages=with_passages) for each in found[:limit]),
        more=max(0, len(found) - limit),
    )


def _ranked(rows: Relatives) -> list[dict[str, Any]]:
    """Return the pairs, then those that are relatives over others; each article once."""
    paired = {each["id"]: each for each in rows.paired}
    others = [each for each in rows.members if each["id"] != rows.article["id"] and each["id"] not in paired]
    found = [*rows.paired, *({**each, "relation": Relation.COPY} for each in others)]
    return sorted(
        found,
        key=lambda each: (
            RANKS[Relation(each["relation"])],
            "share" not in each,
            each["id"] != rows.original_id,
            claim_of(each).until,
            each["id"],
        ),
    )


def _relative(
    rows: Relatives, other: Mapping[str, Any], words: Mapping[int, Words], *, with_passages: bool
) -> Relative:
    relation = Relation(other["relation"])
    article = rows.article
    is_same_text = article["text_hash"] == other["text_hash"]
    is_paired = "share" in other
    mine, theirs = words.get(article["id"], (None, "")), words.get(other["id"], (None, ""))
    of_mine, of_theirs = (
        (other["share"], other["share_of_other"]) if is_paired else shares_of(mine, theirs, is_same_text=is_same_text)
    )
    return Relative(
        **named(other),
        relation=relation,
        direction=direction_of(relation, article, other, original_id=rows.original_id),
        is_paired=is_paired,
        share=of_mine,
        share_of_other=of_theirs,
        is_same_text=is_same_text,
        passages=_passages(mine[1], theirs[1]) if with_passages else (),
    )


def _passages(mine: str, theirs: str) -> tuple[SharedPassage, ...]:
    return tuple(
        SharedPassage(**each._asdict(), text=mine[each.start : each.end])
        for each in (passages(mine, theirs) if mine and theirs else ())
    )
