"""Raw pages as they were fetched, out of the file beside the archive: one, the last of an article, or all in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newsspider.archive.quarantine import body_digest
from newsspider.archive.raw_reader import RawReader, StoredPage
from newsspider.article import Page
from newsspider.errors import ArchiveCorruptError, BadURL, RawPageError, StorageError
from newsspider.pages.codec import unpack
from newsspider.pages.jsonl import BadLine, PageLine
from newsspider.urls import url_key


def read_page(stored: StoredPage) -> Page:
    """Return the page of a row, as it was fetched.

    Raises `RawPageError` where its bytes can't be had, or are not those that were kept.
    """
    try:
        dictionary = None
        if stored.dictionary is not None:
            dictionary = unpack(stored.dictionary, size=stored.dictionary_size or 0)
        body = unpack(stored.packed, dictionary=dictionary, size=stored.size)
    except RawPageError as error:
        raise RawPageError(f"the raw page of {stored.url} is damaged: it {error}") from error
    if body_digest(body) != stored.digest:
        raise RawPageError(f"the raw page of {stored.url} is damaged: its bytes are not those that were kept")
    return Page(
        url=stored.url,
        body=body,
        fetched=stored.fetched,
        status=stored.status,
        headers=stored.headers,
        complete=stored.complete,
    )


def read_lines(path: Path) -> Iterator[PageLine | BadLine]:
    """Yield the raw pages at *path* in the order of fetching, as lines of pages; a damaged one is a `BadLine`.

    Raises `NoInputError` where there is no such file, and what `age_of` raises.
    """
    number = 0
    with RawReader(path) as reader:
        try:
            for number, stored in enumerate(reader.pages(), start=1):
                yield _line(stored, str(path), number)
        except (ArchiveCorruptError, StorageError) as error:
            message = f"breaks off: {error}"
            yield BadLine(source=str(path), number=number + 1, reason="unreadable", message=message)


def _line(stored: StoredPage, source: str, number: int) -> PageLine | BadLine:
    try:
        page = read_page(stored)
    except RawPageError as error:
        return BadLine(source=source, number=number, url=stored.url, reason="unreadable", message=str(error))
    return PageLine(source=source, number=number, id=number, url=stored.url, page=page, opt_outs=stored.opt_outs)


def last_page(reader: RawReader, url: str, *, since: datetime) -> Page | None:
    """Return the last page of the article at *url* since then; ``None`` where none was kept, or its bytes are lost."""
    try:
        stored = reader.latest([url_key(url)], since=since, until=datetime.max.replace(tzinfo=UTC))
        return None if stored is None else read_page(stored)
    except (BadURL, RawPageError):
        return None
