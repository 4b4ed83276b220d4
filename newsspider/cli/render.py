"""What readers see on a terminal. Text of a page is made inert and never read as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from newsspider.archive.dictionary import Table, values_of
from newsspider.archive.query import HIT_BEGINS, HIT_ENDS, Hit
from newsspider.archive.recipe import Recipe
from newsspider.archive.site_block import SiteBlock
from newsspider.text import inert, paragraphs

if TYPE_CHECKING:
    from newsspider.syndication.similar import Similar

NO_COPIES: Mapping[str, int] = MappingProxyType({})
_INDENT = 4
_MOST_SHOWN = 100
_FIELDS = ("url", "site", "authors", "published", "modified", "first_seen", "last_seen", "language", "section", "tags")
_FIELDS_AFTER = ("agency", "access", "kind", "relation", "words")


def print_hits(hits: Iterable[Hit], *, copies: Mapping[str, int] = NO_COPIES) -> None:
    """Print one block a hit: uid and title, where and when, the words around the hit; *copies* are counted beside."""
    for hit in hits:
        print_line(styled((hit.uid, "cyan"), ("  ", ""), (hit.title or "(no title)", "bold")))
        told = _joined(hit.site, (hit.published or "no date")[:10], *_copies(copies.get(hit.uid, 0)), hit.url)
        print_line(styled((told, "dim")), indent=_INDENT)
        print_line(_marked(hit.snippet), indent=_INDENT)


def print_article(
    article: dict[str, Any], kin: Similar, *, archive: str, missing: Sequence[dict[str, Any]] = ()
) -> None:
    """Print an article as `Reader.show` gives it, what it is to others, and which of its pages are *missing*.

    *archive* is the option that a next command needs.
    """
    print_line(styled((article["title"] or "(no title)", "bold")))
    for field in ("uid", *_FIELDS, *_FIELDS_AFTER):
        if article[field] not in (None, "", []):
            print_line(_field(field, article[field]))
    for page in missing:
        print_line(_field("not complete", f"{page['url']} ({_why_missing(page)})"))
    for paragraph in ([article["lead"]] if article["lead"] else []) + paragraphs(article["text"]):
        print_line(Text())
        print_line(Text(inert(paragraph)))
    _print_surroundings(article, kin, archive)


def print_recipes(recipes: Iterable[Recipe]) -> None:
    """Print each recipe with its parameters."""
    for recipe in recipes:
        print_line(styled((recipe.name, "bold cyan"), ("  ", ""), (recipe.description, "")))
        for parameter in recipe.parameters:
            default = "must be given" if parameter.default is None else f"default {parameter.default}"
            print_line(styled((parameter.name, "cyan"), (f" ({default}): {parameter.meaning}", "dim")), indent=_INDENT)


def print_tables(tables: Sequence[Table]) -> None:
    """Print what tables and columns mean."""
    for table in tables:
        where = " (view)" * table.is_view + " (raw pages)" * table.is_raw
        print_line(styled((table.name, "bold cyan"), (where, "dim"), (f"  {table.meaning}", "")))
        for column in table.columns:
            values = values_of(table.name, column.name)
            one_of = f" One of: {', '.join(values)}." if values else ""
            print_line(styled((column.name, "cyan"), (f"  {column.meaning}{one_of}", "")), indent=_INDENT)


def print_site_blocks(blocks: Iterable[SiteBlock]) -> None:
    """Print two lines a block: its digest, how often and when it was seen and who decides; then how it begins."""
    for block in blocks:
        days = _between(block.first_seen[:10], block.last_seen[:10])
        done = "left out" if block.is_known else "not left out"
        counts = f"{block.pages:,} of {block.of:,} pages"
        told = _joined(counts, days, f"{block.status}, {done}")
        print_line(styled((block.digest, "cyan"), ("  ", ""), (told, "dim")))
        print_line(styled((block.sample or "(its words come when it is seen again)", "")), indent=_INDENT)


def _between(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _why_missing(page: dict[str, Any]) -> str:
    state, reason = page["state"], page["reason"]
    return "not visited" if state in (None, "due") else state if reason in (None, state) else f"{state}: {reason}"


def _copies(count: int) -> list[str]:
    return ["1 copy" if count == 1 else f"{count:,} copies"] if count else []


def _print_surroundings(article: dict[str, Any], kin: Similar, archive: str) -> None:
    """Print what stands around the article: other addresses, earlier states, relatives, what was removed."""
    for alias in article["aliases"]:
        print_line(_field("also at", f"{alias['url']} ({alias['reason']})"))
    for revision in article["revisions"]:
        print_line(_field("revision", f"{revision['seen']} to {revision['replaced']}: {revision['title']}"))
    for other in kin.relatives:
        print_line(_field(other.told, _joined(other.uid, other.site, other.title or other.url)))
    if kin.relatives:
        rest = f"{kin.more} more of them, and " * (kin.more > 0)
        print_line(styled((f"{rest}which passages: newsspider similar {kin.uid}{archive}", "dim")))
        print_line(styled((f"who ran it when: newsspider cluster {kin.uid}{archive}", "dim")))
    for rule, count in Counter(block["rule"] for block in article["removed"]).items():
        texts = " / ".join(block["text"] for block in article["removed"] if block["rule"] == rule)
        print_line(_field("removed", f"{rule} ({count}): {_shortened(texts)}"))


class _Console(Console):
    """Lets whoever runs the command hear that nobody reads on; rich would end the process itself."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def print_line(text: Text, *, indent: int = 0) -> None:
    """Print *text*, wrapped on a terminal, whole elsewhere."""
    console = _Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)) if indent else text)
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


def _field(name: str, value: Any) -> Text:
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return styled((f"{name.replace('_', ' ')}: ", "cyan"), (shown, ""))


def styled(*parts: tuple[str, str]) -> Text:
    """Return *parts*, texts with their styles, made inert."""
    return Text.assemble(*((inert(text), style) for text, style in parts))


def _marked(snippet: str) -> Text:
    """Return *snippet* with its hits in bold."""
    text = Text()
    for number, piece in enumerate(snippet.split(HIT_BEGINS)):
        hit, end, rest = piece.partition(HIT_ENDS) if number else ("", "", piece)
        text += styled((hit, "bold yellow"), (rest, "")) if end or not number else styled((hit, ""))
    return text


def _joined(*parts: str) -> str:
    return " · ".join(parts)


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
