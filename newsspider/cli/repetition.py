"""How often a site repeats what its memory took out of an article, for an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from newsspider.archive.site_block import SiteBlock, number_of
from newsspider.explanation import ExplainedBlock, Repetition
from newsspider.extraction.digests import digests_within
from newsspider.repeats import SITE_BLOCK


def with_repetitions(blocks: Iterable[ExplainedBlock], known: Iterable[SiteBlock]) -> tuple[ExplainedBlock, ...]:
    """Return *blocks*, those that the site repeats with how often, as far as its lines *known* still tell.

    A box of several lines is told by the first of them that is found.
    """
    lines = {number_of(line.digest): line for line in known}
    return tuple(
        replace(block, repetition=_repetition(block.text, lines)) if lines and block.rule == SITE_BLOCK else block
        for block in blocks
    )


def _repetition(text: str, lines: Mapping[int, SiteBlock]) -> Repetition | None:
    line = next((lines[digest] for digest in digests_within(text) if digest in lines), None)
    if line is None:
        return None
    return Repetition(pages=line.pages, of=line.of, since=line.first_seen[:10], status=line.status)
