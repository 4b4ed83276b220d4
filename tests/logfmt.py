"""Reads the lines of a log back, strictly: whatever does not parse fails the test."""

from __future__ import annotations

import json
import re
from typing import Any

PAIR = re.compile(r'([A-Za-z0-9_.-]+)=("(?:[^"\\]|\\.)*"|[^ "=\\]+)( |$)')


def read_logfmt(line: str) -> dict[str, str]:
    """Return the pairs of a logfmt line; values are text, a quoted one is a JSON string."""
    pairs: dict[str, str] = {}
    at = 0
    while at < len(line):
        match = PAIR.match(line, at)
        assert match is not None, f"no pair at {at}: {line!r}"
        key, value, end = match.groups()
        pairs[key] = json.loads(value) if value.startswith('"') else value
        at = match.end()
        assert end or at == len(line)
    return pairs


def read_line(line: str, form: str) -> dict[str, Any]:
    return read_logfmt(line) if form == "logfmt" else dict(json.loads(line))


def is_inert(text: str) -> bool:
    """Return whether no terminal and no reader of lines acts on *text*."""
    return text.isprintable() and "\n" not in text
