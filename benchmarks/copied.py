"""How well the archive tells copies and excerpts, one article at a time, and what it costs; beside its neighbours.

python benchmarks/copied.py                   the report: odd clusters of the labelled set, by class
python benchmarks/copied.py --tune            the same on the even ones, which the constants were chosen on
python benchmarks/copied.py --wild            the second set, harder and of other languages; with --tune its even half
python benchmarks/copied.py --neighbours      with MinHash-LSH, rensa and Simhash, as far as they are installed
python benchmarks/copied.py --curve 100000    CPU and bytes an article, amid so many made-up ones

A pair is right where both are in one cluster, or one is told to be an excerpt out of the other's cluster. The adjusted
Rand index is of the clusters of copies, excerpts alone.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import comb
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from copies import LabelledSet, Text, labelled_set, of_half
from copies_wild import wild_set
from corpora import ABSENT, are_there
from peers import VENV

from newsspider.archive.record import NewArticle
from newsspider.archive.store import Archive
from newsspider.article import Article, DateSource, Relation
from newsspider.kin import relate
from newsspider.times import utc_text
from newsspider.urls import url_key

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
ORDERS = 5
BATCH = 100
Pair = tuple[int, int]


@dataclass(slots=True)
class Told:
    """What a system made of the texts."""

    cluster: dict[int, int]
    """By id of the text."""
    parent: dict[int, int]
    """Excerpts, and what of."""
    milliseconds: float = 0.0
    """Of CPU an article; the archive's own row and search index not counted."""
    size: float = 0.0
    """Bytes an article."""

    def pairs(self) -> set[Pair]:
        members: dict[int, list[int]] = defaultdict(list)
        for text, cluster in self.cluster.items():
            members[cluster].append(text)
        found = {pair for of in members.values() for pair in combinations(sorted(of), 2)}
        for small, large in self.parent.items():
            found |= {_pair(small, each) for each in members[self.cluster[large]] if each != small}
        return found


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def ours(texts: Sequence[Text]) -> Told:
    """Store *texts* in their order and return what the archive tells of them."""
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "newsspider.db") as archive:
        ids: dict[int, int] = {}
        spent = 0.0
        for at in range(0, len(texts), BATCH):
            with archive.transaction():
                for text in texts[at : at + BATCH]:
                    new = [newcomer(text)]
                    stored = archive.add_articles(new)
                    begin = process_time()
                    relate(archive, stored, new)
                    spent += process_time() - begin
                    ids[stored[0]] = text.id
        told = Told(cluster={}, parent={}, milliseconds=1000 * spent / len(texts))
        database = archive._database  # what a reader sees, read without another process
        for row in database.execute("SELECT id, cluster_id FROM article"):
            told.cluster[ids[row["id"]]] = row["cluster_id"]
        rows = database.execute("SELECT small_id, large_id FROM similarity WHERE relation = ?", (Relation.EXCERPT_OF,))
        told.parent = {ids[row["small_id"]]: ids[row["large_id"]] for row in rows}
        told.size = index_bytes(archive) / len(texts)
        return told


def index_bytes(archive: Archive) -> float:
    """Return how many bytes the index takes in the file."""
    rows = archive._database.execute("SELECT sum(pgsize) AS size FROM dbstat WHERE name LIKE 'fingerprint%'")
    return float(rows.fetchone()["size"])


def newcomer(text: Text) -> NewArticle:
    """Return *text* as it comes out of extraction."""
    published = BEGIN + timedelta(hours=text.hours)
    url = f"https://{text.host}/{text.id}"
    article = Article(
        url=url,
        title=None,
        text=text.text,
        published=published,
        published_raw=utc_text(published),
        published_source=DateSource.JSON_LD,
    )
    return NewArticle(article=article, site=text.host, url_key=url_key(url), seen=BEGIN + timedelta(days=120))


def gold_pairs(texts: Iterable[Text]) -> set[Pair]:
    """Return the pairs that are copies, or excerpt and source."""
    groups: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        groups[text.group].append(text.id)
    return {pair for of in groups.values() for pair in combinations(sorted(of), 2)}


