"""``runstrong catalog import``: a folder that plans, and a report for a person and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.api.shell import ROOT, call

GUIDE = (ROOT / "docs" / "own-catalogs.md").read_text(encoding="utf-8")

WEEK: dict[str, Any] = {
    "athlete": {"id": "ana", "level": "intermediate"},
    "week": {"start": "2026-11-23"},
    "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 75, "place": "gym"}],
    "places": {"gym": ["kit:gym"]},
}


def row(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name.replace(" ", "_"),
        "name": name,
        "force": "push",
        "level": "intermediate",
        "mechanic": "compound",
        "equipment": "kettlebells",
        "primaryMuscles": ["quadriceps"],
        "secondaryMuscles": ["glutes"],
        "instructions": [],
        "category": "strength",
        "images": [],
        **changes,
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a data set of four exercises, one of which cannot be mapped."""
    rows = [
        row("Offset Squat"),
        row("Pin Squat", equipment="machine"),
        row("Long Ride", category="cardio"),
        row("Wall Slide Twist", primaryMuscles=["abdominals"], equipment="body only"),
    ]
    (tmp_path / "exercises.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "week.json").write_text(json.dumps(WEEK), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def import_as(name: str, *more: str) -> Any:
    return call("catalog", "import", "free-exercise-db", "exercises.json", "-o", name, *more)


def test_the_report_says_what_became_of_every_entry(folder: Path) -> None:
    answer = import_as("theirs")
    assert (answer.status, answer.err) == (0, "")
    report = json.loads(answer.out)
    assert [one["exercise"] for one in report["mapped"]] == [
        "fedb_offset_squat", "fedb_pin_squat", "fedb_wall_slide_twist",
    ]  # fmt: skip
    assert [one["entry"] for one in report["left_out"]] == ["Long_Ride"]
    assert report["entries"] == 4
    assert json.loads((folder / "theirs" / "report.json").read_text(encoding="utf-8")) == report


@pytest.mark.usefixtures("folder")
def test_a_week_is_planned_with_what_was_imported() -> None:
    assert import_as("theirs").status == 0
    pinned = WEEK | {"pinned": [{"exercise": "fedb_offset_squat"}]}
    answer = call("plan", "-", "--catalog", "theirs", stdin=json.dumps(pinned).encode())
    assert answer.status == 0, answer.err
    result = json.loads(answer.out)
    done = {
        item["exercise"]
        for session in result["plan"]["sessions"]
        for block in session["blocks"]
        for item in block["items"]
    }
    assert "fedb_offset_squat" in done


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("exercise", "injuries"),
    [
        # Nobody knows yet which machine it is, and no kit has one without a name.
        ("fedb_pin_squat", []),
        # Nobody knows yet for which injuries it is safe.
        ("fedb_offset_squat", ["ankle_sprain"]),
    ],
)
def test_what_nobody_has_finished_is_not_planned(exercise: str, injuries: list[str]) -> None:
    assert import_as("theirs").status == 0
    document = WEEK | {
        "athlete": {**WEEK["athlete"], "injuries": injuries},
        "pinned": [{"exercise": exercise}],
    }
    answer = call("plan", "-", "--catalog", "theirs", stdin=json.dumps(document).encode())
    assert (answer.status, answer.err) == (1, "")
    assert json.loads(answer.out)["plan"] is None


@pytest.mark.usefixtures("folder")
def test_a_person_reads_what_is_left_to_do() -> None:
    answer = import_as("theirs", "--text")
    assert answer.status == 0
    text = " ".join(answer.out.split())
    assert "3 of 4 entries became exercises, in theirs." in text
    assert "category 'cardio' is no strength work Long_Ride" in text
    assert "tibialis_anterior There is no word for just this muscle" in text
    assert "'machine' does not say which; write it" in text
    assert "runstrong plan week.json --catalog theirs" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("free-exercise", "exercises.json", "-o", "new"), "did you mean 'free-exercise-db'?"),
        (("free-exercise-db", "gone.json", "-o", "new"), "there is no such file"),
        (("free-exercise-db", "week.json", "-o", "new"), "is no list of exercises"),
        (("free-exercise-db", "exercises.json", "-o", "."), "exists already"),
        (("free-exercise-db", "exercises.json"), "missing option '--output'"),
    ],
)
def test_unusable_input_is_one_sentence(
    folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    answer = call("catalog", "import", *arguments)
    assert answer.status == 2
    [error] = answer.errors
    assert message in error
    assert {path.name for path in folder.iterdir()} == {"exercises.json", "week.json"}


def test_the_guide_shows_commands_and_marks_that_are_so(folder: Path) -> None:
    commands = re.findall(r"^\.venv/bin/runstrong (.*)$", GUIDE, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        answer = call(*command.split())
        assert (answer.status, answer.err) == (0, ""), command
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("theirs/*.toml"))
    [lines] = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    for line in lines.splitlines():
        assert line in written
