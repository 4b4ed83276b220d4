"""All letters of a page, markup taken out without a tree: whether a paragraph stands on it at all."""

from __future__ import annotations

import html
import re

from newsspider.article import Page
from newsspider.extraction.charset import decode
from newsspider.extraction.outline import letters_of

MAX_BYTES = 2_000_000
"""What is beyond is not looked at."""
_HIDDEN = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def letters_on(page: Page) -> str:
    """Return what stands on *page*, hidden or not, without blanks and case, as `letters_of` writes it.

    >>> from datetime import UTC, datetime
    >>> body = b"<p>Fish &amp; <b>chips</b></p><script>no</script>"
    >>> letters_on(Page(url="", body=body, fetched=datetime(2026, 1, 1, tzinfo=UTC)))
    'fish&chips'
    """
    text = decode(page.body[:MAX_BYTES], page.content_type)
    return letters_of(html.unescape(_TAG.sub("", _HIDDEN.sub("", text))))
