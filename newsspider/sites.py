"""What a run knows of its sites: their pages are read with it, and learned from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsspider.archive.store import Archive
from newsspider.article import Article
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.intake import settle
from newsspider.ledger import Outcome
from newsspider.repeats import Repeats
from newsspider.visit import Visit


class SiteMemory:
    """What each site of a run repeats, as of the last batch that was written.

    The archive is touched in the writer's thread alone; whoever hands out pages only looks things up.
    """

    def __init__(self) -> None:
        self._repeats: dict[str, Repeats] = {}
        self._learning: set[str] = set()
        self._hints: dict[str, Hints] = {}

    def recall(self, archive: Archive, sites: Iterable[str]) -> None:
        """Take from *archive* what is known of *sites*."""
        for site in sites:
            self._repeats[site] = archive.site_blocks.known(site)

    def knows(self, site: str) -> bool:
        """Return whether *site* was recalled."""
        return site in self._repeats

    def hints(self, site: str, hints: Hints) -> Hints:
        """Return *hints* with what is known of *site*."""
        self._hints[site] = hints
        return replace(hints, repeats=self._repeats[site], learns=True)

    def settle(self, archive: Archive, visits: Sequence[Visit]) -> list[Outcome]:
        """Write what *visits* came to, as `newsspider.intake.settle`, and learn of their sites."""
        outcomes = settle(archive, visits)
        sites = {visit.site for visit in visits if isinstance(visit.result, Article)}
        self.recall(archive, sites)
        self._learning |= sites
        return outcomes

    def learning(self) -> list[str]:
        """Return the sites that this run learned of."""
        return sorted(self._learning)

    def hints_again(self, site: str, repeats: Repeats) -> Hints:
        """Return the hints with which a page of *site* was read last, to read one with *repeats* known."""
        return replace(self._hints.get(site, NO_HINTS), repeats=repeats)
