"""What a site's memory takes: 10,000 pages replayed, 400 of each of 25 sites, in runs as a cron job has them.

python benchmarks/memory.py                 rows, bytes and CPU a page, and how they grow; about five minutes
python benchmarks/memory.py --pages 2000    fewer pages
python benchmarks/memory.py --write         the tables go into benchmarks/RESULTS.md

Pages are made as they are read, each site by a template of its own; their words are those of the corpora, shuffled, or
made up where there are none. Exits with 1 where a page leaves more rows, or takes more CPU, than it may.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from corpora import FETCHED, are_there, rows_of
from results import write_section
from site_replay import read_page
from tables import markdown

from newsspider import cleaning
from newsspider.archive.record import SiteInfo
from newsspider.archive.site_block import SiteBlocks
from newsspider.archive.store import Archive
from newsspider.article import Article, Page
from newsspider.extraction import body
from newsspider.extraction.hints import NO_HINTS
from newsspider.repeats import Repeats
from newsspider.sites import SiteMemory
from newsspider.visit import Visit

SITES = 25
A_RUN = 20
"""New pages of each site in one run."""
A_BATCH = 10
"""Pages of a site that are read with the same knowledge."""
CURVE = (1_000, 2_000, 5_000, 10_000)
MOST_LEARN = 0.95
"""Share of the pages that must have taught something: else they measure nothing."""
MOST_ROWS, MOST_MS = 40, 4.0
"""What a page may leave in the memory, and take on top of its parse."""
SOURCES = ("dragnet", "wcxb")
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "da", "fe", "gi", "lo", "mu", "na", "pe", "ri", "so")
STEPS = ("digests", "pruning", "look-up", "learning, in SQLite", "re-cleaning")
INTRODUCTION = f"""## Sites: what their memory takes

