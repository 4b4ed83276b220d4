"""Who wrote it: people, as the page names them, from the source that knows best."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsspider.extraction import jsonld
from newsspider.extraction.agencies import BY_SPELLING
from newsspider.extraction.bylines import read_bylines, read_head_lines, read_labelled
from newsspider.extraction.facts import Facts
from newsspider.extraction.names import BY, OTHERS, clean_authors, clean_desks, looks_like_account, name_of_account
from newsspider.extraction.selectors import select_texts
from newsspider.extraction.titles import headline_of
from newsspider.extraction.witness import Unfit, Witness, choose, note

_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "sailthru.author",
    "byl",
    "citation_author",
    "authors",
    "article:author_name",
    "cxenseparse:author",
    "creator",
)
_HOUSES = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "WebSite"))
_DESK_PAGE = re.compile(
    r"/(?:admin\w*|editor|staff|redaktion|redaccion|newsroom|newsdesk|web-?desk|webmaster)/?(?:#.*)?$"
)
_INVERTED = re.compile(r"([^,]+), ([^,]+)")


def read_authors(
    facts: Facts, witnesses: list[Witness] | None = None
) -> tuple[tuple[str, ...], str, tuple[tuple[str, str], ...]]:
    """Return the authors, their source, and all by-lines read on the way, each with its source.

    What somebody logs in with is believed only where no other source names anybody.
    """
    bylines: list[tuple[str, str]] = []
    believed: list[int] = []
    own: list[Witness] = []

    def judge(texts: list[str]) -> tuple[str, ...] | Unfit:
        names = clean_authors(texts, facts.names)
        if not names:
            return Unfit("not a person")
        if all(map(looks_like_account, names)):
            return Unfit("an account")
        believed.append(len(bylines))
        return names

    told = _noting(_told(facts), bylines)
    names, source = choose("authors", told, judge, None if witnesses is None else own)
    if names is None:
        names, source = _last_resort(bylines, facts)
    elif source.startswith(("json-ld", "meta")):
        names, source = _weighed(names, source, facts)
    _settle(witnesses, own, names, source)
    return names, source, tuple(bylines[: believed[0]] if believed else bylines)


def _told(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """Yield the authors' names as spider and page tell them, in order of trust."""
    yield "hint", select_texts(facts.tree, facts.hints.author_css)
    yield "json-ld author", _declared_people(facts)
    for key in _METAS:
        if key in facts.metas and not facts.metas[key][0].startswith("http"):
            yield f"meta {key}", _in_order(key, facts.metas[key])
    yield "meta twitter:data", list(_labelled_data(facts))
    yield "byline", read_bylines(facts.tree)
    headline = headline_of(facts)
    for line in read_head_lines(headline):
        yield "line by the headline", [line]
    yield "labelled line", read_labelled(facts.tree)
    yield "json-ld creator", jsonld.names_of(facts.article.get("creator"))


def _labelled_data(facts: Facts) -> Iterator[str]:
    """Yield what the pairs of Twitter's meta elements call the author ("Written by")."""
    for key, values in facts.metas.items():
        if key.startswith("twitter:label") and BY.match(f"{values[0]} x"):
            yield from facts.metas.get(key.replace("label", "data"), [])[:1]
        elif key.startswith("twitter:") and BY.match(f"{key.rpartition(':')[2]} x"):
            yield values[0]


def _declared_people(facts: Facts) -> list[str]:
    """Return the names of the article's authors in JSON-LD, without houses and without the accounts of desks."""
    told = facts.article.get("author")
    by_id = {node["@id"]: node for node in facts.objects if isinstance(node.get("@id"), str) and "name" in node}
    people: list[Any] = []
    for item in told if isinstance(told, list) else [told]:
        node = by_id.get(str(item.get("@id")), item) if isinstance(item, dict) and "name" not in item else item
        if isinstance(node, dict) and ((jsonld.types_of(node) <= _HOUSES and jsonld.types_of(node)) or _is_desk(node)):
            continue
        people.append(item)
    return jsonld.names_of(people, by_id)


def _is_desk(node: dict[str, Any]) -> bool:
    return any(_DESK_PAGE.search(value) for key in ("url", "@id") if isinstance(value := node.get(key), str))


def _in_order(key: str, values: list[str]) -> list[str]:
    """Return the names of a meta element; libraries spell them "Lee, Ann"."""
    if key != "citation_author":
        return values
    return [f"{match[2]} {match[1]}" if (match := _INVERTED.fullmatch(value)) else value for value in values]


def _noting(told: Iterator[tuple[str, list[str]]], bylines: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for source, texts in told:
        if texts:
            bylines.extend((source, text) for text in texts)
            yield source, texts


def _last_resort(bylines: list[tuple[str, str]], facts: Facts) -> tuple[tuple[str, ...], str]:
    """Return who is named on a page that names no person: an account, a declared organisation, a desk with a name."""
    for source, text in bylines:
        if names := clean_authors([text], facts.names):
            return tuple(map(name_of_account, names)), source
    houses = _houses(facts)
    desks = ((clean_desks([text], facts.names), source) for source, text in bylines)
    return houses if houses[0] else next((told for told in desks if told[0]), ((), ""))


def _houses(facts: Facts) -> tuple[tuple[str, ...], str]:
    """Return the organisations that JSON-LD calls the author in so many words, on a page that names nobody else."""
    told = facts.article.get("author")
    nodes = [node for node in (told if isinstance(told, list) else [told]) if isinstance(node, dict)]
    names = [name for node in nodes if jsonld.types_of(node) & _HOUSES for name in jsonld.names_of(node)]
    return (tuple(dict.fromkeys(names)), "json-ld author, an organisation") if names else ((), "")


def _weighed(names: tuple[str, ...], source: str, facts: Facts) -> tuple[tuple[str, ...], str]:
    """Return *names*, or what another source knows better.

    A meta element that names all of them and more is more complete; a single word is asked whether the page calls it
    the editor; names in capitals are spelled as the by-line does.
    """
    for key in _METAS:
        if key in facts.metas and source == "json-ld author":
            others = clean_authors(_in_order(key, facts.metas[key]), facts.names)
            if len(others) > len(names) and set(names) < set(others):
                return others, f"meta {key}"
    if len(names) == 1 and " " not in names[0] and names[0].casefold() not in BY_SPELLING:
        lines = read_bylines(facts.tree)
        people = clean_authors(lines, facts.names)
        edited = any(OTHERS.match(line) and line.endswith(names[0]) for line in lines)
        others = tuple(name for name in people if name != names[0])
        if others and (edited or others[0].startswith(names[0] + " ")):
            return others, "byline"
    if any(name.isupper() for name in names):
        seen = {name.casefold(): name for name in clean_authors(read_bylines(facts.tree), facts.names)}
        names = tuple(seen.get(name.casefold(), name) if name.isupper() else name for name in names)
    return names, source


def _settle(witnesses: list[Witness] | None, heard: list[Witness], names: tuple[str, ...], source: str) -> None:
    """Note in *witnesses* what was *heard*, with what was believed in the end as the one chosen."""
    if witnesses is None:
        return
    settled = False
    for witness in heard:
        won = witness.source == source and not settled
        settled |= won
        if won:
            note(witnesses, "authors", source, names)
        else:
            note(witnesses, "authors", witness.source, witness.value, witness.why or "names fewer, or the editor")
