"""Which stored articles are looked at again once more is known of their site."""

from newsspider.archive.recleaning import MOST_LETTERS
from tests.archive.making import NOON, add, an_article


def test_a_text_too_long_for_an_article_is_not_looked_at_again(archive):
    add(archive, an_article("flood", text="x" * (MOST_LETTERS + 1)))
    ferry = add(archive, an_article("ferry"))

    assert archive.recleaning.stored_since("harbour", NOON.isoformat()[:10]) == [ferry]
