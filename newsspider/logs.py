"""The log: one line an event, whatever a page, a server or a library puts into it.

Rooms tell what happened with `log_event`; `start_logs` says where it goes, from which level on, and in which form. What
libraries log comes out in the same form, as the event ``log``, its traceback folded into two fields. Strings are data:
what is not printable is escaped, what is long is cut, and no value can end a line or begin a field.
"""

from __future__ import annotations

import json
import logging
import math
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from newsspider.errors import NewsspiderError

LEVELS = ("error", "warning", "info", "debug")
FORMATS = ("logfmt", "json")
MOST_LETTERS = 2_000
"""Of one value; what is cut off is told by ``…``."""
MOST_FIELDS = 60
"""Of one event."""
MOST_OF_A_LIST = 20
MOST_FRAMES = 10_000
"""A traceback is followed as far; Python itself gives up at a tenth of it."""
DEBUG_FRAMES = 20
"""The innermost, which ``--log-level debug`` shows."""

_LOGGER = logging.getLogger("newsspider")
_HOME = str(Path(__file__).parent)
_FIRST = ("time", "level", "run", "event")
_NO_KEY = re.compile(r"[^A-Za-z0-9_.-]")
_TRACEBACK = "Traceback (most recent call last)"
_UNHANDLED = "Unhandled error in Deferred"

Plain = str | int | float | bool
"""What a field's value comes to."""


class Event(StrEnum):
    """What is told of a run; docs/logs.md says with which fields. `level` is how much it matters."""

    level: int

    def __new__(cls, name: str, level: int) -> Self:  # noqa: D102 - Python's own form of a member with an attribute
        member = str.__new__(cls, name)
        member._value_ = name
        member.level = level
        return member

    RUN_BEGUN = "run-begun", logging.INFO
    RUN_ENDED = "run-ended", logging.INFO
    RUN_FAILED = "run-failed", logging.ERROR
    SITE_BEGUN = "site-begun", logging.INFO
    SITE_ENDED = "site-ended", logging.INFO
    SEED = "seed", logging.INFO
    VISIT = "visit", logging.INFO
    ROBOTS = "robots", logging.INFO
    ROBOTS_BARRED = "robots-barred", logging.WARNING
    COOL_DOWN = "cool-down", logging.WARNING
    NIGHT = "night", logging.WARNING
    CAP = "cap", logging.WARNING
    TRAP = "trap", logging.WARNING
    QUARANTINE = "quarantine", logging.WARNING
    WORKER_ENDED = "worker-ended", logging.WARNING


class _Run:
    """Which run this process is in; threads share it."""

    id: int | None = None


def set_run(run: int | None) -> None:
    """Let every line from now on name *run*; ``None``: there is none."""
    _Run.id = run


def is_logged(event: Event) -> bool:
    """Return whether *event* is written anywhere."""
    return _LOGGER.isEnabledFor(event.level)


def log_event(event: Event, /, **fields: Any) -> None:
    """Tell that *event* happened; a field that is ``None`` is left out, one that is a mapping becomes a field a key.

    Never raises. Costs next to nothing where the level is off: hand over values, not texts made of them.
    """
    if _LOGGER.isEnabledFor(event.level):
        _LOGGER.log(event.level, _Told(event, fields))


def start_logs(*, level: str, form: str, stream: TextIO | None = None) -> logging.Handler:
    """Write what happens from *level* on in *form*, one of `LEVELS` and `FORMATS`; return the handler that does.

    Goes to *stream*, else standard error. Takes the place of an earlier call's handler. Errors of threads and
    finalizers, which Python would print with their tracebacks, become events too.
    """
    is_debug = level == "debug"
    handler = _Handler(stream)
    handler.setLevel(level.upper())
    handler.setFormatter((JsonFormatter if form == "json" else LogfmtFormatter)(with_traceback=is_debug))
    handler.addFilter(partial(_is_wanted, level=level))
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if is_debug else logging.WARNING)
    _LOGGER.setLevel(level.upper())
    logging.captureWarnings(True)
    threading.excepthook = _log_thread
    sys.unraisablehook = _log_unraisable
    return handler


