"""Politeness by the servers' own logs: pace, pauses, nights and caps, in one run, in the next, and after a kill.

Gaps are compared with lower bounds only: a request is logged after it was sent and before it is answered, so a slow
machine makes them longer and never shorter.
"""

import json
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cron import Operator, sum_closes
from tests.publisher import FEED, OPEN, ROBOTS, Asked, Publisher, feed_of, story
from tests.rawserver import answer
from tests.waiting import wait_until

SLACK_SECONDS = 0.001
DELAY_SECONDS = 0.3
LONG_DELAY_SECONDS = 8
"""Longer than a crawl takes to start, or it would prove nothing."""
MAX_DELAY_SECONDS = 1.0
PAUSE_SECONDS = 2
AT_ONCE = 3
DAILY_REQUESTS = 10
DAILY_BYTES = 15_000
LATER_FEED = "/later/feed/"
HOUR = timedelta(hours=1)
INDIA = timedelta(hours=5, minutes=30)

PAUSES = {"pause-seconds": 4, "pause-date": 4, "pause-bare": 4, "pause-robots": 1, "pause-seed": 2, "overload": 6}
"""Sites that ask for a long pause, with the requests until then: robots.txt, feed, tdmrep.json, then stories."""
NIGHTS = ("night", "night-in-india")


def window(around: datetime) -> str:
    return f"{around - HOUR:%H:%M}-{around + HOUR:%H:%M}"


def decisions(now: datetime) -> dict[str, dict[str, Any]]:
    """Return what the operator decides, by site; what the publishers do is in `set_up`."""
    return {
        "plain": {},
        "paced": {"delay": f"{DELAY_SECONDS}s"},
        "twin": {"delay": f"{DELAY_SECONDS}s"},
        "crawl-delay": {"daily_requests": 6},
        "crawl-delay-absurd": {"daily_requests": 6},
        "at-once": {"requests_per_host": AT_ONCE},
        "short-pause": {},
        "pause-seconds": {},
        "pause-date": {},
        "pause-bare": {},
        "pause-robots": {},
        "pause-seed": {},
        "overload": {},
        "one-503": {},
        "daily-requests": {"daily_requests": DAILY_REQUESTS},
        "daily-bytes": {"daily_bytes": DAILY_BYTES},
        "night": {"night_window": window(now)},
        "night-in-india": {"night_window": window(now + INDIA)},
        "day-in-india": {"night_window": window(now)},
    }


@dataclass
class Town:
    """Publishers by name, the operator who crawls them all, and what each run asked for and came to."""

    publishers: dict[str, Publisher]
    operator: Operator
    days: set[date] = field(default_factory=set)
    """UTC days on which there were runs."""
    logs: list[dict[str, list[Asked]]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)

    def crawl(self, *arguments: str) -> None:
        self.note(self.operator.crawl(*arguments))

    def note(self, result: dict[str, Any]) -> None:
        """Put what was asked for since the last run under a number of its own."""
        self.days.add(datetime.now(UTC).date())
        self.results.append(result)
        self.logs.append({name: list(publisher.log) for name, publisher in self.publishers.items()})
        for publisher in self.publishers.values():
            publisher.log.clear()

    def asked(self, name: str, run: int = 0) -> list[str]:
        return [each.path for each in self.logs[run][name]]

    def stories(self, name: str, run: int = 0) -> list[str]:
        return [path for path in self.asked(name, run) if path.startswith("/2026/")]

    def moments(self, name: str, run: int = 0) -> list[float]:
        return [each.moment for each in self.logs[run][name]]

    def gaps(self, name: str, run: int = 0) -> list[float]:
        return [after - before for before, after in pairwise(self.moments(name, run))]

    def counts(self, name: str, run: int = 0) -> dict[str, Any]:
        counts: dict[str, Any] = self.results[run]["sites"][name]
        return counts

    def problems(self, name: str, run: int = 0) -> str:
        return "\n".join(line for line in self.results[run]["problems"] if line.startswith(f"{name}: "))

    def let_days_pass(self) -> None:
        """Let every pause be over and every day another."""
        self.operator.let_pauses_pass()
        self.operator._change("UPDATE site_day SET day = '2000-01-01'")


