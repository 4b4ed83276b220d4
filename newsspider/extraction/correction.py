"""What the main-content engine missed and what it should have left out: its result, corrected piece by piece.

The learned model decides. Where it was trained for another trafilatura, declared rules put back what is missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from newsspider.extraction.alignment import KEPT
from newsspider.extraction.completion import missed_pieces
from newsspider.extraction.features import FAR, NAMES, SENTENCE_ENDS, read_rows
from newsspider.extraction.model import Model, load_model
from newsspider.extraction.outline import Node, Piece
from newsspider.extraction.runs import PROSE, answers_below, family_of, is_prose, of_like_make, runs_amid
from newsspider.extraction.stop_lines import stop_of

DROP_BELOW, DROP_BELOW_LONG = 0.5, 0.35
"""What the engine kept stays from this probability on; in a long article less is asked."""
ADD_FROM, ADD_FROM_LONG = 0.5, 0.4
"""The same of what the engine missed. Measured out of fold: wcxb .9445 to .9494, fundus .9753 to .9742."""
DROP_PROSE_BELOW = 0.2
"""What the engine kept of prose stays from this probability on: a paragraph lost weighs more than a line too much."""
TALK_FROM = 0.7
"""What stands where readers talk stays from this probability on."""
HEADING_FROM, MAX_HEADING = 0.08, 150
"""A sub-heading right above a kept paragraph is its own from this probability on, in so many letters."""
HEADING_APART = 0.2
"""The same where it stands in another element; one that was not looked at is likely. Out of fold 26 of 28."""
AMID_ROW, AMID_HEADING, AMID_PARAGRAPH = 0.1, 0.2, 0.2
"""Amid kept prose less is asked: of a row and a sub-heading that the engine kept, of a paragraph that it missed.

Out of fold, pages with more of the article's than of other pieces among them: rows 11 of 12, headings 16 of 19
where they are asked .3, paragraphs 16 of 20; of other paragraphs that the engine kept hardly more than half.
"""
MAX_LABEL = 30
"""Letters before the colon."""
MAX_LINKED, MIN_AMID = 0.3, 25
BARE = 40
"""A page of fewer pieces has next to no furniture: there, too, the engine's word weighs more."""
LONG = 5_000
"""Letters that the engine keeps of a long article: lists, tables and steps, whose pieces say little of themselves."""
CERTAIN = 0.02
"""Where the model would leave less of the kept letters than this share, the engine's word stands."""
MAX_JUDGED = 20_000
"""So many pieces are judged; a page with more is no article, and would cost every one of them."""

LAST_FROM, MIN_BROTHERS, MAX_GAP = 0.05, 3, 2
"""The last prose of all stays from this probability on, where so many kept ones are its brothers, so many pieces on."""
MAX_LAST_LINKED = 0.5
"""Of the last prose a smaller share stands in links: it may name what it told of."""

_SINCE_COMMENTS, _COMMENT_BOX = NAMES.index("since_comments"), NAMES.index("any_comment")
_IS_SUMMARY = NAMES.index("is_summary")
"""Of what repeats the page's own description the model knows nothing: whether it is the lead is told later."""

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_ROWS = frozenset(("tr", "td", "th"))


@dataclass(frozen=True, slots=True)
class Correction:
    """Which pieces are the article's."""

    kept: list[int]
    """Indices, ascending."""
    dropped: list[int]
    """Indices of what the engine had kept."""
    scores: dict[int, float]
    """How likely each piece is part of the article, by the model; those that were not looked at are left out."""


def correct(
    pieces: Sequence[Piece], engine: Sequence[float], titles: Sequence[str], descriptions: Sequence[str]
) -> Correction:
    """Return which of *pieces* are the article's, *engine* telling which share of each the engine kept."""
    model = _chosen()
    found = [index for index, share in enumerate(engine) if share >= KEPT]
    if model is None or len(pieces) > MAX_JUDGED:
        missed = missed_pieces(pieces, set(found), set(), "\n".join(pieces[index].text for index in found))
        return Correction(sorted({*found, *missed}), [], {})
    rows = read_rows(pieces, engine, titles, descriptions)
    scores = {index: model.probability(row) for index, row in zip(rows.indices, rows.rows, strict=True)}
    scores |= _together(pieces, scores)
    asked = _Asked(pieces, engine, found)
    talk = talk_of(pieces, dict(zip(rows.indices, rows.rows, strict=True)), scores)
    told = {index for index, row in zip(rows.indices, rows.rows, strict=True) if row[_IS_SUMMARY]}
    kept = [
        index
        for index, score in scores.items()
        if score >= asked.of(index, may_be_talk=index in talk) or (index in told and engine[index] >= KEPT)
    ]
    kept = sorted({*kept, *amid_prose(pieces, kept, engine, {i: s for i, s in scores.items() if i not in talk})})
    kept = sorted({*kept, *_brothers(pieces, kept, scores)})
    kept = sorted({*kept, *of_like_make(pieces, kept, scores)})
    kept = sorted({*kept, *_sub_headings(pieces, kept, scores)})
    kept = sorted({*kept, *runs_amid(pieces, kept, scores), *answers_below(pieces, kept)})
    kept += last_words(pieces, kept, engine, scores, talk)
    if _letters(pieces, kept) < CERTAIN * _letters(pieces, found):
        kept = found
    return Correction(kept, sorted(set(found) - set(kept)), scores)


