"""Pages that serve their readers, told by their make; and articles that have something of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.article import Article, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
DATED = '<meta property="article:published_time" content="2026-11-12T08:00:00Z">'
SIGNED = f'{DATED}<meta name="author" content="Dora Whitlow">'
PRICES = "".join(
    f"<tr><td>{name}</td><td>{price}</td><td>{price - 2}</td></tr>"
    for name, price in (("Wheat", 214), ("Barley", 189), ("Oats", 173), ("Rye", 166), ("Rapeseed", 451))
)
TABLE = f"<table><tr><th>Grain</th><th>Today</th><th>Last week</th></tr>{PRICES}</table>"
REPORT = "".join(
    f"<p>On the passes {day * 11} cm of snow fell on day {day}, with gusts of {40 + day} to {90 + day} km/h. "
    f"At {day}:30 it was {day - 14} degrees; the river stood at {200 + 3 * day} cm, {day * 7} more than before.</p>"
    for day in range(10, 13)
)
CHOICES = "".join(f'<label><input type="radio" name="vote" value="{n}"> {n}</label>' for n in ("Yes", "No", "Unsure"))
TELLS = (
    "<p>The price of wheat fell again this week, the fourth week in a row, and traders at the exchange in Carrick said "
    "that they expect no turn before the ships from the south have been unloaded in the middle of December.</p>"
    "<p>“We have more than we can store,” said Ines Marlow, who runs the silo on the quay. “Nobody wants to buy at a "
    "price that will be lower tomorrow.” Farmers in the valley keep what they have in their barns.</p>"
)


def read(title: str, inside: str, head: str = "", url: str = "https://herald.example/a/4411") -> Article:
    menu = "".join(f"<li><a href=/{word}/>{word}</a></li>" for word in ("News", "Region", "Sport", "Letters"))
    html = (
        f"<html><head><title>{title}</title>{head}</head><body><ul>{menu}</ul><article><h1>{title}</h1>{inside}"
        "</article></body></html>"
    )
    return extract(Page(url=url, body=html.encode(), fetched=NOON))


INTRO = "<p>Here you find what is paid for a tonne at the exchange of Carrick; the figures are of each evening.</p>"
ASKED = (
    "<p>Should the lane behind the old market be closed to cars from spring on, as the council has proposed? Make your "
    "choice; we tell on Saturday how all of our readers have voted in this week's question.</p>"
)


@pytest.mark.parametrize(
    ("title", "inside", "head", "url"),
    [
        ("Grain at Carrick", INTRO + TABLE, "", "https://herald.example/market"),
        ("Prices: grain", INTRO + TABLE, DATED, "https://herald.example/prices/grain"),
        ("The question of the week", f"{ASKED}<form>{CHOICES}</form>", "", "https://herald.example/question"),
        ("The new harbour", INTRO, DATED, "https://herald.example/tag/new-harbour-quay/"),
        ("Weather", INTRO.replace("is paid", "is forecast"), "", "https://herald.example/a/4411"),
    ],
    ids=["prices-of-nobody", "prices-with-a-day", "poll", "tag", "named-as-a-service"],
)
def test_what_serves_is_no_article(title: str, inside: str, head: str, url: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read(title, inside, head, url)
    assert refused.value.reason is Reason.LISTING


@pytest.mark.parametrize(
    ("title", "inside", "head", "url"),
    [
        ("Wheat falls for the fourth week", TELLS + TABLE, "", "https://herald.example/a/4411"),
        ("The snow of the year", REPORT, "", "https://herald.example/snow"),
        ("Results of the Carrick marathon", INTRO + TABLE, DATED, "https://herald.example/a/4411"),
        ("Grain at Carrick", INTRO + TABLE, SIGNED, "https://herald.example/a/4411"),
        ("Readers want the lane closed", f"{TELLS}<form>{CHOICES}</form>", DATED, "https://herald.example/a/4411"),
        ("Weather: storm closes the port", TELLS, "", "https://herald.example/weather/storm-closes-the-port"),
        (
            "Poll: most want the lane closed",
            TELLS.replace("“", "").replace("”", ""),
            "",
            "https://herald.example/a/4411",
        ),
        ("Traffic wardens go on strike", TELLS, "", "https://herald.example/traffic/wardens-go-on-strike"),
        ("Tag day at the fair", TELLS, "", "https://herald.example/tag/2026/tag-day-at-the-fair"),
    ],
    ids=["with-table", "figures", "results", "signed-table", "with-poll", "weather", "poll", "traffic", "tag"],
)
def test_what_tells_is_an_article(title: str, inside: str, head: str, url: str) -> None:
    assert read(title, inside, head, url).title == title


def test_a_refusal_tells_what_it_saw() -> None:
    with pytest.raises(NotAnArticle, match="5 rows of figures"):
        read("Grain at Carrick", INTRO + TABLE, "", "https://herald.example/market")


@pytest.mark.parametrize("desk", ["La rédaction", "Tim Redaksi", "Σύνταξη", "Редакція", "Szerkesztőség"])
def test_a_desk_is_nobody(desk: str) -> None:
    assert read("Wheat falls again", TELLS, f'<meta name="author" content="{desk}">').authors == ()
