"""Why an article is what it is: the page's blocks in reading order, kept or removed, and where each field was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from newsspider.article import Article, BlockForm, BlockKind, BlockStatus, Kind, Reason, RemovedBlock
from newsspider.times import utc_text_or_none

FIELDS = (
    *("title", "lead", "authors", "published", "modified", "language", "section", "tags", "agency", "access", "kind"),
    *("canonical_url", "image_url", "image_caption", "image_credit"),
)
"""Fields of an article that are read somewhere on its page, in the order in which they are told."""
AGREES = "says the same"
"""Why a witness was not needed."""
FOLD_FROM = 4
"""So many removed blocks in a row are told by their number, until somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One place on the page that says what a field is."""

    field: str
    source: str
    """``json-ld headline``, ``meta og:title``, ``h1``, ..."""
    value: str
    chosen: bool
    """Whether the field has its value from here."""
    why: str = ""
    """Why not: ``ranked below``, ``in the future``, ...; empty where it is chosen."""

    @property
    def agrees(self) -> bool:
        """Whether it says what the believed one says, and came later."""
        return self.why == AGREES


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """How often a site repeats what was removed as its own."""

    pages: int
    of: int
    """Of so many pages of the site."""
    since: str
    """UTC day of the first, YYYY-MM-DD."""
    status: BlockStatus = BlockStatus.AUTO

    def __str__(self) -> str:
        asked = {BlockStatus.AUTO: "", BlockStatus.DROP: ", dropped by hand", BlockStatus.KEEP: ", now kept by hand"}
        return f"on {self.pages:,} of {self.of:,} pages since {self.since}{asked[self.status]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBlock:
    """A block of the page, kept or removed; of a page without an article, merely seen."""

    text: str
    kept: bool
    rule: str | None = None
    """Name of the rule that removed it; ``None`` where it is kept."""
    kind: BlockKind | None = None
    """What sort of boilerplate it is; ``None`` where it is kept."""
    form: BlockForm | None = None
    """What it is on the page; ``None`` where it is removed."""
    place: str = ""
    """XPath of its element, or ``line N`` of a plain text; empty where not known."""
    score: float | None = None
    """How likely the learned model held it to be part of the article; ``None`` where it was not asked."""
    start: int | None = None
    """Offset of its first letter in `Article.text`; ``None`` where it is removed."""
    end: int | None = None
    order: int | None = None
    """Which piece of the page it is, from 0; ``None`` where not known."""
    repetition: Repetition | None = None
    """Of what the site repeats, where its memory still knows the block."""
    page: str = ""
    """Address of the page that it stands on, where the article has several; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is to be told of one page."""

    article: Article | None
    """``None`` where the page holds none."""
    refusal: tuple[Reason, str] | None = None
    """Why it holds none, and the evidence."""
    witnesses: tuple[Witness, ...] = ()
    blocks: tuple[ExplainedBlock, ...] = ()
    """In reading order."""


def blocks_of(article: Article) -> tuple[ExplainedBlock, ...]:
    """Return the paragraphs of *article* and what was removed from its page, in reading order.

    What was removed nobody knows where comes last.
    """
    removed = [_removed(block) for block in article.removed]
    known = [block for block in removed if block.order is not None]
    lost = [block for block in removed if block.order is None]
    return (*_merged(list(_paragraphs(article)), sorted(known, key=_order)), *lost)


def of_pages(article: Article, pages: Iterable[tuple[str, Explanation]]) -> Explanation:
    """Return what is to be told of *article*, which has several *pages*, addresses with what is told of each, in order.

    Its fields are those of the first. A paragraph that several pages have is that of the first of them.
    """
    told = list(pages)
    places = dict(reversed(list(_places(article.text))))
    blocks = (replace(_placed(block, places), page=url) for url, page in told for block in page.blocks)
    return Explanation(article=article, witnesses=told[0][1].witnesses, blocks=tuple(blocks))


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Yield the paragraphs of *text*, each with the letters before it."""
    start = 0
    for paragraph in text.split("\n\n"):
        yield paragraph, start
        start += len(paragraph) + 2


def _placed(block: ExplainedBlock, places: Mapping[str, int]) -> ExplainedBlock:
    start = places.get(block.text) if block.kept else None
    return replace(block, start=start, end=None if start is None else start + len(block.text))


