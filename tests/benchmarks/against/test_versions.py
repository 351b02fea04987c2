"""Another version is set up from the history, and never answers with another one's code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.against.conversation import Conversation
from benchmarks.against.versions import Version, commit_called, version_at
from optimizer.documents.errors import InternalFault, UnusableInput
from tests.api.shell import call
from tests.benchmarks.against.fake_version import fake_version

pytestmark = pytest.mark.slow

# Stands for the real one, which fetches packages.
MAKEFILE = """setup:
	@echo set up with $(PYTHON)
	@mkdir -p .venv/bin && ln -sf "$(PYTHON)" .venv/bin/python
"""


def git(repository: Path, *arguments: str) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", "-C", str(repository), *person, *arguments], check=True, capture_output=True
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project with one commit, tagged ``old``, and changes after it."""
    root = tmp_path / "project"
    fake_version(root)
    (root / "requirements.lock").write_text("pydantic==2\n", encoding="utf-8")
    (root / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    git(tmp_path, "init", "--quiet", str(root))
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The first version")
    git(root, "tag", "old")
    (root / "optimizer" / "__init__.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    return root


def test_it_stands_as_it_was_committed_and_shares_this_python(
    repository: Path, tmp_path: Path
) -> None:
    commit = commit_called("old", repository)
    version = version_at(commit, tmp_path / "out", repository)
    assert (version.name, version.root.name) == (commit[:12], commit[:12])
    assert version.python == Path(sys.executable)
    with Conversation(version) as conversation:
        reply = conversation.ask({"ask": "plan", "request": {"athlete": {"id": "ana"}},
                                  "wall_seconds": 60.0})  # fmt: skip
    assert "answer" in reply, reply
    assert version_at(commit, tmp_path / "out", repository) == version


def test_other_dependencies_get_a_python_of_their_own(repository: Path, tmp_path: Path) -> None:
    commit = commit_called("old", repository)
    (repository / "requirements.lock").write_text("pydantic==3\n", encoding="utf-8")
    version = version_at(commit, tmp_path / "out", repository)
    assert version.python == version.root / ".venv" / "bin" / "python"
    assert version.python.exists()


def test_a_set_up_that_fails_is_told(repository: Path, tmp_path: Path) -> None:
    (repository / "Makefile").write_text("setup:\n\t@false\n", encoding="utf-8")
    git(repository, "commit", "--quiet", "--message", "No set-up", "Makefile")
    commit = commit_called("HEAD", repository)
    (repository / "requirements.lock").write_text("pydantic==3\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match="could not be set up; try 'make setup' in"):
        version_at(commit, tmp_path / "out", repository)


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "old:Makefile"])
def test_what_is_no_commit_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match="is no commit of this copy"):
        commit_called(name, repository)


def test_an_installation_without_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="needs a copy of the project with its history"):
        commit_called("old", tmp_path)


def test_other_code_than_the_versions_own_is_never_measured(tmp_path: Path) -> None:
    """Here its Python puts other packages before those that it is told."""
    own, other = fake_version(tmp_path / "own"), fake_version(tmp_path / "other")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{other.root}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    version = Version("own", own.root, python)
    with Conversation(version) as conversation, pytest.raises(InternalFault, match="was to run"):
        conversation.ask({"ask": "check", "wall_seconds": 60.0})


def test_a_version_that_does_not_start_is_told(tmp_path: Path) -> None:
    version = fake_version(tmp_path / "broken")
    (version.root / "optimizer" / "__init__.py").write_text("raise SystemExit\n", encoding="utf-8")
    with Conversation(version) as conversation, pytest.raises(UnusableInput, match="not start"):
        conversation.ask({"ask": "check", "wall_seconds": 60.0})


def test_the_command_line_refuses_what_does_not_go_with_it() -> None:
    answer = call("bench", "--against", "HEAD", "--peer", "ours", "--service")
    assert answer.status == 2
    assert answer.errors == [
        "error: --peer: does not go with --against; leave one out",
        "error: --service: does not go with --against; leave one out",
    ]
