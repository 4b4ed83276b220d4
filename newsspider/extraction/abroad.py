"""What lines that no article is made of say in further languages: the patterns of ``abroad/RULE.txt``, one a line.

`newsspider.extraction.rules` tells how a rule is read, and joins these to its own patterns. Verbs that may begin a
sentence of a story stand with what only such a line goes on with.
"""

from __future__ import annotations

from importlib.resources import files

_NET = "facebook|twitter|instagram|telegram|whatsapp|youtube|tiktok|viber|google(?: news)?|threads|line|zalo|x"
_PARTS = {
    "<net>": rf"(?:{_NET})",
    "<net-far>": (
        rf"(?:{_NET}|телеграм\w*|вконтакте|вайбер\w*|פייסבוק|טלגרם|ו?ואטסאפ|אינסטגרם|تلگرام|اینستاگرام|واتس‌?اپ|فيسبوك|تويتر"
        r"|واتساب|تلغرام|फेसबुक|व्हाट्सएप|टेलीग्राम|ফেসবুক|হোয়াটসঅ্যাপ|เฟซบุ๊ก|ไลน์|ยูทูบ|微信|微博|公众号|公眾號|유튜브|페이스북|카카오톡)"
    ),
    "<on>": r"(?: ?[:：>＞»▶→|-].*|[.…»>]*)",  # the headline behind a colon, or nothing
    "<count>": r"(?: ?[(（]?\d+[)）]?)?",
}


def patterns_abroad(rule: str) -> tuple[str, ...]:
    """Return the further patterns of *rule*; none where it has no table."""
    table = files(__package__) / "abroad" / f"{rule}.txt"
    if not table.is_file():
        return ()
    text = table.read_text(encoding="utf-8")
    for name, pattern in _PARTS.items():
        text = text.replace(name, pattern)
    return tuple(text.splitlines())
