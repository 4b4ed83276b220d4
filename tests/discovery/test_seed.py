import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.article import DateSource, Discovery, Page
from newsspider.discovery.seed import read_seed
from newsspider.discovery.unpack import unzip

SEEDS = Path(__file__).parent / "seeds"
NAMES = sorted(path.name for path in SEEDS.iterdir())


def read(name: str, url: str = "https://isle.example/seed", **bounds: int) -> Discovery:
    return read_bytes((SEEDS / name).read_bytes(), url, **bounds)


def read_bytes(body: bytes, url: str = "https://isle.example/seed", **bounds: int) -> Discovery:
    return read_seed(Page(url=url, body=body, fetched=datetime(2026, 3, 3, tzinfo=UTC)), **bounds)


def urls(found: Discovery) -> list[str]:
    return [link.url for link in found.links]


def at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)


def test_rss_gives_the_links_of_its_entries_in_order_and_once():
    found = read("rss2.xml", "https://hillpost.example/feed/")

    assert urls(found) == [
        "https://hillpost.example/2026/03/02/ferry-and-bus-share-one-ticket/?a=1&b=2",
        "https://hillpost.example/2026/03/01/cafe-reopens-after-flood/",
        "https://hillpost.example/2026/02/28/mayor-opens-bridge/",
        "https://hillpost.example/2026/02/27/only-an-atom-link/",
        "https://hillpost.example/2026/02/26/the-address-behind-the-proxy/",
    ]
    assert {link.source for link in found.links} == {DateSource.FEED}
    assert found.problems == ()
    assert not found.is_page


def test_rss_gives_titles_without_markup_and_entities():
    found = read("rss2.xml", "https://hillpost.example/feed/")

    assert [link.title for link in found.links] == [
        "Ferry & bus share one ticket from May",
        "Café reopens after flood",
        "Mayor opens bridge &unknown; today",
        "Only an atom link",
        "Proxied",
    ]


def test_rss_gives_dates_in_utc_and_none_where_unreadable():
    found = read("rss2.xml", "https://hillpost.example/feed/")

    assert [link.published for link in found.links] == [
        at(2026, 3, 2, 4),
        at(2026, 3, 1, 8),
        None,
        at(2026, 2, 28, 4, 10),
        None,
    ]


def test_rss_1_is_read_and_an_entry_may_name_its_address_as_subject():
    found = read("rss1.xml")

    assert urls(found) == ["https://fjord.example/nyheter/1001", "https://fjord.example/nyheter/1002"]
    assert found.links[0].title == "Ny ferge til øya"
    assert found.links[0].published == at(2026, 3, 2, 9)


def test_atom_prefers_the_html_alternate_and_heeds_xml_base():
    found = read("atom.xml", "https://valle.example/atom.xml")

    assert urls(found) == ["https://valle.example/blog/sube-el-rio", "https://valle.example/deportes/gana-el-local"]
    assert [link.title for link in found.links] == ["Sube el río <3 metros", "Gana el local"]
    assert [link.published for link in found.links] == [at(2026, 3, 2, 10), None]
    assert [link.modified for link in found.links] == [at(2026, 3, 2, 12, 30), at(2026, 3, 1, 22)]


def test_a_bad_entry_costs_one_entry_and_one_line():
    found = read("broken.xml")

    numbers = [url.removeprefix("https://reef.example/news/") for url in urls(found)]
    assert numbers == ["1001", "1002?x=1&y=2", "1003", "1005", "1006", "1007", "1008"]
    assert found.problems == (
        "entry 4 has no http(s) link",
        "entry 7 has no http(s) link",
        "entry 8 has no http(s) link",
        "entry 10 has no http(s) link",
    )
    assert found.links[1].title == "a < b, and R&D"
    assert found.links[5].title == "Control codes"


def test_entity_bombs_and_external_entities_stay_words():
    found = read("bomb.xml")

    assert [link.title for link in found.links] == ["Boom &e; &file;", "Quiet"]


def test_a_sitemap_gives_addresses_and_dates_and_reports_what_is_bad():
    found = read("sitemap.xml")

    assert urls(found) == [
        "https://isle.example/2026/03/02/harbour-light-back-on",
        "https://isle.example/2026/03/01/school-meals?id=5&lang=en",
        "https://isle.example/2026/02/28/relative-but-good",
    ]
    assert [link.modified for link in found.links] == [at(2026, 3, 2, 11), at(2026, 3, 1), None]
    assert {link.source for link in found.links} == {DateSource.SITEMAP}
    assert found.problems == (
        "the closing tag is missing: the seed may be cut off",
        "entry 3 has no http(s) address",
        "entry 4 has no http(s) address",
        "entry 6 is cut off",
    )


