"""What to drop of the lines themselves: the headline and what stands above it, by-lines, leftover lines by rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from newsspider.article import BlockForm, BlockKind, RemovedBlock
from newsspider.extraction.block import Block
from newsspider.extraction.outline import Piece, key_of, letters_of
from newsspider.extraction.rules import RULE_BOOK
from newsspider.text import count_words, fold_space

PROSE_WORDS = 20
"""A paragraph of so many words is prose: the body has begun."""
MAX_TOP_LINE = 120
"""Longest line, in letters, that counts as by-line, date or label above the body."""
MAX_HEADLINE_GROWTH = 1.7
"""A heading that holds the headline and a kicker is no longer than so many headlines."""

_ICONS = re.compile("[\u2022\u00b7\u00bb\u203a\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\\s]+")
"""Arrows, bullets and pictures before a line that points elsewhere."""
_BY = re.compile(
    r"(?:(?:written|story|posted|reported|text) )?(?:by|von|par|por|di|door|av|af|od) |(?:autor|author|text|texte) "
)
_SIGNED = re.compile(
    r"(?:(?:written|story|posted|reported|text|words|text und fotos|texto|texte|testo) )?"
    r"(?:by|von|par|por|di|door|av|af|od)(?: ?: ?| )",
    re.IGNORECASE,
)
_BETWEEN_NAMES = frozenset(
    ("and", "und", "et", "y", "e", "en", "og", "och", "i", "de", "da", "del", "di", "van", "von", "der", "den", "la")
    + ("le", "el", "al", "bin", "ibn", "dos", "du", "des")
)
MAX_SIGNATURE, MAX_NAMES = 90, 9
"""Letters and names of a by-line: three persons and a place."""
_STAMPED = re.compile(
    r"\W{0,2}(?:(?:last|first|originally|zuletzt) )?"
    r"(?:updated?|published|posted|modified|aktualisiert|veröffentlicht|stand|mis à jour|publié"
    r"|actualizado|publicado|atualizado|aggiornato|pubblicato|bijgewerkt|gepubliceerd|uppdaterad|publicerad"
    r"|oppdatert|publisert|opdateret|aktualizacja|opublikowano|aktualizováno|обновлено|опубликовано|оновлено|güncelleme"
    r"|更新日?時?|公開日?|发布时间|更新时间|발행일?|입력)(?: (?:on|at|am|le|el|em|il|op|den))?(?: ?[:：])?(?!\w)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|ma[iyj]|jun|jul|aug|sep|oct|okt|nov|de[cz]|ene|abr|ago|dic|fév|mär|avr|août"
    r"|gen|giu|lug|set|ott)\w*\.?,? ",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\b\d+[ -]?min(?:ut\w*)?\.?(?: read\b| de le(?:c?tur[ae]|itura)| lesezeit| di lettura| leestijd| läsning)"
    r"|\bread(?:ing)? time\b",
    re.IGNORECASE,
)
MAX_STAMP = 80
"""Letters of a line that tells when."""
MAX_PLACE = 4
"""By-lines and stamps are looked for among so many blocks at the top, a standfirst among them."""


@dataclass(slots=True)
class Sieve:
    """Blocks pass or fall; what falls is kept with its rule."""

    keep: tuple[str, ...] = ()
    """Beginnings of texts that must pass."""
    removed: list[RemovedBlock] = field(default_factory=list)

    def drop(self, blocks: Iterable[Block], rule: str, kind: BlockKind, test: Callable[[Block], bool]) -> list[Block]:
        """Return the blocks that do not meet *test*; the others are noted as removed by *rule*."""
        return self.sort_out(blocks, lambda block: (rule, kind) if test(block) else None)

    def sort_out(self, blocks: Iterable[Block], judge: Callable[[Block], tuple[str, BlockKind] | None]) -> list[Block]:
        """Return the blocks for which *judge* names no rule; the others are noted as removed by it."""
        passed = []
        for block in blocks:
            verdict = None if self.must_pass(block.text) else judge(block)
            if verdict is None:
                passed.append(block)
            else:
                self.drop_block(block, *verdict)
        return passed

    def drop_block(self, block: Block, rule: str, kind: BlockKind) -> None:
        """Note *block* as removed."""
        self.note(block.text, rule, kind, block.place, order=block.index)

    def note(
        self,
        text: str,
        rule: str,
        kind: BlockKind,
        place: str = "",
        *,
        order: int | None = None,
        score: float | None = None,
    ) -> None:
        """Note *text* as removed."""
        removed = RemovedBlock(text=fold_space(text), rule=rule, kind=kind, place=place, order=order, score=score)
        self.removed.append(removed)

    def take_back(self, orders: Collection[int]) -> dict[int, float | None]:
        """Forget that the pieces at *orders* were removed; return the scores they had."""
        scores = {block.order: block.score for block in self.removed if block.order is not None}
        self.removed = [block for block in self.removed if block.order not in orders]
        return {order: scores.get(order) for order in orders}

    def must_pass(self, text: str) -> bool:
        """Return whether somebody asked to keep a block that begins like *text*."""
        return any(text.startswith(beginning) for beginning in self.keep)


def drop_by_rules(blocks: Sequence[Block], sieve: Sieve, pieces: Sequence[Piece] = ()) -> list[Block]:
    """Return *blocks* without leftover lines that a declared rule matches; without *pieces* nothing tells of links."""

    def judge(block: Block) -> tuple[str, BlockKind] | None:
        links = block.index is None or not pieces or pieces[block.index].links > 0
        icons = _ICONS.match(block.text)
        text = block.text[icons.end() :] if icons else block.text
        return RULE_BOOK.name_and_kind_of(text, has_link=links)

    return sieve.sort_out(blocks, judge)


def drop_headline(blocks: Sequence[Block], titles: Sequence[str], sieve: Sieve) -> list[Block]:
    """Return *blocks* without the headline, alone or with its kicker, where it stands above or at the body's top."""
    keys = {key_of(title) for title in titles}
    letters = [joined for title in titles if len(joined := letters_of(title)) >= 10]
    top = _top_length(blocks, paragraphs=3)

    def is_headline(block: Block) -> bool:
        if key_of(block.text) in keys:
            return True
        own = letters_of(block.text) if block.form is BlockForm.HEADING else ""
        return any(title in own and len(own) <= MAX_HEADLINE_GROWTH * len(title) for title in letters)

    return [*sieve.drop(blocks[:top], "headline", BlockKind.TITLE, is_headline), *blocks[top:]]


