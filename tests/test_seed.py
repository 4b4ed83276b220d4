"""The page everything began with, as plain text and on a site; its text is a publisher's and stays outside."""

import json

import pytest

from newsspider.demo.server import DemoServer
from tests.cron import Operator
from tests.shared import SEED, needs_seed

pytestmark = needs_seed
TITLE = "Taliban Attacks Panjshir Resistance"
BOILERPLATE = (
    "Get real time updates directly on you device, subscribe now.",
    "Leave A Reply",
    "Your email address will not be published.",
    "This website uses cookies to improve your experience.",
)


@pytest.fixture
def body() -> str:
    return (SEED / "panjshir-body.txt").read_text(encoding="utf-8").strip()


def test_as_plain_text_the_boilerplate_is_told_and_no_paragraph_is_lost(newsspider, body):
    done = newsspider("extract", str(SEED / "panjshir-page.txt"), "--json")

    article = json.loads(done.stdout)
    removed = [block["text"] for block in article["removed"]]
    assert all(any(text.startswith(line) for text in removed) for line in BOILERPLATE)
    assert not any(line in article["text"] for line in BOILERPLATE)
    assert set(body.split("\n\n")) <= set(article["text"].split("\n\n"))
    assert all(block["rule"] for block in article["removed"])


def test_on_a_site_of_the_same_theme_text_and_title_are_exact(tmp_path, body):
    with DemoServer(sites=["magazine"]) as server:
        url = server.wrap("magazine", title=TITLE, paragraphs=body.split("\n\n"))
        operator = Operator(tmp_path, {site.name: site.seeds for site in server.sites})
        operator.crawl()

    found = operator.rows("SELECT title, text FROM article WHERE url LIKE ?", url.rstrip("/") + "%")
    assert found == [(TITLE, body)]
