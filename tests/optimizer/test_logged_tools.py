"""A log of one tool and a week of another: the load is shared anew, or found where none can be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.documents.result import Load
from optimizer.dosing.loads import load_of, progress_of, ramp_load
from optimizer.dosing.weights import weights_of

CATALOG = load_catalog()
HINGE, LUNGE, ROW = "dumbbell_romanian_deadlift", "reverse_lunge_loaded", "single_arm_row"


def after(
    exercise: str, name: str | None, kg: float, here: list[str], plan: dict[str, Any] | None = None
) -> tuple[Load, str]:
    """The load at ``here`` after a workout with ``kg``, and the rule that decided."""
    entry = {
        "date": "2026-11-17", "exercise": exercise, "name": name,
        "session": "s1" if plan else None, "sets": [{"reps": 8, "kg": kg, "rir": 2}] * 2,
    }  # fmt: skip
    document = {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": "2026-11-23", "phase": "off_season"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "here"}],
        "places": {"here": here},
        "previous": {"log": [entry]} | ({"plan": plan} if plan else {}),
    }
    case = case_of(read_request(json.dumps(document)), CATALOG)
    load = load_of(case, CATALOG.exercises[exercise], "here", step_waits=False)
    progress = progress_of(case, CATALOG.exercises[exercise], "here", step_waits=False)
    assert load is not None
    assert progress is not None
    return load, progress.rule


@pytest.mark.parametrize(
    ("exercise", "name", "kg", "here", "expected", "words"),
    [
        (HINGE, "Romanian Deadlift (Dumbbell)", 10, "kettlebell", 20, "10 kg each hand (20 kg in"),
        (HINGE, "Romanian Deadlift (Kettlebell)", 20, "dumbbell", 10, "20 kg (10 kg each hand)"),
        (LUNGE, "Reverse Lunge (Dumbbell)", 12, "backpack", 24, "12 kg each hand (24 kg in all)"),
        (LUNGE, "Reverse Lunge (Kettlebell)", 12, "dumbbell", 12, "12 kg × 8"),
        (LUNGE, "Reverse Lunge", 12, "backpack", 12, "12 kg × 8"),
    ],
)
def test_a_load_is_shared_by_what_is_there(
    exercise: str, name: str, kg: float, here: str, expected: float, words: str
) -> None:
    load, rule = after(exercise, name, kg, [here])
    assert (load.kg, rule) == (expected, "more_reps")
    assert load.why.startswith(words)


def test_last_week_s_plan_tells_with_how_many_it_was() -> None:
    item = {
        "label": "1", "exercise": LUNGE, "name": "Reverse lunge with a load", "sets": 2,
        "reps": [6, 10], "rest_seconds": 90, "seconds": 400,
        "effort": {"rir": [2, 3], "reserve_seconds": None, "percent_1rm": None},
        "load": {"kg": 12, "at_once": 2, "why": "As before."},
    }  # fmt: skip
    session = {
        "id": "s1", "window": "tue", "place": "here", "start": "2026-11-17T18:00:00+00:00",
        "end": "2026-11-17T18:30:00+00:00", "minutes": 30,
        "blocks": [{"label": "1", "kind": "straight", "rounds": 2, "items": [item]}],
    }  # fmt: skip
    load, _ = after(LUNGE, None, 12, ["backpack"], plan={"sessions": [session]})
    assert load.kg == 24


@pytest.mark.parametrize(
    ("name", "here"),
    [("Single Arm Row (Cable)", "dumbbell"), ("Single Arm Row (Dumbbell)", "cable_machine")],
)
def test_a_machine_says_nothing_of_a_free_weight(name: str, here: str) -> None:
    load, rule = after(ROW, name, 25, [here, "bench"])
    assert (load.kg, rule) == (None, "other_tool")
    assert "says nothing of the load with a" in load.why
    same, rule = after(ROW, name, 25, [here, "dumbbell", "cable_machine", "bench"])
    assert (same.kg, rule) == (25 if "Cable" in name else 24, "more_reps")


def test_what_goes_on_with_a_tool_stays_with_it_on_an_eve_and_in_ramp_sets() -> None:
    """Beside kettlebells there are dumbbells of other weights, which are counted alike."""
    squat = CATALOG.exercises["goblet_squat"]
    log = [{
        "date": "2026-11-17", "exercise": squat.id, "name": "Goblet Squat (Kettlebell)",
        "sets": [{"reps": 8, "kg": 32, "rir": 2}] * 2,
    }]  # fmt: skip
    document = {
        "athlete": {"id": "ana", "level": "intermediate"},
        "week": {"start": "2026-11-23", "phase": "off_season"},
        "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 60, "place": "here"}],
        "places": {"here": ["dumbbell", "kettlebell"]},
        "previous": {"log": log},
    }
    case = case_of(read_request(json.dumps(document)), CATALOG)
    loads = [
        load_of(case, squat, "here", step_waits=False),
        load_of(case, squat, "here", is_eve=True, step_waits=False),
        *(ramp_load(case, squat, "here", number, step_waits=False) for number in range(3)),
    ]
    found = [load.kg for load in loads if load is not None]
    assert len(found) == 5
    assert found[0] == 32
    assert found[1] == 28
    kettlebells = {weight.kg for weight in weights_of(case, "kettlebell", "here")}
    assert kettlebells.issuperset(found), found


@pytest.mark.parametrize(
    ("name", "here", "rule"),
    [
        ("Standing Calf Raise", "smith_machine", "more_reps"),
        ("Standing Calf Raise", "standing_calf_machine", "more_reps"),
        ("Standing Calf Raise (Machine)", "smith_machine", "other_tool"),
        ("Standing Calf Raise (Smith Machine)", "standing_calf_machine", "other_tool"),
        ("Standing Calf Raise (Smith Machine)", "smith_machine", "more_reps"),
    ],
)
def test_the_exercise_s_own_name_tells_no_machine(name: str, here: str, rule: str) -> None:
    assert after("machine_standing_calf_raise", name, 80, [here])[1] == rule
