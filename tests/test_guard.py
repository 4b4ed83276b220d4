import pytest

from newsspider.errors import ConfigError
from newsspider.guard import Guard, RefusedAddress, is_named, is_public, loopback_hosts, read_inet
from newsspider.urls import absolute_url

NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 ::127.0.0.1 ::7f00:1 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1::
2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 2606:4700::1%eth0
"""
PUBLIC = "1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 172.32.0.1 2606:4700::6810:84e5 2a00:1450::1 ::ffff:8.8.8.8"
LOOPBACK = """
127.0.0.1 localhost LocalHost localhost. 127.0.0.1. 127.1 127.0.1 0x7f000001 0x7f.0.0.1 0x7f.1 2130706433 017700000001
0177.0.0.1 0177.1 0.0.0.0 0 00 0x0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1] [64:ff9b::7f00:1]
127%2e0%2e0%2e1 %31%32%37.0.0.1 %2531%2532%2537.0.0.1 １２７.0.0.1 127。0。0。1 127．0．0．1 ①②⑦.0.0.1
ⓛocalhost app.localhost
127.0.0.1.. 4294967297 256.1.1.1 127.0.0.08 1.2.3.4.5 127.0.0.1.5 a.127
"""
HIDDEN = [
    "http://news.example@127.0.0.1/",
    "http://127.0.0.1@news.example/",
    "http://news.example:80@127.0.0.1:80/",
    "http://news.example\\@127.0.0.1/",
    "http://127.0.0.1\\.news.example/",
    "http://news.example\t.evil/",
    "http:// 127.0.0.1/",
    "http:///127.0.0.1/",
    "http://[::1/",
    "http://[::1%25lo]/",
    "http://news.example:99999/",
    "http://news.example:8x/",
    "http://",
]


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_an_address_that_is_reserved_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "news.example", "127.1", "1.1.1", "0x01010101", " 1.1.1.1", "1.1.1.1\n", "[::1]"])
def test_what_no_socket_takes_as_an_address_is_not_public(text):
    assert not is_public(text)


@pytest.mark.parametrize("host", LOOPBACK.split())
def test_an_address_is_refused_however_it_is_spelled(host):
    guard = Guard()

    with pytest.raises(RefusedAddress):
        guard.check(f"http://{host}:8000/feed/")


@pytest.mark.parametrize(
    "host", ["news.example", "1.1.1.1", "[2606:4700::6810:84e5]", "xn--bcher-kva.example", "a_b.example"]
)
def test_names_and_public_addresses_pass(host):
    Guard().check(f"https://{host}/feed/")


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://news.example/", "data:,x", "gopher://news.example/", "//x/"]
)
def test_only_http_passes(url):
    with pytest.raises(RefusedAddress, match="neither http nor https"):
        Guard().check(url)


@pytest.mark.parametrize("url", HIDDEN)
def test_a_url_whose_host_can_be_misread_is_refused(url):
    with pytest.raises(RefusedAddress):
        Guard().check(url)


def test_the_refusal_says_which_line_would_allow_it():
    with pytest.raises(RefusedAddress, match=r'allow = \["\[::1\]:8000"\]'):
        Guard().check("http://[::1]:8000/")


def test_what_is_allowed_passes_on_its_port_only():
    guard = Guard.parse(["127.0.0.1:8000", "Intranet.example.:80"])

    guard.check("http://127.0.0.1:8000/feed/")
    guard.check("http://INTRANET.example/")
    with pytest.raises(RefusedAddress):
        guard.check("http://127.0.0.1:8001/feed/")


@pytest.mark.parametrize("host", ["127.1", "localhost", "[::1]", "0x7f000001"])
def test_an_address_is_allowed_in_its_own_spelling_only(host):
    guard = Guard.parse(["127.0.0.1:80"])

    with pytest.raises(RefusedAddress):
        guard.check(f"http://{host}/")


@pytest.mark.parametrize("host", ["[::1]", "[0:0:0:0:0:0:0:1]", "[0::0001]"])
@pytest.mark.parametrize("entry", ["[::1]:80", "[0:0:0:0:0:0:0:1]:80"])
def test_an_ipv6_address_is_one_server_in_all_its_spellings(host, entry):
    Guard.parse([entry]).check(f"http://{host}/")


@pytest.mark.parametrize(
    "entry",
    ["", "news.example", "news.example:0", "news.example:65536", "news.example:x", "http://news.example:80", "a@b:80"]
    + ["[news]:80", "[::1]", "::1:80", "a b:80", "*:80", "127.0.0.1:80/path", "[fe80::1%eth0]:80"],
)
def test_a_server_that_cant_be_meant_is_named_with_what_to_write(entry):
    with pytest.raises(ConfigError, match="write host:port"):
        Guard.parse([entry])


def test_seeds_on_this_machine_allow_themselves_in_their_own_spelling():
    seeds = ["http://127.0.0.1:8000/feed/", "http://localhost/", "https://[::1]/", "http://127.9.9.9:1/"]
    seeds.append("http://[0:0:0:0:0:0:0:1]:8000/feed/")
    others = ["http://127.1:8000/", "http://10.0.0.1/", "http://localhost.news.example/", "http://0x7f.1/", "nonsense"]

    allowed = loopback_hosts(seeds + others)

    assert allowed == {"127.0.0.1:8000", "localhost:80", "[::1]:443", "[::1]:8000", "127.9.9.9:1"}


def test_what_a_page_links_to_is_seen_through_after_it_was_made_uniform():
    spellings = [absolute_url("https://news.example/", f"http://{host}/x") for host in LOOPBACK.split()]

    for url in filter(None, spellings):
        with pytest.raises(RefusedAddress):
            Guard().check(url)


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.1", "127.0.0.1"), ("1.2.770", "1.2.3.2"), ("0x", "0.0.0.0"), ("4294967295", "255.255.255.255")],
)
def test_numbers_are_read_as_inet_aton_reads_them(host, address):
    assert str(read_inet(host)) == address


@pytest.mark.parametrize(
    "host", ["4294967296", "1.16777216", "256.1", "1.2.3.4.5", "09", "0xg", "", "1..1", "news.example"]
)
def test_what_inet_aton_refuses_is_no_address(host):
    assert read_inet(host) is None


@pytest.mark.parametrize(
    ("entry", "barred", "free"),
    [
        (
            "news.example",
            "news.example NEWS.example. www.news.example a.b.news.example:8443 news%2eexample news。example",
            "example oldnews.example news.example.org news.examples newsexample",
        ),
        ("www.news.example", "www.news.example m.www.news.example", "news.example m.news.example"),
        ("news.co.uk", "news.co.uk", "co.uk other.co.uk"),
        ("News.Example:8443", "news.example:8443 m.news.example:8443", "news.example m.news.example news.example:844"),
        ("news.example:80", "news.example news.example:80", "news.example:443"),
        ("https://news.example/", "news.example m.news.example:81", "example"),
        ("*.news.example", "news.example m.news.example", "example"),
        (".news.example.", "news.example m.news.example", "example"),
        ("bücher.example", "xn--bcher-kva.example BÜCHER.example m.bücher.example", "bucher.example"),
        ("xn--bcher-kva.example", "bücher.example", "bucher.example"),
        (
            "127.0.0.1",
            "127.0.0.1 127.0.0.1:8000 127.1 2130706433 [::ffff:127.0.0.1]",
            "127.0.0.2 4.127.0.0.1 localhost",
        ),
        ("0.0.1", "0.0.0.1", "127.0.0.1"),
        ("127.0.0.1:8000", "127.0.0.1:8000 127.1:8000", "127.0.0.1 127.0.0.1:8001"),
        ("::1", "[::1] [0:0:0:0:0:0:0:1]:8000", "[::2]"),
        ("[0:0::1]:8000", "[::1]:8000", "[::1]"),
        ("example", "example news.example", "examples"),
        ("", "", "news.example 127.0.0.1"),
        ("/", "", "news.example 127.0.0.1"),
    ],
)
def test_who_is_named_never_to_be_asked_is_barred_with_subdomains_and_without_parents(entry, barred, free):
    told = {host: is_named(f"http://{host}/a/", entry) for host in f"{barred} {free}".split()}

    assert told == dict.fromkeys(barred.split(), True) | dict.fromkeys(free.split(), False)


@pytest.mark.parametrize("url", ["nonsense", "http://[::1/", "http://news.example:x/", "http:///"])
def test_what_names_no_host_is_not_named(url):
    assert not is_named(url, "news.example")


def test_a_port_may_be_that_of_the_scheme():
    assert is_named("https://news.example/", "news.example:443")
    assert not is_named("http://news.example/", "news.example:443")
