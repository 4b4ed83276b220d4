"""The neighbours: installed into a virtual environment of their own, each run as a process of its own, answers kept."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peer_runner
from corpora import ROOT, pages_hash, path_of, rows_of

VENV = ROOT / ".venv-bench"
PYTHON = VENV / "bin" / "python"
LIST = Path(__file__).with_name("peers.txt")
CACHE = Path(__file__).with_name(".cache")
PAGE_SECONDS = 30
"""Deadline of a page, by the clock on the wall; a peer that hangs is ended and started again behind the page."""
START_SECONDS = 120
INSTALL_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Peer:
    """One line of peers.txt."""

    name: str
    arguments: str
    """What pip is told: requirements with their versions."""

    @property
    def version(self) -> str:
        pinned = re.search(r"(?:^|\s)[^\s=]+==(\S+)", self.arguments)
        return pinned[1] if pinned else "?"


def read_list(path: Path = LIST) -> dict[str, Peer]:
    """Return the peers by name."""
    lines = [line.split(None, 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return {line[0]: Peer(line[0], line[1].strip()) for line in lines if len(line) == 2 and line[0] != "#"}


def install(python: str = sys.executable) -> dict[str, str]:
    """Put every peer into `VENV`, one pip run each; return why each that can't be had is left out."""
    if not PYTHON.exists():
        subprocess.run([python, "-m", "venv", str(VENV)], check=True)
    state = VENV / "peers.json"
    known: dict[str, list[str]] = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {}
    for peer in read_list().values():
        if known.get(peer.name, [""])[0] != peer.arguments:
            known[peer.name] = [peer.arguments, _install(peer)]
            state.write_text(json.dumps(known, indent=1), encoding="utf-8")
    return {name: known[name][1] for name in read_list() if known[name][1]}


def _install(peer: Peer) -> str:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", *peer.arguments.split()]
    try:
        outcome = subprocess.run(
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        return "pip did not end in time"
    if outcome.returncode == 0:
        return ""
    return _fault(outcome.stderr)


def _fault(told: str) -> str:
    """Return what pip tells went wrong: rather what a build said, which is indented, than that a build failed."""
    faults = [line for line in told.splitlines() if line.strip().lower().startswith("error:")]
    said = sorted(faults, key=lambda line: not line.startswith(" "))
    return said[0].strip()[7:167] if said else "pip failed"


def predictions(system: str, corpus: str, *, fresh: bool = False) -> list[dict[str, Any]]:
    """Return what *system* says of each page, from the cache where it was asked before and not *fresh*."""
    path = CACHE / f"{_slug(system)}-{corpus}-{_key(system, corpus)}.jsonl"
    if path.exists() and not fresh:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    answers = list(run(system, [_line(corpus, row) for row in rows_of(corpus)]))
    CACHE.mkdir(exist_ok=True)
    part = path.with_suffix(".new")
    part.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
    part.replace(path)
    return answers


def _line(corpus: str, row: dict[str, Any]) -> dict[str, str]:
    return {"id": row["id"], "url": row["url"], "path": str(path_of(corpus, row))}


def _slug(system: str) -> str:
    return system.replace(" ", "-")


def _key(system: str, corpus: str) -> str:
    """Return what changes where the peer, what drives it, or the pages change."""
    name, setting, load = peer_runner.SYSTEMS[system]
    parts = (read_list()[name].arguments, setting, inspect.getsource(load), pages_hash(corpus))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def run(system: str, pages: list[dict[str, str]], command: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """Yield a prediction a page, in order. A page that a peer hangs or crashes on is an empty one that tells so."""
    told = command or (str(PYTHON), str(Path(peer_runner.__file__)), system)
    waiting = list(pages)
    while waiting:
        with _Process(told) as process:
            while waiting:
                answer = process.ask(waiting[0])
                yield answer
                waiting.pop(0)
                if process.is_over:
                    break


class _Process:
    """A peer that answers line by line."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, cwd=ROOT
        )
        self._read = b""
        self._deadline = START_SECONDS
        self.is_over = False

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def ask(self, page: dict[str, str]) -> dict[str, Any]:
        """Return the peer's answer; after a hang or a crash `is_over` says that it needs a new process."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(page).encode() + b"\n")
        except BrokenPipeError:
            return self._failed(page, "crash", 0.0)
        line = self._line()
        if line is None:
            return self._failed(page, "deadline", float(PAGE_SECONDS))
        return dict(json.loads(line)) if line else self._failed(page, "crash", 0.0)

    def _failed(self, page: dict[str, str], why: str, seconds: float) -> dict[str, Any]:
        self.is_over = True
        return {"id": page["id"], "text": "", "error": why, "seconds": seconds}

    def _line(self) -> bytes | None:
        """Return the next line; empty where the process ended, ``None`` where it is late."""
        assert self._process.stdout is not None
        while b"\n" not in self._read:
            if not select.select([self._process.stdout], [], [], self._deadline)[0]:
                return None
            part = os.read(self._process.stdout.fileno(), 1 << 16)
            if not part:
                return b""
            self._read += part
        self._deadline = PAGE_SECONDS
        line, self._read = self._read.split(b"\n", 1)
        return line
