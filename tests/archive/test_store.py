import json
from dataclasses import asdict, replace
from itertools import permutations

import pytest

from newsspider.archive.blocks import LEFT_OUT
from newsspider.archive.record import SiteInfo
from newsspider.archive.store import Archive
from newsspider.article import Access, BlockKind, DateSource, KeptBlock, Kind
from newsspider.kin import relate
from newsspider.text import text_hash
from newsspider.urls import uid, url_key
from tests.archive.making import DAY, HOUR, NOON, a_block, a_newcomer, add, an_article, rows, states


def found(archive, article):
    stored = archive.find_article(url_key(article.url))
    assert stored is not None
    return stored


def test_an_article_comes_back_as_it_went_in(archive):
    article = an_article(lead="A standfirst.", canonical_url="https://harbour.example/ferry", access=Access.TEASER)

    (article_id,) = archive.add_articles([a_newcomer(article)])

    stored = found(archive, article)
    assert (stored.id, stored.uid) == (article_id, uid(url_key(article.url)))
    assert (stored.title, stored.lead, stored.text) == (article.title, article.lead, article.text)
    assert (stored.published, stored.first_seen, stored.access) == (NOON, NOON, Access.TEASER)
    assert (stored.url, stored.canonical_url, stored.site) == (article.url, article.canonical_url, "harbour")
    assert (stored.complete, stored.relation, stored.cluster_id) == (True, None, article_id)


def test_a_row_has_all_that_the_page_said(path, archive):
    article = an_article(
        authors=("Ada Quay", "Bo Jetty"),
        tags=("ships",),
        modified=NOON + HOUR,
        published_source=DateSource.JSON_LD,
        language="en-gb",
        section="Harbour",
        image_url="https://harbour.example/ferry.jpg",
        image_caption="The ferry",
        image_credit="Cy Mole",
        sources=(("title", "json-ld headline"), ("kind", "json-ld LiveBlogPosting")),
        agency="Reuters",
        kind=Kind.LIVE_BLOG,
        markdown="# The ferry",
        extractor="7",
    )

    archive.add_articles([a_newcomer(article)])

    columns = "authors, tags, published, published_day, published_raw, published_source, modified, language, section"
    assert rows(path, f"SELECT {columns} FROM article") == [
        (
            *('["Ada Quay", "Bo Jetty"]', '["ships"]', "2026-11-03T12:00:00Z", "2026-11-03", "3 November 2026, 12:00"),
            *("json-ld", "2026-11-03T13:00:00Z", "en-gb", "Harbour"),
        )
    ]
    columns = "image_url, agency, kind, markdown, words, extractor, first_seen, last_seen"
    assert rows(path, f"SELECT {columns} FROM article") == [
        (
            *("https://harbour.example/ferry.jpg", "Reuters", "live-blog", "# The ferry", 13, "7"),
            *("2026-11-03T12:00:00Z", "2026-11-03T12:00:00Z"),
        )
    ]
    assert rows(path, "SELECT image_caption, image_credit, sources FROM article") == [
        ("The ferry", "Cy Mole", '{"title":"json-ld headline","kind":"json-ld LiveBlogPosting"}')
    ]


def test_one_address_is_one_article(archive):
    archive.add_articles([a_newcomer(an_article())])

    stored = archive.find_article(url_key("http://harbour.example/news/ferry/?utm_source=letter"))

    assert stored is not None


def test_articles_of_the_same_text_come_as_they_were_stored(archive):
    text = "The same words."
    for name, published in (("young", NOON + DAY), ("undated", None), ("old", NOON - DAY)):
        archive.add_articles([a_newcomer(an_article(name, text=text, published=published))])

    same = archive.articles_with_hash(text_hash("the SAME words"))

    assert [each.url.rpartition("/")[2] for each in same] == ["young", "undated", "old"]


