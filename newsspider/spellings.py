"""Letters that papers of one language write in one of several ways, brought to one, so that texts can be compared.

Never for what is stored or shown, and no transliteration: names that were respelled stay apart.
"""

from __future__ import annotations

import re
from unicodedata import decimal

_DIGIT = re.compile(r"[^\D\x00-\x7f]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[\u0131\u0153\u015f\u0163\u0307]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_TONES = {
    written: meant
    for line in ("oà òa oá óa oả ỏa oã õa oạ ọa", "oè òe oé óe oẻ ỏe oẽ õe oẹ ọe", "uỳ ùy uý úy uỷ ủy uỹ ũy uỵ ụy")
    for written, meant in zip(line.split()[::2], line.split()[1::2], strict=True)
}
_TONE_LAST = re.compile(rf"(?:{'|'.join(_TONES)})\b")
_HEBREW = re.compile("[\u0590-\u05ff]")
_HEBREW_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]+")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_ARABIC_LETTERS = (
    *((alef, "ا") for alef in "أإآٱ"),
    *((yeh, "ي") for yeh in "ىی"),
    ("ک", "ك"),
    ("ة", "ه"),
    ("ۀ", "ه"),
)
_INDIC = re.compile("[\u0900-\u0dff]")
_NASALS = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
_NUKTA, _CANDRABINDU, _ANUSVARA = "\u093c", "\u0901", "\u0902"


def one_spelling(text: str) -> str:
    """Return *text*, in small letters and compatible forms (NFKC), as if all its papers spelt alike.

    Arabic without vowel signs and with one alef, yeh and kaf; Hebrew without points; Hindi with the dot for nasals, and
    without the one below; Russian without ё; Romanian, Turkish, French and Vietnamese letters that keyboards lack or
    that two rules place; digits of all scripts.

    >>> one_spelling("إيران ۲۰۲۶"), one_spelling("हिन्दी"), one_spelling("cœur")
    ('ايران 2026', 'हिंदी', 'coeur')
    """
    letters = "".join(set(text))  # some sixty, in place of thousands
    if _ARABIC.search(letters):
        text = _ARABIC_MARKS.sub("", text)
        for written, meant in _ARABIC_LETTERS:
            text = text.replace(written, meant)
    if _INDIC.search(letters):
        text = _NASALS.sub(_ANUSVARA, text.replace(_NUKTA, "").replace(_CANDRABINDU, _ANUSVARA))
    if _HEBREW.search(letters):
        text = _HEBREW_POINTS.sub("", text)
    if _CYRILLIC.search(letters):
        text = text.replace("ё", "е")
    if _LATIN.search(letters):
        text = text.replace("i\u0307", "i").replace("ı", "i").replace("œ", "oe").replace("ş", "ș").replace("ţ", "ț")
    if _VIETNAMESE.search(letters):
        text = _TONE_LAST.sub(lambda found: _TONES[found[0]], text)
    return plain_digits(text) if _DIGIT.search(letters) else text


def plain_digits(text: str) -> str:
    """Return *text* with the digits of all scripts as ASCII has them.

    >>> plain_digits("১২.৫")
    '12.5'
    """
    return text if text.isascii() else _DIGIT.sub(lambda found: str(decimal(found[0])), text)
