"""A page as the verdict looks at it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from newsspider.article import DateSource
from newsspider.extraction.alignment import KEPT, coverage
from newsspider.extraction.claims import Claims, read_claims
from newsspider.extraction.layout import Layout, has_run, read_layout
from newsspider.extraction.messages import message_of_heading
from newsspider.extraction.metadata import Metadata
from newsspider.extraction.naming import is_address_of_one, share_told
from newsspider.extraction.notice import Notice, read_notice
from newsspider.extraction.outline import Piece, read_pieces
from newsspider.text import count_words, paragraphs

MAX_NOTICE_WORDS = 150
"""A page that says "not found" in more words than that is an article about it."""
MAX_ANNOUNCED_WORDS = 600
"""Longest one below a heading that says what it is: questions and answers below a form."""
MANY_WORDS, SOME_NOTICE = 5, 0.4
"""Different words of its sort, and their paragraphs' share: no undated article without an author has so many."""
TALE_LETTERS = 600
"""Letters of continuous text that no notice has."""
LONG = 1_500
"""From so many letters a text is long enough for every test, and its words need no count."""
SURE_TYPES = frozenset(
    ("CollectionPage", "SearchResultsPage", "ContactPage", "AboutPage", "CheckoutPage", "JobPosting")
)
"""Types in JSON-LD of what is surely no article."""
_NO_FIELDS = frozenset(("hidden", "search", "submit", "button", "image", "reset"))
_SUBTLE_TYPES = frozenset(("ItemList", "ProfilePage"))


@dataclass(frozen=True)
class View:
    """A page as the checks look at it; what is costly is read where it is asked for."""

    tree: HtmlElement
    metadata: Metadata
    text: str
    lead: str | None
    url: str
    given: tuple[Sequence[Piece], Collection[int]] | None

    @cached_property
    def count(self) -> int:
        """Words of lead and body; `LONG` where there are many."""
        return LONG if len(self.text) > 2 * LONG else count_words(self.text) + count_words(self.lead or "")

    @cached_property
    def pieces(self) -> Sequence[Piece]:
        """The page's pieces in reading order."""
        body = self.tree.find("body")
        return self.given[0] if self.given else read_pieces(self.tree if body is None else body)

    @cached_property
    def kept(self) -> Collection[int]:
        """Indices of the pieces that the text is made of."""
        if self.given:
            return self.given[1]
        shares = coverage(paragraphs(self.text), self.pieces)
        return frozenset(index for index, share in enumerate(shares) if share >= KEPT)

    @cached_property
    def layout(self) -> Layout:
        """How the pieces lie."""
        return read_layout(self.pieces, self.kept)

    @cached_property
    def claims(self) -> Claims:
        """What the page says of itself."""
        return read_claims(self.tree, self.metadata, self.url)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Sorts of the fields amid what was kept: types of inputs, else the names of the elements."""
        kept = [self.pieces[index].element for index in sorted(self.kept)]
        shared = [[element, *element.iterancestors()] for element in (kept[:1] + kept[-1:])]
        around = next((each for each in shared[0] if each in shared[-1]), None) if shared else None
        if around is None:
            return frozenset()
        found = around.iter("input", "select", "textarea")
        return frozenset(
            field.get("type", "text").lower() if field.tag == "input" else str(field.tag) for field in found
        )

    @property
    def has_form(self) -> bool:
        """Whether there are fields to fill in."""
        return not _NO_FIELDS.issuperset(self.fields)

    @property
    def is_hidden(self) -> bool:
        """Whether robots are asked not to index the page."""
        facts = self.metadata.facts
        return facts is not None and any("noindex" in said.lower() for said in facts.metas.get("robots", ()))

    @property
    def whole(self) -> str:
        """Lead and text."""
        return "\n".join(filter(None, (self.lead, self.text)))

    @cached_property
    def only_heading(self) -> str | None:
        """The page's one main heading, where its title is another; ``None`` where there are more, or none."""
        others = {heading for heading in self.claims.headings if heading != self.metadata.title}
        return others.pop() if len(others) == 1 and self.claims.has_main_heading else None

    @cached_property
    def notice(self) -> Notice | None:
        """What the text says to its reader about the page; ``None`` for a long one."""
        if self.count > MAX_ANNOUNCED_WORDS:
            return None
        return read_notice([*paragraphs(self.lead or ""), *paragraphs(self.text)])

    @cached_property
    def is_announced(self) -> bool:
        """Whether the title says that something stands in an article's place."""
        return self.count <= MAX_ANNOUNCED_WORDS and message_of_heading(self.metadata.title or "") is not None

    @cached_property
    def told(self) -> float:
        """Share of the title's words that the text has; 1 where the address is that of a single piece, or no title."""
        title = self.metadata.title
        if not title or is_address_of_one(self.url):
            return 1.0
        return share_told(title, f"{self.lead or ''} {self.text}")

    @property
    def is_signed(self) -> bool:
        """Whether the page tells who wrote it and when: what its software says of itself it never signs."""
        return bool(self.metadata.published and self.metadata.authors)

    @property
    def is_plain(self) -> bool:
        """Whether the page is told to be one article and nothing else, and has the text of one."""
        source = self.metadata.published.source if self.metadata.published else None
        told = source is DateSource.META or (source is DateSource.JSON_LD and _headlines(self.tree) <= 1)
        return told and len(self.text) > LONG and not self.metadata.types & (SURE_TYPES | _SUBTLE_TYPES)

    @cached_property
    def is_bare_notice(self) -> bool:
        """Whether a text that tells no day and nobody's name speaks to the reader about the page at length."""
        if self.metadata.published or self.metadata.authors or self.claims.is_article or self.notice is None:
            return False
        return len(self.notice.words) >= MANY_WORDS and self.notice.share >= SOME_NOTICE

    @property
    def is_strewn(self) -> bool:
        """Whether linked headlines part what was kept everywhere: the page may be told to be of one of them."""
        return self.given is not None and not has_run(*self.given, 0.0)

    @property
    def is_tale(self) -> bool:
        """Whether somebody tells something at length, and nothing else was kept."""
        if self.given and self.count > MAX_NOTICE_WORDS and has_run(*self.given, 0.5 * len(self.text)):
            return True
        return self.layout.unbroken >= TALE_LETTERS and self.layout.teased < 0.6 and self.count > MAX_NOTICE_WORDS


def _headlines(tree: HtmlElement) -> int:
    """Return about how many articles the page's JSON-LD describes."""
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or ""))
    return sum((script.text or "").count('"headline"') for script in scripts)
