"""What becomes of relations when texts change, originals come late, words are withheld and articles go."""

from contextlib import contextmanager
from dataclasses import replace
from random import Random
from statistics import median

import pytest

from newsspider.archive.store import Archive
from newsspider.article import DateSource
from newsspider.kin import relate, renew, retire
from newsspider.urls import url_key
from tests.archive.making import DAY, HOUR, NOON, a_newcomer, an_article, rows
from tests.dedup.stories import first, story
from tests.kin_rules import broken_rules

WHOLE = story(1, 400)
STORIES = [story(seed, 160 + 40 * seed) for seed in range(1, 7)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "newsspider.db"


@pytest.fixture
def archive(path):
    with Archive.open(path) as archive:
        yield archive


def an_article_at(name, text, **changes):
    told = {"published": NOON, "published_raw": "2026-11-03T12:00:00Z", "published_source": DateSource.JSON_LD}
    return an_article(name, **(told | {"text": text, "url": f"https://{name}.example/story"} | changes))


def store(archive, name, text, *, seen=NOON + DAY, site=None, **changes):
    new = [a_newcomer(an_article_at(name, text, **changes), site=site or name, seen=seen)]
    with archive.transaction():
        (article_id,) = archive.add_articles(new)
        relate(archive, [article_id], new)
    return article_id


def revise(archive, name, text, **changes):
    article = an_article_at(name, text, **changes)
    stored = archive.find_article(url_key(article.url))
    with archive.transaction():
        archive.add_revision(stored, article, seen=NOON + 2 * DAY)
        renew(archive, stored.id, article)


def told(path):
    """Return name, relation and the cluster's original of every article, in the order they were stored."""
    sql = """
        SELECT article.site, coalesce(article.relation, ''), original.site FROM article
        JOIN cluster ON cluster.id = article.cluster_id JOIN article AS original ON original.id = original_id
        ORDER BY article.id
    """
    return rows(path, sql)


def test_a_stub_that_becomes_a_copy_with_its_update_is_found(path, archive):
    store(archive, "wire", WHOLE)
    store(archive, "paper", "More follows.", published=NOON + HOUR)

    revise(archive, "paper", f"{WHOLE} {story(2, 20)}", published=NOON + HOUR)

    assert told(path) == [("wire", "", "wire"), ("paper", "copy", "wire")]
    assert broken_rules(archive) == []


def test_a_copy_that_becomes_another_story_leaves(path, archive):
    store(archive, "wire", WHOLE)
    store(archive, "paper", f"{WHOLE} Again.", published=NOON + HOUR)

    revise(archive, "paper", story(2, 300), published=NOON + HOUR)

    assert told(path) == [("wire", "", "wire"), ("paper", "", "paper")]
    assert rows(path, "SELECT * FROM similarity") == []
    assert broken_rules(archive) == []


def test_where_the_original_becomes_another_story_its_copies_stay_together(path, archive):
    store(archive, "wire", WHOLE)
    for at in (2, 3, 4):
        store(archive, f"paper{at}", f"{WHOLE} {story(at, 30)}", published=NOON + at * HOUR)

    revise(archive, "wire", story(9, 300))

    assert told(path) == [
        ("wire", "", "wire"),
        ("paper2", "", "paper2"),
        ("paper3", "copy", "paper2"),
        ("paper4", "copy", "paper2"),
    ]
    assert broken_rules(archive) == []


def test_what_held_two_stories_together_lets_them_go(path, archive):
    one, other = story(1, 200), story(2, 200)
    store(archive, "both", f"{one}\n\n{other}")
    store(archive, "one", one, published=NOON + HOUR)
    store(archive, "other", other, published=NOON + HOUR)
    before = {original for _, _, original in told(path)}

    revise(archive, "both", story(9, 300))

    assert before == {"both"}
    assert [original for _, _, original in told(path)] == ["both", "one", "other"]
    assert broken_rules(archive) == []


def test_a_small_edit_of_the_original_changes_nothing(path, archive):
    store(archive, "wire", WHOLE)
    store(archive, "paper", f"{WHOLE} {story(2, 30)}", published=NOON + HOUR)
    store(archive, "part", first(WHOLE, 90), published=NOON + HOUR)
    before = told(path)

    revise(archive, "wire", f"{WHOLE} {story(3, 12)}")

    assert told(path) == before == [("wire", "", "wire"), ("paper", "copy", "wire"), ("part", "excerpt_of", "part")]
    assert broken_rules(archive) == []


def test_an_excerpt_looks_for_another_whole_when_its_own_is_gone(path, archive):
    store(archive, "wire", WHOLE)
    part = store(archive, "part", first(WHOLE, 90), published=NOON + HOUR)
    other = store(archive, "other", f"{story(2, 20)} {WHOLE}", published=NOON + HOUR)

    revise(archive, "wire", story(9, 300))

    assert rows(path, "SELECT small_id, large_id, relation FROM similarity") == [(part, other, "excerpt_of")]
    assert broken_rules(archive) == []


def test_a_copy_word_for_word_is_found_by_its_own_text_once_the_original_s_words_are_withheld(path, archive):
    wire = store(archive, "wire", WHOLE)
    store(archive, "twin", WHOLE, published=NOON + HOUR)

    archive.reservations.withhold(wire)
    store(archive, "late", f"{WHOLE} {story(2, 30)}", published=NOON + 2 * HOUR)

    assert told(path)[1:] == [("twin", "copy", "wire"), ("late", "copy", "wire")]
    assert broken_rules(archive) == []


def test_a_copy_word_for_word_is_found_once_the_original_is_gone(path, archive):
    wire = store(archive, "wire", WHOLE)
    for name in ("twin", "third"):
        store(archive, name, WHOLE, published=NOON + HOUR)

    with archive.transaction():
        retire(archive, wire)
        before = told_of(archive)
        archive._database.execute("UPDATE article SET text = '', text_hash = 'gone' WHERE id = ?", (wire,))
    store(archive, "late", f"{WHOLE} {story(2, 30)}", published=NOON + 2 * HOUR)

    assert before == [("wire", None), ("twin", "copy"), ("third", None)]
    assert told(path)[1:] == [("twin", "copy", "third"), ("third", "", "third"), ("late", "copy", "third")]
    assert broken_rules(archive) == []


def told_of(archive):
    return [(row["site"], row["relation"]) for row in archive._database.execute("SELECT * FROM article ORDER BY id")]


def test_a_copy_word_for_word_that_is_edited_later_is_found_by_what_it_says_then(path, archive):
    store(archive, "wire", WHOLE)
    store(archive, "twin", WHOLE, published=NOON + HOUR)

    revise(archive, "twin", story(5, 300), published=NOON + HOUR)
    store(archive, "late", f"{story(5, 300)} {story(2, 30)}", published=NOON + 2 * HOUR)

    assert told(path)[1:] == [("twin", "", "twin"), ("late", "copy", "twin")]
    assert broken_rules(archive) == []


def test_words_that_are_given_back_are_found_again(path, archive):
    wire = store(archive, "wire", WHOLE)
    archive.reservations.withhold(wire)

    stored = archive.find_article("wire.example/story")
    with archive.transaction():
        archive.reservations.give_back(stored, an_article_at("wire", WHOLE), seen=NOON + DAY)
        renew(archive, wire, an_article_at("wire", WHOLE))
    store(archive, "late", f"{WHOLE} {story(2, 30)}", published=NOON + 2 * HOUR)

    assert told(path) == [("wire", "", "wire"), ("late", "copy", "wire")]
    assert broken_rules(archive) == []


@pytest.mark.parametrize("ending", ["", f" {story(7, 20)}"])
@pytest.mark.parametrize("names", [("old", "young"), ("young", "old")])
def test_the_older_one_is_the_original_whichever_came_first(path, archive, names, ending):
    hours = {"old": 0, "young": 1}
    for name in names:
        store(archive, name, WHOLE + ending * (name == "young"), published=NOON + hours[name] * HOUR)

    assert {original for _, _, original in told(path)} == {"old"}
    assert broken_rules(archive) == []


@pytest.mark.parametrize("ending", ["", f" {story(7, 20)}"])
@pytest.mark.parametrize("names", [("seen", "liar"), ("liar", "seen")])
@pytest.mark.parametrize(
    "lie",
    [
        {"published": NOON - DAY, "published_source": DateSource.URL},
        {"published": NOON - DAY, "published_source": DateSource.TEXT},
        {"published": NOON + 9 * DAY},
        {"published": NOON.replace(hour=0), "published_raw": "2026-11-03"},
    ],
)
def test_a_date_that_can_t_be_trusted_makes_no_original(path, archive, names, lie, ending):
    for name in names:
        is_liar = name == "liar"
        at = NOON + HOUR if is_liar else NOON
        changes = lie if is_liar else {"published": None, "published_raw": None, "published_source": None}
        store(archive, name, WHOLE + ending * is_liar, seen=at, **changes)

    assert {original for _, _, original in told(path)} == {"seen"}
    assert rows(path, "SELECT DISTINCT reason FROM cluster") == [("first-seen",)]
    assert broken_rules(archive) == []


def test_a_day_without_an_hour_is_believed_of_days_later(path, archive):
    seen = {"seen": NOON + 20 * DAY}
    store(archive, "young", WHOLE, published=NOON + 2 * DAY, **seen)
    store(archive, "old", WHOLE, published=NOON.replace(hour=0), published_raw="3 November 2026", **seen)

    assert {original for _, _, original in told(path)} == {"old"}


def test_a_declared_original_that_comes_later_is_linked_when_it_comes(path, archive):
    store(archive, "paper", story(5, 200), canonical_url="https://www.wire.example/story?utm_source=paper")
    store(archive, "other", story(6, 200), canonical_url="https://wire.example/another")

    store(archive, "wire", WHOLE)

    assert rows(path, "SELECT small_id, large_id, relation FROM similarity") == [(1, 3, "declared_copy_of")]
    assert told(path)[0] == ("paper", "declared_copy_of", "paper")
    assert broken_rules(archive) == []


def test_a_declaration_that_the_words_bear_out_is_told_as_a_copy(path, archive):
    store(archive, "paper", f"{WHOLE} Again.", canonical_url="https://wire.example/story", published=NOON + HOUR)

    store(archive, "wire", WHOLE)

    assert rows(path, "SELECT relation FROM similarity") == [("copy",)]


def test_a_declaration_that_was_taken_back_links_nothing(path, archive):
    store(archive, "paper", story(5, 200), canonical_url="https://wire.example/story")
    revise(archive, "paper", story(6, 200), canonical_url=None)

    store(archive, "wire", WHOLE)

    assert rows(path, "SELECT * FROM similarity") == []


def test_ten_thousand_pages_that_declare_one_address_take_the_room_of_a_hundred(path, archive):
    for at in range(130):
        archive.fingerprints.claim(at, "wire.example/story")

    assert rows(path, "SELECT count(*) FROM fingerprint_key") == [(100,)]


def test_a_roundup_goes_first_in_its_pairs_also_where_it_is_the_larger(path, archive):
    for at in (1, 2, 3):
        store(archive, f"part{at}", first(story(at, 120), 90))
    roundup = store(archive, "roundup", "\n\n".join(first(story(at, 120), 90) for at in (1, 2, 3)))

    assert {small for (small,) in rows(path, "SELECT small_id FROM similarity")} == {roundup}
    assert told(path)[-1] == ("roundup", "roundup", "roundup")
    assert broken_rules(archive) == []


def test_a_roundup_without_its_parts_is_none(path, archive):
    for at in (1, 2, 3):
        store(archive, f"part{at}", story(at, 300))
    store(archive, "roundup", "\n\n".join(first(story(at, 300), 90) for at in (1, 2, 3)))

    for at in (1, 2):
        revise(archive, f"part{at}", story(10 + at, 300))

    assert [relation for _, relation, _ in told(path)] == ["", "", "", ""]
    assert broken_rules(archive) == []


@pytest.mark.parametrize("words", [60, 100])
def test_pages_whose_frame_is_more_than_half_of_them_are_no_copies_once_three_are_there(archive, words):
    frame = story(99, 150)
    for at in range(30):
        store(archive, f"page{at}", f"{story(at, words)}\n\n{frame}", site="isle")

    sql = "SELECT count(*) AS members FROM article GROUP BY cluster_id ORDER BY members DESC"
    assert [row["members"] for row in archive._database.execute(sql)] == [3] + [1] * 27
    assert broken_rules(archive) == []


def test_a_copy_is_told_among_pages_of_a_frame_that_is_more_than_half_of_them(path, archive):
    frame = story(99, 150)
    for at in range(20):
        store(archive, f"page{at}", f"{story(at, 100)}\n\n{frame}", site="isle")

    store(archive, "twin", f"{story(15, 100)} {story(50, 10)}\n\n{frame}", published=NOON + HOUR)

    assert told(path)[-1] == ("twin", "copy", "isle")
    sql = "SELECT small_id, large_id FROM similarity WHERE relation = 'copy' AND max(small_id, large_id) = 21"
    assert rows(path, sql) in ([(16, 21)], [(21, 16)])


def test_what_all_pages_of_a_site_say_makes_none_of_them_a_roundup(path, archive):
    for at in range(12):
        store(archive, f"page{at}", f"{story(at, 140)}\n\n{story(99, 60)}", site="isle")

    assert {relation for _, relation, _ in told(path)} == {""}


@pytest.mark.parametrize("ending", ["", "its own"])
def test_the_price_of_a_copy_does_not_grow_with_the_copies_that_are_there(archive, ending):
    spent = []
    for at in range(400):
        with steps(archive) as counted:
            store(archive, f"paper{at}", f"{WHOLE} {story(at + 2, 20) if ending else ''}", published=NOON + at * HOUR)
        spent.append(counted[0])

    assert median(spent[300:]) < 1.5 * median(spent[100:200])


def test_an_archive_that_was_closed_while_it_was_small_scans_nothing_once_it_grew(path):
    with Archive.open(path) as archive:
        for at in range(3):
            store(archive, f"small{at}", f"{WHOLE} {story(at + 2, 20)}")

    spent = []
    with Archive.open(path) as archive:
        for at in range(300):
            with steps(archive) as counted:
                store(archive, f"paper{at}", f"{WHOLE} {story(at + 20, 30)}", published=NOON + at * HOUR)
            spent.append(counted[0])

    assert median(spent[250:]) < 1.5 * median(spent[150:200])


def test_the_price_of_an_ever_older_original_does_not_grow_either(archive):
    spent = []
    for at in range(700):
        with steps(archive) as counted:
            store(archive, f"paper{at}", WHOLE, published=NOON - at * HOUR)
        spent.append(counted[0])

    assert median(spent[600:]) < 1.5 * median(spent[300:400])
    assert broken_rules(archive) == []


def test_forms_that_are_filled_in_a_thousandfold_are_looked_up_at_the_price_of_a_few(archive):
    listed, look_up = [], archive.fingerprints.listed

    def counted(keys):
        found = look_up(keys)
        listed.append(max(map(len, found.values()), default=0))
        return found

    archive.fingerprints.listed = counted
    form = story(1, 120).split()
    for at in range(200):
        filled = [word if place % 7 else f"{at}{place}" for place, word in enumerate(form)]
        store(archive, f"paper{at}", " ".join(filled))

    assert max(listed) <= 8
    assert broken_rules(archive) == []


def test_five_megabytes_are_looked_at_in_part(path, archive):
    whole = story(1, 30_000)
    huge = "\n\n".join([whole, *(story(seed, 30_000) for seed in range(2, 31))])
    store(archive, "huge", huge)

    store(archive, "part", first(whole, 2_000), published=NOON + HOUR)

    assert len(huge) > 5_000_000
    assert told(path)[-1] == ("part", "excerpt_of", "part")


@pytest.mark.parametrize(
    "text", ["", "Ten words are too few to say who wrote them.", "On and on and on it went. " * 3_000, "7 " * 900]
)
def test_what_says_too_little_is_related_by_all_its_words_alone(path, archive, text):
    store(archive, "one", text)
    store(archive, "other", f"{text} Again.")

    assert [relation for _, relation, _ in told(path)] == ["", ""]
    assert broken_rules(archive) == []


@contextmanager
def steps(archive):
    """Count the steps of SQLite's machine, in hundreds: the same on every machine."""
    counted = [0]

    def step():
        counted[0] += 1

    archive._database._connection.set_progress_handler(step, 100)
    try:
        yield counted
    finally:
        archive._database._connection.set_progress_handler(None, 0)


def a_text(random):
    """Return a story, its beginning, with another ending or beginning, or several: whatever may be related."""
    one, other = random.sample(STORIES, 2)
    return random.choice(
        [
            one,
            f"{one}\n\n{first(other, random.randint(10, 150))}",
            f"{first(other, 40)}\n\n{one}",
            first(one, random.randint(20, 160)),
            "\n\n".join(first(each, random.randint(50, 90)) for each in random.sample(STORIES, 3)),
            f"{one}\n\n{other}",
            "Ten words are too few to say who wrote them.",
        ]
    )


@pytest.mark.parametrize("seed", range(20))
def test_whatever_comes_changes_and_goes_the_rules_hold(archive, seed):
    random = Random(seed)
    names: list[str] = []
    for turn in range(40):
        when = {"published": NOON + random.randrange(12) * HOUR}
        if not names or random.random() < 0.5:
            claim = f"https://paper{random.randrange(40)}.example/story" if random.random() < 0.1 else None
            names.append(f"paper{turn}")
            store(archive, names[-1], a_text(random), **when, canonical_url=claim)
        elif random.random() < 0.85:
            revise(archive, random.choice(names), a_text(random), **when)
        else:
            gone = archive.find_article(f"{names.pop(random.randrange(len(names)))}.example/story")
            with archive.transaction():
                retire(archive, gone.id)
                bare = replace(an_article_at(gone.site, ""), url=gone.url)
                archive.add_revision(gone, bare, seen=NOON + 2 * DAY)

        assert broken_rules(archive) == []
