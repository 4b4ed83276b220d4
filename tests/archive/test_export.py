import csv
import io
import json
import os
import sqlite3
import time

import pytest

from newsspider.archive.export import new_file, rows_of, write_csv, write_jsonl, write_md
from newsspider.archive.reader import Reader
from newsspider.archive.recipe import built_in_folder, find_recipe, read_recipe, read_recipes
from newsspider.archive.store import Archive
from newsspider.article import DateSource, OptOut, OptOutSource
from newsspider.errors import CannotCreateError, UsageError
from tests.archive.making import DAY, HOUR, NOON, a_block, add, an_article

NOAI = OptOut(source=OptOutSource.META, signal="noai")
EVIL = "=HYPERLINK(1)\x1b[31m\u202ered|<b>*bold*"


@pytest.fixture
def reader(path):
    with Archive.open(path) as archive:
        told = {"published_source": DateSource.META, "removed": (a_block(),), "authors": ("Ada Quay", "Bo Jetty")}
        add(archive, an_article("ferry", **told), seen=NOON)
        twin = an_article("twin", text=an_article("ferry").text, published_source=None)
        add(archive, twin, site="other", seen=NOON + HOUR)
        add(archive, an_article("barge", published=NOON + DAY, published_day="2026-11-04", removed=(a_block(),)))
        add(archive, an_article("undated", title=EVIL, published=None, published_day=None))
        archive.reservations.note("harbour", "https://harbour.example/a", [NOAI], key="harbour.example/a", now=NOON)
        archive.reservations.keep(1, [NOAI])
        stored = archive.find_article("harbour.example/news/barge")
        later = an_article("barge", title="Barge sinks", text="It sank.", published=NOON + DAY, removed=(a_block(),))
        archive.add_revision(stored, later, seen=NOON + DAY)
        archive.revisions.withdraw(archive.find_article(stored.url_key), seen=NOON + 2 * DAY, status=410)
    with Reader(path) as reader:
        yield reader


@pytest.fixture
def a_recipe(tmp_path):
    def make(sql):
        path = tmp_path / "mine.sql"
        path.write_text(sql)
        return read_recipe(path)

    return make


def select(reader, name, **values):
    recipe = find_recipe(name, (built_in_folder(),))
    with rows_of(reader, recipe, recipe.values(values)) as (columns, found):
        return [dict(zip(columns, row, strict=True)) for row in found]


def test_every_built_in_recipe_runs_and_is_described(reader):
    recipes = read_recipes((built_in_folder(),))

    assert set(recipes) == {
        *("articles", "originals", "daily", "removed", "sources", "copies", "opt_outs", "reserved"),
        *("silent_edits", "headline_changes", "withdrawn", "syndication"),
    }
    assert all(select(reader, name) for name in recipes)
    assert all(recipe.description and recipe.title != name for name, recipe in recipes.items())


def test_edits_are_told_with_their_words(reader):
    (silent,), (headline,) = select(reader, "silent_edits"), select(reader, "headline_changes", site="harbour")

    assert (silent["words_added"], silent["words_removed"]) == (2, 13)
    assert json.loads(silent["passages"])[0][2] == "It sank."
    assert (headline["old_title"], headline["new_title"]) == ("The barge sails again", "Barge sinks")
    assert select(reader, "silent_edits", dated="1") == select(reader, "headline_changes", until="2026-11-03") == []


def test_withdrawn_articles_are_told_with_how_long_they_stood(reader):
    (row,) = select(reader, "withdrawn")

    assert (row["withdrawn_at"], row["withdrawn_status"]) == ("2026-11-05T12:00:00Z", 410)
    assert (row["days"], row["edits"]) == (1.0, 1)


def test_articles_come_latest_day_first_and_undated_last(reader):
    urls = [row["url"].rpartition("/")[2] for row in select(reader, "articles")]

    assert urls[0] == "barge"
    assert urls[-1] == "undated"
    assert len(urls) == 4


def test_articles_are_narrowed_by_site_and_days(reader):
    assert len(select(reader, "articles", site="oth*")) == 1
    assert len(select(reader, "articles", since="2026-11-04")) == 1
    assert len(select(reader, "articles", since="2026-11-03", until="2026-11-03")) == 2


def test_originals_leave_copies_out_and_count_them(reader):
    copies = {row["url"].rpartition("/")[2]: row["copies"] for row in select(reader, "originals")}

    assert copies == {"ferry": 1, "barge": 0, "undated": 0}


