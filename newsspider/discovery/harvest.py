"""What a seed gives, gathered to a bound: the newest links win, problems are counted."""

from __future__ import annotations

import math
from dataclasses import replace
from operator import itemgetter

from newsspider.article import Discovery, Link
from newsspider.text import fold_space, normalise_text
from newsspider.urls import absolute_url

MAX_PROBLEMS = 20
MAX_TITLE_CHARS = 500


class Harvest:
    """Links, seeds and problems of one seed, in its order."""

    def __init__(self, *, max_links: int, max_seeds: int = 1000) -> None:
        self._max_links = max_links
        self._max_seeds = max_seeds
        self._links: dict[str, tuple[float, int, Link]] = {}
        self._oldest_wanted = -math.inf
        self._seeds: dict[str, None] = {}
        self._problems: list[str] = []
        self._unsaid = 0
        self._seen = 0
        self._dropped = 0
        self._is_full = False
        self._seeds_left_out = 0

    def add_link(self, link: Link) -> None:
        """Keep *link* unless its URL is there; over the bound the oldest go, and of equals the last."""
        self._seen += 1
        moment = link.modified or link.published
        seconds = moment.timestamp() if moment else -math.inf
        if link.url in self._links:
            self._complete(link)
        elif self._is_full and seconds <= self._oldest_wanted:
            self._dropped += 1
        else:
            self._links[link.url] = (seconds, -self._seen, link)
            if len(self._links) >= 2 * self._max_links:
                self._drop_oldest()

    def add_seed(self, url: str) -> None:
        """Keep the seed *url* unless it is there."""
        if url not in self._seeds and len(self._seeds) >= self._max_seeds:
            self._seeds_left_out += 1
        else:
            self._seeds.setdefault(url)

    def add_problem(self, problem: str) -> None:
        """Note *problem*, one line without any word of the seed's own; beyond a bound it is only counted."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(problem)
        else:
            self._unsaid += 1

    def discovery(self, *, is_page: bool = False) -> Discovery:
        """Return all that was gathered."""
        self._drop_oldest()
        problems = list(self._problems)
        if self._unsaid:
            problems.append(f"and {self._unsaid} more problems")
        if self._dropped:
            problems.append(
                f"{self._dropped} links over the bound of {self._max_links}: the newest kept, else the first"
            )
        if self._seeds_left_out:
            problems.append(f"{self._seeds_left_out} further seeds over the bound of {self._max_seeds} were left out")
        return Discovery(
            links=tuple(link for _, _, link in self._links.values()),
            seeds=tuple(self._seeds),
            is_page=is_page,
            problems=tuple(problems),
        )

    def _complete(self, link: Link) -> None:
        """Give the link that is there a title, if only its later twin has one."""
        seconds, order, first = self._links[link.url]
        if first.title is None and link.title is not None:
            self._links[link.url] = (seconds, order, replace(first, title=link.title))

    def _drop_oldest(self) -> None:
        surplus = len(self._links) - self._max_links
        if surplus <= 0:
            return
        newest = sorted(self._links.values(), key=itemgetter(0, 1), reverse=True)[: self._max_links]
        self._oldest_wanted = newest[-1][0] if newest else math.inf
        self._is_full = True
        newest.sort(key=itemgetter(1), reverse=True)
        self._links = {kept[2].url: kept for kept in newest}
        self._dropped += surplus


def clean_title(text: str) -> str | None:
    """Return *text* on one line without control codes, at most 500 characters; ``None`` where nothing is left."""
    return fold_space(normalise_text(text[: 10 * MAX_TITLE_CHARS]))[:MAX_TITLE_CHARS].rstrip() or None


def entry_url(base: str, text: str) -> str | None:
    """Return the address that an entry gives; ``None`` where it gives none, or words in place of one."""
    return None if "://" not in text and len(text.split()) > 1 else absolute_url(base, text)
