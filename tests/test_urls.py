import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.errors import BadURL
from newsspider.urls import (
    absolute_url,
    is_front_page,
    looks_like_article,
    same_site,
    site_of,
    uid,
    url_key,
)

HERE = Path(__file__).parent
PAIRS = [json.loads(line) for line in (HERE / "url_pairs.jsonl").read_text("utf-8").splitlines()]
GUESSES = [line.split(" ", 1) for line in (HERE / "article_urls.txt").read_text("utf-8").splitlines()]

HOSTS = """
isle.example www.m.isle.example:443 amp.isle.example:8080 [::1]:80 127.0.0.1 müller.example
cdn.ampproject.org www.google.com a.cdn.ampproject.org
"""
ADDRESSES = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(HOSTS.split()),
    st.lists(
        st.sampled_from(
            ["/", "/amp", "/print", "/index.html", "/a.amp", "/c/s", "/..", "/%2e", "/x%2Fy", "/é", "//", ";"]
        )
        | st.sampled_from(
            ["/b.example", "/(S(0123456789abcdefghij))", ";sid=1", "%zz", "\\", " ", "/amp/s", "/%E9", "/s"]
        )
        | st.text(max_size=4),
        max_size=6,
    ).map("".join),
    st.lists(
        st.sampled_from(["?", "&", "&amp;", "=", "id=1", "utm_x=1", "ref=rss", "+", "#!", "#"]) | st.text(max_size=3)
    ).map("".join),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["rule"])
def test_a_key_is_equal_for_spellings_of_one_address_only(pair):
    first, second = url_key(pair["a"]), url_key(pair["b"])

    assert (first == second) is pair["same"], (first, second)


@given(ADDRESSES)
def test_a_key_is_the_key_of_itself(url):
    try:
        key = url_key(url)
    except BadURL:
        return

    assert url_key("https://" + key) == key


@given(st.text())
def test_any_text_has_a_key_or_is_refused(text):
    for url in (text, "https://" + text, "https://isle.example/" + text):
        try:
            key = url_key(url)
        except BadURL:
            continue
        assert key.isascii()
        assert key.isprintable()


REFUSED = """
isle.example/a
//isle.example/a
ftp://isle.example/a
file:///etc/hostname
javascript:alert(1)
https://
https:///a
https://a..b/
https://isle.example:99999/
https://isle.example:x/
https://[::1/
https://a b.example/
https://<b>.example/
"""


@pytest.mark.parametrize(
    "url", [*REFUSED.split("\n"), "https://isle.example/\ud800", "https://isle.example/" + "a" * 9000]
)
def test_what_is_no_web_address_is_refused_in_one_line(url):
    with pytest.raises(BadURL) as refused:
        url_key(url)

    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 2500


def test_a_uid_is_short_and_stable():
    assert uid(url_key("https://www.isle.example/a?utm_source=x")) == uid("isle.example/a")
    assert len(uid("isle.example/a")) == 16


def test_a_site_is_its_host_without_www():
    assert site_of("HTTPS://WWW.Isle.Example:443/a") == "isle.example"
    assert site_of("https://news.isle.example/") == "news.isle.example"
    assert site_of("http://127.0.0.1:8000/a") == "127.0.0.1:8000"


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://www.isle.example/a", "http://m.isle.example/b", True),
        ("https://sport.isle.example/a", "https://isle.example/", True),
        ("https://isle.example/", "https://sport.isle.example/a", True),
        ("https://sport.isle.example/", "https://news.isle.example/", False),
        ("https://isle.example/", "https://notisle.example/", False),
        ("https://isle.example/", "https://isle.example.evil.example/", False),
        ("https://isle.example@evil.example/", "https://isle.example/", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/a", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:9000/", False),
        ("http://1.127.0.0.1/", "http://127.0.0.1/", False),
        ("http://localhost:1/", "http://www.localhost:1/", False),
        ("http://[::1]:8000/", "http://[0:0::1]:8000/", True),
        ("https://isle.example/", "https://example/", False),
        ("nonsense", "nonsense", False),
    ],
)
def test_a_site_holds_its_twins_and_subdomains(url, other, same):
    assert same_site(url, other) is same


@pytest.mark.parametrize(("sign", "url"), GUESSES)
def test_an_address_tells_whether_it_leads_to_an_article(sign, url):
    assert looks_like_article(url) is (sign == "+")


@pytest.mark.parametrize("path", ["", "/", "/?utm_source=x", "/index.php", "/en/", "/pt-BR", "/home", "/#top"])
def test_the_front_page_is_known_in_every_dress(path):
    assert is_front_page("https://isle.example" + path)


@pytest.mark.parametrize("path", ["/?p=1", "/news", "/en/a", "/#!/a"])
def test_other_pages_are_not_the_front_page(path):
    assert not is_front_page("https://isle.example" + path)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("b", "https://isle.example/news/b"),
        ("/b?x=1#top", "https://isle.example/b?x=1"),
        ("//m.isle.example/b", "https://m.isle.example/b"),
        ("?page=2", "https://isle.example/news/?page=2"),
        ("#!/b", "https://isle.example/news/#!/b"),
        (" \t https://isle.example/a b\n ", "https://isle.example/a%20b"),
        ("/new\nline\x00", "https://isle.example/newline"),
        ("HTTPS://ann:pw@Isle.Example:443/b", "https://isle.example/b"),
        ("https://isle.example", "https://isle.example/"),
        ("\\b\\c", "https://isle.example/b/c"),
        ("www.isle.example/b", "https://www.isle.example/b"),
        ("/খবর", "https://isle.example/খবর"),
    ],
)
def test_a_link_leads_where_a_browser_would_go(href, url):
    assert absolute_url("https://isle.example/news/", href) == url


LEADS_NOWHERE = """
#top
file:///etc/hostname
data:text/html,x
javascript:void(0)
mailto:a@isle.example
ftp://isle.example/a
http://[
http://
https://isle.example:0/
tel:+4411
"""


@pytest.mark.parametrize("href", [*LEADS_NOWHERE.split("\n"), "   ", "https://\ud800/"])
def test_a_link_that_leads_to_no_page_is_none(href):
    assert absolute_url("https://isle.example/news/", href) is None
