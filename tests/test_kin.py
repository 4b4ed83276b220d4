"""How newcomers find their place among texts that are like theirs."""

import json
from datetime import timedelta

import pytest

from newsspider.archive.store import Archive
from newsspider.article import DateSource
from newsspider.kin import relate, renew
from tests.archive.making import DAY, HOUR, NOON, a_newcomer, an_article, rows
from tests.dedup.stories import first, story

WHOLE = story(1, 400)
PLACES = (
    "SELECT article.url, coalesce(article.relation, ''), original.url FROM article "
    "JOIN cluster ON cluster.id = article.cluster_id "
    "JOIN article AS original ON original.id = original_id ORDER BY article.id"
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "newsspider.db"


def stored(archive, name, text, *, seen=NOON + DAY, **changes):
    """Store an article of *text* that is from `published`, and relate it; its address is *name*."""
    told = {"published": NOON, "published_raw": "2026-11-03T12:00:00Z", "published_source": DateSource.JSON_LD}
    article = an_article(name, **(told | {"text": text, "url": f"https://{name}.example/story"} | changes))
    new = [a_newcomer(article, site=name, seen=seen)]
    with archive.transaction():
        (article_id,) = archive.add_articles(new)
        relate(archive, [article_id], new)
    return article_id


def places(path):
    """Return every article with its relation and its cluster's original, by the names they have."""
    short = {"https://": "", ".example/story": ""}
    told = []
    for url, relation, original in rows(path, PLACES):
        for long, instead in short.items():
            url, original = url.replace(long, instead), original.replace(long, instead)
        told.append((url, relation, original))
    return told


def relations(path):
    return rows(path, "SELECT small_id, large_id, relation FROM similarity ORDER BY small_id, large_id")


def test_a_story_with_another_ending_joins_its_original(path):
    with Archive.open(path) as archive:
        stored(archive, "wire", WHOLE)
        stored(archive, "paper", f"{first(WHOLE, 300)}\n\n{story(2, 60)}", published=NOON + HOUR)

    assert places(path) == [("wire", "", "wire"), ("paper", "copy", "wire")]
    assert relations(path) == [(2, 1, "copy")]
    assert rows(path, "SELECT reason, confidence FROM cluster") == [("published", 0.9)]


def test_an_older_story_that_comes_late_is_the_original_of_all(path):
    with Archive.open(path) as archive:
        stored(archive, "copy", f"{WHOLE}\n\n{story(2, 40)}", published=NOON + HOUR)
        stored(archive, "other", f"{story(3, 40)}\n\n{WHOLE}", published=NOON + 2 * HOUR)
        stored(archive, "wire", WHOLE, seen=NOON + 2 * DAY)

    assert places(path) == [("copy", "copy", "wire"), ("other", "copy", "wire"), ("wire", "", "wire")]


def test_two_parts_of_a_story_become_one_cluster_when_the_whole_comes(path):
    words = WHOLE.split()
    with Archive.open(path) as archive:
        stored(archive, "head", " ".join(words[:250]), published=NOON + HOUR)
        stored(archive, "tail", " ".join(words[150:]), published=NOON + HOUR * 2)
        assert archive._database.execute("SELECT count(*) FROM cluster").fetchone()[0] in {1, 2}
        stored(archive, "wire", WHOLE)

    assert {original for _, _, original in places(path)} == {"wire"}
    assert rows(path, "SELECT count(*) FROM cluster") == [(1,)]


@pytest.mark.parametrize("order", [("whole", "part"), ("part", "whole")])
def test_an_excerpt_stays_in_a_cluster_of_its_own(path, order):
    texts = {"whole": WHOLE, "part": first(WHOLE, 90)}
    with Archive.open(path) as archive:
        ids = {name: stored(archive, name, texts[name]) for name in order}

    assert sorted(places(path)) == [("part", "excerpt_of", "part"), ("whole", "", "whole")]
    assert relations(path) == [(ids["part"], ids["whole"], "excerpt_of")]


def test_an_excerpt_has_one_parent_the_oldest(path):
    with Archive.open(path) as archive:
        stored(archive, "later", f"{WHOLE}\n\n{story(2, 900)}", published=NOON + DAY)
        stored(archive, "part", first(WHOLE, 90), published=NOON + HOUR)
        stored(archive, "wire", WHOLE)

    assert (2, 3, "excerpt_of") in relations(path)
    assert (2, 1, "excerpt_of") not in relations(path)


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_story_that_later_ones_take_parts_of_is_no_roundup_of_them(path, turn):
    words = WHOLE.split()
    later = [(f"paper{at}", f"{' '.join(words[at : at + 140])}\n\n{story(10 + at, 200)}") for at in (0, 200)]
    texts = [(name, text, NOON + HOUR) for name, text in later]
    texts.insert(turn, ("wire", WHOLE, NOON))

    with Archive.open(path) as archive:
        for name, text, published in texts:
            stored(archive, name, text, published=published)

    assert ("wire", "", "wire") in places(path)
    assert {relation for _, _, relation in relations(path)} == {"reuse"}


def test_no_more_than_three_of_a_site_are_copies_for_a_frame_that_is_two_thirds_of_each(path):
    head, foot = story(1, 50), story(2, 60)
    with Archive.open(path) as archive:
        for at in range(12):
            text = f"{head}\n\n{story(20 + at, 55)}\n\n{foot}"
            stored(archive, "one", text, url=f"https://one.example/{at}", published=NOON + at * HOUR)

    counts = rows(path, "SELECT count(*) FROM article GROUP BY cluster_id ORDER BY 1 DESC")
    assert counts == [(3,), *[(1,)] * 9]


@pytest.mark.parametrize("turn", [0, 1, 3])
def test_a_roundup_is_told_when_its_parts_are_there(path, turn):
    parts = {f"part{at}": story(at, 300) for at in (1, 2, 3)}
    texts = [*parts.items()]
    texts.insert(turn, ("roundup", "\n\n".join(first(text, 90) for text in parts.values())))
    with Archive.open(path) as archive:
        ids = {name: stored(archive, name, text) for name, text in texts}

    assert ("roundup", "roundup", "roundup") in places(path)
    assert rows(path, "SELECT count(*) FROM cluster") == [(4,)]
    assert relations(path) == sorted((ids["roundup"], ids[name], "roundup") for name in parts)


def test_reuse_shows_the_passages(path):
    passage = story(9, 90)
    mine, theirs = f"{story(1, 150)}\n\n{passage}", f"{passage}\n\n{story(2, 300)}"
    with Archive.open(path) as archive:
        stored(archive, "wire", theirs)
        stored(archive, "paper", mine)

    ((small, large, relation, passages),) = rows(path, "SELECT small_id, large_id, relation, passages FROM similarity")
    (found,) = json.loads(passages)
    assert (small, large, relation) == (2, 1, "reuse")
    assert mine[found[0] : found[1]] == theirs[found[2] : found[3]] == passage[:-1] + "."
    assert [relation for _, relation, _ in places(path)] == ["", ""]


def test_a_page_that_names_another_site_s_article_is_its_declared_copy(path):
    with Archive.open(path) as archive:
        stored(archive, "wire", WHOLE)
        stored(archive, "paper", story(5, 200), canonical_url="https://wire.example/story")

    assert relations(path) == [(2, 1, "declared_copy_of")]
    assert places(path)[1] == ("paper", "declared_copy_of", "paper")


@pytest.mark.parametrize(
    "claim", ["nonsense", "https://wire.example/", "https://paper.example/story", "https://x.example/y"]
)
def test_a_claim_that_leads_nowhere_is_no_relation(path, claim):
    with Archive.open(path) as archive:
        stored(archive, "wire", WHOLE)
        stored(archive, "paper", story(5, 200), canonical_url=claim)

    assert relations(path) == []


@pytest.mark.parametrize("text", ["Ten words are too few to say who wrote them.", "On and on and on. " * 500])
def test_what_says_too_little_is_alone(path, text):
    with Archive.open(path) as archive:
        stored(archive, "one", text)
        stored(archive, "other", f"{text} Again.")

    assert relations(path) == []
    assert rows(path, "SELECT count(*) FROM fingerprint") == [(0,)]


def test_a_story_of_years_ago_is_not_looked_at_beyond_the_window(path):
    with Archive.open(path) as archive:
        stored(archive, "old", WHOLE)
        archive.fingerprints.look_back(30)
        stored(archive, "new", f"{WHOLE} Again.", seen=NOON + timedelta(days=32))

    assert relations(path) == []


def test_many_copies_of_one_notice_take_the_room_of_one_and_are_looked_up_at_the_price_of_one(path):
    listed = []
    with Archive.open(path) as archive:
        look_up = archive.fingerprints.listed

        def counted(keys):
            found = look_up(keys)
            listed.append(sum(map(len, found.values())))
            return found

        archive.fingerprints.listed = counted
        for at in range(60):
            stored(archive, f"paper{at}", f"{WHOLE}\n\nPlace number {at}.")

    assert rows(path, "SELECT count(*) FROM cluster") == [(1,)]
    assert max(listed[40:]) <= max(listed[1:20])
    assert rows(path, "SELECT max(count) FROM (SELECT count(*) AS count FROM fingerprint_key GROUP BY key)") <= [(8,)]


def test_what_every_page_of_a_site_says_relates_none_of_them_once_that_is_seen(path):
    boilerplate = story(99, 60)
    with Archive.open(path) as archive:
        for at in range(1, 31):
            stored(archive, f"page{at}", f"{story(at, 140)}\n\n{boilerplate}")
        (before,) = archive._database.execute("SELECT count(*) FROM similarity").fetchone()
        stored(archive, "page31", f"{story(31, 140)}\n\n{boilerplate}")
        (after,) = archive._database.execute("SELECT count(*) FROM similarity").fetchone()

    assert after == before


def test_a_text_made_anew_is_found_by_what_it_says_now(path):
    with Archive.open(path) as archive:
        at = stored(archive, "wire", f"{WHOLE}\n\n{story(2, 40)}")
        renew(archive, at, an_article(text=story(3, 300)))
        stored(archive, "paper", f"{story(3, 300)} Again.")

    assert relations(path)[0][2] == "copy"


def test_words_that_are_withheld_leave_no_fingerprint(path):
    with Archive.open(path) as archive:
        at = stored(archive, "wire", WHOLE)
        archive.reservations.withhold(at)
        stored(archive, "paper", f"{WHOLE} Again.")

    assert relations(path) == []
    assert rows(path, "SELECT article_id FROM fingerprint") == [(2,)]
