"""CPU seconds of a whole program, with all processes that it starts.

What a process started by a fork server takes is told to nobody but the process that reaps it. So a shim runs the
program, adopts every orphan (Linux: ``PR_SET_CHILD_SUBREAPER``), reaps them all, and tells what they took.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from corpora import ROOT

PR_SET_CHILD_SUBREAPER = 36


def run_counted(command: list[str], source: IO[str]) -> tuple[float, str]:
    """Return the CPU seconds, user and system, of *command* and all its descendants, and what it wrote.

    Raises `CalledProcessError` where it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "seconds"
        shim = [sys.executable, str(Path(__file__)), str(told), *command]
        outcome = subprocess.run(shim, stdin=source, stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT)
        return float(told.read_text(encoding="ascii")), outcome.stdout


def main() -> int:
    """Run a command as its orphans' parent, write what all of them took into a file, return its exit code."""
    told, *command = sys.argv[1:]
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    code = subprocess.run(command, check=False).returncode
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = os.times()
    Path(told).write_text(str(used.children_user + used.children_system), encoding="ascii")
    return code


if __name__ == "__main__":
    sys.exit(main())
