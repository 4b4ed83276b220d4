"""What the index costs where it is flooded: ten thousand copies of one notice, of one form, and texts made to clog it.

python benchmarks/copies_flood.py             all floods, ten thousand articles each
python benchmarks/copies_flood.py --most 1000

Of each it tells CPU and steps of SQLite's machine that one article takes, early and late, and how long `similar` and
`cluster` take at the end, and how much they say.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from copied import BATCH, Text, newcomer

from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.kin import relate, renew
from newsspider.syndication.similar import similar
from newsspider.syndication.timeline import time_line
from newsspider.text import json_of

WORDS = [f"word{at}" for at in range(5_000)]
STEPS = 100
"""SQLite tells of its steps by so many."""
MEASURED = 50
SIZES = (100, 1_000, 10_000)
FORM = (
    "The forecast for station {}: a high of {} degrees and a low of {}. Winds of up to {} kilometres an hour are "
    "expected in exposed places, with gusts of {}. The national weather institute asks the public to follow its "
    "notices and to avoid the coast in rough seas. Rain of {} millimetres fell in the past day. The next forecast is "
    "issued at six o'clock tomorrow morning, and warnings are repeated every three hours on all channels."
)
OTHER_WORDS = (
    "{} {}, of {}, died peacefully at home on {}, surrounded by family. A funeral service will be held at the church "
    "of {} on {}, with burial to follow. Family and friends may call one hour before the service. In lieu of flowers, "
    "donations may be made to the hospice of {}. The family wishes to thank the nurses for their kindness. "
    "Arrangements are in the care of {} and Sons."
)


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def _notice(at: int) -> str:
    """One notice, with a paragraph of the paper's own."""
    return _words(Random(1), 300) + "\n\n" + _words(Random(10 + at), 40)


def _equal(_: int) -> str:
    return _words(Random(2), 300)


def _form(at: int) -> str:
    random = Random(at)
    return FORM.format(at, *(random.randrange(1, 400) / 10 for _ in range(5)))


def _names(at: int) -> str:
    random = Random(at)
    return OTHER_WORDS.format(*(random.choice(WORDS) + random.choice(WORDS) for _ in range(8)))


def _parts(at: int) -> str:
    """A part of one story and more of its own: what quotes, and what wants to make the story's hashes tell nothing."""
    random, story = Random(at), Random(3).choices(WORDS, k=2_000)
    begin = random.randrange(1_900)
    return _words(random, 100) + " " + " ".join(story[begin : begin + 100]) + " " + _words(random, 100)


FLOODS: dict[str, Callable[[int], str]] = {
    "one notice, a paragraph of their own": _notice,
    "one text, word for word": _equal,
    "one form, other numbers": _form,
    "one form, other names": _names,
    "parts of one story": _parts,
}


HUGE: dict[str, Callable[[int], str]] = {
    "5 MB of other words": lambda at: _words(Random(at), 600_000),
    "5 MB of one sentence": lambda at: f"The ferry number {at} sails at six o'clock in the morning. " * 90_000,
    "5 MB without a blank": lambda at: "".join(Random(at).choices("abcdefgh", k=5_000_000)),
    "5 MB of Chinese letters": lambda at: "".join(map(chr, Random(at).choices(range(0x4E00, 0x9FFF), k=1_700_000))),
}


def text_of(at: int, words: str, sites: int) -> Text:
    host = f"paper{at % sites}.example"
    return Text(id=at, group="", kind="", language="", text=words, host=host, hours=at % 2_000, is_odd=True)


@dataclass(slots=True)
class Cost:
    """What `relate` took."""

    seconds: float = 0.0
    steps: int = 0
    articles: int = 0

    @contextmanager
    def counted(self, archive: Archive) -> Iterator[None]:
        connection = archive._database._connection
        connection.set_progress_handler(self._step, STEPS)
        begin = process_time()
        try:
            yield
        finally:
            self.seconds += process_time() - begin
            self.articles += 1
            connection.set_progress_handler(None, 0)

    def _step(self) -> int:
        self.steps += STEPS
        return 0

    def __str__(self) -> str:
        return f"{1000 * self.seconds / self.articles:.2f} / {self.steps // self.articles:,}"


def flood(name: str, make: Callable[[int], str], most: int, sites: int) -> None:
    """Print a line: what an article costs after 100, 1,000 and so on, then a change of the first one, the commands."""
    cells: list[str] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "newsspider.db"
        with Archive.open(path) as archive:
            at = 0
            for stop in SIZES:
                _store(archive, make, range(at, min(most, stop - MEASURED)), sites)
                cost = _store(archive, make, range(stop - MEASURED, stop), sites) if stop <= most else None
                cells.append("" if cost is None else str(cost))
                at = stop
            first = archive._database.execute("SELECT id FROM article WHERE url LIKE '%/0'").fetchone()["id"]
            changed, cost = newcomer(text_of(0, make(most + 1), sites)).article, Cost()
            with archive.transaction(), cost.counted(archive):
                renew(archive, first, changed)
            cells.append(str(cost))
            clusters = archive._database.execute("SELECT count(DISTINCT cluster_id) AS n FROM article").fetchone()["n"]
            sql = "SELECT max(n) AS n FROM (SELECT count(*) AS n FROM fingerprint_key GROUP BY key)"
            longest = archive._database.execute(sql).fetchone()["n"]
        cells += _commands(path, sites)
    print(f"| {name}, {sites} sites | {' | '.join(cells)} | {clusters:,} | {longest} |", flush=True)


def _store(archive: Archive, make: Callable[[int], str], numbers: Sequence[int], sites: int) -> Cost:
    cost = Cost()
    for at in range(0, len(numbers), BATCH):
        with archive.transaction():
            for each in numbers[at : at + BATCH]:
                new = [newcomer(text_of(each, make(each), sites))]
                stored = archive.add_articles(new)
                with cost.counted(archive):
                    relate(archive, stored, new)
    return cost


def huge(name: str, make: Callable[[int], str]) -> None:
    """Print a line: what three huge texts cost, and one of them again with another beginning."""
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "newsspider.db") as archive:
        cost = Cost()
        for at, words in enumerate([make(0), make(1), make(2), "Once more. " + make(1)]):
            new = [newcomer(text_of(at, words, 50))]
            with archive.transaction():
                stored = archive.add_articles(new)
                with cost.counted(archive):
                    relate(archive, stored, new)
        clusters = archive._database.execute("SELECT count(DISTINCT cluster_id) AS n FROM article").fetchone()["n"]
    print(f"| {name}, four | {cost} | | | | | | {clusters} | |", flush=True)


def _commands(path: Path, sites: int) -> list[str]:
    with Reader(path) as reader:
        url = "https://paper1.example/1" if sites > 1 else "https://paper0.example/1"
        begin = process_time()
        told = json_of(asdict(similar(reader, url, limit=100)))
        between = process_time()
        line = json_of(asdict(time_line(reader, url, limit=100, with_diff=True)))
        end = process_time()
    spent, size = (between - begin, end - between), (len(told), len(line))
    return [f"{1000 * each:.0f} / {of // 1000}" for each, of in zip(spent, size, strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    print(
        "| flood | ms / steps an article at 100 | 1,000 | 10,000 | the first one changes | similar, ms / kB "
        "| cluster, ms / kB | clusters | longest list |\n|---|---|---|---|---|---|---|---|---|"
    )
    for name, make in FLOODS.items():
        if options.only in name:
            for sites in (1, 50):
                flood(name, make, options.most, sites)
    for name, make in HUGE.items():
        if options.only in name:
            huge(name, make)
    return 0


if __name__ == "__main__":
    sys.exit(main())
