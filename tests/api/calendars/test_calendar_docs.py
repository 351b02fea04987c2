"""The page on calendars holds what it says: its examples run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from api.calendars.documents import CalendarOptions
from api.calendars.events import MAX_CALENDAR_BYTES, MAX_EVENTS
from api.calendars.occurrences import MAX_OCCURRENCES
from api.command_line.calendar import calendar as calendar_command
from api.command_line.calendar_options import _OPTIONS
from optimizer import read_request
from tests.api.shell import ROOT, call, python

PAGE = (ROOT / "docs" / "calendar.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(language: str, text: str = PAGE) -> list[str]:
    return [found for name, found in _FENCE.findall(text) if name == language]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The request of the README and the calendar of the page."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    week = next(text for text in examples("json", readme) if '"athlete"' in text)
    (tmp_path / "week.json").write_text(week, encoding="utf-8")
    [runs] = examples("ics")
    (tmp_path / "runs.ics").write_text(runs, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_works_in_its_order(folder: Path) -> None:
    for command in (line for block in examples("sh") for line in block.splitlines()):
        words = shlex.split(command)
        assert words[0] == ".venv/bin/runstrong", command
        words, into = (words[1:-2], words[-1]) if ">" in words else (words[1:], None)
        answer = call(*words)
        assert (answer.status, answer.err) == (0, ""), command
        if into is not None:
            (folder / into).write_text(answer.out, encoding="utf-8")
    assert (folder / "week.ics").read_bytes().count(b"BEGIN:VEVENT") == 2
    full = read_request((folder / "full.json").read_bytes())
    assert [run.kind for run in full.runs[2:]].count("easy") == 3
    assert {"tempo", "interval"} <= {run.kind for run in full.runs}
    assert json.loads(answer.out)["status"] in ("optimal", "relaxed")


def test_the_python_example_runs(folder: Path) -> None:
    [program] = examples("python")
    answer = python(f"import os; os.chdir({str(folder)!r})\n{program}")
    assert (answer.status, answer.err) == (0, "")
    assert "Monday club not_recognised No word in it names a run." in answer.out
    assert answer.out.splitlines()[-1] == "ana-2026-11-23.ics True"


def test_the_page_names_every_option_and_limit() -> None:
    assert calendar_command.__doc__
    assert set(_OPTIONS) | {"all_day_is_busy"} == set(CalendarOptions.model_fields)
    for option in (*_OPTIONS.values(), "--all-day-busy", "--runs", "--busy"):
        assert f"`{option}" in PAGE or f" {option}" in PAGE, option
    for limit in (MAX_CALENDAR_BYTES, MAX_EVENTS, MAX_OCCURRENCES):
        assert f"{limit:,}" in PAGE
