"""kill -9 at the end of a run, where nothing is fetched any more: the next ends with the same set."""

import signal
import subprocess
import sys
from pathlib import Path

from newsspider.archive.store import Archive
from tests.one_site import OneSite, framed_story, story
from tests.test_rawstore import bodies, keep_many, opened, pages

ROOT = Path(__file__).parent.parent


def killed(path: Path, where: str) -> None:
    command = [sys.executable, "-m", "tests.killed_cleaning", str(path), where]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL


def test_killed_in_its_re_cleaning_a_run_is_made_good_by_the_next(tmp_path):
    every = [framed_story(number) for number in range(12)]
    path = tmp_path / "valley.db"
    killed(path, "cleaning")
    with Archive.open(path) as archive:
        between = OneSite(archive).texts()

        OneSite(archive).run(every)

        after = OneSite(archive).texts()
    assert sum("1911" in text for text in between) > 0
    assert after == ["\n\n".join(story(f"story {number}")) for number in range(12)]


def test_killed_while_it_packs_pages_tighter_a_run_loses_none(tmp_path):
    path = tmp_path / "isle.db"
    with Archive.open(path) as archive:
        store = opened(archive, path)
        keep_many(archive, store, 12)
        before = pages(path)
        store.close()

    killed(path, "packing")

    assert pages(path) == before
    with Archive.open(path) as archive:
        store = opened(archive, path)
        store.tidy(before[-1].fetched)
        store.close()
    assert pages(path) == before
    assert bodies(path, "DISTINCT level") == [(10,)]
