"""A writer to be killed: ten articles a batch, and on standard output how many are stored after each."""

import sys
from itertools import count
from pathlib import Path

from newsspider.archive.record import NewArticle
from newsspider.archive.store import Archive
from newsspider.article import Article
from newsspider.errors import NewsspiderError
from newsspider.text import count_words
from newsspider.times import read_utc

NOON = read_utc("2026-11-03T12:00:00Z")
BATCH = 10


def newcomer(number: int) -> NewArticle:
    text = "\n\n".join(f"On day {number} ship {ship} left the quay." for ship in range(40))
    assert count_words(text) > BATCH
    article = Article(url=f"https://harbour.example/{number}", title=f"Day {number}", text=text)
    return NewArticle(article=article, site="harbour", url_key=f"harbour.example/{number}", seen=NOON)


def main(path: Path) -> None:
    with Archive.open(path) as archive:
        (stored,) = archive._database.execute("SELECT count(*) FROM article").fetchone()
        for first in count(stored, BATCH):
            with archive.transaction():
                archive.add_articles([newcomer(number) for number in range(first, first + BATCH)])
            print(first + BATCH, flush=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except NewsspiderError as error:
        print(type(error).__name__, file=sys.stderr)
        sys.exit(error.exit_code)
