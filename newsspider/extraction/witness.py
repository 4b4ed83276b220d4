"""Who says what of an article: ranked sources of a field, the first valid one believed, the others kept for telling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from newsspider.explanation import AGREES as SAME
from newsspider.explanation import Witness

__all__ = ["RANKED_BELOW", "SAME", "Unfit", "Witness", "choose", "note"]

RANKED_BELOW = "ranked below"

_V = TypeVar("_V")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Unfit:
    """What a judge answers for a value that no field may have."""

    why: str


def choose(
    field: str,
    told: Iterable[tuple[str, _V]],
    judge: Callable[[_V], _T | Unfit],
    witnesses: list[Witness] | None,
) -> tuple[_T | None, str]:
    """Return what *judge* makes of the first fit value in *told*, with its source; ``(None, "")`` where none is fit.

    *told* yields sources and their values, best first, and is asked no further than needed; with *witnesses* every
    source is asked, and each is noted there.

    >>> heard = []
    >>> choose("section", [("meta section", ""), ("json-ld", "City")], lambda text: text or Unfit("is empty"), heard)
    ('City', 'json-ld')
    >>> [(witness.source, witness.why) for witness in heard]
    [('meta section', 'is empty'), ('json-ld', '')]
    """
    won: tuple[_T | None, str] | None = None
    for source, value in told:
        judged = judge(value)
        if isinstance(judged, Unfit):
            note(witnesses, field, source, value, judged.why)
        elif won is None:
            won = judged, source
            note(witnesses, field, source, judged)
            if witnesses is None:
                break
        else:
            note(witnesses, field, source, judged, SAME if judged == won[0] else RANKED_BELOW)
    return won or (None, "")


def note(witnesses: list[Witness] | None, field: str, source: str, value: Any, why: str = "") -> None:
    """Add to *witnesses*, where there is such a list, what *source* says; *why* it lost, empty where it won."""
    if witnesses is not None:
        text = " ".join(spelled(value).split())
        witnesses.append(Witness(field=field, source=source, value=text[:1_000], chosen=not why, why=why))


def spelled(value: Any) -> str:
    """Return *value* as text: the parts of a list joined by commas, the spelling of what has one."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(spelled, value))
    return str(getattr(value, "raw", value))
