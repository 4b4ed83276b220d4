"""What a site's memory learns on the whole path, and what it must never take: the words of an article."""

import json
from collections.abc import Iterable, Sequence
from random import Random

import pytest

from tests.cron import Operator

SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "da", "fe", "gi", "lo", "mu", "na", "pe", "ri", "so")
TAGLINE = "The Valley Post is written by people who live in the valley and pay for its paper themselves, since 1911."
CONSENT = "We and our partners keep things on your device."


def prose(seed: str, words: int = 45) -> str:
    """Return a paragraph that no other seed gives."""
    chance = Random(seed)
    made = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)]
    return " ".join(made).capitalize() + "."


def story(name: str, paragraphs: int = 5) -> list[str]:
    return [prose(f"{name} {number}") for number in range(paragraphs)]


def page(name: str, body: Iterable[str], *, extra: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f"<html lang=en><head><title>{name} - The Valley Post</title></head><body>"
        f"<div class=bar>{CONSENT}</div><ul class=menu><li><a href=/>Home</a><li><a href=/a>Sport</a></ul>"
        f"<article><h1>{name}</h1>{text}<p>{TAGLINE}</p></article>{extra}<div>Imprint and contact</div></body></html>"
    )


class Site:
    """A site whose pages are replayed in one run."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    def replay(self, pages: Sequence[str], *, days: Sequence[int] | None = None) -> dict[str, object]:
        lines = [
            {
                "id": number,
                "url": f"http://valley.example/2026/story-number-{number}",
                "html": html,
                "fetched": f"2026-11-{days[number] if days else 1 + number // 20:02}T10:00:{number % 60:02}Z",
            }
            for number, html in enumerate(pages)
        ]
        path = self._operator.folder / "pages.jsonl"
        path.write_text("\n".join(map(json.dumps, lines)))
        told: dict[str, object] = json.loads(self._operator.run("replay", str(path), "--json").stdout)
        return told

    def texts(self) -> list[str]:
        return [text for (text,) in self._operator.rows("SELECT text FROM article ORDER BY url")]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self._operator.rows(sql)


@pytest.fixture
def site(tmp_path):
    return Site(Operator(tmp_path, {}))


def everything(bodies: Iterable[Sequence[str]]) -> set[str]:
    return {paragraph for body in bodies for paragraph in body}


def kept(site: Site) -> set[str]:
    return {paragraph for text in site.texts() for paragraph in text.split("\n\n")}


def test_what_all_pages_repeat_leaves_all_articles_of_the_first_run_too(site):
    bodies = [story(f"story {number}") for number in range(12)]

    site.replay([page(f"Headline {number}", body) for number, body in enumerate(bodies)])

    assert kept(site) == everything(bodies)
    assert site.rows("SELECT count(*) FROM revision") == [(0,)]
    assert site.rows("SELECT count(*) FROM article_fts WHERE article_fts MATCH 'valley'") == [(0,)]
    assert site.rows("SELECT count(*) FROM article WHERE text_hash = ''") == [(0,)]


def test_pages_seen_again_without_what_their_site_repeats_are_no_revisions(site):
    pages = [page(f"Headline {number}", story(f"story {number}")) for number in range(12)]
    site.replay(pages)
    before = site.texts()

    told = site.replay([html.replace("<body>", "<body><!-- 7 -->") for html in pages], days=[20] * 12)

    assert (told["revision"], told["unchanged"]) == (0, 12)
    assert site.texts() == before
    assert site.rows("SELECT learned FROM site") == [(12,)]


def test_one_page_for_every_address_loses_nothing(site):
    body = story("the only one")

    site.replay([page("Headline", body)] * 15)

    assert everything([body]) <= kept(site)
    assert site.rows("SELECT max(learned) FROM site") == [(1,)]


def test_a_site_of_three_pages_loses_nothing(site):
    bodies = [story(f"story {number}") for number in range(3)]

    site.replay([page(f"Headline {number}", body) for number, body in enumerate(bodies)])

    assert everything(bodies) <= kept(site)


def test_one_article_under_forty_addresses_with_small_differences_loses_nothing(site):
    body = story("the same")
    pages = [page("Headline", [f"Seen {number} times, says {prose(str(number), 3)}", *body]) for number in range(40)]

    site.replay(pages)

    assert everything([body]) <= kept(site)
    assert all(everything([body]) <= set(text.split("\n\n")) for text in site.texts())


def test_reports_that_differ_in_numbers_alone_keep_their_sentences(site):
    def report(day: int) -> list[str]:
        return [
            f"In the valley it will be {day + 3} degrees by noon and {day - 4} at night, with {day * 7} mm of rain.",
            f"On the passes {day * 11} cm of snow are expected, and gusts of {40 + day} kilometres an hour.",
            f"Sunrise is at 7:{10 + day}, sunset at 16:{50 - day}; the river stands at {200 + 3 * day} centimetres.",
        ]

    bodies = [report(day) for day in range(1, 25)]

    site.replay([page(f"The weather on day {number}", body) for number, body in enumerate(bodies)])

    assert everything(bodies) <= kept(site)


def test_paragraphs_told_again_in_follow_up_stories_stay_in_their_midst(site):
    background = "The mill burnt down in the night of the second of May; whose candle it was, nobody has found out."
    bodies = [[*story(f"a {number}", 2), background, *story(f"b {number}", 2)] for number in range(12)]

    site.replay([page(f"Headline {number}", body) for number, body in enumerate(bodies)])

    assert all(background in text for text in site.texts())


def test_few_pages_that_copy_paragraphs_take_them_from_nobody(site):
    victim = story("the victim", 6)
    others = [story(f"honest {number}") for number in range(30)]
    thieves = [[victim[number % 6], *story(f"thief {number}", 4)] for number in range(6)]
    bodies = [*others[:10], victim, *[body for pair in zip(others[10:16], thieves, strict=True) for body in pair]]

    site.replay([page(f"Headline {number}", body) for number, body in enumerate([*bodies, *others[16:]])])

    assert everything([victim]) <= set("\n\n".join(site.texts()).split("\n\n"))
    assert any(all(paragraph in text for paragraph in victim) for text in site.texts())


def test_sub_headings_that_come_back_stay_above_their_text(site):
    pages = [
        page(f"Test {number}", story(f"a {number}", 3)).replace("<p>", "<h2>What we liked</h2><p>", 1)
        for number in range(12)
    ]

    site.replay(pages)

    assert sum("What we liked" in text for text in site.texts()) == 12


def test_tables_of_figures_keep_their_rows_and_the_names_in_them(site):
    towns = ("Marbrook", "Niederlow", "Wiesen", "Torhaven")
    pages = []
    for day in range(1, 16):
        cells = "".join(f"<tr><td>{town}</td><td>{day * place} mm</td></tr>" for place, town in enumerate(towns, 3))
        pages.append(
            page(f"Rain on day {day}", story(f"rain {day}", 3)).replace(
                "</article>", f"<table>{cells}</table></article>"
            )
        )

    told = site.replay(pages)

    assert told["new"] == 15
    assert sum("Torhaven" in text for text in site.texts()) in (0, 15)  # as the extractor reads tables, on all alike


def test_another_theme_in_mid_life_is_known_within_five_pages_and_the_old_one_does_no_harm(site):
    new = "Neighbours read the Post before they have had their coffee."
    first = [story(f"first {number}") for number in range(12)]
    second = [story(f"second {number}") for number in range(12)]
    old_pages = [page(f"Old {number}", body) for number, body in enumerate(first)]
    new_pages = [
        page(f"New {number}", body).replace(TAGLINE, new).replace(CONSENT, "Cookies, again")
        for number, body in enumerate(second)
    ]

    site.replay([*old_pages, *new_pages])

    assert kept(site) == everything([*first, *second])


def test_a_run_after_the_first_leaves_out_at_once_what_is_known(site):
    bodies = [story(f"story {number}") for number in range(14)]
    pages = [page(f"Headline {number}", body) for number, body in enumerate(bodies)]
    site.replay(pages[:12])

    site.replay(pages, days=[20] * 14)

    assert kept(site) == everything(bodies)
    assert site.rows("SELECT count(*) FROM article_removed WHERE rule = 'site-block'")[0] >= (14,)
