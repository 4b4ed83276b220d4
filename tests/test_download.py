"""The download handler against servers that send too much, too little, or under a false name."""

import datetime
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from newsspider.room import LARGE_BYTES
from newsspider.transfer import MAX_HEADER_BYTES, MAX_HEADER_LINES, MAX_PIECES
from tests.endless import EndlessServer
from tests.fetcher import fetch
from tests.rawserver import RawServer, answer

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer({"/": answer("here", Server="isle")}) as server:
        yield server


def allow(*servers: RawServer | EndlessServer) -> dict[str, list[str]]:
    return {"NEWSSPIDER_ALLOW": [server.url.removeprefix("http://").rstrip("/") for server in servers]}


def test_an_answer_is_counted_with_its_headers(server):
    (got,) = fetch(server.url, settings=allow(server))

    assert (got["status"], got["length"], got["bytes"]) == (200, 4, len(server.pages["/"]))


def test_a_server_that_is_not_allowed_is_not_asked(server):
    (got,) = fetch(server.url)

    assert got["outcome"] == "refused(guard)"
    assert server.requests == []


def test_a_name_that_leads_here_is_refused_when_it_is_connected_to(server):
    port = server.url.rpartition(":")[2]
    names = [f"http://localhost:{port}/", f"http://news.localhost:{port}/"]

    answers = fetch(*names, settings=allow(server))

    assert [got["outcome"] for got in answers] == ["refused(guard)"] * 2
    assert server.requests == []


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_an_ipv6_server_is_asked_where_it_is_allowed_and_only_there():
    with EndlessServer(answer("here"), host="::1") as server:
        (refused,) = fetch(server.url)
        (taken,) = fetch(server.url, settings=allow(server))

    assert refused["outcome"] == "refused(guard)"
    assert (taken["status"], taken["length"]) == (200, 4)


def test_a_name_is_looked_up_and_asked_where_it_is_allowed(server):
    name = f"localhost:{server.url.rpartition(':')[2]}"

    (got,) = fetch(f"http://{name}/", settings={"NEWSSPIDER_ALLOW": [name]})

    assert got["status"] == 200


def test_a_name_that_cant_be_looked_up_has_no_address():
    answers = fetch("http://news.invalid/", f"http://{'a' * 70}.example/", "http://news..example/")

    assert answers[0]["outcome"] == "failed(dns)"
    assert {got["outcome"] for got in answers} <= {"failed(dns)", "failed(bad-response)"}


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (OK, b"X-Header: of any length\r\n" * 100),
        (OK, b"a:\r\n" * 4096),
        (OK + b"X-Line: ", b"x" * 4096),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" * 100),
        (OK + b"X-Folded: begins\r\n", b" and goes on\r\n" * 100),
        (b"HTTP/1.1 200 ", b"OK" * 4096),
    ],
    ids=["headers", "tiny headers", "one line", "interim answers", "folded", "status line"],
)
def test_headers_without_an_end_are_cut(head, piece):
    with EndlessServer(head, piece) as server:
        (got,) = fetch(server.url, settings=allow(server))

    assert got["outcome"] == "failed(bad-response)"
    assert got["bytes"] <= MAX_HEADER_BYTES + 2 * 16_384


def test_headers_within_the_bounds_are_taken(server):
    long_line = b"X-Policy: " + b"p" * 40_000 + b"\r\n"
    many = b"X-Header: one\r\n" * (MAX_HEADER_LINES - 10)
    server.pages |= {"/long": OK + long_line + b"\r\nbody", "/many": OK + many + b"\r\nbody"}

    answers = fetch(f"{server.url}/long", f"{server.url}/many", settings=allow(server))

    assert [got["length"] for got in answers] == [4, 4]


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (OK + b"\r\n", b"x" * 65_536),
        (CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (OK + b"Content-Length: 99999999\r\n\r\n", b"x"),
    ],
    ids=["until it closes", "chunked", "announced"],
)
def test_a_body_without_an_end_stops_at_its_bound(head, piece):
    with EndlessServer(head, piece) as server:
        (got,) = fetch(server.url, settings=allow(server), download_maxsize=300_000)

    assert got["outcome"] == "failed(too-large)"
    assert got["bytes"] < 400_000


def test_a_body_in_pieces_of_a_byte_is_cut():
    with EndlessServer(CHUNKED, b"1\r\nx\r\n" * 2730) as server:
        (got,) = fetch(server.url, settings=allow(server))

    assert got["outcome"] == "failed(bad-response)"
    assert got["bytes"] < MAX_PIECES * 6 + 100_000


@pytest.mark.parametrize("head", [b"", OK, OK + b"\r\n"], ids=["no answer", "in its headers", "in its body"])
def test_a_server_that_stalls_is_left_at_the_timeout(head):
    with EndlessServer(head) as server:
        (got,) = fetch(server.url, settings=allow(server), download_timeout=0.5)

    assert got["outcome"] == "failed(timeout)"


