"""The benchmark of site memory replays a site as a run does, and measures rules by leaving them out."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from string import Template

import pytest

from newsspider.archive import site_block
from newsspider.demo.content import read_folder

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import corpora  # noqa: E402
from intervals import Interval  # noqa: E402
from referee import body_counts  # noqa: E402
from site_replay import Guard, Site, Stopwatch, read_page, with_memory, without_memory  # noqa: E402
from sites import GUARDS, Score, gain, losers  # noqa: E402

PAGE = Template((Path(__file__).parent / "pages" / "site-page.html").read_text(encoding="utf-8"))
TAGLINE = "Printed on the old press"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Return a site of six stories, each above the same line."""
    monkeypatch.setattr(corpora, "CORPUS", tmp_path)
    folder = tmp_path / "dragnet" / "pages"
    folder.mkdir(parents=True)
    rows = []
    for number, article in enumerate(read_folder("magazine")[:6]):
        story = "\n".join(f"<p>{text}</p>" for text in article.paragraphs)
        html = PAGE.substitute(title=article.title, story=story)
        (folder / f"{number}.html.gz").write_bytes(gzip.compress(html.encode()))
        rows.append({"id": str(number), "url": f"http://valley.example/{article.slug}", "text": article.text})
    return Site(corpus="dragnet", host="valley.example", rows=tuple(rows))


def test_what_memory_learns_leaves_the_pages_before_it_was_known(site):
    texts = with_memory(site)

    assert all(texts)
    assert not any(TAGLINE in text for text in texts)


def test_without_memory_each_page_stands_alone(site):
    texts = without_memory(site)

    assert all(TAGLINE in text for text in texts)


def test_a_page_at_two_addresses_is_read_back_at_both(site):
    first = site.rows[0]
    twin = {**first, "url": first["url"].replace("//", "//www.")}

    texts = with_memory(Site(corpus=site.corpus, host=site.host, rows=(*site.rows, twin)))

    assert texts[-1] == texts[0] != ""


def test_a_young_site_has_its_first_pages_only(site):
    young = site.first(2)

    texts = with_memory(young)

    assert [TAGLINE in text for text in texts] == [True, True]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_comes_back_after_it_was_left_out(guard):
    names = [(room, name) for room, name, _ in guard.changes]
    before = [getattr(sys.modules[room], name) for room, name in names]

    with guard.off():
        meanwhile = [getattr(sys.modules[room], name) for room, name in names]

    assert [getattr(sys.modules[room], name) for room, name in names] == before
    assert all(one != other for one, other in zip(before, meanwhile, strict=True))


def test_a_guard_that_changes_nothing_is_told():
    guard = Guard("renamed", (("newsspider.archive.site_block", "COPIED", site_block.COPIED),))

    with pytest.raises(ValueError, match="renamed"), guard.off():
        pass


def test_cpu_is_counted_from_the_third_page_of_each_site_on(site):
    seen = []
    watch = Stopwatch(lambda url, html: seen.append(url))

    for _ in range(2):
        watch.begin()
        with_memory(site, watch)

    assert watch.pages == 2 * (len(site.rows) - 2)
    assert len(seen) == 2 * len(site.rows)
    assert watch.ours > 0


def test_a_site_that_loses_for_certain_is_told_first():
    good, bad = body_counts((1.0, 0.0, 0.0)), body_counts((0.5, 0.5, 0.5))
    pages = [Site(corpus="dragnet", host=f"{name}.example", rows=()) for name in ("same", "loser")]
    before = [Score((good,) * 10, 0, 0)] * 2
    after = [Score((good,) * 10, 0, 0), Score((bad,) * 10, 0, 0)]

    found = losers(pages, before, after)

    assert [(name, is_broken) for name, _, is_broken in found] == [("loser.example (dragnet)", True)]


def test_the_gain_of_sites_that_all_gain_the_same_is_certain():
    value, bounds = gain([0.9, 0.8, 0.7], [0.8, 0.7, 0.6])

    assert value == pytest.approx(0.1)
    assert bounds == Interval(pytest.approx(0.1), pytest.approx(0.1))


def test_a_page_that_is_no_article_is_an_outcome(site):
    from newsspider.article import Page
    from newsspider.extraction.hints import NO_HINTS

    page = Page(url="http://valley.example/", body=b"<html><body><p>Nothing</p></body></html>", fetched=corpora.FETCHED)

    result = read_page(page, NO_HINTS)

    assert result.reason