def test_a_news_sitemap_gives_its_dates_and_titles_under_any_prefix():
    (link,) = read("news.xml").links

    assert link.url == "https://plateau.example/news/dam-level-rises-again"
    assert link.title == 'Dam level "rises" again'
    assert link.published == at(2026, 3, 2, 4, 15)
    assert link.modified is None


def test_a_sitemap_index_gives_news_first_then_the_newest():
    found = read("index.xml")

    assert [seed.removeprefix("https://isle.example/") for seed in found.seeds] == [
        "sitemap-news.xml",
        "post-sitemap2.xml",
        "post-sitemap1.xml",
        "sitemap-2026-02.xml",
        "sitemap-2024-11.xml",
        "sitemap-tags.xml",
    ]
    assert found.links == ()
    assert found.problems == ("entry 7 has no http(s) address",)


def test_wordpress_numbers_its_sitemaps_from_the_oldest():
    found = read("wordpress-index.xml")

    assert [seed.removeprefix("https://delta.example/wp-sitemap-") for seed in found.seeds][:3] == [
        "posts-post-10.xml",
        "posts-post-2.xml",
        "posts-post-1.xml",
    ]


def test_a_text_sitemap_is_a_list_of_addresses():
    found = read("addresses.txt")

    assert [url.rpartition("/")[2] for url in urls(found)] == ["first-of-three", "second-of-three", "third-of-three"]
    assert found.problems == ("line 4 is no http(s) address",)


def test_robots_names_sitemaps():
    found = read("robots.txt", "https://isle.example/robots.txt")

    assert found.seeds == ("https://isle.example/sitemap-index.xml", "https://isle.example/sitemap-news.xml")
    assert found.problems == ("a Sitemap line names no http(s) address",)


def test_a_front_page_names_its_feeds_without_those_of_comments():
    found = read("front.html", "https://www.isle.example/")

    assert found.seeds == (
        "https://www.isle.example/feed/",
        "https://www.isle.example/home/atom.xml",
        "https://www.isle.example/sitemap.xml",
    )
    assert found.is_page


def test_a_front_page_gives_its_own_articles_those_in_headings_first():
    found = read("front.html", "https://www.isle.example/")

    assert [(link.url, link.title) for link in found.links] == [
        ("https://www.isle.example/2026/03/02/storm-warning-for-the-isles/", "The isles’ storm warning"),
        ("https://www.isle.example/2026/03/02/harbour-light-back-on/", "Harbour light back on"),
        ("https://www.isle.example/2026/03/01/school-meals-stay-free/", "School meals stay free"),
        ("https://sport.isle.example/shinty-cup-final-report", "Shinty cup final: report"),
        ("https://www.isle.example/2026/03/02/late-ferry-cancelled-again/", "Late ferry cancelled again"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_gzip_changes_nothing_however_often(name):
    body = (SEEDS / name).read_bytes()

    assert read_bytes(gzip.compress(gzip.compress(body[:300]) + gzip.compress(body[300:]))) == read_bytes(body)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["rss1.xml", "front.html"])
def test_the_bytes_tell_the_encoding_and_not_the_declaration(name, encoding):
    text = (SEEDS / name).read_text("utf-8")

    assert read_bytes(text.encode(encoding)) == read_bytes(text.encode())


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "nonsense", "base64"])
def test_a_wrong_declaration_spoils_no_title(declared):
    text = (SEEDS / "rss1.xml").read_text("utf-8").partition(" – ")[0].replace('"1.0"', f'"1.0" encoding="{declared}"')

    found = read_bytes(text.encode("cp1252"))

    assert found.links[0].title == "Ny ferge til øya"


def test_bytes_that_are_utf8_are_utf8_whatever_they_declare():
    body = (SEEDS / "rss1.xml").read_bytes().replace(b'"1.0"', b'"1.0" encoding="iso-8859-1"', 1)

    found = read_bytes(body)

    assert [link.title for link in found.links] == ["Ny ferge til øya", "Uten lenke – নদী"]


def test_one_spoilt_byte_spoils_one_letter():
    body = (SEEDS / "rss1.xml").read_bytes().replace(b"Ny ferge", b"Ny\xff ferge")

    assert read_bytes(body).links[0].title == "Ny\N{REPLACEMENT CHARACTER} ferge til øya"


