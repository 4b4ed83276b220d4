"""An editor's decisions about what a site repeats: a box that was learned wrongly comes back whole, and goes again."""

from __future__ import annotations

import json

import pytest

from newsspider.archive.site_block import SiteBlock
from newsspider.article import BlockStatus
from newsspider.decisions import box_of, lines_within
from tests.cron import Operator
from tests.test_site_memory import Site, page, prose, story

GLANCE = "The valley at a glance"
FARMS = "Farms on both banks of the river, and three mills that still grind."
SCHOOLS = "Schools in 12 villages but none in the last one."
SITE = "valley.example"
PAGES = 9


def boxed_page(number: int) -> str:
    """Return a page whose article holds a box that all have, but for a name in it."""
    box = f"<div class=facts><h3>{GLANCE}</h3><p>{FARMS}</p><p>{SCHOOLS}</p><p>Mayor: {mayor(number)}</p></div>"
    html = page(f"Headline {number}", story(f"story {number}"))
    before, after = html.split(prose(f"story {number} 3"))
    assert before.endswith("<p>")
    return f"{before[:-3]}{box}<p>{prose(f'story {number} 3')}{after}"


def mayor(number: int) -> str:
    return prose(f"mayor {number}", 2)


def boxed(number: int) -> str:
    """Return the text of that page's article with its box."""
    paragraphs = story(f"story {number}")
    return "\n\n".join([*paragraphs[:3], GLANCE, FARMS, SCHOOLS, f"Mayor: {mayor(number)}", *paragraphs[3:]])


def bare(number: int) -> str:
    return "\n\n".join(story(f"story {number}"))


class Editor:
    """Decides about the blocks of a site."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.site = Site(operator)

    def blocks(self, *arguments: str) -> tuple[int, str, str]:
        done = self.operator.run("site", SITE, "blocks", *arguments)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def editor(tmp_path):
    """The editor of a site whose nine articles were stored without their box."""
    found = Editor(Operator(tmp_path, {}))
    found.site.replay([boxed_page(number) for number in range(PAGES)])
    assert found.site.texts() == [bare(number) for number in range(PAGES)]
    return found


def test_the_lines_of_a_box_are_shown_by_one_of_them(editor):
    _, output, _ = editor.blocks(FARMS, "--box")

    assert [line.strip() for line in output.splitlines()[1::2]] == [GLANCE, FARMS, SCHOOLS]


def test_a_box_that_is_kept_comes_back_whole_in_all_articles(editor):
    code, output, errors = editor.blocks(FARMS, "--box", "--keep")

    assert (code, errors) == (0, "")
    assert output.endswith(f"of {SITE}; {PAGES} stored articles changed\n")
    assert editor.site.texts() == [boxed(number) for number in range(PAGES)]
    assert editor.site.rows("SELECT count(*) FROM article_fts WHERE article_fts MATCH 'mills'") == [(PAGES,)]
    assert editor.site.rows("SELECT count(*) FROM revision") == [(0,)]


def test_a_box_that_is_dropped_again_leaves_the_articles_as_they_were(editor):
    editor.blocks(FARMS, "--box", "--keep")

    editor.blocks(FARMS, "--box", "--drop")

    assert editor.site.texts() == [bare(number) for number in range(PAGES)]


def test_of_a_box_a_single_line_may_be_kept(editor):
    editor.blocks(FARMS, "--keep")

    assert all(FARMS in text and SCHOOLS not in text for text in editor.site.texts())


def test_what_was_decided_holds_for_later_pages_and_visits(editor):
    editor.blocks(FARMS, "--box", "--keep")
    again = [boxed_page(number).replace("<body>", "<body><!-- 2 -->") for number in range(PAGES + 2)]

    told = editor.site.replay(again, days=[20] * len(again))

    assert (told["new"], told["revision"]) == (2, 0)
    assert editor.site.texts() == [boxed(number) for number in sorted(range(PAGES + 2), key=str)]


def test_without_a_kept_page_a_box_waits_for_the_next_visit_and_is_told_so(editor):
    (editor.operator.folder / "newsspider.pages.db").unlink()

    _, output, errors = editor.blocks(FARMS, "--box", "--keep")
    between = editor.site.texts()
    again = [boxed_page(number).replace("<body>", "<body><!-- 2 -->") for number in range(PAGES)]
    told = editor.site.replay(again, days=[20] * PAGES)

    assert "; 0 stored articles changed" in output
    assert errors == f"{PAGES} articles have it in a box, and no kept page: it comes back there with the next visit\n"
    assert between == [bare(number) for number in range(PAGES)]
    assert (told["revision"], told["unchanged"]) == (0, PAGES)
    assert editor.site.texts() == [boxed(number) for number in range(PAGES)]


def test_a_line_of_a_single_page_is_decided_by_its_words(editor):
    line = f"Mayor: {mayor(4)}"

    code, output, _ = editor.blocks(line, "--drop", "--json")
    _, listed, _ = editor.blocks()

    assert (code, json.loads(output)["status"]) == (0, "drop")
    assert line in listed


def test_a_line_that_the_memory_never_heard_of_is_decided_by_its_words(editor):
    line = prose("story 4 2")

    code, output, _ = editor.blocks(f"  {line}\n", "--drop", "--json")
    dropped = editor.site.texts()
    editor.blocks(line, "--auto")

    assert (code, json.loads(output)["articles"]) == (0, 1)
    assert [line in text for text in dropped] == [False] * PAGES
    assert editor.site.texts()[4] == bare(4)


def test_what_is_no_line_of_the_site_is_told_and_changes_nothing(editor):
    before = editor.site.rows("SELECT * FROM site_block")

    code, output, errors = editor.blocks("Farms on both banks", "--keep")

    assert (code, output) == (66, "")
    assert "give it from its first letter to its last, or by its digest" in errors
    assert editor.site.rows("SELECT * FROM site_block") == before


# What a box is made of


def a_line(sample: str) -> SiteBlock:
    return SiteBlock(
        digest=f"{abs(hash(sample)):016x}",
        pages=3,
        of=3,
        first_seen="",
        last_seen="",
        sample=sample,
        status=BlockStatus.AUTO,
        is_known=True,
    )


def test_the_lines_of_a_box_are_whole_words_the_longest_first():
    more, over, moreover, three = map(a_line, ("More", "over", "More over there", "3 comments"))

    assert lines_within("Moreover MORE over there 12 comments More", [more, over, moreover, three]) == [
        moreover,
        three,
        more,
    ]


def test_a_line_whose_end_is_not_remembered_ends_a_box_all_the_same():
    long = a_line("word " * 40)

    assert lines_within("word " * 60, [long]) == [long]


def test_lines_that_are_seldom_together_are_no_box():
    one, other, rare = map(a_line, ("Follow us", "Write to us", "Closed today"))
    boxes = ["Follow us Write to us", "Follow us Write to us 2", "Follow us Write to us Closed today"]

    assert box_of(one, boxes, [one, other, rare]) == [one, other]
    assert box_of(rare, ["elsewhere"], [one, other, rare]) == [rare]
