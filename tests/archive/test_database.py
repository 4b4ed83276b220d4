import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    ArchiveNewerError,
    CannotCreateError,
    NoPermissionError,
    StorageError,
)
from newsspider.urls import url_key
from tests.archive.making import NOON, a_newcomer, an_article, rows, sqlite_shell

WRITER = Path(__file__).with_name("writer.py")
NOBODY = 65534


def test_a_closed_archive_is_one_whole_file(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article())])

    assert sorted(each.name for each in path.parent.iterdir()) == ["newsspider.db", "newsspider.db.lock"]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_closed_archive_is_whole_also_while_it_is_read(path):
    archive = Archive.open(path)
    archive.add_articles([a_newcomer(an_article())])

    with Reader(path):
        archive.close()

        assert path.with_name("newsspider.db-wal").stat().st_size == 0


def test_closing_twice_does_nothing(path):
    archive = Archive.open(path)
    archive.close()

    archive.close()

    Archive.open(path).close()


def test_a_commit_is_on_disk_before_it_counts(archive):
    assert archive._database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert archive._database.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_transaction_that_fails_leaves_nothing(archive):
    def store_and_fail():
        with archive.transaction():
            archive.add_articles([a_newcomer(an_article())])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store_and_fail()

    assert archive.find_article(url_key(an_article().url)) is None


def test_a_part_that_fails_leaves_the_rest_of_its_transaction(archive):
    with archive.transaction():
        archive.add_articles([a_newcomer(an_article("ferry"))])
        with pytest.raises(sqlite3.IntegrityError):
            archive.add_articles([a_newcomer(an_article("barge")), a_newcomer(an_article("ferry"))])

    assert archive.find_article(url_key(an_article("ferry").url)) is not None
    assert archive.find_article(url_key(an_article("barge").url)) is None


def test_a_second_writer_is_told_who_writes(path, archive):
    with pytest.raises(ArchiveBusyError, match=f"process {os.getpid()} is writing"):
        Archive.open(path)


def test_a_second_writer_may_wait_for_the_first(path):
    first = Archive.open(path)
    second = []
    waiting = threading.Thread(target=lambda: second.append(Archive.open(path, wait_seconds=30)))

    waiting.start()
    first.close()
    waiting.join()

    second[0].close()
    assert len(second) == 1


def test_a_file_that_is_no_database_is_refused_and_left_alone(path):
    path.write_text("Dear diary, today nothing was crawled.")

    with pytest.raises(ArchiveCorruptError, match="no archive of newsspider"):
        Archive.open(path)

    assert [each.read_text() for each in path.parent.iterdir()] == ["Dear diary, today nothing was crawled."]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_refused_and_left_alone(path, mode):
    with sqlite_shell(path) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("CREATE TABLE recipe (cake TEXT)")
    before = path.read_bytes()

    with pytest.raises(ArchiveCorruptError, match="another program"):
        Archive.open(path)

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_newer_archive_is_refused_and_left_alone(path):
    Archive.open(path).close()
    with sqlite_shell(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()

    with pytest.raises(ArchiveNewerError, match="schema 99"):
        Archive.open(path)
    with pytest.raises(ArchiveNewerError):
        Reader(path)

    assert path.read_bytes() == before


def test_an_archive_left_before_its_first_table_is_made_anew(path):
    path.touch()

    Archive.open(path).close()

    assert rows(path, "SELECT count(*) FROM article") == [(0,)]


def test_a_damaged_archive_is_told_as_such(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article(str(number))) for number in range(200)])
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\xa5" * (len(damaged) - 4096)
    path.write_bytes(damaged)

    with pytest.raises(ArchiveCorruptError, match="damaged"), Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article("ferry"))])


def test_a_truncated_archive_is_told_as_such(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article(str(number))) for number in range(200)])
    path.write_bytes(path.read_bytes()[:5000])

    with pytest.raises(ArchiveCorruptError, match="damaged"), Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article("ferry"))])


def test_a_folder_that_is_not_there_is_named(path):
    with pytest.raises(CannotCreateError, match="attic does not exist"):
        Archive.open(path.parent / "attic" / "newsspider.db")


