"""A neighbour of our copies: texts in by lines of JSON, the pairs that it calls alike out. Runs in its own environment.

python benchmarks/copied_peers.py SYSTEM THRESHOLD < texts.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

_WORD = re.compile(r"\w+")
Alike = Callable[[int, str], list[int]]


def shingles(text: str) -> set[str]:
    """Return the word 5-grams of *text*, as these systems' documentation makes them."""
    words = _WORD.findall(text.lower())
    return {" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))}


def minhash(threshold: float, permutations: int = 128) -> tuple[Alike, int]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=permutations)
    known: dict[int, Any] = {}

    def alike(at: int, text: str) -> list[int]:
        one = MinHash(num_perm=permutations)
        one.update_batch([each.encode() for each in shingles(text)])
        found = [other for other in index.query(one) if one.jaccard(known[other]) >= threshold]
        known[at] = one
        index.insert(at, one)
        return found

    return alike, 8 * permutations


def rensa(threshold: float) -> tuple[Alike, int]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32)
    known: dict[int, Any] = {}

    def alike(at: int, text: str) -> list[int]:
        one = RMinHash(num_perm=128, seed=6)
        one.update(list(shingles(text)))
        found = [other for other in index.query(one) if one.jaccard(known[other]) >= threshold]
        known[at] = one
        index.insert(at, one)
        return found

    return alike, 4 * 128


def simhash(threshold: float) -> tuple[Alike, int]:
    from trafilatura.deduplication import Simhash

    known: dict[int, Any] = {}

    def alike(at: int, text: str) -> list[int]:
        one = Simhash(text)
        found = [other for other, its in known.items() if one.similarity(its) >= threshold]
        known[at] = one
        return found

    return alike, 8


SYSTEMS: dict[str, Callable[[float], tuple[Alike, int]]] = {
    "datasketch": minhash,
    "datasketch-250": lambda threshold: minhash(threshold, 250),
    "rensa": rensa,
    "simhash": simhash,
}


def read() -> Iterator[tuple[int, str]]:
    for line in sys.stdin:
        row = json.loads(line)
        yield row["id"], row["text"]


def main() -> None:
    alike, size = SYSTEMS[sys.argv[1]](float(sys.argv[2]))
    texts = list(read())
    begin = process_time()
    pairs = [[at, other] for at, text in texts for other in alike(at, text)]
    spent = process_time() - begin
    print(json.dumps({"pairs": pairs, "milliseconds": 1000 * spent / len(texts), "bytes": size}))


if __name__ == "__main__":
    main()
