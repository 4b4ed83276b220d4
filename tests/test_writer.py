from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.archive.store import Archive
from newsspider.article import Article, Failure, Page
from newsspider.errors import StorageError
from newsspider.intake import settle
from newsspider.ledger import NEW, failed
from newsspider.visit import Visit
from newsspider.writer import Writer

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news.db") as archive:
        yield archive


def visit(number: int, **fields) -> Visit:
    url = f"https://isle.example/ferry-{number}"
    article = Article(url=url, title="Ferry", text=f"The ferry number {number} runs again.", **fields)
    return Visit(site="isle", url=url, now=NOW, page=Page(url=url, body=b"", fetched=NOW), result=article)


def test_outcomes_are_counted_after_the_commit(archive):
    counted = []
    writer = Writer(archive, settle=settle, counted=lambda visit, outcome: counted.append((visit.url, outcome)))

    futures = [writer.put(visit(number)) for number in range(3)]
    writer.close()

    assert [future.result() for future in futures] == [NEW] * 3
    assert len(counted) == 3


def test_a_visit_that_cant_be_written_costs_itself_only(archive):
    writer = Writer(archive, settle=settle, counted=lambda visit, outcome: None)
    poisoned = visit(1, section="Half an emoji: \ud83d")

    futures = [writer.put(each) for each in (visit(0), poisoned, visit(2))]
    writer.close()

    assert [future.result() for future in futures] == [NEW, failed(Failure.EXTRACTION_ERROR), NEW]
    assert writer.fault is None


def test_a_storage_fault_ends_the_writing(archive):
    def full(archive, visits):
        raise StorageError("no space left")

    writer = Writer(archive, settle=full, counted=lambda visit, outcome: None)
    first = writer.put(visit(0))
    with pytest.raises(StorageError):
        first.result()

    later = writer.call(lambda archive: None)
    writer.close()

    with pytest.raises(StorageError):
        later.result()


def test_a_question_is_answered_after_what_was_put_before(archive):
    writer = Writer(archive, settle=settle, counted=lambda visit, outcome: None)

    writer.put(visit(0))
    found = writer.call(lambda archive: archive.find_article("isle.example/ferry-0")).result()
    writer.close()

    assert found is not None
