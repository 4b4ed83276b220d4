"""Runs that are the article's for where they stand: tables and lists amid prose, questions with their answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from newsspider.extraction.features import SENTENCE_ENDS
from newsspider.extraction.outline import Node, Piece

PROSE = 80
"""Letters of prose; a sentence ends in it, and it is no link."""
MAX_RUN_LINKED = 0.3
"""Of a table or list of the article a smaller share of the letters stands in links."""
MIN_ITEMS, LIST_FROM = 3, 0.15
"""A list of so many items whose mean probability is so high is the article's where it stands right below a kept piece.

Out of fold 71 of 73 such items, on three pages, and 61 of 62 rows were the article's, on all corpora with its text.
"""
MIN_LIKE, MOST_LIKE, LIKE_FROM = 3, 0.6, 0.2
"""What stands amid so many kept pieces of the same make, which are at least this share of all of that make, is the
article's from this probability on: headings, paragraphs and items. Out of fold 167 of 211 were, and of those
that were not half are names of goods that one page's gold leaves out.
"""
MAKE_DEPTH = 4
"""So many elements, from a piece's own outwards, tell its make by their names and classes."""
MAX_BELOW = 8
"""So many pieces behind the last kept one the questions begin; a form or a button may stand between."""
MAX_QUESTION, MAX_NUMBER, MIN_ANSWERS = 200, 3, 3
"""Letters of a question and of the number above one; prose that answers."""

_STOP = re.compile(r"[.!?…] ")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_OF_ENTRIES = _HEADINGS | {"p", "li"}
_ASKED = re.compile(
    r"\W*(?:faqs?|frequently asked questions?|common questions|questions and answers|häufig(?:e| gestellte) fragen"
    r"|fragen und antworten|preguntas frecuentes|(?:questions fréquentes|foire aux questions)|domande frequenti"
    r"|perguntas frequentes|veelgestelde vragen|vanliga frågor)\b.{0,80}",
    re.IGNORECASE,
)
"""The heading of what readers often ask."""


def is_prose(piece: Piece) -> bool:
    """Return whether *piece* reads like a paragraph of a story."""
    text = piece.text
    return (
        len(text) >= PROSE and piece.link_share < 0.2 and (text[-1] in SENTENCE_ENDS or _STOP.search(text) is not None)
    )


def family_of(node: Node) -> Node | None:
    """Return the table or list that *node* is a row or an item of; ``None`` where it is neither."""
    tag = node.tag
    if tag == "tr":
        return next((outer for outer in node.around() if outer.tag == "table"), None)
    return node.outer if tag == "li" else None


def runs_amid(pieces: Sequence[Piece], kept: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    """Return the rows and items of tables and lists amid kept prose, right below a kept piece, of which none is kept.

    Few letters of them stand in links, and a list is not quite unlikely by the model's *scores*.
    """
    among = set(kept)
    last = next((index for index in reversed(kept) if is_prose(pieces[index])), -1)
    found: list[int] = []
    for above in kept:
        start = above + 1
        if start in among or start >= last:
            continue
        family = family_of(pieces[start].node)
        if family is None or family.start != start:
            continue
        run = range(start, family.end or len(pieces))
        if among.isdisjoint(run) and _is_told(pieces, run, scores):
            found += run
    return found


def _is_told(pieces: Sequence[Piece], run: Sequence[int], scores: Mapping[int, float]) -> bool:
    """Return whether the table or list at *run* reads like one of the text."""
    letters = sum(len(pieces[index].text) for index in run)
    if sum(pieces[index].linked for index in run) >= MAX_RUN_LINKED * letters:
        return False
    is_table = pieces[run[0]].node.tag == "tr"
    return is_table or (len(run) >= MIN_ITEMS and sum(scores.get(index, 0.0) for index in run) >= LIST_FROM * len(run))


def of_like_make(pieces: Sequence[Piece], kept: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    """Return headings, paragraphs and items that are not *kept* amid others of the same make, most of which are.

    Of entries that are made alike one is no less the article's than the others. A heading has something kept below it.
    """
    among = set(kept)
    span = range(kept[0] + 1, kept[-1]) if kept else range(0)
    found = [
        index
        for index in span
        if index not in among and scores.get(index, 0.0) >= LIKE_FROM and pieces[index].node.tag in _OF_ENTRIES
    ]
    if not found:
        return []
    tags = {pieces[index].node.tag for index in found}
    makes = {index: make_of(pieces[index].node) for index in span if pieces[index].node.tag in tags}
    counts, own = Counter(makes.values()), Counter(makes[index] for index in makes if index in among)
    alike = [index for index in found if own[makes[index]] >= max(MIN_LIKE, MOST_LIKE * counts[makes[index]])]
    among.update(alike)
    return [index for index in alike if pieces[index].node.tag not in _HEADINGS or index + 1 in among]


def make_of(node: Node) -> tuple[tuple[str, str], ...]:
    """Return name and class of the node's element and of those around it, `MAKE_DEPTH` in all."""
    around = (node.element, *islice(node.element.iterancestors(), MAKE_DEPTH - 1))
    return tuple((str(element.tag), element.get("class", "")) for element in around)


def answers_below(pieces: Sequence[Piece], kept: Sequence[int]) -> list[int]:
    """Return the heading of what readers often ask, with the questions and answers below it, where none is kept."""
    among = set(kept)
    last = kept[-1] if kept else -1
    for index in range(kept[0] if kept else 0, min(last + MAX_BELOW + 1, len(pieces))):
        piece = pieces[index]
        if index not in among and piece.node.tag in _HEADINGS and _ASKED.fullmatch(piece.text):
            run = list(_run_of_answers(pieces, range(index + 1, len(pieces))))
            if among.isdisjoint(run) and sum(is_prose(pieces[each]) for each in run) >= MIN_ANSWERS:
                return [index, *run]
    return []


def _run_of_answers(pieces: Sequence[Piece], behind: Iterable[int]) -> Iterator[int]:
    """Yield the indices of *behind* as long as they are questions, numbers of such, or prose."""
    for index in behind:
        piece = pieces[index]
        is_question = len(piece.text) <= MAX_QUESTION and piece.text.endswith("?")
        if is_question or is_prose(piece):
            yield index
        elif len(piece.text) > MAX_NUMBER:
            return
