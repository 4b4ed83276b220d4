"""Stories of words drawn at random: none shares five words in a row with another one."""

from random import Random

SYLLABLES = ("ba", "ri", "to", "lem", "sun", "ka", "dor", "vi", "pel", "mu", "xa", "ny")


def story(seed: int, words: int) -> str:
    """Return a story of so many words, in paragraphs of fifty; the same for the same seed."""
    random = Random(seed)
    drawn = ["".join(random.choices(SYLLABLES, k=random.randint(1, 3))) for _ in range(words)]
    return "\n\n".join(" ".join(drawn[at : at + 50]) + "." for at in range(0, words, 50))


def first(text: str, words: int) -> str:
    """Return the first *words* of *text*."""
    return " ".join(text.split()[:words])
