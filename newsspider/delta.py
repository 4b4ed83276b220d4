"""How a text came out of another one: the passages that changed, with their words before and after. Pure.

Texts are compared by paragraphs, and within those that changed by words; in scripts without spaces by letters.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsspider.errors import ArchiveCorruptError
from newsspider.text import count_words, read_json, spaced_words

MOST_PAIRS = 400_000
"""Pieces of one passage times pieces of the other that are compared each with each."""
MOST_PAIRS_IN_ALL = 40_000_000
"""The same of a whole text, so that it takes two seconds at the most."""
ALIKE = 0.3
"""Share of letters that passages have in common, from which on they are compared word by word."""
SHORTEST_SAME = 8
"""Fewer bytes between two changes are told as changed with them: that is shorter, and reads better."""
_PARAGRAPH = re.compile(r"\n*[^\n]+|\n+")

Step = tuple[bool, int, int, int, int]
"""Whether pieces are the same, and which: begin and end in the old text, begin and end in the new one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A passage that changed."""

    place: int
    """Letters (code points) before it in the newer text."""
    old: str
    """Its words before; empty where they were put in."""
    new: str
    """Its words after; empty where they were taken out."""


@dataclass(frozen=True, slots=True)
class Delta:
    """All that changed between two texts; false where nothing did."""

    edits: tuple[Edit, ...] = ()
    """In the order of the newer text."""
    words_added: int = 0
    words_removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.edits)


def delta(old: str, new: str) -> Delta:
    """Return what changed between *old* and *new*.

    >>> delta("The ferry left at six.", "The big ferry left at six.")
    Delta(edits=(Edit(place=3, old='', new=' big'),), words_added=1, words_removed=0)
    """
    changes = list(_changes(old, new))
    return Delta(
        edits=tuple(_joined(changes, new)),
        words_added=sum(count_words(change.new) for change in changes),
        words_removed=sum(count_words(change.old) for change in changes),
    )


def earlier(new: str, edits: Iterable[Edit]) -> str:
    """Return the text that became *new* by *edits*, to the letter.

    Raises `ArchiveCorruptError` where they don't fit it.

    >>> earlier("At seven.", delta("At six.", "At seven.").edits)
    'At six.'
    """
    parts, end = [], 0
    for edit in edits:
        behind = edit.place + len(edit.new)
        if edit.place < end or new[edit.place : behind] != edit.new:
            raise ArchiveCorruptError("a revision does not fit the state that came after it")
        parts += [new[end : edit.place], edit.old]
        end = behind
    return "".join([*parts, new[end:]])


def pack(edits: Iterable[Edit]) -> str:
    """Return *edits* as the archive keeps them: a JSON list of place, old words, new words.

    >>> pack(delta("It left at six.", "It left at seven.").edits)
    '[[10," six."," seven."]]'
    """
    rows = [(edit.place, edit.old, edit.new) for edit in edits]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str) -> tuple[Edit, ...]:
    """Return what `pack` was given; raises `ArchiveCorruptError` for what it never wrote."""
    try:
        return tuple(Edit(int(place), str(old), str(new)) for place, old, new in read_json(packed))
    except (TypeError, ValueError, RecursionError) as error:
        raise ArchiveCorruptError("a revision can't be read") from error


class Patience:
    """How much may still be compared."""

    def __init__(self, pairs: int = MOST_PAIRS_IN_ALL) -> None:
        self._left = pairs

    def lasts_for(self, pairs: int) -> bool:
        """Return whether so many *pairs* may be compared; they count as compared then."""
        if pairs > min(MOST_PAIRS, self._left):
            return False
        self._left -= pairs
        return True


def steps(old: Sequence[str], new: Sequence[str], patience: Patience) -> Iterator[Step]:
    """Yield how the pieces *new* came out of *old*, from the first to the last.

    Of long lists, only what stands once in either ties them together: the time is bounded.
    """
    head, tail = _ends(old, new)
    ends = len(old) - tail, len(new) - tail
    if head:
        yield True, 0, head, 0, head
    yield from _shifted(_compared(old[head : ends[0]], new[head : ends[1]], patience), head, head)
    if tail:
        yield True, ends[0], len(old), ends[1], len(new)


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many pieces at the beginning, and then at the end, are the same."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return head, tail


def _compared(old: Sequence[str], new: Sequence[str], patience: Patience, *, is_gap: bool = False) -> Iterator[Step]:
    if not old or not new:
        yield from ((False, 0, len(old), 0, len(new)),) if old or new else ()
    elif patience.lasts_for(len(old) * len(new)):
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for tag, old_begin, old_end, new_begin, new_end in matcher.get_opcodes():
            yield tag == "equal", old_begin, old_end, new_begin, new_end
    elif not is_gap:
        yield from _between_anchors(old, new, patience)
    else:
        yield False, 0, len(old), 0, len(new)


def _between_anchors(old: Sequence[str], new: Sequence[str], patience: Patience) -> Iterator[Step]:
    """Yield the steps between pieces that stand once in either list and keep their order."""
    begin = (0, 0)
    for anchor in (*_anchors(old, new), (len(old), len(new))):
        gap = _compared(old[begin[0] : anchor[0]], new[begin[1] : anchor[1]], patience, is_gap=True)
        yield from _shifted(gap, *begin)
        begin = anchor[0] + 1, anchor[1] + 1
        if anchor[0] < len(old):
            yield True, anchor[0], begin[0], anchor[1], begin[1]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the longest row of unique pieces that both lists have in the same order."""
    counts, others = Counter(old), Counter(new)
    where = {piece: at for at, piece in enumerate(new) if others[piece] == 1}
    pairs = [(at, where[piece]) for at, piece in enumerate(old) if counts[piece] == 1 and piece in where]
    ends: list[int] = []  # of the rows of each length, the smallest place that one ends at
    last: list[int] = []  # and the number of the pair that it ends with
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    row, number = [], last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _shifted(found: Iterable[Step], old: int, new: int) -> Iterator[Step]:
    for same, old_begin, old_end, new_begin, new_end in found:
        yield same, old + old_begin, old + old_end, new + new_begin, new + new_end