@pytest.mark.parametrize("order", list(permutations(("a", "b", "c", "d"))))
def test_the_order_of_arrival_does_not_matter(tmp_path, order):
    published = {"a": NOON + HOUR, "b": NOON - DAY, "c": None, "d": NOON - DAY}

    with Archive.open(tmp_path / "newsspider.db") as archive:
        for name in order:
            day = an_article(name, text="The same words.", published=published[name], published_source=DateSource.META)
            add(archive, day)

    pairs = rows(
        tmp_path / "newsspider.db",
        "SELECT small.url_key, large.url_key, similarity.relation FROM similarity "
        "JOIN article AS small ON small.id = small_id JOIN article AS large ON large.id = large_id ORDER BY 1",
    )
    key = "harbour.example/news/"
    assert pairs == [(f"{key}{name}", f"{key}b", "copy") for name in ("a", "c", "d")]
    assert rows(tmp_path / "newsspider.db", "SELECT url_key FROM original") == [(f"{key}b",)]
    assert rows(tmp_path / "newsspider.db", "SELECT count(DISTINCT cluster_id), count(relation) FROM article") == [
        (1, 3)
    ]
    assert rows(tmp_path / "newsspider.db", "PRAGMA foreign_key_check") == []


def test_an_article_alone_has_its_own_cluster(path, archive):
    add(archive, an_article("ferry"))
    add(archive, an_article("barge"))

    assert rows(path, "SELECT count(DISTINCT cluster_id), count(relation) FROM article") == [(2, 0)]
    assert rows(path, "SELECT count(*) FROM original") == [(2,)]


def test_a_newcomer_may_copy_one_of_its_own_batch(path, archive):
    original = a_newcomer(an_article("ferry"))
    copy = a_newcomer(an_article("tug", text=an_article("ferry").text, published=NOON + HOUR), site="other")

    with archive.transaction():
        relate(archive, archive.add_articles([original, copy]), [original, copy])

    assert rows(path, "SELECT site, relation FROM article ORDER BY id") == [("harbour", None), ("other", "copy")]
    assert rows(path, "SELECT small_id, large_id FROM similarity") == [(2, 1)]


def test_a_changed_text_becomes_a_revision(path, archive):
    before = an_article(title="Ferry sinks", modified=NOON)
    add(archive, before)

    archive.add_revision(
        found(archive, before), replace(before, title="Ferry sails", text="Corrected."), seen=NOON + DAY
    )

    assert rows(path, "SELECT title, text, words, last_seen FROM article") == [
        ("Ferry sails", "Corrected.", 1, "2026-11-04T12:00:00Z")
    ]
    (state,) = states(path, before.url)
    assert [state[name] for name in ("seen", "replaced", "title", "text", "modified")] == [
        *("2026-11-03T12:00:00Z", "2026-11-04T12:00:00Z", "Ferry sinks", before.text, "2026-11-03T12:00:00Z")
    ]


def test_each_revision_begins_where_the_one_before_ends(path, archive):
    article = an_article()
    add(archive, article)

    for day in (1, 2, 3):
        archive.add_revision(found(archive, article), replace(article, text=f"Take {day}."), seen=NOON + day * DAY)

    assert rows(path, "SELECT substr(seen, 9, 2), substr(replaced, 9, 2) FROM edit ORDER BY revision_id") == [
        ("03", "04"),
        ("04", "05"),
        ("05", "06"),
    ]


def test_the_index_follows_a_revision(path, archive):
    article = an_article()
    add(archive, article)

    archive.add_revision(found(archive, article), replace(article, text="It was a submarine."), seen=NOON + DAY)

    assert rows(path, "SELECT rowid FROM article_fts('quay')") == []
    assert rows(path, "SELECT rowid FROM article_fts('submarine')") == [(1,)]
    archive._database.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")


