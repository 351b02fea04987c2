"""The package as a stranger gets it: built, installed and used without what belongs to extras.

Needs no network: the wheel is built without isolation, and what it needs is found in this very
installation, of which only the part without extras is shown.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.api.clients.generators import run_uv
from tests.api.shell import ROOT

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_FOLDERS = ("api", "benchmarks", "catalog", "optimizer")
# Only of use in a working copy.
_LEFT_OUT = (
    "benchmarks/README.md", "benchmarks/RESULTS.md", "benchmarks/results/", "api/page/types.d.ts",
)  # fmt: skip
"""Nothing that runs reads them."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the working copy."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "runstrong.py", "examples", *_FOLDERS):
        (source / name).symlink_to(ROOT / name)
    command = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, source)
    _run(sys.executable, "-m", "pip", *command)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *_FOLDERS, "examples"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    moved = {"examples/": "api/examples/", "api/import_name/": "runstrong-stubs/"}
    wanted = {"runstrong.py"}
    for name in tracked:
        if not name.startswith(_LEFT_OUT) and not name.endswith("demo.svg"):
            start = next((start for start in moved if name.startswith(start)), "")
            wanted.add(moved.get(start, "") + name.removeprefix(start))
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name} - {
        "api/examples/__init__.py"
    }
    assert packed == wanted


def test_a_stranger_plans_with_the_wheel_and_nothing_of_the_extras(
    wheel: Path, tmp_path: Path
) -> None:
    """One installation, the ways a stranger goes: command, module, import; and the one sentence."""
    installed, rest = tmp_path / "installed", tmp_path / "rest"
    _run(
        sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
        "--no-compile", "--target", installed, wheel,
    )  # fmt: skip
    names = _show_distributions(PROJECT["project"]["dependencies"], rest)
    assert "ortools" in names
    assert not names & {"dbos", "fastapi", "httpx", "sqlalchemy", "uvicorn"}
    # Without `site`, nothing of this environment is seen but what is shown.
    path = os.pathsep.join(map(str, (installed, rest)))
    environment = {**os.environ, "PYTHONPATH": path}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    run = partial(_run, sys.executable, "-S", cwd=tmp_path, env=environment)

    command = installed / "bin" / "runstrong"
    demo = run(command, "demo", "--json").stdout
    assert json.loads(demo)["status"] == "optimal"
    (tmp_path / "week.json").write_text(demo, encoding="utf-8")
    request = next((installed / "api" / "examples").glob("p1_*.json"))
    run(command, "export", request, "week.json", "-o", "week.ics")
    version = run("-m", "runstrong", "--version").stdout
    assert version == f"runstrong {PROJECT['project']['version']}\n"
    program = (
        "import sys, runstrong; from runstrong import load_catalog;"
        "print(runstrong.__file__, len(load_catalog().exercises) > 100, 'ortools' in sys.modules)"
    )
    expected = [str(installed / "runstrong.py"), "True", "False"]
    assert run("-c", program).stdout.split() == expected
    for one, extra in (("serve", "service"), ("worker", "service"), ("mcp", "mcp")):
        assert run(command, one, status=2).stderr == (
            f"error: {one}: needs runstrong[{extra}], which is not installed; add it in the way"
            f" that runstrong came, as with: pip install 'runstrong[{extra}]'\n"
        )


@pytest.mark.clients
def test_one_command_for_a_stranger(wheel: Path, tmp_path: Path) -> None:
    """``uvx runstrong demo``, from the built wheel, with all that it needs from PyPI."""
    said = run_uv("tool", "run", "--from", wheel, "runstrong", "demo", "--json", cwd=tmp_path)
    assert json.loads(said)["status"] == "optimal"


def _run(
    *command: str | Path,
    status: int = 0,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, cwd=cwd, env=env
    )
    assert done.returncode == status, done.stderr
    return done


def _show_distributions(requirements: list[str], folder: Path) -> set[str]:
    """Links in ``folder`` to what ``requirements`` need; the names of the distributions."""
    folder.mkdir()
    names: set[str] = set()
    todo = [Requirement(one) for one in requirements]
    while todo:
        wanted = todo.pop()
        if wanted.name in names or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            found = distribution(wanted.name)
        except PackageNotFoundError:  # for another system than this
            continue
        names.add(wanted.name)
        todo.extend(Requirement(one) for one in found.requires or ())
        for top in {Path(file).parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
            if not (folder / top).exists():
                (folder / top).symlink_to(str(found.locate_file(top)))
    return names
