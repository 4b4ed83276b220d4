"""An explanation as one self-contained page: fields with their sources, and the page's blocks, kept and struck."""

from __future__ import annotations

import os
import re
import unicodedata
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from itertools import islice

from newsspider.explanation import ExplainedBlock, Explanation, Witness, by_page, runs_of, witnesses_of
from newsspider.webpage.markup import Markup, element, safe, void

MAX_BLOCKS = 5_000
"""So many blocks are shown; a hostile page has any number."""
MAX_LETTERS = 20_000
"""Of a block, or of a field, that are shown."""
MAX_WITNESSES = 300

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
"""A tag that a browser can do something with (BCP 47, without its rarer forms)."""


def explanation_page(explanation: Explanation, *, address: str, note: str = "") -> str:
    """Return the whole page on *explanation* as HTML.

    *address* is what the explained page is called, *note* what else must be known of it. Nothing in it loads or runs
    anything, whatever the explained page held: a policy in its head forbids it once more (CSP 3).
    """
    title = explanation.article.title if explanation.article and explanation.article.title else address
    style = _style()
    body = element(
        "body",
        element("a", "Skip to the page's blocks", class_="skip", href="#blocks"),
        _header(explanation, title, address, note),
        element("main", _fields(explanation), _page(explanation)),
        element("footer", "Made by newsspider explain. This file loads nothing and runs nothing."),
    )
    head = element(
        "head",
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="referrer", content="no-referrer"),
        element("title", f"Explained: {_cut(title)}"),
        element("style", style),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _style() -> Markup:
    return Markup(files("newsspider.webpage").joinpath("explanation.css").read_text(encoding="utf-8"))