def test_removed_blocks_follow_a_revision(path, archive):
    article = an_article(removed=(a_block("Old box"), a_block("Kept box")))
    add(archive, article)
    changed = replace(article, text="Corrected.", removed=(a_block("Kept box"),))

    archive.add_revision(found(archive, article), changed, seen=NOON + DAY)

    sql = "SELECT position, text FROM article_removed JOIN removed_block ON removed_block.id = block_id"
    assert rows(path, sql) == [(0, "Kept box")]


def test_places_of_the_text_follow_a_revision(path, archive):
    article = an_article(kept=(KeptBlock(start=0, end=31), KeptBlock(start=33, end=64)))
    add(archive, article)
    changed = replace(article, text="Corrected.", kept=(KeptBlock(start=0, end=10, place="/p"),))

    archive.add_revision(found(archive, article), changed, seen=NOON + DAY)

    assert rows(path, "SELECT start, end, place FROM kept_block") == [(0, 10, "/p")]


def test_scores_and_order_of_removed_blocks_are_kept(path, archive):
    add(archive, an_article(removed=(replace(a_block(), order=7, score=0.25), a_block("Other"))))

    assert rows(path, "SELECT page_order, score FROM article_removed ORDER BY position") == [(7, 0.25), (None, None)]


def test_of_what_was_merely_left_out_only_what_stands_near_the_body_is_kept(path, archive):
    left_out = [replace(a_block(f"Piece {n}", rule=LEFT_OUT), order=n) for n in range(9)]
    kept = (KeptBlock(start=0, end=31, order=3), KeptBlock(start=33, end=66, order=6))

    add(archive, an_article(kept=kept, removed=(*left_out, replace(a_block("Home"), order=0))))
    add(archive, an_article("barge", removed=(a_block("Nowhere", rule=LEFT_OUT), a_block("Letter"))))

    sql = "SELECT text FROM article_removed JOIN removed_block ON id = block_id WHERE article_id = ? ORDER BY position"
    first, second = (archive._database.execute(sql, (number,)).fetchall() for number in (1, 2))
    assert [row["text"] for row in first] == ["Piece 3", "Piece 4", "Piece 5", "Piece 6", "Home"]
    assert [row["text"] for row in second] == ["Letter"]


def test_a_removed_text_is_kept_once_a_site(path, archive):
    blocks = (a_block(place="/html/body/p[1]"), a_block(place="/html/body/p[9]", rule="again"))
    archive.add_articles([a_newcomer(an_article(name, removed=blocks)) for name in ("ferry", "barge")])
    archive.add_articles([a_newcomer(an_article("tug", removed=blocks), site="other")])

    assert rows(path, "SELECT site, text FROM removed_block ORDER BY site") == [
        ("harbour", "Subscribe to our letter"),
        ("other", "Subscribe to our letter"),
    ]
    assert rows(path, "SELECT position, block_id, rule, kind, place FROM article_removed WHERE article_id = 2") == [
        (0, 1, "newsletter", BlockKind.NEWSLETTER, "/html/body/p[1]"),
        (1, 1, "again", BlockKind.NEWSLETTER, "/html/body/p[9]"),
    ]


def test_a_second_look_is_noted_and_never_moves_back(path, archive):
    article_id = add(archive, an_article())

    archive.touch(article_id, seen=NOON + DAY)
    archive.touch(article_id, seen=NOON - DAY)

    assert rows(path, "SELECT first_seen, last_seen FROM article") == [("2026-11-03T12:00:00Z", "2026-11-04T12:00:00Z")]


