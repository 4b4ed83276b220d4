"""An article told over several pages, as its site serves it."""

from __future__ import annotations

from pathlib import Path
from string import Template

_STORY = Template(Path(__file__).with_name("story.html").read_text(encoding="utf-8"))

SENTENCES = (
    "The ferry left the quay at six in the morning with two hundred people on deck.",
    "Nobody had told the captain that the bridge over the sound was closed for repairs.",
    "The harbour master said on Monday that he had sent three letters and received no answer.",
    "In the village of Oster the bakers opened an hour early and sold everything they had.",
    "A new pier will be built next spring, where the old one was lost in the storm of 1962.",
    "Children from the school on the hill painted the lighthouse in the colours of the island.",
    "The council voted nine to four for the new timetable, against the advice of its engineers.",
    "Two seals followed the ship as far as the outer buoy and turned back when the engine stopped.",
    "The oldest passenger, a woman of ninety-one, had made the same journey as a child in 1941.",
    "At the market on the mainland the price of samphire fell by a third within a single week.",
    "The engineer found a crack in the third pillar, as long as a hand and as deep as a finger.",
    "An inspector from the ministry will come in December and stay for as long as it takes.",
)


def text_of(number: int) -> list[str]:
    """The paragraphs of page *number*, from 1 to 3."""
    own = SENTENCES[4 * number - 4 : 4 * number]
    return [" ".join([*own, f"That was the state of things on the morning of day {number}, said the pilot."]), own[0]]


def story_page(
    number: int,
    *,
    others: dict[int, str] | None = None,
    head: str = "",
    title: str = "The long way of the ferry",
    comments: str = "",
    box: str = "pagination",
) -> str:
    """Page *number* of the story; its pagination leads to *others*, addresses by number."""
    links = "".join(f'<a href="{address}">{at}</a> ' for at, address in (others or {}).items())
    return _STORY.substitute(
        title=title,
        head=head,
        text="\n".join(f"<p>{paragraph}</p>" for paragraph in text_of(number)),
        pages=f'<div class="{box}">{links}</div>' if links else "",
        comments=comments,
    )


def whole_page(*, head: str = "", title: str = "The long way of the ferry") -> str:
    """A page that shows all of the story, and leads to none of its pages."""
    text = "\n".join(f"<p>{paragraph}</p>" for number in (1, 2, 3) for paragraph in text_of(number))
    return _STORY.substitute(title=title, head=head, text=text, pages="", comments="")
