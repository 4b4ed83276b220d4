"""Explanations made for a test."""

from __future__ import annotations

from typing import Any

from newsspider.article import Article, BlockForm, BlockKind, KeptBlock, RemovedBlock
from newsspider.explanation import Explanation, Witness, blocks_of

TEXT = "The ferry left the quay at six.\n\nWho was on board\n\nTwo hundred people stood on deck."


def an_article(**changes: Any) -> Article:
    values: dict[str, Any] = {
        "url": "https://www.harbour.example/news/ferry",
        "title": "The ferry sails again",
        "text": TEXT,
        "language": "en",
        "kept": (
            KeptBlock(start=0, end=31, place="/html/body/main/div/article/p[1]", order=2, score=0.97),
            KeptBlock(start=33, end=49, form=BlockForm.HEADING, place="/html/body/main/div/article/h2", order=4),
            KeptBlock(start=51, end=84, place="/html/body/main/div/article/p[3]", order=5, score=0.9),
        ),
        "removed": (
            a_block("Subscribe to our letter", order=3, place="/html/body/main/div/article/p[2]"),
            *(a_block(f"Headline {number}", BlockKind.RELATED, order=6 + number, score=0.02) for number in range(7)),
            a_block("Home", BlockKind.NAVIGATION, order=0),
        ),
    }
    return Article(**values | changes)


def a_block(text: str, kind: BlockKind = BlockKind.NEWSLETTER, **changes: Any) -> RemovedBlock:
    return RemovedBlock(text=text, rule=f"{kind}-rule", kind=kind, **changes)


def a_witness(field: str = "title", **changes: Any) -> Witness:
    values: dict[str, Any] = {"source": "h1", "value": "The ferry sails again", "chosen": True}
    return Witness(field=field, **values | changes)


def an_explanation(*witnesses: Witness, **changes: Any) -> Explanation:
    article = an_article(**changes)
    return Explanation(article=article, witnesses=witnesses, blocks=blocks_of(article))
