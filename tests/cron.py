"""A cron operator in a folder: a configuration for sites on loopback, an archive, and the command."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Operator:
    folder: Path
    sites: Mapping[str, Sequence[str]]
    """Seeds by the name of the site."""
    time_zones: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.configure()

    @property
    def archive(self) -> Path:
        return self.folder / "newsspider.db"

    def configure(self, **lines: Any) -> None:
        """Write newsspider.toml: *lines*, then a table a site."""
        head = [f"sites = {json.dumps(list(self.sites))}"]
        head += [f"{name} = {json.dumps(value)}" for name, value in lines.items()]
        tables = [
            f"[site.{name}]\nseeds = {json.dumps(list(seeds))}\ntime_zone = '{self.time_zones.get(name, 'UTC')}'"
            for name, seeds in self.sites.items()
        ]
        (self.folder / "newsspider.toml").write_text("\n".join(head + tables))

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "newsspider", *arguments]

    def run(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        settings: dict[str, Any] = {"cwd": self.folder, "capture_output": True, "text": True, "timeout": 120}
        return subprocess.run(self.command(*arguments), check=False, **(settings | options))

    def crawl(self, *arguments: str) -> dict[str, Any]:
        """Crawl and return the object of --json."""
        done = self.run("crawl", "--json", *arguments)
        assert done.stdout, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result | {"stderr": done.stderr}

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    def let_time_pass(self) -> None:
        """Let the time of every next visit come, and every pause be over."""
        self._change("UPDATE url SET next_visit = '2000-01-01T00:00:00Z' WHERE next_visit IS NOT NULL")
        self.let_pauses_pass()

    def let_all_be_looked_at(self) -> None:
        """Let every article be due, however old it is."""
        self._change("UPDATE url SET next_visit = '2000-01-01T00:00:00Z' WHERE state IN ('stored', 'gone')")
        self.let_pauses_pass()

    def let_pauses_pass(self) -> None:
        """Let robots.txt be old, and what servers asked for be over."""
        self._change(
            "UPDATE policy_file SET expires = '2000-01-01T00:00:00Z'",
            "UPDATE trap SET until = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 hour')",
            "DELETE FROM host",
        )

    def _change(self, *statements: str) -> None:
        connection = sqlite3.connect(self.archive)
        with connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def stored(self) -> set[tuple[str, str]]:
        """Return what the archive holds: identity and hash of every text."""
        return set(self.rows("SELECT url_key, text_hash FROM article"))  # type: ignore[arg-type]


def sum_closes(result: Mapping[str, Any]) -> bool:
    """Return whether every due URL of a run has one outcome, on every site and in sum."""
    return all(
        each["due"]
        == sum(each[word] for word in ("new", "revision", "unchanged", "alias"))
        + sum(sum(each[word].values()) for word in ("not_article", "refused", "failed", "left"))
        for each in (result, *result["sites"].values())
    )
