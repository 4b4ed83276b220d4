"""robots.txt: whom it speaks to, what it forbids, and what else it says (RFC 9309)."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from newsspider.permission.crawlers import GATHERERS
from newsspider.permission.robots import ALLOW_ALL, parse_robots, product_token
from tests.permission.counting import PATIENT

HERE = Path(__file__).parent
SITE = "https://news.example"


def allows(text: str, path: str, agent: str = "newsspider") -> bool:
    return parse_robots(text.encode()).can_fetch(SITE + path, agent)


def rules(*lines: str) -> str:
    return "\n".join(["User-agent: *", *lines])


@pytest.mark.parametrize(
    ("agent", "path", "is_allowed"),
    [
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("foobot", "/", False),
        ("FooBot/2.1", "/publications/", False),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("bazbot", "/example/other.html", True),
        ("quxbot", "/example/page.html", True),
        ("quxbot", "/a.gif", True),
        ("newsspider", "/a.gif", False),
        ("newsspider", "/a.gif?b", True),
        ("newsspider", "/example/page.html", False),
        ("newsspider", "/publications/", True),
    ],
)
def test_the_standards_own_file_is_read_as_it_says(agent, path, is_allowed):
    """RFC 9309, 5.1."""
    robots = parse_robots((HERE / "rfc9309.txt").read_bytes())

    assert robots.can_fetch(SITE + path, agent) is is_allowed


def test_the_longest_match_counts():
    """RFC 9309, 5.2."""
    text = "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif"

    assert not allows(text, "/example/page/disallowed.gif", "foobot")
    assert allows(text, "/example/page/allowed.gif", "foobot")


@pytest.mark.parametrize(
    ("path", "allow", "disallow", "is_allowed"),
    [
        ("/page", "/p", "/", True),
        ("/folder/page", "/folder", "/folder", True),
        ("/page.htm", "/page", "/*.htm", False),
        ("/page.php5", "/page", "/*.ph", True),
        ("/", "/$", "/", True),
        ("/page.htm", "/$", "/", False),
        ("/page", "/page$", "/pag*e", True),
        ("/page", "/page$", "/pag*e$", False),
        ("/page", "/other", "*", False),
    ],
)
def test_precedence_is_as_google_documents_it(path, allow, disallow, is_allowed):
    """developers.google.com/search/docs/crawling-indexing/robots/robots_txt."""
    assert allows(rules(f"Allow: {allow}", f"Disallow: {disallow}"), path) is is_allowed
    assert allows(rules(f"Disallow: {disallow}", f"Allow: {allow}"), path) is is_allowed


@pytest.mark.parametrize(
    ("rule", "path", "matches"),
    [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz", True),
        ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", True),
        ("/foo/bar?baz=http%3a%2F%2ffoo.bar", "/foo/bar?baz=http://foo.bar", True),
        ("/foo/bar/\u30c4", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%E3%83%84", "/foo/bar/\u30c4", True),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", True),
        ("/foo/bar/baz", "/foo/bar/%62%61%7a", True),
        ("/a%2fb", "/a%2Fb", True),
        ("/a%2Fb", "/a/b", False),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", True),
        ("/path/foo-%24", "/path/foo-$", True),
        ("/a$b", "/a$b", True),
        ("/a$", "/a$", False),
        ("/100%", "/100%", True),
        ("/a b", "/a%20b", True),
        ("/*/feed/", "/x?u=/feed/", True),
    ],
)
def test_octets_are_compared_after_uniform_encoding(rule, path, matches):
    """RFC 9309, 2.2.2 and 2.2.3."""
    assert allows(rules(f"Disallow: {rule}"), path) is not matches


@pytest.mark.parametrize(
    "name", ["newsspider", "NewsSpider", "newsspider/0.1", "NEWSSPIDER/2.0 (+x)", "GPTBot, newsspider"]
)
def test_our_name_is_found_however_it_is_written(name):
    assert not allows(f"User-agent: {name}\nDisallow: /", "/page")


@pytest.mark.parametrize("name", ["news", "newsspider-images", "newsspiderbot", "spider", "mynewsspider"])
def test_a_name_that_ours_merely_looks_like_is_another(name):
    assert allows(f"User-agent: {name}\nDisallow: /", "/page")


def test_who_is_named_does_not_obey_the_group_for_everyone():
    text = "User-agent: *\nDisallow: /\n\nUser-agent: newsspider\nDisallow: /private/"

    assert allows(text, "/page")
    assert not allows(text, "/private/page")
    assert not allows(text, "/page", "otherbot")


def test_groups_of_one_name_are_one():
    """RFC 9309, 2.2.1."""
    text = (
        "User-agent: newsspider\nDisallow: /foo\n\nUser-agent: *\nDisallow: /\n\nUser-agent: NewsSpider\nDisallow: /baz"
    )

    assert [path for path in ("/foo", "/baz", "/bar") if allows(text, path)] == ["/bar"]


@pytest.mark.parametrize(
    "record",
    ["Sitemap: https://news.example/s.xml", "Crawl-delay: 5", "Host: news.example", "Content-Signal: a=b", "", "#"],
)
def test_a_record_that_is_no_rule_never_ends_a_group(record):
    """RFC 9309, 2.2.4."""
    between_names = f"User-agent: newsspider\n{record}\nUser-agent: otherbot\nDisallow: /a"
    between_rules = f"User-agent: newsspider\nDisallow: /b\n{record}\nDisallow: /a"

    assert not allows(between_names, "/a")
    assert not allows(between_names, "/a", "otherbot")
    assert not allows(between_rules, "/a")


@pytest.mark.parametrize(
    "line",
    [
        "Disallow: /a",
        "disallow:/a",
        " DISALLOW  :  /a  ",
        "Dissallow: /a",
        "disalow: /a",
        "Disallow /a",
        "Disallow: /a # b",
    ],
)
def test_a_rule_is_understood_however_it_is_spelled(line):
    assert not allows(rules(line), "/a")


def test_a_name_needs_no_colon():
    assert not allows("User agent newsspider\nDisallow /a", "/a")
    assert allows(rules("Disallow all of it", "Disallow: /b"), "/a")


@pytest.mark.parametrize("name", ["user agent", "useragent", "USER-AGENT", "User-Agent "])
def test_a_name_is_understood_however_its_record_is_spelled(name):
    assert not allows(f"{name}: newsspider\nDisallow: /a", "/a")


@pytest.mark.parametrize("line", ["Disallow:", "Allow:", "Disallow: # /a", "Noindex: /a", "Disallow", "/a", ": /a"])
def test_a_line_without_a_rule_forbids_nothing(line):
    assert allows(rules(line), "/a")


def test_an_empty_allow_opens_nothing():
    assert not allows(rules("Disallow: /", "Allow:"), "/a")


@pytest.mark.parametrize("value", ["private/", "https://news.example/private/", "/private/", "*private/"])
def test_a_disallow_is_taken_as_it_is_meant(value):
    assert not allows(rules(f"Disallow: {value}"), "/private/page")
    assert allows(rules(f"Disallow: {value}"), "/page")


def test_rules_before_any_name_are_nobodys():
    assert allows("Disallow: /\nUser-agent: *\nDisallow: /a", "/b")


def test_robots_txt_itself_is_always_allowed():
    assert allows(rules("Disallow: /"), "/robots.txt")
    assert not allows(rules("Disallow: /"), "/robots.txt.bak")


@pytest.mark.parametrize("url", ["https://news.example", "https://news.example?a", "https://news.example#a", "/", ""])
def test_an_empty_path_is_the_root(url):
    assert not parse_robots(rules("Disallow: /").encode()).can_fetch(url, "newsspider")


@pytest.mark.parametrize("path", ["/open/../private/", "/open/%2e%2E/private/", "/./private/", "/private/../private/"])
def test_dot_segments_lead_around_no_rule(path):
    assert not allows(rules("Disallow: /private/"), path)
    assert allows(rules("Disallow: /secret/"), path)


def test_parameters_and_query_belong_to_the_path():
    text = rules("Disallow: /*;jsessionid=", "Disallow: /*?print")

    assert [path for path in ("/a;jsessionid=1", "/a?print", "/a?b=print", "/a;b") if allows(text, path)] == [
        "/a?b=print",
        "/a;b",
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_any_encoding_and_line_end_is_read(codec, end):
    body = end.join(["User-agent: *", "Disallow: /caf\u00e9/", "Allow: /caf\u00e9/a"]).encode(codec)

    robots = parse_robots(body)

    assert not robots.can_fetch(f"{SITE}/caf%C3%A9/", "newsspider")
    assert robots.can_fetch(f"{SITE}/caf%c3%a9/a", "newsspider")


def test_stray_zeros_and_half_letters_spoil_no_other_line():
    assert not allows("User-agent: *\0\nDis\0allow: /a", "/a")
    assert not parse_robots(rules("Disallow: /a", "").encode("utf-16-le") + b"x").can_fetch(f"{SITE}/a", "newsspider")
    assert not parse_robots(rules("Disallow: /a", "").encode("utf-16") + b"x").can_fetch(f"{SITE}/a", "newsspider")


def test_octets_that_are_no_utf_8_are_compared_as_they_are():
    robots = parse_robots("User-agent: *\nDisallow: /caf\u00e9/".encode("latin-1"))

    assert not robots.can_fetch(f"{SITE}/caf%E9/", "newsspider")
    assert robots.can_fetch(f"{SITE}/caf%C3%A9/", "newsspider")


def test_only_line_ends_of_the_standard_end_a_line():
    assert allows(rules("Disallow: /a\u2028Disallow: /b"), "/b")


def test_what_stands_beyond_the_bound_is_not_read_nor_is_a_line_cut_in_two():
    head = b"User-agent: *\nDisallow: /first\n"
    filler = b"#" * (512 * 1024 - len(head) - 20) + b"\n"
    body = head + filler + b"Disallow: /second/page\nDisallow: /third\n"

    robots = parse_robots(body)

    assert [path for path in ("/first", "/s", "/second/page", "/third") if robots.can_fetch(SITE + path, "a")] == [
        "/s",
        "/second/page",
        "/third",
    ]


@pytest.mark.parametrize(("end", "is_whole"), [(b"\n", True), (b"\r\n", True), (b"", False), (b"/page", False)])
def test_a_line_at_the_bound_counts_where_it_ends_there(end, is_whole):
    head, line = b"User-agent: *\n", b"\nDisallow: /last"
    body = head + b"#" * (512 * 1024 - len(head) - len(line)) + line + end

    assert parse_robots(body).can_fetch(f"{SITE}/last", "newsspider") is not is_whole


@pytest.mark.parametrize("head", ["<!DOCTYPE html>", "\n <html>", "<?xml version='1.0'?><html>"])
def test_a_page_in_place_of_the_file_forbids_nothing(head):
    assert allows(f"{head}<pre>\nUser-agent: *\nDisallow: /\n</pre>", "/a")


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        (["Crawl-delay: 10"], 10.0),
        (["crawl-delay: 2.5 # polite"], 2.5),
        (["Crawl-delay: .5s"], 0.5),
        (["Request-rate: 1/10"], 10.0),
        (["Request-rate: 2/1m 0600-0845"], 30.0),
        (["Crawl-delay: 3", "Request-rate: 1/7", "Crawl-delay: 5"], 7.0),
        (["Crawl-delay: -1"], None),
        (["Crawl-delay: nan"], None),
        (["Crawl-delay: inf"], None),
        (["Crawl-delay: 1e9"], None),
        (["Crawl-delay: 86400"], 86_400.0),
        (["Crawl-delay: 86401"], 86_400.0),
        (["Crawl-delay: \u0661\u0662"], None),
        (["Crawl-delay:"], None),
        (["Request-rate: 0/5"], None),
        (["Request-rate: 5"], None),
        ([], None),
    ],
)
def test_a_pause_is_asked_for_in_seconds(lines, seconds):
    assert parse_robots(rules(*lines).encode()).crawl_delay("newsspider") == seconds


def test_a_pause_holds_for_the_names_above_it():
    text = (
        "User-agent: otherbot\nCrawl-delay: 30\n\nUser-agent: newsspider\nCrawl-delay: 2\nUser-agent: *\nDisallow: /a"
    )

    robots = parse_robots(text.encode())

    assert [robots.crawl_delay(agent) for agent in ("otherbot", "newsspider", "anybot")] == [30.0, 2.0, None]


def test_a_pause_or_signal_before_any_name_is_nobodys():
    robots = parse_robots(b"Crawl-delay: 5\nContent-Signal: ai-train=no\nUser-agent: *\nDisallow: /a")

    assert robots.crawl_delay("newsspider") is None
    assert robots.opt_outs(f"{SITE}/b") == ()


def test_sitemaps_are_named_once_each_by_web_addresses():
    text = "Sitemap: https://a.example/1.xml\nsite-map:http://a.example/2.xml # two\nSitemap: file:///etc/hosts\n"

    robots = parse_robots((text * 2).encode())

    assert robots.sitemaps == ("https://a.example/1.xml", "http://a.example/2.xml")


def test_sitemaps_are_bounded():
    text = "".join(f"Sitemap: https://a.example/{number}.xml\n" for number in range(5_000))

    assert len(parse_robots(text.encode()).sitemaps) == 1_000
    assert parse_robots(b"Sitemap: https://a.example/" + b"a" * 4_000).sitemaps == ()


def test_agents_are_those_that_the_file_names():
    robots = parse_robots((HERE / "cloudflare.txt").read_bytes())

    assert robots.agents == ("*", "amazonbot", "gptbot", "ccbot", "chatgpt-user")


def test_content_signals_speak_by_path():
    robots = parse_robots((HERE / "cloudflare.txt").read_bytes())

    assert robots.content_signals(f"{SITE}/a", "newsspider") == (("ai-train", "no"), ("search", "yes"))
    assert dict(robots.content_signals(f"{SITE}/archive/a", "newsspider")) == {
        "ai-input": "no",
        "ai-train": "yes",
        "search": "yes",
    }
    assert robots.content_signals(f"{SITE}/a", "gptbot") == ()


@pytest.mark.parametrize(
    ("path", "signals"),
    [
        ("/a", ["robots amazonbot", "robots gptbot", "content-signal ai-train=no"]),
        ("/premium/a", ["robots amazonbot", "robots ccbot", "robots gptbot", "content-signal ai-train=no"]),
        ("/archive/a", ["robots amazonbot", "robots gptbot", "content-signal ai-input=no"]),
    ],
)
def test_publishers_reserve_by_naming_gatherers_and_by_signals(path, signals):
    robots = parse_robots((HERE / "cloudflare.txt").read_bytes())

    opt_outs = robots.opt_outs(SITE + path)

    assert [f"{each.source} {each.signal}" for each in opt_outs] == signals


def test_shutting_everyone_out_is_no_reservation_of_mining():
    assert parse_robots(b"User-agent: *\nDisallow: /").opt_outs(f"{SITE}/a") == ()


def test_a_signal_to_us_alone_is_heard():
    robots = parse_robots(
        b"User-agent: newsspider\nContent-Signal: ai-input=no\nUser-agent: *\nContent-Signal: search=yes"
    )

    assert [each.signal for each in robots.opt_outs(f"{SITE}/a")] == ["ai-input=no"]


def test_a_signal_holds_for_the_names_above_it():
    robots = parse_robots(b"User-agent: newsspider\nContent-Signal: search=yes\nUser-agent: *\nDisallow: /a")

    assert robots.content_signals(f"{SITE}/b", "newsspider") == (("search", "yes"),)
    assert robots.content_signals(f"{SITE}/b", "otherbot") == ()


def test_signals_are_bounded():
    lines = "".join(f"Content-Signal: key-{'abcdefghij'[number % 10]}{number}=yes\n" for number in range(500))

    robots = parse_robots(rules(lines).encode())

    assert len(robots.content_signals(f"{SITE}/a", "newsspider")) == 200


def test_gatherers_are_listed_by_the_name_that_a_file_is_searched_for():
    assert all(product_token(name) == name for name in GATHERERS)


def test_without_rules_everything_is_allowed():
    assert ALLOW_ALL.can_fetch(f"{SITE}/a", "newsspider")
    assert ALLOW_ALL.crawl_delay("newsspider") is None
    assert (ALLOW_ALL.sitemaps, ALLOW_ALL.agents, ALLOW_ALL.opt_outs(SITE)) == ((), (), ())


def test_rules_travel_between_processes():
    robots = parse_robots((HERE / "rfc9309.txt").read_bytes())

    assert pickle.loads(pickle.dumps(robots)) == robots


SEGMENTS = st.sampled_from(["a", "b", "ab", "page", "2026", "x-y", "a.html"])
PATHS = st.lists(SEGMENTS, max_size=4).map(lambda parts: "/" + "/".join(parts))
PATTERNS = st.tuples(PATHS, st.sampled_from(["", "*", "$", "/", "*a", "*/b$"])).map("".join)
RULES = st.lists(st.tuples(st.sampled_from(["Allow", "Disallow"]), PATTERNS), max_size=8)
GROUPS = st.lists(st.tuples(st.sampled_from(["*", "newsspider", "otherbot"]), RULES), max_size=4)


@PATIENT
@given(GROUPS, st.lists(PATHS, min_size=1))
def test_plain_files_are_read_as_protego_reads_them(groups, paths):
    text = "".join(
        f"User-agent: {name}\nDisallow:\n" + "".join(f"{field}: {pattern}\n" for field, pattern in lines)
        for name, lines in groups
    )
    other = Protego.parse(text)

    robots = parse_robots(text.encode())

    for path in paths:
        assert robots.can_fetch(SITE + path, "newsspider") == other.can_fetch(SITE + path, "newsspider")
