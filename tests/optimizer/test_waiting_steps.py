"""No more than half of a session's exercises go up in load at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import read_request
from optimizer.building.case_of import case_of
from optimizer.documents.written_plan import WrittenPlan, WrittenSession
from optimizer.operations.completed import completed
from tests.optimizer.chains import work

CATALOG = load_catalog()
LIFTS = {"back_squat": 6, "romanian_deadlift": 6, "machine_seated_calf_raise": 10, "leg_press": 6}


def rules(*exercises: str, at_top: tuple[str, ...] = tuple(LIFTS)) -> dict[str, tuple[str, float]]:
    """Rule and load of each exercise in one session, after two weeks at the top of their ranges."""
    log: list[dict[str, Any]] = [
        {"date": day, "exercise": name, "sets": [{"reps": LIFTS[name], "kg": 100, "rir": 2}] * 3}
        for name in at_top
        for day in ("2026-11-13", "2026-11-17")
    ]
    request = read_request(
        json.dumps(
            {
                "athlete": {"id": "ana", "level": "intermediate"},
                "week": {"start": "2026-11-23", "phase": "pre_season"},
                "availability": [{"id": "tue", "start": "Tue 18:00", "minutes": 120, "place": "g"}],
                "places": {"g": ["kit:gym"]},
                "previous": {"log": log},
            }
        )
    )
    case = case_of(request, CATALOG)
    session = WrittenSession(window="tue", start="Tue 18:00", exercises=dict.fromkeys(exercises, 2))
    plan = completed(case, WrittenPlan(sessions=(session,)))
    found = {}
    for _, _, item in work(plan):
        if item.progress is not None:
            assert item.load is not None
            assert item.load.kg is not None
            found[item.exercise] = (item.progress.rule, item.load.kg)
            assert item.load.why == item.progress.sentence
    return found


def test_the_first_half_goes_up_and_the_rest_waits() -> None:
    """By the order of the session; a lift that waits keeps its load and says why."""
    found = rules(*LIFTS)
    assert [rule for rule, _ in found.values()] == ["step_up"] * 2 + ["step_waits"] * 2
    assert [kg > 100 for _, kg in found.values()] == [True, True, False, False]


@pytest.mark.parametrize("exercises", [("back_squat",), ("back_squat", "front_plank")])
def test_one_may_always_go_up(exercises: tuple[str, ...]) -> None:
    assert rules(*exercises, at_top=("back_squat",))["back_squat"] == ("step_up", 105)


def test_exercises_without_a_step_make_room_for_those_with_one() -> None:
    found = rules(*LIFTS, "front_plank", "side_plank_knees", "hammer_curl", "glute_bridge")
    assert {rule for rule, _ in found.values()} == {"step_up"}
