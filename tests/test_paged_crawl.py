"""An article of three pages, and one at several addresses, from bytes to the archive: replayed, and crawled."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import permutations

import pytest

from newsspider.demo.server import DemoServer
from newsspider.urls import url_key
from tests.archive.making import rows
from tests.cron import Operator, sum_closes
from tests.paged import story_page, text_of, whole_page

PATH = "/the-long-way-of-the-ferry/"
URL = f"https://isle.example{PATH}"
WHOLE = "\n\n".join(paragraph for number in (1, 2, 3) for paragraph in text_of(number))
TITLE = "The long way of the ferry"


def addresses(begin: str) -> dict[int, str]:
    return {1: begin, 2: f"{begin}?page=2", 3: f"{begin}?page=3"}


@pytest.fixture
def demo() -> Iterator[DemoServer]:
    with DemoServer(sites=("magazine",)) as server:
        yield server


@pytest.fixture
def operator(demo, tmp_path) -> Operator:
    return Operator(tmp_path, {site.name: site.seeds for site in demo.sites})


def serve(demo: DemoServer, *numbers: int) -> None:
    """Let the site show these pages of the story; its feed names the first one."""
    for number, address in addresses(PATH).items():
        if number in numbers:
            demo.serve_page("magazine", address, story_page(number, others=addresses(PATH)), in_feed=number == 1)


def story(operator: Operator) -> tuple[str, int, list[str]]:
    """Return text, completeness and other addresses of the story in the archive."""
    ((at, text, complete),) = operator.rows("SELECT id, text, complete FROM article WHERE title = ?", TITLE)
    aliases = operator.rows("SELECT url FROM url_alias WHERE article_id = ? ORDER BY url", at)
    return text, complete, [url.partition("?")[2] for (url,) in aliases]


@pytest.mark.parametrize("order", list(permutations((1, 2, 3)))[::2])
def test_a_replay_joins_the_pages_whatever_came_first(newsspider, tmp_path, order):
    lines = [{"id": at, "url": addresses(URL)[at], "html": story_page(at, others=addresses(URL))} for at in order]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines)))

    done = json.loads(newsspider("replay", "pages.jsonl", "--archive", "own.db", "--json").stdout)

    assert (done["new"], done["alias"]) == (1, 2)
    assert rows(tmp_path / "own.db", "SELECT url_key, text, complete FROM article") == [(url_key(URL), WHOLE, 1)]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_replay_knows_an_article_at_all_of_its_addresses(newsspider, tmp_path, turn):
    canonical = f'<link rel="canonical" href="{URL}">'
    pages = {
        URL: f'{canonical}<link rel="shortlink" href="/?p=5">',
        "https://isle.example/?p=5": "",
        "https://isle.example/drucken/5": f'<meta property="og:url" content="{URL}">',
        "https://isle.example/mobil/5": canonical,
        "https://isle.example/alt/5": '<link rel="canonical" href="https://isle.example/mobil/5">',
        f"{URL}?utm_source=rss": canonical,
    }
    lines = [{"id": url, "url": url, "html": story_page(1, head=head)} for url, head in pages.items()]
    traps = {"https://isle.example/other": canonical, "https://isle.example/third": '<link rel="canonical" href="/">'}
    lines += [
        {"id": url, "url": url, "html": story_page(at, head=head, title=f"Another way {at}")}
        for at, (url, head) in enumerate(traps.items(), 2)
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, lines[::turn])))

    done = json.loads(newsspider("replay", "pages.jsonl", "--archive", "own.db", "--json").stdout)

    found = rows(tmp_path / "own.db", "SELECT url_key FROM article ORDER BY url_key")
    assert found == [(key,) for key in sorted(map(url_key, [URL, *traps]))]
    aliases = rows(tmp_path / "own.db", "SELECT url_key FROM url_alias ORDER BY url_key")
    assert aliases == [(key,) for key in sorted(url_key(url) for url in list(pages)[1:5])]
    assert (done["new"], sum_closes(done)) == (len(lines) - done["alias"] - done["unchanged"], True)


def test_a_crawl_fetches_the_other_pages_and_joins_them(demo, operator):
    serve(demo, 1, 2, 3)

    result = operator.crawl()

    assert story(operator) == (WHOLE, 1, ["page=2", "page=3"])
    assert sum_closes(result)
    assert result["alias"] == 2


def test_all_pages_are_kept_and_make_the_same_article_again(demo, operator):
    serve(demo, 1, 2, 3)
    operator.crawl()

    operator.run("replay", "newsspider.pages.db", "--archive", "again.db")

    again = rows(operator.folder / "again.db", f"SELECT text, complete FROM article WHERE title = '{TITLE}'")
    assert again == [(WHOLE, 1)]


def test_a_rerun_asks_for_none_of_them_again(demo, operator):
    serve(demo, 1, 2, 3)
    operator.crawl()
    before = len(demo.requests)

    operator.crawl()

    assert [path for _, _, path, _ in demo.requests[before:] if PATH in path] == []


def test_a_page_that_can_t_be_had_leaves_the_article_incomplete_and_says_which(demo, operator):
    serve(demo, 1, 3)
    demo.serve_page("magazine", addresses(PATH)[2], "", status=410)

    operator.crawl()
    text, complete, others = story(operator)

    assert (complete, others) == (0, ["page=3"])
    assert text == "\n\n".join([*text_of(1), *text_of(3)])
    (uid,) = operator.rows("SELECT uid FROM article WHERE title = ?", TITLE)[0]
    shown = operator.run("show", uid).stdout
    assert "not complete: " in shown
    assert "?page=2 (gone)" in shown


def test_a_page_that_robots_forbids_is_not_asked_for(demo, operator):
    robots = "User-agent: *\nDisallow: /*page=2\n"
    serve(demo, 1, 2, 3)
    demo.serve_page("magazine", "/robots.txt", robots, content_type="text/plain")

    operator.crawl()

    assert story(operator)[1:] == (0, ["page=3"])
    assert [path for _, _, path, _ in demo.requests if "page=2" in path] == []


def test_an_article_at_many_addresses_is_one_after_a_crawl(demo, operator):
    site = demo.sites[0].base_url
    head = f'<link rel="canonical" href="{site}{PATH}"><link rel="shortlink" href="{site}/?p=5">'
    real = [PATH, "/?p=5", "/story.php?storyid=5", "/print-edition/the-long-way-of-the-ferry/", f"{PATH}amp/"]
    for path in real:
        demo.serve_page("magazine", path, story_page(1, head=head), in_feed=True)
    demo.serve_page("magazine", "/old-way-of-the-ferry/", "", status=301, headers={"Location": PATH}, in_feed=True)
    trap = '<link rel="canonical" href="/">'
    for at in (2, 3):
        page = story_page(at, head=trap, title=f"Another way {at}")
        demo.serve_page("magazine", f"/another-way-of-the-ferry-{at}/", page, in_feed=True)

    operator.crawl()

    ((at, key),) = operator.rows("SELECT id, url_key FROM article WHERE title = ?", TITLE)
    assert key == url_key(f"{site}{PATH}")
    aliases = operator.rows("SELECT url_key FROM url_alias WHERE article_id = ?", at)
    assert {key for (key,) in aliases} == {url_key(f"{site}{path}") for path in (*real[1:4], "/old-way-of-the-ferry/")}
    assert operator.rows("SELECT count(*) FROM article WHERE title LIKE 'Another way%'") == [(2,)]


def asked_for(demo: DemoServer, since: int) -> list[str]:
    return sorted(path.partition("?")[2] for _, _, path, _ in demo.requests[since:] if PATH in path)


def test_an_edit_of_a_later_page_is_seen_when_the_article_is_looked_at_again(demo, operator):
    serve(demo, 1, 2, 3)
    operator.crawl()
    old, new = text_of(2)[1], "Nobody had sold the captain anything that the bridge over the sound could not give."
    page = story_page(2, others=addresses(PATH)).replace(old, new)
    demo.serve_page("magazine", addresses(PATH)[2], page)
    operator.let_all_be_looked_at()
    before = len(demo.requests)

    result = operator.crawl()

    assert asked_for(demo, before) == ["", "page=2", "page=3"]
    assert story(operator) == (WHOLE.replace(old, new), 1, ["page=2", "page=3"])
    assert operator.rows("SELECT changed FROM revision JOIN article ON article.id = article_id WHERE article.title = ?",
                         TITLE) == [('["text"]',)]  # fmt: skip
    assert (result["revision"], sum_closes(result)) == (1, True)


def test_the_words_of_a_later_page_go_with_it(demo, operator):
    serve(demo, 1, 2, 3)
    operator.crawl()
    demo.serve_page("magazine", addresses(PATH)[3], "", status=410)
    operator.let_all_be_looked_at()

    result = operator.crawl()

    assert story(operator)[0] == "\n\n".join([*text_of(1), *text_of(2)])
    assert operator.rows("SELECT words_removed > 10, words_added FROM revision") == [(1, 0)]
    assert sum_closes(result)


def test_a_page_that_shows_all_is_the_article_and_an_edit_is_told_once(demo, operator):
    head = f'<link rel="canonical" href="{PATH}">'
    everything = whole_page(head=head)
    demo.serve_page("magazine", f"{PATH}?view=all", everything, in_feed=True)
    serve(demo, 1, 2, 3)
    operator.crawl()
    first = story(operator)
    old, new = text_of(2)[1], "Nobody had sold the captain anything that the bridge over the sound could not give."
    demo.serve_page("magazine", f"{PATH}?view=all", everything.replace(old, new))
    demo.serve_page("magazine", addresses(PATH)[2], story_page(2, others=addresses(PATH)).replace(old, new))
    operator.let_all_be_looked_at()

    operator.crawl()

    assert first == (WHOLE, 1, ["page=2", "page=3", "view=all"])
    assert story(operator) == (WHOLE.replace(old, new), 1, ["page=2", "page=3", "view=all"])
    assert operator.rows("SELECT changed FROM revision JOIN article ON article.id = article_id WHERE article.title = ?",
                         TITLE) == [('["text"]',)]  # fmt: skip


def test_later_pages_are_asked_for_on_a_condition(demo, operator):
    tag = {"ETag": '"as-it-was"'}
    for number, address in addresses(PATH).items():
        page = story_page(number, others=addresses(PATH))
        demo.serve_page("magazine", address, page, headers=tag, in_feed=number == 1)
    operator.crawl()
    operator.let_all_be_looked_at()

    operator.crawl()

    tags = operator.rows("SELECT etag, state, next_visit FROM url WHERE url LIKE '%page=%'")
    assert tags == [('"as-it-was"', "alias", None)] * 2


def reread(operator: Operator, *arguments: str) -> dict:
    done = operator.run("reextract", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def spoilt(demo, operator) -> Operator:
    """The story as an older extractor would have left it: a line too much on its second page."""
    serve(demo, 1, 2, 3)
    operator.crawl()
    own = text_of(2)[1]
    connection = sqlite3.connect(operator.archive)
    with connection:
        for table, where in (("article", f"title = '{TITLE}'"), ("article_part", "number = 2")):
            connection.execute(f"UPDATE {table} SET text = replace(text, ?, ?) WHERE {where}", (own, f"{own} Share!"))
        connection.execute("UPDATE article SET text_hash = 'spoilt' WHERE title = ?", (TITLE,))
    connection.close()
    return operator


def test_all_pages_are_read_again_and_joined(spoilt):
    report = reread(spoilt, "demo-magazine")

    (article,) = (each for each in report["articles"] if each["title"] == TITLE)
    assert article["fields"] == {}
    assert (article["words_added"], article["words_removed"], report["without_page"]) == (0, 2, 0)


def test_what_is_accepted_is_there_when_a_page_changes_later(demo, spoilt):
    ((uid,),) = spoilt.rows("SELECT uid FROM article WHERE title = ?", TITLE)
    old, new = text_of(3)[1], "Nobody had sold the captain anything that the bridge over the sound could not give."

    report = reread(spoilt, "--accept", uid)

    assert report["accepted"] == 1
    assert story(spoilt)[:2] == (WHOLE, 1)
    demo.serve_page("magazine", addresses(PATH)[3], story_page(3, others=addresses(PATH)).replace(old, new))
    spoilt.let_all_be_looked_at()
    spoilt.crawl()
    assert story(spoilt)[:2] == (WHOLE.replace(old, new), 1)


def test_an_article_of_which_a_page_is_not_kept_stays(spoilt):
    connection = sqlite3.connect(spoilt.folder / "newsspider.pages.db")
    with connection:
        connection.execute("DELETE FROM kept_page WHERE url_key LIKE '%page=3'")
    connection.close()

    report = reread(spoilt, "demo-magazine")

    assert report["without_page"] == 1
    assert [each for each in report["articles"] if each["title"] == TITLE] == []
