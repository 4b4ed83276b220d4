"""Sites that could teach a memory to take true words, by chance, by trade or on purpose: nothing true is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from newsspider.archive.store import Archive
from tests.one_site import OneSite, prose, story

TAGLINE = "The Valley Post is written by people who live in the valley and pay for its paper themselves, since 1911."
LONG_TAGLINE = f"{TAGLINE} Whoever wants to write for it, too, finds its editors at the mill on every other evening."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[OneSite]:
    with Archive.open(tmp_path / "valley.db") as archive:
        yield OneSite(archive)


def page(name: str, body: Iterable[str], *, tagline: str = TAGLINE, tag: str = "p") -> str:
    text = "".join(f"<{tag}>{paragraph}</{tag}>" for paragraph in body)
    return (
        f"<html lang=en><head><title>{name} - The Valley Post</title></head><body>"
        f"<ul class=menu><li><a href=/>Home</a><li><a href=/a>Sport</a></ul>"
        f"<article><h1>{name}</h1>{text}<p>{tagline}</p></article><div>Imprint and contact</div></body></html>"
    )


def pages(name: str, bodies: Sequence[Sequence[str]]) -> list[str]:
    return [page(f"{name} {number}", body) for number, body in enumerate(bodies)]


def mixed(thieves: int, honest: int, steal: Sequence[str], *, at_end: bool) -> list[list[str]]:
    """Return stories, *thieves* with what they *steal* at one end, the *honest* spread among them."""
    own = [story(f"after {number}", 4) for number in range(thieves + honest)]
    every = (thieves + honest) / thieves
    stealing = {int(number * every) for number in range(thieves)}
    return [
        ([*body, *steal] if at_end else [*steal, *body]) if number in stealing else body
        for number, body in enumerate(own)
    ]


# Pages that copy


@pytest.mark.parametrize("at_end", [True, False], ids=["last", "first"])
@pytest.mark.parametrize("words", [14, 20, 45], ids=["80 letters", "120 letters", "300 letters"])
@pytest.mark.parametrize(("thieves", "honest"), [(5, 0), (9, 0), (7, 4), (20, 10)])
def test_pages_that_copy_a_paragraph_of_one_before_them_take_it_from_no_article(site, at_end, words, thieves, honest):
    target = prose("the victim's", words)
    victim = [*story("victim", 4), target] if at_end else [target, *story("victim", 4)]
    site.run(pages("Before", [story(f"before {number}") for number in range(10)]))

    site.run(pages("Then", [victim]))
    site.run(pages("Later", mixed(thieves, honest, [target], at_end=at_end)))

    assert site.text(10) == "\n\n".join(victim)


def test_the_article_that_was_copied_keeps_its_paragraph_when_it_is_visited_again(site):
    victim = [*story("victim", 4), prose("the victim's")]
    site.run(pages("Before", [story(f"before {number}") for number in range(10)]))
    site.run(pages("Then", [victim]))
    site.run(pages("Later", mixed(7, 2, victim[-1:], at_end=True)))

    site.run([page("Then 0", victim).replace("<body>", "<body><!-- 2 -->")], urls=[site.url(10)])

    assert site.text(10) == "\n\n".join(victim)


@pytest.mark.parametrize("thieves", [14, 25])
@pytest.mark.parametrize("words", [14, 45], ids=["80 letters", "300 letters"])
@pytest.mark.parametrize("stolen", [slice(0, 1), slice(-1, None), slice(0, None, 5)], ids=["first", "last", "both"])
def test_the_first_to_say_it_keeps_it_though_every_later_page_copies_it(site, thieves, words, stolen):
    victim = [prose("the victim's first", words), *story("victim", 4), prose("the victim's last", words)]
    site.run(pages("Before", [story(f"before {number}") for number in range(10)]))
    site.run(pages("Then", [victim]))

    site.run(pages("Later", mixed(thieves, 0, victim[stolen], at_end=stolen.start != 0)))
    cleaned = site.text(10)
    site.run([page("Then 0", victim).replace("<body>", "<body><!-- 2 -->")], urls=[site.url(10)])
    seen_again = site.text(10)
    edited = [*victim[:3], prose("added"), *victim[3:]]
    site.run([page("Then 0", edited)], urls=[site.url(10)])
    updated = site.text(10)
    twin = page("Then 0", edited).replace("<head>", f"<head><link rel=canonical href={site.url(10)}>")
    site.run([twin], urls=[site.url(10).replace("/2026/", "/amp/2026/")])

    assert cleaned == seen_again == "\n\n".join(victim)
    assert updated == site.text(10) == "\n\n".join(edited)


# Articles of short lines


@pytest.mark.parametrize("tag", ["p", "li", "div"])
def test_a_poem_under_forty_addresses_keeps_its_lines(site, tag):
    poem = [prose(f"verse {number}", 7) for number in range(16)]
    bodies = [[f"Read aloud for the {number}th time, {prose(str(number), 2)}", *poem] for number in range(40)]
    site.run([page(f"Poem {number}", body, tag=tag) for number, body in enumerate(bodies)])

    lost = [line for text in site.texts() for line in poem if line not in text]

    assert (len(site.texts()), lost) == (40, [])


def test_briefs_of_three_lines_keep_them(site):
    bodies = [[prose(f"brief {number} {line}", 16) for line in range(3)] for number in range(40)]
    copies = [[*bodies[3][:2], prose(f"other end {number}", 16)] for number in range(12)]

    site.run(pages("Brief", [*bodies[:10], *[b for pair in zip(bodies[10:22], copies, strict=True) for b in pair]]))

    assert site.text(3) == "\n\n".join(bodies[3])


def test_dialogues_keep_the_short_answers_in_their_midst(site):
    answers = ("Yes, of course.", "Yes, of course.", "That I won't tell.")
    bodies = [
        [line for number in range(4) for line in (prose(f"question {each} {number}", 20), answers[each % 3])]
        + [prose(f"end {each}", 20)]
        for each in range(15)
    ]

    site.run(pages("Interview", bodies))

    assert site.texts() == ["\n\n".join(body) for body in bodies]


def test_lists_of_results_keep_their_rows(site):
    teams = [prose(f"team {number}", 2).rstrip(".") for number in range(10)]
    bodies = [
        [
            prose(f"round {day}", 40),
            *(f"{a} – {b} {day % 4}:{day % 3}" for a, b in zip(teams[::2], teams[1::2], strict=True)),
        ]
        for day in range(20)
    ]

    site.run(pages("Round", bodies))

    assert [text.count("–") for text in site.texts()] == [5] * 20


# Templated reports


def test_reports_of_the_markets_that_say_nearly_the_same_keep_their_sentences(site):
    moods = ("firmer", "weaker", "unchanged", "mixed")
    bodies = [
        [
            f"The shares of the valley's mills were {moods[day % 4]} on Tuesday, as the price of flour hardly moved.",
            f"Wool ended {moods[day % 3]}, {day} pence up, while salt was {moods[(day + 1) % 4]} in thin trade.",
            "Traders said that they would wait for the harvest, and for the king, before they bought any more.",
        ]
        for day in range(30)
    ]

    site.run(pages("Markets on day", bodies))

    lost = [line for text, body in zip(site.texts(), bodies, strict=False) for line in body[:2] if line not in text]
    assert lost == []


# What must be learned all the same


def test_a_site_of_briefs_learns_its_tagline_though_it_is_longer_than_they_are(site):
    bodies = [[prose(f"brief {number}", 30)] for number in range(14)]

    site.run([page(f"Brief {number}", body, tagline=LONG_TAGLINE) for number, body in enumerate(bodies)])

    assert site.learned() == 14
    assert site.texts() == ["\n\n".join(body) for body in bodies]


def test_a_new_line_in_mid_life_leaves_all_articles_once_twenty_pages_have_it(site):
    bodies = [story(f"story {number}") for number in range(34)]
    site.run(pages("Old", bodies[:12]))

    site.run(
        [page(f"New {number}", body, tagline="Neighbours read the Post") for number, body in enumerate(bodies[12:])]
    )

    assert site.texts() == ["\n\n".join(body) for body in bodies]


def test_a_new_tagline_of_whole_sentences_leaves_all_articles_but_its_first(site):
    bodies = [story(f"story {number}") for number in range(34)]
    site.run(pages("Old", bodies[:12]))

    site.run([page(f"New {number}", body, tagline=LONG_TAGLINE) for number, body in enumerate(bodies[12:])])

    texts = ["\n\n".join(body) for body in bodies]
    assert site.texts() == [*texts[:12], f"{texts[12]}\n\n{LONG_TAGLINE}", *texts[13:]]


@pytest.mark.parametrize("old", [11, 14])
def test_an_old_theme_leaves_its_articles_though_most_pages_of_the_run_have_a_new_one(site, old):
    bodies = [story(f"story {number}") for number in range(old + 20)]
    new = "Neighbours read the Post"

    site.run(
        [*pages("Old", bodies[:old]), *(page(f"New {n}", body, tagline=new) for n, body in enumerate(bodies[old:]))]
    )

    assert site.texts() == ["\n\n".join(body) for body in bodies]


def test_a_new_theme_is_known_within_five_pages_to_all_but_its_first_article_and_the_old_one_does_no_harm(site):
    new = "Neighbours who know it first read the Post in the morning and tell nobody before they have had their coffee."
    bodies = [story(f"story {number}") for number in range(17)]
    site.run(pages("Old", bodies[:12]))

    site.run([page(f"New {number}", body, tagline=new) for number, body in enumerate(bodies[12:])])

    texts = ["\n\n".join(body) for body in bodies]
    assert site.texts() == [*texts[:12], f"{texts[12]}\n\n{new}", *texts[13:]]