def test_days_are_counted_by_site(reader):
    counted = [(row["day"], row["site"], row["articles"], row["originals"]) for row in select(reader, "daily")]

    assert counted == [
        (None, "harbour", 1, 1),
        ("2026-11-03", "harbour", 1, 1),
        ("2026-11-03", "other", 1, 0),
        ("2026-11-04", "harbour", 1, 1),
    ]


def test_removed_blocks_are_counted(reader):
    (row,) = select(reader, "removed")

    assert (row["site"], row["rule"], row["articles"], row["text"]) == ("harbour", "newsletter", 2, a_block().text)


def test_sources_are_counted(reader):
    counted = [(row["site"], row["articles"], row["originals"], row["copies"], row["undated"])
               for row in select(reader, "sources")]  # fmt: skip

    assert counted == [("harbour", 3, 3, 0, 1), ("other", 1, 0, 1, 0)]


def test_copies_name_both_sides(reader):
    (row,) = select(reader, "copies")

    assert (row["copy_site"], row["original_site"], row["hours_later"]) == ("other", "harbour", 1.0)
    assert (row["original_since_source"], row["copy_since_source"]) == ("published", "first-seen")


def test_stories_that_sites_ran_of_each_other_are_counted_by_month(reader):
    (row,) = select(reader, "syndication")

    assert (row["month"], row["original_site"], row["site"]) == ("2026-11", "harbour", "other")
    assert (row["stories"], row["copies"], row["mean_lag_hours"]) == (1, 1, 1.0)
    assert select(reader, "syndication", since="2026-12") == select(reader, "syndication", site="harb*") == []


def written(write, columns, *found):
    out = io.StringIO(newline="")
    write(out, columns, found)
    return out.getvalue()


def test_csv_follows_the_standard():
    text = written(write_csv, ["a", "b"], ['say "hi", twice', None], [1, 2.5])

    assert text == 'a,b\r\n"say ""hi"", twice",\r\n1,2.5\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", "\x1b=1", "\u202e=1"])
def test_no_csv_cell_is_a_formula(cell):
    (_, (shown,)) = list(csv.reader(io.StringIO(written(write_csv, ["cell"], [cell]))))

    assert shown.startswith("'")


def test_csv_keeps_paragraphs_and_drops_codes():
    (_, (shown,)) = list(
        csv.reader(io.StringIO(written(write_csv, ["text"], ["One\x07.\n\nTwo\u2028\x9b!"]), newline=""))
    )

    assert shown == "One.\n\nTwo !"


def test_numbers_stay_numbers_in_csv():
    assert written(write_csv, ["n"], [-5]) == "n\r\n-5\r\n"


def test_lists_read_well_in_a_table_and_stay_lists_in_json():
    row = ['["Ada Quay", "Bo Jetty"]']

    assert written(write_csv, ["authors"], row) == "authors\r\nAda Quay; Bo Jetty\r\n"
    assert written(write_jsonl, ["authors"], row) == '{"authors": ["Ada Quay", "Bo Jetty"]}\n'


def test_jsonl_is_exact_and_shows_no_code():
    line = written(write_jsonl, ["title"], [EVIL + "\x9b\u2028"])

    assert json.loads(line) == {"title": EVIL + "\x9b\u2028"}
    assert line.isprintable() is False
    assert line[:-1].isprintable()


def test_markdown_shows_markup_as_text():
    text = written(write_md, ["title"], [EVIL + "\n[x](y)"])

    assert text == "| title |\n|---|\n| =HYPERLINK(1)\\[31mred\\|&lt;b&gt;\\*bold\\* \\[x\\](y) |\n"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM article",
        "UPDATE article SET title = 'x'",
        "CREATE TABLE mine (a)",
        "ATTACH 'other.db' AS other",
        "PRAGMA user_version = 7",
        "VACUUM INTO 'copy.db'",
        "WITH a AS (SELECT 1) DELETE FROM article",
    ],
)
def test_a_recipe_can_only_read(reader, a_recipe, tmp_path, sql):
    with pytest.raises(UsageError, match="only SELECT"), rows_of(reader, a_recipe(sql), {}):
        pass

    assert {each.suffix for each in tmp_path.iterdir()} == {".db", ".lock", ".db-shm", ".db-wal", ".sql"}
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("sql", ["SELECT 1; SELECT 2", "SELEC 1", "SELECT nothing FROM article", "SELECT :unknown", ""])
def test_a_recipe_that_is_no_select_is_told(reader, a_recipe, sql):
    with pytest.raises(UsageError, match="recipe mine"), rows_of(reader, a_recipe(sql), {}):
        pass


