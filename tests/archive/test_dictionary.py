import json

from newsspider.archive import dictionary
from newsspider.archive.dictionary import CLOSED_SETS, RAW_TABLES, TABLES, as_json, as_markdown, values_of
from newsspider.archive.raw import RawPages
from newsspider.archive.recipe import built_in_folder, read_recipes
from newsspider.archive.store import Archive
from newsspider.article import Relation, UrlState
from tests.archive.making import rows

SCHEMA = """
    SELECT name, type FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%'
    ESCAPE '\\' ORDER BY name
"""


def test_the_dictionary_has_every_table_and_no_other(path):
    Archive.open(path).close()

    told = sorted((table.name, table.is_view) for table in TABLES)

    assert told == [(name, kind == "view") for name, kind in rows(path, SCHEMA)]


def test_the_dictionary_has_every_column_in_order_and_of_its_type(path):
    Archive.open(path).close()

    for table in TABLES:
        real = rows(path, f"SELECT name, type FROM pragma_table_info('{table.name}') ORDER BY cid")
        assert [(column.name, column.type) for column in table.columns] == real


def test_the_dictionary_has_every_table_of_raw_pages_and_every_column(path):
    RawPages.open(path).close()

    real = {
        table: rows(path, f"SELECT name, type FROM pragma_table_info('{table}')") for table, _ in rows(path, SCHEMA)
    }

    assert {t.name: [(column.name, column.type) for column in t.columns] for t in RAW_TABLES} == real
    assert {table.name for table in RAW_TABLES if table.is_view} == {"page"}


def test_everything_means_something():
    tables = TABLES + RAW_TABLES
    assert all(table.meaning.endswith(".") for table in tables)
    assert all(column.meaning.endswith(".") for table in tables for column in table.columns)


def test_every_closed_set_belongs_to_a_column():
    columns = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}

    assert set(CLOSED_SETS) <= columns
    assert values_of("url", "state") == tuple(UrlState)
    assert values_of("article", "relation") == tuple(Relation)


def test_the_page_in_exports_is_the_dictionary():
    recipes = read_recipes((built_in_folder(),)).values()

    assert (built_in_folder() / "README.md").read_text(encoding="utf-8") == as_markdown(recipes)


def test_programs_can_read_it():
    (run,) = as_json(dictionary.find_tables("run"))

    assert json.loads(json.dumps(run))["columns"][0] == {
        "name": "id",
        "type": "INTEGER",
        "meaning": "Number of the run.",
        "values": [],
    }
