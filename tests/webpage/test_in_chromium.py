"""The page in a real browser: nothing runs, nothing is loaded, nothing runs over the edge of a phone."""

import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsspider.webpage.explanation import explanation_page
from tests.webpage.making import TEXT, a_block, a_witness, an_explanation

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    *("--headless=new", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--no-default-browser-check", "--allow-file-access-from-files"),
    *("--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
)
WIDTHS = (360, 1200)
# What a browser would do with it, should it be anything but text: ask the server, run, change the title.
EVIL = (
    "</style></title></p></del><img src={url}/img><script src={url}/js></script><script>document.title = 'run'</script>"
    "<iframe src={url}/frame></iframe><style>@import '{url}/css'; body {{ display: none }}</style>"
    "<meta http-equiv=refresh content='0; {url}/refresh'><base href={url}/><body onload=\"fetch('{url}/fetch')\">"
)
# Beside the page, a frame as wide as a window; what it measures becomes this page's own text.
MEASURE = """<!doctype html><pre id="found"></pre>
<iframe id="page" src="page.html" width="{width}" height="800"></iframe>
<script>onload = () => {{
  const page = document.getElementById("page").contentDocument, root = page.documentElement;
  const skip = page.querySelector("a.skip"), summary = page.querySelector("summary");
  skip.focus();
  const isSeen = page.activeElement === skip && skip.getBoundingClientRect().left >= 0;
  summary.focus();
  const isReached = page.activeElement === summary;
  summary.click();
  document.getElementById("found").textContent = [
    page.title, root.clientWidth, root.scrollWidth, getComputedStyle(page.body).maxWidth,
    getComputedStyle(page.querySelector(".block.removed del")).textDecorationLine, isSeen, isReached,
    summary.parentElement.open, page.scripts.length, page.images.length,
  ].join("|");
}}</script>
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium")


@dataclass
class Server:
    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that hears whoever asks for anything."""
    heard: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{listening.server_port}", heard)
        listening.shutdown()


@pytest.fixture
def browse(tmp_path):
    """Open an address as a user's browser would, and return the document that came of it."""

    def dump(address: str) -> str:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [str(CHROMIUM), *FLAGS, *sandbox, profile, "--dump-dom", address]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr[-2_000:]
        return done.stdout

    return dump


@pytest.fixture
def measured(browse, tmp_path):
    """Return what a browser finds in a page: its title, widths, styles, and what the keyboard reaches."""

    def measure(page: str, width: int) -> list[str]:
        (tmp_path / "page.html").write_text(page)
        (tmp_path / "measure.html").write_text(MEASURE.format(width=width))
        return text_of(browse((tmp_path / "measure.html").as_uri()))

    return measure


def text_of(document: str) -> list[str]:
    return document.partition('<pre id="found">')[2].partition("</pre>")[0].split("|")


def a_page(evil: str) -> str:
    wide = "x" * 400
    explanation = an_explanation(
        a_witness(value=evil),
        a_witness(source=evil, value=wide, chosen=False, why=evil),
        title=f"Ferry {wide}",
        text=f"{TEXT}\n\n{evil}\n\n{wide}",
        removed=tuple(a_block(evil + wide, order=1, place="/div[9]" * 60) for _ in range(6)),
    )
    return explanation_page(explanation, address=evil, note=evil)


def test_the_server_would_hear_a_page_that_loads(browse, server, tmp_path):
    page = tmp_path / "open.html"
    page.write_text(EVIL.format(url=server.url))

    browse(page.as_uri())

    assert "/img" in server.asked


def test_nothing_of_a_hostile_page_runs_or_loads(browse, server, tmp_path):
    page: Path = tmp_path / "page.html"
    page.write_text(a_page(EVIL.format(url=server.url)))

    document = browse(page.as_uri())

    assert server.asked == []
    assert "<title>Explained: Ferry xxx" in document
    for tag in ("script", "img", "iframe", "base", "object", "form"):
        assert f"<{tag}" not in document


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_is_styled_and_is_reached_by_keyboard(measured, width):
    title, window, needed, most, line, *truths, scripts, images = measured(a_page(EVIL), width)

    assert title.startswith("Explained: Ferry")
    assert int(needed) <= int(window) <= width
    assert (most, line) == ("736px", "line-through")
    assert truths == ["true", "true", "true"]
    assert (scripts, images) == ("0", "0")
