"""The page: what it says, and that what others wrote is text in it and nothing else."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from newsspider.article import BlockForm, BlockKind, Reason
from newsspider.explanation import ExplainedBlock, Explanation
from newsspider.webpage.explanation import MAX_BLOCKS, MAX_LETTERS, explanation_page
from tests.webpage.making import a_block, a_witness, an_article, an_explanation

EVIL = "</style></title><script>alert(1)</script><img src=//x.example onerror=alert(1)>\x1b[31m\u202egnp.exe\x00\"'&lt;"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "p", "strong", "main", "section"),
    *("dl", "dt", "dd", "div", "s", "span", "ul", "ol", "li", "del", "details", "summary", "footer"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "href", "dir", "id", "tabindex"),
    "aria-labelledby",
}


class Reading(HTMLParser):
    """What stands in a page: tags, attributes, text without the style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        if self.tags[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def values(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


def read(explanation, address="https://www.harbour.example/news/ferry", **more) -> Reading:
    return Reading(explanation_page(explanation, address=address, **more))


def test_the_page_tells_fields_with_sources_and_who_was_not_believed():
    loser = a_witness(source="meta og:title", value="Ferry | Harbour", chosen=False, why="ranked below")

    page = read(an_explanation(a_witness(), loser), note="From the archive.")

    assert (
        "title The ferry sails again from h1 not chosen: Ferry | Harbour from meta og:title, ranked below" in page.text
    )
    assert "3 blocks kept , 9 removed" in page.text
    assert "From the archive." in page.text


def test_who_says_the_same_is_named_and_not_struck():
    agreeing = [a_witness(source=name, chosen=False, why="says the same") for name in ("meta og:title", "title")]

    page = read(an_explanation(a_witness(), *agreeing))

    assert "The ferry sails again from h1 also in meta og:title; title" in page.text
    assert "s" not in page.tags


def test_the_page_tells_blocks_in_order_with_reason_score_and_place():
    page = read(an_explanation())

    assert (
        "Removed, navigation · rule navigation-rule Home "
        "The ferry left the quay at six. paragraph · score 0.97 · letters 0 to 31 · …/p[1] "
        "Removed, newsletter · rule newsletter-rule · …/p[2] Subscribe to our letter "
        "Who was on board heading · letters 33 to 49 · …/h2 "
    ) in page.text
    assert "… in a place stands for /html/body/main/div/article ." in page.text


def test_long_runs_of_removed_blocks_are_folded_with_their_kinds():
    page = read(an_explanation())

    assert page.tags.count("details") == page.tags.count("summary") == 1
    assert "7 removed blocks: 7 related" in page.text
    assert page.tags.count("del") == 9 + 1  # the legend shows one


def test_a_page_without_an_article_tells_reason_evidence_and_what_was_seen():
    seen = tuple(ExplainedBlock(text=f"Teaser {number}", kept=False, rule="listing") for number in range(9))

    page = read(Explanation(article=None, refusal=(Reason.LISTING, "9 teasers"), blocks=seen))

    assert "No article. listing: 9 teasers" in page.text
    assert "Teaser 0 Teaser 1" in page.text
    assert "del" not in page.tags


@pytest.mark.parametrize(
    "explanation",
    [
        an_explanation(
            a_witness(value=EVIL, source=EVIL),
            a_witness("weather" + EVIL, value=EVIL, chosen=False, why=EVIL),
            title=EVIL,
            text=EVIL,
            lead=EVIL,
            language='en" onload="alert(1)',
            sources=(("title", EVIL),),
            kept=(),
            removed=(a_block(EVIL, place=EVIL),) * 9,
        ),
        Explanation(
            article=None,
            refusal=(Reason.LISTING, EVIL),
            blocks=(ExplainedBlock(text=EVIL, kept=False, rule=EVIL, kind=BlockKind.OTHER, place=EVIL),),
        ),
    ],
    ids=["article", "no article"],
)
def test_what_a_page_holds_is_text_and_nothing_else(explanation):
    html = explanation_page(explanation, address=EVIL, note=EVIL)
    page = Reading(html)

    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    assert page.values("href") == ["#blocks"]
    assert not set(page.values("class")) - {None} & {EVIL}
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
    assert "<script>alert(1)</script><img src=//x.example" in page.text


def test_the_policy_allows_this_style_sheet_and_nothing_else():
    html = explanation_page(an_explanation(), address="x")

    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = [value for value in Reading(html).values("content") if value and "default-src" in value]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("روز دوشنبه، دوهزار نفر بر عرشه بودند.", "fa", "rtl"),
        ("ביום שני הפליגה המעבורת.", "he", "rtl"),
        ("(2026) Fähre fährt.", "de", "ltr"),
        ("渡し船が出た。", "ja", "ltr"),
    ],
)
def test_every_script_runs_in_its_direction_and_is_named(text, language, direction):
    html = explanation_page(an_explanation(text=text, title=text, language=language, kept=()), address="x")

    assert f'<ol class="blocks" lang="{language}" dir="{direction}">' in html
    assert f'<h1 lang="{language}" dir="{direction}">{text}</h1>' in html
    assert text in Reading(html).text


@pytest.mark.parametrize("language", ['en"><b>', "", "x" * 99, "en us", None])
def test_a_language_that_no_browser_knows_is_not_named(language):
    assert set(read(an_explanation(language=language)).values("lang")) == {"en"}


def test_joiners_and_marks_come_through():
    text = "می‌خواهد क्‍ष 👩‍🚀 ก็ ἅπαξ"

    assert text in read(an_explanation(text=text, kept=())).text


def test_a_flood_of_blocks_gives_a_page_of_bounded_size():
    blocks = tuple(
        ExplainedBlock(text="word " * 9_000, kept=number % 2 == 0, kind=BlockKind.OTHER, form=BlockForm.PARAGRAPH)
        for number in range(300)
    )
    flood = tuple(ExplainedBlock(text="w", kept=False, kind=BlockKind.OTHER) for _ in range(100_000))

    many = explanation_page(Explanation(article=an_article(), blocks=flood), address="x")
    long = explanation_page(Explanation(article=an_article(), blocks=blocks), address="x")

    assert "95,000 more blocks are not shown." in many
    assert many.count("<del>") == MAX_BLOCKS + 1
    assert len(long) < 300 * (MAX_LETTERS + 1_000)
    assert "(25,000 more letters)" in long


def test_it_can_be_read_by_keyboard_and_by_ear():
    page = read(an_explanation())

    assert [tag for tag in page.tags if tag in ("header", "main", "footer")] == ["header", "main", "footer"]
    assert [tag for tag in page.tags if tag in ("h1", "h2", "h3")] == ["h1", "h2", "h2"]
    assert page.tags[page.tags.index("body") + 1] == "a"
    assert "blocks" in page.values("id")
    assert set(page.values("aria-labelledby")) <= set(page.values("id"))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        *((ink, paper, 4.5) for ink in ("ink", "quiet") for paper in ("page", "panel", "gone-page")),
        ("gone", "gone-page", 4.5),
        *((mark, "page", 3.0) for mark in ("kept", "gone", "focus")),
    ],
)
def test_contrast_is_as_wcag_asks(scheme, ink, paper, least):
    """WCAG 2.2, 1.4.3 and 1.4.11, level AA."""
    sheet = files("newsspider.webpage").joinpath("explanation.css").read_text(encoding="utf-8")
    colours = [dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in sheet.split("prefers-color-scheme", 1)]

    light, dark = sorted((luminance(colours[scheme][name]) for name in (ink, paper)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= least


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, glossary)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
