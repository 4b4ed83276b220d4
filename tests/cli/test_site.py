"""``newsspider site NAME blocks`` as a user types it, and what ``explain`` tells of what it lists."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsspider.archive.site_block import hex_of, number_of
from newsspider.archive.store import Archive
from newsspider.article import BlockForm, BlockKind, KeptBlock, RemovedBlock
from newsspider.cli.explain import explain
from newsspider.cli.site import site
from newsspider.errors import ArchiveBusyError, NoInputError, UsageError
from newsspider.extraction.digests import digests_of_text
from newsspider.repeats import SITE_BLOCK, SiteLine
from newsspider.urls import uid
from tests.archive.making import DAY, NOON, add, an_article, rows, sqlite_shell

FOLLOW = "Follow the Harbour News wherever you sail."
RARE = "Only two pages have me."
EVIL = "Win [red]now[/red] \x1b[31m\u202eagain\nsite: dropped"
PAGES = 6
UNHEARD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def digest_of(text: str) -> str:
    return hex_of(digests_of_text(text)[0])


def an_article_with(*texts: str, name: str = "0", markdown: str | None = None):
    """An article of *texts*, every one a paragraph that is known by its place."""
    blocks, start = [], 0
    for order, text in enumerate(texts):
        place, score = f"/html/body/p[{order + 1}]", 0.5
        blocks.append(KeptBlock(start=start, end=start + len(text), place=place, order=order, score=score))
        start += len(text) + 2
    return an_article(name, text="\n\n".join(texts), markdown=markdown, kept=tuple(blocks))


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command, run in a folder with an archive of a site that repeats three lines, one of them on two pages."""
    monkeypatch.chdir(tmp_path)
    with Archive.open(tmp_path / "newsspider.db") as archive:
        for number in range(PAGES):
            seen = NOON + number * DAY
            body = (f"The ferry {number} left the quay.", FOLLOW, f"Deck {number} was full.")
            add(archive, an_article_with(*body, name=str(number)), seen=seen)
            lines = [FOLLOW, EVIL, f"Nobody repeats page {number}.", *([RARE] if number > 3 else [])]
            told = [SiteLine(number_of(digest_of(line)), line) for line in lines]
            archive.site_blocks.learn("harbour", told, seen=seen)

    def invoke(*arguments: str, name: str = "harbour"):
        return CliRunner().invoke(site, (name, "blocks", *arguments), standalone_mode=False)

    return invoke


def texts(path: Path = Path("newsspider.db")) -> list[str]:
    return [text for (text,) in rows(path, "SELECT text FROM article ORDER BY id")]


def states(path: Path = Path("newsspider.db")) -> list[tuple[object, ...]]:
    """All that the text of an article is told by."""
    columns = "text, markdown, words, text_hash, first_seen, last_seen"
    return [
        *rows(path, f"SELECT {columns} FROM article ORDER BY id"),
        *rows(path, "SELECT article_id, start, score, page_order, place FROM kept_block ORDER BY article_id, position"),
        *rows(path, "SELECT rowid FROM article_fts WHERE article_fts MATCH 'wherever'"),
        *rows(path, "SELECT count(*) FROM revision"),
    ]


def test_what_is_left_out_is_listed(run):
    result = run()

    told = dict(zip(result.output.splitlines()[1::2], result.output.splitlines()[0::2], strict=True))
    assert result.return_value == 0
    assert told[f"    {FOLLOW}"] == (f"{digest_of(FOLLOW)}  6 of 6 pages · 2026-11-03 to 2026-11-08 · auto, left out")
    assert len(told) == 2


def test_all_lists_what_too_few_pages_have(run):
    result = run("--all")

    assert f"{digest_of(RARE)}  2 of 2 pages · 2026-11-07 to 2026-11-08 · auto, not left out" in result.output
    assert "Nobody repeats" not in result.output


def test_the_list_is_cut_and_says_so(run):
    result = run("--all", "--limit", "1")

    assert (len(result.stdout.splitlines()), result.stderr) == (2, "2 more: --limit shows them\n")


def test_a_digest_shows_that_line_alone(run):
    assert run(digest_of(RARE)[:8]).stdout.splitlines()[1].strip() == RARE


def test_programs_get_a_list(run):
    told = json.loads(run("--json", "--limit", "1", digest_of(FOLLOW)).output)

    assert told == {
        "site": "harbour",
        "blocks": [
            {
                "digest": digest_of(FOLLOW),
                "pages": 6,
                "of": 6,
                "first_seen": "2026-11-03T12:00:00Z",
                "last_seen": "2026-11-08T12:00:00Z",
                "sample": FOLLOW,
                "status": "auto",
                "left_out": True,
            }
        ],
        "more": 0,
    }


@pytest.mark.parametrize(
    "more", [(), ("--all",), ("--json",), ("--drop", digest_of(EVIL)), ("--keep", digest_of(EVIL))]
)
def test_no_code_of_a_page_reaches_the_terminal(run, more):
    result = run(*more)

    assert result.return_value == 0
    assert not UNHEARD.search(result.output)
    assert not [line for line in result.output.splitlines() if line.startswith("site:")]


