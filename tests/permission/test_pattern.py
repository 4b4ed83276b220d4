"""Path patterns: what they match, as Google documents it (RFC 9309, 2.2.3)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.permission.pattern import parse_pattern, path_of, without_dots
from tests.permission.counting import PATIENT


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (
            "/fish",
            "/fish /fish.html /fish/salmon.html /fishheads /fishheads/yummy.html /fish.php?id=anything",
            "/Fish.asp /catfish /?id=fish /desert/fish",
        ),
        (
            "/fish*",
            "/fish /fish.html /fish/salmon.html /fishheads /fishheads/yummy.html /fish.php?id=anything",
            "/Fish.asp /catfish /?id=fish /desert/fish",
        ),
        (
            "/fish/",
            "/fish/ /fish/?id=anything /fish/salmon.htm",
            "/fish /fish.html /animals/fish/ /Fish/Salmon.asp",
        ),
        (
            "/*.php",
            "/index.php /folder/filename.php /folder/filename.php?parameters /folder/any.php.file.html /filename.php/",
            "/ /windows.PHP",
        ),
        (
            "/*.php$",
            "/filename.php /folder/filename.php /a.php/b.php",
            "/filename.php?parameters /filename.php/ /filename.php5 /windows.PHP",
        ),
        ("/fish*.php", "/fish.php /fishheads/catfish.php?parameters", "/Fish.PHP"),
        ("/a*ab$", "/aab /aXab", "/ab"),
        ("*", "/ /a", ""),
        ("/***$", "/ /a", ""),
        ("*.gif$", "/a.gif", "/a.gif?b"),
    ],
)
def test_a_pattern_matches_what_it_should(pattern, matching, others):
    compiled = parse_pattern(pattern)

    assert [path for path in (matching + " " + others).split() if compiled.matches(path)] == matching.split()


@PATIENT
@given(st.text("ab*/", max_size=8), st.booleans(), st.text("ab/", max_size=12))
def test_a_pattern_matches_as_the_regular_expression_that_it_never_becomes(middle, is_anchored, path):
    expression = "/" + ".*".join(map(re.escape, middle.split("*"))) + (r"\Z" if is_anchored else "")

    matches = parse_pattern(f"/{middle}{'$' * is_anchored}").matches(f"/{path}")

    assert matches == (re.match(expression, f"/{path}") is not None)


@pytest.mark.parametrize(
    ("path", "walked"),
    [
        ("/a/b/../c", "/a/c"),
        ("/../../a", "/a"),
        ("/a/.", "/a/"),
        ("/a/..", "/"),
        ("/a/.b/..c", "/a/.b/..c"),
        ("//a/./b", "//a/b"),
        ("/a?/../b", "/a?/../b"),
    ],
)
def test_dot_segments_are_walked(path, walked):
    assert without_dots(path) == walked


@PATIENT
@given(st.text())
def test_a_path_is_printable_ascii_whatever_the_address(url):
    path = path_of(url)

    assert re.fullmatch(r"/[!-~]*", path)
    assert not set(path) & set("*$#")
