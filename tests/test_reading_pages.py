"""The pages of three minutes for a coach, a developer and an operator: their examples run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from api.command_line.main import app
from tests.api.shell import ROOT, call, python

PAGES = {
    name: (ROOT / "docs" / f"for-{name}.md").read_text(encoding="utf-8")
    for name in ("coaches", "developers", "operators")
}
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MOST_WORDS = 3 * 230
"""Of three minutes' reading."""


def fenced(page: str, language: str) -> list[str]:
    return [text for name, text in _FENCE.findall(PAGES[page]) if name == language]


def commands(page: str) -> Iterator[str]:
    for block in fenced(page, "sh"):
        yield from block.splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the files that a reader is asked to save."""
    folder = tmp_path_factory.mktemp("reader")
    week, mine = fenced("coaches", "json")
    [group] = fenced("coaches", "csv")
    for name, text in (("week.json", week), ("mine.json", mine), ("group.csv", group)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_read_in_three_minutes(page: str) -> None:
    prose = _FENCE.sub("", PAGES[page])
    assert len(prose.split()) <= _MOST_WORDS
    assert f"for-{page}.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_commands_of_a_coach_work_in_their_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for command in commands("coaches"):
        program, *words = shlex.split(command)
        assert program == ".venv/bin/runstrong"
        words, into = (words[:-2], words[-1]) if ">" in words else (words, None)
        answer = call(*words)
        # Two exercises are no whole week, which is what check is there to say.
        assert answer.status == (1 if "mine.json" in words else 0), command
        if into is not None:
            (folder / into).write_text(answer.out, encoding="utf-8")
    assert len((folder / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_the_program_of_a_developer_runs(folder: Path) -> None:
    [program] = fenced("developers", "python")
    answer = python(f"import os; os.chdir({str(folder)!r})\n{program}")
    assert (answer.status, answer.err) == (0, "")
    usable, planned = answer.out.splitlines()
    assert usable == "usable"
    assert planned.startswith("optimal [")


@pytest.mark.parametrize("command", [*commands("developers"), *commands("operators")])
def test_what_runs_on_and_on_is_started_with_options_that_there_are(command: str) -> None:
    _, name, *words = shlex.split(command)
    known = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    with known.make_context(name, words) as context:
        assert context.command is known
