"""Who copied whom, as it is told of an archive."""

import pytest

from newsspider.archive.reader import Reader
from newsspider.archive.store import Archive
from newsspider.article import Relation
from newsspider.difference import Mark
from newsspider.errors import NoInputError
from newsspider.syndication.kinds import Direction, told
from newsspider.syndication.similar import similar
from newsspider.syndication.timeline import time_line
from tests.archive.making import HOUR, NOON
from tests.dedup.stories import story
from tests.newsroom import CUT, LOCAL, WHOLE, fill, store, uid_of


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("newsroom") / "newsspider.db"
    fill(path)
    return path


@pytest.fixture
def reader(path):
    with Reader(path) as reader:
        yield reader


def told_of(found):
    return {each.site: each.told for each in found.relatives}


def test_an_original_knows_who_took_from_it(reader):
    assert told_of(similar(reader, uid_of("wire"))) == {
        "paper": "has as copy",
        "weekly": "has as copy",
        "undated": "has as copy",
        "teaser": "has as excerpt",
        "roundup": "is in part in the roundup",
        "fan": "is called the original by",
    }


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("paper", "is a copy of"),
        ("teaser", "is an excerpt of"),
        ("roundup", "is a roundup that holds part of"),
        ("fan", "calls itself a copy of"),
    ],
)
def test_who_took_knows_from_whom(reader, site, words):
    assert told_of(similar(reader, uid_of(site)))["wire"] == words


def test_every_relation_has_words_both_ways():
    both_ways = {Relation.REUSE: [Direction.BOTH], Relation.COPY: [*Direction]}

    for relation in Relation:
        for direction in both_ways.get(relation, [Direction.FROM, Direction.TO]):
            assert told(relation, direction)


def test_copies_of_one_original_know_each_other(reader):
    found = similar(reader, uid_of("paper"))

    (other,) = [each for each in found.relatives if each.site == "weekly"]
    assert (other.told, other.relation) == ("has one original with", Relation.COPY)
    assert other.share == pytest.approx(300 / 360, abs=0.03)


def test_an_article_has_each_relative_once(reader):
    for site in ("wire", "paper", "weekly", "undated", "roundup"):
        uids = [each.uid for each in similar(reader, uid_of(site)).relatives]
        assert sorted({*uids} - {uid_of(site)}) == sorted(uids)


def test_passages_are_letters_of_both_texts(reader):
    found = similar(reader, uid_of("roundup"))

    passage = next(each for each in found.relatives if each.site == "wire").passages[0]
    assert WHOLE[passage.other_start : passage.other_end].split() == passage.text.split()
    assert len(passage.text.split()) == 90


def test_what_is_alone_has_no_relatives(reader):
    found = similar(reader, uid_of("alone"))

    assert (found.relatives, found.more, found.relation) == ((), 0, None)


def test_beyond_the_limit_relatives_are_counted(reader):
    found = similar(reader, uid_of("wire"), limit=2)

    assert ([each.site for each in found.relatives], found.more) == (["paper", "weekly"], 4)


def test_a_time_line_is_in_order_of_time(reader):
    found = time_line(reader, uid_of("undated"))

    assert [(each.site, each.hours_later, each.since_source) for each in found.members] == [
        ("wire", 0.0, "published"),
        ("paper", 1.0, "published"),
        ("weekly", 3.0, "published"),
        ("undated", 24.0, "first-seen"),
    ]
    assert (found.original, found.articles, found.sites) == (uid_of("wire"), 4, 4)
    assert found.reason == "published"
    assert found.confidence is not None


def test_what_a_copy_changed_is_told_against_the_original(reader):
    members = {each.site: each for each in time_line(reader, uid_of("wire")).members}

    change = members["paper"].change
    assert members["wire"].change is None
    assert (change.has_other_title, change.words_added, change.words_removed) == (True, 60, 100)
    assert (change.cut, change.own_paragraphs) == (0.25, tuple(LOCAL.split("\n\n")))
    assert (members["weekly"].change.has_other_title, members["weekly"].change.words_added) == (False, 1)
    assert members["paper"].agency == "HPS"


