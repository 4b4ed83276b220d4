"""docs/configuration.md tells every key, and no other."""

import re
from dataclasses import fields
from pathlib import Path

from newsspider.config import Config
from newsspider.spider import NewsSpider

DEFAULT = Config()
PAGE = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text()


def test_every_key_has_its_row_and_no_other():
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))

    assert told == {field.name.removesuffix("_seconds") for field in fields(Config)} - {"site"}


def test_what_a_site_may_say_for_itself_is_an_attribute_of_spiders():
    own = PAGE.partition("## A site's own word")[2]

    assert all(hasattr(NewsSpider, name) for name in re.findall(r"`(\w+)`", own) if name != "NAME")


def test_the_defaults_are_those_of_the_code():
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE))

    assert told["max_time"] == f"{DEFAULT.max_time_seconds / 60:.0f} m"
    assert told["timeout"] == f"{DEFAULT.timeout_seconds:.0f} s"
    assert told["max_delay"] == f"{DEFAULT.max_delay_seconds:.0f} s"
    assert told["deadline"] == f"{DEFAULT.deadline_seconds:.0f} s"
    assert told["daily_bytes"] == f"{DEFAULT.daily_bytes / 10**9:.0f} GB"
    assert told["raw_bytes"] == f"{DEFAULT.raw_bytes / 10**9:.0f} GB"
    assert (told["raw"], told["raw_days"]) == (f"`{str(DEFAULT.raw).lower()}`", str(DEFAULT.raw_days))
    assert told["max_page_bytes"] == f"{DEFAULT.max_page_bytes / 2**20:.0f} MiB"
    assert told["max_seed_bytes"] == f"{DEFAULT.max_seed_bytes / 2**20:.0f} MiB"
    assert (told["daily_requests"], told["max_pages"], told["retries"]) == (
        str(DEFAULT.daily_requests),
        str(DEFAULT.max_pages),
        str(DEFAULT.retries),
    )
