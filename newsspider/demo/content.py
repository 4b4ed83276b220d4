"""The demo's articles: read from `content/<site>/*.txt`, so that what a crawl must find is known to the letter.

A file is a head of ``name: value`` lines, a line ``---`` and the body. In the body a blank line parts the blocks:
``## `` begins a subheading, ``> `` a quote, ``- `` a list, ``@ TIME `` an entry of a live blog, and ``[[name: words]]``
is furniture that a theme puts between paragraphs and that is no part of the article; ``< SITE/SLUG 3`` takes over the
first three paragraphs of another article. Inside a paragraph ``[words](/path/)`` is a link and ``**words**`` stands
out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from importlib.resources import files

from newsspider.article import Access, Kind
from newsspider.errors import NoInputError

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_FURNITURE = re.compile(r"\[\[(?P<name>[a-z-]+)(?::\s*(?P<words>.*))?\]\]")
_TAKEN = re.compile(r"< (?P<name>\S+/\S+) (?P<count>\d+)")
_ENTRY = re.compile(r"@ (?P<time>\S+) (?P<words>.+)")


class PartKind(StrEnum):
    """What a part of a body is."""

    PARAGRAPH = "paragraph"
    PLAIN = "plain"
    """A paragraph none of whose letters is a mark."""
    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    ENTRY = "entry"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One block of a body as it was written."""

    kind: PartKind
    source: str
    """The words with the marks for links; empty where furniture has none."""
    name: str = ""
    """Furniture: which; an entry: its time, ISO 8601."""

    @property
    def is_story(self) -> bool:
        """Whether it belongs to the article: an embedded post is a quote, other furniture does not."""
        return self.kind is not PartKind.FURNITURE or self.name == "embed"

    @property
    def text(self) -> str:
        """The words without marks."""
        if self.kind is PartKind.PLAIN:
            return self.source
        return _STRONG.sub(r"\1", _LINK.sub(r"\1", self.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a reader wrote below an article."""

    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """One article of the demo, and thereby the clean result that a crawl must come to."""

    site: str
    """`magazine`, `daily` or `bare`."""
    slug: str
    title: str
    published: datetime
    """Aware, at the site's own offset; equal to the archive's UTC time."""
    parts: tuple[Part, ...]
    """The body in order, furniture included."""
    path: str = ""
    """Where the site shows it, with the query string if it has one."""
    url: str = ""
    """Absolute; set once the server has a port."""
    modified: datetime | None = None
    """``None`` where it was never changed."""
    authors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    lead: str | None = None
    """Standfirst that the page shows outside the body."""
    language: str = "en-us"
    """BCP 47 tag in lower case, as its page declares it; `bare` declares none."""
    agency: str | None = None
    kind: Kind = Kind.ARTICLE
    access: Access = Access.FREE
    caption: str = ""
    """Words below the main picture; empty where there is no picture."""
    comments: tuple[Comment, ...] = ()
    copy_of: str | None = None
    """``site/slug`` of the article whose body this one repeats word for word."""
    takes_from: tuple[str, ...] = ()
    """``site/slug`` of the articles of which this one has paragraphs: one makes an excerpt, several a roundup."""
    withdrawn: datetime | None = None
    """When `DemoServer.withdraw` takes it away; ``None`` for an article that stays."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The article's own words in order: paragraphs, subheadings, quotes, items, embedded posts; no furniture."""
        return tuple(part.text for part in self.parts if part.is_story)

    @property
    def text(self) -> str:
        """`paragraphs`, parted by one blank line."""
        return "\n\n".join(self.paragraphs)

    @property
    def published_day(self) -> date:
        """The site's local day."""
        return self.published.date()

    @property
    def number(self) -> int:
        """The content system's number of it; the same on every start."""
        return zlib.crc32(self.slug.encode()) % 90_000 + 10_000


def read_folder(site: str, folder: str = "") -> list[DemoArticle]:
    """Return the articles of one site's folder, newest first; none where there is no such folder."""
    place = files("newsspider.demo").joinpath("content", site, *filter(None, [folder]))
    if not place.is_dir():
        return []
    texts = [(entry.name, entry.read_text("utf-8")) for entry in place.iterdir() if entry.name.endswith(".txt")]
    articles = [parse_article(text, site=site, slug=name.removesuffix(".txt")) for name, text in texts]
    return sorted(articles, key=lambda article: (article.published, article.slug), reverse=True)


def parse_article(source: str, *, site: str, slug: str) -> DemoArticle:
    """Return the article written in *source*; raise `NoInputError` where its head is not whole."""
    head, _, body = source.partition("\n---\n")
    pairs = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in head.splitlines())]
    fields = dict(pairs)
    if not fields.get("title") or not fields.get("date"):
        raise NoInputError(f"{site}/{slug}: an article needs a title and a date")
    return DemoArticle(
        site=site,
        slug=slug,
        title=fields["title"],
        published=datetime.fromisoformat(fields["date"]),
        modified=_time(fields.get("modified")),
        withdrawn=_time(fields.get("withdrawn")),
        authors=_words(fields.get("author")),
        section=fields.get("section", ""),
        tags=_words(fields.get("tags")),
        lead=fields.get("lead"),
        language=fields.get("language", "en-us"),
        agency=fields.get("agency"),
        kind=Kind(fields.get("kind", Kind.ARTICLE)),
        access=Access(fields.get("access", Access.FREE)),
        caption=fields.get("caption", ""),
        comments=tuple(_comments(pairs)),
        copy_of=fields.get("copy_of"),
        takes_from=tuple(taken["name"] for taken in _TAKEN.finditer(body)),
        parts=_repeat(fields["copy_of"]) if "copy_of" in fields else tuple(_parts(body)),
    )


