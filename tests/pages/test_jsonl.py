import gzip
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.errors import NoInputError
from newsspider.pages import source
from newsspider.pages.jsonl import BadLine, PageLine, read_all, read_jsonl, read_lines
from newsspider.pages.source import read_file

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
        b'{"id": 1, "url": "u", "html": "", "fetched": "0001-01-01T00:00:00+09:00"}',
        b'{"id": 1, "url": "u", "html": "", "fetched": "9999-12-31T23:59:59-09:00"}',
        b'{"id": 1, "url": "u", "html": "", "fetched": "1969-12-31T23:59:59Z"}',
        b'{"id": 1, "url": "u", "html": "", "fetched": "2101-01-01"}',
        b'{"id": NaN, "url": "u", "html": ""}',
        b'{"id": 1e999, "url": "u", "html": ""}',
        b'{"id": 1, "url": "u", "path": "a\\u0000b"}',
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
    monkeypatch.setattr(source, "MAX_BODY_BYTES", 1 << 20)
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


def test_a_source_may_be_a_pipe(tmp_path):
    end, beginning = os.pipe()
    os.write(beginning, gzip.compress(b'{"id": 1, "url": "u", "html": ""}\n'))
    os.close(beginning)

    (line,) = read_jsonl(Path(f"/dev/fd/{end}"), folder=tmp_path, now=NOW)

    os.close(end)
    assert line.id == 1


def test_a_line_can_t_have_us_wait_on_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    (bad,) = lines_of({"id": 1, "url": "u", "path": "pipe"}, folder=tmp_path)

    assert (bad.id, bad.reason) == (1, "unreadable")
    assert "no regular file" in bad.message


def test_a_source_that_breaks_off_gives_the_lines_before(tmp_path):
    lines = [
        b'{"id": %d, "url": "u", "html": "%s"}' % (number, os.urandom(9_000).hex().encode()) for number in range(9)
    ]
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines))[:-20_000])

    *pages, bad = read_jsonl(tmp_path / "cut.jsonl.gz", folder=tmp_path, now=NOW)

    assert len(pages) > 2
    assert {type(page) for page in pages} == {PageLine}
    assert (bad.number, bad.reason, bad.is_object) == (len(pages) + 1, "unreadable", False)


def test_a_source_that_can_t_be_read_costs_itself_only(tmp_path):
    (tmp_path / "good.jsonl").write_bytes(b'{"id": 1, "url": "u", "html": ""}')
    names = ["absent.jsonl", ".", "n" * 300, "good.jsonl"]

    *bad, good = read_all([tmp_path / name for name in names], folder=tmp_path, now=NOW)

    assert {(line.number, line.reason) for line in bad} == {(1, "unreadable")}
    assert (good.id, good.source) == (1, str(tmp_path / "good.jsonl"))


def test_a_line_tells_whether_its_names_are_known(tmp_path):
    unparsed, unusable = lines_of(b"{", {"id": 2, "url": "u"}, folder=tmp_path)

    assert (unparsed.is_object, unusable.is_object) == (False, True)
