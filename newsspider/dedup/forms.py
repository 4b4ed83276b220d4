"""Forms that were filled in twice, told from copies that an editor went over: by what stands in one place of both.

Who copies a story cuts, adds and puts a word for a word here and there. Of a form every name, place and number is
another one each time, and little else: an obituary, a fire brigade's report, the result of a match.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsspider.article import Relation
from newsspider.dedup.fingerprint import Fingerprint
from newsspider.text import SHINGLE_WORDS, shingle_parts

LONGEST = 160
"""Of so many words, or of twice as many letters in scripts without spaces, a form may be."""
MOST_APART = 1.4
"""A form that is so much longer than the other one was not merely filled in."""
LEAST_PLACES, LARGEST_PLACE = 3, 20
FILLED, FILLED_LETTERS = 0.07, 0.05
"""So much of it is filled in; of edited copies of that length, respelled names apart, it is half of that."""
RESPELLED = 0.6
"""Words whose letters are so much alike are one name, spelled in two ways."""
LEAST_NUMBERS = 3
DENSE, SHORT = 25, 150
"""Of forecasts, prices and results every 6th to 20th word is a number, of half of all stories not every 60th."""
SHARED_NUMBERS = 0.5
"""Where both texts have three numbers, half of those of one must be in the other: forecasts, prices, results."""
LEAST_COPIED = 0.7
"""Where more of the smaller text is in the larger, numbers count that stand in one place of both alone."""
LEAST_PIECE = 7.0
"""A form filled in with other names shares pieces of 3 to 6 shingles on average, heavy edits leave 8 and more."""
LONGEST_FILLED = 320
"""Of so many shingles at most a form is whose words are looked at."""
SURELY_COPIED, LONGEST_FORM = 0.75, 400
"""Where more of the smaller is in the larger, or it has more shingles, pieces are not looked at."""
Place = tuple[str, ...]


def is_form(
    newcomer: Fingerprint,
    other: Fingerprint,
    other_id: int,
    relation: Relation,
    smaller: float,
    *,
    hashes: Callable[[int | None], Sequence[int]],
    texts: Callable[[int | None], str],
) -> bool:
    """Return whether both texts are one form, by their numbers, by what they share, and by what stands in its place.

    *smaller* is how much of the smaller one is in the larger; *hashes* and *texts* are as `kinship.kinships` has them.
    """
    has_other_numbers = are_forms(newcomer, other)
    if has_other_numbers and smaller < LEAST_COPIED:
        return True
    if relation is Relation.REUSE:
        return has_other_numbers
    shorter, longer = sorted((newcomer, other), key=lambda one: one.shingles)
    if (smaller < 1.0 and longer.shingles <= LONGEST_FILLED) or has_other_numbers:
        filled = filling(texts(None), texts(other_id))
        if filled is not None and (filled.is_form or has_other_numbers):
            return filled.is_form or filled.has_other_numbers
        if has_other_numbers:
            return True
    if smaller >= SURELY_COPIED or shorter.shingles > LONGEST_FORM:
        return False
    mine, theirs = hashes(None), hashes(other_id)
    return mean_piece(*((mine, theirs) if shorter is newcomer else (theirs, mine))) < LEAST_PIECE


def are_forms(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether both texts are one form, filled in twice: short or full of numbers, and these are others.

    A long story of which an editor corrected every number is one all the same.
    """
    return all(map(_may_be_form, (one, other))) and have_numbers_apart(one.numbers, other.numbers)


def _may_be_form(one: Fingerprint) -> bool:
    return one.shingles <= max(SHORT, DENSE * len(one.numbers))


def mean_piece(one: Sequence[int], other: Collection[int]) -> float:
    """Return of how many shingles in a row a piece of *one* is, on average, that *other* has too; 0 without any.

    >>> mean_piece([1, 2, 3, 4, 5, 6], {1, 2, 5})
    1.5
    """
    theirs = set(other)
    flags = [value in theirs for value in one]
    pieces = sum(flag and not before for flag, before in zip(flags, [False, *flags], strict=False))
    return sum(flags) / pieces if pieces else 0.0


