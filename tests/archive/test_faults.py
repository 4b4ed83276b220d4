"""What SQLite says, in the house's words."""

import sqlite3
from contextlib import closing

import pytest

from newsspider.archive.faults import told_plainly
from newsspider.archive.identity import connect_reader
from newsspider.archive.store import Archive
from newsspider.errors import ArchiveCorruptError, NoPermissionError


def test_a_file_that_may_not_be_written_to_is_a_matter_of_permission(path):
    Archive.open(path).close()

    with (
        closing(connect_reader(path)) as connection,
        pytest.raises(NoPermissionError, match="change its owner"),
        told_plainly(path),
    ):
        connection.execute("DELETE FROM article")


def test_a_mistake_in_the_sql_is_ours(path):
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.OperationalError), told_plainly(path):
        connection.execute("SELECT nothing")


def test_a_file_of_noise_is_damaged(path):
    path.write_bytes(bytes(range(256)) * 64)

    with closing(sqlite3.connect(path)) as connection, pytest.raises(ArchiveCorruptError), told_plainly(path):
        connection.execute("SELECT * FROM sqlite_schema")
