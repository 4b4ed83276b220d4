"""What earlier states of an article cost: fifty seeded edits of each of some real articles, in bytes and CPU.

python benchmarks/revisions.py            the report
python benchmarks/revisions.py --write    ... and into RESULTS.md

The room is that of whole pages of the file (dbstat), against three times the texts as they stand at first. An edit is
one of five: a figure or a word is another, a sentence of another article is put in, one is taken out, the headline
changes. Half of the edits bring a newer date. The articles take turns, as they do in crawls.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from sqlite3 import Connection, connect
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from corpora import ABSENT, WITH_TEXT, are_there, rows_of
from results import write_section

from newsspider.archive.reader import Reader
from newsspider.archive.record import NewArticle
from newsspider.archive.store import Archive
from newsspider.article import Article
from newsspider.text import has_unspaced_script, normalise_text
from newsspider.urls import url_key

EDITS, SEED = 50, 20261123
ARTICLES = 40
"""Of each corpus."""
SHORTEST = 1_000
"""Letters: below, the texts are no articles."""
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
COLUMNS = (
    *("corpus", "articles", "bytes a text", "revisions, texts", "bytes a revision", "an article, median and most"),
    *("file, texts", "CPU a revision, ms"),
)
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ„“\"])")
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
_FIGURE = re.compile(r"\b\d+\b")


@dataclass(slots=True)
class Cost:
    """Of all articles of a corpus."""

    articles: int = 0
    texts: int = 0
    """Bytes of the texts in UTF-8, as they were first stored."""
    revisions: int = 0
    """Bytes of the table and its index."""
    whole: int = 0
    """Bytes that the file grew by, with what the search index makes of changed texts."""
    milliseconds: float = 0.0
    """Of CPU a revision, the search index included."""
    largest: float = 0.0
    """Of one article's revisions, as a share of its text: their rows alone."""
    typical: float = 0.0


def edited(article: Article, random: Random, others: list[str], at: datetime) -> Article:
    """Return *article* with one edit."""
    modified = at if random.random() < 0.5 else article.modified
    kind = random.choice(("figure", "word", "put in", "taken out", "headline"))
    if kind == "headline":
        return replace(article, title=f"{random.choice(others)[:60]} {random.randrange(1000)}", modified=modified)
    text = _edited_text(article.text, kind, random, others)
    return replace(article, text=text if text != article.text else f"{text} {random.choice(others)}", modified=modified)


def _edited_text(text: str, kind: str, random: Random, others: list[str]) -> str:
    if kind in ("figure", "word"):
        found = list((_FIGURE if kind == "figure" else _WORD).finditer(text))
        if found:
            match = random.choice(found)
            other = str(random.randrange(10_000)) if kind == "figure" else random.choice(random.choice(others).split())
            return text[: match.start()] + other + text[match.end() :]
    gaps = [match.start() for match in _SENTENCE.finditer(text)]
    if len(gaps) > 2:
        number = random.randrange(len(gaps) - 1)
        behind = gaps[number + (kind == "taken out")]
        return text[: gaps[number]] + (f" {random.choice(others)}" if kind == "put in" else "") + text[behind:]
    return text


def measured(corpus: str) -> Cost:
    """Store articles of *corpus*, edit them, and return what that cost."""
    random = Random(f"{SEED}/{corpus}")
    texts = [normalise_text(row["text"]) for row in rows_of(corpus) if row.get("text")]
    texts = [text for text in texts if len(text) >= SHORTEST and not has_unspaced_script(text)]
    parts = (part for text in texts for line in text.split("\n\n") for part in _SENTENCE.split(line))
    sentences = [part for part in parts if 40 < len(part) < 160]
    chosen = random.sample(texts, min(ARTICLES, len(texts)))
    articles = [
        Article(url=f"https://{corpus}.example/{number}", title=sentences[number][:70], text=text, modified=BEGIN)
        for number, text in enumerate(chosen)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "newsspider.db"
        with Archive.open(path) as archive:
            archive.add_articles(
                [NewArticle(article=one, site=corpus, url_key=url_key(one.url), seen=BEGIN) for one in articles]
            )
        before = _bytes_used(path)
        spent = _edit(path, articles, random, sentences)
        cost = Cost(len(articles), sum(len(text.encode()) for text in chosen), _bytes_of(path, "revision"))
        cost.whole, cost.milliseconds = _bytes_used(path) - before, spent
        shares = sorted(_shares(path, chosen))
        cost.typical, cost.largest = median(shares), shares[-1]
    return cost


def _edit(path: Path, articles: list[Article], random: Random, sentences: list[str]) -> float:
    """Edit all *articles* in turn; return milliseconds of CPU an edit. What comes back is compared to the letter."""
    states = {article.url: [article] for article in articles}
    spent = 0.0
    for day in range(1, EDITS + 1):
        at = BEGIN + timedelta(days=day)
        with Archive.open(path) as archive:
            later = [edited(states[article.url][-1], random, sentences, at) for article in articles]
            run = archive.begin_run(command="benchmark", sites=[], started=at)
            begin = process_time()
            with archive.transaction():
                for article in later:
                    stored = archive.find_article(url_key(article.url))
                    assert stored is not None
                    archive.add_revision(stored, article, seen=at)
            archive.end_run(run, finished=at, exit_code=0, counts={})
            spent += process_time() - begin
        for article in later:
            states[article.url].append(article)
    with Reader(path) as reader:
        for url, told in states.items():
            found = [(state["title"], state["text"]) for state in reader.show(url)["revisions"]]
            assert found == [(article.title, article.text) for article in told[:-1]], url
    return spent * 1_000 / (EDITS * len(articles))


def _shares(path: Path, texts: list[str]) -> list[float]:
    with _opened(path) as shell:
        names = [row[1] for row in shell.execute("PRAGMA table_info(revision)")]
        size = " + ".join(f"ifnull(length(cast({name} AS BLOB)), 0)" for name in names)
        rows = shell.execute(f"SELECT sum({size}) FROM revision GROUP BY article_id ORDER BY article_id").fetchall()
    return [row[0] / len(text.encode()) for row, text in zip(rows, texts, strict=True)]


def _bytes_used(path: Path) -> int:
    with _opened(path) as shell:
        pages, free, size = (
            shell.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)


def _bytes_of(path: Path, table: str) -> int:
    with _opened(path) as shell:
        names = [row[0] for row in shell.execute("SELECT name FROM sqlite_schema WHERE tbl_name = ?", (table,))]
        places = ", ".join("?" * len(names))
        return int(shell.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({places})", names).fetchone()[0])


def _opened(path: Path) -> Connection:
    return connect(f"file:{path}?mode=ro", uri=True)


def report() -> str:
    lines = [
        "## Earlier states",
        "",
        f"{EDITS} seeded edits of each of {ARTICLES} articles a corpus (`python benchmarks/revisions.py --write`); the",
        "room of all, in pages of the file, as a multiple of the texts. An article's share: its rows alone.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for corpus in WITH_TEXT:
        cost = measured(corpus)
        count = cost.articles * EDITS
        lines.append(
            f"| {corpus} | {cost.articles} | {cost.texts / cost.articles:,.0f} | **{cost.revisions / cost.texts:.2f}** "
            f"| {cost.revisions / count:,.0f} | {cost.typical:.2f}, {cost.largest:.2f} | {cost.whole / cost.texts:.2f} "
            f"| {cost.milliseconds:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    arguments = parser.parse_args()
    if not are_there():
        raise SystemExit(ABSENT)
    table = report()
    print(table)
    if arguments.write:
        write_section("bench: revisions", table)


if __name__ == "__main__":
    main()
