"""Lines that no eye reads as words: marks that were left alone, and labels whose letters are disguised."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from unicodedata import category, normalize

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.lines import Sieve
from newsspider.extraction.outline import Piece
from newsspider.extraction.rule import RuleBook
from newsspider.extraction.rules import RULES
from newsspider.text import count_words

MAX_MARKS = 8
"""Letters, invisible ones included, of a line that may be without a word."""
MAX_LABEL = 40
"""Letters of a label, with blanks between them."""
_ANCHOR = re.compile(r"^[#¶§🔗]\s+|\s*[#¶§🔗]$")
MAX_FIELD = 60
"""Letters of what stands beside the field of a form."""
_TELLING = frozenset("?!…？！{}")
"""Marks that may be a paragraph of dialogue, or a line of a program."""
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They change the shape of the letter before them; behind a blank they are not seen either."""
_SPACED = re.compile(r"\W*(?:\w ){4,}\w\W*")
_LIKE = dict(
    zip(
        map(ord, "аеорсухіјѕӏԁɡοαερτνιΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХУІЅЈɑıⅼ"),
        "aeopcyxijsldgoaeptviABEZHIKMNOPTYXABEKMHOPCTXYISJail",
        strict=True,
    )
)
"""Letters that look like Latin ones, as Unicode's confusables.txt has them."""
_LATIN = re.compile("[A-Za-z]")
_FIELD = re.compile(
    r"(?:your )?(?:name|e-?mail|mail|website|url|comment)(?: address)?"
    r"(?:(?: ?\([^()]{0,30}(?:required|not be (?:published|shown|displayed)|optional)[^()]{0,20}\))+ ?[*:]{0,2}"
    r"| ?\* ?:?)|no (?:comments?|responses?) yet[.!]?",
    re.IGNORECASE,
)
MAX_FILLED = 150
"""Letters of what asks to fill a field in, within one element with it; of the corpora's text no line does."""
_WRITTEN = frozenset(("text", "email", "tel", "url"))
"""Types of fields that are written into."""
LEAST_LEFT = 20
"""So many words are left: an article of fewer would be none."""
_LABELS = RuleBook([rule for rule in RULES if rule.name == "advertisement"])


def drop_marks(
    blocks: Sequence[Block], sieve: Sieve, restore: Callable[[str], str] = str, pieces: Sequence[Piece] = ()
) -> list[Block]:
    """Return *blocks* without lines that hold no word, and without disguised labels of advertisements.

    *restore* gives shielded letters back.
    """

    def judge(block: Block) -> tuple[str, BlockKind] | None:
        if len(block.text) <= MAX_MARKS and is_wordless(restore(block.text)):
            return "no-words", BlockKind.SITE
        label = unmasked(block.text) if len(block.text) <= MAX_LABEL else None
        return _LABELS.name_and_kind_of(label) if label else None

    return drop_fields(sieve.sort_out(blocks, judge), sieve, pieces)


def without_anchors(blocks: Sequence[Block], pieces: Sequence[Piece]) -> list[Block]:
    """Return *blocks*, headings without the mark by which they link to themselves: "Harbours #", "¶ Harbours"."""
    return [_without_anchor(block, pieces) for block in blocks]


def _without_anchor(block: Block, pieces: Sequence[Piece]) -> Block:
    if block.form is not BlockForm.HEADING or block.index is None or pieces[block.index].linked != 1:
        return block
    bare = _ANCHOR.sub("", block.text)
    return replace(block, text=bare) if bare else block


def drop_fields(blocks: list[Block], sieve: Sieve, pieces: Sequence[Piece] = ()) -> list[Block]:
    """Return *blocks* without the fields of a form; all of them where next to nothing else is there.

    A field is told by its words, or by standing in one short element of *pieces* with what is to be filled in.
    """
    fields = {id(block) for block in blocks if _is_field(block, pieces)}
    if not fields or sum(count_words(block.text) for block in blocks if id(block) not in fields) < LEAST_LEFT:
        return blocks
    return sieve.drop(blocks, "form-field", BlockKind.COMMENT, lambda block: id(block) in fields)


def _is_field(block: Block, pieces: Sequence[Piece]) -> bool:
    if len(block.text) > MAX_FILLED:
        return False
    if len(block.text) <= MAX_FIELD and _FIELD.fullmatch(block.text):
        return True
    if not pieces or block.index is None:
        return False
    found = pieces[block.index].node.element.iter("input", "textarea")
    return any(field.tag == "textarea" or field.get("type", "text").lower() in _WRITTEN for field in found)


def is_wordless(text: str) -> bool:
    """Return whether *text* is invisible but for one mark at most, and that tells nothing.

    >>> is_wordless("\\u200b \\u200d"), is_wordless("."), is_wordless("?"), is_wordless("7"), is_wordless("* * *")
    (True, True, False, False, False)
    """
    seen = [letter for letter in _SELECTORS.sub("", text) if category(letter) not in _UNSEEN]
    return not seen or (len(seen) == 1 and seen[0] not in _TELLING and (seen[0] == "|" or category(seen[0])[0] == "P"))


def unmasked(text: str) -> str | None:
    """Return what the short line *text* reads as, where its letters are set apart or borrowed; else ``None``.

    >>> unmasked("A D V E R T I S E M E N T"), unmasked("\\u0410dvertisement"), unmasked("Advertisement")
    ('ADVERTISEMENT', 'Advertisement', None)
    """
    plain = _SELECTORS.sub("", text)
    if not plain.isascii():
        plain = normalize("NFKC", "".join(letter for letter in plain if category(letter) not in ("Cf", "Cc")))
        if _LATIN.search(plain):
            plain = plain.translate(_LIKE)
    if _SPACED.fullmatch(plain):
        plain = plain.replace(" ", "")
    return plain if plain != text else None