def opened(stack: ExitStack, folder: Path, settings: Mapping[str, Mapping[str, Any]], **lines: Any) -> Town:
    """Return a town with a publisher a site, set up as *settings* say, and *lines* for all of them."""
    publishers = {name: stack.enter_context(Publisher()) for name in settings}
    seeds = {name: [publisher.feed_url] for name, publisher in publishers.items()}
    if "twin" in seeds:
        seeds["other-twin"] = [publishers["twin"].url + LATER_FEED]
    zones = {name: "Asia/Kolkata" for name in seeds if name.endswith("-in-india")}
    operator = Operator(folder, seeds, zones)
    operator.configure(**lines)
    tell(operator, {name: settings.get(name.removeprefix("other-"), {}) for name in seeds})
    for name, publisher in publishers.items():
        publisher.pages[ROBOTS] = OPEN
        publisher.publish(paths(name, 20 if name.startswith("daily") else 6))
    return Town(publishers, operator, {datetime.now(UTC).date()})


def tell(operator: Operator, settings: Mapping[str, Mapping[str, Any]]) -> None:
    """Add *settings* to the tables of sites in newsspider.toml."""
    file = operator.folder / "newsspider.toml"
    text = file.read_text()
    for site, lines in settings.items():
        head = f"[site.{site}]\n"
        own = {"requests_per_host": 1, **lines}
        text = text.replace(head, head + "".join(f"{name} = {json.dumps(value)}\n" for name, value in own.items()))
    file.write_text(text)


def paths(folder: str, count: int = 6) -> list[str]:
    return [f"/2026/11/{folder}/the-ferry-sails-again-{number}/" for number in range(count)]


def first(*answers: bytes) -> Callable[[Asked], bytes]:
    """Give *answers* to the first that ask, whatever they ask for, and stories to those who follow."""
    waiting = list(answers)
    return lambda asked: waiting.pop(0) if waiting else answer(story(sum(asked.path.encode())))


def set_up(publishers: Mapping[str, Publisher]) -> None:
    """Let the publishers behave as their names say."""
    in_an_hour = format_datetime(datetime.now(UTC).replace(microsecond=0) + HOUR, usegmt=True)
    busy = answer(status="503 Service Unavailable")
    moved = answer(status="302 Found", Location=paths("paced")[0])
    stories = {
        "paced": first(moved, answer(status="500 Oops"), answer(status="404 Not Found")),
        "short-pause": first(answer(status="429 Too Many Requests", Retry_After=str(PAUSE_SECONDS))),
        "pause-seconds": first(answer(status="429 Too Many Requests", Retry_After="3600")),
        "pause-date": first(answer(status="503 Service Unavailable", Retry_After=in_an_hour)),
        "pause-bare": first(answer(status="429 Too Many Requests")),
        "overload": first(busy, busy, busy),
        "one-503": first(busy),
        "daily-requests": first(*[answer(status="302 Found", Location="/moved/here/"), answer(status="500 Oops")] * 3),
        "at-once": together(publishers["at-once"], AT_ONCE),
    }
    for name, reply in stories.items():
        publishers[name].pages |= dict.fromkeys(paths(name, 20), reply)
    publishers["twin"].publish(paths("twin-too"), feed=LATER_FEED)
    publishers["crawl-delay"].pages[ROBOTS] = answer("User-agent: *\nCrawl-delay: 1\n")
    publishers["crawl-delay-absurd"].pages[ROBOTS] = answer("User-agent: *\nCrawl-delay: 80000\n")
    publishers["pause-robots"].pages[ROBOTS] = first(answer(status="429 Too Many Requests", Retry_After="3600"), OPEN)
    feed = feed_of(publishers["pause-seed"].url + path for path in paths("pause-seed"))
    publishers["pause-seed"].pages[FEED] = first(answer(status="503 Busy", Retry_After="3600"), feed)


def together(publisher: Publisher, count: int) -> Callable[[Asked], bytes]:
    """Let those who ask wait for each other, a little while: *count* at once, if ever so many come."""

    def reply(asked: Asked) -> bytes:
        with publisher.changed:
            publisher.changed.wait_for(lambda: publisher.busy >= count, timeout=0.5)
        return answer(story(sum(asked.path.encode())))

    return reply


