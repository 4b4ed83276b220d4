"""A second labelled set of copies, harder than the first and of other languages, which no constant was chosen on.

What real papers do to a story that they take over, and what looks like it and is none. The parameters, written down
before the set was first run (the even half served to find mistakes afterwards, the odd one to report):

- Bases: gold texts that are in no cluster of the first set, at most 160; and for each of eight languages that the
  corpora lack (Hindi, Bengali, Japanese, Thai, Arabic, Turkish, Greek, Swedish) 20 made-up articles of 120 to 500
  words, drawn evenly of 60 common ones, in sentences of 7 to 18 words and paragraphs of 2 to 4 sentences.
- Three tenths of the bases stay alone and give paragraphs to others; of each other one 3 to 5 variants, classes drawn
  evenly, each of them once:
  `rewrite`   the first paragraph is another one; a date line before, an agency's footer after
  `third`     the first 60 to 72 % of the words, and a footer
  `heavy`     of 25 to 40 % of the sentences one in six is left out, in the others two words are other ones
  `order`     all paragraphs shuffled
  `names`     the twelve words of four letters and more that are neither rare nor common (capitalised ones where there
              are) are spelled in another way everywhere
  `captions`  three captions of 8 to 20 words and a photographer's credit between the paragraphs
  `live`      two to four paragraphs of news before it, 20 to 40 % of the words in all, with the hour
  `boiled`    the boilerplate of its site at the end, of 50 to 120 words
  `mixed`     70 to 85 % of the words, a local paragraph of 15 to 25 % put in, a tenth of the sentences edited
  `toll`      every number is another one
  `marks`     no-break blanks, soft hyphens, other quotation marks and dashes, letters and marks decomposed (NFD)
  `brief`     the first 15 to 28 % of the words, at least 50 (an excerpt), and a line of its own
- No copies: 12 columns with a frame (60 words of frame, 120 to 200 of their own, one host), 12 pairs of reports on one
  event with two quotes of 20 to 30 words in common (200 to 350 words each), 12 press releases (a form of 60 words with
  other names and figures, then 30 words on the company that are the same), 12 court lists (a head of 25 words, then 20
  lines with other names and numbers), 12 horoscopes (30 sentences drawn of 60), 12 obituaries (a form with names):
  each in four languages drawn for it. And 20 stories of each of four sites with the site's boilerplate.
- Every text has a host and a time; they arrive shuffled.

Nothing of the corpora is kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random
from unicodedata import normalize

import copies
from copies import LabelledSet, Text, _first, paragraphs, sentences, size
from copies_phrases import CREDITS, DATE_LINES, NAMES
from copies_words import UNSPACED, WORDS

from newsspider.text import normalise_text

SEED = 2026
MOST_BASES, MADE_UP, DONORS = 160, 20, 0.3
SITES = 4


def wild_set(seed: int = SEED) -> LabelledSet:
    """Return the set; the same for the same seed and corpora."""
    maker = _Wild(seed)
    maker.fill()
    Random(seed).shuffle(maker.texts)
    return LabelledSet(maker.texts, set())


class _Wild:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.texts: list[Text] = []
        used = {text for _, text in copies.bases()}
        real = [each for each in copies.bases(seed) if each[1] not in used][:MOST_BASES]
        self.bases = real + [(language, self.story(language)) for language in WORDS for _ in range(MADE_UP)]
        self.random.shuffle(self.bases)
        cut = int(DONORS * len(self.bases))
        self.lone, self.sources = self.bases[:cut], self.bases[cut:]
        self.donors: dict[str, list[str]] = defaultdict(list)
        for language, text in self.lone:
            self.donors[language].append(text)
        self.boilerplate = [
            (language, self.prose(language, self.random.randint(50, 120))) for language in ("en", "hi", "tr", "th")
        ]

    def fill(self) -> None:
        for number, (language, text) in enumerate(self.sources):
            self.cluster(number, language, text)
        for number, (language, text) in enumerate(self.lone):
            self.add(text, number=number, group=f"l{number}", kind="lone", language=language)
        self.lookalikes()
        for site, (language, frame) in enumerate(self.boilerplate):
            for number in range(MADE_UP):
                text = f"{self.story(language)}\n\n{frame}"
                self.add(
                    text, number=number, group=f"s{site}-{number}", kind="site", language=language, host=f"site{site}"
                )

    def add(
        self, text: str, *, number: int, group: str, kind: str, language: str, hours: int = -1, host: str = ""
    ) -> None:
        self.texts.append(
            Text(
                id=len(self.texts),
                group=group,
                kind=kind,
                language=language,
                text=normalise_text(text),
                host=f"{host or f'paper{len(self.texts)}'}.example",
                hours=self.random.randrange(2_000) if hours < 0 else hours,
                is_odd=bool(number % 2),
            )
        )

    def cluster(self, number: int, language: str, text: str) -> None:
        group, begin = f"c{number}", self.random.randrange(2_000)
        self.add(text, number=number, group=group, kind="base", language=language, hours=begin)
        for kind in self.random.sample(sorted(_VARIANTS), self.random.randint(3, 5)):
            made = _VARIANTS[kind](self, language, text)
            later = begin + self.random.randint(1, 72)
            self.add(made, number=number, group=group, kind=kind, language=language, hours=later)

    def lookalikes(self) -> None:
        for kind, make in _LOOKALIKES.items():
            for turn, language in enumerate(self.random.sample(["en", *WORDS], 4)):
                for number, text in enumerate(make(self, language)):
                    host = f"column{turn}" if kind == "n-column" else ""
                    group = f"{kind}-{language}-{number}"
                    self.add(text, number=number, group=group, kind=kind, language=language, host=host)

    def word(self, language: str) -> str:
        return self.random.choice(self.vocabulary(language))

    def vocabulary(self, language: str) -> list[str]:
        if language in WORDS:
            return WORDS[language].split()
        return _ENGLISH.split()

    def sentence(self, language: str, count: int = 0) -> str:
        words = [self.word(language) for _ in range(count or self.random.randint(7, 18))]
        end = {"ja": "。", "hi": "।", "bn": "।", "th": " "}.get(language, ".")
        return ("" if language in UNSPACED else " ").join(words) + end

    def prose(self, language: str, count: int) -> str:
        """Return one paragraph of about so many words."""
        gap = "" if language == "ja" else " "
        return gap.join(self.sentence(language, min(12, count - at)) for at in range(0, count, 12))

    def story(self, language: str, count: int = 0) -> str:
        count = count or self.random.randint(120, 500)
        made = []
        while count > 0:
            taken = min(count, self.random.randint(20, 60))
            made.append(self.prose(language, taken))
            count -= taken
        return "\n\n".join(made)

    def donated(self, language: str, count: float) -> str:
        """Return a paragraph that is no other's, of about so many words, of a donor where there is a long one."""
        donors = [text for text in self.donors.get(language, ()) if size(text) > 4 * count]
        if language in WORDS or not donors:
            return self.prose(language, max(5, int(count)))
        of = paragraphs(self.random.choice(donors))
        at = self.random.randrange(len(of))
        return _first("\n\n".join(of[at:] + of[:at]), count).replace("\n\n", " ")

    def footer(self, language: str) -> str:
        return self.random.choice(CREDITS.get(language, CREDITS["en"]))


