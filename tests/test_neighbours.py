"""Twenty sites in one run, four of them hostile: the others get what they came for, and the machine stays itself.

`benchmarks/neighbours.py` is the same with every way and with figures for this machine.
"""

from pathlib import Path

import pytest

from tests.cron import sum_closes
from tests.hostileserver import PAGES, ROBOTS, SEEDS, TRANSFERS
from tests.neighbours import Measured, Neighbourhood, crawl, hostile_sites

SLOW_PAGES = {
    "40k nested spans",
    "one tag with 40k attributes",
    "100k nested boxes",
    "deep boxes",
    "15 MB of paragraphs",
}
SLOW_SEEDS = {
    "a feed nested 100k deep",
    "a feed of 60 MB",
    "a sitemap.xml.gz of 500k addresses",
    "/maze/",
    "other worlds",
}
MOST_CALIBRATIONS = 8
"""CPU time of the longest callback over that of the meter's own work, which takes some 20 ms: three times 50 ms."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    hostile = hostile_sites(
        transfers=TRANSFERS,
        pages={name: way for name, way in PAGES.items() if name in SLOW_PAGES},
        seeds={name: way for name, way in SEEDS.items() if name in SLOW_SEEDS},
        robots=ROBOTS,
    )
    folder: Path = tmp_path_factory.mktemp("neighbours")
    with Neighbourhood.build(good=16, stories=6, hostile=hostile) as neighbourhood:
        return crawl(neighbourhood, folder, timeout="3s", deadline="3s", max_delay=0.1, retries=0)


def test_every_story_of_the_good_sites_is_stored_as_it_was_written(measured):
    assert measured.missing == []


def test_the_sum_closes_and_the_run_is_no_bug(measured):
    assert sum_closes(measured.result)
    assert measured.result["exit"] in (0, 3)
    assert "Traceback" not in measured.result["stderr"]


def test_no_callback_keeps_the_event_loop_for_long(measured):
    longest = measured.meter["longest"][0]

    assert longest["seconds"] <= MOST_CALIBRATIONS * measured.meter["calibration_seconds"], longest


def test_the_processes_stay_small(measured):
    assert measured.meter["main_bytes"] < 300_000_000
    assert 0 < measured.meter["worker_bytes"] < 1 << 30
