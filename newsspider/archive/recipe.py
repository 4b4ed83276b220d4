"""Export recipes: ``*.sql`` files that say in a comment what they give and what they take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import newsspider
from newsspider.errors import UsageError

_ENTRY = re.compile(r"--\s*(title|description|param\s+(?P<name>\w+)\s*(?:=\s*(?P<default>.*?))?)\s*:\s+(?P<text>.*)")
_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a recipe can be told."""

    name: str
    default: str | None
    """``None`` where it must be given."""
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One SELECT with a name."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str
    path: Path

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return every parameter's value; raises `UsageError` where one is missing or not the recipe's."""
        known = {parameter.name: parameter.default for parameter in self.parameters}
        strange = [name for name in given if name not in known]
        missing = [name for name, default in known.items() if default is None and name not in given]
        if strange:
            takes = ", ".join(known) or "none"
            raise UsageError(f"recipe {self.name} has no parameter {strange[0]!r}; it takes: {takes}")
        if missing:
            raise UsageError(f"recipe {self.name} needs --param {missing[0]}=VALUE")
        return {name: given.get(name, default or "") for name, default in known.items()}


def recipe_folders() -> tuple[Path, ...]:
    """Return where recipes are looked for, the first one winning: ``./exports``, then those that came with us."""
    return Path("exports"), built_in_folder()


def built_in_folder() -> Path:
    """Return where the recipes are that came with us: in the installed package, or at the root of a clone."""
    package = Path(newsspider.__file__).parent
    installed = package / "exports"
    return installed if installed.is_dir() else package.parent / "exports"


def read_recipes(folders: tuple[Path, ...] | None = None) -> dict[str, Recipe]:
    """Return all recipes by name; one that can't be read is left out, until somebody asks for it."""
    found: dict[str, Recipe] = {}
    for name, path in _recipe_paths(folders).items():
        with suppress(UsageError):
            found[name] = read_recipe(path)
    return found


def find_recipe(name: str, folders: tuple[Path, ...] | None = None) -> Recipe:
    """Return the recipe of that name; raises `UsageError` where there is none, or it can't be read."""
    paths = _recipe_paths(folders)
    if name not in paths:
        raise UsageError(f"no recipe {name!r}; there are: {', '.join(paths)}; your own go into ./exports/NAME.sql")
    return read_recipe(paths[name])


def _recipe_paths(folders: tuple[Path, ...] | None) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    for folder in recipe_folders() if folders is None else folders:
        for path in folder.glob("*.sql"):
            if _NAME.fullmatch(path.stem) and path.is_file():
                paths.setdefault(path.stem, path)
    return dict(sorted(paths.items()))


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in *path*; what its comment leaves out stays empty, its title is the file's name."""
    try:
        sql = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"recipe {path} can't be read: {error}") from error
    title, description, parameters = path.stem, "", []
    for line in _comment(sql):
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            continue
        if entry["name"]:
            parameters.append(Parameter(name=entry["name"], default=entry["default"], meaning=entry["text"]))
        elif entry[1] == "title":
            title = entry["text"]
        else:
            description = f"{description} {entry['text']}".strip()
    return Recipe(
        name=path.stem, title=title, description=description, parameters=tuple(parameters), sql=sql, path=path
    )


def _comment(sql: str) -> list[str]:
    """Return the lines of the comment that *sql* begins with."""
    lines = [line.strip() for line in sql.splitlines()]
    end = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return lines[:end]