_ENGLISH = (
    "government minister city rain police court farmer market school hospital river bridge road power water election "
    "leader party meeting decision project report inquiry case charge village district state centre president member "
    "committee ministry official worker student teacher doctor patient woman youth child family house shop train bus "
    "flight journey weather said announced was will people after before today yesterday soon not all some the of"
)


def _joined(language: str, of: list[str]) -> str:
    return ("" if language in UNSPACED else " ").join(of)


def _rewrite(wild: _Wild, language: str, text: str) -> str:
    line = wild.random.choice(DATE_LINES.get(language, DATE_LINES["en"])).format(n=wild.random.randint(1, 28))
    of = paragraphs(text)
    first = wild.donated(language, max(15.0, size(of[0])))
    return "\n\n".join([line + first, *(of[1:] or of), wild.footer(language)])


def _third(wild: _Wild, language: str, text: str) -> str:
    return f"{_first(text, wild.random.uniform(0.60, 0.72) * size(text))}\n\n{wild.footer(language)}"


def _edited(wild: _Wild, language: str, text: str, share: float) -> str:
    made = []
    for paragraph in paragraphs(text):
        kept = []
        for sentence in sentences(paragraph):
            if wild.random.random() >= share:
                kept.append(sentence)
            elif wild.random.random() >= 1 / 6:
                kept.append(_other_words(wild, language, sentence))
        made.append(_joined(language, kept))
    return "\n\n".join(filter(None, made))


def _other_words(wild: _Wild, language: str, sentence: str) -> str:
    if language in UNSPACED or language == "zh":
        at = sorted(wild.random.randrange(len(sentence)) for _ in range(2))
        own = wild.word(language) if language in WORDS else "同日"
        return sentence[: at[0]] + own + sentence[at[0] : at[1]] + own + sentence[at[1] + 2 :]
    of = sentence.split(" ")
    for _ in range(2):
        of[wild.random.randrange(len(of))] = wild.word(language)
    return " ".join(of)


def _heavy(wild: _Wild, language: str, text: str) -> str:
    return _edited(wild, language, text, wild.random.uniform(0.25, 0.40))


def _order(wild: _Wild, language: str, text: str) -> str:
    of = paragraphs(text)
    wild.random.shuffle(of)
    return "\n\n".join(of)


