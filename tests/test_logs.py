"""The log: one line an event, whatever is in it."""

import io
import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.errors import StorageError
from newsspider.logs import (
    FORMATS,
    LEVELS,
    MOST_FIELDS,
    MOST_LETTERS,
    Event,
    JsonFormatter,
    LogfmtFormatter,
    is_logged,
    log_event,
    mute_logs,
    set_run,
    start_logs,
)
from newsspider.text import read_json
from tests.logfmt import is_inert, read_line, read_logfmt

FORMATTERS = {"logfmt": LogfmtFormatter, "json": JsonFormatter}
HOSTILE = [
    "storm\ntime=2026-11-03T00:00:00.000Z level=error event=run-failed",
    "\x1b]0;title\x07\x1b[31mred",
    'a "quoted" = value \\',
    "a\u2028b\u2029c\x85d\x0be\x0c\r",
    "\u202eright to left\u2066",
    "half a letter \ud83d",
    "joined\u200d and \ufeff\ufffe invisible",
    "",
    " ",
    "=",
    '"',
]


class Log:
    """Where the log of a test goes."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def start(self, level: str = "info", form: str = "logfmt") -> None:
        self.form = form
        handler = start_logs(level=level, form=form, stream=self.stream)
        logging.getLogger().handlers = [handler]  # pytest's own would stumble over what ours must not

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().split("\n")[:-1]

    @property
    def events(self) -> list[dict[str, str]]:
        return [read_line(line, self.form) for line in self.lines]

    @property
    def event(self) -> dict[str, str]:
        (event,) = self.events
        return event


@pytest.fixture
def log(monkeypatch):
    """A log of this test alone; the process is left as it was."""
    root, own = logging.getLogger(), logging.getLogger("newsspider")
    before = (root.handlers[:], root.level, own.level)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    yield Log()
    root.handlers[:], root.level = before[0], before[1]
    own.setLevel(before[2])
    logging.captureWarnings(False)
    set_run(None)


def a_record(message: object, *arguments: object, **more: object) -> logging.LogRecord:
    record = logging.LogRecord("scrapy.core", logging.ERROR, "x.py", 1, message, arguments, None)
    record.created = datetime(2026, 11, 3, 7, 30, 59, 42_999, tzinfo=UTC).timestamp()
    record.__dict__.update(more)
    return record


def raised(error: BaseException) -> dict[str, object]:
    """Return what a record has of an error that was caught."""
    try:
        raise error
    except BaseException as caught:
        return {"exc_info": (type(caught), caught, caught.__traceback__)}


def test_a_line_begins_with_time_level_run_and_event(log):
    log.start()
    set_run(7)

    log_event(Event.VISIT, site="isle", outcome="new", status=200, reason=None)

    assert list(log.event) == ["time", "level", "run", "event", "site", "outcome", "status"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", log.event["time"])
    assert (log.event["level"], log.event["run"], log.event["event"]) == ("info", "7", "visit")


def test_the_time_is_utc_to_the_millisecond():
    line = LogfmtFormatter().format(a_record("hello"))

    assert line == "time=2026-11-03T07:30:59.042Z level=error event=log logger=scrapy.core message=hello"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_its_line_or_begins_a_field(log, form, text):
    log.start(form=form)

    log_event(Event.VISIT, url=text)

    assert is_inert(log.lines[0])
    assert log.event["event"] == "visit"
    assert log.event["url"] == text.replace("\ud83d", "\\ud83d")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_library_says_is_one_line_too(form, text):
    line = FORMATTERS[form]().format(a_record("Got %s", text))

    assert is_inert(line)
    assert read_line(line, form)["event"] == "log"


values = st.recursive(
    st.text() | st.integers() | st.floats() | st.booleans() | st.binary() | st.datetimes() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None)
@given(fields=st.dictionaries(st.text(), values))
def test_any_fields_make_one_line_that_reads_back(form, fields):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMATTERS[form]())
    logger = logging.getLogger("newsspider")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    try:
        log_event(Event.SEED, **fields)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)

    line = stream.getvalue().removesuffix("\n")
    assert is_inert(line)
    assert read_line(line, form)["event"] == "seed"


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=MOST_LETTERS))
def test_a_text_reads_back_as_it_was(text):
    record = a_record("%s", text.strip() or "x")

    line = LogfmtFormatter().format(record)

    assert read_logfmt(line)["message"] == (text.strip() or "x").partition("Traceback (most")[0]


@pytest.mark.parametrize("form", FORMATS)
def test_numbers_and_truths_are_themselves(log, form):
    log.start(form=form)

    log_event(Event.SITE_ENDED, due=3, seconds=1.5, whole=True, when=datetime(2026, 11, 3, tzinfo=UTC), huge=10**5000)

    assert log.event["when"] == "2026-11-03T00:00:00.000Z"
    assert log.event["huge"] == "<int>"
    assert {name: log.event[name] for name in ("due", "seconds", "whole")} in (
        {"due": 3, "seconds": 1.5, "whole": True},
        {"due": "3", "seconds": "1.5", "whole": "true"},
    )


def test_times_bytes_and_lists_are_told_as_text(log):
    log.start()

    log_event(
        Event.SEED,
        until=datetime(2026, 11, 3, 7, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        body=b"caf\xe9\n",
        sites=list(range(30)),
    )

    assert log.event["until"] == "2026-11-03T01:30:00.000Z"
    assert log.event["body"] == "café\n"
    assert log.event["sites"] == ",".join(map(str, range(20))) + ",…"


def test_counts_by_reason_are_a_field_a_reason(log):
    log.start()

    log_event(Event.SITE_ENDED, failed={"http-5xx": 2, "dns": 1}, refused={})

    assert list(log.event.items())[3:] == [("failed.http-5xx", "2"), ("failed.dns", "1")]


@pytest.mark.parametrize("name", ["time", "level", "run", "event"])
def test_no_field_passes_for_the_head_of_a_line(log, name):
    log.start()

    log_event(Event.VISIT, **{name: "error"})

    assert log.event[f"{name}_"] == "error"
    assert log.event["event"] == "visit"


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_endless(log, form):
    log.start(form=form)

    log_event(
        Event.VISIT,
        url="\U0001f600\u202e" * 1_000_000,
        body=b"\x00" * 10_000_000,
        pages=["x" * 10_000] * 100_000,
        **{"key" * 10_000: "bound"},
        counts={str(number): number for number in range(100_000)},
    )

    assert len(log.event["url"]) == MOST_LETTERS + 1
    assert log.event["url"].endswith("…")
    assert len(log.event) == MOST_FIELDS + 3
    assert max(map(len, log.event)) == 100
    assert len(log.lines[0]) < 100_000


class Spiteful:
    """A value that fails whoever looks at it."""

    def __init__(self) -> None:
        self.asked = 0

    def __str__(self) -> str:
        self.asked += 1
        raise RuntimeError("no")

    __repr__ = __str__


@pytest.mark.parametrize("form", FORMATS)
def test_a_value_that_cant_be_told_costs_nothing_but_itself(log, form):
    log.start(form=form)

    log_event(Event.VISIT, site="isle", url=Spiteful())
    logging.getLogger("library").error("%d of %s", "none", Spiteful())
    logging.getLogger("library").error(Spiteful())

    assert [event.get("url") or event.get("message") for event in log.events] == [
        "<Spiteful>",
        "%d of %s",
        "<Spiteful>",
    ]


def test_an_event_below_the_level_is_not_looked_at(log):
    log.start("warning")
    value = Spiteful()

    log_event(Event.VISIT, url=value)

    assert not is_logged(Event.VISIT)
    assert (log.lines, value.asked) == ([], 0)


@pytest.mark.parametrize(("level", "told"), [("error", 0), ("warning", 1), ("info", 2), ("debug", 2)])
def test_a_level_tells_what_matters_as_much_or_more(log, level, told):
    log.start(level)

    log_event(Event.VISIT)
    log_event(Event.COOL_DOWN)

    assert len(log.lines) == told


def test_libraries_are_heard_from_their_warnings_on(log):
    log.start("info")
    library = logging.getLogger("library")
    library.setLevel(logging.DEBUG)

    library.info("opened")
    library.warning("odd")

    assert log.event["message"] == "odd"


def test_who_debugs_hears_everything(log):
    log.start("debug")

    logging.getLogger("library").debug("opened")

    assert log.event["level"] == "debug"


@pytest.mark.parametrize(("level", "lines"), [("error", 0), ("warning", 0), ("info", 2)])
def test_what_ends_the_command_is_left_to_its_last_line_unless_the_log_is_read_for_itself(log, level, lines):
    log.start(level)
    error = StorageError("the disk is full")

    logging.getLogger("library").error("Error on page", **raised(error))
    log_event(Event.RUN_FAILED, exit=74, error=error)

    assert len(log.lines) == lines


def test_a_traceback_is_folded_into_the_error_and_where_it_was():
    try:
        read_json('["a\nb"]')
    except ValueError as error:
        trace = error.__traceback__
        record = a_record("Callback failed on %s", "http://isle.example/", exc_info=(ValueError, error, trace))

    event = read_logfmt(LogfmtFormatter().format(record))

    assert event["message"] == "Callback failed on http://isle.example/"
    assert event["error"] == "JSONDecodeError: Invalid control character at: line 1 column 4 (char 3)"
    assert re.fullmatch(r"newsspider/text\.py:\d+", event["at"])
    assert "traceback" not in event


def test_an_error_of_others_is_told_by_where_it_was():
    try:
        json.loads("{")
    except ValueError as error:
        record = a_record("oops", exc_info=(ValueError, error, error.__traceback__))

    event = read_logfmt(LogfmtFormatter().format(record))

    assert re.fullmatch(r"json/decoder\.py:\d+", event["at"])


def test_who_debugs_sees_the_traceback_on_the_same_line():
    line = LogfmtFormatter(with_traceback=True).format(a_record("oops", **raised(KeyError("due"))))

    assert is_inert(line)
    assert read_logfmt(line)["traceback"].startswith("Traceback (most recent call last):\n")


def test_a_traceback_in_the_text_is_folded():
    text = 'Unhandled Error\nTraceback (most recent call last):\n  File "x.py", line 1\nKeyError: 3\n'

    event = read_logfmt(LogfmtFormatter().format(a_record(text)))

    assert (event["message"], event["error"]) == ("Unhandled Error", "KeyError: 3")


def test_an_error_of_any_length_and_depth_is_one_line():
    def fall(depth: int) -> None:
        fall(depth + 1)

    try:
        fall(0)
    except RecursionError as error:
        deep = a_record("oops", exc_info=(RecursionError, error, error.__traceback__))
    long = a_record("oops", **raised(ValueError("\n" * 5_000_000)))

    lines = [FORMATTERS[form](with_traceback=True).format(record) for form in FORMATS for record in (deep, long)]

    assert all(is_inert(line) and len(line) < 100_000 for line in lines)


def test_who_debugs_sees_the_end_of_a_long_traceback():
    line = LogfmtFormatter(with_traceback=True).format(a_record("oops", **raised(KeyError("x" * 5_000 + "the end"))))

    assert read_logfmt(line)["traceback"].endswith("the end'\n")


def test_a_second_start_takes_the_place_of_the_first(log):
    first, second = io.StringIO(), io.StringIO()
    start_logs(level="info", form="logfmt", stream=first)
    start_logs(level="info", form="json", stream=second)

    log_event(Event.VISIT)

    assert (first.getvalue(), second.getvalue().count("\n")) == ("", 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_fails_says_so_in_one_line(log):
    log.start("error")
    thread = threading.Thread(target=lambda: {}["due"], name="writer")

    thread.start()
    thread.join()

    assert (log.event["message"], log.event["error"]) == ("thread writer ended", "KeyError: 'due'")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_fails_of_an_expected_error_is_told_as_well(log):
    def fail() -> None:
        raise StorageError("the disk is full")

    log.start("error")
    thread = threading.Thread(target=fail)

    thread.start()
    thread.join()

    assert log.event["error"] == "StorageError: the disk is full"


def test_an_error_that_nobody_can_catch_is_one_line(log):
    class Broken:
        def __del__(self) -> None:
            raise KeyError("due")

    log.start("error")

    Broken()

    assert log.event["error"] == "KeyError: 'due'"


def test_a_log_that_cant_be_written_ends_nothing(log, capsys):
    log.start()
    log.stream.close()

    log_event(Event.VISIT)

    assert capsys.readouterr().err == ""


def test_other_formatters_get_a_line_as_well(log):
    log.start()
    record = []
    handler = logging.Handler()
    handler.emit = lambda each: record.append(logging.Formatter("%(levelname)s: %(message)s").format(each))
    logging.getLogger().addHandler(handler)

    log_event(Event.CAP, site="isle", reason="a\nb")

    assert record == ['WARNING: event=cap site=isle reason="a\\nb"']


def test_a_muted_process_prints_nothing_of_libraries(log, capsys):
    logging.getLogger().handlers = []
    mute_logs()

    logging.getLogger("library").error("\x1b[31m")

    assert capsys.readouterr().err == ""


def test_the_documentation_names_every_event_with_its_level():
    text = (Path(__file__).parent.parent / "docs" / "logs.md").read_text()

    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([a-z ]+) \| ", text, re.MULTILINE))

    assert rows == {event.value: logging.getLevelName(event.level).lower() for event in Event} | {"log": "its own"}


def test_the_configuration_takes_every_level_and_format(tmp_path):
    from newsspider.config import read_config

    for name, words in (("log_level", LEVELS), ("log_format", FORMATS)):
        for word in words:
            (tmp_path / "newsspider.toml").write_text(f'{name} = "{word}"')
            assert getattr(read_config(tmp_path / "newsspider.toml"), name) == word
