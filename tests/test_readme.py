"""The README's command blocks, in order, in an empty folder: they can't rot."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
MAKES = ("make ", "git clone", "pip install")
"""What sets the environment up; this test runs inside it."""


def blocks() -> list[str]:
    return [block for block in BLOCK.findall(README.read_text()) if not block.startswith(MAKES)]


def is_possible(block: str) -> bool:
    """Return whether the programs that *block* begins with are here: the sqlite3 shell is no part of newsspider."""
    return not block.startswith("sqlite3") or shutil.which("sqlite3") is not None


def test_the_readme_begins_with_the_two_commands():
    first = BLOCK.findall(README.read_text())[0].split("\n")

    assert {"make demo", "make test"} <= {line.partition("#")[0].strip() for line in first}


def test_every_command_block_works_in_order(tmp_path):
    commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": commands}

    for block in filter(is_possible, blocks()):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        assert "nothing found" not in done.stderr
        assert not re.search(r"^\[\]$", done.stdout, re.MULTILINE), "a search found nothing"


@pytest.mark.parametrize("block", blocks())
def test_blocks_stay_on_this_machine(block):
    assert not re.search(r"https?://(?!127\.0\.0\.1|[\w.-]+\.example\b)", block)
