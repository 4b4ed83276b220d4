"""The kept blocks of an article in one cell: the view `kept_block` reads there what `pack` writes.

A block is a JSON list: its letters; its place behind the beginning that all places share, null for none; its score in
per cent; by how much its order moves on, false where that is not known; its form; the letters of the text that were
passed over before it. Defaults at the list's end are left out, so that most blocks take some ten bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence

from newsspider.article import BlockForm, KeptBlock

_BREAK = 2
"""A blank line parts paragraphs."""
_DEFAULTS = (None, None, 1, BlockForm.PARAGRAPH, None)


def pack(blocks: Sequence[KeptBlock]) -> str:
    """Return *blocks*, in the order of the text, as `article_kept.blocks` holds them.

    >>> pack([KeptBlock(start=0, end=9, place="/p[1]", order=0), KeptBlock(start=11, end=15, place="/p[2]", order=1)])
    '{"at":"/p[","blocks":[[9,"1]"],[4,"2]"]]}'
    """
    beginning = os.path.commonprefix([block.place for block in blocks if block.place])  # noqa: RUF071  # letters are meant
    packed = {"at": beginning, "blocks": list(_packed(blocks, len(beginning)))}
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def _packed(blocks: Sequence[KeptBlock], shared: int) -> Iterator[list[object]]:
    order, end = -1, -_BREAK
    for block in blocks:
        values: list[object] = [
            block.place[shared:] if block.place else None,
            None if block.score is None else round(block.score * 100),
            False if block.order is None else block.order - order,
            block.form,
            None if block.start - end == _BREAK else block.start - max(end, 0),
        ]
        while values and values[-1] == _DEFAULTS[len(values) - 1]:
            values.pop()
        yield [block.end - block.start, *values]
        order, end = order if block.order is None else block.order, block.end
