"""Text that speaks to the reader about the page itself: log in, accept, prove that you are human, it was moved.

No phrase is looked for: each sort of notice has its words, in many languages, and a paragraph of one is full of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsspider.article import Reason
from newsspider.extraction.messages import folded, phrases
from newsspider.text import count_words

MANY = 2
"""Different words of its sort that a paragraph has, where it speaks to the reader."""
SHARE = 0.3
"""Share of a paragraph's letters in such words that is enough alone, where it speaks to nobody."""
FEW_WORDS = 14
"""A line or an item of a list is so short that one word tells its sort."""
DENSE = 7
"""A paragraph that speaks to the reader once in so many words goes with the notice beside it, as short lines do..."""
BESIDE = 1.5
"""...as long as they are not more than so many times the notice."""
STEM = 5
"""Words with these letters in common are one: cookie and cookies."""

_WORDS = {
    Reason.SOFT_404: "not-found-words",
    Reason.BLOCKED: "blocked-words",
    Reason.UNAVAILABLE: "unavailable-words",
    Reason.CONSENT_WALL: "consent-words",
    Reason.LOGIN_WALL: "login-words",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What of a text speaks to the reader about the page."""

    reason: Reason
    words: tuple[str, ...]
    """The words of its sort, one for each stem, as the text has them."""
    share: float
    """Share of its words in those of the text that tell anything, 0 to 1."""
    left: int
    """Words of the text that are not part of it."""
    addresses: int
    """How many words of the text speak to the reader."""

    @property
    def is_of_server(self) -> bool:
        """Whether it is the server that speaks: pages of its kind are called by what they say."""
        return self.reason in {Reason.SOFT_404, Reason.BLOCKED, Reason.UNAVAILABLE}

    def is_in(self, title: str) -> bool:
        """Return whether *title* has a word of its sort."""
        return phrases(_WORDS[self.reason]).search(folded(title)) is not None


def read_notice(paragraphs: Iterable[str]) -> Notice | None:
    """Return the notice that most of *paragraphs* are; ``None`` where none speaks to the reader.

    >>> read_notice(["Accept all cookies, or manage your preferences."]).reason
    <Reason.CONSENT_WALL: 'consent-wall'>
    >>> read_notice(["The court fined the company for its cookies and trackers on Monday."])
    """
    texts = [folded(text) for text in paragraphs]
    spoken = [sum(1 for _ in phrases("addressed").finditer(text)) for text in texts]
    if not any(spoken):
        return None
    counts = [count_words(text) for text in texts]
    notices = [_notice_of(reason, texts, spoken, counts) for reason in _WORDS]
    return max(notices, key=lambda notice: notice.share * len(notice.words))


def _notice_of(reason: Reason, texts: list[str], spoken: list[int], counts: list[int]) -> Notice:
    pattern = phrases(_WORDS[reason])
    stems: dict[str, str] = {}
    held = others = beside = 0
    for text, speaks, count in zip(texts, spoken, counts, strict=True):
        said = {match[0][:STEM]: match[0] for match in pattern.finditer(text)}
        stems |= said
        letters = sum(map(len, said.values()))
        is_line = count <= FEW_WORDS and bool(said)
        if is_line or (speaks and len(said) >= MANY) or letters >= SHARE * max(1, len(text)):
            held += count
        elif count <= FEW_WORDS or speaks * DENSE >= count:
            beside += count
        else:
            others += count
    others += max(0, beside - int(held * BESIDE))
    return Notice(
        reason=reason,
        words=tuple(sorted(stems.values())),
        share=held / max(1, held + others),
        left=others,
        addresses=sum(spoken),
    )