{{pages:,}} pages of {SITES} sites in runs of {A_RUN} new pages a site, each written in batches of {A_BATCH} and cleaned
at its end, raw pages at hand. Rows and bytes are those of `site_block` with its indexes; what it may be: {MOST_ROWS}
rows, {MOST_MS:.0f} ms. Written by `python benchmarks/memory.py --write`."""
HEAD = ["pages", "rows a page", "bytes a page", "archive, bytes a page", *(f"{step}, ms" for step in STEPS), "sum, ms"]


class Words:
    """Paragraphs that no page has twice: of the corpora, their words shuffled, or made up."""

    def __init__(self) -> None:
        texts = [row.get("text") or "" for corpus in SOURCES for row in rows_of(corpus)] if are_there() else []
        lines = (line for text in texts for line in text.split("\n") if line.isprintable())
        found = [escape(line).split() for line in lines]
        made = Random(1)
        self._models = [words for words in found if 15 <= len(words) <= 120] or [
            ["".join(made.choices(SYLLABLES, k=made.randint(1, 4))) for _ in range(made.randint(15, 120))]
            for _ in range(2_000)
        ]

    def paragraph(self, chance: Random, most: int = 120) -> str:
        """Return another paragraph, of *most* words at most."""
        words = chance.choice(self._models)[:most]
        return " ".join(chance.sample(words, len(words))).capitalize().rstrip(".,:;") + "."

    def title(self, chance: Random) -> str:
        """Return another headline."""
        return self.paragraph(chance, 9).rstrip(".")


class Publisher:
    """A site whose pages are made as they are asked for: the same for the same number."""

    def __init__(self, number: int, words: Words) -> None:
        chance = Random(f"site {number}")
        self.name = f"site-{number}"
        self._words = words
        self._menu = "".join(f"<li><a href=/{n}>{words.title(chance)[:18]}</a>" for n in range(chance.randint(8, 30)))
        self._frame = [words.paragraph(chance, 30) for _ in range(4)]
        self._labels = [words.title(chance)[:24] for _ in range(8)]
        self._lines = chance.randint(3, 25)

    def page(self, number: int) -> Page:
        """Return its page of that number: a frame, a story, teasers of others, replies of readers."""
        chance = Random(f"{self.name} {number}")
        title, words = self._words.title(chance), self._words
        story = "".join(f"<p>{words.paragraph(chance)}</p>" for _ in range(chance.randint(4, 14)))
        teasers = "".join(
            f"<li><a href=/t{each}>{words.title(Random(f'{self.name} {each} title'))}</a>"
            for each in range(max(0, number - self._lines), number)
        )
        replies = "".join(
            f"<div class=comment><b>{words.title(chance)[:14]}</b><p>{words.paragraph(chance, 25)}</p></div>"
            for _ in range(chance.randint(0, 12))
        )
        frame, labels = self._frame, [f"<span>{label}</span>" for label in self._labels]
        html = (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title} - {self.name}</title></head><body>"
            f"<div class=bar><p>{frame[0]}</p></div><ul class=menu>{self._menu}</ul><main><article><h1>{title}</h1>"
            f"<div class=meta>{labels[0]} {1 + number % 28} May 2026</div>{story}<p>{frame[1]}</p></article>"
            f"<div class=box><h3>{self._labels[1]}</h3><p>{frame[2]}</p><p>{labels[2]}</p></div>"
            f"<div class=more><h3>{self._labels[3]}</h3><ul>{teasers}</ul></div>"
            f"<div class=replies><h3>{chance.randint(0, 99)} {self._labels[4]}</h3>{replies}</div></main>"
            f"<footer><p>{frame[3]}</p>{''.join(f'<div>{label}</div>' for label in labels[5:])}</footer></body></html>"
        )
        moment = FETCHED - timedelta(days=400) + timedelta(days=number // A_RUN, minutes=number % A_RUN)
        url = f"https://{self.name}.example/2026/story-{number}"
        return Page(url=url, body=html.encode(), fetched=moment)


class Clock:
    """CPU seconds of each step, counted where the step is called."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._is_running = False

    def counted(self, step: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return *call*, whose time is counted for *step*."""

        def timed(*arguments: Any, **named: Any) -> Any:
            if self._is_running:  # a page read anew is pruned as part of the re-cleaning
                return call(*arguments, **named)
            self._is_running, begin = True, time.process_time()
            try:
                return call(*arguments, **named)
            finally:
                self._is_running = False
                self.seconds[step] += time.process_time() - begin

        return timed

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count the steps meanwhile."""
        places: Sequence[tuple[Any, str, str]] = (
            (body, "lines_of", STEPS[0]),
            (body, "prune", STEPS[1]),
            (SiteMemory, "recall", STEPS[2]),
            (SiteBlocks, "learn", STEPS[3]),
            (cleaning, "clean_site", STEPS[4]),
        )
        with ExitStack() as stack:
            for place, name, step in places:
                stack.enter_context(patch.object(place, name, self.counted(step, getattr(place, name))))
            yield


def run_of(archive: Archive, publisher: Publisher, numbers: Sequence[int]) -> None:
    """Do what a run does that finds pages of those *numbers*."""
    memory, pages = SiteMemory(), {}
    memory.recall(archive, [publisher.name])
    for start in range(0, len(numbers), A_BATCH):
        visits = []
        for number in numbers[start : start + A_BATCH]:
            page = pages[publisher.page(number).url] = publisher.page(number)
            result = read_page(page, memory.hints(publisher.name, NO_HINTS))
            visits.append(Visit(site=publisher.name, url=page.url, now=page.fetched, page=page, result=result))
        with archive.transaction():
            memory.settle(archive, visits)

    def reread(site: str, article: Article, _: datetime, repeats: Repeats) -> Future[Article] | None:
        number = int(article.url.rpartition("-")[2])
        result = read_page(publisher.page(number), memory.hints_again(site, repeats))
        if not isinstance(result, Article):
            return None
        again: Future[Article] = Future()
        again.set_result(result)
        return again

    cleaning.clean_site(publisher.name, lambda question: question(archive), reread=reread)


def taken(path: Path, clock: Clock, pages: int) -> list[float]:
    """Return what *pages* pages took, a page: rows, bytes, bytes of the archive, ms of each step, their sum."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (rows,) = database.execute("SELECT count(*) FROM site_block").fetchone()
        (own,) = database.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'site_block'").fetchone()
        (whole,) = database.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
        (learned,) = database.execute("SELECT sum(learned) FROM site").fetchone()
    if learned < MOST_LEARN * pages:
        raise SystemExit(f"only {learned:,} of {pages:,} pages taught anything: they are no articles")
    steps = [1_000 * clock.seconds[step] / pages for step in STEPS]
    return [rows / pages, own / pages, whole / pages, *steps, sum(steps)]


def measured(pages: int) -> list[list[float]]:
    """Return for each number of pages on the curve that number, and what so many took."""
    words, clock, told = Words(), Clock(), []
    publishers = [Publisher(number, words) for number in range(SITES)]
    sites = [SiteInfo(name=publisher.name, host=f"{publisher.name}.example") for publisher in publishers]
    with tempfile.TemporaryDirectory() as folder, clock.watching():
        path = Path(folder) / "memory.db"
        with closing(Archive.open(path)) as archive:
            archive.begin_run(command="bench", sites=sites, started=FETCHED)
            for start in range(0, pages // SITES, A_RUN):
                for publisher in publishers:
                    run_of(archive, publisher, range(start, start + A_RUN))
                done = SITES * (start + A_RUN)
                if done in CURVE or done >= pages:
                    told.append([float(done), *taken(path, clock, done)])
                    print(dict(zip(HEAD, told[-1], strict=True)), file=sys.stderr, flush=True)
    return told


def table(rows: Sequence[Sequence[float]]) -> str:
    """Return *rows* as a table: counts whole, milliseconds with two digits."""
    return markdown(
        HEAD,
        (
            [f"{done:,.0f}", f"{lines:.1f}", f"{own:,.0f}", f"{whole:,.0f}", *(f"{each:.2f}" for each in ms)]
            for done, lines, own, whole, *ms in rows
        ),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=CURVE[-1], help="pages of all sites together")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args()
    rows = measured(options.pages)
    text = f"{INTRODUCTION.format(pages=options.pages)}\n\n{table(rows)}"
    print(text)
    if options.write:
        write_section("sites: memory", text)
    return 1 if rows[-1][1] > MOST_ROWS or rows[-1][-1] > MOST_MS else 0


if __name__ == "__main__":
    sys.exit(main())
