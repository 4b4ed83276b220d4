"""A writer that is ended by SIGKILL after the raw page's commit and before the article's."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from newsspider.archive.store import Archive
from newsspider.article import Article, Page
from newsspider.config import Config
from newsspider.intake import settle
from newsspider.rawstore import RawStore
from newsspider.visit import Visit

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://isle.example/a"


def main(path: Path) -> None:
    article = Article(url=URL, title="Storm", text="A storm took the roof off the ferry office.")
    page = Page(url=URL, body=b"<html>" * 400, fetched=NOON)
    visits = [Visit(site="isle", url=URL, now=NOON, page=page, result=article)]
    with Archive.open(path) as archive:
        store = RawStore.open(archive, path, Config())
        assert store is not None
        with archive.transaction():
            store.keep(archive, visits, settle(archive, visits))
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
