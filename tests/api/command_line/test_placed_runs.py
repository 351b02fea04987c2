"""A run that the plan places at the command line: where it is, and what another window costs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.shell import call

WEEK: dict[str, Any] = {
    "athlete": {"id": "ana", "level": "beginner"},
    "week": {"start": "2026-11-23", "timezone": "Europe/Berlin"},
    "runs": [
        {
            "id": "long",
            "kind": "long",
            "minutes": 90,
            "when": [
                {"start": "Thu 18:00", "end": "Thu 19:30"},
                {"start": "Sat 08:00", "end": "Sat 09:30"},
            ],
        }
    ],
    "availability": [{"id": "fri", "start": "Fri 18:00", "minutes": 25}],
    "limits": {"max_sessions": 1},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("placed")
    request, result = folder / "week.json", folder / "result.json"
    request.write_text(json.dumps(WEEK), encoding="utf-8")
    answer = call("plan", request, "--json")
    assert answer.status == 0, answer.err
    result.write_text(answer.out, encoding="utf-8")
    return request, result


def test_the_price_of_another_window(files: tuple[Path, Path]) -> None:
    answer = call("explain", *files, "--run", "long", "--json")
    assert answer.status == 0, answer.err
    (run,) = json.loads(answer.out)["runs"]
    assert (run["run"], run["placed"]) == ("long", True)
    (other,) = run["elsewhere"]
    there = "Sat 08:00 to Sat 09:30" if run["window"] == 0 else "Thu 18:00 to Thu 19:30"
    assert other["question"] == f"run long within {there}"
    explanation = call("explain", *files, "--run", "long", "--text")
    assert other["sentence"].split(".")[0] in " ".join(explanation.out.split())


def test_a_run_that_there_is_not_is_told_with_the_nearest(files: tuple[Path, Path]) -> None:
    answer = call("explain", *files, "--run", "lng")
    assert answer.status == 2
    assert "--run: 'lng' is no run of the plan's week; did you mean 'long'?" in answer.err
    assert answer.out == ""


def test_what_would_help_runs_that_cannot_stand_is_of_runs(tmp_path: Path) -> None:
    """No other small change was tried, and no week was looked for."""
    (run,) = WEEK["runs"]
    at_once = [run | {"id": name, "kind": kind, "when": [{"start": "Thu 18:00", "end": "20:00"}]}
               for name, kind in (("a", "tempo"), ("b", "interval"))]  # fmt: skip
    request = tmp_path / "week.json"
    request.write_text(json.dumps(WEEK | {"runs": at_once}), encoding="utf-8")
    answer = call("plan", request, "--text")
    assert answer.status == 1, answer.err
    text = " ".join(answer.out.split())
    assert "No part of run_rules alone does it: give one of these runs other times." in text
    in_order = [
        run | {"id": "a"},
        run | {"id": "b", "when": [{"start": "Mon 18:00", "end": "20:00"}]},
    ]
    ordered = WEEK | {"runs": in_order, "run_rules": {"order": ["a", "b"]}}
    request.write_text(json.dumps(ordered), encoding="utf-8")
    text = " ".join(call("plan", request, "--text").out.split())
    assert "Let the runs stand in any order." in text
    assert "was not known" not in text
