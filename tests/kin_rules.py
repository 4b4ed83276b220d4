"""What holds of clusters, pairs and the index of any archive, whatever came, changed and went in whichever order."""

from __future__ import annotations

from collections import defaultdict

from newsspider.archive.store import Archive
from newsspider.article import Relation
from newsspider.dedup.fingerprint import fingerprint, unpack


def broken_rules(archive: Archive) -> list[str]:
    """Return what is wrong, one line each."""
    execute = archive._database.execute
    articles = {row["id"]: row for row in execute("SELECT id, cluster_id, relation, lead, text FROM article")}
    originals = {row["id"]: row["original_id"] for row in execute("SELECT id, original_id FROM cluster")}
    pairs = [*execute("SELECT * FROM similarity")]
    broken = [f"foreign key {tuple(row)}" for row in execute("PRAGMA foreign_key_check")]
    clusters = defaultdict(set)
    for at, row in articles.items():
        clusters[row["cluster_id"]].add(at)
    broken += [f"cluster {at} has no member of its number" for at in originals if at not in clusters[at]]
    broken += [f"cluster {at} has another's original" for at, one in originals.items() if one not in clusters[at]]
    broken += [f"article {at} is in no cluster" for at, row in articles.items() if row["cluster_id"] not in originals]
    ties, parents, says = defaultdict(set), defaultdict(list), defaultdict(set)
    for row in pairs:
        small, large, relation = row["small_id"], row["large_id"], row["relation"]
        is_inner = articles[small]["cluster_id"] == articles[large]["cluster_id"]
        if (relation == Relation.COPY) is not is_inner and relation not in {Relation.REUSE, Relation.DECLARED_COPY_OF}:
            broken.append(f"{small} {relation} {large} and clusters say otherwise")
        if any((each["small_id"], each["large_id"]) == (large, small) for each in pairs):
            broken.append(f"{small} and {large} are a pair twice")
        if relation == Relation.COPY:
            ties[small].add(large)
            ties[large].add(small)
        elif relation == Relation.EXCERPT_OF:
            parents[small].append(large)
        says[small].add(relation)
    for at, of in parents.items():
        if len(of) > 1:
            broken.append(f"{at} has parents {of}")
        if articles[at]["relation"] == Relation.COPY:
            broken.append(f"{at} is a copy and an excerpt")
    for cluster, members in clusters.items():
        apart = members - _reached(originals[cluster], ties)
        if apart:
            broken.append(f"cluster {cluster}: {apart} hang on nothing")
    for at, row in articles.items():
        is_copy = originals[row["cluster_id"]] != at
        order = (Relation.EXCERPT_OF, Relation.ROUNDUP, Relation.DECLARED_COPY_OF)
        due = Relation.COPY if is_copy else next((each for each in order if each in says[at]), None)
        if row["relation"] != due:
            broken.append(f"{at} is {row['relation']} and should be {due}")
    return broken + _broken_index(archive, articles)


def _broken_index(archive: Archive, articles: dict) -> list[str]:
    execute = archive._database.execute
    prints = {row["article_id"]: unpack(row["samples"]) for row in execute("SELECT * FROM fingerprint")}
    listed = defaultdict(set)
    for row in execute("SELECT * FROM fingerprint_key WHERE key < 1 << 60"):
        listed[row["article_id"]].add(row["key"])
    broken = [f"{at} is listed under what is not in it" for at in prints if not listed[at] <= set(prints[at].keys)]
    for at, row in articles.items():
        due = fingerprint(row["lead"], row["text"]) if row["text"] else None
        if (due is None) is not (at not in prints):
            broken.append(f"{at} has a fingerprint, or none, wrongly")
        elif due is not None and (due.samples, due.numbers) != (prints[at].samples, prints[at].numbers):
            broken.append(f"{at} has another text's fingerprint")
    for cluster in {row["cluster_id"] for row in articles.values()}:
        members = {at for at, row in articles.items() if row["cluster_id"] == cluster}
        if members & prints.keys() and not any(listed[at] for at in members):
            broken.append(f"cluster {cluster} can't be found")
    return broken


def _reached(start: int, ties: dict[int, set[int]]) -> set[int]:
    reached, edge = {start}, [start]
    while edge:
        for each in ties[edge.pop()] - reached:
            reached.add(each)
            edge.append(each)
    return reached
