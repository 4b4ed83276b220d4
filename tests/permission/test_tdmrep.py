"""tdmrep.json: the first location that fits decides, and junk is passed over."""

import json
from pathlib import Path

import pytest

from newsspider.article import OptOut, OptOutSource
from newsspider.permission.tdmrep import NOTHING_RESERVED, parse_tdmrep

HERE = Path(__file__).parent
SITE = "https://news.example"
POLICY = "https://news.example/policies/tdm.json"


@pytest.mark.parametrize(
    ("path", "policies"),
    [
        ("/news/free/ferry.html", []),
        ("/news/ferry.html", [POLICY]),
        ("/news/ferry.html?page=2", [None]),
        ("/images/ferry.jpg", [None]),
        ("/about", []),
    ],
)
def test_the_first_location_that_fits_decides(path, policies):
    rep = parse_tdmrep((HERE / "tdmrep.json").read_bytes())

    opt_outs = rep.opt_outs(SITE + path)

    assert opt_outs == tuple(
        OptOut(source=OptOutSource.TDMREP, signal="tdm-reservation=1", policy_url=policy) for policy in policies
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_encoding_is_read(codec):
    body = '[{"location": "/caf\u00e9", "tdm-reservation": 1}]'.encode(codec)

    assert parse_tdmrep(body).opt_outs(f"{SITE}/caf%C3%A9/a")


@pytest.mark.parametrize("value", [1, True, 1.0, "1", " 1 "])
def test_a_reservation_is_understood_however_it_is_written(value):
    body = json.dumps({"location": "/", "tdm-reservation": value}).encode()

    assert len(parse_tdmrep(body).opt_outs(SITE)) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"<html>not found</html>",
        b"[1, [], null, {}]",
        b'[{"location": 1, "tdm-reservation": 1}]',
        b'[{"location": "", "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": 2}]',
        b'[{"location": "/", "tdm-reservation": null}]',
        b'[{"location": "/", "tdm-reservation": [1]}]',
        b'[{"location": "/", "tdm-reservation": NaN}]',
        b'[{"location": "/", "tdm-reservation": ' + b"1" * 10_000 + b"}]",
    ],
)
def test_junk_reserves_nothing(body):
    assert parse_tdmrep(body).opt_outs(f"{SITE}/a") == NOTHING_RESERVED.opt_outs(f"{SITE}/a") == ()


@pytest.mark.parametrize("policy", ["ftp://a.example/", "https://a.example/\u202e", "https://a b/", "x" * 9, 1, None])
def test_only_an_inert_web_address_is_kept_as_policy(policy):
    body = json.dumps([{"location": "/", "tdm-reservation": 1, "tdm-policy": policy}]).encode()

    assert [each.policy_url for each in parse_tdmrep(body).opt_outs(SITE)] == [None]


def test_a_policy_address_is_bounded():
    body = json.dumps([{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/" + "a" * 2_000}])

    assert parse_tdmrep(body.encode()).opt_outs(SITE)[0].policy_url is None