def _names(wild: _Wild, language: str, text: str) -> str:
    found = Counter(re.findall(r"(?<=\s)[A-ZÀ-ÞΑ-ΩА-Я]\w{3,}", text)) or Counter(re.findall(r"\w{4,9}", text))
    words = [word for word, _ in found.most_common()]
    middle = words[len(words) // 4 :][:12]
    for word in middle:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", word[:-1] + word[-2] + word[-1], text)
    return text


def _captions(wild: _Wild, language: str, text: str) -> str:
    of = paragraphs(text)
    for _ in range(3):
        of.insert(wild.random.randint(0, len(of)), wild.donated(language, wild.random.randint(8, 20)))
    of.insert(wild.random.randint(0, len(of)), f"{wild.random.choice(NAMES)} / ANA")
    return "\n\n".join(of)


def _live(wild: _Wild, language: str, text: str) -> str:
    share = wild.random.uniform(0.20, 0.40)
    count = wild.random.randint(2, 4)
    each = size(text) * share / (1 - share) / count
    news = [
        f"{wild.random.randint(7, 23)}:{wild.random.randint(10, 59)} {wild.donated(language, each)}"
        for _ in range(count)
    ]
    return "\n\n".join([*news, text])


def _boiled(wild: _Wild, language: str, text: str) -> str:
    return f"{text}\n\n{wild.random.choice(wild.boilerplate)[1]}"


def _mixed(wild: _Wild, language: str, text: str) -> str:
    kept = _edited(wild, language, _first(text, wild.random.uniform(0.70, 0.85) * size(text)), 0.1)
    of = paragraphs(kept) or [kept]
    of.insert(wild.random.randint(0, len(of)), wild.donated(language, wild.random.uniform(0.15, 0.25) * size(text)))
    return "\n\n".join(of)


def _toll(wild: _Wild, language: str, text: str) -> str:
    return re.sub(r"\d+", lambda match: str(int(match[0]) + wild.random.randint(1, 9)), text)


def _marks(wild: _Wild, language: str, text: str) -> str:
    turned = text.replace('"', "“").replace("'", "’").replace(" - ", " — ").replace(". ", ".\u00a0")
    of = [f"{word[:4]}\u00ad{word[4:]}" if len(word) > 8 else word for word in turned.split(" ")]
    return normalize("NFD", " ".join(of))


def _brief(wild: _Wild, language: str, text: str) -> str:
    head = _first(text, max(50, wild.random.uniform(0.15, 0.28) * size(text)))
    return f"{head}\n\n{wild.donated(language, 7)}"


_VARIANTS: dict[str, Callable[[_Wild, str, str], str]] = {
    "rewrite": _rewrite,
    "third": _third,
    "heavy": _heavy,
    "order": _order,
    "names": _names,
    "captions": _captions,
    "live": _live,
    "boiled": _boiled,
    "mixed": _mixed,
    "toll": _toll,
    "marks": _marks,
    "brief": _brief,
}


def _columns(wild: _Wild, language: str) -> list[str]:
    before, after = wild.prose(language, 30), wild.prose(language, 30)
    return [f"{before}\n\n{wild.story(language, wild.random.randint(120, 200))}\n\n{after}" for _ in range(12)]


def _quotes(wild: _Wild, language: str) -> list[str]:
    made = []
    for _ in range(6):
        quotes = [wild.prose(language, wild.random.randint(20, 30)) for _ in range(2)]
        for _ in range(2):
            of = paragraphs(wild.story(language, wild.random.randint(150, 300)))
            for quote in quotes:
                of.insert(wild.random.randint(0, len(of)), f"“{quote}”")
            made.append("\n\n".join(of))
    return made


def _filled(wild: _Wild, form: list[str]) -> str:
    """Return *form* with names and figures where it has None."""
    return " ".join(
        word or wild.random.choice([*NAMES, str(wild.random.randint(100, 9_999))]) + f" {wild.random.choice(NAMES)}"
        for word in form
    )


def _form(wild: _Wild, language: str, count: int, every: int) -> list[str]:
    return ["" if at % every == every - 1 else wild.word(language) for at in range(count)]


def _releases(wild: _Wild, language: str) -> list[str]:
    form, company = _form(wild, language, 60, 8), wild.prose(language, 30)
    return [f"{_filled(wild, form)}\n\n{company}" for _ in range(12)]


def _courts(wild: _Wild, language: str) -> list[str]:
    head, row = wild.prose(language, 25), _form(wild, language, 4, 2)
    return ["\n".join([head, *(_filled(wild, row) for _ in range(20))]) for _ in range(12)]


def _horoscopes(wild: _Wild, language: str) -> list[str]:
    stock = [wild.sentence(language) for _ in range(60)]
    return [_joined(language, wild.random.sample(stock, 30)) for _ in range(12)]


def _obituaries(wild: _Wild, language: str) -> list[str]:
    form = _form(wild, language, 70, 6)
    return [_filled(wild, form) for _ in range(12)]


_LOOKALIKES: dict[str, Callable[[_Wild, str], list[str]]] = {
    "n-column": _columns,
    "n-quotes": _quotes,
    "n-release": _releases,
    "n-court": _courts,
    "n-horoscope": _horoscopes,
    "n-obituary": _obituaries,
}
