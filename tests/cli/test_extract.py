"""``newsspider extract`` as a user types it: one page, or lines of pages."""

import gzip
import json

import pytest

from tests.cli.making import PROSE, a_line

FIELDS = [
    *("id", "url", "title", "authors", "published", "published_day", "published_raw", "published_source", "modified"),
    *("language", "section", "tags", "image_url", "access", "kind", "lead", "text", "markdown", "canonical_url"),
    *("complete", "removed"),
]
TEXT = "Die Fähre fährt wieder nach dem Sturm, und der Kapitän sagte, dass die Brücke geprüft werde. " * 8


@pytest.fixture
def extract_lines(newsspider, tmp_path):
    def extract(*lines, code: int = 0) -> list[dict]:
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        (tmp_path / "pages.jsonl").write_text("\n".join(texts))
        done = newsspider("extract", "--jsonl", "pages.jsonl")
        assert done.returncode == code, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return extract


def test_answers_come_in_the_order_of_the_lines(extract_lines):
    lines = [a_line(number) for number in range(40)]
    lines[3]["html"] *= 40

    answers = extract_lines(*lines)

    assert [(answer["id"], answer["title"]) for answer in answers] == [
        (number, f"Ferry {number} runs again") for number in range(40)
    ]
    assert {tuple(answer) for answer in answers} == {tuple(FIELDS)}


@pytest.mark.parametrize("id_", [None, "a", 7, 10**30, 1.5, True, ["x", {"y": None}], "\u202e\ud800"])
def test_id_and_url_come_back_as_they_were_given(extract_lines, id_):
    url = "HTTPS://www.Isle.example/Ferry?utm_source=x#top"

    (answer,) = extract_lines(a_line(id_, url=url))

    assert (answer["id"], type(answer["id"]), answer["url"]) == (id_, type(id_), url)


def test_a_page_that_is_no_article_is_an_answer(extract_lines):
    (answer,) = extract_lines({"id": 1, "url": "https://isle.example/", "html": "<p>Soon.</p>"})

    assert list(answer) == ["id", "url", "error"]
    assert list(answer["error"]) == ["reason", "message"]


@pytest.mark.parametrize("line", ["{broken", "[1]", '"text"', '{"id": NaN}'])
def test_a_line_that_can_t_be_parsed_is_told_by_its_number(extract_lines, line):
    answer, after = extract_lines(line, a_line(2), code=3)

    assert list(answer) == ["id", "line", "error"]
    assert (answer["id"], answer["line"], answer["error"]["reason"]) == (None, 1, "malformed")
    assert after["title"] == "Ferry 2 runs again"


@pytest.mark.parametrize(
    ("line", "url", "reason"),
    [
        ({"id": "x", "url": 5, "html": ""}, 5, "malformed"),
        ({"id": "x", "url": "u"}, "u", "malformed"),
        ({"id": "x", "url": "u", "path": "absent.html"}, "u", "unreadable"),
        ({"id": "x", "url": "u", "path": "."}, "u", "unreadable"),
        ({"id": "x", "url": "u", "html": "", "fetched": "0001-01-01T00:00:00+05:00"}, "u", "malformed"),
    ],
)
def test_a_line_that_gives_no_page_keeps_its_names(extract_lines, line, url, reason):
    (answer,) = extract_lines(line, code=3)

    assert list(answer) == ["id", "url", "error"]
    assert (answer["id"], answer["url"], answer["error"]["reason"]) == ("x", url, reason)


def test_a_path_counts_from_the_folder_of_the_run(extract_lines, tmp_path):
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(a_line(1)["html"].encode()))

    (answer,) = extract_lines({"id": 1, "url": "https://isle.example/a", "path": "page.html.gz"})

    assert answer["title"] == "Ferry 1 runs again"


@pytest.mark.parametrize("packed", [False, True])
def test_lines_come_from_standard_input_too(newsspider, packed):
    lines = json.dumps(a_line(1)).encode()

    done = newsspider("extract", "--jsonl", input=gzip.compress(lines) if packed else lines, text=False)

    assert (done.returncode, json.loads(done.stdout)["id"]) == (0, 1)


def test_a_file_is_one_object_with_the_same_fields(newsspider, tmp_path):
    (tmp_path / "page.html").write_text(a_line(1)["html"])

    done = newsspider("extract", "page.html", "--json", "--url", "https://isle.example/a")

    found = json.loads(done.stdout)
    assert list(found) == FIELDS
    assert (found["id"], found["url"]) == ("page.html", "https://isle.example/a")


def test_a_page_comes_from_standard_input_too(newsspider):
    done = newsspider("extract", input=PROSE)

    assert done.returncode == 0
    assert done.stdout.startswith("The ferry to the islands runs again")


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1252"])
def test_plain_text_is_read_in_its_charset(newsspider, tmp_path, charset):
    (tmp_path / "page.txt").write_bytes(TEXT.encode(charset))

    done = newsspider("extract", "page.txt", "--json", "--title", "Fähre")

    found = json.loads(done.stdout)
    assert (found["title"], found["text"]) == ("Fähre", TEXT.strip())


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (bytes(range(256)) * 99, ["page"], "page is no article (binary"),
        (TEXT.encode("utf-16-le"), ["page"], "page is no article (binary"),
        (b"", ["page"], "page is no article (empty"),
        (TEXT.encode(), ["page", "--url", "ftp://isle.example/a"], "ftp://isle.example/a"),
        (TEXT.encode(), ["http://"], "http://"),
        (TEXT.encode(), ["https://"], "https://"),
        (TEXT.encode(), ["absent"], "absent can't be read: No such file"),
    ],
)
def test_what_can_t_be_an_article_is_no_input(newsspider, tmp_path, content, arguments, says):
    (tmp_path / "page").write_bytes(content)

    done = newsspider("extract", *arguments)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (66, "", 1)
    assert says in done.stderr
