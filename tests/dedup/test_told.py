"""Pairs of texts as papers print them: what a paper does to a story that it takes over, and what only looks like it.

Every story was written for these tests.
"""

import re
from pathlib import Path
from random import Random

import pytest

from newsspider.article import Relation
from newsspider.dedup.fingerprint import fingerprint, shingle_hashes
from newsspider.dedup.kinship import Candidate, kinships

TOLD = Path(__file__).with_name("told")
NAMES = (
    "Aldana",
    "Brückner",
    "Chaudhry",
    "Dvořák",
    "Eriksen",
    "Fontaine",
    "Gruber",
    "Halloran",
    "Ivanova",
    "Juárez",
    "Kowalski",
    "Lindqvist",
)
CITIES = (
    "Ashford",
    "Bellmore",
    "Castria",
    "Dunwick",
    "Eastvale",
    "Farrow",
    "Glenhaven",
    "Harlow",
    "Inverley",
    "Jessup",
    "Kingsmere",
    "Lowick",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORMS = dict(form.split("\n", 1) for form in (TOLD / "forms.txt").read_text("utf-8").strip().split("\n\n"))
FOOTER = "This story was supplied by an agency and has not been edited. Follow us for more news as it happens."
LOCAL = (
    "In our own county the lifeboats of Dunwick and Farrow were on alert all night, a spokeswoman for the two stations "
    "said. Neither was called out in the end, and the ferries ran as usual from eight in the morning."
)


def story(name, *which):
    """Return a story, or *which* of its paragraphs."""
    of = (TOLD / f"{name}.txt").read_text("utf-8").strip().split("\n\n")
    return "\n\n".join(of[at] for at in which) if which else "\n\n".join(of)


def edited(text, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def filled(form, seed):
    return filled_in(FORMS[form], seed)


def filled_in(form, seed):
    random = Random(seed)
    draw = {
        "n": lambda: str(random.randint(2, 9_999)),
        "p": lambda: random.choice(NAMES),
        "c": lambda: random.choice(CITIES),
        "d": lambda: random.choice(DAYS),
        "w": lambda: random.choice(("north", "west")),
    }
    return re.sub(r"\{(\w)\}", lambda match: draw[match[1]](), form)


def told(one, other):
    """Return what *one*, which came second, is to *other*."""
    newcomer, stored = fingerprint(None, one), fingerprint(None, other)
    assert newcomer is not None
    assert stored is not None
    found = kinships(
        newcomer,
        [Candidate(id=1, cluster=1, fingerprint=stored)],
        hashes=lambda at: shingle_hashes(one if at is None else other),
        texts=lambda at: one if at is None else other,
    )
    return found[0].relation if found else None


COPIES = {
    "a headline paragraph of its own and another date line": (
        "LANNICK, 4 Nov (ANA) - A freighter is stuck on the sands off Lannick tonight; its crew is safe.\n\n"
        + story("wire", 1, 2, 3, 4, 5)
    ),
    "cut by a third, with the agency's footer": f"{story('wire', 0, 1, 2, 3)}\n\n{FOOTER}",
    "a local paragraph put in": f"{story('wire', 0, 1)}\n\n{LOCAL}\n\n{story('wire', 2, 3, 4, 5)}",
    "its paragraphs in another order": story("wire", 0, 4, 5, 2, 1, 3),
    "captions and credits between": (
        f"{story('wire', 0)}\n\nThe stranded ship at dawn. Photo: P. Gruber\n\n{story('wire', 1, 2, 3)}\n\n"
        f"Volunteers bring the first sailors ashore in Lannick.\n\n{story('wire', 4, 5)}"
    ),
    "live updates above": (
        "17:40 The tug has left Rotterdam and should arrive a day earlier than planned, its owners say.\n\n"
        "15:05 Schoolchildren are being kept away from the beach while booms are laid.\n\n" + story("wire")
    ),
    "its names spelled in another way": edited(
        story("wire"), ("Keogh", "Kehoe"), ("Lannick", "Lannic"), ("Riga", "Rīga"), ("Rotterdam", "Roterdam")
    ),
    "its site's boilerplate leaked at the end": (
        f"{story('wire')}\n\nGet the day's top stories in your inbox every morning. By signing up you agree to our "
        "terms of use and our privacy policy.\n\nDownload our app, follow us on all channels and never miss a story."
    ),
    "every number corrected": edited(
        story("wire"), ("nineteen", "21"), ("six hours", "5 hours"), ("three kilo", "2 kilo"), ("eleven", "14"),
        ("140 tonnes", "165 tonnes"), ("third", "4th"), ("ten years", "12 years"),
    ),
    "sentences reworded here and there": edited(
        story("wire"), ("ran aground off", "got stuck off"), ("brought all", "took all"), ("according to", "said"),
        ("have left hospital", "were sent home"), ("as soon as", "once"), ("by noon", "before midday"),
        ("asked the ministry again", "once more asked the ministry"),
    ),
    "a correction put above": (
        "Correction: an earlier version of this story gave a wrong name for the lifeboat station's head. It has been "
        "put right.\n\n" + edited(story("wire"), ("Marta Keogh", "Mairead Keogh"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", COPIES.values(), ids=COPIES)
def test_what_a_paper_does_to_an_agency_s_story_leaves_it_a_copy(changed):
    assert told(changed, story("wire")) is told(story("wire"), changed) is Relation.COPY


@pytest.mark.parametrize("language", ["de", "hi", "ja", "ar", "ru", "tr", "el"])
def test_a_copy_is_one_in_any_script(language):
    own = {
        "de": "Berlin (dna) - ", "hi": "नई दिल्ली, 4 नवंबर - ", "ja": "【東京4日共通】", "ar": "القاهرة 4 نوفمبر - ",
        "ru": "МОСКВА, 4 ноября. ", "tr": "ANKARA (AX) - ", "el": "Αθήνα, 4 Νοεμβρίου - ",
    }  # fmt: skip

    changed = f"{own[language]}{story(language, 0, 2, 1)}"

    assert told(changed, story(language)) is Relation.COPY


@pytest.mark.parametrize("language", ["de", "hi", "ja", "ar", "ru", "tr", "el"])
def test_a_first_paragraph_alone_is_an_excerpt_in_any_script(language):
    assert told(story(language, 0), story(language)) is Relation.EXCERPT_OF


def test_two_reporters_at_one_event_who_heard_the_same_quotes_are_no_copies():
    assert told(story("rival"), story("wire")) in {None, Relation.REUSE}


@pytest.mark.parametrize("language", ["rival", "de", "hi", "ja", "ar", "ru", "tr", "el"])
def test_stories_of_other_things_are_nothing_to_each_other(language):
    assert told(story(language), story("talks")) is None


def test_a_weekly_column_is_no_copy_of_last_week_s():
    frame = story("column")

    assert told(frame.format(story("talks")), frame.format(story("rival", 0, 2, 3))) in {None, Relation.REUSE}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_filled_in_again_is_no_copy(form, seed):
    assert told(filled(form, 2 * seed), filled(form, 2 * seed + 1)) in {None, Relation.REUSE}


@pytest.mark.parametrize("seed", range(5))
def test_a_form_without_numbers_whose_sentences_are_long_is_no_copy_either(seed):
    form = (
        "{p} {p}, of {c}, died peacefully at home surrounded by family. Survivors include {p} {p} and {p}, of {c}. A "
        "funeral service will be held at the church of {c} on {d}, with burial to follow in the churchyard. Family and "
        "friends may call one hour before the service. In lieu of flowers, donations may be made to the hospice of "
        "{c}. The family wishes to thank the nurses and carers for their kindness."
    )

    assert told(filled_in(form, 2 * seed), filled_in(form, 2 * seed + 1)) in {None, Relation.REUSE}


def test_a_short_story_with_other_numbers_and_names_spelled_otherwise_is_a_copy():
    story = (
        "The Supreme Court on Wednesday asked the states to file within six weeks a report on the vacancies in the "
        "consumer commissions, observing that people lose faith when their complaints are not heard for years.\n\n"
        "A bench of Justices Vikram Nath and Sandeep Mehta said that more than 5.4 lakh cases were pending in the "
        "district commissions at the end of last year, and that every third post of a member was vacant.\n\n"
        "Additional Solicitor General Aishwarya Bhati told the court that advertisements for 112 posts had been issued."
        "\n\nThe matter will be heard next on January 14."
    )

    changed = edited(
        story, ("six weeks", "6 weeks"), ("5.4 lakh", "540,000"), ("Aishwarya", "Aishvarya"),
        ("\n\nThe matter will be heard next on January 14.", ""),
    )  # fmt: skip

    assert told(changed, story) is told(story, changed) is Relation.COPY


def test_a_result_printed_again_by_another_paper_is_a_copy():
    form = filled("table", 7)

    assert told(f"Fußball: {form}", form) is Relation.COPY
