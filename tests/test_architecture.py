"""The one direction of the house: ``api`` → ``optimizer`` → ``catalog``, and nothing back."""

from __future__ import annotations

import ast
import os
import re
import shutil
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


@pytest.mark.parametrize("room", ["case", "dosing", "operations", "running", "week"])
def test_a_room_of_many_files_names_them_all(room: str) -> None:
    """In the docstring of its ``__init__``: one idea is found there, not by opening each file."""
    folder = ROOT / "optimizer" / room
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = set(re.findall(r"``(\w+)…?``", text))
    files = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    beginnings = tuple(re.findall(r"``(\w+_)…``", text))
    missing = {name for name in files - named if not name.startswith(beginnings or " ")}
    assert missing == set(), f"optimizer/{room}/__init__.py is to say in a few words what it holds"
    rooms = {file.parent.name for file in (ROOT / "optimizer").glob("*/__init__.py")}
    assert named - files - rooms - {*beginnings} == set(), "there is no such file"


# A new file of each folder whose files know each other by nothing: what it may import, what not.
_NEW_FILES = {
    "optimizer/rules/quiet_tuesday.py": (
        "from optimizer.rules.base import Rule",
        "from optimizer.rules.equipment import Equipment",
    ),
    "api/command_line/forecast.py": (
        "from api.command_line.options import CATALOG",
        "from api.command_line.plan import plan",
    ),
    "api/service/routers/forecasts.py": (
        "from api.service.answering import answered",
        "from api.service.routers.plans import router",
    ),
    "api/formats/forecast.py": (
        "from api.formats.format import Format",
        "from api.formats.ics import FORMAT",
    ),
}


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules and what holds them apart, to add to."""
    copy = tmp_path_factory.mktemp("house")
    for folder in _ALLOWED:
        skipped = shutil.ignore_patterns("__pycache__", "files", "data")
        shutil.copytree(ROOT / folder, copy / folder, ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def broken_contracts(house: Path) -> list[str]:
    """What import-linter says of ``house``: the names of the contracts that do not hold."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = run.stdout.splitlines()
    broken = [line.partition(" BROKEN")[0] for line in lines if " BROKEN" in line]
    assert run.returncode == bool(broken), run.stdout + run.stderr
    return broken


def test_a_new_file_needs_no_line_of_the_contracts(copy_of_the_house: Path) -> None:
    files = [copy_of_the_house / name for name in _NEW_FILES]
    for file, (allowed, _) in zip(files, _NEW_FILES.values(), strict=True):
        file.write_text(f"{allowed}\n", encoding="utf-8")
    assert broken_contracts(copy_of_the_house) == []
    for file, (_, wrong) in zip(files, _NEW_FILES.values(), strict=True):
        file.write_text(f"{wrong}\n", encoding="utf-8")
    broken = broken_contracts(copy_of_the_house)
    assert [name.partition(" know")[0] for name in broken] == [
        "Rules", "Commands", "Routers", "Formats",
    ]  # fmt: skip
