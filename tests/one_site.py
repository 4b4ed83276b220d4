"""One site, its pages read in one process as a run with raw pages reads them, and an archive of its own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from random import Random

from newsspider import cleaning
from newsspider.archive.record import SiteInfo
from newsspider.archive.store import Archive
from newsspider.article import Article, Page
from newsspider.errors import NotAnArticle
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.jobs import extract_page
from newsspider.ledger import Outcome, outcome_of
from newsspider.repeats import Repeats
from newsspider.sites import SiteMemory
from newsspider.urls import url_key
from newsspider.visit import Visit

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
NAME = "valley"
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "da", "fe", "gi", "lo", "mu", "na", "pe", "ri", "so")


def prose(seed: str, words: int = 45) -> str:
    """Return a paragraph that no other seed gives."""
    chance = Random(seed)
    made = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)]
    return " ".join(made).capitalize() + "."


def story(name: str, paragraphs: int = 5) -> list[str]:
    """Return the paragraphs of a story that no other name gives."""
    return [prose(f"{name} {number}") for number in range(paragraphs)]


class OneSite:
    """Reads pages of a site, a batch at a time, and learns of them."""

    def __init__(self, archive: Archive, *, batch: int = 4, hints: Hints = NO_HINTS) -> None:
        self._archive = archive
        self._hints = hints
        self._batch = batch
        self._pages: dict[str, Page] = {}
        self._count = 0
        archive.begin_run(command="test", sites=[SiteInfo(name=NAME, host=f"{NAME}.example")], started=NOON)

    def run(self, pages: Sequence[str], *, urls: Sequence[str] = ()) -> list[Outcome]:
        """Visit *pages*, at *urls* or each at a new address, and clean what is stored; return the outcomes."""
        memory, outcomes = SiteMemory(), []
        memory.recall(self._archive, [NAME])
        places = list(urls) or [self.url(self._count + number) for number in range(len(pages))]
        for start in range(0, len(pages), self._batch):
            end = start + self._batch
            batch = [self._visit(memory, *each) for each in zip(places[start:end], pages[start:end], strict=True)]
            with self._archive.transaction():
                outcomes += memory.settle(self._archive, batch)
        cleaning.clean_site(NAME, lambda question: question(self._archive), reread=self._reading(memory))
        return outcomes

    def url(self, number: int) -> str:
        """Return the address of the page of that number, from 0."""
        return f"https://{NAME}.example/2026/story-number-{number}"

    def text(self, number: int) -> str:
        """Return the stored text of the page of that number."""
        stored = self._archive.find_article(url_key(self.url(number)))
        assert stored is not None
        return stored.text

    def texts(self) -> list[str]:
        """Return the stored texts, the oldest first."""
        found = self._archive.recleaning.stored_since(NAME, "", limit=-1)
        return [self._archive.recleaning.article(each).text for each in found]

    def learned(self) -> int:
        """Return how many pages were evidence."""
        return self._archive.site_blocks.learned(NAME)

    def _visit(self, memory: SiteMemory, url: str, html: str) -> Visit:
        page = Page(url=url, body=html.encode(), fetched=NOON + timedelta(minutes=self._count))
        self._count += 1
        self._pages[url_key(url)] = page
        result = _read(page, memory.hints(NAME, self._hints))
        return Visit(site=NAME, url=url, now=page.fetched, page=page, result=result)

    def _reading(self, memory: SiteMemory) -> cleaning.Reread:
        def reread(name: str, article: Article, _: datetime, repeats: Repeats) -> Future[Article] | None:
            result = _read(self._pages[url_key(article.url)], memory.hints_again(name, repeats))
            if not isinstance(result, Article):
                return None
            again: Future[Article] = Future()
            again.set_result(result)
            return again

        return reread


def _read(page: Page, hints: Hints) -> Article | Outcome:
    try:
        return extract_page(page, hints)
    except NotAnArticle as outcome:
        return outcome_of(outcome)


TAGLINE = "The Valley Post is written by people who live in the valley and pay for its paper themselves, since 1911."


def framed_story(number: int) -> str:
    """Return the page of another story, with the line that the site puts below each."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story(f"story {number}"))
    return (
        f"<html lang=en><head><title>Story {number}</title></head><body><ul><li><a href=/>Home</a></ul>"
        f"<article><h1>Story {number}</h1>{text}<p>{TAGLINE}</p></article><div>Imprint</div></body></html>"
    )
