"""The files for containers, build servers and citations: most are only read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from api.service.settings import Settings
from tests.api.shell import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))

WORKFLOW: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
)


def test_the_image_runs_as_nobody_special_on_the_oldest_to_newest_python() -> None:
    stages = re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, re.MULTILINE)
    assert len(stages) == 2
    assert len(set(stages)) == 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=")
    assert tuple(map(int, stages[0].split("."))) >= tuple(map(int, least.split(".")))
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] not in ("0", "root")


def test_the_workflow_runs_everything_on_each_python_from_the_oldest_on() -> None:
    [job] = WORKFLOW["jobs"].values()
    versions = [tuple(map(int, one.split("."))) for one in job["strategy"]["matrix"]["python"]]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    major, oldest = map(int, project["requires-python"].removeprefix(">=").split("."))
    assert versions == [(major, minor) for minor in range(oldest, oldest + len(versions))]
    [image] = set(re.findall(r"^FROM python:(\d+)\.(\d+)-slim", DOCKERFILE, re.MULTILINE))
    assert tuple(map(int, image)) in versions
    *before, gate = [step["run"] for step in job["steps"] if "run" in step]
    assert all(command.startswith("git config ") for command in before)
    assert gate == ".ci/run"


# A `make` whose tests fail at first, and again where AGAIN is not 0.
_MAKE = """#!/bin/sh
case "$*" in
    *--last-failed*) exit "$AGAIN" ;;
    test-all) exit 1 ;;
esac
"""


@pytest.mark.parametrize("again", [0, 2])
def test_what_passed_only_alone_is_named_at_the_end(tmp_path: Path, again: int) -> None:
    for folder in (".ci", "bin", ".venv/bin", ".pytest_cache/v/cache"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    failed = '{"tests/test_one.py::test_a": true, "tests/test_two.py::test_b[c d]": true}'
    (tmp_path / ".pytest_cache" / "v" / "cache" / "lastfailed").write_text(failed)
    make = tmp_path / "bin" / "make"
    make.write_text(_MAKE)
    make.chmod(0o755)
    found = os.pathsep.join([str(make.parent), os.environ["PATH"]])
    run = subprocess.run(
        [tmp_path / ".ci" / "run"],
        env={**os.environ, "PATH": found, "AGAIN": str(again), "CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == again, run.stderr
    named = [line for line in run.stdout.splitlines() if line.startswith("tests/")]
    expected = ["tests/test_one.py::test_a", "tests/test_two.py::test_b[c d]"]
    assert named == ([] if again else expected)


def test_the_citation_names_the_version_of_the_project() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in ("version", "license", "keywords"):
        assert citation[name] == project[name], name


def test_the_image_is_built_from_all_that_is_packaged_and_nothing_else() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "*"
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {*setup["tool"]["setuptools"]["packages"]} - {"runstrong-stubs"}
    folders = {package.partition(".")[0] for package in packages}
    files = {"runstrong.py", "pyproject.toml", "README.md", "LICENSE", "requirements.lock"}
    assert let_in == folders | files | {"examples"}


def test_the_services_stand_on_one_database_that_is_ready_first() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"database", "service", "worker"}
    assert services["worker"]["deploy"]["replicas"] == 2
    for name in ("service", "worker"):
        one = services[name]
        assert one["depends_on"] == {"database": {"condition": "service_healthy"}}
        assert "@database/" in one["environment"]["RUNSTRONG_DATABASE"]
        # The stop of a container waits for the best of what still runs.
        assert int(one["stop_grace_period"].removesuffix("s")) > 2 * Settings().stop_seconds
    assert services["database"]["healthcheck"]["test"][1] == "pg_isready"
    assert services["service"]["ports"] == ["127.0.0.1:8000:8000"]


def test_no_secret_stands_in_the_files() -> None:
    password = COMPOSE["services"]["database"]["environment"]["POSTGRES_PASSWORD"]
    assert password.startswith("${RUNSTRONG_PASSWORD:?")


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="hadolint is not installed")
def test_the_linter_has_nothing_to_say() -> None:
    subprocess.run(["hadolint", "Dockerfile"], cwd=ROOT, check=True)
