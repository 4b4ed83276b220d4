"""Names of authors."""

from __future__ import annotations

import pytest

from newsspider.extraction.names import clean_authors


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (["By Ann Lee"], ("Ann Lee",)),
        (["Von Ann Lee und Bob Ray"], ("Ann Lee", "Bob Ray")),
        (["Ann Lee, Bob Ray & Cy Dow"], ("Ann Lee", "Bob Ray", "Cy Dow")),
        (["Ann Lee", "ann lee"], ("Ann Lee",)),
        (["Ann Lee December 18, 2025"], ("Ann Lee",)),
        (["Ann Lee @annlee"], ("Ann Lee",)),
        (["Ann Lee, MD, PhD"], ("Ann Lee",)),
        (["https://facebook.com/ann.lee"], ()),
        (["ann@herald.example"], ()),
        (["admin", "Staff Reporter", "Valley Herald"], ()),
        (["Conan O&#8217;Brien"], ("Conan O’Brien",)),
        (["渡辺洋介"], ("渡辺洋介",)),
    ],
)
def test_persons_are_told_from_what_surrounds_them(told, names):
    assert clean_authors(told, ["Valley Herald"]) == names