def _changes(old: str, new: str) -> Iterator[Edit]:
    """Yield each run of words that changed."""
    before, after = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    place, patience = 0, Patience()
    for same, old_begin, old_end, new_begin, new_end in steps(before, after, patience):
        passage = "".join(after[new_begin:new_end])
        if not same:
            yield from _words_changed("".join(before[old_begin:old_end]), passage, place, patience)
        place += len(passage)


def _words_changed(old: str, new: str, place: int, patience: Patience) -> Iterator[Edit]:
    """Yield the runs of words that changed between two passages; both as a whole where they have little in common."""
    before, after = spaced_words(old), spaced_words(new)
    found = list(steps(before, after, patience)) if old and new else []
    same = sum(len(word) for same, begin, end, _, _ in found if same for word in before[begin:end])
    if same < ALIKE * max(len(old), len(new)) or not found:
        yield Edit(place, old, new)
        return
    for is_same, old_begin, old_end, new_begin, new_end in found:
        words = "".join(after[new_begin:new_end])
        if not is_same:
            yield Edit(place, "".join(before[old_begin:old_end]), words)
        place += len(words)


def _joined(changes: Iterable[Edit], new: str) -> Iterator[Edit]:
    """Yield *changes*, those as one that next to nothing parts."""
    held: Edit | None = None
    for change in changes:
        if held is not None:
            end = held.place + len(held.new)
            gap = new[end : change.place]
            if len(gap.encode("utf-8", "surrogatepass")) < SHORTEST_SAME:
                held = Edit(held.place, held.old + gap + change.old, held.new + gap + change.new)
                continue
            yield held
        held = change
    if held is not None:
        yield held
