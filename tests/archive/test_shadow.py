"""Exports that respect opt-outs: no SELECT, however it is written, gets words that may not leave."""

import json

import pytest

from newsspider.archive.export import rows_of
from newsspider.archive.reader import Reader
from newsspider.archive.recipe import built_in_folder, read_recipe, read_recipes
from newsspider.archive.shadow import OptOutPolicy
from newsspider.archive.store import Archive
from newsspider.article import Failure, KeptBlock, OptOut, OptOutSource, Page
from newsspider.errors import ConfigError, UsageError
from newsspider.urls import url_key
from tests.archive.making import HOUR, NOON, a_block, add, an_article, sqlite_shell

NOAI = OptOut(source=OptOutSource.META, signal="noai")
SECRET = "samphire"
METADATA_ONLY, SKIP = OptOutPolicy("metadata-only"), OptOutPolicy("skip")


@pytest.fixture
def reader(path):
    with Archive.open(path) as archive:
        secret = an_article(
            "secret", lead=f"Of {SECRET}.", text=f"An older {SECRET}.", removed=(a_block(f"{SECRET}!"),)
        )
        add(archive, secret)
        later = an_article(
            "secret",
            lead=f"Of {SECRET}.",
            text=f"The {SECRET} harvest.",
            markdown=f"*{SECRET}*",
            image_caption=f"{SECRET}.",
            removed=(a_block(f"{SECRET}?"), a_block()),
            kept=(KeptBlock(start=0, end=21),),
        )
        stored = archive.find_article(url_key(secret.url))
        archive.add_revision(stored, later, seen=NOON + HOUR)
        with Reader(path) as reader:
            (candidate,) = reader.candidates()
        archive.reextractions.accept(candidate, later, now=NOON + HOUR)
        archive.reservations.keep(stored.id, [NOAI])
        add(archive, an_article("free", text="The open harvest.", removed=(a_block(),)))
        add(archive, an_article("elsewhere", url="https://b.example/x", text="A harvest elsewhere."), site="other")
    with Reader(path) as reader:
        yield reader


@pytest.fixture
def select(reader, tmp_path):
    def run(sql, policy=METADATA_ONLY):
        path = tmp_path / "mine.sql"
        path.write_text(f"-- title: Mine\n{sql}")
        with rows_of(reader, read_recipe(path), {}, opt_outs=policy) as (_, found):
            return [tuple(row) for row in found]

    return run


@pytest.mark.parametrize("policy", [METADATA_ONLY, SKIP], ids=["metadata-only", "skip"])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM article",
        "SELECT * FROM original",
        "SELECT * FROM revision",
        "SELECT * FROM edited_passage",
        "SELECT * FROM reextraction",
        "SELECT * FROM removed_block",
        "SELECT * FROM article_removed JOIN removed_block ON id = block_id",
        "SELECT *, rank FROM article_fts",
        "SELECT snippet(article_fts, -1, '', '', '', 9) FROM article_fts WHERE article_fts MATCH 'samphire OR harvest'",
        "SELECT highlight(article_fts, 2, '', '') FROM article_fts WHERE article_fts MATCH 'harvest' ORDER BY rank",
        "SELECT article.* FROM article JOIN (SELECT id FROM article) AS other ON other.id = article.id",
        "WITH mine AS (SELECT text, markdown FROM article) SELECT group_concat(text || markdown) FROM mine",
        "SELECT (SELECT text FROM article AS inner_one WHERE inner_one.id = article.id) FROM article",
    ],
)
def test_no_recipe_gets_words_that_are_reserved(select, sql, policy):
    open_to_all = json.dumps(select(sql, OptOutPolicy()), default=str)

    kept = json.dumps(select(sql, policy), default=str)

    assert SECRET in open_to_all
    assert SECRET not in kept


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT text FROM main.article",
        "SELECT title FROM [main].[article]",
        'SELECT text_edits FROM "main"."revision"',
        "SELECT old FROM main.edited_passage",
        "SELECT words_added FROM main.silent_edit",
        "SELECT text FROM main.reextraction",
        "SELECT text FROM main.original",
        "SELECT text FROM main.removed_block",
        "SELECT blocks FROM main.article_kept",
        "SELECT start FROM main.kept_block",
        "SELECT body FROM main.quarantine",
        "SELECT text FROM main.article_fts",
        "SELECT block FROM article_fts_data",
        "SELECT snippet(article_fts, -1, '', '', '', 9) FROM main.article_fts WHERE article_fts MATCH 'it'",
        "WITH article AS (SELECT text FROM main.article) SELECT text FROM article",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM main.article WHERE text LIKE '%samphire%')",
    ],
)
def test_no_recipe_goes_round_the_policy(select, sql):
    with pytest.raises(UsageError, match="past the opt-out policy"):
        select(sql)


