"""What all tests share: the loopback guard, and the demo site with an archive of a crawl of it."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from newsspider.archive.store import Archive

GUARD = Path(__file__).parent / "guard"

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), os.environ.get("PYTHONPATH")]))
for name in (
    "NEWSSPIDER_ARCHIVE",
    "NEWSSPIDER_CONFIG",
    "NEWSSPIDER_CONTACT",
    "NEWSSPIDER_LOG_LEVEL",
    "NEWSSPIDER_LOG_FORMAT",
):
    os.environ.pop(name, None)
if not hasattr(sys.modules.get("sitecustomize"), "refuse_to_leave"):  # pytest itself started without the folder
    sys.modules.pop("sitecustomize", None)
    sys.path.insert(0, str(GUARD))
    importlib.import_module("sitecustomize")
    sys.path.remove(str(GUARD))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of its own for a test."""
    from newsspider.archive.store import Archive

    with Archive.open(tmp_path / "news.db") as archive:
        yield archive


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """The rows that a query on `archive` gives."""
    from tests.archive.making import rows

    return lambda sql: rows(tmp_path / "news.db", sql)


@pytest.fixture
def newsspider(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command, run in an empty folder as a user would."""

    def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "newsspider", *arguments]
        settings = {"cwd": tmp_path, "capture_output": True, "text": True, "timeout": 120, **options}
        return subprocess.run(command, check=False, **settings)  # type: ignore[call-overload,no-any-return]

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=20, help="how many crawls tests/faults ends with kill -9")
