import os
from datetime import UTC, datetime

import pytest

from newsspider.article import Page
from newsspider.pages.charset import read_text

TEXT = "Die Fähre fährt wieder – sagte der „Kapitän“ am Montag."


def page(body: bytes, *, content_type: str = "", complete: bool = True) -> Page:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Page(url="", body=body, fetched=now, headers=(("content-type", content_type),), complete=complete)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_decoded_by_its_mark_or_by_proof(charset):
    assert read_text(page(TEXT.encode(charset))) == TEXT


def test_the_header_is_believed_where_it_is_not_utf8():
    assert read_text(page("Паром".encode("koi8-r"), content_type="text/plain; charset=koi8-r")) == "Паром"
    assert read_text(page(TEXT.encode(), content_type="text/plain; charset=koi8-r")) == TEXT


@pytest.mark.parametrize(
    "body", [TEXT.encode("utf-16-le"), bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + os.urandom(5_000)]
)
def test_what_is_no_text_is_told(body):
    assert read_text(page(body)) is None


def test_a_text_that_broke_off_inside_a_letter_is_still_utf8():
    assert read_text(page("Fähre ä".encode()[:-1], complete=False)) == "Fähre "