def test_over_the_bound_the_newest_are_kept_in_the_order_of_the_seed():
    entry = "<url><loc>https://isle.example/{0}</loc><lastmod>2026-01-{0:02}</lastmod></url>"
    body = "<urlset>" + "".join(entry.format(day) for day in (3, 1, 5, 2, 4, 6, 7, 9, 8)) + "</urlset>"

    found = read_bytes(body.encode(), max_links=3)

    assert urls(found) == [f"https://isle.example/{day}" for day in (7, 9, 8)]
    assert found.problems == ("6 links over the bound of 3: the newest kept, else the first",)


def test_over_the_bound_and_without_dates_the_first_are_kept():
    body = "\n".join(f"https://isle.example/{number}" for number in range(50))

    assert urls(read_bytes(body.encode(), max_links=2)) == ["https://isle.example/0", "https://isle.example/1"]


def test_problems_are_counted_beyond_a_bound():
    found = read_bytes(b"<rss>" + b"<item><title>x</title></item>" * 500 + b"</rss>")

    assert len(found.problems) == 21
    assert found.problems[-1] == "and 480 more problems"


def test_titles_are_short_and_on_one_line():
    title = "a\r\n\tb&#x9b;&#27;[31m " + "word " * 1000

    (link,) = read_bytes(f"<rss><item><title>{title}</title><link>/a</link></item></rss>".encode()).links

    assert link.title is not None
    assert link.title.startswith("a b")
    assert link.title.isprintable()
    assert 490 < len(link.title) <= 500


def test_a_gzip_bomb_ends_at_the_bound_and_gives_what_stands_before():
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(b"<urlset><url><loc>https://isle.example/1</loc></url>")
    bomb += b"".join(packer.compress(bytes([32]) * 2**20) for _ in range(80)) + packer.flush()

    found = read_bytes(bomb)

    assert urls(found) == ["https://isle.example/1"]
    assert "longer than 64 MiB: the rest was not read" in found.problems


def test_a_gzip_bomb_is_not_unpacked_beyond_the_bound():
    bomb = gzip.compress(bytes(40 * 2**20))
    tracemalloc.start()

    content, problem = unzip(bomb, max_bytes=2**20)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(content) == 2**20
    assert problem is not None
    assert peak < 10 * 2**20


@pytest.mark.parametrize("damage", [lambda body: body[:-40], lambda body: body[:-40] + b"\xff" * 40])
def test_a_broken_gzip_stream_gives_what_stands_before(damage):
    body = "\n".join(f"https://isle.example/{number}/{number**7}" for number in range(3000)).encode()

    found = read_bytes(damage(gzip.compress(body)))

    assert len(found.links) > 2000
    assert "gzip stream" in found.problems[0]


def test_a_transfer_that_broke_off_is_told():
    page = Page(url="https://isle.example/feed", body=b"<rss></rss>", fetched=at(2026, 3, 3), complete=False)

    assert read_seed(page).problems == ("the transfer broke off",)


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b'{"json": true}', b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", b"\x1f\x8b"]
)
def test_what_is_no_seed_gives_nothing_and_says_so(body):
    found = read_bytes(body)

    assert (found.links, found.seeds) == ((), ())
    assert found.problems


@pytest.mark.parametrize(
    "piece",
    [b"<![CDATA[</item>", b"<!--", b"<", b"&", b"<item><title><", b"&aaaaaaaa", b"<a href=x>", b"<![CDATA[]]>", b"<b:"],
    ids=repr,
)
@pytest.mark.parametrize("root", [b"<rss>", b"<html>"], ids=repr)
def test_hostile_repetition_costs_no_more_than_its_length(root, piece):
    found = read_bytes(root + b"<item><link>https://isle.example/1</link></item>" + piece * (200_000 // len(piece)))

    assert len(found.links) <= 1


@given(st.binary(max_size=600))
def test_any_bytes_are_read_without_an_error(body):
    read_bytes(body)
    read_bytes(b"<rss><item>" + body)
    read_bytes(b"<urlset><url><loc>" + body)
    read_bytes(b"<html>" + body)


@given(
    st.sampled_from(NAMES), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 30)), max_size=6)
)
def test_any_mutation_of_a_seed_is_read_without_an_error(name, changes):
    body = (SEEDS / name).read_bytes()
    for place, piece, length in changes:
        start = int(place * len(body))
        body = body[:start] + piece + body[start + length :]

    found = read_bytes(body)

    assert all(link.url.startswith(("http://", "https://")) for link in found.links)
    assert all("\n" not in problem for problem in found.problems)