def test_a_second_look_may_bring_metadata_but_no_words(path, archive):
    article = an_article()
    article_id = add(archive, article)
    second = replace(
        article, title="Other", text="Other.", authors=("Ada Quay",), section="Harbour", modified=NOON + DAY
    )

    archive.touch(article_id, seen=NOON + DAY, article=second)

    columns = "title, text, authors, section, modified"
    assert rows(path, f"SELECT {columns} FROM article") == [
        (article.title, article.text, '["Ada Quay"]', "Harbour", "2026-11-04T12:00:00Z")
    ]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (NOON, NOON + DAY, "2026-11-03"),
        (NOON, NOON - DAY, "2026-11-02"),
        (NOON, None, "2026-11-03"),
        (None, NOON, "2026-11-03"),
        (None, None, None),
    ],
)
def test_the_earliest_date_that_a_page_claims_stays(path, archive, first, second, kept):
    def dated(moment):
        return an_article(published=moment, published_day=moment and f"{moment:%Y-%m-%d}", published_raw=str(moment))

    article_id = add(archive, dated(first))

    archive.touch(article_id, seen=NOON + DAY, article=dated(second))

    ((published, day),) = rows(path, "SELECT substr(published, 1, 10), published_day FROM article")
    assert (published, day) == (kept, kept)


def test_a_whole_page_of_the_same_words_completes_an_article(archive):
    article = an_article(complete=False)
    article_id = add(archive, article)

    archive.touch(article_id, seen=NOON, article=replace(article, complete=True))
    archive.touch(article_id, seen=NOON, article=replace(article, complete=False))

    assert found(archive, article).complete


def test_an_article_moves_to_its_canonical_address(path, archive):
    amp = an_article("ferry/lite")
    canonical = an_article("ferry", authors=("Ada Quay",))
    add(archive, amp)
    before = found(archive, amp)

    archive.adopt(before, canonical, url_key=url_key(canonical.url), seen=NOON + DAY)

    after = found(archive, canonical)
    assert (after.id, after.url, after.uid) == (before.id, canonical.url, uid(url_key(canonical.url)))
    assert found(archive, amp) == after
    assert rows(path, "SELECT uid, url, reason, seen FROM url_alias") == [
        (before.uid, amp.url, "canonical", "2026-11-04T12:00:00Z")
    ]


def test_an_alias_that_becomes_the_address_is_no_alias_any_more(path, archive):
    one, other = an_article("one"), an_article("other")
    article_id = add(archive, one)
    archive.add_alias(other.url, article_id=article_id, reason="redirect", seen=NOON)

    archive.adopt(found(archive, one), other, url_key=url_key(other.url), seen=NOON)

    assert rows(path, "SELECT url FROM url_alias") == [(one.url,)]


def test_a_run_keeps_what_its_sites_came_to(path, archive):
    sites = [SiteInfo(name="harbour", host="harbour.example", country="GB", language="en")]
    counts = {"harbour": {"due": 5, "new": 3, "failed": {"dns": 2}, "seed_requests": 1, "seconds": 0.5}}

    run = archive.begin_run(command="crawl", sites=sites, started=NOON)
    archive.end_run(run, finished=NOON + HOUR, exit_code=3, counts=counts)

    assert rows(path, "SELECT id, command, started, finished, exit_code FROM run") == [
        (run, "crawl", "2026-11-03T12:00:00Z", "2026-11-03T13:00:00Z", 3)
    ]
    columns = 'due, new, revision, unchanged, alias, not_article, refused, failed, "left", seed_requests, seconds'
    ((*plain, not_article, refused, failed, left, seeds, seconds),) = rows(path, f"SELECT {columns} FROM run_site")
    assert plain == [5, 3, 0, 0, 0]
    assert [json.loads(each) for each in (not_article, refused, failed, left)] == [{}, {}, {"dns": 2}, {}]
    assert (seeds, seconds) == (1, 0.5)


def test_what_a_site_declares_replaces_what_was_guessed(path, archive):
    add(archive, an_article())
    declared = SiteInfo(
        name="harbour", host="www.harbour.example", country="GB", language="en", time_zone="Europe/London"
    )

    archive.begin_run(command="crawl", sites=[declared], started=NOON)
    add(archive, an_article("barge"))

    assert rows(path, "SELECT name, host, country, language, time_zone FROM site") == [tuple(asdict(declared).values())]
