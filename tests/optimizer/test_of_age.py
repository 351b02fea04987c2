"""From an age on: more in reserve, longer rests, two sessions in season and fewer jumps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import load_catalog
from optimizer import plan, read_request
from optimizer.building.case_of import case_of, refusal
from optimizer.case.case import Case
from optimizer.dosing.prescription import prescribed

CATALOG = load_catalog()
FROM_YEARS = round(CATALOG.numbers("of_age")[0])


def a_request(age: int | None, level: str = "intermediate", **changes: Any) -> dict[str, Any]:
    return {
        "athlete": {"id": "ana", "level": level, "age_years": age},
        "week": {"start": "2026-11-23", "phase": "in_season"},
        "availability": [
            {"id": "tue", "start": "Tue 18:00", "minutes": 45, "place": "here"},
            {"id": "fri", "start": "Fri 18:00", "minutes": 45, "place": "here"},
        ],
        "places": {"here": ["kit:gym"]},
        **changes,
    }


def a_case(age: int | None, level: str = "intermediate") -> Case:
    return case_of(read_request(json.dumps(a_request(age, level))), CATALOG)


@pytest.mark.parametrize(("age", "older"), [(None, 0), (FROM_YEARS - 1, 0), (FROM_YEARS, 1)])
def test_sets_end_earlier_and_rest_longer(age: int | None, older: int) -> None:
    case, usual = a_case(age), a_case(None)
    squat = case.catalog.exercises["back_squat"]
    wanted, had = prescribed(case, squat), prescribed(usual, squat)
    assert wanted.rir is not None
    assert had.rir is not None
    assert wanted.rir == (had.rir[0] + older, had.rir[1] + older)
    rests = {name: case.catalog.exercises[name].rest_seconds for name in CATALOG.exercises}
    assert rests["back_squat"] == CATALOG.exercises["back_squat"].rest_seconds + 30 * older
    short = CATALOG.exercises["side_plank"]
    assert rests[short.id] == short.rest_seconds < 60
    assert case.catalog.numbers("sessions_in_season") == (1 + older, 2)


@pytest.mark.parametrize(
    ("age", "level", "allowed"),
    [
        (FROM_YEARS, "intermediate", False),
        (FROM_YEARS, "advanced", True),
        (FROM_YEARS - 1, "intermediate", True),
        (None, "intermediate", True),
    ],
)
def test_only_the_advanced_still_jump_hard(age: int | None, level: str, allowed: bool) -> None:
    why = refusal(a_case(age, level), CATALOG.exercises["squat_jump"])
    assert (why is None) == allowed
    assert allowed or why == f"has impact 2; at {age} only for the advanced"


def test_a_week_of_that_age_is_planned_by_it() -> None:
    answer = plan(read_request(json.dumps(a_request(67))), explain_conflict=False)
    assert answer.plan is not None
    items = [i for s in answer.plan.sessions for b in s.blocks if b.is_work for i in b.items]
    assert len(answer.plan.sessions) == 2
    assert all(CATALOG.exercises[item.exercise].impact <= 1 for item in items)
    reserves = [item.effort.rir[0] for item in items if item.effort and item.effort.rir]
    assert min(reserves) >= 3