def test_metadata_only_leaves_what_is_known_of_an_article(select):
    rows = select("SELECT title, lead, text, markdown, words, text_hash <> '' FROM article ORDER BY id LIMIT 2")

    assert rows == [
        ("The secret sails again", None, "", None, 0, 1),
        ("The free sails again", None, "The open harvest.", None, 3, 1),
    ]


def test_skip_leaves_nothing_of_an_article_in_any_count(select):
    sql = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM original), (SELECT count(*) FROM revision), "
    sql += "(SELECT sum(articles) FROM article_daily), (SELECT count(*) FROM article_removed)"

    assert select(sql, OptOutPolicy()) == [(3, 3, 1, 3, 3)]
    assert select(sql, SKIP) == [(2, 2, 0, 2, 1)]


@pytest.mark.parametrize("policy", [METADATA_ONLY, SKIP], ids=["metadata-only", "skip"])
@pytest.mark.parametrize("table", ["article_kept", "kept_block"])
def test_places_of_words_that_may_not_leave_stay_too(select, table, policy):
    assert len(select(f"SELECT * FROM {table}", OptOutPolicy())) == 1
    assert select(f"SELECT * FROM {table}", policy) == []


def test_full_text_search_goes_on_over_the_rest(select):
    sql = "SELECT article.url FROM article_fts JOIN article ON article.id = article_fts.rowid "
    sql += "WHERE article_fts MATCH 'harvest' ORDER BY bm25(article_fts), url"

    assert len(select(sql, OptOutPolicy())) == 3
    assert len(select(sql)) == len(select(sql, SKIP)) == 2


def test_no_page_in_quarantine_leaves_with_its_bytes(path, select):
    page = Page(url="https://b.example/y", body=SECRET.encode(), fetched=NOON)
    with Archive.open(path) as archive:
        archive.quarantine.add(
            page, url_key="b.example/y", site="other", extractor="1", reason=Failure.EXTRACTION_CRASH
        )

    assert select("SELECT url, body FROM quarantine") == [(page.url, None)]


def test_passages_that_a_reserved_article_shares_do_not_leave(path, select):
    with sqlite_shell(path) as shell, shell:
        shell.execute("INSERT INTO similarity VALUES (1, 2, 'reuse', 0.5, 0.5, '[\"at six\"]')")
        shell.execute("INSERT INTO similarity VALUES (3, 2, 'reuse', 0.5, 0.5, '[\"at ten\"]')")

    assert select("SELECT small_id, passages FROM similarity") == [(1, "[]"), (3, '["at ten"]')]
    assert select("SELECT small_id FROM similarity", SKIP) == [(3,)]


def test_a_block_that_stood_elsewhere_too_stays(select):
    assert select("SELECT text FROM removed_block") == [(a_block().text,)]


def test_sites_may_differ(select):
    titles = "SELECT count(*), count(*) FILTER (WHERE text = '') FROM article"

    assert select(titles, OptOutPolicy("skip", {"harbour": "store"})) == [(3, 0)]
    assert select(titles, OptOutPolicy("skip", {"harbour": "metadata-only"})) == [(3, 1)]
    assert select(titles, OptOutPolicy("store", {"harbour": "skip", "other": "store"})) == [(2, 0)]
    assert select(titles, OptOutPolicy("metadata-only", {"other": "skip"})) == [(3, 1)]


def test_the_archive_reads_as_before_once_the_export_is_over(select):
    select("SELECT text FROM article", SKIP)

    assert len(select("SELECT text FROM main.article", OptOutPolicy())) == 3
    assert len(select("SELECT text FROM article", SKIP)) == 2


def test_every_built_in_recipe_runs_under_every_policy(reader):
    for recipe in read_recipes((built_in_folder(),)).values():
        for policy in (METADATA_ONLY, SKIP):
            with rows_of(reader, recipe, recipe.values({}), opt_outs=policy) as (_, found):
                assert SECRET not in json.dumps([tuple(row) for row in found])


def test_a_policy_that_nobody_knows_is_refused():
    with pytest.raises(ConfigError, match="metadata-only"):
        OptOutPolicy("skpi")


def test_where_nothing_is_reserved_nothing_stands_before_the_tables(path, select, reader, tmp_path):
    with Archive.open(path) as archive:
        archive.reservations.keep(1, ())

    assert len(select("SELECT text FROM main.article", SKIP)) == 3