@contextmanager
def on_one_day(make: Callable[[ExitStack], Town]) -> Iterator[Town]:
    """Yield what *make* gives; made once more where midnight came between its runs, as they take minutes at most."""
    for is_again in (False, True):
        with ExitStack() as stack:
            town = make(stack)
            if is_again or len(town.days) == 1:
                yield town
                return


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Three runs: the first, one right after it, and one of the next day."""

    def make(stack: ExitStack) -> Town:
        town = opened(
            stack, tmp_path_factory.mktemp("town"), decisions(datetime.now(UTC)), max_delay=f"{MAX_DELAY_SECONDS}s"
        )
        set_up(town.publishers)
        town.crawl()
        town.crawl()
        town.let_days_pass()
        town.crawl(*PAUSES, "daily-requests", "daily-bytes")
        return town

    with on_one_day(make) as town:
        yield town


@pytest.mark.parametrize(("days", "made"), [([1], 1), ([2, 1], 2), ([2, 2, 1], 2)])
def test_runs_that_midnight_came_between_are_made_once_more(days, made):
    towns = [SimpleNamespace(days=set(range(count))) for count in days]
    given = iter(towns)

    with on_one_day(lambda _: next(given)) as town:
        assert town is towns[made - 1]


def test_every_sum_closes(town):
    assert all(sum_closes(result) for result in town.results)


def test_a_site_is_not_touched_by_what_others_ask_for(town):
    assert sorted(town.stories("plain")) == sorted(paths("plain"))
    assert town.counts("plain")["new"] == 6


def test_requests_keep_their_distance_also_redirects_retries_and_policies(town):
    asked = Counter(town.asked("paced"))

    assert min(town.gaps("paced")) >= DELAY_SECONDS - SLACK_SECONDS
    assert asked.total() == 3 + 6 + 2
    assert set(asked) >= {ROBOTS, FEED, "/.well-known/tdmrep.json", *paths("paced")}


def test_two_sites_on_one_host_share_its_pace(town):
    assert min(town.gaps("twin")) >= DELAY_SECONDS - SLACK_SECONDS
    assert sorted(town.stories("twin")) == sorted(paths("twin") + paths("twin-too"))
    assert town.asked("twin").count(ROBOTS) == 1


@pytest.mark.parametrize("name", ["crawl-delay", "crawl-delay-absurd"])
def test_a_crawl_delay_is_honoured_up_to_the_bound(town, name):
    gaps = town.gaps(name)

    assert len(gaps) == 5
    assert min(gaps) >= MAX_DELAY_SECONDS - SLACK_SECONDS


def test_never_are_more_requests_under_way_than_allowed(town):
    assert town.publishers["at-once"].most_at_once == AT_ONCE
    assert town.publishers["plain"].most_at_once == 1


def test_a_short_pause_is_waited_for_in_the_run(town):
    gaps = town.gaps("short-pause")

    assert gaps[3] >= PAUSE_SECONDS - SLACK_SECONDS
    assert sorted(town.stories("short-pause")) == sorted(paths("short-pause"))
    assert town.counts("short-pause")["failed"] == {"http-429": 1}


@pytest.mark.parametrize("name", PAUSES)
def test_a_long_pause_ends_the_requests_at_once(town, name):
    assert len(town.asked(name)) == PAUSES[name]
    assert "pause" in town.problems(name)


@pytest.mark.parametrize("name", PAUSES)
def test_a_pause_holds_in_the_next_run_also_for_seeds_and_robots_txt(town, name):
    assert town.asked(name, 1) == []
    assert "pause" in town.problems(name, 1)


@pytest.mark.parametrize("name", PAUSES)
def test_nothing_is_lost_by_a_pause(town, name):
    refused = {"overload": 3, "pause-robots": 0, "pause-seed": 0}.get(name, 1)

    assert len(set(town.stories(name) + town.stories(name, 2))) == 6
    assert town.counts(name, 2)["new"] == 6 - refused
    assert town.operator.rows("SELECT count(*) FROM url WHERE site = ? AND next_visit IS NULL", name) == [(0,)]


def test_one_503_is_a_page_and_not_the_server(town):
    assert sorted(town.stories("one-503")) == sorted(paths("one-503"))


def test_the_requests_of_a_day_are_never_exceeded(town):
    name = "daily-requests"

    assert len(town.asked(name)) == DAILY_REQUESTS
    assert town.asked(name, 1) == []
    assert len(town.asked(name, 2)) == DAILY_REQUESTS
    assert town.counts(name)["left"].keys() == {"daily-cap"}
    assert "day" in town.problems(name)


def test_the_bytes_of_a_day_end_with_the_answer_that_reaches_them(town):
    name = "daily-bytes"
    sizes = answered_bytes(town, 0)

    assert sum(sizes[:-1]) < DAILY_BYTES
    assert sum(sizes) >= DAILY_BYTES
    assert town.asked(name, 1) == []
    assert len(town.stories(name, 2)) > 5
    assert not set(town.stories(name)) & set(town.stories(name, 2))


@pytest.mark.parametrize("name", NIGHTS)
def test_at_night_nothing_is_asked_for_not_even_robots_txt(town, name):
    assert town.asked(name) == []
    assert "hours without requests" in town.problems(name)


def test_the_night_is_that_of_the_sites_own_place(town):
    assert len(town.stories("day-in-india")) == 6


def test_a_run_in_which_every_site_waits_says_why_and_is_no_failure(town):
    result = town.operator.crawl(*NIGHTS)

    assert result["exit"] == 0
    assert result["seed_requests"] == 0
    assert len(result["problems"]) == len(NIGHTS)


KILLED = {
    "slow": {"delay": f"{LONG_DELAY_SECONDS}s"},
    "pausing": {},
    "daily-requests": {"daily_requests": DAILY_REQUESTS},
    "daily-bytes": {"daily_bytes": DAILY_BYTES},
}
HELD_FROM = {"daily-requests": 6, "daily-bytes": 8}
"""The requests from which on nobody gets an answer, until the crawl is killed."""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A run that is killed in the middle, one at once after it, one more, and one of the next day."""

    def make(stack: ExitStack) -> Town:
        town = opened(stack, tmp_path_factory.mktemp("killed"), KILLED, retries=0)
        pause = first(answer(status="429 Too Many Requests", Retry_After="3600"))
        town.publishers["pausing"].pages |= dict.fromkeys(paths("pausing"), pause)
        is_over = threading.Event()
        for name, count in HELD_FROM.items():
            town.publishers[name].pages |= dict.fromkeys(paths(name, 20), held(town.publishers[name], count, is_over))
        process = subprocess.Popen(town.operator.command("crawl", "--quiet"), cwd=town.operator.folder)
        expected = {"slow": 1, "pausing": 4, **HELD_FROM}
        wait_until(lambda: all(len(town.publishers[name].log) >= count for name, count in expected.items()))
        process.kill()
        process.wait()
        town.note({})
        is_over.set()
        town.note(crawl_until(town, lambda: len(town.publishers["slow"].log) > 0))
        town.crawl("daily-requests", "daily-bytes")
        town.let_days_pass()
        town.crawl("daily-requests", "daily-bytes")
        return town

    with on_one_day(make) as town:
        yield town