def _policy(style: str) -> str:
    """Return the Content Security Policy: nothing is allowed but this very style sheet."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _header(explanation: Explanation, title: str, address: str, note: str) -> Markup:
    kept = sum(block.kept for block in explanation.blocks)
    removed = len(explanation.blocks) - kept
    counts = [element("strong", f"{kept:,} blocks kept"), f", {removed:,} removed"]
    parts = [
        element("p", "What newsspider made of this page", class_="label"),
        element("h1", _cut(title), **_script_of(explanation, title)),
        element("p", _cut(address), class_="address", dir="ltr"),
    ]
    if explanation.refusal is None:
        parts.append(element("p", *counts, class_="counts"))
    else:
        parts.append(_refusal(explanation))
    if note:
        parts.append(element("p", note, class_="counts"))
    return element("header", *parts)


def _refusal(explanation: Explanation) -> Markup:
    assert explanation.refusal is not None
    reason, evidence = explanation.refusal
    told = f"{reason}: {evidence}" if evidence else str(reason)
    return element("div", element("p", element("strong", "No article. "), _cut(told)), class_="refusal")


def _fields(explanation: Explanation) -> Markup:
    told = witnesses_of(explanation)[:MAX_WITNESSES]
    if not told:
        return Markup("")
    names = dict.fromkeys(witness.field for witness in told)
    rows = [_field(name, [witness for witness in told if witness.field == name], explanation) for name in names]
    return element("section", element("h2", "Fields", id="fields"), element("dl", *rows), aria_labelledby="fields")


def _field(name: str, witnesses: Sequence[Witness], explanation: Explanation) -> Markup:
    told = [element("dt", name.replace("_", " "))]
    for witness in witnesses:
        value = element("span", _cut(witness.value), **_script_of(explanation, witness.value))
        source = _cut(f" from {witness.source}" if witness.source else "")
        if witness.chosen:
            told.append(element("dd", value, *([element("span", source, class_="meta")] if source else [])))
        elif not witness.agrees:
            why = _cut(f", {witness.why}" if witness.why else "")
            told.append(element("dd", "not chosen: ", element("s", value), source, why, class_="loser"))
    if agreeing := "; ".join(witness.source for witness in witnesses if witness.agrees):
        told.append(element("dd", _cut(f"also in {agreeing}"), class_="loser"))
    return element("div", *told, class_="field")


def _page(explanation: Explanation) -> Markup:
    beginning = _shared_beginning(explanation.blocks)
    shown = list(islice(explanation.blocks, MAX_BLOCKS))
    items = []
    for page, of_page in by_page(shown):
        if page:
            items.append(element("li", element("h3", f"Page {_cut(page)}", lang="en", dir="ltr"), class_="page"))
        items += [_run(kept, run, beginning, explanation) for kept, run in runs_of(of_page)]
    rest = len(explanation.blocks) - len(shown)
    if rest:
        items.append(element("li", element("p", f"{rest:,} more blocks are not shown."), class_="block seen"))
    if not items:
        items.append(element("li", element("p", "No words are there to be shown."), class_="block seen"))
    return element(
        "section",
        element("h2", "The page, block by block", id="blocks", tabindex="-1"),
        _legend(explanation, beginning),
        element("ol", *items, class_="blocks", **_script_of(explanation, _beginning_of(explanation))),
        aria_labelledby="blocks",
    )


def _legend(explanation: Explanation, beginning: str) -> Markup:
    if explanation.article is None:
        lines = [element("li", "What can be seen on the page, in its order; none of it was kept.")]
    else:
        lines = [
            element("li", "A solid bar: kept, stands in the article's text."),
            element("li", element("del", "Struck"), " with a dashed bar: removed; above it what it is, and which rule "
                    "removed it."),
            element("li", "A score, where there is one, says how likely it is article: 0 not at all, 1 surely."),
        ]  # fmt: skip
    if beginning:
        lines.append(element("li", "… in a place stands for ", element("span", beginning, class_="place"), "."))
    return element("ul", *lines, class_="legend")


def _run(kept: bool, run: Sequence[ExplainedBlock], beginning: str, explanation: Explanation) -> Markup:
    is_seen = explanation.article is None
    items = [_block(block, beginning, is_seen=is_seen) for block in run]
    if kept or is_seen or len(run) == 1:
        return Markup("".join(items))
    summary = element("summary", f"{len(run):,} removed blocks: {kinds_in(run)}", lang="en", dir="ltr")
    return element("li", element("details", summary, element("ol", *items), class_="folded"))


def kinds_in(run: Sequence[ExplainedBlock]) -> str:
    """Return of what kinds the removed blocks of *run* are, most frequent first."""
    return ", ".join(f"{count} {kind}" for kind, count in Counter(str(block.kind) for block in run).most_common())


def _block(block: ExplainedBlock, beginning: str, *, is_seen: bool) -> Markup:
    text = element("p", _cut(block.text), class_="text", dir="auto")
    if is_seen:
        return element("li", text, class_="block seen")
    told = element("p", *_told_of(block, beginning), class_="meta", lang="en", dir="ltr")
    if block.kept:
        return element("li", text, told, class_=f"block kept {block.form or ''}".strip())
    struck = element("p", element("del", _cut(block.text)), class_="text", dir="auto")
    return element("li", told, struck, class_="block removed")


def _told_of(block: ExplainedBlock, beginning: str) -> Iterator[str]:
    if not block.kept:
        yield element("span", f"Removed, {block.kind}", class_="reason")
        yield f" · rule {block.rule}"
        if block.repetition is not None:
            yield f" · {block.repetition}"
    elif block.form is not None:
        yield str(block.form)
    if block.score is not None:
        yield f" · score {block.score:.2f}"
    if block.start is not None:
        yield f" · letters {block.start:,} to {block.end:,}"
    if block.place:
        yield " · "
        yield element("span", _cut(_short_place(block.place, beginning)), class_="place")


def _short_place(place: str, beginning: str) -> str:
    return f"…{place.removeprefix(beginning)}" if beginning and place.startswith(beginning) else place


def _shared_beginning(blocks: Sequence[ExplainedBlock]) -> str:
    """Return the path of the element around all kept blocks; empty where that would save nothing."""
    places = [block.place for block in blocks if block.kept and block.place.startswith("/")]
    beginning = os.path.commonpath(places) if len(places) > 1 else ""
    return beginning if beginning.count("/") > 2 else ""


def _script_of(explanation: Explanation, text: str) -> dict[str, str | None]:
    """Return language and direction of *text*, which the article's page wrote."""
    language = explanation.article.language if explanation.article else None
    is_tag = language is not None and _LANGUAGE.fullmatch(language) is not None
    return {"lang": language if is_tag else None, "dir": direction_of(text)}


def direction_of(text: str) -> str:
    """Return ``rtl`` or ``ltr`` by the first letter that has a direction (UAX #9, P2 and P3).

    >>> direction_of("(2026) سلام"), direction_of("2026")
    ('rtl', 'ltr')
    """
    for letter in islice(text, MAX_LETTERS):
        if (direction := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return "ltr" if direction == "L" else "rtl"
    return "ltr"


def _beginning_of(explanation: Explanation) -> str:
    return next((block.text for block in explanation.blocks if block.kept), "") or (
        explanation.blocks[0].text if explanation.blocks else ""
    )


def _cut(text: str) -> Markup:
    rest = len(text) - MAX_LETTERS
    return safe(text if rest <= 0 else f"{text[:MAX_LETTERS]}… ({rest:,} more letters)")
