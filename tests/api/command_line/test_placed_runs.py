"""A run that the plan places at the command line: where it is, and what another window costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.shell import call

WEEK = {
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
    assert "'lng' is no run of the plan's week; did you mean 'long'?" in answer.err
    assert answer.out == ""
