"""Main content: trafilatura's cascade on a tree that is parsed once, and its result as a list of paragraphs.

`trafilatura.bare_extraction` always runs a second extractor (readability) for comparison. Its own rules for preferring
it are known, so it is left out exactly where it can't win. This reaches into trafilatura 2.3: `HAS_KNOWN_CASCADE` says
whether the parts look as expected, and the plain call is the way out where they don't.
"""

from __future__ import annotations

import html
import inspect
import logging
import re
import sys
from collections.abc import Iterator
from copy import copy
from importlib.metadata import version
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import core, external, htmlprocessing, main_extractor, readability_lxml, xpaths
from trafilatura.baseline import baseline, html2txt
from trafilatura.settings import JUSTEXT_LANGUAGES, Extractor

from newsspider.extraction.expressions import answered
from newsspider.extraction.variant import variant_of

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_PARTS = (
    (core, "_forum_thread_page", "_prepare_tree", "_recall_retry"),
    (core, "ESCALATION_MAX_LENGTH", "ESCALATION_PAGE_SHARE", "ESCALATION_ACCEPT_RATIO", "ESCALATION_JUSTEXT_RATIO"),
    (external, "SANITIZED_XPATH", "compare_extraction", "justext_rescue"),
    (htmlprocessing, "prune_unwanted_nodes"),
    (main_extractor, "extract_content", "BODY_XPATH", "OVERALL_DISCARD_XPATH"),
    (main_extractor, "DISCARD_IMAGE_ELEMENTS", "TEASER_DISCARD_XPATH"),
    (xpaths, "RAW_TREE_PRUNE_XPATH", "REMOVE_COMMENTS_AND_LISTS_XPATH"),
    (readability_lxml.Document, "remove_unlikely_candidates"),
)
_COMPARE_PARAMETERS = ["cleaned_tree", "raw_tree", "body", "text", "options"]


def _has_known_cascade() -> bool:
    return (
        version("trafilatura").startswith("2.3.")
        and all(hasattr(home, name) for home, *names in _PARTS for name in names)
        and list(inspect.signature(external.compare_extraction).parameters) == _COMPARE_PARAMETERS
    )


HAS_KNOWN_CASCADE = _has_known_cascade()
"""Whether trafilatura's inside is the one that the short cut was written for."""

_ASKED_OFTEN = ("BODY_XPATH", "OVERALL_DISCARD_XPATH", "DISCARD_IMAGE_ELEMENTS", "TEASER_DISCARD_XPATH")


_extractor: Any = main_extractor
if HAS_KNOWN_CASCADE:
    _extractor = variant_of(
        main_extractor, **{name: [answered(each) for each in getattr(main_extractor, name)] for name in _ASKED_OFTEN}
    )
"""trafilatura's main extractor, a tenth of its time saved: what it asks in XPath is answered by Python."""

PROSE_SHARE = 0.5
"""Who has this share of the page's prose is not overruled: in none of 129 comparisons on 1,383 recorded pages."""
_NEVER_CONTENT = (
    "applet",
    "aside",
    "audio",
    "button",
    "canvas",
    "datalist",
    "embed",
    "footer",
    "iframe",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "video",
)
"""Elements that trafilatura's own cleaning takes out first; without them every later step has less to walk."""
_COMMENTS = re.compile("[Cc]omment|comol|disqus_thread|dsq-comments")
_RAW_PRUNED = re.compile("mvp-post-add|infinite-?scroll|elementor-share-buttons")
_BLOCK_TAGS = frozenset(
    [
        "p",
        "head",
        "item",
        "quote",
        "row",
        "list",
        "table",
        "code",
        "div",
        "body",
        "lb",
        "section",
        "article",
        "pre",
        "ul",
        "li",
    ]
)


def main_content(
    tree: HtmlElement, *, url: str = "", language: str | None = None, prose: int | None = None
) -> list[str]:
    """Return the paragraphs of *tree*'s main content, comments left out; none where there is none.

    The tree stays as it is.

    With a *language* the stop words of the second opinion are that one's alone, not those of a hundred languages.
    *prose* is how many letters of prose the page has: who has half of them needs no second opinion.
    """
    code = (language or "").partition("-")[0]
    lang = code if code in JUSTEXT_LANGUAGES else None
    options = Extractor(comments=False, output_format="python", url=url or None, lang=lang)
    lean = copy(tree)
    etree.strip_elements(lean, *_NEVER_CONTENT, with_tail=False)
    enough = sys.maxsize if prose is None else int(PROSE_SHARE * prose)
    found = _paragraphs(lean, options, enough)
    if sum(map(len, found)) < options.min_extracted_size:
        found = _paragraphs(copy(tree), options, enough) or found
    return found


def _paragraphs(tree: HtmlElement, options: Extractor, enough: int) -> list[str]:
    body = _run_cascade(tree, options, enough) if HAS_KNOWN_CASCADE else _plain_call(tree, options)
    return [] if body is None else list(read_paragraphs(body))


