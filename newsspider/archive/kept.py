"""The kept blocks of an article in one cell: the view `kept_block` reads there what `pack` writes.

Blocks whose places differ in their last number alone, and that are of one form, are kin; what they share is written
once. A block is a JSON list: its letters; the last number of its place, 0 for none; its score in per cent; its kin; by
how much its order moves on, false where that is not known; the letters of the text that were passed over before it.
Defaults at the list's end are left out, so that most blocks take some ten bytes.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence

from newsspider.article import BlockForm, KeptBlock

_BREAK = 2
"""A blank line parts paragraphs."""
_DEFAULTS = (0, None, 0, 1, None)
_Kin = tuple[str, BlockForm]


def pack(blocks: Sequence[KeptBlock]) -> str:
    """Return *blocks*, in the order of the text, as `article_kept.blocks` holds them.

    >>> pack([KeptBlock(start=0, end=9, place="/p[1]", order=0), KeptBlock(start=11, end=15, place="/p[2]", order=1)])
    '{"at":"/p[","kin":[[""]],"blocks":[[9,1],[4,2]]}'
    """
    kins = [kin for kin, _ in Counter(_kin_of(block) for block in blocks).most_common()]
    beginning = os.path.commonprefix([head for head, _ in kins if head])  # noqa: RUF071  # letters are meant
    packed = {
        "at": beginning,
        "kin": [_packed_kin(kin, len(beginning)) for kin in kins],
        "blocks": list(_packed(blocks, {kin: number for number, kin in enumerate(kins)})),
    }
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def _kin_of(block: KeptBlock) -> _Kin:
    return block.place[: -len(_nth(block)) - 1] if _nth(block) else block.place, block.form


def _nth(block: KeptBlock) -> str:
    """Return the digits at the end of the place, ``12`` of ``/p[12]``; empty where there are none."""
    _, bracket, number = block.place.removesuffix("]").rpartition("[")
    is_number = block.place.endswith("]") and bracket and number.isascii() and number.isdigit()
    return number if is_number and not number.startswith("0") else ""


def _packed_kin(kin: _Kin, shared: int) -> list[str | None]:
    head, form = kin
    return [head[shared:] if head else None, *([] if form is BlockForm.PARAGRAPH else [form])]


def _packed(blocks: Sequence[KeptBlock], numbers: dict[_Kin, int]) -> Iterator[list[int | bool | None]]:
    order, end = -1, -_BREAK
    for block in blocks:
        values: list[int | bool | None] = [
            int(_nth(block) or 0),
            None if block.score is None else round(block.score * 100),
            numbers[_kin_of(block)],
            False if block.order is None else block.order - order,
            None if block.start - end == _BREAK else block.start - max(end, 0),
        ]
        while values and values[-1] == _DEFAULTS[len(values) - 1]:
            values.pop()
        yield [block.end - block.start, *values]
        order, end = order if block.order is None else block.order, block.end
