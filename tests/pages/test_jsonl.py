import gzip
import io
import json
from datetime import UTC, datetime

import pytest

from newsspider.errors import NoInputError
from newsspider.pages import jsonl
from newsspider.pages.jsonl import BadLine, PageLine, read_file, read_jsonl, read_lines

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def lines_of(*entries, folder) -> list[PageLine | BadLine]:
    raw = [entry if isinstance(entry, bytes) else json.dumps(entry).encode() for entry in entries]
    return list(read_lines(io.BytesIO(b"\n".join(raw)), folder=folder, now=NOW))


def test_a_line_with_html_is_a_page_in_utf8(tmp_path):
    (line,) = lines_of({"id": 7, "url": "https://isle.example/a", "html": "<p>Fähre</p>"}, folder=tmp_path)

    assert (line.id, line.page.url, line.page.body) == (7, "https://isle.example/a", "<p>Fähre</p>".encode())
    assert line.page.content_type.endswith("charset=utf-8")
    assert line.page.fetched == NOW


def test_a_path_counts_from_the_folder_and_may_be_gzip(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>packed</p>"))
    (tmp_path / "b.html").write_bytes(b"<p>plain</p>")

    packed, plain = lines_of(
        {"id": 1, "url": "u", "path": "a.html.gz"},
        {"id": 2, "url": "u", "path": str(tmp_path / "b.html")},
        folder=tmp_path,
    )

    assert (packed.page.body, plain.page.body) == (b"<p>packed</p>", b"<p>plain</p>")
    assert packed.page.complete


def test_fetched_is_taken_as_utc_to_the_second(tmp_path):
    times = ["2026-11-20T10:00:00.9+02:00", "2026-11-20T08:00:00Z", "2026-11-20T08:00:00"]

    found = lines_of(*({"id": 1, "url": "u", "html": "", "fetched": time} for time in times), folder=tmp_path)

    assert {line.page.fetched for line in found} == {datetime(2026, 11, 20, 8, 0, tzinfo=UTC)}


@pytest.mark.parametrize(
    "line",
    [
        b"{not json",
        b"[1, 2]",
        b"\xff\xfe\x00",
        b'{"id": 1, "url": 5, "html": ""}',
        b'{"id": 1, "url": "u"}',
        b'{"id": 1, "url": "u", "html": 5}',
        b'{"id": 1, "url": "u", "html": "", "fetched": "yesterday"}',
        b'{"id": 1, "url": "u", "html": "", "fetched": 5}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_line_costs_itself_only(line, tmp_path):
    good = {"id": 2, "url": "u", "html": "<p>good</p>"}

    bad, page = lines_of(line, good, folder=tmp_path)

    assert isinstance(bad, BadLine)
    assert (bad.number, bad.reason) == (1, "malformed")
    assert isinstance(page, PageLine)
    assert page.number == 2


def test_a_file_that_is_not_there_is_unreadable_and_keeps_its_id(tmp_path):
    (bad,) = lines_of({"id": "x", "url": "u", "path": "absent.html"}, folder=tmp_path)

    assert (bad.id, bad.url, bad.reason) == ("x", "u", "unreadable")
    assert "absent.html" in bad.message


def test_blank_lines_are_passed_over_but_counted(tmp_path):
    (line,) = lines_of(b"", b"  ", {"id": 1, "url": "u", "html": ""}, folder=tmp_path)

    assert line.number == 3


def test_a_gzip_that_breaks_off_is_an_incomplete_page(tmp_path):
    whole = b"".join(b"<p>%d</p>" % number for number in range(200_000))
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(whole)[:-5_000])

    body, complete = read_file(tmp_path / "cut.html.gz")

    assert whole.startswith(body)
    assert len(body) > 1_000
    assert not complete


def test_a_bomb_ends_at_the_cap(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_BODY_BYTES", 1 << 20)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bytes(64 << 20)))

    body, complete = read_file(tmp_path / "bomb.gz")

    assert len(body) == 1 << 20
    assert not complete


def test_a_source_may_be_gzip_and_must_be_there(tmp_path):
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1, "url": "u", "html": ""}\n'))

    (line,) = read_jsonl(tmp_path / "pages.jsonl.gz", folder=tmp_path, now=NOW)

    assert line.id == 1
    with pytest.raises(NoInputError, match="absent"):
        next(iter(read_jsonl(tmp_path / "absent.jsonl", folder=tmp_path, now=NOW)))
