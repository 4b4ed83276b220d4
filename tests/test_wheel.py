"""The built wheel works in a clean environment, outside the clone, with the recipes it carries."""

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The command of an environment that has the wheel, and the libraries of this one, but not this clone."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=a_used_clone(folder / "clone"), check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "clean", with_pip=True)
    python = folder / "clean" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    (site_packages,) = (folder / "clean" / "lib").glob("python*/site-packages")
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "clean" / "bin" / "newsspider"


def a_used_clone(folder: Path) -> Path:
    """Copy what a wheel is made of, with an export that its user forgot beside the recipes."""
    for name in ("newsspider", "exports"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    (folder / "exports" / "secret.csv").write_text("uid\r\n")
    return folder


@pytest.fixture(scope="module")
def outside(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("outside")


def run(command: Path, *arguments: str, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VIRTUAL_ENV")}
    done = subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_carries_no_path_of_the_clone(installed, outside):
    python = installed.with_name("python")
    code = "import newsspider; print(newsspider.__file__)"

    where = subprocess.run([python, "-c", code], cwd=outside, capture_output=True, text=True, check=True).stdout

    assert str(installed.parent.parent) in where


def test_demo_search_and_export_work_from_the_wheel(installed, outside):
    shown = run(installed, "demo", "--archive", "demo.db", folder=outside)
    found = run(installed, "search", "bridge", "--archive", "demo.db", folder=outside)
    exported = run(installed, "export", "articles", "--archive", "demo.db", folder=outside)

    assert "newsspider search bridge" in shown
    assert "bridge" in found
    assert len(list(csv.DictReader(exported.splitlines(keepends=True)))) > 40


def test_the_wheel_carries_recipes_and_nothing_that_was_exported(installed):
    (exports,) = installed.parent.parent.glob("lib/python*/site-packages/newsspider/exports")

    assert {each.name for each in exports.iterdir()} == {
        *(each.name for each in (ROOT / "exports").glob("*.sql")),
        "README.md",
    }
