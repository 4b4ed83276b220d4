import sqlite3

import pytest
from sqlite_utils import Migrations

from newsspider.archive import identity, migrations
from newsspider.archive.store import Archive
from tests.archive.making import a_newcomer, an_article, rows, sqlite_shell


def test_the_version_counts_the_steps(path):
    Archive.open(path).close()

    assert rows(path, "PRAGMA user_version") == [(identity.SCHEMA_VERSION,)]
    assert len(migrations.migrations._migrations) == identity.SCHEMA_VERSION


def test_the_file_says_whose_it_is(path):
    Archive.open(path).close()

    assert path.read_bytes()[68:72] == b"nwsp"


def test_every_table_is_strict(path):
    Archive.open(path).close()

    tables = rows(path, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")

    assert {name for name, strict in tables if not strict} == {"_sqlite_migrations"}
    assert len(tables) > 12


def test_a_column_refuses_what_is_not_its_type(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article())])

    with sqlite_shell(path) as connection, pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        connection.execute("UPDATE article SET words = 'many'")


@pytest.fixture
def newer_code(monkeypatch):
    """The code of the next version: the same steps and one more."""
    steps = Migrations("newsspider")
    steps()(migrations.m001_archive)
    steps()(migrations.m002_door)
    monkeypatch.setattr(migrations, "migrations", steps)
    monkeypatch.setattr(identity, "SCHEMA_VERSION", 3)
    return steps


def add_column(db):
    db.execute("ALTER TABLE article ADD COLUMN mood TEXT")
    db.execute("PRAGMA user_version = 3")


def test_an_older_archive_is_backed_up_and_migrated(path, newer_code, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(identity, "SCHEMA_VERSION", 2)
        with Archive.open(path) as archive:
            archive.add_articles([a_newcomer(an_article())])
    newer_code()(add_column)

    Archive.open(path).close()

    backup = path.with_name("newsspider.db.before-003")
    assert rows(path, "SELECT title, mood FROM article") == [("The ferry sails again", None)]
    assert rows(backup, "SELECT title FROM article") == [("The ferry sails again",)]
    assert rows(backup, "PRAGMA user_version") == [(2,)]


def test_two_backups_are_kept(path, newer_code, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(identity, "SCHEMA_VERSION", 2)
        Archive.open(path).close()
    for version in ("001", "002"):
        path.with_name(f"newsspider.db.before-{version}").write_bytes(b"")
    newer_code()(add_column)

    Archive.open(path).close()

    assert sorted(each.name[-3:] for each in path.parent.glob("*.before-*")) == ["002", "003"]


def test_a_step_that_fails_leaves_the_archive_as_it_was(path, newer_code, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(identity, "SCHEMA_VERSION", 2)
        Archive.open(path).close()

    @newer_code()
    def m003_broken(db):
        add_column(db)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Archive.open(path)

    assert rows(path, "PRAGMA user_version") == [(2,)]
    assert rows(path, "SELECT count(*) FROM pragma_table_info('article') WHERE name = 'mood'") == [(0,)]
