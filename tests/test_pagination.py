import pytest

from newsspider.pagination import MOST_PARTS, are_parts, part_of

BASE = "https://isle.example/harbour/the-long-way"


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{BASE}/", 0),
        (f"{BASE}?page=2", 2),
        (f"{BASE}/?seite=3&utm_source=rss", 3),
        (f"{BASE}/2/", 2),
        (f"{BASE}/page/2/", 2),
        (f"{BASE}/seite-4", 4),
        (f"{BASE},2", 2),
        (f"{BASE}-page-2", 2),
    ],
)
def test_a_part_is_told_by_the_end_of_its_address(url, number):
    assert part_of(url) == ("isle.example/harbour/the-long-way", number)


@pytest.mark.parametrize("url", [f"{BASE}-2.html", f"{BASE}_2.html", f"{BASE},seite-2.html", f"{BASE}.html?page=2"])
def test_a_part_of_a_file_is_one_of_its_beginning(url):
    assert are_parts(url, f"{BASE}.html")


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}?cpage=2",
        f"{BASE}/comment-page-2/",
        f"{BASE}?page={MOST_PARTS + 1}",
        f"{BASE}?page=all",
        f"{BASE}?page=02",
        f"{BASE}/2024/",
        "https://isle.example/harbour/another-way?page=2",
        "https://isle.example/harbour/the-long-way-home",
        "https://port.example/harbour/the-long-way?page=2",
        "nonsense",
    ],
)
def test_what_counts_no_pages_of_it_is_no_part(url):
    assert not are_parts(BASE, url)


@pytest.mark.parametrize("url", ["https://isle.example/?p=2", "https://isle.example/page/2/", "https://isle.example/2"])
def test_the_front_page_has_no_parts(url):
    assert not are_parts("https://isle.example/", url)