def crawl_until(town: Town, is_so: Callable[[], bool]) -> dict[str, Any]:
    """Crawl and ask for an end as soon as *is_so* does; return the object of --json."""
    command = town.operator.command("crawl", "--json")
    process = subprocess.Popen(command, cwd=town.operator.folder, stdout=subprocess.PIPE, text=True)
    wait_until(is_so)
    process.terminate()
    result: dict[str, Any] = json.loads(process.communicate(timeout=60)[0])
    return result


def held(publisher: Publisher, count: int, is_over: threading.Event) -> Callable[[Asked], bytes]:
    """Answer with stories, but to the *count*-th request only when all is over."""

    def reply(asked: Asked) -> bytes:
        if len(publisher.log) >= count:
            is_over.wait()
        return answer(story(sum(asked.path.encode())))

    return reply


def test_a_delay_outlives_a_kill(killed):
    last, next_one = killed.moments("slow", 0)[-1], killed.moments("slow", 1)[0]

    assert next_one - last >= LONG_DELAY_SECONDS - SLACK_SECONDS
    assert len(killed.asked("slow", 1)) == 1


def test_a_pause_outlives_a_kill(killed):
    assert len(killed.asked("pausing", 0)) == 4
    assert killed.asked("pausing", 1) == []


def test_the_requests_of_a_day_are_not_exceeded_after_a_kill(killed):
    of_one_day = [len(killed.asked("daily-requests", run)) for run in range(3)]

    assert of_one_day[0] == HELD_FROM["daily-requests"]
    assert sum(of_one_day) <= DAILY_REQUESTS
    assert killed.counts("daily-requests", 2)["left"].keys() == {"daily-cap"}
    assert len(killed.asked("daily-requests", 3)) == DAILY_REQUESTS


def test_the_bytes_of_a_day_are_not_exceeded_after_a_kill(killed):
    sizes = [size for run in range(3) for size in answered_bytes(killed, run)]

    assert sum(sizes[:-1]) < DAILY_BYTES
    assert killed.counts("daily-bytes", 2)["left"].keys() == {"daily-cap"}
    assert len(killed.stories("daily-bytes", 3)) > 5


def answered_bytes(town: Town, run: int) -> list[int]:
    """Return the size of every answer of "daily-bytes" in a run."""
    pages = town.publishers["daily-bytes"].pages
    own = [pages.get(path, answer("not here", status="404 Not Found")) for path in town.asked("daily-bytes", run)]
    return [len(page if isinstance(page, bytes) else answer(story(0))) for page in own]