class _Asked:
    """How likely a piece has to be part of the article."""

    def __init__(self, pieces: Sequence[Piece], engine: Sequence[float], found: Sequence[int]) -> None:
        self._pieces, self._engine = pieces, engine
        is_long = _letters(pieces, found) > LONG
        self._drop_below, self._add_from = (DROP_BELOW_LONG, ADD_FROM_LONG) if is_long else (DROP_BELOW, ADD_FROM)
        if len(pieces) < BARE:
            self._drop_below = DROP_PROSE_BELOW

    def of(self, index: int, *, may_be_talk: bool) -> float:
        """Return the least probability with which the piece at *index* is kept; readers' talk is prose, too."""
        if may_be_talk:
            return TALK_FROM
        if self._engine[index] < KEPT:
            return self._add_from
        return DROP_PROSE_BELOW if is_prose(self._pieces[index]) else self._drop_below


def talk_of(
    pieces: Sequence[Piece], rows: Mapping[int, Sequence[float]], scores: Mapping[int, float]
) -> frozenset[int]:
    """Return the indices of what stands behind a heading of comments or in a box named so.

    A count of comments above the story begins none, and a name that the story itself stands in says nothing.
    """
    sure = [index for index in rows if scores[index] >= TALK_FROM and is_prose(pieces[index])]
    first = sure[0] if sure else 0
    boxed = [index for index in sure if rows[index][_COMMENT_BOX] > 0]
    tells = 2 * _letters(pieces, boxed) <= _letters(pieces, sure)
    return frozenset(
        index
        for index, row in rows.items()
        if (row[_SINCE_COMMENTS] < FAR and index - row[_SINCE_COMMENTS] > first) or (tells and row[_COMMENT_BOX] > 0)
    )


def _together(pieces: Sequence[Piece], scores: dict[int, float]) -> dict[int, float]:
    """Return the scores of rows and items, none below the mean of its table or list: they stand or fall as one."""
    families: dict[Node, list[int]] = {}
    for index in scores:
        family = family_of(pieces[index].node)
        if family is not None:
            families.setdefault(family, []).append(index)
    means = {family: sum(scores[index] for index in own) / len(own) for family, own in families.items()}
    return {index: max(scores[index], means[family]) for family, own in families.items() for index in own}


def amid_prose(
    pieces: Sequence[Piece], kept: Sequence[int], engine: Sequence[float], scores: dict[int, float]
) -> list[int]:
    """Return rows, sub-headings and paragraphs amid kept prose that are not *kept*, though little speaks against."""
    prose = [index for index in kept if is_prose(pieces[index])]
    if len(prose) < 2:
        return []
    among = set(kept)
    amid = [index for index in scores if prose[0] < index < prose[-1] and index not in among]
    found = [index for index in amid if scores[index] >= _asked_amid(pieces[index], is_found=engine[index] >= KEPT)]
    own = [pieces[index].key for index in kept] if found else []
    return [index for index in found if _is_fitting(pieces[index], own, is_headed=index + 1 in among)]


def _is_fitting(piece: Piece, own: Sequence[str], *, is_headed: bool) -> bool:
    """Return whether a heading has something below it, and a paragraph is no quotation of the *own* ones set large."""
    if piece.element.tag in _HEADINGS:
        return is_headed
    return piece.element.tag in _ROWS or not any(piece.key.strip("„“”\"«»‘’'") in key for key in own)