def have_numbers_apart(one: Sequence[int], other: Sequence[int]) -> bool:
    """Return whether both texts have numbers and few of them are the same: one form, filled in twice.

    >>> have_numbers_apart((1, 2, 3, 4), (4, 5, 6)), have_numbers_apart((1, 2), (3, 4))
    (True, False)
    """
    fewer = min(len(one), len(other))
    return fewer >= LEAST_NUMBERS and len(set(one) & set(other)) < SHARED_NUMBERS * fewer


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in both texts at one place each, and is another there."""

    places: tuple[tuple[Place, Place], ...]
    size: int
    """Words or letters of the shorter text."""
    are_letters: bool

    @property
    def is_form(self) -> bool:
        """Whether so much is filled in, in small places."""
        apart = [place for place in self.places if not _is_one(*place)]
        widest = max((len(side) for place in self.places for side in place), default=0)
        if len(apart) < LEAST_PLACES or widest > LARGEST_PLACE * (2 if self.are_letters else 1):
            return False
        filled = sum(min(map(len, place)) for place in apart)
        return filled >= (FILLED_LETTERS if self.are_letters else FILLED) * self.size

    @property
    def has_other_numbers(self) -> bool:
        """Whether three numbers stand where the other text has other numbers."""
        return sum(min(map(_count_numbers, place)) for place in self.places) >= LEAST_NUMBERS


def filling(one: str, other: str) -> Filling | None:
    """Return what is filled in; ``None`` where the texts are too long, or too unlike in length, for one form.

    >>> filled = filling("Ann Lee died at home on Monday.", "Tom Roe died at home on Friday.")
    >>> filled.places
    ((('ann', 'lee'), ('tom', 'roe')), (('monday',), ('friday',)))
    """
    (mine, size), (theirs, other_size) = shingle_parts(one), shingle_parts(other)
    are_letters = size != SHINGLE_WORDS
    shorter, longer = sorted((len(mine), len(theirs)))
    if size != other_size or longer > min(MOST_APART * shorter, LONGEST * (2 if are_letters else 1)):
        return None
    return Filling(tuple(_places(mine, theirs, 4 if are_letters else 2)), shorter, are_letters)


def _places(mine: Sequence[str], theirs: Sequence[str], least: int) -> list[tuple[Place, Place]]:
    """Return what stands between runs of *least* and more that both have, where both have something there."""
    found: list[tuple[Place, Place]] = []
    at, other_at = 0, 0
    for start, other_start, count in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks():
        if least <= count or count == 0:
            place = tuple(mine[at:start]), tuple(theirs[other_at:other_start])
            if all(place):
                found.append(place)
            at, other_at = start + count, other_start + count
    return found


def _is_one(mine: Place, theirs: Place) -> bool:
    """Return whether both are one word, respelled, or one number, in words and in digits."""
    if (_count_numbers(mine) == 0) is not (_count_numbers(theirs) == 0):
        return True
    if any(map(_count_numbers, (mine, theirs))):
        return False
    pairs = zip(mine, theirs, strict=True) if len(mine) == len(theirs) else [(" ".join(mine), " ".join(theirs))]
    return all(SequenceMatcher(None, one, other).ratio() >= RESPELLED for one, other in pairs)


def _count_numbers(place: Place) -> int:
    """Return how many numbers there are; of digits that are letters by themselves, those side by side are one.

    >>> _count_numbers(("on", "4", "may")), _count_numbers(("1", "2", "月", "3"))
    (1, 2)
    """
    flags = [part.isdecimal() for part in place]
    if all(len(part) == 1 for part in place):
        return sum(flag and not before for flag, before in zip(flags, [False, *flags], strict=False))
    return sum(flags)
