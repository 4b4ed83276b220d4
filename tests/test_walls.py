"""The walls of the house: who may import whom (docs/house.md)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsspider

ROOT = Path(newsspider.__file__).parent
LAYER_0 = {
    "article",
    "config",
    "delta",
    "difference",
    "errors",
    "explanation",
    "guard",
    "history",
    "ledger",
    "logs",
    "pagination",
    "repeats",
    "revisit",
    "slug",
    "spellings",
    "text",
    "times",
    "tracking",
    "traps",
    "urls",
    "verdict",
}
LAYER_1 = {"archive", "dedup", "discovery", "extraction", "pages", "permission", "webpage", "workers"}
LAYER_2 = {
    "addresses",
    "again",
    "answer",
    "cleaning",
    "crawl",
    "decisions",
    "decompress",
    "download",
    "edits",
    "extensions",
    "gate",
    "intake",
    "jobs",
    "kin",
    "led_away",
    "memory",
    "middlewares",
    "orchard",
    "parts",
    "parts_again",
    "whole_page",
    "ping",
    "place",
    "policies",
    "pipelines",
    "politeness",
    "kept_pages",
    "rawstore",
    "reextract",
    "rereading",
    "replay",
    "room",
    "run",
    "scheduling",
    "settings",
    "sites",
    "spider",
    "syndication",
    "transfer",
    "visit",
    "writer",
}
LAYER_3 = {"demo", "spiders"}
LAYER_4 = {"cli", "__main__"}
LAYERS = [LAYER_0, LAYER_1, LAYER_2, LAYER_3, LAYER_4]
SCRAPY_ROOMS = {
    "answer",
    "crawl",
    "decompress",
    "download",
    "transfer",
    "extensions",
    "middlewares",
    "pipelines",
    "settings",
    "spider",
}
EXTRAS = ("datasette", "duckdb", "fastwarc", "py3langid", "scrapy_playwright", "dask", "numpy", "pandas", "pyarrow")


def test_every_room_has_a_layer():
    rooms = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}

    assert rooms - {"__init__"} == set().union(*LAYERS)


@pytest.mark.parametrize("layer", range(5))
def test_imports_go_downward_only(layer):
    upward = [
        (path, target)
        for path, target in imports_of(LAYERS[layer])
        if layer_of(target) > layer or (layer == 1 and layer_of(target) == 1 and target != room_of(path))
    ]

    assert upward == []


def test_spiders_import_only_their_base():
    imported = {target for path, target in imports_of({"spiders"}) if path.stem != "__init__"}

    assert imported <= {"spider"}


def test_only_its_own_rooms_import_scrapy():
    rooms = {
        room_of(path) for path in ROOT.rglob("*.py") for name in modules_in(path) if name.partition(".")[0] == "scrapy"
    }

    assert rooms <= SCRAPY_ROOMS


def test_pure_rooms_import_no_command_line():
    names = {name for path, _ in imports_of(LAYER_0 | LAYER_1) for name in modules_in(path)}

    assert not {name for name in names if name.partition(".")[0] in {"click", "rich", "twisted"}}


def test_sql_stands_in_the_archive_only():
    rooms = {room_of(path) for path in ROOT.rglob("*.py") if "sqlite3" in modules_in(path)}

    assert rooms <= {"archive"}


def test_a_search_pays_for_neither_scrapy_nor_trafilatura():
    loaded = loaded_by("newsspider.cli.read")

    assert not loaded & {"scrapy", "twisted", "trafilatura"}


def test_the_core_loads_none_of_the_extras():
    loaded = loaded_by("newsspider.crawl", "newsspider.cli.read", "newsspider.cli.extract", "newsspider.jobs")

    assert not loaded & set(EXTRAS)


def loaded_by(*modules: str) -> set[str]:
    code = f"import sys, {', '.join(modules)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def imports_of(rooms: set[str]) -> Iterator[tuple[Path, str]]:
    """Yield which room each file of *rooms* imports."""
    for path in ROOT.rglob("*.py"):
        if room_of(path) in rooms:
            for name in modules_in(path):
                parts = name.split(".")
                if parts[0] == "newsspider" and len(parts) > 1:
                    yield path, parts[1]


def modules_in(path: Path) -> set[str]:
    """Return the modules that a file imports; those that only the type checker sees don't count."""
    tree = ast.parse(path.read_text())
    unseen = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= (
                {f"{node.module}.{alias.name}" for alias in node.names}
                if node.module == "newsspider"
                else {node.module}
            )
    return found


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def layer_of(room: str) -> int:
    return next((layer for layer, rooms in enumerate(LAYERS) if room in rooms), 0)
