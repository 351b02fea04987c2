"""The page on paper and pictures holds what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from api.body_map import SHADES
from api.formats.registry import format_named
from tests.api.shell import ROOT, call, python

PAGE = (ROOT / "docs" / "paper.md").read_text(encoding="utf-8")


def fenced(language: str) -> str:
    return "".join(re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working copy as far as the examples need one."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_works_in_its_order(folder: Path) -> None:
    for line in fenced("sh").splitlines():
        program, *words = shlex.split(line)
        if not line:
            continue
        assert program == ".venv/bin/runstrong"
        words, into = (words[:-2], words[-1]) if ">" in words else (words, None)
        answer = call(*words)
        assert (answer.status, answer.err) == (0, ""), line
        if into is not None:
            (folder / into).write_text(answer.out, encoding="utf-8")
        elif "-o" in words:
            assert (folder / words[-1]).stat().st_size > 1000
            assert answer.out == ""
        else:
            assert answer.out.startswith("# Week of Mon 23 Nov 2026")


def test_the_python_example_runs(folder: Path) -> None:
    program = fenced("python")
    answer = python(f"import os; os.chdir({str(folder)!r})\n{program}\nprint(picture[:4])")
    assert (answer.status, answer.out, answer.err) == (0, "<svg\n", "")


def test_formats_and_shades_are_those_of_the_code() -> None:
    documented = re.findall(r"^\| `(\w+)` \| `(\.\w+)` \|", PAGE, re.MULTILINE)
    assert [(name, format_named(name).extension) for name, _ in documented] == documented
    assert [name for name, _ in documented] == ["html", "markdown", "svg"]
    table = PAGE.partition("| shade | meaning |")[2].partition("\n\n")[0]
    shades = re.findall(r"^\| ([a-z ]+)(?:, \w+)? \|", table, re.MULTILINE)
    assert shades == [meaning.lower() for meaning in SHADES.values()]