def drop_top_lines(blocks: Sequence[Block], authors: Sequence[str], sieve: Sieve) -> list[Block]:
    """Return *blocks* without by-line and date above the body's first paragraph."""
    names = {key_of(author) for author in authors}
    top = _top_length(blocks, paragraphs=1)
    head = sieve.drop(blocks[:top], "by-line", BlockKind.AUTHOR_BOX, lambda block: is_byline(block.text, names))
    head = sieve.drop(head, "date-line", BlockKind.SITE, lambda block: is_date_line(without_names(block.text, authors)))
    rest = [*head, *blocks[top:]]
    return [*sieve.sort_out(rest[:MAX_PLACE], signed_or_stamped), *rest[MAX_PLACE:]]


def signed_or_stamped(block: Block) -> tuple[str, BlockKind] | None:
    """Return rule and kind of a line that tells by whom or when, and nothing else."""
    if is_signature(block.text):
        return "by-line", BlockKind.AUTHOR_BOX
    return ("date-line", BlockKind.SITE) if is_stamp(block.text) else None


def is_byline(text: str, names: set[str]) -> bool:
    """Return whether *text* is one of *names*, keys of authors, with or without "by"."""
    key = key_of(text)
    return key in names or _BY.sub("", key, count=1) in names


def without_names(text: str, authors: Sequence[str]) -> str:
    """Return *text* without the names of *authors*.

    >>> without_names("12 พฤศจิกายน 2569 ณรงค์ ศรีปาก", ["ณรงค์ ศรีปาก"])
    '12 พฤศจิกายน 2569 '
    """
    for author in authors:
        text = text.replace(author, "")
    return text


def is_signature(text: str) -> bool:
    """Return whether *text* is "by" and names, with or without a place, and nothing else.

    >>> is_signature("Von Anna Lehr, Frankfurt"), is_signature("By Ann Lee and Tom Fox"), is_signature("By Monday")
    (True, True, False)
    """
    match = _SIGNED.match(text) if len(text) <= MAX_SIGNATURE else None
    if match is None or text[-1] in ".:!?…":
        return False
    names = [word for word in re.split(r"[\s,/&|+]+", text[match.end() :]) if word and word not in _BETWEEN_NAMES]
    return 2 <= len(names) <= MAX_NAMES and all(word[0].isupper() and word.replace("-", "").isalpha() for word in names)


def is_stamp(text: str) -> bool:
    """Return whether *text* tells when the page was published or updated, and next to nothing else.

    >>> is_stamp("Last updated on August 2, 2025 by Ann"), is_stamp("Updated figures for 2025 show that it rained.")
    (True, False)
    """
    if len(text) > MAX_STAMP or not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d:\d\d", text) or text[-1] in ".!?…":
        return False
    match = _STAMPED.match(text)
    if match is None:
        return _READING.search(text) is not None
    behind = text[match.end() :].strip()
    is_named = match[0].endswith((":", "：")) or behind.startswith((":", "："))
    return is_named or behind[:1].isdigit() or _MONTH.match(behind) is not None


def is_date_line(text: str) -> bool:
    """Return whether *text* is a date with few words around it.

    >>> is_date_line("Published on May 13, 2026 at 15:44"), is_date_line("In 2026 the valley was flooded twice.")
    (True, False)
    """
    if len(text) > MAX_TOP_LINE or not re.search(r"\b(?:19|20|25)\d\d|\d:\d\d", text):
        return False
    digits = sum(letter.isdigit() for letter in text)
    return digits >= 0.2 * sum(letter.isalnum() for letter in text)


def _top_length(blocks: Sequence[Block], paragraphs: int) -> int:
    """Return how many blocks there are before the *paragraphs*-th paragraph of prose."""
    for index, block in enumerate(blocks):
        if (
            block.form is BlockForm.PARAGRAPH
            and len(block.text) >= PROSE_WORDS
            and count_words(block.text) >= PROSE_WORDS
            and not is_date_line(block.text)
        ):
            paragraphs -= 1
            if paragraphs == 0:
                return index
    return len(blocks)
