"""The language of an article: as the page declares it, else told from its words where py3langid is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from newsspider.extraction.facts import Facts
from newsspider.extraction.witness import Unfit, Witness, choose

MIN_LETTERS = 100
"""Shorter texts are not enough to tell a language from."""
MAX_LETTERS = 4_000
"""Of a longer text the beginning is enough."""
SURE = 0.9
"""How sure py3langid must be."""

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_METAS = ("language", "content-language", "dc.language", "inlanguage", "og:locale")


def read_language(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[str | None, str]:
    """Return the BCP 47 tag that page or spider declare, in lower case, and its source."""

    def judge(tag: str) -> str | Unfit:
        spelled = tag.strip().lower().replace("_", "-")
        return spelled if _TAG.fullmatch(spelled) else Unfit("is no language tag")

    return choose("language", _told(facts), judge, witnesses)


def detect_language(text: str) -> str | None:
    """Return the language that *text* is written in; ``None`` where the extra ``lang`` is missing or it is not sure."""
    if len(text) < MIN_LETTERS or (identifier := _identifier()) is None:
        return None
    language, share = identifier.classify(text[:MAX_LETTERS])
    return str(language) if share >= SURE else None


@cache
def _identifier() -> Any:
    """Return py3langid's model, loaded once; ``None`` where it isn't installed."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _told(facts: Facts) -> Iterator[tuple[str, str]]:
    for source, tag in (("html lang", facts.tree.get("lang")), ("html xml:lang", facts.tree.get("xml:lang"))):
        if tag:
            yield source, tag
    yield from facts.of_article("inLanguage")
    yield from facts.of_metas(_METAS)
    if facts.hints.language:
        yield "hint", facts.hints.language