@pytest.mark.parametrize("head", [OK + b"X-Slow: ", OK + b"\r\n"], ids=["in its headers", "in its body"])
def test_a_server_that_dribbles_is_left_at_the_timeout(head):
    with EndlessServer(head, b"x", pause_seconds=0.01) as server:
        (got,) = fetch(server.url, settings=allow(server), download_timeout=0.5)

    assert got["outcome"] == "failed(timeout)"


def test_a_body_that_breaks_off_is_marked(server):
    server.pages |= {
        "/cut": answer("half", promised=8),
        "/cut-chunk": CHUNKED + b"8\r\nhalf",
        "/open": OK + b"\r\nall, as the server closes in order",
        "/whole": CHUNKED + b"4\r\nhalf\r\n0\r\n\r\n",
    }

    answers = fetch(*(server.url + path for path in list(server.pages)[1:]), settings=allow(server))

    assert [got["flags"] for got in answers] == [["dataloss"], ["dataloss"], [], []]


def test_many_large_bodies_all_arrive(server):
    body = bytes(range(256)) * (3 * LARGE_BYTES // 256)
    server.pages |= {f"/{number}": answer(body) for number in range(6)}

    answers = fetch(*(f"{server.url}/{number}" for number in range(6)), settings=allow(server))

    assert len({got["digest"] for got in answers}) == 1
    assert answers[0]["length"] == len(body)


def test_bodies_that_end_just_where_room_is_asked_for_all_arrive(server):
    body = bytes(range(256)) * (LARGE_BYTES // 256) + bytes(8)
    head = OK + b"Content-Encoding: gzip\r\n\r\n"
    server.pages |= {f"/{number}": head + pack(body, level=0) for number in range(12)}

    answers = fetch(*(f"{server.url}/{number}" for number in range(12)), settings=allow(server))

    assert [got["length"] for got in answers] == [len(body)] * 12


def test_a_bomb_stops_at_the_bound(server):
    bomb = pack(bytes(50_000_000))
    server.pages["/"] = answer(bomb, Content_Encoding="gzip")

    (got,) = fetch(server.url, settings=allow(server), download_maxsize=1_000_000)

    assert got["outcome"] == "failed(too-large)"


def test_what_is_packed_comes_out_whole_or_marked(server):
    packed = pack(b"The ferry runs again. " * 5_000)
    server.pages |= {
        "/": answer(packed, Content_Encoding="gzip"),
        "/cut": answer(packed[:200], Content_Encoding="gzip"),
        "/unknown": answer(packed, Content_Encoding="aes128gcm"),
        "/none": answer("<p>plain", Content_Encoding="gzip"),
    }

    whole, cut, unknown, none = fetch(*(server.url + path for path in server.pages), settings=allow(server))

    assert (whole["length"], whole["flags"], whole["packed"]) == (110_000, [], False)
    assert 0 < cut["length"] < 110_000
    assert cut["flags"] == ["dataloss"]
    assert (unknown["length"], unknown["packed"]) == (len(packed), True)
    assert none["outcome"] == "failed(bad-response)"


def test_proxies_of_the_environment_are_ignored(server):
    with RawServer() as secret:
        names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        (got,) = fetch(server.url, settings=allow(server), environment=dict.fromkeys(names, secret.url))

    assert got["status"] == 200
    assert secret.requests == []


def test_a_proxy_of_the_configuration_is_asked_but_for_what_is_not_public(server):
    server.pages["http://news.example/"] = answer("by proxy")

    urls = ["http://news.example/", "http://127.1:9/", "http://[::ffff:7f00:1]:9/"]
    through, *refusals = fetch(*urls, settings={"NEWSSPIDER_PROXY": server.url})

    assert (through["status"], through["length"]) == (200, 8)
    assert [got["outcome"] for got in refusals] == ["refused(guard)"] * 2
    assert server.paths == ["http://news.example/"]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    certificate = make_certificate(tmp_path)
    with TlsServer(certificate) as server:
        (refused,) = fetch(server.url, settings=server.allowed)
        (trusted,) = fetch(server.url, settings=server.allowed, environment={"SSL_CERT_FILE": str(certificate)})

    assert refused["outcome"] == "failed(tls)"
    assert (trusted["status"], trusted["length"]) == (200, 4)


def test_tls_is_guarded_too(tmp_path):
    certificate = make_certificate(tmp_path)
    with TlsServer(certificate) as server:
        (got,) = fetch(server.url, environment={"SSL_CERT_FILE": str(certificate)})

    assert got["outcome"] == "refused(guard)"
    assert server.connections == 0


def pack(body: bytes, *, level: int = -1) -> bytes:
    packer = zlib.compressobj(level, wbits=31)
    return packer.compress(body) + packer.flush()


def make_certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate for 127.0.0.1 that the key itself has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


class TlsServer:
    """Answers "here" over TLS. A context manager."""

    def __init__(self, certificate: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        host = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.url = f"https://{host}/"
        self.allowed = {"NEWSSPIDER_ALLOW": [host]}
        self.connections = 0

    def __enter__(self) -> "TlsServer":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                with self._context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(65536)
                    connection.sendall(answer("here"))
            except OSError:
                continue