def plain_parts(paragraphs: tuple[str, ...]) -> tuple[Part, ...]:
    """Return a body of nothing but *paragraphs*, none of their letters read as a mark."""
    return tuple(Part(kind=PartKind.PLAIN, source=paragraph) for paragraph in paragraphs)


def _repeat(name: str) -> tuple[Part, ...]:
    site, _, slug = name.partition("/")
    source = files("newsspider.demo").joinpath("content", site, f"{slug}.txt").read_text("utf-8")
    parts = parse_article(source, site=site, slug=slug).parts
    return tuple(replace(part, source=part.text) for part in parts if part.kind is not PartKind.FURNITURE)


def _parts(body: str) -> Iterator[Part]:
    for block in re.split(r"\n\s*\n", body.strip()):
        if taken := _TAKEN.fullmatch(block):
            yield from [part for part in _repeat(taken["name"]) if part.kind is PartKind.PARAGRAPH][
                : int(taken["count"])
            ]
        elif furniture := _FURNITURE.fullmatch(block):
            yield Part(kind=PartKind.FURNITURE, source=furniture["words"] or "", name=furniture["name"])
        elif entry := _ENTRY.fullmatch(block):
            yield Part(kind=PartKind.ENTRY, source=entry["words"], name=entry["time"])
        elif block.startswith("- "):
            for line in block.splitlines():
                yield Part(kind=PartKind.ITEM, source=line.removeprefix("- "))
        elif block.startswith("## "):
            yield Part(kind=PartKind.HEADING, source=block.removeprefix("## "))
        elif block.startswith("> "):
            yield Part(kind=PartKind.QUOTE, source=block.removeprefix("> "))
        else:
            yield Part(kind=PartKind.PARAGRAPH, source=" ".join(block.splitlines()))


def _comments(pairs: list[tuple[str, str]]) -> Iterator[Comment]:
    for name, value in pairs:
        if name == "comment":
            author, _, text = value.partition("|")
            yield Comment(author=author.strip(), text=text.strip())


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _words(value: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",")) if value else ()