def load_stop_words() -> None:
    """Load what the second opinion on a page of unknown language needs, the stop words of a hundred languages."""
    if external.JT_STOPLIST is None:
        external.jt_stoplist_init()


def _plain_call(tree: HtmlElement, options: Extractor) -> Any:
    return getattr(trafilatura.bare_extraction(tree, options=options), "body", None)


def _run_cascade(tree: HtmlElement, options: Extractor, enough: int) -> Any:
    """Do what trafilatura's own sequence does with comments off, each costly step only where it can tell."""
    if _has_name(tree, _RAW_PRUNED):
        tree = htmlprocessing.prune_unwanted_nodes(tree, xpaths.RAW_TREE_PRUNE_XPATH)
    if _has_name(tree, _COMMENTS) and not core._forum_thread_page(tree):
        tree = htmlprocessing.prune_unwanted_nodes(tree, xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH)
    cleaned, backup = core._prepare_tree(tree, options, options.url)
    body, text = _extractor.extract_content(cleaned, options)
    if len(text) >= enough and _stands_alone(body, text, options):
        return body
    body, text = _compare(backup, tree, body, text, options)
    if len(text) < options.min_extracted_size:
        rescue, rescue_text, length = baseline(tree)
        if length > len(text):
            body, text = rescue, rescue_text
    if len(text) < enough and _covers_little(text, tree):
        body, text = _escalate(tree, body, text, options)
    return body if text else None


def _has_name(tree: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Return whether a class or id could be one that trafilatura prunes; asking is cheaper than its XPath."""
    return any(
        pattern.search(name)
        for element in tree.iter("div", "section", "aside", "details", "ol", "ul", "list")
        for name in (element.get("class"), element.get("id"))
        if name
    )


def _compare(backup: Any, tree: HtmlElement, body: Any, text: str, options: Extractor) -> tuple[Any, str]:
    """Return trafilatura's choice between its own extraction and readability's."""
    if not _stands_alone(body, text, options):
        return external.compare_extraction(backup, copy(tree), body, text, options)
    if _folded_length(tree) <= 2 * len(text):
        return body, text
    rest = copy(tree)
    etree.strip_elements(rest, "script", "style", "fencedframe", with_tail=False)
    readability_lxml.Document(rest).remove_unlikely_candidates()
    if _folded_length(rest) <= 2 * len(text):
        return body, text
    return external.compare_extraction(backup, rest, body, text, options)


def _stands_alone(body: Any, text: str, options: Extractor) -> bool:
    """Return whether nothing but a text more than twice as long could replace *body*."""
    return (
        len(text) >= options.min_extracted_size
        and bool(body.xpath("boolean(.//p//text())"))
        and len(body.findall(".//table")) <= len(body.findall(".//p"))
        and not body.xpath(external.SANITIZED_XPATH)
    )


def _folded_length(tree: HtmlElement) -> int:
    """Return an upper bound for the text that readability can find: it only removes; a video leaves one word."""
    return len(" ".join("".join(tree.itertext()).split())) + 6 * len(tree.findall(".//iframe"))


def _covers_little(text: str, tree: HtmlElement) -> bool:
    """Return whether *text* is less than a fifth of the page's text; trafilatura's measure, after an upper bound."""
    if not 0 < len(text) < core.ESCALATION_MAX_LENGTH:
        return False
    most = len(" ".join(" ".join(tree.itertext()).split()))
    if len(text) >= core.ESCALATION_PAGE_SHARE * most:
        return False
    return bool(len(text) < core.ESCALATION_PAGE_SHARE * len(html2txt(tree)))


def _escalate(tree: HtmlElement, body: Any, text: str, options: Extractor) -> tuple[Any, str]:
    """Return the longer text of a second try with recall settings, where it is clearly longer."""
    recall = copy(options)
    recall.focus = "recall"
    try:
        again, again_text = core._recall_retry(tree, recall, options.url)
    except Exception:  # as trafilatura does: a failed second try leaves the first one standing
        again, again_text = None, ""
    try:
        rescue, rescue_text = external.justext_rescue(copy(tree), options)
    except Exception:  # likewise
        rescue, rescue_text = None, ""
    if len(rescue_text) > max(len(again_text), core.ESCALATION_JUSTEXT_RATIO * len(text)):
        return rescue, rescue_text
    if len(again_text) >= max(options.min_extracted_size, core.ESCALATION_ACCEPT_RATIO * len(text) + 1):
        return again, again_text
    return body, text


def read_paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs of trafilatura's result tree, in order; every list item and table row is one."""
    words: list[str] = []
    inside = 0

    def flush() -> Iterator[str]:
        text = " ".join(html.unescape("".join(words)).split()).strip(" |")
        words.clear()
        if text:
            yield text

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        is_line = tag in ("item", "row")
        if tag in _BLOCK_TAGS:
            if inside and not is_line:
                words.append(" ")
            else:
                yield from flush()
        if event == "start":
            inside += is_line
            words.append(element.text or "")
        else:
            inside -= is_line
            if tag == "cell":
                words.append(" | ")
            words.append(element.tail or "" if element is not body else "")
    yield from flush()
