"""Earlier states: kept small, read back whole, whatever happens to the article's row."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Migrations

from newsspider.archive import identity, migrations
from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.article import Access, Article, TrivialCause
from newsspider.urls import url_key
from tests.archive.making import DAY, HOUR, NOON, add, an_article, rows, sqlite_shell, states

FERRY = an_article(lead="A standfirst.", modified=NOON)
STATES = [
    FERRY,
    replace(FERRY, text=FERRY.text.replace("six", "seven"), modified=NOON + HOUR),
    replace(FERRY, title="Ferry late", lead=None, text=FERRY.text.replace("six", "seven"), modified=NOON + HOUR),
    replace(FERRY, title=None, lead=None, text=FERRY.text.replace("six", "eight") + "\n\nIt rained."),
]
WORDS = ("title", "lead", "text")


def edited(archive, *later: Article, first: Article = FERRY) -> int:
    """Store *first*, then its *later* states, a day each."""
    article_id = add(archive, first)
    for day, article in enumerate(later, start=1):
        archive.add_revision(archive.find_article(url_key(first.url)), article, seen=NOON + day * DAY)
    return article_id


def words_of(path, url: str = FERRY.url) -> list[tuple[str | None, str | None, str]]:
    return [tuple(state[name] for name in WORDS) for state in states(path, url)]


def words_in(*articles: Article) -> list[tuple[str | None, str | None, str]]:
    return [(article.title, article.lead, article.text) for article in articles]


def test_every_state_is_read_back(archive, path):
    edited(archive, *STATES[1:])

    assert words_of(path) == words_in(*STATES[:-1])


texts = st.lists(
    st.sampled_from(["One.", "Two and two.", "東京で。", "غادرت العبارة.", "นาว ที่", "नाव चली।"]), min_size=1, max_size=5
)
articles = st.builds(
    lambda title, lead, text: replace(FERRY, title=title, lead=lead, text="\n\n".join(text)),
    st.sampled_from([None, "A", "B c"]),
    st.sampled_from([None, "L one", "L two"]),
    texts,
)


@given(st.lists(articles, min_size=2, max_size=6))
@settings(derandomize=True, deadline=None, max_examples=25)
def test_any_row_of_states_is_read_back(tmp_path_factory, row):
    path = tmp_path_factory.mktemp("any") / "newsspider.db"
    with Archive.open(path) as archive:
        edited(archive, *row[1:], first=row[0])

    assert words_of(path) == words_in(*row[:-1])


def test_what_changed_is_told_in_columns(archive, path):
    edited(archive, *STATES[1:])

    told = rows(path, "SELECT changed, silent, words_added, words_removed, title FROM revision ORDER BY id")

    assert told == [
        ('["text"]', 0, 1, 1, None),
        ('["title","lead"]', 1, 0, 2, FERRY.title),
        ('["title","text"]', 1, 3, 1, "Ferry late"),
    ]


def test_a_bare_shell_reads_what_changed(archive, path):
    edited(archive, STATES[1])

    told = rows(
        path,
        "SELECT field, old, new, substr(text, place + 1, length(new)) "
        "FROM edited_passage JOIN article ON id = article_id",
    )

    assert told == [("text", " six.", " seven.", " seven.")]


@pytest.mark.parametrize(
    ("changes", "is_silent"),
    [
        ({"text": "Other."}, 1),
        ({"text": "Other.", "modified": NOON + HOUR}, 0),
        ({"text": "Other.", "modified": NOON - HOUR}, 1),
        ({"text": "Other.", "modified": None}, 1),
        ({"lead": "Other."}, 1),
        ({"title": "Other."}, 0),
        ({"text": "Other.", "complete": False}, 0),
        ({"text": "Other.", "access": Access.TEASER}, 0),
    ],
)
def test_an_edit_is_silent_where_words_changed_and_the_page_gives_no_newer_date(archive, path, changes, is_silent):
    edited(archive, replace(FERRY, **changes))

    assert rows(path, "SELECT silent, (SELECT count(*) FROM silent_edit) FROM revision") == [(is_silent, is_silent)]


def test_headlines_are_told_before_and_after(archive, path):
    edited(archive, *STATES[1:])

    assert rows(path, "SELECT replaced, old_title, new_title FROM headline_change ORDER BY replaced") == [
        ("2026-11-05T12:00:00Z", FERRY.title, "Ferry late"),
        ("2026-11-06T12:00:00Z", "Ferry late", None),
    ]


def test_the_view_of_edits_tells_each_state_and_the_next(archive, path):
    edited(archive, *STATES[1:3])

    told = rows(
        path,
        "SELECT seen, replaced, old_title, new_title, old_modified, new_modified, old_words, new_words "
        "FROM edit ORDER BY revision_id",
    )

    one, two = "2026-11-03T12:00:00Z", "2026-11-03T13:00:00Z"
    assert told == [
        (one, "2026-11-04T12:00:00Z", FERRY.title, FERRY.title, one, two, 13, 13),
        ("2026-11-04T12:00:00Z", "2026-11-05T12:00:00Z", FERRY.title, "Ferry late", two, two, 13, 13),
    ]


def test_a_row_that_is_read_otherwise_leaves_earlier_states_as_they_were(archive, path):
    article_id = edited(archive, *STATES[1:])
    before = words_of(path)

    archive.recleaning.rewrite(article_id, replace(STATES[-1], text="It rained."))
    between = words_of(path)
    archive.recleaning.rewrite(article_id, replace(STATES[-1], title="Read anew", lead="Put in.", text="It rained."))

    assert between == words_of(path) == before
    assert rows(path, "SELECT count(*) FROM revision") == [(3,)]
    assert rows(path, "SELECT changed, words_added, words_removed FROM revision ORDER BY id DESC LIMIT 1") == [
        ('["title","text"]', 3, 1)
    ]


def test_a_reading_that_is_accepted_leaves_earlier_states_as_they_were(archive, path):
    edited(archive, *STATES[1:])
    before = words_of(path)
    with Reader(path) as reader:
        (candidate,) = reader.candidates()

    archive.reextractions.accept(
        candidate, replace(STATES[-1], title="Another", text="Read otherwise."), now=NOON + 9 * DAY
    )

    assert words_of(path) == before
    assert rows(path, "SELECT title, text FROM article") == [("Another", "Read otherwise.")]


def test_words_that_go_take_those_of_earlier_states_with_them(archive, path):
    article_id = edited(archive, *STATES[1:])

    archive.reservations.withhold(article_id)

    assert [state[1:] for state in words_of(path)] == [(None, "")] * 3
    assert rows(path, "SELECT count(*) FROM edited_passage") == [(0,)]
    assert rows(path, "SELECT sum(words + words_added + words_removed) FROM revision") == [(0,)]


def test_words_that_come_back_are_not_those_of_earlier_states(archive, path):
    article_id = edited(archive, *STATES[1:])
    archive.reservations.withhold(article_id)
    stored = archive.find_article(url_key(FERRY.url))

    archive.reservations.give_back(stored, STATES[-1], seen=NOON + 9 * DAY)
    archive.add_revision(archive.find_article(url_key(FERRY.url)), FERRY, seen=NOON + 10 * DAY)

    assert [state[1:] for state in words_of(path)] == [*[(None, "")] * 3, (None, STATES[-1].text)]


def test_a_state_without_words_takes_no_room(archive, path):
    edited(archive, FERRY, first=replace(FERRY, lead=None, text=""))

    assert rows(path, "SELECT lead_edits, text_edits, words_added FROM revision") == [("[]", "[]", 0)]


def test_states_without_words_are_kept_apart_by_their_hash(archive, path):
    bare = replace(FERRY, lead=None, text="")
    add(archive, bare)

    archive.add_revision(archive.find_article(url_key(FERRY.url)), bare, seen=NOON + DAY, withheld_hash="f" * 32)

    assert rows(path, "SELECT changed FROM revision") == [('["text"]',)]
    assert rows(path, "SELECT text_hash FROM article") == [("f" * 32,)]


def test_trivial_edits_are_counted_as_often_as_the_page_changed(archive, path):
    article_id = add(archive, FERRY)
    causes = [TrivialCause.COUNTER, TrivialCause.DATE_LINE]

    for hour, views in enumerate((12, 12, 14), start=1):
        page = replace(FERRY, text=f"{FERRY.text}\n\n{views} views", markdown="other", modified=NOON + hour * HOUR)
        archive.revisions.note_trivial(article_id, page, causes, seen=NOON + hour * HOUR)

    assert rows(path, "SELECT cause, times, first_seen, last_seen FROM trivial_edit") == [
        ("counter", 2, "2026-11-03T13:00:00Z", "2026-11-03T15:00:00Z"),
        ("date-line", 2, "2026-11-03T13:00:00Z", "2026-11-03T15:00:00Z"),
    ]
    assert rows(path, "SELECT text, markdown, modified, last_seen FROM article") == [
        (FERRY.text, None, "2026-11-03T15:00:00Z", "2026-11-03T15:00:00Z")
    ]
    assert rows(path, "SELECT count(*) FROM revision") == [(0,)]


def test_fifty_small_edits_take_less_room_than_three_texts(archive, path):
    text = "\n\n".join(" ".join(f"word{number % 89}{line}" for number in range(60)) for line in range(10))
    article_id = add(archive, replace(FERRY, text=text))
    for day in range(50):
        later = text.replace("word7", f"other{day}", 1)
        archive.add_revision(
            archive.find_article(url_key(FERRY.url)), replace(FERRY, text=later), seen=NOON + (day + 1) * DAY
        )

    ((size,),) = rows(path, "SELECT sum(length(changed) + length(replaced) + length(text_edits) + "
                            "ifnull(length(title), 0) + ifnull(length(modified), 0) + 20) FROM revision")  # fmt: skip
    assert article_id == 1
    assert size < 3 * len(text)


def test_an_archive_of_schema_7_keeps_its_states(path, monkeypatch):
    steps = Migrations("newsspider")
    for step in (
        *(migrations.m001_archive, migrations.m002_door, migrations.m003_explanation, migrations.m004_site_block),
        *(migrations.m005_reextraction, migrations.m006_fingerprint, migrations.m007_syndication),
    ):
        steps()(step)
    with monkeypatch.context() as before:
        before.setattr(migrations, "migrations", steps)
        before.setattr(identity, "SCHEMA_VERSION", 7)
        with Archive.open(path) as archive:
            add(archive, STATES[-1])
            add(archive, an_article("secret", lead=None, text=""))
    with sqlite_shell(path) as shell, shell:
        for number, state in enumerate(STATES[:-1]):
            modified = state.modified.isoformat().replace("+00:00", "Z")
            shell.execute(
                "INSERT INTO revision VALUES (NULL, 1, ?, ?, ?, ?, ?, ?, 13, ?, 1)",
                (
                    f"2026-11-0{number + 1}T12:00:00Z",
                    f"2026-11-0{number + 2}T12:00:00Z",
                    state.title,
                    state.lead,
                    state.text,
                    modified,
                    f"hash{number}",
                ),
            )
        shell.execute(
            "INSERT INTO revision VALUES "
            "(NULL, 2, '2026-11-01T12:00:00Z', '2026-11-02T12:00:00Z', 'Old', NULL, '', NULL, 0, 'other', 1)"
        )
        shell.execute("UPDATE article SET first_seen = '2026-11-01T12:00:00Z'")
    old = states(path, FERRY.url)

    Archive.open(path).close()

    assert words_of(path) == words_in(*STATES[:-1])
    assert states(path, FERRY.url) == old
    assert words_of(path, an_article("secret").url) == [("Old", None, "")]
    assert rows(path, "SELECT old_title, new_title FROM headline_change WHERE url LIKE '%secret'") == [
        ("Old", "The secret sails again")
    ]
    assert rows(path, "SELECT max(length(text_edits)) < 60 FROM revision") == [(1,)]
