"""The one direction of the house: ``api`` → ``optimizer`` → ``catalog``, and nothing back."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import optimizer
import runstrong

ROOT = Path(__file__).parent.parent
_OURS = {"api", "optimizer", "catalog", "benchmarks", "tests", "examples", "runstrong"}
# What each folder may import of ours.
_ALLOWED = {
    "catalog": {"catalog"},
    "optimizer": {"optimizer", "catalog"},
    "api": {"api", "optimizer", "catalog"},
}
_DOORS = {"fastapi", "starlette", "uvicorn", "typer", "click", "rich", "httpx"}


def files_of(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found
    return found


def imported(file: Path) -> Iterator[str]:
    """The first word of every module that ``file`` imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports by a relative name"
            yield str(node.module).split(".")[0]


@pytest.mark.parametrize("folder", _ALLOWED)
def test_imports_go_one_way(folder: str) -> None:
    wrong = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in files_of(folder)
        for name in imported(file)
        if name in _OURS - _ALLOWED[folder]
    }
    assert not wrong


@pytest.mark.parametrize("folder", ["optimizer", "catalog"])
def test_the_inner_rooms_know_no_door(folder: str) -> None:
    wrong = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in files_of(folder)
        for name in imported(file)
        if name in _DOORS
    }
    assert not wrong


def test_only_the_optimizer_knows_the_solver() -> None:
    for folder in ("api", "catalog"):
        for file in files_of(folder):
            assert "ortools" not in set(imported(file)), file


@pytest.mark.parametrize(
    "module",
    [
        "catalog",
        "optimizer",
        "optimizer.documents.request",
        "optimizer.documents.versions",
        "api.command_line.main",
        "runstrong",
    ],
)
def test_importing_does_not_load_the_solver(module: str) -> None:
    code = f"import sys, {module}; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_import_name_holds_what_optimizer_and_the_catalog_offer() -> None:
    """A new name of theirs is added to ``runstrong.py`` and to its stub."""
    assert {*runstrong.__all__} == {*optimizer.__all__, "Catalog", "CatalogError", "load_catalog"}
    assert {*runstrong.__all__} <= {*dir(runstrong)}
    stub = (ROOT / "api/import_name/__init__.pyi").read_text(encoding="utf-8")
    lines = [line for line in stub.splitlines() if line.startswith("from ")]
    assert sorted(line.rpartition(" as ")[2] for line in lines) == sorted(runstrong.__all__)
    assert runstrong.plan is optimizer.plan
    assert not hasattr(runstrong, "anything_else")


def test_every_room_is_packaged() -> None:
    """A room that is not named there is missing in the wheel alone."""
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "setuptools"
    ]
    rooms = {
        str(file.parent.relative_to(ROOT)).replace("/", ".")
        for top in ("api", "benchmarks", "catalog", "optimizer")
        for file in (ROOT / top).rglob("__init__.py")
    }
    assert {*setup["packages"]} - {"api.examples", "runstrong-stubs"} == rooms