def _asked_amid(piece: Piece, *, is_found: bool) -> float:
    tag = piece.element.tag
    if is_found:
        return AMID_ROW if tag in _ROWS else AMID_HEADING if tag in _HEADINGS and _is_label(piece) else 1.0
    return AMID_PARAGRAPH if tag == "p" and piece.link_share < MAX_LINKED and len(piece.text) >= MIN_AMID else 1.0


def _brothers(pieces: Sequence[Piece], kept: Sequence[int], scores: dict[int, float]) -> list[int]:
    """Return the items, rows and lines of one label that were looked at and are not *kept*, where most of them are."""
    among = set(kept)
    families: dict[object, list[int]] = {}
    for index in scores:
        family = family_of(pieces[index].node)
        if family is not None:
            families.setdefault(family, []).append(index)
        elif (label := _label_of(pieces[index])) is not None:
            families.setdefault(label, []).append(index)
    most = [own for own in families.values() if sum(index in among for index in own) > len(own) / 2]
    return [index for own in most for index in own if index not in among]


def _label_of(piece: Piece) -> tuple[str, str] | None:
    """Return the label that *piece* begins with, as "Where to watch: the harbour", and its tag."""
    label, colon, _ = piece.text[: MAX_LABEL + 1].partition(":")
    return (label, piece.node.tag) if colon and label.count(" ") <= 3 else None


def _sub_headings(pieces: Sequence[Piece], kept: Sequence[int], scores: dict[int, float]) -> list[int]:
    """Return headings that are not *kept* although they stand right above a kept paragraph; one word may be a label."""
    found = []
    among = set(kept)
    for index in kept:
        above = index - 1
        if above in among or above <= kept[0]:
            continue
        piece = pieces[above]
        is_brother = piece.node.outer in (pieces[index].node.outer, pieces[index].node)
        if is_brother:
            likely = scores.get(above, 0.0) >= HEADING_FROM
        else:
            likely = scores.get(above, 1.0) >= HEADING_APART and " " in piece.text
        if likely and piece.node.tag in _HEADINGS and _is_label(piece) and is_prose(pieces[index]):
            found.append(above)
    return found


def last_words(
    pieces: Sequence[Piece], kept: Sequence[int], engine: Sequence[float], scores: dict[int, float], talk: Set[int]
) -> list[int]:
    """Return the prose behind all that is *kept* that the engine kept beside it, in elements of the same make.

    What stands where readers *talk* is no brother of what does not.
    """
    anchor = _last_of_many(pieces, kept)
    found: list[int] = []
    end = kept[-1] if anchor is not None else len(pieces)
    for index in range(end + 1, len(pieces)):
        if anchor is None or index > end + MAX_GAP:
            break
        is_told = engine[index] >= KEPT and scores.get(index, 0.0) >= LAST_FROM and _ends_like_prose(pieces[index])
        may_be = index not in talk or anchor in talk
        if is_told and may_be and _are_brothers(pieces[anchor].node, pieces[index].node):
            found.append(index)
            end = index
    return found


def _last_of_many(pieces: Sequence[Piece], kept: Sequence[int]) -> int | None:
    """Return the last kept prose with `MIN_BROTHERS` kept ones of its make around it."""
    prose = [index for index in kept if is_prose(pieces[index])]
    for index in prose[: -MIN_BROTHERS - 1 : -1]:
        if sum(_are_brothers(pieces[index].node, pieces[other].node) for other in prose) >= MIN_BROTHERS:
            return index
    return None


def _ends_like_prose(piece: Piece) -> bool:
    return len(piece.text) >= PROSE and piece.link_share < MAX_LAST_LINKED and piece.text[-1] in SENTENCE_ENDS


def _are_brothers(one: Node, other: Node) -> bool:
    """Return whether both stand in the same element, with one tag and one name at least, or without names."""
    if one.outer is not other.outer or one.tag != other.tag:
        return False
    names, others = (node.element.get("class", "").split() for node in (one, other))
    return names == others or not set(names).isdisjoint(others)


def _is_label(piece: Piece) -> bool:
    return len(piece.text) <= MAX_HEADING and piece.link_share < 0.2 and stop_of(piece.text) == 0


_other: list[Path | None] = []


def use_model(path: Path | None) -> None:
    """Judge by the model at *path* from now on, by declared rules where it is ``None``; for measurements."""
    _other[:] = [path]


def _chosen() -> Model | None:
    if not _other:
        return load_model()
    return load_model(_other[0]) if _other[0] is not None else None


def _letters(pieces: Sequence[Piece], indices: Sequence[int]) -> int:
    return sum(len(pieces[index].text) for index in indices)
