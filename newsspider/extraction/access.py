"""How much of its article a page gives away, with the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsspider.article import Access
from newsspider.extraction import jsonld
from newsspider.extraction.facts import Facts
from newsspider.extraction.witness import Witness, note

_TIERS = ("article:content_tier", "og:article:content_tier", "lux:contenttier")
_LOCKED = frozenset(("locked", "metered", "premium", "paid", "subscriber", "subscription"))
WALLS = re.compile(
    r"(?:^|[\s_-])(?:tp-(?:modal|container-inner)|piano-(?:paywall|offer|container)|leaky[-_]paywall[-_]message\w*|pmpro_content_message"
    r"|paywall(?:[-_](?:container|overlay|wrapper|offer|box|message|barrier|prompt|content|layer|gate))?|paid-?content-?(?:teaser|offer|box)"
    r"|subscriber-only|subscription-required|premium-?(?:paywall|barrier|offer)|regwall|metered-?wall|wall-offer|steady-paywall-container"
    r"|js-paywall|c-paywall|article-?paywall|story-?paywall|restricted-content-message|memberful-paywall)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of the boxes that stand where the rest of an article is sold."""
_LIKELY = re.compile("wall|tp-|ubscri|paid|remium|piano|pmpro")
BOX = "box "
"""With this begins the evidence that a box sells the rest."""
MAX_BOX = 2_000
"""A box that sells holds few letters; what is longer is an article whose container is called after the wall."""


def read_access(facts: Facts, witnesses: list[Witness] | None = None) -> tuple[Access, str]:
    """Return `Access.PAYWALLED` where the page says so, with the evidence; free where it is silent.

    A box that sells is evidence alone: it may stand in every page, for those who have read too many. Whether it cut the
    text off, only the text tells.
    """
    found: tuple[Access, str] | None = None
    for evidence, access in _told(facts):
        why = "" if found is None else "ranked below"
        note(witnesses, "access", evidence, access.value, why)
        found = found or (access, evidence)
        if witnesses is None:
            break
    return found or (Access.FREE, "")


def _told(facts: Facts) -> Iterator[tuple[str, Access]]:
    for value in _declared(facts.article):
        yield f"json-ld isAccessibleForFree={value}", Access.PAYWALLED if value in ("false", "no", "0") else Access.FREE
    for source, tier in facts.of_metas(_TIERS):
        yield f"{source}={tier.lower()}", Access.PAYWALLED if tier.lower() in _LOCKED else Access.FREE
    for element in facts.tree.iter("div"):
        name = element.get("class")
        match = WALLS.search(name) if name and _LIKELY.search(name) else None
        if match and 0 < len("".join(element.itertext()).strip()) < MAX_BOX:
            yield f"{BOX}{match[0].strip(' _-')}", Access.FREE
            return


def _declared(article: dict[str, Any]) -> Iterator[str]:
    """Yield what the article says of itself, then of its parts: a part that must be paid for is not free."""
    if (own := _spelled(article.get("isAccessibleForFree"))) is not None:
        yield own
    parts = article.get("hasPart")
    for part in (parts if isinstance(parts, list) else [parts])[:20]:
        if isinstance(part, dict) and _spelled(part.get("isAccessibleForFree")) in ("false", "no", "0"):
            yield "false"


def _spelled(value: Any) -> str | None:
    """Return a truth value as JSON-LD spells it: ``true``, ``"False"``, ``"http://schema.org/False"``, ``0``."""
    if isinstance(value, bool):
        return str(value).lower()
    text = jsonld.text_of(str(value) if isinstance(value, int) else value)
    return text.rpartition("/")[2].lower() or None
