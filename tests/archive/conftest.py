from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.archive.store import Archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newsspider.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path) as archive:
        yield archive
