"""This version, and another one set up for itself from the project's history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import quoted

ROOT = Path(__file__).resolve().parents[2]
OPTION = "--against"
_LOCK = "requirements.lock"
_SHORT = 12


@dataclass(frozen=True)
class Version:
    """The folder that holds its packages, and a Python that has what they need."""

    name: str
    root: Path
    python: Path


def this_version() -> Version:
    return Version("this version", ROOT, Path(sys.executable))


def commit_called(name: str, repository: Path = ROOT) -> str:
    """The full hash of a commit, tag or branch; raises ``UnusableInput``."""
    if not (repository / _LOCK).is_file():
        raise _unusable(name, "needs a copy of the project with its history; clone it with git")
    try:
        found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options",
                     f"{name}^{{commit}}")  # fmt: skip
    except FileNotFoundError:
        raise _unusable(name, "needs git; install it") from None
    if found.returncode != 0:
        cure = "is no commit of this copy of the project; name one of 'git log', or fetch it first"
        raise _unusable(name, cure)
    return found.stdout.strip()


def version_at(commit: str, folder: Path, repository: Path = ROOT) -> Version:
    """The version of ``commit`` (a full hash), set up below ``folder`` unless it stands there.

    Where it needs the very packages that this one has, it uses the same Python; else it gets a
    ``.venv`` of its own.  Raises ``UnusableInput`` where it cannot be set up.
    """
    name = commit[:_SHORT]
    root = (folder / name).resolve()
    if not root.exists():
        _unpack(commit, root, repository)
    if not (root / "optimizer").is_dir() or not (root / _LOCK).is_file():
        raise _unusable(name, "has no optimizer/ or no requirements.lock; name a later commit")
    if (root / _LOCK).read_bytes() == (repository / _LOCK).read_bytes():
        return Version(name, root, Path(sys.executable))
    _set_up(name, root)
    return Version(name, root, root / ".venv" / "bin" / "python")


def environment_of(version: Version) -> dict[str, str]:
    """The variables under which its Python finds its packages before all others."""
    return {**os.environ, "PYTHONPATH": str(version.root), "PYTHONSAFEPATH": "1"}


def _unpack(commit: str, root: Path, repository: Path) -> None:
    """Whole or not at all: what is cut off stands under another name and is made anew."""
    part = root.with_name(f"{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    archive = part.with_suffix(".zip")
    made = _git(repository, "archive", "--format=zip", f"--output={archive.resolve()}", commit)
    if made.returncode != 0:
        raise _unusable(commit[:_SHORT], f"cannot be unpacked: {made.stderr.strip()}")
    with zipfile.ZipFile(archive) as file:
        file.extractall(part)
    archive.unlink()
    part.rename(root)


def _set_up(name: str, root: Path) -> None:
    """In its own way, which does nothing where that is done."""
    sys.stderr.write(f"setting up {name}, whose dependencies are others\n")
    sys.stderr.flush()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    try:
        # Standard output is for the report.
        done = subprocess.run(
            ["make", "setup", f"PYTHON={sys.executable}"],
            cwd=root, env=environment, stdout=sys.stderr, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise _unusable(name, "needs make to be set up; install it") from None
    if done.returncode != 0:
        raise _unusable(name, f"could not be set up; try 'make setup' in {root}")


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=False
    )


def _unusable(value: str, message: str) -> UnusableInput:
    return UnusableInput(Problem(OPTION, quoted(value), message))