def test_a_folder_is_no_archive(tmp_path):
    with pytest.raises(CannotCreateError, match="directory"):
        Archive.open(tmp_path)


def test_a_path_below_a_file_can_t_be_made(path):
    path.touch()

    with pytest.raises(CannotCreateError):
        Archive.open(path / "newsspider.db")


@contextmanager
def as_a_stranger(folder: Path):
    """Run as somebody who may read *folder*, not write to it; as root by being nobody for a while."""
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(NOBODY)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def shelf():
    """A folder that everybody may look into, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="newsspider-") as folder:
        yield Path(folder)


def test_a_read_only_folder_is_enough_to_read(shelf):
    with Archive.open(shelf / "newsspider.db") as archive:
        archive.add_articles([a_newcomer(an_article())])

    with as_a_stranger(shelf), Reader(shelf / "newsspider.db") as reader:
        hits = reader.search("ferry")

    assert [hit.title for hit in hits] == ["The ferry sails again"]
    assert sorted(each.name for each in shelf.iterdir()) == ["newsspider.db", "newsspider.db.lock"]


def test_a_read_only_folder_is_not_enough_to_write(shelf):
    Archive.open(shelf / "newsspider.db").close()

    with as_a_stranger(shelf), pytest.raises(NoPermissionError, match="no permission"):
        Archive.open(shelf / "newsspider.db")


def test_an_archive_left_open_in_a_read_only_folder_is_not_read_by_halves(shelf):
    with Archive.open(shelf / "live.db") as archive:
        archive.add_articles([a_newcomer(an_article())])
        for ending in ("", "-wal"):
            copy = (shelf / f"live.db{ending}").read_bytes()
            (shelf / f"newsspider.db{ending}").write_bytes(copy)

    with as_a_stranger(shelf), pytest.raises(NoPermissionError, match="is in use"):
        Reader(shelf / "newsspider.db")


def test_readers_read_while_the_writer_writes(path, archive):
    with archive.transaction():
        archive.add_articles([a_newcomer(an_article("ferry"))])
        with Reader(path) as reader:
            during = reader.search("ferry")
    with Reader(path) as reader:
        after = reader.search("ferry")

    assert (len(during), len(after)) == (0, 1)


def write_until(path: Path, enough: int, **options: object) -> tuple[int, int, str]:
    """Let another process write and kill it when it reports *enough* articles; give count, exit code, last words."""
    command = [sys.executable, str(WRITER), str(path)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload]
    reported = 0
    for line in writer.stdout:
        reported = int(line)
        if reported >= enough:
            writer.send_signal(signal.SIGKILL)
            break
    words = writer.communicate()[1]
    return reported, writer.returncode, words


def test_stored_is_stored(path):
    for round_ in range(1, 4):
        reported, code, _ = write_until(path, 40 * round_)

        with Reader(path) as reader:
            readable = len(reader.search("quay", limit=10**6))
        assert (code, readable >= reported) == (-signal.SIGKILL, True)
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        (stored,) = rows(path, "SELECT count(*) FROM article")[0]
        assert stored >= reported
        assert stored % 10 == 0
        assert rows(path, "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'quay'") == [(stored,)]


def test_a_full_disk_stops_the_writer_and_spares_what_is_there(path):
    limit = 600_000
    full_disk = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))}

    reported, code, words = write_until(path, 1_000_000, **full_disk)

    assert (code, words) == (StorageError.exit_code, "StorageError\n")
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "SELECT count(*) FROM article")[0][0] >= reported > 0


def test_an_archive_goes_on_after_a_batch_that_did_not_fit(path):
    with Archive.open(path) as archive:
        (pages,) = archive._database.execute("PRAGMA page_count").fetchone()
        archive._database.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StorageError, match="free space"), archive.transaction():
            archive.add_articles([a_newcomer(an_article(str(number))) for number in range(200)])
        archive._database.execute("PRAGMA max_page_count = 1000000")

        archive.add_articles([a_newcomer(an_article("ferry"), seen=NOON)])

    assert rows(path, "SELECT title FROM article") == [("The ferry sails again",)]