def test_changed_places_are_told_word_by_word_when_asked_for(reader):
    members = {each.site: each for each in time_line(reader, uid_of("wire"), with_diff=True).members}

    (place,) = members["weekly"].diff
    assert [(run.mark, len(run.text.split())) for run in place] == [(Mark.SAME, 9), (Mark.ADDED, 1)]
    assert place[1].text == "Again."


def test_changes_far_apart_are_places_of_their_own(tmp_path):
    words = WHOLE.split(" ")
    words[50], words[300] = "herring", "haddock"
    with Archive.open(tmp_path / "own.db") as archive:
        store(archive, "wire", WHOLE)
        store(archive, "paper", " ".join(words), published=NOON + HOUR)

    with Reader(tmp_path / "own.db") as reader:
        diff = time_line(reader, uid_of("wire"), with_diff=True).members[1].diff

    added = [[run.text for run in place if run.mark is Mark.ADDED] for place in diff]
    assert added == [["herring"], ["haddock"]]
    assert max(len(run.text.split()) for place in diff for run in place) < 20


def test_who_took_without_being_a_copy_stands_below(reader):
    found = time_line(reader, uid_of("wire"))

    assert [(each.site, each.told, each.member) for each in found.below] == [
        ("teaser", "is an excerpt of", uid_of("wire")),
        ("roundup", "is a roundup that holds part of", uid_of("wire")),
        ("fan", "calls itself a copy of", uid_of("wire")),
    ]


def test_a_cluster_has_a_number_too(reader):
    number = time_line(reader, uid_of("paper")).id

    assert time_line(reader, str(number)).original == uid_of("wire")


@pytest.mark.parametrize("name", ["987654", "0123456789abcdef", "", "²"])
def test_what_is_not_there_is_told(reader, name):
    with pytest.raises(NoInputError, match="no article"):
        time_line(reader, name)


def test_words_that_are_withheld_are_not_compared(tmp_path):
    with Archive.open(tmp_path / "own.db") as archive:
        at = store(archive, "wire", WHOLE)
        store(archive, "paper", f"{CUT}\n\n{LOCAL}", published=NOON + HOUR)
        archive.reservations.withhold(at)

    with Reader(tmp_path / "own.db") as reader:
        members = time_line(reader, uid_of("wire"), with_diff=True).members
        relatives = similar(reader, uid_of("wire")).relatives

    assert [(each.change, each.share, each.diff) for each in members] == [(None, None, None)] * 2
    assert all(each.passages == () for each in relatives)


def test_hundreds_of_copies_are_counted_beyond_the_limit(tmp_path):
    notice = story(3, 120)
    with Archive.open(tmp_path / "own.db") as archive:
        for at in range(150):
            store(archive, f"paper{at}", f"{notice}\n\nPlace number {at}.", published=NOON + at * HOUR / 60)

    with Reader(tmp_path / "own.db") as reader:
        line, relatives = time_line(reader, uid_of("paper7"), limit=20), similar(reader, uid_of("paper7"), limit=20)

    assert (len(line.members), line.more, line.articles) == (20, 130, 150)
    assert (len(relatives.relatives), relatives.more) == (20, 129)


def test_places_of_a_script_without_spaces_are_told_by_letters(tmp_path):
    words = "東京都の天気は朝から晴れて風も弱くなる見込みだと気象庁が発表した。午後は雲が広がり夜は雨になるという。"
    before, after = (f"{words}明日は{wind}の風が強く、波も高い。{words[::-1]}" for wind in "北南")
    with Archive.open(tmp_path / "own.db") as archive:
        store(archive, "wire", before)
        store(archive, "paper", after, published=NOON + HOUR)

    with Reader(tmp_path / "own.db") as reader:
        (place,) = time_line(reader, uid_of("wire"), with_diff=True).members[1].diff

    assert [run.text for run in place if run.mark is not Mark.SAME] == ["北", "南"]
    assert max(len(run.text) for run in place) < 20
