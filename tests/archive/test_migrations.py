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


def test_an_archive_of_schema_2_learns_to_explain_itself(path, monkeypatch):
    steps = Migrations("newsspider")
    steps()(migrations.m001_archive)
    steps()(migrations.m002_door)
    text = an_article().text
    with monkeypatch.context() as before:
        before.setattr(migrations, "migrations", steps)
        before.setattr(identity, "SCHEMA_VERSION", 2)
        Archive.open(path).close()
    with sqlite_shell(path) as shell, shell:
        shell.execute("INSERT INTO cluster VALUES (1, 1)")
        shell.execute(
            "INSERT INTO article (id, uid, url, url_key, site, text, first_seen, last_seen, access, kind, words, "
            "text_hash, complete, cluster_id, extractor) "
            "VALUES (1, 'a', 'b', 'c', 'd', ?, '', '', '', '', 1, '', 1, 1, '')",
            (text,),
        )
        shell.execute("INSERT INTO removed_block VALUES (1, 'd', 'e', 'Subscribe', '')")
        shell.execute("INSERT INTO article_removed VALUES (1, 0, 1, 'newsletter', 'newsletter', '/p')")

    Archive.open(path).close()

    assert rows(path, "SELECT text, sources, image_caption FROM original") == [(text, "{}", None)]
    assert rows(path, "SELECT place, score, page_order FROM article_removed") == [("/p", None, None)]
    assert rows(path, "SELECT count(*) FROM kept_block") == [(0,)]
    assert rows(path.with_name("newsspider.db.before-003"), "PRAGMA user_version") == [(2,)]


@pytest.fixture
def newer_code(monkeypatch):
    """The code of the next version: the same steps and one more."""
    steps = Migrations("newsspider")
    steps()(migrations.m001_archive)
    steps()(migrations.m002_door)
    steps()(migrations.m003_explanation)
    monkeypatch.setattr(migrations, "migrations", steps)
    monkeypatch.setattr(identity, "SCHEMA_VERSION", 4)
    return steps


def add_column(db):
    db.execute("ALTER TABLE article ADD COLUMN mood TEXT")
    db.execute("PRAGMA user_version = 4")


def test_an_older_archive_is_backed_up_and_migrated(path, newer_code, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(identity, "SCHEMA_VERSION", 3)
        with Archive.open(path) as archive:
            archive.add_articles([a_newcomer(an_article())])
    newer_code()(add_column)

    Archive.open(path).close()

    backup = path.with_name("newsspider.db.before-004")
    assert rows(path, "SELECT title, mood FROM article") == [("The ferry sails again", None)]
    assert rows(backup, "SELECT title FROM article") == [("The ferry sails again",)]
    assert rows(backup, "PRAGMA user_version") == [(3,)]


def test_two_backups_are_kept(path, newer_code, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(identity, "SCHEMA_VERSION", 3)
        Archive.open(path).close()
    for version in ("001", "002"):
        path.with_name(f"newsspider.db.before-{version}").write_bytes(b"")
    newer_code()(add_column)

    Archive.open(path).close()

    assert sorted(each.name[-3:] for each in path.parent.glob("*.before-*")) == ["002", "004"]


def test_a_step_that_fails_leaves_the_archive_as_it_was(path, newer_code, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(identity, "SCHEMA_VERSION", 3)
        Archive.open(path).close()

    @newer_code()
    def m004_broken(db):
        add_column(db)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Archive.open(path)

    assert rows(path, "PRAGMA user_version") == [(3,)]
    assert rows(path, "SELECT count(*) FROM pragma_table_info('article') WHERE name = 'mood'") == [(0,)]
