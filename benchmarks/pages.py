"""What raw pages take on disk, beside plain zstd-3, and what packing them costs.

python benchmarks/pages.py              dragnet, cpe and wcxb, a table; 20 s
python benchmarks/pages.py dragnet      this only

Every page goes through `RawStore.keep` as in a crawl, sites one after the other, twenty pages a batch; afterwards all
are packed tighter, as at the end of runs. CPU is that of the process, SQLite and its syncs included. Hosts with one
page alone have no older page to be packed with: they are left out, and told in a row of their own.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from corpora import ABSENT, FETCHED, Task, are_there, rows_of
from tables import markdown

from newsspider.archive.raw import pages_path
from newsspider.archive.store import Archive
from newsspider.article import Article, Page
from newsspider.config import Config
from newsspider.intake import settle
from newsspider.pages.codec import pack
from newsspider.rawstore import RawStore
from newsspider.visit import Visit

MANY = ("dragnet", "cpe", "wcxb")
"""Corpora with several pages a host."""
BATCH = 20
PLAIN_LEVEL = 3
HEAD = (
    *("corpus", "hosts", "pages", "kB a page", "zstd-3", "written", "beside zstd-3", "tighter", "beside zstd-3"),
    *("file", "ms a page", "ms later"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Bytes of all pages, and CPU seconds."""

    hosts: int
    pages: int
    raw: int
    plain: int
    written: int
    tighter: int
    file: int
    writing: float
    tightening: float

    def row(self, name: str) -> list[str]:
        return [
            name,
            *(str(self.hosts), str(self.pages), f"{self.raw / self.pages / 1000:.0f}"),
            *(f"x{self.raw / self.plain:.2f}", f"x{self.raw / self.written:.2f}", f"{self.plain / self.written:.2f}"),
            *(f"x{self.raw / self.tighter:.2f}", f"{self.plain / self.tighter:.2f}", f"x{self.raw / self.file:.2f}"),
            *(f"{self.writing / self.pages * 1000:.2f}", f"{self.tightening / self.pages * 1000:.2f}"),
        ]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="*", default=MANY)
    wanted = parser.parse_args(arguments).corpus
    if not are_there():
        print(ABSENT)
        return 0
    rows = []
    for corpus in wanted:
        hosts = hosts_of(corpus)
        several = {host: pages for host, pages in hosts.items() if len(pages) > 1}
        alone = {host: pages for host, pages in hosts.items() if len(pages) == 1}
        rows += [measure(each).row(name) for each, name in ((several, corpus), (alone, f"{corpus}, alone")) if each]
    print(markdown(HEAD, rows))
    return 0


def hosts_of(corpus: str) -> dict[str, list[bytes]]:
    """Return the pages of *corpus* by host, in its order; one that is there twice counts once, as it is stored once."""
    hosts: dict[str, dict[bytes, None]] = {}
    for row in rows_of(corpus):
        hosts.setdefault(row["host"], {})[Task(corpus, "pages", row).html] = None
    return {host: list(pages) for host, pages in hosts.items()}


def measure(hosts: Mapping[str, Sequence[bytes]]) -> Sizes:
    """Return what the pages of *hosts* take."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsspider.db"
        with Archive.open(path) as archive:
            store = RawStore.open(archive, path, Config())
            assert store is not None
            writing = sum(kept(store, archive, batch) for batch in batches(hosts))
            written = packed_bytes(path)
            before = time.process_time()
            store.tidy(FETCHED, idle_seconds=float("inf"))
            tightening = time.process_time() - before
            store.close()
        bodies = [body for pages in hosts.values() for body in pages]
        return Sizes(
            hosts=len(hosts),
            pages=len(bodies),
            raw=sum(map(len, bodies)),
            plain=sum(len(pack(body, level=PLAIN_LEVEL)) for body in bodies),
            written=written,
            tighter=packed_bytes(path),
            file=pages_path(path).stat().st_size,
            writing=writing,
            tightening=tightening,
        )


def kept(store: RawStore, archive: Archive, visits: list[Visit]) -> float:
    """Let *store* keep the pages of *visits* and return the CPU seconds that it took."""
    with archive.transaction():
        outcomes = settle(archive, visits)
        before = time.process_time()
        store.keep(archive, visits, outcomes)
        return time.process_time() - before


def batches(hosts: Mapping[str, Sequence[bytes]]) -> Iterator[list[Visit]]:
    visits = [visit(host, number, body) for host, pages in hosts.items() for number, body in enumerate(pages)]
    for start in range(0, len(visits), BATCH):
        yield visits[start : start + BATCH]


def visit(host: str, number: int, body: bytes) -> Visit:
    url, moment = f"https://{host}/{number}", FETCHED + timedelta(seconds=number)
    article = Article(url=url, title=None, text=f"Page {number} of {host}.")
    return Visit(site=host, url=url, now=moment, page=Page(url=url, body=body, fetched=moment), result=article)


def packed_bytes(path: Path) -> int:
    with closing(sqlite3.connect(pages_path(path))) as connection:
        return int(connection.execute("SELECT sum(length(packed)) FROM body").fetchone()[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
