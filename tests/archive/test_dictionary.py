import json

from newsspider.archive import dictionary
from newsspider.archive.dictionary import CLOSED_SETS, TABLES, as_json, as_markdown, values_of
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


def test_everything_means_something():
    assert all(table.meaning.endswith(".") for table in TABLES)
    assert all(column.meaning.endswith(".") for table in TABLES for column in table.columns)


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
