"""Headers and meta elements that reserve: whom they speak to, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsspider.article import OptOut, OptOutSource
from newsspider.permission.signals import read_header_signals, read_meta_signals
from tests.permission.counting import PATIENT, calls_of

POLICY = "https://news.example/tdm.json"


def header_signals(*values: str) -> list[str]:
    headers = [("x-robots-tag", value) for value in values]
    return [opt_out.signal for opt_out in read_header_signals(headers, "newsspider/0.1")]


def meta_signals(*metas: tuple[str, str]) -> list[str]:
    tree = html.Element("html")
    for name, content in metas:
        tree.append(html.Element("meta", name=name, content=content))
    return [opt_out.signal for opt_out in read_meta_signals(tree, "newsspider/0.1")]


@pytest.mark.parametrize(
    ("value", "signals"),
    [
        ("noai", ["noai"]),
        ("NoAI, NOIMAGEAI , nofollow", ["noai", "noimageai"]),
        ("noindex nofollow; noarchive", ["noindex", "noarchive"]),
        ("none", ["noindex"]),
        ("nocache", ["noarchive"]),
        ("all, index, follow", []),
        ("max-snippet:-1, max-image-preview:none, noai", ["noai"]),
        ("unavailable_after: Sat, 25 Jun 2010 15:00:00 PST, noai", ["noai"]),
        ("unavailable_after: 2010-06-25T15:00:00Z, noai", ["noai"]),
        ("googlebot: noindex, nofollow", []),
        ("googlebot: noindex, newsspider: noai, noarchive, otherbot: none", ["noai", "noarchive"]),
        ("NewsSpider: noindex", ["noindex"]),
        ("*: noindex", ["noindex"]),
        ("otherbot: unavailable_after: 25 Jun 2010 15:00:00 PST, noindex", []),
        ("noindex, noindex", ["noindex"]),
        ("noaim, xnoai", []),
        ("", []),
        (":,::,,", []),
    ],
)
def test_robots_tags_speak_to_all_or_to_whom_they_name(value, signals):
    assert header_signals(value) == signals


def test_a_name_speaks_to_the_end_of_its_header():
    assert header_signals("otherbot: noindex", "noai") == ["noai"]


def test_headers_of_text_and_data_mining_are_heard():
    headers = [("TDM-Reservation", " 1 "), ("tdm-policy", POLICY)]

    opt_outs = read_header_signals(headers, "newsspider")

    assert opt_outs == (OptOut(source=OptOutSource.HEADER, signal="tdm-reservation=1", policy_url=POLICY),)


@pytest.mark.parametrize("value", ["0", "", "true", "11", "-1"])
def test_a_reservation_of_nothing_is_none(value):
    assert read_header_signals([("tdm-reservation", value), ("tdm-policy", POLICY)], "newsspider") == ()


def test_a_content_signal_in_a_header_is_heard():
    opt_outs = read_header_signals([("content-signal", "search=yes, ai-train=no, ai-input=yes")], "newsspider")

    assert opt_outs == (OptOut(source=OptOutSource.CONTENT_SIGNAL, signal="ai-train=no"),)


def test_metas_speak_to_all_or_to_us():
    signals = meta_signals(("ROBOTS", "NoAI,max-image-preview:large"), ("googlebot", "none"), ("NewsSpider", "noindex"))

    assert signals == ["noai", "noindex"]


def test_metas_of_text_and_data_mining_are_heard():
    tree = html.fromstring(
        f'<html><head><meta name="tdm-reservation" content="1"><META NAME="TDM-Policy" CONTENT="{POLICY}">'
        "<meta content='noai'><meta name='robots'></head><body></body></html>"
    )

    opt_outs = read_meta_signals(tree, "newsspider")

    assert opt_outs == (OptOut(source=OptOutSource.META, signal="tdm-reservation=1", policy_url=POLICY),)


@PATIENT
@given(
    st.lists(st.tuples(st.sampled_from(["x-robots-tag", "tdm-reservation", "tdm-policy", "content-signal"]), st.text()))
)
def test_no_header_raises(headers):
    opt_outs = read_header_signals(headers, "newsspider")

    assert all(each.signal.isascii() and len(each.signal) <= 60 for each in opt_outs)


@pytest.mark.parametrize("unit", ["a:", ":", ",", "noai,", "otherbot:noai,", "unavailable_after:", " "])
def test_long_headers_cost_their_length(unit):
    short, long = ([("x-robots-tag", unit * count)] for count in (100, 10_000))

    first, second = (calls_of(lambda value=value: read_header_signals(value, "newsspider")) for value in (short, long))

    assert second <= 110 * first