def test_dropped_lines_leave_stored_articles(run):
    result = run("--drop", digest_of(FOLLOW)[:6])

    assert result.output == f"drop: {digest_of(FOLLOW)} of harbour; 6 stored articles changed\n"
    assert texts() == [f"The ferry {number} left the quay.\n\nDeck {number} was full." for number in range(PAGES)]
    assert rows(Path("newsspider.db"), "SELECT * FROM article_fts WHERE article_fts MATCH 'wherever'") == []
    assert rows(Path("newsspider.db"), "SELECT DISTINCT rule FROM article_removed") == [(SITE_BLOCK,)]
    assert f"{digest_of(FOLLOW)}  6 of 6 pages · 2026-11-03 to 2026-11-08 · drop, left out" in run().output


def test_what_was_dropped_and_is_kept_again_is_as_before(run):
    before = states()
    run("--drop", digest_of(FOLLOW))
    between = states()

    result = run("--keep", digest_of(FOLLOW))

    assert result.output == f"keep: {digest_of(FOLLOW)} of harbour; 6 stored articles changed\n"
    assert states() == before != between
    assert rows(Path("newsspider.db"), "SELECT * FROM article_removed") == []
    assert "keep, not left out" in run().output


def test_a_decision_that_is_taken_twice_changes_nothing_more(run):
    run("--drop", digest_of(FOLLOW))
    before = states()

    assert "; 0 stored articles changed" in run("--drop", digest_of(FOLLOW)).output
    assert states() == before


def test_what_is_counted_again_comes_back_where_too_few_pages_have_it(run):
    with Archive.open(Path("newsspider.db")) as archive:
        add(archive, an_article_with(f"{RARE} One.", RARE, "The end.", name="rare"))
    before = states()
    run("--drop", digest_of(RARE))

    result = run("--auto", digest_of(RARE), "--json")

    assert json.loads(result.output) == {
        "site": "harbour",
        "status": "auto",
        "digests": [digest_of(RARE)],
        "articles": 1,
        "waiting": 0,
    }
    assert states() == before


def test_what_is_counted_again_leaves_where_enough_pages_have_it(run):
    run("--keep", digest_of(FOLLOW))

    run("--auto", digest_of(FOLLOW))

    assert not [text for text in texts() if FOLLOW in text]


def test_other_sites_keep_their_words(run):
    with Archive.open(Path("newsspider.db")) as archive:
        add(archive, an_article_with("Elsewhere.", FOLLOW, name="else"), site="other")

    run("--drop", digest_of(FOLLOW))

    assert texts()[-1] == f"Elsewhere.\n\n{FOLLOW}"


def test_a_line_whose_word_looks_like_a_digest_is_named_by_it(run):
    with Archive.open(Path("newsspider.db")) as archive:
        add(archive, an_article_with("One.", "Feed", "The end.", name="feed"))

    result = run("--drop", "Feed")

    assert result.output == f"drop: {digest_of('Feed')} of harbour; 1 stored articles changed\n"


def test_a_line_with_a_number_that_was_never_heard_of_is_dropped_with_that_number_alone(run):
    result = run("--drop", "Deck 3 was full.")

    assert "; 1 stored articles changed" in result.output
    assert [number for number in range(PAGES) if f"Deck {number} was full." not in texts()[number]] == [3]


def test_several_lines_are_decided_at_once(run):
    run("--keep", digest_of(FOLLOW), digest_of(EVIL))

    told = json.loads(run("--json").output)
    assert [block["status"] for block in told["blocks"]] == ["keep", "keep"]


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (("--keep", "0" * 16), NoInputError, "harbour has no block 0000000000000000"),
        (("--keep", "abc"), UsageError, "'abc' is no block"),
        (("--keep", "ferry"), NoInputError, "has the line 'ferry': give it from its first letter to its last"),
        (("--keep", "0" * 17), NoInputError, "no page of harbour that is remembered has the line"),
        (("--keep", " "), NoInputError, "no page of harbour that is remembered has the line"),
        (("--drop",), UsageError, "--drop needs the digest of a block, or its words"),
        (("--box",), UsageError, "--box needs the digest of a block, or its words"),
        (("--drop", "--keep", "0000"), UsageError, "--keep and --drop exclude each other"),
        (("--archive", "attic.db", "--drop", "0000"), NoInputError, "no archive at attic.db"),
    ],
)
def test_a_mistyped_decision_says_what_is_wrong_and_changes_nothing(run, arguments, error, says):
    before = Path("newsspider.db").read_bytes()

    result = run(*arguments)

    assert isinstance(result.exception, error)
    assert says in str(result.exception)
    assert Path("newsspider.db").read_bytes() == before
    assert not Path("attic.db").exists()


