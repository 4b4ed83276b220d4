import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsspider.archive.query import HIT_BEGINS, HIT_ENDS, read_query
from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.article import Access, BlockForm, DateSource, KeptBlock, Kind, UrlState
from newsspider.errors import ArchiveCorruptError, NoInputError, UsageError
from newsspider.urls import uid, url_key
from tests.archive.making import DAY, HOUR, NOON, a_block, a_newcomer, add, an_article

AWKWARD = [
    '"',
    '""',
    '"a',
    "a AND",
    "OR",
    "NOT",
    "-ferry",
    "title:ferry",
    "NEAR(",
    "*",
    "**",
    "don't",
    "a*b",
    "(",
    "{a}",
    "^a",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """An archive to look things up in."""
    path = tmp_path_factory.mktemp("library") / "newsspider.db"
    with Archive.open(path) as archive:
        for day, name in enumerate(("ferry", "barge", "tug")):
            published = NOON + day * DAY
            add(
                archive,
                an_article(name, published=published, published_day=f"{published:%Y-%m-%d}"),
                site=f"site-{name}",
            )
        add(
            archive,
            an_article("quay", title="Harbour wall", text="Don't lean on it. Ferry ferry ferry.", published=None),
        )
        add(archive, an_article("tokyo", title="天気", text="東京都の天気は晴れ。", published=None, published_day=None))
        add(archive, an_article("hindi", title="समाचार", text="हिन्दी में समाचार पढ़ें।", published=None, published_day=None))
    return path


@pytest.fixture
def reader(library):
    with Reader(library) as reader:
        yield reader


def names(hits):
    return [hit.url.rpartition("/")[2] for hit in hits]


def test_all_words_must_be_there(reader):
    assert sorted(names(reader.search("left deck"))) == ["barge", "ferry", "tug"]
    assert names(reader.search("barge deck")) == ["barge"]
    assert names(reader.search("barge tug")) == []


def test_a_phrase_is_found_as_such(reader):
    assert names(reader.search('"Two hundred people" barge')) == ["barge"]
    assert names(reader.search("“hundred Two” barge")) == []


def test_a_star_finds_what_begins_so(reader):
    assert names(reader.search("bar*")) == ["barge"]
    assert names(reader.search('"barge sai"*')) == ["barge"]
    assert names(reader.search("bar")) == []


def test_case_and_accents_do_not_matter(reader):
    assert names(reader.search("BÁRGE")) == ["barge"]


def test_a_title_counts_more_than_the_text(reader):
    assert names(reader.search("ferry")) == ["ferry", "quay"]


def test_the_latest_come_first_when_asked(reader):
    assert names(reader.search("deck", newest=True)) == ["tug", "barge", "ferry"]


def test_site_and_days_narrow_a_search(reader):
    assert names(reader.search("deck", site="site-tug")) == ["tug"]
    assert sorted(names(reader.search("deck", since="2026-11-04"))) == ["barge", "tug"]
    assert sorted(names(reader.search("deck", until="2026-11-04"))) == ["barge", "ferry"]
    assert len(reader.search("deck", limit=2)) == 2


def test_of_a_story_and_its_copies_one_is_found_when_originals_are_asked_for(path):
    with Archive.open(path) as archive:
        add(archive, an_article("ferry"), site="wire")
        for at in (1, 2, 3):
            title = "Ferry, ferry" if at == 2 else f"Ship {at}"
            add(archive, an_article(f"ship{at}", title=title, text=an_article("ferry").text, published=NOON + at * DAY))
        add(archive, an_article("tokyo", text="東京都の天気は晴れ。", published=None))
        add(archive, an_article("osaka", text="東京都の天気は晴れ。", published=None))

    with Reader(path) as reader:
        every, once = reader.search("ferry"), reader.search("ferry", originals=True)
        of_copies = reader.search("ferry", site="harbour", originals=True)
        counts, letters = reader.copies(once), reader.search("天気", originals=True)

    assert (len(every), names(once), list(counts.values())) == (4, ["ferry"], [3])
    assert names(of_copies) == ["ship2"]
    assert once[0].snippet
    assert len(letters) == 1


def test_a_hit_shows_where_it_was_found(reader):
    (hit,) = reader.search("barge hundred")

    assert f"{HIT_BEGINS}hundred{HIT_ENDS} people" in hit.snippet
    assert hit.plain_snippet == "The barge left the quay at six.\n\nTwo hundred people stood on deck."
    assert (hit.uid, hit.site, hit.published) == (uid(url_key(hit.url)), "site-barge", "2026-11-04T12:00:00Z")
    assert hit.rank < 0


@pytest.mark.parametrize(
    ("words", "name"), [("京都", "tokyo"), ("天気 晴れ", "tokyo"), ("हिन्दी", "hindi"), ("天気", "tokyo")]
)
def test_every_script_is_searched(reader, words, name):
    assert names(reader.search(words)) == [name]


def test_a_vowel_sign_is_part_of_its_word(reader):
    assert names(reader.search("हिन्दा")) == []


def test_letters_of_unspaced_scripts_mix_with_words(reader):
    assert names(reader.search("天気 ferry")) == []
    assert f"{HIT_BEGINS}京都{HIT_ENDS}の天気" in reader.search("京都")[0].snippet


@pytest.mark.parametrize("text", AWKWARD)
def test_no_search_fails(reader, text):
    hits = reader.search(text)

    assert isinstance(hits, list)


@given(st.text())
@example('\0"\ud800')
def test_any_text_is_a_query(library, text):
    query = read_query(text)

    with Reader(library) as reader:
        reader.search(text)
    assert not query or any(letter.isalnum() for letter in text)


def test_an_apostrophe_is_no_syntax(reader):
    assert names(reader.search("don't lean")) == ["quay"]


@pytest.fixture
def ferry(path):
    """An archive with one article that has a history."""
    article = an_article("ferry", removed=(a_block("Subscribe"),), authors=("Ada Quay",))
    with Archive.open(path) as archive:
        article_id = add(archive, article)
        add(archive, an_article("copy", text="Corrected.", published=NOON + DAY), site="other")
        stored = archive.find_article(url_key(article.url))
        assert stored is not None
        archive.add_alias("https://harbour.example/old", article_id=article_id, reason="redirect", seen=NOON)
        archive.add_revision(
            stored, an_article("ferry", title="Corrected", removed=(a_block("Join"),)), seen=NOON + DAY
        )
        add(archive, an_article("twin", text=article.text, published=NOON + DAY), site="other")
    return article


@pytest.mark.parametrize(
    "name",
    [
        uid("harbour.example/news/ferry"),
        uid("harbour.example/news/ferry")[:4].upper(),
        uid("harbour.example/old"),
        "https://www.harbour.example/news/ferry?utm_source=letter",
        "http://harbour.example/old/",
        "harbour.example/news/ferry",
    ],
)
def test_an_article_has_many_names(path, ferry, name):
    with Reader(path) as reader:
        shown = reader.show(name)

    assert shown["url"] == ferry.url


def test_everything_on_an_article_is_shown(path, ferry):
    with Reader(path) as reader:
        shown = reader.show(ferry.url)

    assert (shown["title"], shown["tags"], shown["complete"]) == ("Corrected", [], True)
    assert [each["url"] for each in shown["aliases"]] == ["https://harbour.example/old"]
    assert [(each["title"], each["complete"]) for each in shown["revisions"]] == [(ferry.title, True)]
    assert [(each["relation"], each["side"], each["site"]) for each in shown["relations"]] == [
        ("copy", "larger", "other")
    ]
    assert shown["removed"] == [
        {"text": "Join", "rule": "newsletter", "kind": "newsletter", "place": "/html/body/p"},
    ]


@pytest.mark.parametrize("name", ["0123456789abcdef", "abc", "zzzz", "https://harbour.example/none", "https://", "%"])
def test_an_article_that_is_not_there_is_told(path, ferry, name):
    with Reader(path) as reader, pytest.raises(NoInputError, match="no article"):
        reader.show(name)


def test_a_beginning_that_fits_several_lists_them(path):
    with Archive.open(path) as archive:
        archive.add_articles([a_newcomer(an_article(str(number))) for number in range(3000)])
        seen: dict[str, str] = {}
        keys = [url_key(an_article(str(number)).url) for number in range(3000)]
        prefix = next(uid(key)[:4] for key in keys if uid(key)[:4] in seen or seen.setdefault(uid(key)[:4], "") is None)

    with Reader(path) as reader, pytest.raises(UsageError, match=f"several uids: {prefix}"):
        reader.show(prefix)


def test_sites_are_counted(path, ferry):
    with Archive.open(path) as archive:
        archive.frontier.settle("harbour.example/x", state=UrlState.DUE, reason=None, now=NOON, site="harbour")

    with Reader(path) as reader:
        harbour, other = reader.sites()

    assert (harbour.site, harbour.articles, harbour.originals, harbour.due) == ("harbour", 1, 1, 1)
    assert (other.site, other.articles, other.originals, other.due) == ("other", 2, 1, 0)


def test_a_missing_archive_says_what_to_do(path):
    with pytest.raises(
        NoInputError, match="run `newsspider crawl` or `newsspider demo` first, or name one with --archive"
    ):
        Reader(path)

    assert list(path.parent.iterdir()) == []


def test_a_foreign_file_is_not_read(path):
    path.write_text("Dear diary")

    with pytest.raises(ArchiveCorruptError):
        Reader(path)


def test_reading_loads_no_crawler(library):
    program = (
        "import sys; from pathlib import Path; import newsspider.cli.read, newsspider.cli.render;"
        "import newsspider.archive.export; from newsspider.archive.reader import Reader;"
        f"Reader(Path({str(library)!r})).search('ferry');"
        "print({'scrapy', 'twisted', 'trafilatura', 'sqlite_utils', 'lxml'} & set(sys.modules))"
    )

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "set()"


def test_an_article_comes_out_as_it_went_in(path):
    article = an_article(
        lead="A standfirst.",
        authors=("Ada Quay",),
        tags=("ships",),
        published_source=DateSource.JSON_LD,
        modified=NOON + HOUR,
        image_caption="The ferry",
        image_credit="Cy Mole",
        access=Access.TEASER,
        kind=Kind.LIVE_BLOG,
        complete=False,
        extractor="7",
        sources=(("title", "json-ld headline"), ("kind", "json-ld LiveBlogPosting")),
        kept=(
            KeptBlock(start=0, end=31, place="/html/p[1]", order=4, score=0.75),
            KeptBlock(start=33, end=65, form=BlockForm.QUOTE),
        ),
        removed=(replace(a_block(), order=2, score=0.25), a_block("Other")),
    )
    with Archive.open(path) as archive:
        add(archive, article)

    with Reader(path) as reader:
        found = reader.article(article.url)

    assert found == article
