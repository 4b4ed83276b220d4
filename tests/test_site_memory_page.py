"""docs/site-memory.md tells the figures of the code."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from newsspider import decisions
from newsspider.archive import site_block
from newsspider.cli.site import SHORTEST, blocks
from newsspider.extraction import digests, pruning

DOCS = Path(__file__).parent.parent / "docs"
PAGE = " ".join((DOCS / "site-memory.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    "told",
    [
        f"at least {site_block.LEAST_PAGES} pages",
        f"a paragraph of {pruning.LONG_CHARS} letters or more on {site_block.LEAST_PROSE_PAGES}",
        f"one of the site's last {site_block.RECENT} pages",
        f"unless on {site_block.SURE_PAGES} pages and four fifths",
        f"a heading of less than {pruning.MAX_HEADING} letters",
        f"no more than {pruning.BOX_LETTERS} letters unknown",
        f"within {site_block.SWEPT_AFTER} pages of its site is swept",
        f"three pages and more after {site_block.FORGOTTEN_AFTER}",
        f"{site_block.MOST_KNOWN:,} lines of a site",
        f"{digests.MAX_LINES} lines at most",
        f"its first {digests.SAMPLE} letters",
        f"a line of {site_block.OWN_LETTERS} letters or more for good",
        "a dozen pages and four fifths of all",
    ],
)
def test_the_page_tells_the_figures_of_the_code(told):
    assert told in PAGE


def test_shares_are_told_in_words():
    assert (site_block.SURE_SHARE, pruning.BOX_SHARE, digests.OWN_LINES, SHORTEST) == (0.8, 0.5, 5, 4)
    assert (site_block.SURE_PAGES, site_block.SETTLED_PAGES, decisions.TOGETHER) == (10, 12, 0.5)


def test_every_option_is_told():
    own = {option for each in blocks.params for option in each.opts if option.startswith("--")}

    assert {option for option in own if option not in PAGE} == {"--limit", "--archive"}


def test_the_picture_is_one_file_that_loads_nothing():
    picture = ET.parse(DOCS / "site-memory.svg").getroot()

    links = {value for each in picture.iter() for name, value in each.attrib.items() if name.endswith("href")}
    assert all(link.startswith("#") for link in links)
    assert "](site-memory.svg)" in PAGE