def by_page(blocks: Iterable[ExplainedBlock]) -> Iterator[tuple[str, list[ExplainedBlock]]]:
    """Yield *blocks* page by page, each with its address, which is empty where there is one page."""
    for page, of_page in groupby(blocks, key=lambda block: block.page):
        yield page, list(of_page)


def runs_of(blocks: Iterable[ExplainedBlock]) -> Iterator[tuple[bool, list[ExplainedBlock]]]:
    """Yield *blocks* in runs, each with whether it is kept; short runs of removed ones come block by block."""
    for kept, run in groupby(blocks, key=lambda block: block.kept):
        together = list(run)
        if kept or len(together) >= FOLD_FROM:
            yield kept, together
        else:
            yield from ((kept, [block]) for block in together)


def witnesses_of(explanation: Explanation) -> list[Witness]:
    """Return for each field who was believed, in the article's own words, and then who was not.

    A field without a witness is told with its source where that is known, and left out where it has no value; so are
    witnesses who had nothing to say.
    """
    told: list[Witness] = []
    article = explanation.article
    named = {} if article is None else dict(article.sources)
    others = [witness.field for witness in explanation.witnesses if witness.field not in FIELDS]
    for field in dict.fromkeys((*FIELDS, *others)):
        heard = [witness for witness in explanation.witnesses if witness.field == field]
        believed = next((witness for witness in heard if witness.chosen), None)
        is_ours = article is not None and field in FIELDS
        value = value_of(article, field) if is_ours else believed.value if believed else ""
        source = named.get(field) or (believed.source if believed else "")
        if value and (source or not _is_default(field, value)):
            told.append(Witness(field=field, source=source, value=value, chosen=True))
        told += [witness for witness in heard if not witness.chosen and witness.value]
    return told


def value_of(article: Article | None, field: str) -> str:
    """Return a field of *article* on one line; empty where there is nothing."""
    value: Any = None if article is None else getattr(article, field, None)
    if field in ("published", "modified"):
        return utc_text_or_none(value) or ""
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def field_dict(witness: Witness) -> dict[str, Any]:
    """Return *witness* as ``explain --json`` tells it."""
    return {
        "field": witness.field,
        "source": witness.source or None,
        "value": witness.value,
        "chosen": witness.chosen,
        "why": witness.why or None,
    }


def block_dict(block: ExplainedBlock) -> dict[str, Any]:
    """Return *block* as ``explain --json`` tells it."""
    names = ("kept", "text", "rule", "kind", "form", "place", "score", "start", "end")
    repetition = block.repetition and asdict(block.repetition)
    return {name: getattr(block, name) for name in names} | {"repetition": repetition, "page": block.page or None}


def witnesses_in(sources: Iterable[tuple[str, str]], article: Article) -> tuple[Witness, ...]:
    """Return those who were believed, where nobody else is known any more."""
    return tuple(
        Witness(field=field, source=source, value=value_of(article, field), chosen=True) for field, source in sources
    )


def _is_default(field: str, value: str) -> bool:
    return (field, value) in (("kind", Kind.ARTICLE), ("access", "free"))


def _paragraphs(article: Article) -> Iterator[ExplainedBlock]:
    """Yield the paragraphs of the text, each with what is known of its place."""
    kept = {block.start: block for block in article.kept}
    start = 0
    for text in article.text.split("\n\n") if article.text else ():
        known = kept.get(start)
        yield ExplainedBlock(
            text=text,
            kept=True,
            form=known.form if known else BlockForm.PARAGRAPH,
            place=known.place if known else "",
            score=known.score if known else None,
            start=start,
            end=start + len(text),
            order=known.order if known else None,
        )
        start += len(text) + 2


def _removed(block: RemovedBlock) -> ExplainedBlock:
    return ExplainedBlock(
        text=block.text,
        kept=False,
        rule=block.rule,
        kind=block.kind,
        place=block.place,
        score=block.score,
        order=block.order,
    )


def _merged(kept: list[ExplainedBlock], removed: list[ExplainedBlock]) -> Iterator[ExplainedBlock]:
    """Yield *kept* as the text has them, each behind the removed ones that stand before it on the page."""
    waiting = iter(removed)
    following = next(waiting, None)
    for block in kept:
        while following is not None and block.order is not None and _order(following) < block.order:
            yield following
            following = next(waiting, None)
        yield block
    if following is not None:
        yield following
        yield from waiting


def _order(block: ExplainedBlock) -> int:
    return -1 if block.order is None else block.order