def mute_logs() -> None:
    """Let nothing of libraries reach standard error in a process whose log nobody reads, such as a worker."""
    logging.getLogger().addHandler(logging.NullHandler())
    logging.captureWarnings(True)


class LogfmtFormatter(logging.Formatter):
    """``key=value`` pairs; a value that holds a blank, a quote, a ``=`` or what is not printable is a JSON string."""

    def __init__(self, *, with_traceback: bool = False) -> None:
        super().__init__()
        self.with_traceback = with_traceback

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* as one line."""
        return _logfmt(_pairs(record, with_traceback=self.with_traceback))


class JsonFormatter(logging.Formatter):
    """One JSON object, ASCII alone, with the keys of `LogfmtFormatter`."""

    def __init__(self, *, with_traceback: bool = False) -> None:
        super().__init__()
        self.with_traceback = with_traceback

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* as one line."""
        return json.dumps(dict(_pairs(record, with_traceback=self.with_traceback)), allow_nan=False)


class _Told:
    """An event on its way to a formatter; other formatters, such as Scrapy's, take its string."""

    def __init__(self, event: Event, fields: Mapping[str, Any]) -> None:
        self.event = event
        self.fields = fields

    def __str__(self) -> str:
        return _logfmt([("event", self.event.value), *islice(_flat(self.fields), MOST_FIELDS)])


class _Handler(logging.StreamHandler[TextIO]):
    """A log that can't be written is no reason to say so where it can't be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Let the line go."""


def _is_wanted(record: logging.LogRecord, *, level: str) -> bool:
    """Return whether a record deserves a line in a log of *level*.

    Libraries are heard from their warnings on, except by who debugs. What ends a command stands in its last line: only
    a log that is read for itself says it again. Twisted announces an error that comes with the next record.
    """
    error = record.exc_info[1] if record.exc_info else None
    repeats = _is(record, Event.RUN_FAILED) or (isinstance(error, NewsspiderError) and record.name != _LOGGER.name)
    if repeats and level in ("error", "warning"):
        return False
    if record.name == "twisted" and error is None and str(record.msg).startswith(_UNHANDLED):
        return False
    return level == "debug" or record.levelno >= logging.WARNING or isinstance(record.msg, _Told)


def _is(record: logging.LogRecord, event: Event) -> bool:
    return isinstance(record.msg, _Told) and record.msg.event is event


def _log_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_type is not SystemExit:
        error = arguments.exc_value or arguments.exc_type()
        name = arguments.thread.name if arguments.thread else "?"
        _LOGGER.error("thread %s ended", name, exc_info=(type(error), error, arguments.exc_traceback))


def _log_unraisable(arguments: sys.UnraisableHookArgs) -> None:
    error = arguments.exc_value or arguments.exc_type()
    what = arguments.err_msg or "an exception was ignored"
    _LOGGER.error("%s", what, exc_info=(type(error), error, arguments.exc_traceback))


def _pairs(record: logging.LogRecord, *, with_traceback: bool) -> list[tuple[str, Plain]]:
    """Return the fields of a line, in order."""
    told = record.msg if isinstance(record.msg, _Told) else None
    moment = datetime.fromtimestamp(record.created, UTC)
    pairs: list[tuple[str, Plain]] = [("time", _time(moment)), ("level", _plain(record.levelname.lower()))]
    pairs += [] if _Run.id is None else [("run", _Run.id)]
    if told is not None:
        return [*pairs, ("event", told.event.value), *islice(_flat(told.fields), MOST_FIELDS)]
    return [*pairs, ("event", "log"), ("logger", _plain(record.name)), *_flat(_log_fields(record, with_traceback))]


def _log_fields(record: logging.LogRecord, with_traceback: bool) -> dict[str, Any]:
    """Return what a library's record tells; tracebacks in its text or beside it are folded."""
    try:
        message = record.getMessage()
    except Exception:  # a bad format or a bad argument of the library's own
        message = str(_plain(record.msg))  # as it stands, without its arguments
    head, _, trace = message.partition(_TRACEBACK)
    fields: dict[str, Any] = {"message": head.strip() or None}
    if trace:
        fields["error"] = trace.rstrip().rpartition("\n")[2]
    if record.exc_info and record.exc_info[1] is not None:
        fields |= {"error": record.exc_info[1], "at": _place(record.exc_info[2])}
        fields |= {"traceback": _trace(record.exc_info[1], record.exc_info[2])} if with_traceback else {}
    return fields


