import gzip
import http.client
import socket
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from newsspider.demo.server import DemoServer
from newsspider.errors import UsageError

SITES = pytest.mark.parametrize("number", range(3), ids=["magazine", "daily", "bare"])


def feed_of(server, fetch, number=0):
    return fetch(server.sites[number].seeds[0]).text


def test_every_article_is_answered_at_its_url(demo, fetch):
    statuses = {article.url: fetch(article.url).status for article in demo.articles}

    assert set(statuses.values()) == {200}


def test_only_the_sites_asked_for_are_served():
    with DemoServer(sites=("bare",)) as server:
        names = [site.name for site in server.sites]
        articles = server.articles

    assert names == ["demo-bare"]
    assert {article.site for article in articles} == {"bare"}


def test_a_site_stands_at_the_port_wished_for_unless_that_is_taken():
    with DemoServer(sites=("bare",)) as server:
        port = urlsplit(server.sites[0].base_url).port
        with DemoServer(sites=("bare",), ports={"demo-bare": port}) as other:
            beside = urlsplit(other.sites[0].base_url).port

    with DemoServer(sites=("bare",), ports={"demo-bare": port}) as server:
        again = urlsplit(server.sites[0].base_url).port

    assert beside != port
    assert again == port


@pytest.mark.parametrize("port", [1 << 20, -1])
def test_a_port_that_can_t_be_is_not_taken(port):
    with DemoServer(sites=("bare",), ports={"demo-bare": port}) as server:
        assert urlsplit(server.sites[0].base_url).port not in (port, 0)


def test_an_unknown_site_is_refused():
    with pytest.raises(UsageError, match="no demo site is called tabloid"):
        DemoServer(sites=("tabloid",))


def test_all_sites_are_bound_to_loopback_alone(demo):
    hosts = {urlsplit(site.base_url).hostname for site in demo.sites}

    assert hosts == {"127.0.0.1"}
    assert {desk.server.server_address[0] for desk in demo._desks.values()} == {"127.0.0.1"}


def test_nothing_answers_after_the_block():
    with DemoServer(sites=("bare",)) as server:
        address = urlsplit(server.sites[0].base_url)

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), timeout=5).close()


def test_a_connection_kept_alive_ends_with_the_server():
    with DemoServer(sites=("bare",)) as server:
        connection = http.client.HTTPConnection(urlsplit(server.sites[0].base_url).netloc, timeout=5)
        connection.request("GET", "/")
        connection.getresponse().read()

    assert connection.sock.recv(1) == b""
    connection.close()


def test_one_connection_serves_several_requests(demo):
    connection = http.client.HTTPConnection(urlsplit(demo.sites[0].base_url).netloc, timeout=5)
    connection.request("GET", "/")
    connection.getresponse().read()
    first = connection.sock

    connection.request("GET", "/feed/")
    response = connection.getresponse()
    response.read()

    assert response.status == 200
    assert connection.sock is first is not None
    connection.close()


@SITES
def test_a_seed_is_not_sent_twice(demo, fetch, number):
    seed = demo.sites[number].seeds[0]
    headers = fetch(seed).headers

    by_tag = fetch(seed, If_None_Match=headers["ETag"])
    by_date = fetch(seed, If_Modified_Since=headers["Last-Modified"])

    assert [(answer.status, answer.body) for answer in (by_tag, by_date)] == [(304, b""), (304, b"")]


def test_an_article_is_sent_again_where_the_client_holds_another(demo, fetch):
    url = demo.articles[0].url

    by_tag = fetch(url, If_None_Match='W/"another"')
    by_date = fetch(url, If_Modified_Since="Mon, 05 Oct 2026 00:00:00 GMT")

    assert (by_tag.status, by_date.status) == (200, 200)


def test_a_tag_outranks_a_date(demo, fetch):
    answer = fetch(demo.articles[0].url, If_None_Match='W/"another"', If_Modified_Since="Mon, 01 Jan 2035 00:00:00 GMT")

    assert answer.status == 200


def test_a_page_travels_packed_where_the_client_can_unpack(demo, fetch):
    url = demo.articles[0].url
    plain = fetch(url)

    packed = fetch(url, Accept_Encoding="gzip")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) == int(packed.headers["Content-Length"]) < len(plain.body)


def test_head_tells_the_length_and_sends_nothing(demo, fetch):
    article = demo.articles[0]
    address = urlsplit(article.url)

    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(f"HEAD {article.path} HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n".encode())
        head, _, rest = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")

    assert rest == b""
    assert f"Content-Length: {len(fetch(article.url).body)}".encode() in head.splitlines()


@SITES
def test_what_is_not_there_is_not_found(demo, fetch, number):
    base = demo.sites[number].base_url

    statuses = [fetch(f"{base}{path}").status for path in ("/favicon.ico", "/nowhere/", "/news_detail.php?id=1")]

    assert statuses == [404, 404, 404]


def test_requests_are_logged_in_order(newsroom, fetch):
    base = newsroom.sites[0].base_url

    fetch(f"{base}/feed/?utm_source=x")
    fetch(f"{base}/nowhere/", method="HEAD")

    assert newsroom.requests == [
        ("magazine", "GET", "/feed/?utm_source=x", 200),
        ("magazine", "HEAD", "/nowhere/", 404),
    ]