def rand_index(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Return the adjusted Rand index of two partitions (Hubert and Arabie 1985).

    >>> rand_index([1, 1, 2, 2], [7, 7, 8, 8])
    1.0
    """
    together = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    of_one, of_other = (sum(comb(count, 2) for count in Counter(each).values()) for each in (one, other))
    expected = of_one * of_other / comb(len(one), 2)
    most = (of_one + of_other) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def figures(told: set[Pair], gold: set[Pair]) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right = len(told & gold)
    precision, recall = right / max(1, len(told)), right / max(1, len(gold))
    return precision, recall, 2 * right / max(1, len(told) + len(gold))


def by_class(texts: Sequence[Text], told: set[Pair], gold: set[Pair], neighbours: set[Pair]) -> list[str]:
    """Return a line a class: of pairs of the base and its variants how many were found, of others how many wrongly."""
    kinds = {text.id: text.kind for text in texts}
    lines = []
    for kind in sorted({text.kind for text in texts}):
        of_gold = {pair for pair in gold if kind in {kinds[at] for at in pair}}
        wrong = {pair for pair in told - gold if kind in {kinds[at] for at in pair}}
        count = sum(text.kind == kind for text in texts)
        found = f"{len(of_gold & told)}/{len(of_gold)}"
        lines.append(f"| {kind} | {count} | {found} | {len(wrong)} |")
    close = neighbours & set(combinations(sorted(kinds), 2))
    lines.append(f"| neighbours (pairs) | {len(close)} | | {len(told & neighbours - gold)} |")
    return lines


def report(texts: Sequence[Text], neighbours: set[Pair]) -> None:
    told = ours(texts)
    gold = gold_pairs(texts)
    precision, recall, f1 = figures(told.pairs(), gold)
    ids = [text.id for text in texts]
    clusters = rand_index([text.cluster for text in texts], [told.cluster[at] for at in ids])
    orders = []
    for seed in range(ORDERS):
        shuffled = list(texts)
        Random(seed).shuffle(shuffled)
        other = ours(shuffled)
        orders.append(rand_index([told.cluster[at] for at in ids], [other.cluster[at] for at in ids]))
    print(f"{len(texts)} texts, {len(gold)} pairs: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    print(f"clusters: ARI {clusters:.4f}; between orders of arrival {' '.join(f'{each:.4f}' for each in orders)}")
    print(f"{told.milliseconds:.2f} ms of CPU and {told.size:.0f} bytes an article\n")
    print("| class | texts | pairs found | pairs wrong |\n|---|---|---|---|")
    print("\n".join(by_class(texts, told.pairs(), gold, neighbours)))


NEIGHBOURS = {
    "datasketch MinHash-LSH, 128": ("datasketch", (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)),
    "MinHash-LSH as text-dedup has it: 250, 0.7": ("datasketch-250", (0.7,)),
    "rensa, 128": ("rensa", (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)),
    "trafilatura Simhash": ("simhash", (0.75, 0.8, 0.85, 0.9, 0.95)),
}
"""What each is called, and thresholds to choose from on the even clusters; for MinHash those of resemblance."""
PYTHON = Path(os.environ.get("NEWSSPIDER_PEERS") or VENV) / "bin" / "python"


def compare(made: LabelledSet) -> None:
    """Print each neighbour's figures on the odd clusters, its threshold chosen on the even ones; chained, if better."""
    even, odd = (of_half(made.texts, is_odd=is_odd) for is_odd in (False, True))
    print("| system | threshold | precision | recall | F1 | ms | bytes |\n|---|---|---|---|---|---|---|")
    told = ours(odd)
    print(_row("newsspider", "", figures(told.pairs(), gold_pairs(odd)), told.milliseconds, told.size))
    for name, (system, thresholds) in NEIGHBOURS.items():
        best = max(thresholds, key=lambda threshold: _best(ask(system, threshold, even)["pairs"], even)[2])
        answer = ask(system, best, odd)
        print(_row(name, str(best), _best(answer["pairs"], odd), answer["milliseconds"], answer["bytes"]))


def _row(name: str, threshold: str, of: tuple[float, float, float], milliseconds: float, size: float) -> str:
    return f"| {name} | {threshold} | {of[0]:.3f} | {of[1]:.3f} | {of[2]:.3f} | {milliseconds:.2f} | {size:.0f} |"


def ask(system: str, threshold: float, texts: Sequence[Text]) -> Any:
    """Return what a neighbour says, in an environment of its own."""
    lines = "".join(json.dumps({"id": text.id, "text": text.text}) + "\n" for text in texts)
    program = [str(PYTHON), str(Path(__file__).with_name("copied_peers.py")), system, str(threshold)]
    return json.loads(subprocess.run(program, input=lines, capture_output=True, text=True, check=True).stdout)


def _best(pairs: Sequence[Sequence[int]], texts: Sequence[Text]) -> tuple[float, float, float]:
    gold = gold_pairs(texts)
    direct = {_pair(*pair) for pair in pairs}
    return max(figures(direct, gold), figures(_chained(direct), gold), key=lambda of: of[2])


def _chained(pairs: Iterable[Pair]) -> set[Pair]:
    """Return all pairs of what hangs together."""
    group: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    return {pair for of in {id(each): each for each in group.values()}.values() for pair in combinations(sorted(of), 2)}


KEYS, WORDS, VOCABULARY = 46, 500, 30_000
"""Of a made-up article: keys, words, and of how many words."""
MEASURED = 500


def curve(most: int) -> None:
    """Print CPU and bytes an article at 1,000, 10,000... stored ones, made up and listed in bulk.

    Then come, one by one, made-up ones that share nothing, and those of the odd clusters: with all that they are held
    against, full texts and passages too.
    """
    odd = of_half(labelled_set().texts, is_odd=True) if are_there() else []
    print("| stored | ms, a text alone | ms, of the set | first of a process, ms | bytes alone | bytes of the set |")
    print("|---|---|---|---|---|---|", flush=True)
    stored = 1_000
    while stored <= most:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "newsspider.db"
            with Archive.open(path) as archive:
                _fill(archive, stored)
            first = _first_of_a_process(path)
            with Archive.open(path) as archive:
                spent, size = _spent(archive, [_made_up(at) for at in range(MEASURED)])
                of_set, size_of_set = _spent(archive, odd) if odd else (0.0, 0.0)
        print(f"| {stored:,} | {spent:.2f} | {of_set:.2f} | {first:.1f} | {size:.0f} | {size_of_set:.0f} |", flush=True)
        stored *= 10


def _first_of_a_process(path: Path) -> float:
    """Return milliseconds of CPU that a new process takes to open the archive and relate one article, imports apart."""
    program = [sys.executable, __file__, "--first", str(path)]
    return float(subprocess.run(program, capture_output=True, text=True, check=True).stdout)


def first(path: Path) -> float:
    """Return milliseconds of CPU to open the archive at *path* and relate an article."""
    new = [newcomer(_made_up(MEASURED + 1))]
    begin = process_time()
    with Archive.open(path) as archive:
        opened = process_time()
        stored = archive.add_articles(new)
        added = process_time()
        with archive.transaction():
            relate(archive, stored, new)
        return 1000 * (process_time() - added + opened - begin)


def _fill(archive: Archive, count: int) -> None:
    random = Random(count)
    step = (1 << 31) / (count * KEYS)
    database = archive._database
    database.execute("PRAGMA foreign_keys = OFF")  # the articles themselves are left out
    with archive.transaction():
        database.execute_many(
            "INSERT INTO fingerprint_key VALUES (?, ?)",
            ((int((at + random.random()) * step), 10_000 + random.randrange(count)) for at in range(count * KEYS)),
        )
        database.execute_many(
            "INSERT INTO fingerprint VALUES (?, ?)", ((10_000 + at, random.randbytes(310)) for at in range(count))
        )


def _made_up(seed: int) -> Text:
    random = Random(seed)
    words = " ".join(f"w{random.randrange(VOCABULARY)}" for _ in range(WORDS))
    return Text(
        id=-seed,
        group="",
        kind="",
        language="",
        text=words,
        host=f"paper{seed % 50}.example",
        hours=seed % 10_000,
        is_odd=True,
    )


def _spent(archive: Archive, texts: Sequence[Text]) -> tuple[float, float]:
    """Return milliseconds of CPU an article, the share of COMMIT included that the index has, and bytes."""
    spent, size = 0.0, index_bytes(archive)
    for at in range(0, len(texts), BATCH):
        new = [newcomer(text) for text in texts[at : at + BATCH]]
        stored = archive.add_articles(new)
        begin = process_time()
        with archive.transaction():
            relate(archive, stored, new)
        spent += process_time() - begin
    return 1000 * spent / len(texts), (index_bytes(archive) - size) / len(texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true", help="the even clusters")
    parser.add_argument("--wild", action="store_true", help="the second set")
    parser.add_argument("--neighbours", action="store_true")
    parser.add_argument("--curve", type=int, default=0)
    parser.add_argument("--first", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first:
        print(first(options.first))
        return 0
    if options.curve:
        curve(options.curve)
        return 0
    if not are_there():
        print(ABSENT)
        return 0
    made = wild_set() if options.wild else labelled_set()
    texts = of_half(made.texts, is_odd=not options.tune)
    if options.neighbours:
        compare(made)
    else:
        report(texts, made.neighbours)
    return 0


if __name__ == "__main__":
    sys.exit(main())
