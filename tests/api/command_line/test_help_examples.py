"""The example that each ``--help`` shows works, and a shell completes what there is."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
import typer

import optimizer
from api.command_line.help_examples import EXAMPLES
from api.command_line.main import app, main
from api.service.sample_bodies import ASSESSMENT, RUNS, WEEK
from optimizer import plan_season
from tests.answers import answer_to, request_of
from tests.api.shell import ROOT, call
from tests.api.test_training_log import strong
from tests.optimizer.seasons.seasons import request_of as request_of_season
from tests.optimizer.seasons.seasons import ten_km
from tests.test_readme import commands

RACE = ten_km(week={"availability": []})
"""A season without time for strength, so that nothing has to be planned."""
ROOT_COMMAND = typer.main.get_command(app)
# They run until they are stopped, or for minutes.
_NOT_RUN = {"bench", "mcp", "serve", "worker"}


def every_command() -> Iterator[str]:
    for name, command in sorted(getattr(ROOT_COMMAND, "commands", {}).items()):
        yield name
        yield from (f"{name} {one}" for one in sorted(getattr(command, "commands", {})))


def words_of(example: str) -> list[str]:
    """The words that the command line gets; where its output goes is the shell's affair."""
    return shlex.split(example.partition(" > ")[0])


def run_by_the_readme(example: str) -> bool:
    return f".venv/bin/runstrong {example}" in [*commands()]


@pytest.mark.parametrize("name", [*every_command()])
def test_every_help_shows_an_example_of_its_command(name: str) -> None:
    answer = call(*name.split(), "--help")
    assert answer.status == 0
    usage, _, example = answer.out.partition("\n  Example:\n")
    assert usage.startswith(f"Usage: runstrong {name}")
    assert example == f"    runstrong {EXAMPLES[name]}\n"
    assert EXAMPLES[name].startswith(name)


def test_the_help_of_all_begins_with_what_a_stranger_does_first() -> None:
    """In the order of the README, ending with a command that needs nothing."""
    answer = call("--help")
    commands = re.findall(r"^  ([a-z]+)  ", answer.out.partition("Commands:")[2], re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+)` \|", readme, re.MULTILINE)
    # What has commands of its own stands last.
    assert commands == sorted(listed, key=lambda name: name == "catalog")
    assert answer.out.endswith("\n  Example:\n    runstrong demo\n")


def test_every_example_is_of_a_command() -> None:
    assert sorted(EXAMPLES) == sorted(every_command())


@pytest.mark.parametrize("name", sorted(_NOT_RUN))
def test_the_options_of_what_runs_on_and_on_are_known(name: str) -> None:
    command = ROOT_COMMAND.commands[name]  # type: ignore[attr-defined]
    with command.make_context(name, words_of(EXAMPLES[name])[1:]) as context:
        assert context.command is command


def test_every_other_example_runs_here_or_in_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(optimizer, "plan", lambda request, **_: answer_to(request))
    result = answer_to(request_of("p4")).model_dump_json()
    exercises = [{"id": "a", "name": "Pin Squat", "force": "push", "level": "intermediate",
                  "mechanic": "compound", "equipment": "kettlebells", "category": "strength",
                  "primaryMuscles": ["quadriceps"], "secondaryMuscles": [], "instructions": [],
                  "images": []}]  # fmt: skip
    files = {
        "week.json": json.dumps(WEEK),
        "tests.json": json.dumps(ASSESSMENT),
        "goal.json": json.dumps(RUNS),
        "exercises.json": json.dumps(exercises),
        "strong.csv": strong("2026-11-17 17:30:00,Legs,1h,Squat (Barbell),1,60,5,0,0,,"),
        "result.json": result,
        "again.json": result,
        "race.json": json.dumps(RACE),
        "log.json": json.dumps({"week": RACE["start"]}),
        "season.json": plan_season(request_of_season(RACE)).model_dump_json(),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name, example in EXAMPLES.items():
        if name not in _NOT_RUN and not run_by_the_readme(example):
            answer = call(*words_of(example))
            assert (name, answer.status, answer.err) == (name, 0, "")
            assert answer.out or "-o" in example, name


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_lines_that_the_shell_reads(shell: str, tmp_path: Path) -> None:
    answer = call("completion", shell)
    assert (answer.status, answer.err) == (0, "")
    assert f"complete_{shell}" in answer.out
    if program := shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(answer.out, encoding="utf-8")
        assert subprocess.run([program, "-n", str(script)], check=False).returncode == 0


def test_another_shell_is_told_which_are_known() -> None:
    answer = call("completion", "tcsh")
    assert answer.status == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in answer.err


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("runstrong exp", ["explain", "export"]),
        ("runstrong catalog so", ["sources"]),
        ("runstrong replan --mi", ["--missed"]),
    ],
)
def test_a_shell_is_given_commands_and_options(
    line: str, completed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {
        "_RUNSTRONG_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - 1),
    }
    with mock.patch.dict(os.environ, environment), pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 0
    assert capsys.readouterr().out.split() == completed