def test_the_beginning_of_several_digests_names_none(run):
    with sqlite_shell(Path("newsspider.db")) as shell, shell:
        for number in (0x12345000, 0x12345001):
            shell.execute(
                "INSERT INTO site_block (site, digest, pages, first_page, last_page, first_seen, last_seen) "
                "VALUES ('harbour', ?, 2, 1, 2, 'a', 'a')",
                (number,),
            )

    error = run("--keep", "0000000012").exception

    assert isinstance(error, UsageError)
    assert "0000000012345000, 0000000012345001" in str(error)


def test_of_an_unknown_site_it_is_said_which_there_are(run):
    error = run(name="harbor").exception

    assert isinstance(error, NoInputError)
    assert "no site 'harbor' in newsspider.db: there is harbour" in str(error)


def test_a_site_of_which_nothing_is_known_is_told_so(run):
    with Archive.open(Path("newsspider.db")) as archive:
        add(archive, an_article("tug"), site="other")

    result = run(name="other")

    assert (result.stdout, result.stderr) == ("", "no line of other is known to repeat yet\n")


def test_a_decision_waits_its_turn(run):
    with Archive.open(Path("newsspider.db")):
        busy = run("--drop", digest_of(FOLLOW)).exception
        listed = run()

    assert isinstance(busy, ArchiveBusyError)
    assert FOLLOW in listed.output


def test_exit_codes_are_those_of_other_commands(newsspider, run):
    assert newsspider("site", "harbour", "blocks", "--json").returncode == 0
    assert newsspider("site", "harbour", "blocks", "--keep", "0000").returncode == 66
    assert newsspider("site", "harbor", "blocks").returncode == 66
    assert newsspider("site", "harbour", "blocks", "--keep").returncode == 2
    with Archive.open(Path("newsspider.db")):
        assert newsspider("site", "harbour", "blocks", "--drop", digest_of(FOLLOW)).returncode == 75


def test_help_is_for_strangers():
    shown = CliRunner().invoke(site, ["valley", "blocks", "--help"])

    assert "Examples: newsspider site valley blocks" in shown.output


def test_an_explanation_tells_how_often_and_since_when(run):
    run("--drop", digest_of(FOLLOW))
    run("--auto", digest_of(FOLLOW))
    name = uid("harbour.example/news/0")

    on_terminal = CliRunner().invoke(explain, (name,), standalone_mode=False).output
    as_page = CliRunner().invoke(explain, (name, "--html", "-"), standalone_mode=False).output
    told = json.loads(CliRunner().invoke(explain, (name, "--json"), standalone_mode=False).output)

    assert f"- [site-block site 0.50 on 6 of 6 pages since 2026-11-03] {FOLLOW}" in on_terminal
    assert "rule site-block · on 6 of 6 pages since 2026-11-03" in as_page
    assert [block["repetition"] for block in told["blocks"]] == [
        None,
        {"pages": 6, "of": 6, "since": "2026-11-03", "status": "auto"},
        None,
    ]


def test_a_box_is_told_by_the_first_of_its_lines_that_is_known(run):
    box = RemovedBlock(
        text=f"12 friends {FOLLOW} {RARE}", rule=SITE_BLOCK, kind=BlockKind.SITE, place="/html/body/div", order=2
    )
    with Archive.open(Path("newsspider.db")) as archive:
        add(archive, an_article("boxed", removed=(box,)))

    told = CliRunner().invoke(explain, (uid("harbour.example/news/boxed"),), standalone_mode=False).output

    assert "- [site-block site on 6 of 6 pages since 2026-11-03] 12 friends" in told


def test_a_line_that_was_forgotten_is_told_without_a_count(run):
    run("--drop", digest_of(FOLLOW))
    with sqlite_shell(Path("newsspider.db")) as shell, shell:
        shell.execute("DELETE FROM site_block")

    told = CliRunner().invoke(explain, (uid("harbour.example/news/0"),), standalone_mode=False).output

    assert f"- [site-block site 0.50] {FOLLOW}" in told


def test_markdown_follows(run):
    markdown = f"## The ferry\n\n{FOLLOW}\n\n- Deck one.\n- Deck two."
    forms = (BlockForm.HEADING, BlockForm.PARAGRAPH, BlockForm.ITEM, BlockForm.ITEM)
    article = an_article_with("The ferry", FOLLOW, "Deck one.", "Deck two.", name="marked", markdown=markdown)
    kept = tuple(
        KeptBlock(start=each.start, end=each.end, form=form, order=each.order, score=0.5)
        for each, form in zip(article.kept, forms, strict=True)
    )
    with Archive.open(Path("newsspider.db")) as archive:
        add(archive, an_article("marked", text=article.text, markdown=markdown, kept=kept))

    run("--drop", digest_of(FOLLOW))
    dropped = rows(Path("newsspider.db"), "SELECT markdown FROM article WHERE markdown IS NOT NULL")
    run("--keep", digest_of(FOLLOW))

    assert dropped == [("## The ferry\n\n- Deck one.\n- Deck two.",)]
    assert rows(Path("newsspider.db"), "SELECT markdown FROM article WHERE markdown IS NOT NULL") == [(markdown,)]
