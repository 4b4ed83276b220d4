"""The blocks of an article's page: where each paragraph of the text stands, and what was removed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from newsspider.archive.database import Database
from newsspider.archive.kept import pack
from newsspider.article import Article, RemovedBlock
from newsspider.repeats import SITE_BLOCK
from newsspider.times import utc_text

UNUSED = "NOT EXISTS (SELECT 1 FROM article_removed WHERE block_id = removed_block.id)"
"""An SQL condition on `removed_block`: no article's latest page has it."""

LEFT_OUT = "main-content"
"""Rule of the blocks that no rule of ours removed: the main-content step left them out, mostly as the page's frame."""
MARGIN = (0, 0)
"""So many pieces above the first paragraph, and below the last, still count as near the body.

Of a page's 160 to 200 blocks outside the text, the archive keeps what rules removed, and what was left out near the
body. Bytes over those of an archive without them, in parts of the text, on the pages of benchmarks/quality.py (fundus):
what rules removed 18 %; (0, 0) 58 %; (3, 5) 91 %; (15, 40) 246 %; everything 701 %. The page itself tells the rest.
"""

_KEEP = "INSERT INTO article_kept (article_id, blocks) VALUES (?, ?)"
_ADD_TEXT = "INSERT OR IGNORE INTO removed_block (site, digest, text, first_seen) VALUES (:site, :digest, :text, :seen)"
_ADD_REMOVED = (
    "INSERT INTO article_removed (article_id, position, block_id, rule, kind, place, score, page_order) VALUES "
    "(:article_id, :position, (SELECT id FROM removed_block WHERE site = :site AND digest = :digest), "
    ":rule, :kind, :place, :score, :page_order)"
)


def add_blocks(database: Database, article_id: int, site: str, article: Article, *, seen: datetime) -> None:
    """Write the blocks of *article*, which has none yet; a text that is withheld has no places either."""
    rows = _removed_rows(article_id, site, worth_keeping(article), seen)
    database.execute_many(_ADD_TEXT, rows)
    database.execute_many(_ADD_REMOVED, rows)
    if article.kept and article.text:
        database.execute(_KEEP, (article_id, pack(article.kept)))


def worth_keeping(article: Article) -> list[RemovedBlock]:
    """Return what rules removed from the page, and of what was left out or the site repeats what stands near the body.

    The other boxes that a site repeats are told once, in `site_block`.
    """
    orders = [block.order for block in article.kept if block.order is not None]
    near = range(min(orders) - MARGIN[0], max(orders) + MARGIN[1] + 1) if orders else range(0)
    return [
        block
        for block in article.removed
        if (block.rule != LEFT_OUT or block.order in near) and (block.rule != SITE_BLOCK or _was_near(block))
    ]


def _was_near(block: RemovedBlock) -> bool:
    """Return whether what the site repeats stood near the text, or in it: what was taken out of a text may come back.

    Of a page it has a place then; out of a text, a score, or a place in no order.
    """
    return bool(block.place) or block.score is not None or block.order is None


def drop_places(database: Database, article_id: int) -> None:
    """Forget where the article's blocks stood; the texts that were removed stay, as an earlier state had them."""
    database.execute("DELETE FROM article_removed WHERE article_id = ?", (article_id,))
    database.execute("DELETE FROM article_kept WHERE article_id = ?", (article_id,))


def drop_blocks(database: Database, article_id: int) -> None:
    """Forget the article's blocks, and the texts of those that no other article's page has."""
    rows = database.execute("SELECT block_id FROM article_removed WHERE article_id = ?", (article_id,))
    blocks = [(row["block_id"],) for row in rows.fetchall()]
    drop_places(database, article_id)
    database.execute_many(f"DELETE FROM removed_block WHERE id = ? AND {UNUSED}", blocks)


def _removed_rows(article_id: int, site: str, blocks: Sequence[RemovedBlock], seen: datetime) -> list[dict[str, Any]]:
    """Return what `_ADD_TEXT` and `_ADD_REMOVED` take, in the page's order."""
    return [
        {
            "article_id": article_id,
            "position": position,
            "site": site,
            "digest": block_digest(block.text),
            "text": block.text,
            "rule": block.rule,
            "kind": block.kind,
            "place": block.place,
            "score": block.score,
            "page_order": block.order,
            "seen": utc_text(seen),
        }
        for position, block in enumerate(blocks)
    ]


def block_digest(text: str) -> str:
    """Return the identity of a removed block within its site: 32 hex digits, exact to the letter."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