def test_the_log_handed_out_is_a_copy(newsroom, fetch):
    fetch(newsroom.sites[0].seeds[0])

    newsroom.requests.clear()

    assert len(newsroom.requests) == 1


def test_an_edit_changes_text_date_and_sitemap(newsroom, fetch):
    seed = f"{newsroom.sites[1].base_url}/sitemap-news.xml"
    tag = fetch(seed).headers["ETag"]
    at = datetime(2026, 11, 14, 8, 15, tzinfo=UTC)

    edited = newsroom.edit(at=at)

    page, answer = fetch(edited.url).text, fetch(seed, If_None_Match=tag)
    assert edited.paragraphs[0] in page
    assert f'property="article:modified_time" content="{at.isoformat()}"' in page
    assert answer.status == 200
    assert f"<loc>{edited.url}</loc><lastmod>{at.isoformat()}</lastmod>" in answer.text
    assert edited in newsroom.articles


def test_a_silent_edit_changes_words_and_no_date(newsroom, fetch):
    seed = f"{newsroom.sites[1].base_url}/sitemap-archiv.xml"
    listed = fetch(seed).text
    before = {article.url: article for article in newsroom.articles}

    edited = newsroom.edit_silently()

    former = before[edited.url]
    assert (edited.published, edited.modified) == (former.published, former.modified)
    assert edited.title != former.title
    assert set(edited.paragraphs) - set(former.paragraphs)
    assert edited.title in fetch(edited.url).text
    assert fetch(seed).text == listed


def test_an_edit_keeps_the_address_and_the_first_date(newsroom):
    before = {article.url: article.published for article in newsroom.articles}

    edited = newsroom.edit()

    assert before[edited.url] == edited.published < edited.modified
    assert len(newsroom.articles) == len(before)


def test_a_withdrawn_article_is_gone(newsroom, fetch):
    index = f"{newsroom.sites[1].base_url}/sitemap-news.xml"

    article = newsroom.withdraw()

    assert fetch(article.url).status == 410
    assert article.url not in fetch(index).text
    assert article not in newsroom.articles


def test_an_article_is_withdrawn_once(newsroom):
    newsroom.withdraw()

    with pytest.raises(UsageError, match="withdrawn its article already"):
        newsroom.withdraw()


def test_an_article_held_back_appears_in_the_feed(newsroom, fetch):
    before = feed_of(newsroom, fetch)

    article = newsroom.add_article()

    assert article.url not in before
    assert article.url in feed_of(newsroom, fetch)
    assert article.paragraphs[0].split(",")[0] in fetch(article.url).text


def test_articles_held_back_run_out(newsroom):
    added = [newsroom.add_article() for _ in range(3)]

    assert {article.site for article in added} == {"magazine", "daily"}
    with pytest.raises(UsageError, match="held back"):
        newsroom.add_article()


@SITES
def test_a_page_of_a_test_is_served_and_listed(newsroom, fetch, number):
    site = newsroom.sites[number].name.removeprefix("demo-")
    seed = newsroom.sites[number].seeds[0] if site != "daily" else f"{newsroom.sites[1].base_url}/sitemap-news.xml"

    url = newsroom.serve_page(
        site,
        "/a-page-of-a-test/",
        b"\xff\xfe",
        content_type="application/pdf",
        status=203,
        headers={"X-Robots-Tag": "noai"},
        in_feed=True,
    )

    answer = fetch(url)
    assert (answer.status, answer.body) == (203, b"\xff\xfe")
    assert (answer.headers["Content-Type"], answer.headers["X-Robots-Tag"]) == ("application/pdf", "noai")
    assert url in fetch(seed).text


def test_a_page_of_a_test_is_listed_only_on_demand(newsroom, fetch):
    url = newsroom.serve_page("magazine", "/hidden/", "<p>Hidden.</p>")

    assert fetch(url).text == "<p>Hidden.</p>"
    assert url not in feed_of(newsroom, fetch)


@SITES
def test_a_wrapped_text_is_an_article_like_any_other(newsroom, fetch, number):
    site = newsroom.sites[number].name.removeprefix("demo-")
    paragraphs = ["A <first> paragraph with [brackets](kept) & **stars**.", "A second one."]

    url = newsroom.wrap(site, title="Wrapped & served", paragraphs=paragraphs, slug="1999")

    (article,) = [article for article in newsroom.articles if article.url == url]
    assert (article.title, article.text) == ("Wrapped & served", "\n\n".join(paragraphs))
    assert "<p>A &lt;first&gt; paragraph with [brackets](kept) &amp; **stars**.</p>" in fetch(url).text
    assert url in fetch(f"{newsroom.sites[number].base_url}/").text


def test_answers_can_be_slow(fetch):
    with DemoServer(sites=("bare",), delay_seconds=0.2) as server:
        began = time.monotonic()
        fetch(server.sites[0].seeds[0])
        took = timedelta(seconds=time.monotonic() - began)

    assert took >= timedelta(seconds=0.2)