def _flat(fields: Mapping[str, Any]) -> Iterator[tuple[str, Plain]]:
    """Yield every field by its key; one that is a mapping becomes as many as it has keys."""
    for name, value in fields.items():
        if isinstance(value, Mapping):
            for inner, each in value.items():
                yield _key(f"{name}.{_plain(inner)}"), _plain(each)
        elif value is not None:
            yield _key(name), _plain(value)


def _key(name: str) -> str:
    """Return *name* as a key that any reader takes, none of those that begin a line.

    >>> _key("bad key="), _key("time")
    ('bad_key_', 'time_')
    """
    key = _NO_KEY.sub("_", name[:100]) or "_"
    return f"{key}_" if key in _FIRST else key


def _plain(value: Any) -> Plain:
    """Return *value* as a number, a truth, or a text without halves of letters, not longer than `MOST_LETTERS`."""
    try:
        if isinstance(value, int) and -(2**63) <= value < 2**63:
            return value if isinstance(value, bool) else int(value)
        if isinstance(value, float) and math.isfinite(value):
            return float(value)
        return _cut(_text(value))
    except Exception:  # a log must not fail of what it tells
        return _cut(f"<{type(value).__name__}>")


def _text(value: Any) -> str:
    match value:
        case datetime():
            return _time(value)
        case BaseException():
            return f"{type(value).__name__}: {_plain(str(value))}"
        case bytes():
            return value[: MOST_LETTERS + 1].decode("latin-1")
        case list() | tuple() | set() | frozenset():
            first = [str(_plain(each)) for each in islice(value, MOST_OF_A_LIST)]
            return ",".join(first + ["…"] * (len(value) > MOST_OF_A_LIST))
        case _:
            return str(value)


def _cut(text: str) -> str:
    """Return *text* within its bound; halves of letters, which no file can hold, are spelt out."""
    cut = text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
    return cut.encode("utf-8", "backslashreplace").decode("utf-8")


def _time(moment: datetime) -> str:
    """Return *moment* in UTC to the millisecond.

    >>> _time(datetime(2026, 11, 3, 7, 30, 59, 42_999, tzinfo=UTC))
    '2026-11-03T07:30:59.042Z'
    """
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _logfmt(pairs: list[tuple[str, Plain]]) -> str:
    return " ".join(f"{key}={_quoted(value)}" for key, value in pairs)


def _quoted(value: Plain) -> str:
    r"""Return *value* as it stands behind a ``=``; a quoted one is a JSON string.

    >>> print(_quoted("storm"), _quoted("storm hits\x1b[31m\u2028"))
    storm "storm hits\u001b[31m\u2028"
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text and text.isprintable() and not any(letter in text for letter in ' "=\\'):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in quoted)


def _place(trace: TracebackType | None) -> str | None:
    """Return file and line of the innermost frame of ours, else of the innermost; also of Twisted's stand-ins."""
    ours = last = None
    for _ in range(MOST_FRAMES):
        if trace is None:
            break
        last = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        ours = last if last[0].startswith(_HOME + os.sep) else ours
        trace = trace.tb_next
    file, line = ours or last or ("", 0)
    return f"{_short(file)}:{line}" if file else None


def _short(file: str) -> str:
    """Return where *file* stands in its package.

    >>> _short("/srv/venv/lib/python3.11/site-packages/twisted/internet/defer.py")
    'twisted/internet/defer.py'
    """
    if file.startswith(_HOME + os.sep):
        return os.path.relpath(file, Path(_HOME).parent)
    in_package = file.rpartition(f"site-packages{os.sep}")[2]
    return in_package if in_package != file else str(Path(*Path(file).parts[-2:]))


def _trace(error: BaseException, trace: TracebackType | None) -> str | None:
    try:
        return "".join(traceback.format_exception(type(error), error, trace, limit=-DEBUG_FRAMES))[-MOST_LETTERS:]
    except Exception:  # Twisted's stand-ins for frames are not whole
        return None
