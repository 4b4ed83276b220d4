"""Sites side by side: good ones, whose every story must be stored, and hostile ones; and what a crawl of them costs."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.cron import Operator
from tests.hostileserver import PAGES, ROBOTS, SEEDS, TRANSFERS, HostileSite, Way, WayServer, body, feed_of, in_shares

METER = Path(__file__).parent / "meter"
WORDS = (  # noqa: SIM905 - words, not a list
    "the ferry harbour island captain storm office council bridge school market farmers road water night morning "
    "budget mayor election fishing coast lighthouse engine repair people families teachers nurses builders winter "
    "summer price ticket bread coal wind power cable village town region minister court judge police witness report"
).split()
LARGE_EVERY = 5
"""So often a story comes in a page of several hundred kB."""
LARGE_LINKS = 4_000


@dataclass(frozen=True)
class Story:
    """What a good site publishes."""

    path: str
    title: str
    paragraphs: tuple[str, ...]

    def page(self, *, links: int = 0) -> bytes:
        """Return it as an HTML page with so many links around it."""
        around = "".join(f'<li><a href="/topic/{number}/">Topic {number} of the isle</a>' for number in range(links))
        lines = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        return (
            f"<!DOCTYPE html><html lang=en><head><title>{self.title}</title></head><body><nav><ul>{around}</ul></nav>"
            f"<main><article><h1>{self.title}</h1>{lines}</article></main><footer>All rights reserved</footer></html>"
        ).encode()


def stories(site: str, count: int) -> list[Story]:
    """Return the stories of *site*: the same ones for the same name."""
    chance = random.Random(site)

    def sentence(length: int) -> str:
        return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."

    return [
        Story(
            path=f"/2026/11/{site}-{number}-{'-'.join(chance.choices(WORDS, k=4))}/",
            title=f"{site.capitalize()} {number} {' '.join(chance.choices(WORDS, k=6))}",
            paragraphs=tuple(" ".join(sentence(chance.randint(8, 20)) for _ in range(4)) for _ in range(6)),
        )
        for number in range(count)
    ]


class GoodSite(WayServer):
    """Serves a feed and its stories."""

    def __init__(self, name: str, count: int) -> None:
        self.stories = stories(name, count)
        super().__init__(
            {
                story.path: body(story.page(links=0 if number % LARGE_EVERY else LARGE_LINKS))
                for number, story in enumerate(self.stories)
            }
        )
        self.ways["/feed/"] = body(feed_of([self.url + story.path for story in self.stories]))


@dataclass(frozen=True)
class Neighbourhood:
    """Good and hostile sites that are served; a context manager."""

    good: Mapping[str, GoodSite]
    hostile: Mapping[str, HostileSite]
    open: ExitStack

    @classmethod
    def build(cls, *, good: int, stories: int, hostile: Sequence[HostileSite]) -> Neighbourhood:
        names = [f"isle{number}" for number in range(good)]
        return cls(
            {name: GoodSite(name, stories) for name in names},
            {f"reef{number}": site for number, site in enumerate(hostile)},
            ExitStack(),
        )

    def __enter__(self) -> Self:
        for site in (*self.good.values(), *self.hostile.values()):
            self.open.enter_context(site)
        return self

    def __exit__(self, *_: object) -> None:
        self.open.close()

    @property
    def seeds(self) -> dict[str, list[str]]:
        """Of every site, a hostile one after some good ones."""
        seeds = {name: [f"{site.url}/feed/"] for name, site in self.good.items()}
        return {name: site.seeds for name, site in self.hostile.items()} | seeds

    @property
    def stories(self) -> dict[str, str]:
        """The text of every good story by its URL."""
        return {
            site.url + story.path: "\n\n".join(story.paragraphs)
            for site in self.good.values()
            for story in site.stories
        }


@dataclass(frozen=True)
class Measured:
    """A crawl, what it was to store and what it cost."""

    result: Mapping[str, Any]
    meter: Mapping[str, Any]
    missing: Sequence[str]
    """URLs of good stories that are not in the archive as they were written."""

    @property
    def longest_seconds(self) -> float:
        """CPU time of the longest callback of the event loop."""
        return float(self.meter["longest"][0]["seconds"])


def hostile_sites(
    *,
    transfers: Mapping[str, Way] = TRANSFERS,
    pages: Mapping[str, Way] = PAGES,
    seeds: Mapping[str, Way] = SEEDS,
    robots: Mapping[str, Way] = ROBOTS,
    count: int = 4,
) -> list[HostileSite]:
    """Return *count* sites that share all ways among them, each way followed by a true story."""
    shares = zip(*(in_shares(ways, count) for ways in ({**transfers, **pages}, seeds, robots)), strict=True)
    return [
        HostileSite(stories=_with_stories(f"reef{number}", ways), seeds=seeds, robots=robots)
        for number, (ways, seeds, robots) in enumerate(shares)
    ]


def _with_stories(name: str, ways: Mapping[str, Way]) -> dict[str, Way]:
    """Return *ways* among stories: a site that gives nothing but trouble is soon left alone."""
    true = stories(name, len(ways))
    pairs = zip(ways.items(), ((story.path, body(story.page())) for story in true), strict=True)
    return dict(each for pair in pairs for each in pair)


def crawl(neighbourhood: Neighbourhood, folder: Path, *, within_seconds: float = 120, **lines: Any) -> Measured:
    """Crawl all sites in one run with the meter in it; *lines* go into newsspider.toml."""
    operator = Operator(folder, neighbourhood.seeds)
    operator.configure(**lines)
    figures = folder / "meter.json"
    environment = os.environ | {
        "NEWSSPIDER_METER": str(figures),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(METER), os.environ.get("PYTHONPATH")])),
    }
    done = operator.run("crawl", "--json", env=environment, timeout=within_seconds)
    assert done.stdout, done.stderr
    stored = dict(operator.rows("SELECT url, text FROM article"))
    missing = [url for url, text in neighbourhood.stories.items() if stored.get(url) != text]
    return Measured(json.loads(done.stdout) | {"stderr": done.stderr}, json.loads(figures.read_text()), missing)
