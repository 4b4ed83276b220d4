"""The demo read without any rule about lines, declared or learned: what its themes repeat is learned all the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsspider.archive.store import Archive
from newsspider.demo.server import DemoServer
from newsspider.extraction import correction
from newsspider.extraction.hints import Hints
from tests.one_site import OneSite

FRAMES = {
    "magazine": (
        "This website uses cookies",
        "Leave A Reply",
        "Your email address will not be published",
        "Get real time updates directly on you device",
        "You might also like",
    ),
    "daily": ("Ihre Privatsphäre", "verwenden Cookies", "Alle Rechte vorbehalten", "Lesezeit:", "Mehr aus dem Ressort"),
    "bare": ("กลับขึ้นด้านบน", "ส่งให้เพื่อน", "ผู้เข้าชมวันนี้", "สงวนลิขสิทธิ์"),
}
"""Consent, reply form, push line and what else a theme puts on each of its pages, beside its tagline."""
TAGLINES = {
    "magazine": r'class="site-tagline">([^<]+)<',
    "daily": r'class="[^"]*(?:claim|motto|tagline)[^"]*">([^<]+)<',
    "bare": r"</big><br>([^<]+)<",
}


@pytest.fixture(autouse=True)
def _without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correction, "_other", [None])


@pytest.mark.parametrize("name", FRAMES)
def test_no_article_holds_what_its_theme_repeats(tmp_path: Path, name: str) -> None:
    with DemoServer(sites=[name]) as demo, Archive.open(tmp_path / "demo.db") as archive:
        pages = {each.url: demo.answer(name, each.path).body.decode() for each in demo.articles}
        site = OneSite(archive, hints=Hints(rules=False))
        site.run(list(pages.values()), urls=list(pages))
        texts = site.texts()
    tagline = re.search(TAGLINES[name], next(iter(pages.values())))
    frame = [*FRAMES[name], *([tagline[1]] if tagline else [])]

    assert len(texts) >= 10
    assert [line for line in frame if any(line in page for page in pages.values())] == frame
    assert [(line, text[-80:]) for line in frame for text in texts if line in text] == []