def test_a_recipe_may_search(reader, a_recipe):
    sql = "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'barge'"

    with rows_of(reader, a_recipe(sql), {}) as (_, found):
        assert [tuple(row) for row in found] == [(1,)]


def test_a_recipe_without_end_is_stopped(reader, a_recipe):
    endless = a_recipe("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    begun = time.monotonic()

    with (
        pytest.raises(UsageError, match="--max-time"),
        rows_of(reader, endless, {}, max_time_seconds=0.2) as (_, found),
    ):
        list(found)

    assert time.monotonic() - begun < 10


def test_the_reader_is_free_again_after_a_recipe(reader, a_recipe):
    with rows_of(reader, a_recipe("SELECT 1"), {}) as (_, found):
        list(found)

    assert reader.connection.execute("PRAGMA user_version").fetchone()[0] > 0
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.connection.execute("DELETE FROM article")


def test_parameters_are_given_or_have_a_default(a_recipe):
    recipe = a_recipe("-- title: T\n-- param day: a day\n-- param site = *: a site\nSELECT :day, :site")

    assert recipe.values({"day": "2026-11-03"}) == {"day": "2026-11-03", "site": "*"}
    with pytest.raises(UsageError, match="needs --param day=VALUE"):
        recipe.values({})
    with pytest.raises(UsageError, match="no parameter 'dya'; it takes: day, site"):
        recipe.values({"dya": "x"})


def test_a_recipe_of_ones_own_wins(tmp_path):
    (tmp_path / "articles.sql").write_text("-- title: My articles\nSELECT 1")

    recipes = read_recipes((tmp_path, built_in_folder()))

    assert recipes["articles"].title == "My articles"
    assert "daily" in recipes


def test_an_unknown_recipe_lists_the_known():
    with pytest.raises(UsageError, match="articles, copies, daily"):
        find_recipe("../secret", (built_in_folder(),))


def test_a_recipe_that_can_t_be_read_costs_itself_only(tmp_path):
    (tmp_path / "broken.sql").write_bytes(b"SELECT '\xff'")
    (tmp_path / "daily.sql").mkdir()

    recipes = read_recipes((tmp_path, built_in_folder()))

    assert "broken" not in recipes
    assert recipes["daily"].path.parent == built_in_folder()
    with pytest.raises(UsageError, match="can't be read"):
        find_recipe("broken", (tmp_path,))


def test_columns_of_one_name_are_numbered(reader, a_recipe):
    with rows_of(reader, a_recipe("SELECT 1 AS a, 2 AS a, 3 AS a_2"), {}) as (columns, _):
        assert columns == ["a", "a_2", "a_2_2"]


def test_infinity_is_told_as_nothing(reader, a_recipe):
    sql = "SELECT 9e999 AS much, '[NaN]' AS authors, '[1e999]' AS tags"

    with rows_of(reader, a_recipe(sql), {}) as (columns, (row,)):
        assert written(write_jsonl, columns, row) == '{"much": null, "authors": "[NaN]", "tags": "[1e999]"}\n'
        assert written(write_csv, columns, row) == "much,authors,tags\r\n,[NaN],[1e999]\r\n"


def write_half(path):
    with new_file(path) as file:
        file.write("half")
        raise ZeroDivisionError


def test_a_file_is_whole_or_not_there(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("before")

    with pytest.raises(ZeroDivisionError):
        write_half(out)

    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out.csv", "before")]


def test_a_pipe_is_written_into(tmp_path):
    os.mkfifo(tmp_path / "out.csv")
    end = os.open(tmp_path / "out.csv", os.O_RDONLY | os.O_NONBLOCK)

    with new_file(tmp_path / "out.csv") as file:
        file.write("a,b\r\n")

    assert os.read(end, 100) == b"a,b\r\n"
    assert [(each.name, each.is_fifo()) for each in tmp_path.iterdir()] == [("out.csv", True)]
    os.close(end)


@pytest.mark.parametrize("before", ["old", None])
def test_a_link_is_followed(tmp_path, before):
    (tmp_path / "link.csv").symlink_to("out.csv")
    if before:
        (tmp_path / "out.csv").write_text(before)

    with new_file(tmp_path / "link.csv") as file:
        file.write("new")

    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "out.csv").read_text() == "new"


def test_a_file_that_can_t_be_made_is_told(tmp_path):
    for path in (tmp_path / "attic" / "out.csv", tmp_path, tmp_path / ("n" * 300)):
        with pytest.raises(CannotCreateError, match="can't be made"), new_file(path):
            pass
