"""What bytes are, told by looking at them."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    rb"<(?:!doctype|!--|\?xml|/?(?:html|head|body|title|meta|link|script|style|article|main|section|header|footer|nav|"
    rb"div|span|p|a|h[1-6]|ul|ol|li|table|tr|td|br|img|figure|blockquote|b|i|em|strong|font|center)[\s/>])",
    re.IGNORECASE,
)
_HEAD_BYTES = 1 << 16


def looks_like_markup(body: bytes) -> bool:
    """Return whether *body* is HTML, and no plain text: a tag stands in its first 64 KiB.

    >>> looks_like_markup(b"<p>Storm hits the coast</p>"), looks_like_markup(b"5 < 7 and a <b")
    (True, False)
    """
    head = body[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    return _MARKUP.search(head) is not None
